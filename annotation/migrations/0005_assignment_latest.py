from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("annotation", "0004_revision_project")]

    operations = [
        migrations.AddIndex(
            "assignment",
            models.Index("annotator", models.F("changed_at").desc(), models.F("id").desc(), name="assignment_latest"),
        ),
    ]

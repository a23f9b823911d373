import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial"), ("workers", "0002_gathering_and_reports")]

    operations = [
        migrations.DeleteModel(name="Cell"),
        migrations.DeleteModel(name="Fold"),
        migrations.CreateModel(
            name="Cell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=60)),
                ("kind", models.CharField(max_length=40)),
                ("table", models.CharField(max_length=20)),
                ("key", models.TextField()),
                ("hash", models.CharField(max_length=32)),
                ("n", models.BigIntegerField()),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="cells", to="projects.project"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="cell",
            constraint=models.UniqueConstraint(
                models.F("project"),
                models.F("field"),
                models.F("kind"),
                models.F("table"),
                models.F("hash"),
                name="one_cell_a_key",
            ),
        ),
        migrations.CreateModel(
            name="Fold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("added", models.BinaryField()),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="fold", to="projects.task"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(default=0)),
                ("at", models.DateTimeField()),
                (
                    "project",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="measurement", to="projects.project"
                    ),
                ),
            ],
        ),
    ]

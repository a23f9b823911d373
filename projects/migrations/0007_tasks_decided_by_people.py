from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_keymap")]

    operations = [
        migrations.AddField(model_name="task", name="decided", field=models.BooleanField(default=False)),
    ]

"""Rankings and preferences are decided by what they say, and not by what is written alike: they are folded once more."""

from django.db import migrations


def mark_stale(apps, schema_editor):
    found = apps.get_model("workers", "Consensus").objects
    decided = found.filter(kind__in=["preference", "ranking"]).values("task")
    apps.get_model("projects", "Task").objects.filter(pk__in=decided).update(stale=True)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_keymap"),
        ("workers", "0010_answers_of_an_import"),
    ]

    operations = [migrations.RunPython(mark_stale, migrations.RunPython.noop)]

"""The agreement tables hold more than before: every task that was folded is folded once more."""

from django.db import migrations


def mark_stale(apps, schema_editor):
    folds = apps.get_model("workers", "Fold").objects.values("task")
    apps.get_model("projects", "Task").objects.filter(pk__in=folds).update(stale=True)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0005_the_import_of_a_task"),
        ("workers", "0004_pseudonyms_and_export_choices"),
    ]

    operations = [migrations.RunPython(mark_stale, migrations.RunPython.noop)]

"""Masks and spans in parts are decided place by place now: their tasks are folded once more."""

from django.db import migrations


def mark_stale(apps, schema_editor):
    found = apps.get_model("workers", "Consensus").objects
    decided = found.filter(kind__in=["mask", "span"], method="chosen_regions").values("task")
    apps.get_model("projects", "Task").objects.filter(pk__in=decided).update(stale=True)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_keymap"),
        ("workers", "0008_how_long_adapting_takes"),
    ]

    operations = [migrations.RunPython(mark_stale, migrations.RunPython.noop)]

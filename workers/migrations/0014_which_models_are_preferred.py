"""Preferences and rankings are also counted by model, and with how many responses stood beside the first."""

from django.db import migrations


def mark_stale(apps, schema_editor):
    found = apps.get_model("workers", "Consensus").objects
    decided = found.filter(kind__in=["preference", "ranking"]).values("task")
    apps.get_model("projects", "Task").objects.filter(pk__in=decided).update(stale=True)


class Migration(migrations.Migration):
    dependencies = [
        ("workers", "0013_decide_regions_and_relations_again"),
    ]

    operations = [migrations.RunPython(mark_stale, migrations.RunPython.noop)]

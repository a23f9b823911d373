"""Segments, tracks, shapes and relations are decided by all answers now, and regions carry attributes: they are folded
once more."""

from django.db import migrations

KINDS = ["box", "ellipse", "mask", "points", "polygon", "polyline", "relation", "segment", "skeleton", "span", "track"]


def mark_stale(apps, schema_editor):
    found = apps.get_model("workers", "Consensus").objects
    decided = found.filter(kind__in=KINDS).values("task")
    apps.get_model("projects", "Task").objects.filter(pk__in=decided).update(stale=True)


class Migration(migrations.Migration):
    dependencies = [
        ("projects", "0006_keymap"),
        ("workers", "0012_label_uses"),
    ]

    operations = [migrations.RunPython(mark_stale, migrations.RunPython.noop)]

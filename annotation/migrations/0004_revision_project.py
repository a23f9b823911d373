"""Each entry of the history names its project, so that a project finds its newest ones by an index."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery

PIECE = 10_000


def name_the_project(apps: Any, schema_editor: Any) -> None:
    """Each entry gets the project of its task, piece by piece."""
    revisions = apps.get_model("annotation", "Revision").objects.using(schema_editor.connection.alias)
    tasks = apps.get_model("projects", "Task").objects.filter(pk=OuterRef("task")).values("project")
    newest = revisions.order_by("-pk").values_list("pk", flat=True).first() or 0
    for first in range(1, newest + 1, PIECE):
        revisions.filter(pk__range=(first, first + PIECE - 1)).update(project=Subquery(tasks))


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL does not change a table's columns in the transaction that filled them

    dependencies = [("annotation", "0003_assignment_newest"), ("projects", "0004_pilot_cities")]

    operations = [
        migrations.AddField(
            "revision",
            "project",
            models.ForeignKey("projects.Project", django.db.models.deletion.CASCADE, null=True, db_index=False, related_name="+"),
        ),
        migrations.RunPython(name_the_project, migrations.RunPython.noop),
        migrations.AlterField(
            "revision",
            "project",
            models.ForeignKey("projects.Project", django.db.models.deletion.CASCADE, db_index=False, related_name="+"),
        ),
        migrations.AddIndex(
            "revision",
            models.Index("project", models.F("id").desc(), name="revision_newest"),
        ),
        migrations.AddIndex(
            "assignment",
            models.Index("annotator", condition=models.Q(state="returned"), name="assignment_returned"),
        ),
    ]

from django.conf import settings
from django.db import models


class Revision(models.Model):
    """One entry of a task's history. Written once; each entry carries the hash of the one before it."""

    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="revisions")
    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="+", db_index=False)  # the task's
    number = models.PositiveIntegerField()  # within the task, from 1
    assignment = models.ForeignKey("annotation.Assignment", models.CASCADE, null=True, related_name="revisions")
    move = models.CharField(max_length=12)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    value = models.JSONField(null=True)
    note = models.TextField(blank=True)
    key = models.CharField(max_length=64, null=True)  # the Idempotency-Key it came with
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint("task", "number", name="one_entry_a_number"),
            models.UniqueConstraint("by", "key", condition=models.Q(key__isnull=False), name="one_entry_a_key"),
        ]
        indexes = [models.Index("project", models.F("id").desc(), name="revision_newest")]

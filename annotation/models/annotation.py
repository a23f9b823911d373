from django.db import models


class Annotation(models.Model):
    """What a person said of a task: a value for each field, in the schema version it was given for."""

    assignment = models.OneToOneField("annotation.Assignment", models.CASCADE, related_name="annotation")
    schema = models.ForeignKey("projects.LabelSchema", models.PROTECT, related_name="+")
    value = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

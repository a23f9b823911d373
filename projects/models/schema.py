from django.conf import settings
from django.db import models


class LabelSchema(models.Model):
    """One version of what is asked and with which labels. Never changes; a change makes the next version."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="schemas")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint("project", "version", name="one_schema_a_version")]

    def __str__(self) -> str:
        return f"v{self.version}"

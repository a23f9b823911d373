from django.conf import settings
from django.db import models

LONGEST = 200_000  # characters


class Guideline(models.Model):
    """One version of how to label, in Markdown. Never changes; a change makes the next version."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="guidelines")
    version = models.PositiveIntegerField()
    body = models.TextField(max_length=LONGEST)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint("project", "version", name="one_guideline_a_version")]

    def __str__(self) -> str:
        return f"v{self.version}"

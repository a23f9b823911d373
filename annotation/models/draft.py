from django.db import models


class Draft(models.Model):
    """Unfinished work of an assignment, kept until it is submitted, also when the lease runs out."""

    assignment = models.OneToOneField("annotation.Assignment", models.CASCADE, related_name="draft")
    value = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

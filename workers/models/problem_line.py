from django.db import models


class ImportProblem(models.Model):
    """One line or file that could not be imported, and why; or, not refused, what to know about one that was."""

    job = models.ForeignKey("workers.Job", models.CASCADE, related_name="problems")
    file = models.CharField(max_length=400)
    line = models.PositiveBigIntegerField(null=True)
    code = models.CharField(max_length=40)
    message = models.TextField()
    refused = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]

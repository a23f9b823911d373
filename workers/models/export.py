from django.db import models


class Export(models.Model):
    """A release written in one format: a file that can be fetched again and again.

    The same release, format and options give the same bytes, so there is one row for each.
    """

    release = models.ForeignKey("workers.Release", models.CASCADE, related_name="exports")
    format = models.CharField(max_length=20)
    options = models.JSONField(default=dict)
    images = models.BooleanField(default=False)  # in a ZIP with the images, or referring to them
    key = models.CharField(max_length=64, default="")  # hash of format, options and images
    job = models.OneToOneField("workers.Job", models.SET_NULL, null=True, related_name="export")
    path = models.CharField(max_length=400, blank=True)
    name = models.CharField(max_length=200, blank=True)
    bytes = models.BigIntegerField(null=True)  # null until the file is complete
    sha256 = models.CharField(max_length=64, blank=True)
    losses = models.JSONField(default=dict)  # code -> how often, and in which tasks
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint("release", "key", name="one_export_a_choice")]

from django.db import models


class Asset(models.Model):
    """The thing that is labelled: a text or a file, once for each different content in a project.

    A text stands in the row, exactly as it was imported. A file lies in the storage under its SHA-256
    and is shared by all projects that hold the same bytes.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="assets")
    sha256 = models.CharField(max_length=64)
    media = models.CharField(max_length=12)
    mime = models.CharField(max_length=80)
    bytes = models.BigIntegerField()
    text = models.TextField(blank=True)
    width = models.PositiveIntegerField(null=True)  # of the upright image
    height = models.PositiveIntegerField(null=True)
    duration = models.FloatField(null=True)  # seconds, of what runs in time
    facts = models.JSONField(default=dict, blank=True)  # what else there is to know, such as its sample rate
    file = models.CharField(max_length=200, blank=True)  # upright and shown by every browser
    original = models.CharField(
        max_length=200, blank=True
    )  # the imported bytes; the same as `file` where nothing was changed
    thumbnail = models.CharField(max_length=200, blank=True)
    derived = models.JSONField(default=dict, blank=True)  # name -> the file that was made of it, e.g. its peaks
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("project", "sha256", name="one_asset_a_content")]

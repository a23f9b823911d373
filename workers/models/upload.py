from django.db import models


class Upload(models.Model):
    """A file handed in for an import job, as it came, and what was found in it.

    `path` is a place in the storage, or an absolute path on the server's disk when the command imports it in place.
    Files in the storage are deleted when the job has ended; this row stays as the report.
    """

    job = models.ForeignKey("workers.Job", models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=400)  # with its folder, as the browser or the command saw it
    path = models.CharField(max_length=1000, blank=True)
    bytes = models.BigIntegerField()
    encoding = models.CharField(max_length=80, blank=True)  # recognised, reported; of an archive those of its members
    accepted = models.PositiveIntegerField(default=0)  # tasks made
    answers = models.PositiveIntegerField(default=0)  # taken in with its tasks
    known = models.PositiveIntegerField(default=0)  # found to be in the project already
    refused = models.PositiveIntegerField(default=0)  # lines and files that could not be imported

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("job", "name", name="one_upload_a_name")]

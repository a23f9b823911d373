from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    GATHERING = "gathering", _("Receiving files")
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


class Job(models.Model):
    """Work for a machine. This row is the truth; a broker's message only says "look at job 17".

    `attempt` grows with every claim, and each write of a running job names its attempt: a worker that was
    thought dead and comes back finds that the row is no longer its own, and stops. `tries` counts the claims
    since the cursor last moved: a job that only ever kills its workers is given up, one that moves on is not.
    """

    name = models.CharField(max_length=60)
    project = models.ForeignKey("projects.Project", models.CASCADE, null=True, related_name="jobs")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=12, choices=JobState, default=JobState.WAITING)
    cursor = models.JSONField(null=True)  # where to go on after a kill
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(null=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    attempt = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index("state", "lease_until", name="job_due"),
            models.Index("project", models.F("id").desc(), name="job_list"),
        ]

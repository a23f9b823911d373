from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workers.models.job import JobState


class ReleaseState(models.TextChoices):
    BUILDING = "building", _("Being built")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Failed")


class Scope(models.TextChoices):
    """Which tasks a release takes."""

    ANSWERED = "answered", _("Every task with an answer")
    COMPLETE = "complete", _("Only tasks with all their answers")


class Release(models.Model):
    """The settled or submitted annotations of a project at a moment. When ready it never changes.

    The row knows building and ready; that a build failed stands in its job, which can be tried again.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=ReleaseState, default=ReleaseState.BUILDING)
    scope = models.CharField(_("tasks"), max_length=12, choices=Scope, default=Scope.ANSWERED)
    note = models.CharField(_("note"), max_length=400, blank=True)
    manifest = models.JSONField(null=True)  # parts with bytes and SHA-256, counts, schemas, guideline
    sha256 = models.CharField(max_length=64, blank=True)  # of the manifest's canonical JSON
    job = models.OneToOneField("workers.Job", models.SET_NULL, null=True, related_name="release")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    frozen_at = models.DateTimeField(null=True)  # the moment whose answers it holds

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint("project", "number", name="one_release_a_number")]

    @property
    def shown_state(self) -> ReleaseState:
        """The state as people should see it."""
        if self.state == ReleaseState.BUILDING and (
            self.job is None or self.job.state in (JobState.FAILED, JobState.CANCELLED)
        ):
            return ReleaseState.FAILED
        return ReleaseState(self.state)

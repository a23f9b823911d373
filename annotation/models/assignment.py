from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AssignmentState(models.TextChoices):
    LEASED = "leased", _("In hand")
    SUBMITTED = "submitted", _("Submitted")
    ACCEPTED = "accepted", _("Accepted")
    RETURNED = "returned", _("Returned")
    SKIPPED = "skipped", _("Skipped")
    EXPIRED = "expired", _("Lease ran out")


class SkipReason(models.TextChoices):
    UNCLEAR = "unclear", _("The guideline does not cover it")
    BROKEN = "broken", _("It cannot be read or shown")
    NOT_MINE = "not_mine", _("I do not know this subject")
    OTHER = "other", _("Another reason")


class Assignment(models.Model):
    """One person's turn at one task. A person has at most one turn at a task."""

    task = models.ForeignKey("projects.Task", models.CASCADE, related_name="assignments")
    annotator = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    state = models.CharField(max_length=12, choices=AssignmentState, default=AssignmentState.LEASED)
    lease_until = models.DateTimeField(null=True)
    reason = models.CharField(max_length=12, choices=SkipReason, blank=True)
    note = models.TextField(blank=True, max_length=2000)  # the skipper's, or the reviewer's on a return
    seconds = models.FloatField(default=0)  # of active work, told by the browser
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("task", "annotator", name="one_turn_a_person")]
        indexes = [
            models.Index("lease_until", condition=models.Q(state="leased"), name="assignment_leases"),
            models.Index("annotator", condition=models.Q(state="returned"), name="assignment_returned"),
            models.Index("annotator", "state", models.F("changed_at").desc(), name="assignment_work"),
            models.Index("annotator", models.F("id").desc(), name="assignment_newest"),
            models.Index("annotator", models.F("changed_at").desc(), models.F("id").desc(), name="assignment_latest"),
        ]

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Way(models.TextChoices):
    """How a settled answer came about."""

    CHOSEN = "chosen", _("One answer chosen")
    MERGED = "merged", _("Parts of several answers")
    WRITTEN = "written", _("Written anew")


class Settlement(models.Model):
    """The answer a project stands behind for a task, decided by one person out of what several said.

    One row a task. It stays when it is undone, so that `revision` counts every decision and two people who decide at
    once cannot both be right. All decisions that ever held are in the history; `entry` is the one in force.
    """

    task = models.OneToOneField("projects.Task", models.CASCADE, related_name="settlement")
    schema = models.ForeignKey("projects.LabelSchema", models.PROTECT, related_name="+")
    value = models.JSONField()
    how = models.CharField(max_length=8, choices=Way)
    taken_from = models.JSONField(default=list)  # ids of the assignments whose answers it was made of
    reason = models.TextField(max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entry = models.OneToOneField("annotation.Revision", models.RESTRICT, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    undone = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

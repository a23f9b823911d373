from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Media(models.TextChoices):
    TEXT = "text", _("Text")
    IMAGE = "image", _("Image")
    AUDIO = "audio", _("Audio")
    VIDEO = "video", _("Video")
    SERIES = "series", _("Time series")


class Order(models.TextChoices):
    """Which task comes next. Tasks that somebody has begun are always finished first."""

    SEQUENTIAL = "sequential", _("As imported")
    RANDOM = "random", _("Shuffled")


class ProjectState(models.TextChoices):
    OPEN = "open", _("Open")
    PAUSED = "paused", _("Paused")
    ARCHIVED = "archived", _("Archived")


class Project(models.Model):
    """Tasks of one medium that are labelled under one schema and one guideline, both in versions; these are in force.

    `overlap` people label each task. The tasks keep their own count: a change reaches them through `projects.making`.
    """

    organisation = models.ForeignKey("projects.Organisation", models.CASCADE, related_name="projects")
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), blank=True, max_length=4000)
    media = models.CharField(_("what is labelled"), max_length=12, choices=Media)
    overlap = models.PositiveSmallIntegerField(
        _("annotators per task"), default=2, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    lease_minutes = models.PositiveIntegerField(
        _("minutes a task is reserved"), default=30, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    order = models.CharField(_("queue order"), max_length=12, choices=Order, default=Order.SEQUENTIAL)
    show_predictions = models.BooleanField(_("show what models suggest"), default=True)
    state = models.CharField(max_length=12, choices=ProjectState, default=ProjectState.OPEN)
    schema = models.ForeignKey("projects.LabelSchema", models.PROTECT, null=True, related_name="+")
    guideline = models.ForeignKey("projects.Guideline", models.SET_NULL, null=True, related_name="+")
    is_sample = models.BooleanField(default=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(overlap__range=(1, 20)), name="overlap_from_1_to_20"),
        ]

    def __str__(self) -> str:
        return self.name

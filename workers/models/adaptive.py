from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Adaptive(models.Model):
    """More annotators only where the answers leave it open: a project's bounds for that (`workers.adaptive`).

    The least people a task asks for is the project's own `overlap`.

    number   the measurement after which tasks were last looked through; -1: look again
    at       when that was, and how many seconds it took
    """

    project = models.OneToOneField("projects.Project", models.CASCADE, related_name="adaptive")
    on = models.BooleanField(_("ask more people where the answers leave it open"), default=True)
    maximum = models.PositiveSmallIntegerField(
        _("annotators per task at most"), default=5, validators=[MinValueValidator(2), MaxValueValidator(20)]
    )
    confidence = models.FloatField(
        _("confidence that is enough"), default=0.9, validators=[MinValueValidator(0.5), MaxValueValidator(0.999)]
    )
    budget = models.PositiveIntegerField(
        _("answers in all at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(2**31 - 1)],
    )
    number = models.BigIntegerField(default=-1)
    at = models.DateTimeField(null=True)
    seconds = models.FloatField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(maximum__range=(2, 20)), name="adaptive_maximum_from_2_to_20"),
            models.CheckConstraint(
                condition=models.Q(confidence__gte=0.5, confidence__lt=1), name="adaptive_confidence_is_a_share"
            ),
        ]

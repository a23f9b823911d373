from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class Person(AbstractUser):
    """Somebody who signs in. What they may do stands in their memberships."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=80, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    theme = models.CharField(_("theme"), max_length=8, choices=Theme, default=Theme.SYSTEM)
    keymap = models.JSONField(default=dict, blank=True)  # actions of the workspace with other keys: {action: [stroke]}
    single_keys = models.BooleanField(default=True)  # letters and digits alone do something
    is_sample = models.BooleanField(default=False)
    # Of an outside annotator: the project that answers given elsewhere came to. Nobody can sign in as one.
    only_in = models.ForeignKey("projects.Project", models.CASCADE, null=True, blank=True, related_name="outsiders")

    @property
    def is_outside(self) -> bool:
        """Known by a number in a release, and by nothing else."""
        return self.only_in_id is not None

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

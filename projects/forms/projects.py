"""Making a project, changing how it works, and writing its guideline."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from projects.media import EXAMINERS
from projects.models import Media, Project
from projects.models.guideline import LONGEST
from projects.starters import starters

HOW = ["overlap", "lease_minutes", "order"]
HELP = {
    "overlap": _("How many different people label each task, blind to each other. Agreement needs at least two."),
    "lease_minutes": _("A task given to somebody goes back to the queue when nothing was heard of it for so long."),
    "order": _(
        "Tasks that somebody has begun are finished first in either order. A later change reaches waiting tasks too."
    ),
    "show_predictions": _(
        "Annotators see imported predictions as dashed suggestions. Switch it off to measure agreement: who sees the "
        "same suggestion agrees with it, and so with the others, more than with the task."
    ),
}


class WithLimits(forms.ModelForm):
    """Its number fields tell the browser what the model takes; Django tells it what the column could hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("overlap", "lease_minutes"):
            for validator in self._meta.model._meta.get_field(name).validators:
                if isinstance(validator, (MinValueValidator, MaxValueValidator)):
                    end = "min" if isinstance(validator, MinValueValidator) else "max"
                    self.fields[name].widget.attrs[end] = validator.limit_value


class NewProjectForm(WithLimits):
    """What is labelled, from which starter, and how. Shown in three steps, sent as one."""

    class Meta:
        model = Project
        fields = ["name", "description", *HOW]
        help_texts = HELP
        widgets = {"description": forms.Textarea(attrs={"rows": 2})}

    media = forms.ChoiceField(
        label=_("What is labelled"),
        choices=[(value, title) for value, title in Media.choices if value in ("text", *EXAMINERS)],
        widget=forms.RadioSelect,
    )
    starter = forms.ChoiceField(label=_("Template"), choices=[], widget=forms.RadioSelect)
    guideline = forms.CharField(
        label=_("Guideline"), max_length=LONGEST, required=False, widget=forms.Textarea(attrs={"rows": 18})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starter"].choices = [(starter.name, starter.name) for starter in starters()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = next((starter for starter in starters() if starter.name == cleaned.get("starter")), None)
        if chosen is not None and cleaned.get("media") and chosen.media != cleaned["media"]:
            self.add_error("starter", _("This template is for something else. Choose one of those shown."))
        return cleaned


class ProjectForm(WithLimits):
    class Meta:
        model = Project
        fields = ["name", "description", *HOW, "show_predictions"]
        help_texts = HELP
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class GuidelineForm(forms.Form):
    body = forms.CharField(label=_("Guideline"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 26}))
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

"""How far a project asks more people where its answers leave it open, and what that has saved."""

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import Project
from projects.pages.base import ProjectPage
from projects.problems import Invalid
from workers import adaptive
from workers.models import Adaptive


class AdaptiveForm(forms.ModelForm):
    class Meta:
        model = Adaptive
        fields = ["on", "maximum", "confidence", "budget"]
        help_texts = {
            "maximum": gettext_lazy("The least is the number of annotators per task in the settings."),
            "confidence": gettext_lazy(
                "A task is sure when the least sure of its questions reaches this. At 0.9, one in ten such answers "
                "may be wrong, as far as the model is right."
            ),
            "budget": gettext_lazy("All answers of the project together. Empty: no bound."),
        }
        widgets = {
            "maximum": forms.NumberInput(attrs={"min": 2, "max": 20}),
            "confidence": forms.NumberInput(attrs={"min": 0.5, "max": 0.999, "step": "any"}),
        }

    def clean_maximum(self) -> int:
        maximum = int(self.cleaned_data["maximum"])
        try:
            adaptive.check_maximum(self.instance.project, maximum)
        except Invalid as problem:
            raise forms.ValidationError(problem.message) from problem
        return maximum


class AdaptiveOverlap(ProjectPage):
    action = {"GET": "see_agreement", "POST": "configure"}
    tab = "disagreements"
    template = "workers/adaptive.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        setting = adaptive.of(self.project)
        return self.shown(setting, AdaptiveForm(instance=setting))

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        setting = adaptive.of(self.project)
        form = AdaptiveForm(request.POST, instance=setting)
        if not form.is_valid():
            return self.shown(adaptive.of(self.project), form, status=422)
        adaptive.change(setting, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("workers:adaptive", cast(Project, self.place).pk)

    def shown(self, setting: Adaptive, form: AdaptiveForm, *, status: int = 200) -> HttpResponse:
        return self.show(setting=setting, form=form, saved=adaptive.saved(setting), status=status)

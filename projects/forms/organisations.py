"""The names of an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Organisation


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name_zh", "name_en"]
        labels = {"name_zh": _("Name in Chinese"), "name_en": _("Name in English")}
        help_texts = {"name_en": _("Shown to people who read the pages in English.")}

"""Forms for releases and exports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext, gettext_lazy
from pydantic.fields import FieldInfo

from projects.media import EXAMINERS
from workers import exporting
from workers.formats import About, Format
from workers.models import Release


class ReleaseForm(forms.ModelForm):
    class Meta:
        model = Release
        fields = ("scope", "note")
        labels = {"scope": gettext_lazy("Tasks"), "note": gettext_lazy("Note")}
        help_texts = {"note": gettext_lazy("What is special about it; only for you and your team.")}
        widgets = {"note": forms.TextInput}


class ExportForm(forms.Form):
    """The options of one format, and whether the tasks' files go along."""

    format = forms.CharField(widget=forms.HiddenInput)
    images = forms.BooleanField(required=False, label=gettext_lazy("Include the images, as a ZIP"))

    def __init__(self, fmt: Format, about: About, media: str, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{fmt.name}_%s", initial={"format": fmt.name})
        self.fmt = fmt
        if media not in EXAMINERS:
            del self.fields["images"]
        elif media != "image":
            self.fields["images"].label = gettext("Include the files, as a ZIP")
        for name, option in fmt.options.model_fields.items():
            if field := _field(option, about):
                self.fields[name] = field

    def options(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in self.fmt.options.model_fields}


def _choices(option: FieldInfo) -> dict[str, str]:
    extra: Any = option.json_schema_extra or {}
    return {value: gettext(title) for value, title in extra.get("choices", {}).items()}


def _field(option: FieldInfo, about: About) -> forms.Field | None:
    """The form's field for an option of a format, or None where there is nothing to choose."""
    title, description = option.title, option.description
    said: Any = {
        "label": gettext(title) if title else "",
        "help_text": gettext(description) if description else "",
    }
    if choices := _choices(option):
        return forms.ChoiceField(choices=list(choices.items()), initial=option.default, **said)
    if geometry := exporting.geometry_of(option):
        fields = [(field["name"], field["name"]) for field in about.fields(geometry)]
        return forms.ChoiceField(choices=fields, **said) if len(fields) > 1 else None
    if option.annotation is bool:
        return forms.BooleanField(required=False, initial=option.default, **said)
    return forms.CharField(required=False, initial=option.default, **said)


def option_words(fmt: Format, options: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The options that are not as they are by default, with title and value as people read them."""
    words = []
    for name, option in fmt.options.model_fields.items():
        value = options.get(name, option.default)
        if value != option.default:
            shown = _choices(option).get(value, value)
            words.append(
                (gettext(option.title or name), {True: gettext("yes"), False: gettext("no")}.get(shown, shown))
            )
    return words

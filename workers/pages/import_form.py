"""What the lead chooses for an import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.media import EXAMINERS
from projects.models import Project
from workers.imports.encodings import CHOICES
from workers.imports.rows import Options
from workers.imports.taking_in import LONGEST_ORIGIN

ENCODINGS = [("", _("Recognise it"))] + [(key, encoding.name) for key, encoding in CHOICES.items()]


class OptionsForm(forms.Form):
    all_or_none = forms.TypedChoiceField(
        label=_("If some lines or files cannot be imported"),
        choices=[
            ("", _("Import the good ones and list the others")),
            ("1", _("Import nothing and list what is wrong")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="",
    )
    txt = forms.ChoiceField(
        label=_("A TXT file is"),
        choices=[("file", _("one task")), ("line", _("a task for each line"))],
        required=False,
    )
    encoding = forms.ChoiceField(label=_("Encoding of the texts"), choices=ENCODINGS, required=False)
    content_column = forms.CharField(
        label=_("Column with the text"),
        max_length=200,
        required=False,
        help_text=_("Of CSV and TSV files. Left empty, it is the one called “text” or “文本”."),
    )
    id_column = forms.CharField(
        label=_("Column with the id"),
        max_length=200,
        required=False,
        help_text=_("Left empty, it is the one called “id” or “编号”; without any, file and line are the id."),
    )

    answers = forms.TypedChoiceField(
        label=_("Answers that a release carries"),
        choices=[("1", _("Take them in with their tasks")), ("", _("Leave them out"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
        initial="1",
        help_text=_(
            "Its annotators stand in this project under their numbers, a1, a2, …; they count for overlap and "
            "agreement, and nobody can sign in as them."
        ),
    )
    origin = forms.CharField(
        label=_("Where its annotators are from"),
        max_length=LONGEST_ORIGIN,
        required=False,
        help_text=_("To be named when releases of several projects come together: each has an a1 of its own."),
    )

    def __init__(self, project: Project, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        if examiner := EXAMINERS.get(project.media):
            del self.fields["txt"]
            usual = _("Of CSV and TSV files. Left empty, it is the one called “%(usual)s”.")
            self.fields["content_column"].label = _("Column with the file's name")
            self.fields["content_column"].help_text = usual % {"usual": "”, “".join(examiner.columns[:2])}

    def options(self) -> Options:
        """What was chosen, of a valid form."""
        chosen = {key: value for key, value in self.cleaned_data.items() if value}
        return Options(media=self.project.media, **chosen | {"answers": self.cleaned_data["answers"]})

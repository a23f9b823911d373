"""The editor of a project's labels: as a form beside a preview, and as JSON."""

from typing import Any

import orjson
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotation.kinds import check_schema
from annotation.models import Annotation
from annotation.pages.kind_facts import kinds_of
from annotation.schema_changes import Became, changes, example_body, gone, with_former_names
from projects.incoming import read_json
from projects.making import add_schema
from projects.models import LabelSchema
from projects.pages.base import ProjectPage
from projects.problems import Invalid, Problem
from projects.schema import COLORS


class SchemaEditor(ProjectPage):
    """A POST checks what was written and says what it changes; with `agreed` it saves it as the next version.

    Where labels are gone it asks first what became of them; `became` is the answer.
    """

    action = "configure"
    tab = "schema"
    template = "annotation/schema.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        return self.show(**self.editor(self.body()))

    def post(self, request: HttpRequest, project: int) -> HttpResponse:
        text = request.POST.get("body", "")
        try:
            body, became = read_json(text), self.became()
            check_schema(body)
            body = with_former_names(self.project, body, became)
            schema = check_schema(body)
            if schema.media != self.project.media:
                message = _('This project labels %(media)s: write "media": "%(media)s".')
                raise Invalid(message % {"media": self.project.media}, field="media")
            if "agreed" in request.POST:
                return self.save(body, number(request.POST.get("after", "")))
            said = changes(self.project, schema)
            answers = Annotation.objects.filter(assignment__task__project=self.project).count()
            asked = gone(self.project, schema, became) if answers else []
            told = request.POST.getlist("became")
            return self.result(text, changes=said, checked=True, answers=answers, gone=asked, became=told)
        except Problem as problem:
            return self.result(text, status=problem.status, problem=problem)

    def became(self) -> list[Became]:
        """What the person says became of labels that are gone: [field, label, what it is now]."""
        found = []
        for text in self.request.POST.getlist("became"):
            said = read_json(text)
            if not (isinstance(said, list) and len(said) == 3 and all(isinstance(one, str) for one in said)):
                raise Invalid(_("The form is out of date. Reload the page and try again."), field="became")
            found.append((said[0], said[1], said[2]))
        return found

    def save(self, body: Any, after: int) -> HttpResponse:
        saved = add_schema(self.project, body, by=self.request.user, after=after or None)
        messages.success(self.request, _("Saved as version %(version)d.") % {"version": saved.version})
        where = reverse("annotation:schema", args=[self.project.pk])
        if getattr(self.request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": where})
        return HttpResponse(status=303, headers={"Location": where})

    def result(self, text: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """What came of it: alone for htmx, inside the page with the text as it was sent without scripts."""
        context |= {"text": text, "after": self.version()}
        if getattr(self.request, "htmx", False):
            return self.show(template="annotation/schema_result.html", status=status, **context)
        return self.show(status=status, **(self.editor(self.body()) | context))

    def body(self) -> Any:
        return self.project.schema.body if self.project.schema else example_body(self.project.media)

    def version(self) -> int:
        return self.project.schema.version if self.project.schema else 0

    def editor(self, body: Any) -> dict[str, Any]:
        return {
            "body": body,
            "text": pretty(body),
            "after": self.version(),
            "kinds": kinds_of(self.project.media),
            "colors": COLORS,
            "versions": LabelSchema.objects.filter(project=self.project).select_related("created_by").defer("body"),
        }


def number(text: str) -> int:
    """The version that was seen, 0 for none, as the page's own field holds it."""
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise Invalid(_("The form is out of date. Reload the page and try again."), field="after")
    return int(text or 0)


def pretty(body: Any) -> str:
    return orjson.dumps(body, option=orjson.OPT_INDENT_2).decode()

"""How good a project's answers are, for the person who has to decide what to do next."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from projects.models import TaskState
from projects.pages.base import ProjectPage
from workers import quality, recounting
from workers.agreement.figures import LEAST_UNITS
from workers.disagreements import COUNTED
from workers.kept import QUALITY
from workers.models import Consensus
from workers.pages.agreement import seen_of
from workers.pages.quality_parts import Part
from workers.quality import FieldQuality, Quality


def chosen(found: Quality, name: str) -> FieldQuality | None:
    """The question that is asked for, or the first one that can say something."""
    named = [field for field in found.fields if field.name == name]
    measured = [field for field in found.fields if field.facts and next(iter(field.figures.values())).units]
    return next(iter([*named, *measured, *found.fields]), None)


class QualityPage(ProjectPage):
    """`?field=…` is the question shown. `?seen=…`: what the reader has already; nothing new, an empty answer."""

    action = "see_agreement"
    tab = "quality"
    template = "workers/quality.html"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        seen = seen_of(self.project)
        found = quality.shown(self.project)
        seen = f"{seen}-{found.number}-{request.GET.get('field', '')}"
        if request.GET.get("seen") == seen:
            return HttpResponse(status=204)
        field = chosen(found, request.GET.get("field", ""))
        open_ = self.open_disagreements(field.name) if field else 0
        job = recounting.last_report(self.project)
        part = Part(field, found.annotators) if field and field.facts else None
        return self.show(
            template="workers/quality_body.html" if getattr(request, "htmx", False) else "",
            quality=found,
            seen=seen,
            field=field,
            part=part,
            slow=self.slow(found, part) if part else "",
            checked=job,
            disagreements=min(open_, COUNTED),
            more_disagreements=open_ > COUNTED,
        )

    def slow(self, found: Quality, part: Part) -> SafeString:
        """Labels, people, pairs and trend: what a worker worked out, written once for all who see it alike."""
        shown = {
            "project": self.project,
            "field": part.field,
            "part": part,
            "may": self.may,
            "least_units": LEAST_UNITS,
        }
        alike = (
            (self.project.pk, self.project.schema_id, part.field.name, found.number, found.slow_at),
            (get_language(), "see_answers" in self.may, tuple(sorted(found.annotators.items()))),
        )
        return QUALITY.part(alike, lambda: render_to_string("workers/quality_slow.html", shown))

    def open_disagreements(self, field: str) -> int:
        """Tasks on which people differ and that nobody has settled; more than so many are not counted."""
        rows = Consensus.objects.filter(project=self.project, field=field, teaches__gt=0, task__decided=False)
        return rows.exclude(task__state=TaskState.VOID).order_by()[: COUNTED + 1].count()

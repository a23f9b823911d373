"""What the answers to a task come to, beside them on its page."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotation.blind import is_closed
from annotation.kinds.span import GAP, parts_of
from annotation.values import Mark, Piece, pieces
from projects.access import Place
from projects.doors import Page, find
from projects.models import Person, Task
from projects.templatetags.house import titled
from workers.findings import percent
from workers.models import Consensus

METHODS: dict[str, Promise] = {
    "majority": _("majority"),
    "dawid_skene": _("votes weighed by how reliable each person is (Dawid–Skene)"),
    "label_votes": _("each label by itself, more than half"),
    "median": _("median"),
    "medoid": _("the text closest to all others"),
    "kemeny": _("the order closest to all others (Kemeny)"),
    "borda": _("the order of the mean ranks (Borda)"),
    "fused_boxes": _("boxes that half or more drew, median of each side"),
    "voted_spans": _("stretches that half or more marked, with the ends that most chose"),
    "voted_places": _("regions that half or more drew, of what most of them covered"),
    "staple": _("regions that half or more drew, each pixel weighed by how careful each person is (STAPLE)"),
    "voted_moments": _("stretches of time at which more than half have the label"),
    "fused_tracks": _("tracks that half or more followed, where more than half see it, median of each side"),
    "middle_shapes": _("shapes that half or more drew, median of centre, size and angle"),
    "middle_points": _("points that half or more placed, at their geometric median"),
    "voted_relations": _("relations that half or more drew between stretches of the consensus"),
    "chosen_regions": _("regions that half or more drew, the one closest to all others"),
}


@dataclass(frozen=True)
class Line:
    """The consensus on one question; `marks` is empty where the answers tie or come to nothing."""

    title: str
    consensus: Consensus
    marks: list[Mark]
    confidence: str
    agreement: str
    method: Promise | str

    @property
    def is_tie(self) -> bool:
        return self.consensus.value is None


class TaskConsensus(Page):
    """Empty for who may still answer the task, and before two people have."""

    action = "see_answers"
    task: Task

    def locate(self, **kwargs: Any) -> Place:
        self.task = find(
            Task.objects.select_related("project__organisation", "project__schema", "asset"), pk=kwargs["task"]
        )
        return self.task.project

    def get(self, request: HttpRequest, task: int) -> HttpResponse:
        if is_closed(self.task, cast(Person, request.user), self.may):
            return HttpResponse(status=204)
        return render(request, "workers/task_consensus.html", {"task": self.task, "lines": self.lines()})

    def lines(self) -> list[Line]:
        schema = self.task.project.schema
        body = schema.body if schema else {"fields": []}
        found = {(one.field, one.kind): one for one in Consensus.objects.filter(task=self.task, answers__gt=1)}
        fields = [field for field in body["fields"] if (field["name"], field["kind"]) in found]
        asset = self.task.asset
        values = {
            field["name"]: _read(one.value, asset.text)
            for field in fields
            if (one := found[field["name"], field["kind"]]).value is not None
        }
        # All at once: relations lead to the regions of another question.
        shown = dict(zip(values, pieces(body, values, asset.facts), strict=True))
        return [self.line(field, found[field["name"], field["kind"]], shown.get(field["name"])) for field in fields]

    def line(self, field: dict[str, Any], one: Consensus, shown: Piece | None) -> Line:
        return Line(
            titled(field.get("title"), field["name"]),
            one,
            shown.marks if shown else [],
            percent(one.confidence),
            percent(one.agreement),
            METHODS.get(one.method, one.method),
        )


def _read(value: Any, text: str) -> Any:
    """With the words of the spans: fused regions have none of their own."""
    if isinstance(value, list):
        return [{"text": _words(one, text), **one} if isinstance(one, dict) else one for one in value]
    return value


def _words(region: Mapping[str, Any], text: str) -> str:
    is_span = isinstance(region.get("start"), int)
    return GAP.join(text[start:end] for start, end in parts_of(region)) if text and is_span else ""

"""The tables of the quality page as files, with all digits and the notes of the rules for display."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from projects.pages.base import ProjectPage
from projects.problems import NotFound
from workers import quality
from workers.agreement import Figure
from workers.agreement.figures import PairFigures
from workers.facts import Facts, Point
from workers.formats.cells import guarded
from workers.quality import FieldQuality

Row = list[Any]
NUMBERS = ["value", "low", "high", "population_low", "population_high", "units", "pairs", "raters", "note"]


def _numbers(figure: Figure) -> Row:
    return [getattr(figure, name) if name != "note" else figure.note.value for name in NUMBERS]


def _figures(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["figure", *NUMBERS]
    for name, figure in facts.report.figures.items():
        yield [name, *_numbers(figure)]


def _labels(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["label", "uses", "differences", "figure", *NUMBERS]
    for line in facts.report.labels:
        apart = sum(one.n for one in facts.confusions if not one.equal and str(line.label) in (one.one, one.two))
        for name, figure in line.figures.items():
            yield [line.label, line.uses, apart, name, *_numbers(figure)]


def _confusions(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["one", "two", "equal", "pairs_of_answers"]
    for one in facts.confusions:
        yield [one.one, one.two, int(one.equal), one.n]


def _pairs(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["a", "a_name", "b", "b_name", "figure", *NUMBERS]
    pairs: list[PairFigures] = facts.report.pairs
    for pair in pairs:
        for name, figure in pair.figures.items():
            yield [pair.a, names.get(pair.a, ""), pair.b, names.get(pair.b, ""), name, *_numbers(figure)]


def _people(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["person", "name", "answers", "median_seconds", "with", "since", "until", *NUMBERS]
    for one in facts.people:
        head = [one.id, names.get(one.id, ""), one.answers, one.seconds]
        for name in ("others", "consensus", "settled"):
            yield [*head, name, "", "", *_numbers(getattr(one, name))]
        for point in one.drift:
            yield [*head, "others", point.since, point.until, *_numbers(point.figures["others"])]


def _points(points: list[Point]) -> Iterator[Row]:
    for point in points:
        for name, figure in point.figures.items():
            yield [point.since, point.until, name, *_numbers(figure)]


def _days(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["since", "until", "figure", *NUMBERS]
    yield from _points(facts.days)


def _guidelines(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["guideline_version", "figure", *NUMBERS]
    for since, _until, *row in _points(facts.guidelines):
        yield [since, *row]


def _models(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["model", "won", "lost", "tied", "share"]
    for one in facts.contest.models if facts.contest else []:
        yield [one.name, one.won, one.lost, one.tied, one.share]


def _triads(facts: Facts, names: dict[int, str]) -> Iterator[Row]:
    yield ["person", "name", "circular", "threes"]
    for one in [facts.contest.together, *facts.contest.people] if facts.contest else []:
        yield [one.person, names.get(one.person or 0, ""), one.circular, one.threes]


TABLES: dict[str, Callable[[Facts, dict[int, str]], Iterator[Row]]] = {
    "figures": _figures,
    "labels": _labels,
    "confusions": _confusions,
    "pairs": _pairs,
    "people": _people,
    "days": _days,
    "guidelines": _guidelines,
    "models": _models,
    "triads": _triads,
}


class QualityTable(ProjectPage):
    """One table of one question; `?field=…` names it, the first one when left out."""

    action = "see_agreement"

    def get(self, request: HttpRequest, project: int, table: str) -> HttpResponse:
        found = quality.shown(self.project)
        wanted = request.GET.get("field")
        fields = [field for field in found.fields if field.facts and wanted in (None, field.name)]
        if table not in TABLES or not fields:
            raise NotFound(_("There is no such table."))
        text = as_csv(fields[0], table, dict(found.annotators))
        name = f"{self.project.pk}-{fields[0].name}-{table}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def as_csv(field: FieldQuality, table: str, names: dict[int, str]) -> str:
    assert field.facts is not None
    target = io.StringIO()
    csv.writer(target, lineterminator="\r\n").writerows(
        [guarded(cell) for cell in row] for row in TABLES[table](field.facts, names)
    )
    return target.getvalue()

"""The panel with a project's agreement, which a page of the project shows and keeps fresh."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from projects.doors import Page
from projects.models import Project
from workers import quality
from workers.agreement import Figure, Note
from workers.agreement.figures import LEAST_UNITS, LabelFigures
from workers.pages.figure_words import MEANINGS, NAMES, OFF_SCALE, SHARES, SHORT, WARNINGS
from workers.quality import FieldQuality, Matrix

NARROW = 0.02  # width of an interval from which on a third digit is shown
LONG_START = 3  # characters that all names share from which on they are left out above the columns

NOTES: dict[str, Promise] = {
    Note.FEW_UNITS: _("Fewer than 30 units: read it with caution."),
    Note.RARE_LABEL: _("A label was used fewer than 10 times: read it with caution."),
    Note.TOO_FEW: _("Too few: a number is shown from 10 units on."),
    Note.NO_VARIATION: _("Undefined: everybody used one and the same label, so there is no variation to judge by."),
    Note.NOTHING_MARKED: _("Undefined: nobody has marked anything yet."),
}


Words = Promise | str


@dataclass(frozen=True)
class Shown:
    """A figure as the panel draws it. The scale goes from 0 to 1; what lies below 0 is cut off there and marked."""

    name: str
    figure: Figure

    @property
    def title(self) -> Words:
        return NAMES.get(self.name, self.name)

    @property
    def short(self) -> Words:
        return SHORT.get(self.name, self.title)

    @property
    def meaning(self) -> Words:
        return MEANINGS.get(self.name, "")

    @property
    def warning(self) -> Words:
        """What the figure hides."""
        return WARNINGS.get(self.name, "")

    @property
    def note(self) -> Words:
        return NOTES.get(self.figure.note, "")

    @property
    def value(self) -> str:
        return self._text(self.figure.value)

    @property
    def interval(self) -> str:
        return f"{self._text(self.figure.low)} – {self._text(self.figure.high)}" if self.figure.low is not None else ""

    @property
    def population(self) -> str:
        """The interval for annotators like these."""
        low, high = self.figure.population_low, self.figure.population_high
        return f"{self._text(low)} – {self._text(high)}" if low is not None else ""

    @property
    def on_scale(self) -> bool:
        """Whether the figure can be drawn on the scale from 0 to 1."""
        return self.name not in OFF_SCALE

    @property
    def at(self) -> str:
        """Where the value stands, in percent of the scale."""
        return _place(self.figure.value)

    @property
    def low(self) -> str:
        return _place(self.figure.low)

    @property
    def high(self) -> str:
        return _place(self.figure.high)

    @property
    def stands_on(self) -> str:
        """How many units, pairs of answers and annotators are behind it."""
        units, pairs, raters = self.figure.units, self.figure.pairs, self.figure.raters
        return " · ".join(
            [
                ngettext("%(n)s unit", "%(n)s units", units) % {"n": f"{units:,}"},
                ngettext("%(n)s pair of answers", "%(n)s pairs of answers", pairs) % {"n": f"{pairs:,}"},
                ngettext("%(n)s annotator", "%(n)s annotators", raters) % {"n": raters},
            ]
        )

    @property
    def common(self) -> str:
        """For a pair of annotators: how many units both have answered."""
        n = self.figure.units
        return ngettext("%(n)d unit in common.", "%(n)d units in common.", n) % {"n": n}

    @property
    def below_zero(self) -> bool:
        return self.figure.low is not None and self.figure.low < 0

    def _text(self, value: float | None) -> str:
        """With one digit more where the interval is narrow enough for it to mean something."""
        if value is None:
            return "–"
        low, high = self.figure.low, self.figure.high
        more = int(low is not None and high is not None and high - low < NARROW)
        if self.name in SHARES:
            return f"{100 * value:.{more}f}%"
        return f"{value:.{2 + more}f}".replace("-", "−")


def _place(value: float | None) -> str:
    return f"{100 * min(1.0, max(0.0, value or 0.0)):.1f}"


@dataclass(frozen=True)
class LabelLine:
    titles: Mapping[str, str]
    name: str
    color: str
    uses: int
    figures: list[Shown]


@dataclass(frozen=True)
class SquareCell:
    """Two annotators; `evidence` is the query of the page of disagreements that shows where they differ."""

    shown: Shown
    evidence: str


@dataclass(frozen=True)
class SquareRow:
    person: str
    cells: list[SquareCell | None]


@dataclass(frozen=True)
class FieldShown:
    """One field of the panel: its headline figures, a line for each label, and the annotators' square."""

    quality: FieldQuality
    figures: list[Shown]
    labels: list[LabelLine]
    people: list[str]
    square: list[SquareRow]
    left_out: int  # annotators that the square has no room for

    @property
    def heads(self) -> list[tuple[str, str]]:
        """The people above the columns of the square, with what sets each apart where all begin the same way."""
        letters = list(zip(*self.people, strict=False))
        same = next((at for at, each in enumerate(letters) if len(set(each)) > 1), 0)
        return [(name, f"…{name[same:]}" if same >= LONG_START else name) for name in self.people]

    @property
    def pair_title(self) -> Words:
        """What the square shows."""
        return next((cell.shown.title for row in self.square for cell in row.cells if cell), "")

    @property
    def too_few(self) -> bool:
        """Whether nothing can be shown yet."""
        return all(shown.figure.note == Note.TOO_FEW for shown in self.figures)

    @property
    def note(self) -> Words:
        """What greys the headline figures, said once for all of them."""
        return next((shown.note for shown in self.figures if shown.figure.grey), "")

    @property
    def comparable(self) -> bool:
        """Whether any two annotators can be compared."""
        return any(cell and cell.shown.figure.note != Note.TOO_FEW for row in self.square for cell in row.cells)

    @property
    def suggested(self) -> str:
        """How many answers were given with suggestions of models in sight; empty for none."""
        seen = self.quality.facts.suggested if self.quality.facts else None
        if seen is None:
            return ""
        share = f"{100 * seen.answers / seen.of:.0f}%"
        return _(
            "%(percent)s of the answers were given with a model's suggestion in sight, which raises agreement."
        ) % {"percent": share}

    @property
    def stands_on(self) -> str:
        """What stands behind the headline figures, in words."""
        return self.figures[0].stands_on if self.figures else ""

    @property
    def basis(self) -> Figure | None:
        """What stands behind the headline figures; the same for all of them."""
        return self.figures[0].figure if self.figures else None


def field_shown(field: FieldQuality, names: Mapping[int, str]) -> FieldShown:
    report = field.report
    if report is None:
        return FieldShown(field, [], [], [], [], 0)
    drawn = quality.matrix(report.pairs)
    people = [names.get(pk, f"#{pk}") for pk in drawn.annotators]
    square = [
        SquareRow(person, [_square_cell(field, drawn, i, j) for j in range(len(people))])
        for i, person in enumerate(people)
    ]
    return FieldShown(
        field,
        [Shown(name, figure) for name, figure in report.figures.items()],
        [_line(field, line) for line in report.labels],
        people,
        square,
        field.facts.left_out if field.facts else 0,
    )


def _square_cell(field: FieldQuality, drawn: Matrix, i: int, j: int) -> SquareCell | None:
    figure = drawn.cells[i][j]
    if figure is None:
        return None
    query = {"field": field.name, "person": drawn.annotators[i], "with": drawn.annotators[j], "state": "all"}
    return SquareCell(Shown(drawn.figure, figure), f"?{urlencode(query)}")


def _line(field: FieldQuality, line: LabelFigures) -> LabelLine:
    name = str(line.label)
    figures = [Shown(of, figure) for of, figure in line.figures.items()]
    return LabelLine(field.titles.get(name, {}), name, field.colors.get(name, ""), line.uses, figures)


def seen_of(project: Project) -> str:
    """Another word whenever the figures may have changed."""
    number, _at, stale = quality.freshness(project)
    return f"{number}-{project.schema_id}-{int(bool(stale))}"


class Panel(Page):
    """`?seen=…` is what the reader already has: where nothing changed since, the answer is empty."""

    action = "see_agreement"

    def get(self, request: HttpRequest, project: int) -> HttpResponse:
        place = cast(Project, self.place)
        seen = seen_of(place)
        if request.GET.get("seen") == seen:
            return HttpResponse(status=204)
        found = quality.shown(place)
        fields = [field_shown(field, found.annotators) for field in found.fields]
        context = {"project": place, "quality": found, "seen": seen, "fields": fields, "least_units": LEAST_UNITS}
        return render(request, "workers/agreement_panel.html", context)

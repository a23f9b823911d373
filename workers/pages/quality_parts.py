"""What the quality page shows of one question, ready for its template: tables in their order, charts with words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.templatetags.house import titled
from workers.agreement import Figure
from workers.agreement.figures import SURE_UNITS
from workers.contest import Model
from workers.disagreements import ANY
from workers.facts import Confusion, Facts, PersonFacts, Point
from workers.findings import Finding, findings, number, percent
from workers.pages.agreement import FieldShown, LabelLine, Shown, field_shown
from workers.pages.charts import Chart, Dot, Spark, chart, round_up, spark
from workers.quality import FieldQuality

MOST_LABELS = 15  # in the matrix of labels
MOST_PEOPLE = 50  # in their table, those first who have least in common with the others; the file has all
MOST_NAMED = 14  # dots with a name
ENOUGH_PEOPLE = 3  # two have the same in common with each other


@dataclass(frozen=True)
class LabelDamage:
    """A label with the differences it has a part in; `worst` is what it is most often taken for."""

    line: LabelLine | None
    title: str
    color: str
    differences: int
    share: str
    worst: str
    worst_n: int
    evidence: str
    worst_evidence: str
    used_evidence: str


@dataclass(frozen=True)
class Cell:
    """n pairs of answers with the label of the row and that of the column; `heat` 0..100 within the row.

    apart   of a label with itself: pairs that have it at different places
    both_evidence   of a label with itself: the tasks where it is equal
    """

    n: int
    apart: int
    heat: str
    same: bool
    title: str
    evidence: str
    both_evidence: str = ""


@dataclass(frozen=True)
class MatrixRow:
    title: str
    color: str
    cells: list[Cell]


@dataclass(frozen=True)
class PersonLine:
    facts: PersonFacts
    name: str
    others: Shown
    consensus: Shown
    settled: Shown
    seconds: str
    drift: Spark | None
    habit: str
    evidence: str
    settled_evidence: str
    habit_evidence: str


@dataclass(frozen=True)
class PointLine:
    title: str
    figures: list[Shown]
    evidence: str


@dataclass(frozen=True)
class ModelLine:
    model: Model
    share: str
    grey: bool


@dataclass(frozen=True)
class Told:
    """A finding with its link written out."""

    finding: Finding
    evidence: str


class Part:
    """One question of a project."""

    def __init__(self, field: FieldQuality, names: Mapping[int, str]) -> None:
        assert field.facts is not None
        self.field, self.names = field, names
        self.facts: Facts = field.facts
        self.shown: FieldShown = field_shown(field, names)

    def label(self, name: str) -> str:
        return titled(self.field.titles.get(name), name) if name else _("nothing")

    def person(self, who: int) -> str:
        return self.names.get(who, f"#{who}")

    def evidence(self, **query: str) -> str:
        """Query of the page of disagreements that shows what is behind a number."""
        wanted = {"field": self.field.name, **query}
        wanted.setdefault("state", "all")
        return f"?{urlencode(wanted)}"

    @cached_property
    def findings(self) -> list[Told]:
        found = findings(self.field.name, self.facts, self.label, self.person)
        return [Told(one, f"?{urlencode(one.evidence)}" if one.evidence else "") for one in found]

    @cached_property
    def apart(self) -> list[Confusion]:
        """What differs, of answers that have labels."""
        return [one for one in self.facts.confusions if not one.equal and (one.one or one.two)]

    @cached_property
    def damage(self) -> list[LabelDamage]:
        """Labels by the differences they have a part in, the most first."""
        total = sum(one.n for one in self.apart)
        found: dict[str, Counter[str]] = {}
        for one in self.apart:
            for mine, other in {(one.one, one.two), (one.two, one.one)}:
                if mine:
                    found.setdefault(mine, Counter())[other] += one.n
        lines = {line.name: line for line in self.shown.labels}
        names = sorted({*lines, *found}, key=lambda name: (-sum(found.get(name, Counter()).values()), name))
        return [self._damage(name, lines.get(name), found.get(name, Counter()), total) for name in names]

    def _damage(self, name: str, line: LabelLine | None, others: Counter[str], total: int) -> LabelDamage:
        n = sum(others.values())
        worst, times = others.most_common(1)[0] if others else ("", 0)
        return LabelDamage(
            line,
            self.label(name),
            self.field.colors.get(name, ""),
            n,
            percent(n / total) if total else "–",
            _("another place") if worst == name else self.label(worst),
            times,
            self.evidence(labels=f"{name},{ANY}"),
            self.evidence(labels=f"{name},{worst}"),
            self.evidence(used=name),
        )

    @cached_property
    def matrix(self) -> list[MatrixRow]:
        """Labels by labels, symmetric; the column "nothing" where somebody marked something that another left alone."""
        count: dict[tuple[str, str], int] = {}
        same: dict[str, int] = {}
        for one in self.facts.confusions:
            if one.equal:
                same[one.one] = one.n
            else:
                count[one.one, one.two] = count[one.two, one.one] = one.n
        places = {name: place for place, name in enumerate(self.field.titles)}
        used = {name for pair in count for name in pair} | set(same)
        worst = sorted(used, key=lambda name: -sum(n for (one, _two), n in count.items() if one == name))[:MOST_LABELS]
        names = sorted(worst, key=lambda name: (name == "", places.get(name, len(places)), name))
        return [self._row(name, names, count, same) for name in names] if len(names) > 1 else []

    def _row(
        self, name: str, names: list[str], count: Mapping[tuple[str, str], int], same: Mapping[str, int]
    ) -> MatrixRow:
        apart = [count.get((name, other), 0) for other in names]
        whole = max(sum(apart) + same.get(name, 0), 1)
        cells = []
        for other, n in zip(names, apart, strict=True):
            equal = other == name
            shown = same.get(name, 0) if equal else n
            if equal and n:
                said = ngettext(
                    "%(label)s: %(n)d pair equal, %(apart)d at different places",
                    "%(label)s: %(n)d pairs equal, %(apart)d at different places",
                    shown,
                )
            elif equal:
                said = ngettext(
                    "%(label)s: %(n)d pair equal",
                    "%(label)s: %(n)d pairs equal",
                    shown,
                )
            else:
                said = ngettext(
                    "%(label)s by one, %(other)s by the other: %(n)d pair",
                    "%(label)s by one, %(other)s by the other: %(n)d pairs",
                    shown,
                )
            title = said % {"label": self.label(name), "other": self.label(other), "n": shown, "apart": n}
            evidence = self.evidence(labels=f"{name},{other}") if n else ""
            both = self.evidence(both=name) if equal and name and shown else ""
            heat = f"{100 * shown / whole:.0f}"
            cells.append(Cell(shown, n if equal else 0, heat, equal, title, evidence, both))
        return MatrixRow(self.label(name), self.field.colors.get(name, ""), cells)

    @cached_property
    def people(self) -> list[PersonLine]:
        return [self._person(one) for one in self.facts.people[:MOST_PEOPLE]]

    @property
    def without_models(self) -> bool:
        """Whether responses are compared, and nothing says which models they are from."""
        return self.field.level in ("preference", "ranking") and self.facts.contest is None

    @cached_property
    def circles(self) -> str:
        """Whether the order of the models holds."""
        if self.facts.contest is None:
            return ""
        told = self.facts.contest.together
        if not told.threes:
            return _("No three models were all compared with each other, so nothing can go round in a circle.")
        given = {"circular": told.circular, "threes": told.threes}
        if not told.circular:
            text = ngettext(
                "The order holds: the one set of three models that were all compared does not go round in a circle.",
                "The order holds: none of the %(threes)d sets of three models goes round in a circle.",
                told.threes,
            )
            return text % given
        text = ngettext(
            "The one set of three models that were all compared goes round in a circle: each is preferred to the next, "
            "and the last to the first. They have no order.",
            "%(circular)d of %(threes)d sets of three models go round in a circle: each is preferred to the next, and "
            "the last to the first. Choosing by tossing a coin would make it a quarter of them.",
            told.threes,
        )
        return text % given

    @cached_property
    def models(self) -> list[ModelLine]:
        """The models, preferred most often first."""
        found = self.facts.contest.models if self.facts.contest else []
        return [ModelLine(one, percent(one.share), one.won + one.lost + one.tied < SURE_UNITS) for one in found]

    @cached_property
    def own_circles(self) -> list[tuple[str, int, int]]:
        """Who contradicts their own order: name, circles, and threes."""
        found = self.facts.contest.people if self.facts.contest else []
        return [(self.person(one.person or 0), one.circular, one.threes) for one in found if one.circular]

    @property
    def more_people(self) -> int:
        return max(0, len(self.facts.people) - MOST_PEOPLE)

    def _person(self, one: PersonFacts) -> PersonLine:
        values = [(point, point.figures["others"].value) for point in one.drift]
        known = [(point, value) for point, value in values if value is not None]
        said = ", ".join(f"{point.since}: {percent(value)}" for point, value in known)
        habit = next((habit for habit in one.habits if habit.own or habit.others), None)
        return PersonLine(
            one,
            self.person(one.id),
            Shown("percent", one.others),
            Shown("percent", one.consensus),
            Shown("percent", one.settled),
            f"{one.seconds:.0f}" if one.seconds else "–",
            spark([value for _point, value in known], said),
            self._habit(habit.own, habit.others, habit.n) if habit else "",
            self.evidence(person=str(one.id)),
            self.evidence(person=str(one.id), state="settled"),
            self.evidence(person=str(one.id), labels=f"{habit.own},{habit.others}") if habit else "",
        )

    def _habit(self, own: str, others: str, n: int) -> str:
        if own == others:
            return _("%(own)s at another place (%(n)d)") % {"own": self.label(own), "n": n}
        return _("%(own)s for %(others)s (%(n)d)") % {"own": self.label(own), "others": self.label(others), "n": n}

    @cached_property
    def speed(self) -> Chart | None:
        """Seconds for an answer against what it has in common with the others'."""
        known = [(one.seconds, one.others, one.id) for one in self.facts.people if one.seconds and _value(one.others)]
        if len(known) < ENOUGH_PEOPLE:
            return None
        end = round_up(max(seconds for seconds, _figure, _who in known))
        dots = [
            Dot(
                seconds,
                figure.value or 0,
                figure.low,
                figure.high,
                self._speed_title(who, seconds, figure),
                self.person(who) if len(known) <= MOST_NAMED else "",
                figure.grey,
                self.evidence(person=str(who)),
            )
            for seconds, figure, who in known
        ]
        steps = [end * step / 5 for step in range(6)]
        return chart(dots, [(x, f"{x:g}") for x in steps], (0, end))

    def _speed_title(self, who: int, seconds: float, figure: Figure) -> str:
        said = _("%(name)s: %(seconds)s s for a task, %(percent)s in common with the others")
        return said % {"name": self.person(who), "seconds": f"{seconds:.0f}", "percent": percent(figure.value)}

    @cached_property
    def usual_seconds(self) -> str:
        times = [one.seconds for one in self.facts.people if one.seconds]
        return f"{median(times):.0f}" if times else ""

    @cached_property
    def days(self) -> list[PointLine]:
        return [PointLine(_span(point), _figures(point), self.of_days(point)) for point in self.facts.days]

    def of_days(self, point: Point) -> str:
        return self.evidence(since=point.since, until=point.until)

    @cached_property
    def guidelines(self) -> list[PointLine]:
        without = _("before the first version")
        return [
            PointLine(
                _("version %(version)s") % {"version": one.since} if one.since != "0" else without,
                _figures(one),
                self.evidence(guideline=one.since),
            )
            for one in self.facts.guidelines
        ]

    @cached_property
    def trend(self) -> Chart | None:
        """The first figure over time."""
        found = [(point, next(iter(point.figures.values()), None)) for point in self.facts.days]
        known = [(point, figure) for point, figure in found if figure is not None and _value(figure)]
        if len(known) < 2:
            return None
        dots = [
            Dot(
                i,
                figure.value or 0,
                figure.low,
                figure.high,
                f"{_span(point)}: {number(figure.value)}",
                "",
                figure.grey,
                self.of_days(point),
            )
            for i, (point, figure) in enumerate(known)
        ]
        every = -(-len(known) // 6)
        columns = [(float(i), point.since) for i, (point, _f) in enumerate(known) if i % every == 0]
        return chart(dots, columns, (-0.5, len(known) - 0.5))


def _value(figure: Figure) -> bool:
    return figure.value is not None


def _figures(point: Point) -> list[Shown]:
    return [Shown(name, figure) for name, figure in point.figures.items()]


def _span(point: Point) -> str:
    return point.since if point.since == point.until else f"{point.since} – {point.until}"

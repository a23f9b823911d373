"""All that the quality page says about one question of a project, read from the tables. What is slow to read is here.

Times are days as the site's clock has them; several are put together until there is enough to say something about.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

import orjson
from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Round

from annotation.models import Assignment, Outcome
from annotation.moves import ANSWERED
from projects.models import Project, TaskState
from workers import measuring
from workers.agreement import Counts, Figure, Report, Tally, preferences
from workers.agreement.coefficients import ALPHA, values
from workers.agreement.figures import SURE_UNITS, Basis, PairFigures
from workers.agreement.intervals import Estimate, ratio
from workers.contest import Contest, contest
from workers.models import Cell, Difference, Learnt
from workers.traces import CONFUSED, DAYS, GUIDELINES, PEOPLE, SUMS, TABLES, WINS

MOST_DRAWN = 20  # annotators in the square
MOST_POINTS = 24  # of a trend
DRIFT_POINTS = 8
HABITS = 3  # of one person

Sums = Counter[str]


@dataclass(frozen=True)
class Point:
    """Some time, or one version of the guideline, with the figures of the units of that time."""

    since: str
    until: str
    figures: Mapping[str, Figure]


@dataclass(frozen=True)
class Habit:
    """What one person says where others say something else; "" stands for nothing."""

    own: str
    others: str
    n: int


@dataclass(frozen=True)
class PersonFacts:
    """others     share of their answers in common with everybody else's
    consensus  the same with the consensus, worked out without them where answers are votes
    settled    the same with what somebody settled
    drift      the first of these over time
    seconds    median time for an answer; None where none was told
    habits     what they differ over most
    """

    id: int
    answers: int
    others: Figure
    consensus: Figure
    settled: Figure
    seconds: float | None
    drift: list[Point] = field(default_factory=list)
    habits: list[Habit] = field(default_factory=list)


@dataclass(frozen=True)
class Confusion:
    """Two labels, sorted, and how many pairs of answers hold them.

    equal    for a label with itself: whether both have the same, or have it at different places
    """

    one: str
    two: str
    n: int
    equal: bool


@dataclass(frozen=True)
class InSight:
    """How many of the answers were given with suggestions of models to this question in sight."""

    answers: int
    of: int


@dataclass(frozen=True)
class Facts:
    """merged     alpha if the two labels that are confused most were one; None where that is no question
    suggested  None where no answer was given with a suggestion in sight
    contest    None where no models were compared
    even       of preferences: how often the first would be preferred if place played no part
    """

    report: Report
    confusions: list[Confusion]
    people: list[PersonFacts]
    days: list[Point]
    guidelines: list[Point]
    merged: float | None = None
    left_out: int = 0
    suggested: InSight | None = None
    contest: Contest | None = None
    even: float | None = None


NOBODY = Basis(0, 0, 0).figure(Estimate(None))


def facts(project: Project, name: str, kind: str) -> Facts | None:
    """Of the question `name`, None where nothing is measured for its kind."""
    report = measuring.report(project, name, kind, in_full=False)
    if report is None:
        return None
    tables: dict[str, list[tuple[list[Any], int]]] = defaultdict(list)
    cells = Cell.objects.filter(project=project, field=name, kind=kind, table__in=TABLES).exclude(n=0)
    for table, key, n in cells.values_list("table", "key", "n").iterator(chunk_size=5000):
        tables[table].append((orjson.loads(key), n))
    confusions = sorted(
        (Confusion(one, two, n, bool(equal)) for (one, two, equal), n in tables[CONFUSED]),
        key=lambda one: (one.equal, -one.n, one.one, one.two),
    )
    pairs, left_out = _drawn(report.pairs)
    return Facts(
        replace(report, pairs=pairs),
        confusions,
        _people(project, name, kind, tables[PEOPLE]),
        _trend(kind, tables[DAYS]),
        [Point(str(version), "", measuring.figures(kind, tally)) for version, tally in _parts(tables[GUIDELINES])],
        _merged(project, name, kind, confusions),
        left_out,
        _in_sight(project, name),
        contest((tuple(row), n) for row, n in tables[WINS]),
        _even(project, name, kind) if preferences.POSITION.name in report.figures else None,
    )


def _even(project: Project, name: str, kind: str) -> float | None:
    rows = Cell.objects.filter(project=project, field=name, kind=kind, table="sums").exclude(n=0)
    return preferences.even(Tally((("sums", *orjson.loads(key)), n) for key, n in rows.values_list("key", "n")))


def given_in_sight(name: str = "") -> QuerySet[Outcome]:
    """What became of suggestions to the question, or to any, in the answers that count."""
    became = Outcome.objects.filter(in_force=True, entry__assignment__state__in=ANSWERED)
    return became.filter(became__has_key=name) if name else became


def _in_sight(project: Project, name: str) -> InSight | None:
    seen = given_in_sight(name).filter(prediction__task__project=project)
    answers = seen.exclude(prediction__task__state=TaskState.VOID).order_by()
    n = answers.values("entry__assignment").distinct().count()
    if not n:
        return None
    given = Assignment.objects.filter(task__project=project, state__in=ANSWERED)
    return InSight(n, given.exclude(task__state=TaskState.VOID).count())


def _drawn(pairs: list[PairFigures]) -> tuple[list[PairFigures], int]:
    """The pairs among the annotators who share most, and how many annotators that leaves out."""
    shared: Counter[int] = Counter()
    for pair in pairs:
        for who in (pair.a, pair.b):
            shared[who] += next(iter(pair.figures.values())).units
    kept = {who for who, _ in shared.most_common(MOST_DRAWN)}
    return [pair for pair in pairs if pair.a in kept and pair.b in kept], len(shared) - len(kept)


def _parts(rows: Iterable[tuple[list[Any], int]]) -> list[tuple[Any, Tally]]:
    """What the tables of each day, or of each version, hold."""
    found: dict[Any, Tally] = defaultdict(Tally)
    for (part, *row), n in rows:
        found[part].count(tuple(row), n)
    return sorted(found.items())


def _trend(kind: str, rows: Iterable[tuple[list[Any], int]]) -> list[Point]:
    """The figures of the units of one day after the other; days with few units are put together."""
    parts = _parts(rows)
    units = [next(iter(measuring.figures(kind, tally).values()), NOBODY).units for _, tally in parts]
    points = []
    for begin, end in _bins(units, MOST_POINTS):
        whole = Tally()
        for _, tally in parts[begin:end]:
            whole.merge(tally)
        points.append(Point(parts[begin][0], parts[end - 1][0], measuring.figures(kind, whole)))
    return points


def _bins(units: list[int], most: int) -> list[tuple[int, int]]:
    """Neighbours put together so that each part has enough units and there are not too many parts."""
    least = max(SURE_UNITS, -(-sum(units) // most))
    bins, begin, here = [], 0, 0
    for end, n in enumerate(units, 1):
        here += n
        if here >= least:
            bins.append((begin, end))
            begin, here = end, 0
    if begin < len(units):  # a rest that is too small belongs to the last part
        bins[-1:] = [(bins[-1][0], len(units))] if bins else [(begin, len(units))]
    return bins


def _people(project: Project, name: str, kind: str, rows: list[tuple[list[Any], int]]) -> list[PersonFacts]:
    by_day: dict[int, dict[str, Sums]] = defaultdict(lambda: defaultdict(Counter))
    for (who, day, what), n in rows:
        by_day[who][day][what] += n
    learnt = Learnt.objects.filter(project=project, field=name, kind=kind).values_list("body", flat=True).first()
    votes = learnt["with_others"] if learnt else {}
    seconds, habits = _seconds(project), _habits(project, name, kind)
    answers = dict(
        Assignment.objects.filter(task__project=project, state__in=ANSWERED)
        .values_list("annotator")
        .annotate(Count("pk"))
    )
    found = []
    for who, days in sorted(by_day.items()):
        whole: Sums = sum(days.values(), Counter())
        consensus = _chances(votes[str(who)]) if str(who) in votes else _share(whole, "consensus_")
        drift = _drift(sorted(days.items()))
        shares = _share(whole), consensus, _share(whole, "settled_")
        found.append(PersonFacts(who, answers.get(who, 0), *shares, seconds.get(who), drift, habits.get(who, [])))
    return sorted(found, key=lambda one: (one.others.value is None, one.others.value or 0, one.id))


def _share(sums: Mapping[str, int], prefix: str = "") -> Figure:
    """What somebody has in common with others, with tasks as the units of its interval."""
    units, common, of, common2, of2, product = (sums.get(prefix + name, 0) for name in SUMS)
    return Basis(units, of, 2).figure(ratio(units, common, of, common2, of2, product))


def _chances(sums: list[float]) -> Figure:
    """The mean chance that a vote is right, judged by the others' votes on the task."""
    n, total, squares = sums
    return Basis(int(n), int(n), 2).figure(ratio(int(n), total, n, squares, n, total))


def _drift(days: list[tuple[str, Sums]]) -> list[Point]:
    """Their share over time."""
    points = []
    for begin, end in _bins([sums["units"] for _, sums in days], DRIFT_POINTS):
        whole: Sums = sum((sums for _, sums in days[begin:end]), Counter())
        points.append(Point(days[begin][0], days[end - 1][0], {"others": _share(whole)}))
    return points


def _seconds(project: Project) -> dict[int, float]:
    """Median seconds of work for an answer, by annotator, from how often each whole number of seconds occurs."""
    given = Assignment.objects.filter(task__project=project, state__in=ANSWERED, seconds__gt=0)
    counted = given.annotate(whole=Round("seconds")).values_list("annotator", "whole").annotate(n=Count("pk"))
    found = {}
    for who, rows in groupby(counted.order_by("annotator", "whole"), key=lambda row: row[0]):
        times = [(whole, n) for _, whole, n in rows]
        left = sum(n for _, n in times) / 2
        for whole, n in times:
            left -= n
            if left <= 0:
                found[who] = float(whole)
                break
    return found


def _habits(project: Project, name: str, kind: str) -> dict[int, list[Habit]]:
    """What each person differs over most."""
    rows = Difference.objects.filter(project=project, field=name, kind=kind).order_by()
    found: dict[int, Counter[tuple[str, str]]] = defaultdict(Counter)
    for side, own, others in (("a", "one", "two"), ("b", "two", "one")):
        for who, mine, theirs, n in rows.values_list(side, own, others).annotate(total=Sum("n")):
            found[who][mine, theirs] += n
    return {
        who: [Habit(own, others, n) for (own, others), n in habits.most_common(HABITS)] for who, habits in found.items()
    }


def _merged(project: Project, name: str, kind: str, confusions: list[Confusion]) -> float | None:
    worst = next((one for one in confusions if not one.equal and one.one and one.one != one.two), None)
    if worst is None:
        return None
    rows = Cell.objects.filter(project=project, field=name, kind=kind, table="units").exclude(n=0)
    counts = Counts()
    for key, n in rows.values_list("key", "n"):
        labels = [worst.one if label == worst.two else label for label in orjson.loads(key)]
        counts.count(tuple(sorted(labels)), n)
    return values(counts, ALPHA)[0] if counts else None

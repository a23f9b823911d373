"""Which tasks teach most: those that people answered differently and that leave the answer in doubt.

Asked for a label, tasks in which all agree are found as well: they are behind the numbers of the quality page too.

Each question of each task has a consensus with what its answers have in common and how sure it is. From these the
database keeps `teaches`, (1 - agreement) * (2 - confidence), and an index on it; docs/agreement.md says why.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation.blind import closed_to
from annotation.models import Annotation
from annotation.moves import ANSWERED
from projects.models import Guideline, Person, Project, TaskState
from projects.problems import Invalid
from workers.facts import given_in_sight
from workers.models import Consensus, Difference, LabelUse
from workers.selecting import YEARS

OPEN, SETTLED, ALL = "open", "settled", "all"
ANY = "*"  # stands for every label
COUNTED = 1000  # more are not counted
DAY = timedelta(days=1)
BEFORE, AFTER = 5, 14  # lines shown around the one that is looked at


@dataclass(frozen=True)
class Wanted:
    """What is asked for.

    labels   one pair, in either order; "" stands for nothing where the other marked something, ANY for every other
             label. None: all
    person   somebody who differs from another
    other    whom they differ from; None: anybody
    state    open (not settled), settled, all
    since, until   days of the last answer to the task, both included; None: any
    used           a label that somebody gave, whether others agree or not
    both           a label that two people gave alike
    suggested      whether somebody answered with a model's suggestion in sight
    guideline      version that was in force at that moment, 0 before the first; None: any
    """

    field: str = ""
    labels: tuple[str, str] | None = None
    person: int | None = None
    state: str = OPEN
    other: int | None = None
    since: date | None = None
    until: date | None = None
    guideline: int | None = None
    used: str = ""
    both: str = ""
    suggested: bool = False

    @property
    def asks_for_all(self) -> bool:
        """Whether tasks in which all agree are meant as well."""
        return bool(self.used or self.both or self.suggested)

    @classmethod
    def of(cls, query: Mapping[str, str], project: Project) -> "Wanted":
        """From a query string: `field`, `labels=a,b`, `person`, `with`, `state`, `since`, `until`, `guideline`,
        `used`, `both`, `suggested=1`.

        Invalid with the place.
        """
        labels, person, state = query.get("labels", ""), query.get("person", ""), query.get("state", "") or OPEN
        pair = _pair(labels, project) if labels else None
        other = query.get("with", "")
        if any(who and not (who.isdecimal() and len(who) < 19) for who in (person, other)):
            raise Invalid(_("A person is named by their number."), field="person")
        if state not in (OPEN, SETTLED, ALL):
            raise Invalid(_("The state is open, settled or all."), field="state")
        people = (int(who) if who else None for who in (person, other))
        version = query.get("guideline", "")
        if query.get("suggested", "") not in ("", "1"):
            raise Invalid(_("Write suggested=1, or leave it out."), field="suggested")
        suggested = bool(query.get("suggested"))
        if version and not (version.isdecimal() and len(version) < 10):
            raise Invalid(_("A version of the guideline is a number."), field="guideline")
        days = _day(query, "since"), _day(query, "until")
        guideline = int(version) if version else None
        return cls(
            query.get("field", ""),
            pair,
            next(people),
            state,
            next(people),
            *days,
            guideline,
            query.get("used", ""),
            query.get("both", ""),
            suggested,
        )


def _day(query: Mapping[str, str], name: str) -> date | None:
    if not query.get(name):
        return None
    try:
        day = date.fromisoformat(query[name])
    except ValueError:
        day = None
    if day is None or day.year not in YEARS:
        raise Invalid(_("A day is written like 2026-03-31."), field=name)
    return day


def _pair(labels: str, project: Project) -> tuple[str, str]:
    """The two labels. Names may hold commas: then it is cut where both are labels of the project."""
    commas = [at for at, character in enumerate(labels[:400]) if character == ","]
    cuts = [(labels[:at], labels[at + 1 :]) for at in commas]
    if len(cuts) > 1:
        fields = project.schema.body["fields"] if project.schema else []
        known = {"", ANY, *(label["name"] for field in fields for label in field.get("labels", []))}
        cuts = [cut for cut in cuts if known.issuperset(cut)]
    if not cuts:
        raise Invalid(_("Name two labels with a comma between them, such as car,bus."), field="labels")
    return cuts[0]


def found(project: Project, wanted: Wanted, person: Person, may: Set[str]) -> QuerySet[Consensus]:
    """One question of each task on which people differ: the one that teaches most. The order is `ranked`'s.

    Left out are tasks that this person may still answer, and void ones. Asked for the uses of a label, or for
    suggestions: each question of each task that has them, also where nobody differs.
    """
    rows = Consensus.objects.filter(project=project).exclude(task__state=TaskState.VOID)
    if wanted.used or wanted.both:
        rows = rows.filter(_uses(project, wanted))
    if wanted.suggested:
        rows = rows.filter(Exists(given_in_sight(wanted.field).filter(prediction__task=OuterRef("task"))))
    if not wanted.asks_for_all:
        rows = rows.filter(teaches__gt=0)
    rows = rows.filter(~Exists(closed_to(person, may).filter(pk=OuterRef("task"))))
    if wanted.state != ALL:
        rows = rows.filter(task__decided=wanted.state == SETTLED)
    others = Consensus.objects.filter(task=OuterRef("task"))
    if wanted.field:
        rows, others = rows.filter(field=wanted.field), others.filter(field=wanted.field)
    differ = Difference.objects.filter(task=OuterRef("task"), field=OuterRef("field"))
    if wanted.labels is not None:
        one, two = wanted.labels
        if two == ANY:
            differ = differ.filter(Q(one=one) | Q(two=one))
        else:
            differ = differ.filter(Q(one=one, two=two) | Q(one=two, two=one))
    if wanted.person is not None:
        differ = differ.filter(Q(a=wanted.person) | Q(b=wanted.person))
    if wanted.other is not None:
        differ = differ.filter(Q(a=wanted.other) | Q(b=wanted.other))
    rows = _answered_in(rows, project, wanted)
    if wanted.labels is not None or wanted.person is not None:
        return rows.filter(Exists(differ))  # the questions they differ in, also those that teach less than another
    if wanted.asks_for_all:
        return rows
    more = Q(teaches__gt=OuterRef("teaches")) | Q(teaches=OuterRef("teaches"), pk__lt=OuterRef("pk"))
    return rows.filter(~Exists(others.filter(more)))


def _uses(project: Project, wanted: Wanted) -> Q:
    """The questions in which the label is used. What is rare is looked up first, or each task would be asked for it."""
    uses = LabelUse.objects.filter(project=project)
    if wanted.field:
        uses = uses.filter(field=wanted.field)
    if wanted.used:
        uses = uses.filter(label=wanted.used)
    if wanted.both:
        uses = uses.filter(label=wanted.both, equal__gt=0)
    there = Q(Exists(uses.filter(task=OuterRef("task"), field=OuterRef("field"))))
    few = list(uses.order_by().values_list("task", flat=True)[: COUNTED + 1])
    return there & Q(task__in=few) if len(few) <= COUNTED else there


def _answered_in(rows: QuerySet[Consensus], project: Project, wanted: Wanted) -> QuerySet[Consensus]:
    """Those whose last answer falls into the days, and under the version of the guideline, that are asked for."""
    given = Annotation.objects.filter(assignment__task=OuterRef("task"), assignment__state__in=ANSWERED)
    since, until = wanted.since and _midnight(wanted.since), wanted.until and _midnight(wanted.until + DAY)
    for begin, end in ((since, until), _in_force(project, wanted.guideline)):
        if begin is not None:
            rows = rows.filter(Exists(given.filter(changed_at__gte=begin)))
        if end is not None:
            rows = rows.filter(~Exists(given.filter(changed_at__gte=end)))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _in_force(project: Project, version: int | None) -> tuple[datetime | None, datetime | None]:
    """From when until when it was; None for no bound."""
    if version is None:
        return None, None
    begins = dict(Guideline.objects.filter(project=project).values_list("version", "created_at"))
    later = [at for each, at in begins.items() if each > version]
    return begins.get(version), min(later, default=None)


def ranked(rows: QuerySet[Consensus]) -> QuerySet[Consensus]:
    """What teaches most first."""
    return rows.order_by("-teaches", "pk")


def after(rows: QuerySet[Consensus], one: Consensus) -> QuerySet[Consensus]:
    return ranked(rows.filter(Q(teaches__lt=one.teaches) | Q(teaches=one.teaches, pk__gt=one.pk)))


def before(rows: QuerySet[Consensus], one: Consensus) -> QuerySet[Consensus]:
    """The nearest first."""
    return rows.filter(Q(teaches__gt=one.teaches) | Q(teaches=one.teaches, pk__lt=one.pk)).order_by("teaches", "-pk")


def count(rows: QuerySet[Consensus]) -> tuple[int, bool]:
    """How many there are, and whether that is all of them."""
    n = rows.order_by()[: COUNTED + 1].count()
    return min(n, COUNTED), n <= COUNTED


def between(tasks: list[int]) -> dict[tuple[int, str], list[dict[str, Any]]]:
    """What is said against what, by task and field, most often first: {"one", "two", "n"}, in alphabetic order."""
    counted: dict[tuple[int, str], dict[tuple[str, str], int]] = {}
    for task, field, one, two, n in Difference.objects.filter(task__in=tasks).values_list(
        "task", "field", "one", "two", "n"
    ):
        pairs = counted.setdefault((task, field), {})
        key = (min(one, two), max(one, two))
        pairs[key] = pairs.get(key, 0) + n
    return {
        place: [
            {"one": one, "two": two, "n": n}
            for (one, two), n in sorted(pairs.items(), key=lambda pair: (-pair[1], pair))
        ]
        for place, pairs in counted.items()
    }


def open_disagreements(project: Project) -> int:
    """Tasks on which people differ and that nobody has settled; COUNTED when there are as many or more."""
    rows = Consensus.objects.filter(project=project, teaches__gt=0, task__decided=False)
    return rows.exclude(task__state=TaskState.VOID).order_by().values("task").distinct()[:COUNTED].count()

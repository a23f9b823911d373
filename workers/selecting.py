"""Agreement of a part of the answers: of some days, some people or some import, counted from the answers themselves.

The tables know the whole. A part is counted anew, which takes as long as it is large, so there is a limit.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from annotation.models import Annotation
from annotation.moves import ANSWERED
from projects.models import Project, TaskState
from projects.problems import Invalid, Problem
from workers.agreement import Report, Tally
from workers.measures import contribution, measure_for
from workers.questions import Key, questions

MOST = 100_000  # answers counted for one request
AT_ONCE = 500  # tasks
LONGEST_ID = 18
YEARS = range(1970, 3000)  # near the ends of the calendar a day has no midnight in other time zones


@dataclass(frozen=True)
class Selection:
    """since, until   when an answer was submitted; until is not part of it
    people         ids of annotators; two or more, or there is nothing to compare
    batch          number of the import that brought the task
    """

    since: datetime | None = None
    until: datetime | None = None
    people: tuple[int, ...] = ()
    batch: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Selection":
        """From `since`, `until`, `people=1,2` and `import`. Invalid with the name of what is not one."""
        people = tuple(_id(one, "people") for one in query.get("people", "").split(",") if one.strip())
        if len(people) == 1:
            raise Invalid(_("Name two people or more: agreement is between people."), field="people")
        batch = _id(query["import"], "import") if query.get("import") else None
        return cls(_moment(query, "since"), _moment(query, "until"), people, batch)

    def __bool__(self) -> bool:
        return any((self.since, self.until, self.people, self.batch))

    @property
    def answers(self) -> Q:
        """Which annotations are meant."""
        meant = Q()
        if self.since:
            meant &= Q(changed_at__gte=self.since)
        if self.until:
            meant &= Q(changed_at__lt=self.until)
        if self.people:
            meant &= Q(assignment__annotator__in=self.people)
        if self.batch:
            meant &= Q(assignment__task__import_job=self.batch)
        return meant


def _id(text: str, field: str) -> int:
    if not (text.strip().isdecimal() and len(text.strip()) <= LONGEST_ID):
        raise Invalid(_("%(field)s is given by numbers.") % {"field": field}, field=field)
    return int(text)


def _moment(query: Mapping[str, str], field: str) -> datetime | None:
    """A day begins at midnight by the clock of the site."""
    text = query.get(field, "")
    try:
        day = parse_date(text) if len(text) == len("2026-01-31") else None
        moment = datetime.combine(day, time()) if day else parse_datetime(text.replace(" ", "+"))
    except ValueError:
        moment = None
    if not text:
        return None
    if moment is None or moment.year not in YEARS:
        message = _("%(field)s is a day or a moment, such as 2026-11-23 or 2026-11-23T08:00:00Z.")
        raise Invalid(message % {"field": field}, field=field)
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def reports(project: Project, selection: Selection) -> dict[Key, Report | None]:
    """The figures of each question, by its name and kind.

    Problem   there are more answers than one request may count
    """
    given = Annotation.objects.filter(selection.answers, assignment__task__project=project)
    in_force = given.filter(assignment__state__in=ANSWERED).exclude(assignment__task__state=TaskState.VOID)
    if in_force.order_by()[: MOST + 1].count() > MOST:
        message = _("These are more than %(most)d answers. Ask for fewer days or people.") % {"most": MOST}
        raise Problem(message, code="too_many")
    tallies: dict[Key, Tally] = {}
    kinds = {}
    tasks = in_force.order_by("assignment__task").values_list("assignment__task", flat=True).distinct()
    for batch in _batches(list(tasks)):
        for asked in questions(batch, selection.answers).values():
            for key, question in asked.items():
                kinds[key] = question.kind
                tally = tallies.setdefault(key, Tally())
                tally.merge(contribution(question.kind, question.answers, question.context))
    found: dict[Key, Report | None] = {}
    for key, tally in tallies.items():
        measure = measure_for(kinds[key])
        found[key] = measure.report(tally) if measure else None
    return found


def _batches(tasks: list[Any]) -> Iterator[list[Any]]:
    for start in range(0, len(tasks), AT_ONCE):
        yield tasks[start : start + AT_ONCE]

"""What people did in a project: who has done how much, and what happened lately."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from annotation.models import Assignment, AssignmentState, Revision
from annotation.moves import ANSWERED
from projects.models import Person, Project, Task

S = AssignmentState
TOLD = (
    *("submit", "skip", "accept", "unaccept", "return", "expire", "free"),
    *("void", "restore", "settle", "unsettle", "ask", "unask", "import"),
)
TOGETHER = timedelta(hours=1)


@dataclass(frozen=True)
class Worker:
    """A person's share of a project."""

    person: Person
    submitted: int
    accepted: int
    returned: int
    skipped: int
    in_hand: int
    last_active: datetime | None


def people(project: Project) -> list[Worker]:
    """Everybody who ever had a task here, the busiest first."""
    rows = (
        Assignment.objects.filter(task__project=project)
        .order_by()
        .values("annotator")
        .annotate(
            submitted=Count("pk", filter=Q(state__in=ANSWERED)),
            accepted=Count("pk", filter=Q(state=S.ACCEPTED)),
            returned=Count("pk", filter=Q(state=S.RETURNED)),
            skipped=Count("pk", filter=Q(state=S.SKIPPED)),
            in_hand=Count("pk", filter=Q(state=S.LEASED)),
            last_active=Max("changed_at"),
        )
        .order_by("-submitted", "annotator")
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    persons = Person.objects.in_bulk([row["annotator"] for row in found])
    return [Worker(person=persons[row.pop("annotator")], **row) for row in found]


@dataclass
class Event:
    """One thing somebody did, or several of the same within an hour; `entry` is the latest of them."""

    move: str
    by: Person | None
    entry: Revision
    times: int = 1

    def takes(self, entry: Revision) -> bool:
        """Whether an older entry is more of the same. What carries words of its own stays apart."""
        alike = (self.move, self.by) == (entry.move, entry.by) and not (entry.note or self.entry.note)
        return alike and self.entry.at - entry.at < TOGETHER


def lately(project: Project, number: int = 12) -> list[Event]:
    """The latest moves, newest first; of what happened elsewhere only that it was imported."""
    entries = (
        Revision.objects.filter(project=project, move__in=TOLD)
        .filter(by__only_in=None)
        .select_related("by", "task", "assignment__annotator")
        .defer("value")
        .order_by("-pk")[: number * 20]
    )
    events: list[Event] = []
    for entry in entries:
        same = next((event for event in events if event.takes(entry)), None)
        if same is not None:
            same.times += 1
        elif len(events) < number:
            events.append(Event(entry.move, entry.by, entry))
    return events


def without_notes(events: list[Event], closed: QuerySet[Task]) -> list[Event]:
    """The notes of reviewers speak of answers: where those are closed to the reader, so are the notes."""
    tasks = set(closed.filter(pk__in=[event.entry.task_id for event in events]).values_list("pk", flat=True))
    for event in events:
        if event.entry.task_id in tasks:
            event.entry.note = ""
    return events

"""Which answers a release holds: decided by one statement, written to a file, read again page by page.

A release takes longer than a moment to write, and people go on labelling meanwhile. One SELECT sees one moment on
either database. It lists ids only; the values are read later from the history, whose entries never change.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from struct import Struct

from django.db.models import CharField, F, FloatField, OuterRef, QuerySet, Subquery, Value

from annotation.history import ANSWERS
from annotation.models import Assignment, AssignmentState, Revision, Settlement
from annotation.moves import ANSWERED
from projects.models import Project, TaskState
from workers.models import Scope
from workers.steady import Steady

ROW = Struct("<qqqqBd")  # task, entry of the history, schema, annotator, place of the state in STATES, seconds
CHUNK = 2000
SETTLED = "settled"
STATES = (AssignmentState.SUBMITTED.value, AssignmentState.ACCEPTED.value, SETTLED)
NOBODY = 0  # in the place of the annotator of a settled answer


@dataclass(frozen=True, slots=True)
class Given:
    """One answer in force at the moment: ids, and what may change later."""

    task: int
    entry: int
    schema: int
    person: int
    place: int
    seconds: float

    @property
    def state(self) -> str:
        return STATES[self.place]


@dataclass(frozen=True)
class Taken:
    """What is known once the list is written: how much, whose, and on which schemas."""

    rows: int
    tasks: int
    people: list[int]  # in the order of their first answer in the list
    schemas: list[int]


def take(project: Project, scope: str, path: Path) -> Taken:
    """Write the list of all answers in force, by task and within it in the order in which they were given."""
    target = Steady(path)
    tasks = rows = last = 0
    people: dict[int, None] = {}
    schemas: dict[int, None] = {}
    for task, entry, schema, person, state, seconds in _in_force(project, scope).iterator(chunk_size=CHUNK):
        target.write(ROW.pack(task, entry, schema, person, STATES.index(state), seconds))
        tasks += task != last
        rows, last = rows + 1, task
        if person != NOBODY:
            people.setdefault(person)
        schemas.setdefault(schema)
    target.sync()
    target.close()
    return Taken(rows, tasks, list(people), sorted(schemas))


def _in_force(project: Project, scope: str) -> "QuerySet[Assignment, tuple]":
    """What people answered, and what was settled: one statement, so that it is of one moment."""
    entries = Revision.objects.filter(assignment=OuterRef("pk"), move__in=ANSWERS).order_by("-number")
    answers = Assignment.objects.filter(task__project=project, state__in=ANSWERED).exclude(task__state=TaskState.VOID)
    settled = Settlement.objects.filter(task__project=project, undone=False).exclude(task__state=TaskState.VOID)
    if scope == Scope.COMPLETE:
        answers = answers.filter(task__state__in=[TaskState.LABELLED, TaskState.SETTLED])
    given = answers.annotate(
        at=F("task_id"), said=Subquery(entries.values("pk")[:1]), version=F("annotation__schema_id")
    ).values_list("at", "said", "version", "annotator_id", "state", "seconds")
    decided = settled.annotate(
        at=F("task_id"),
        said=F("entry_id"),
        version=F("schema_id"),
        nobody=Value(NOBODY),
        state=Value(SETTLED, output_field=CharField()),
        seconds=Value(0.0, output_field=FloatField()),
    ).values_list("at", "said", "version", "nobody", "state", "seconds")
    return given.union(decided, all=True).order_by("at", "said")


def pages(path: Path, begin: int, size: int) -> Iterator[list[Given]]:
    """The list from a row on, in pages of whole tasks and about `size` answers."""
    page: list[Given] = []
    with open(path, "rb") as file:
        file.seek(begin * ROW.size)
        while raw := file.read(ROW.size * size):
            for row in ROW.iter_unpack(raw):
                given = Given(*row)
                if len(page) >= size and given.task != page[-1].task:
                    yield page
                    page = []
                page.append(given)
    if page:
        yield page

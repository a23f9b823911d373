"""Proof that the agreement tables are right: everything is counted once more from the answers and compared.

Each night a job does it for every project whose tables changed since, repairs what it finds, and leaves a report.
"""

import base64
import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from celery import chord
from celery.result import AsyncResult, allow_join_result
from django.db import connection, transaction
from django.db.models import F, OuterRef, Q, Subquery
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from projects.models import Project, Task
from workers import jobs, measuring
from workers.agreement import Tally
from workers.agreement.tally import Row
from workers.celery import JOBS, app
from workers.models import Job, JobState, Measurement

log = logging.getLogger(__name__)

AT_ONCE = 500  # tasks read at a time
MANY = 50_000  # tasks that one worker counts by itself
PATIENCE, LONGEST, LOOK = 15.0, 3600.0, 0.2  # seconds to wait for the first part, for all, and between two looks


@dataclass
class Recount:
    """What a recount found.

    tasks        tasks counted
    stale        tasks whose last change waits to be folded; they are compared as they were folded last
    wrong        tasks whose stored contribution is not what their answers say
    offset       table minus what the stored contributions add up to; empty when each fold did its work
    differences  (row, in the table, counted from the answers)
    """

    tasks: int = 0
    stale: int = 0
    wrong: list[int] = field(default_factory=list)
    offset: Tally = field(default_factory=Tally)
    differences: list[tuple[Row, int, int]] = field(default_factory=list)

    @property
    def equal(self) -> bool:
        """Whether the tables are what a count from scratch gives."""
        return not (self.wrong or self.offset or self.differences)

    def to_json(self) -> dict[str, Any]:
        """For a message of another worker."""
        differences = [[list(row), table, counted] for row, table, counted in self.differences]
        offset = base64.b64encode(measuring.pack(self.offset)).decode()
        return {**vars(self), "offset": offset, "differences": differences}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Recount":
        differences = [(tuple(row), table, counted) for row, table, counted in document["differences"]]
        offset = measuring.unpack(base64.b64decode(document["offset"]))
        return cls(**{**document, "offset": offset, "differences": differences})


@contextmanager
def snapshot() -> Iterator[None]:
    """Everything read inside is of one moment, and nobody who writes waits for it."""
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:  # Django's own transactions are IMMEDIATE here and would stop all writers
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


@dataclass
class Part:
    """What the tasks of one range say.

    number     of the project's measurement at that moment: parts belong together where it is the same
    stored     sum of the contributions that were folded
    counted    sum of those that the answers say now, of stale tasks of those that were folded
    """

    number: int
    tasks: int = 0
    stale: int = 0
    wrong: list[int] = field(default_factory=list)
    stored: Tally = field(default_factory=Tally)
    counted: Tally = field(default_factory=Tally)

    def to_json(self) -> dict[str, Any]:
        tables = {
            name: base64.b64encode(measuring.pack(getattr(self, name))).decode() for name in ("stored", "counted")
        }
        return {"number": self.number, "tasks": self.tasks, "stale": self.stale, "wrong": self.wrong, **tables}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> "Part":
        tables = {name: measuring.unpack(base64.b64decode(document[name])) for name in ("stored", "counted")}
        return cls(**{**document, **tables})


def recount(project: Project, progress: Callable[[int], None] = lambda done: None) -> Recount:
    """Count a project's agreement from scratch and compare it with the tables. Changes nothing.

    progress  is told how many tasks were counted, now and then
    """
    with snapshot():
        part = _count(project, 0, None, progress)
        return _compared(project, [part])


def count_part(project: Project, after: int, last: int | None) -> Part:
    """Count the tasks of a range of ids, all of one moment."""
    with snapshot():
        return _count(project, after, last, lambda done: None)


def together(project: Project, parts: Sequence[Part]) -> Recount | None:
    """Compare parts that cover all tasks with the tables: exactly what one count says, however many parts there are.

    returns   None where something was folded between the moments in which the parts were counted
    """
    with snapshot():
        if {part.number for part in parts} != {_number(project)}:
            return None
        return _compared(project, parts)


def ranges(project: Project, parts: int) -> list[tuple[int, int | None]]:
    """Ranges of ids that hold about as many tasks each: after the first number, up to the second."""
    tasks = Task.objects.filter(project=project).order_by("pk").values_list("pk", flat=True)
    total = tasks.count()
    cuts = [tasks[at - 1] for i in range(1, parts) for at in [total * i // parts] if at]
    bounds = [0, *sorted(set(cuts))]
    return list(zip(bounds, [*bounds[1:], None], strict=True))


def _number(project: Project) -> int:
    return Measurement.objects.filter(project=project).values_list("number", flat=True).first() or 0


def _count(project: Project, after: int, last: int | None, progress: Callable[[int], None]) -> Part:
    part = Part(_number(project))
    for tasks in _batches(project, after, last):
        before, now = measuring.added_before(tasks), measuring.contributions(tasks)
        for task, stale in tasks.items():
            added = before.get(task, Tally())
            if not stale and added != now[task]:
                part.wrong.append(task)
            part.stored.merge(added)
            part.counted.merge(added if stale else now[task])
        part.tasks += len(tasks)
        part.stale += sum(tasks.values())
        progress(part.tasks)
    return part


def _compared(project: Project, parts: Sequence[Part]) -> Recount:
    found, stored, counted = Recount(), Tally(), Tally()
    for part in parts:
        found.tasks += part.tasks
        found.stale += part.stale
        found.wrong += part.wrong
        stored.merge(part.stored)
        counted.merge(part.counted)
    tables = measuring.tables(project)
    found.offset = tables - stored
    found.differences = [
        (row, tables.rows.get(row, 0), counted.rows.get(row, 0)) for row in sorted((tables - counted).rows)
    ]
    return found


def _batches(project: Project, after: int, last: int | None) -> Iterator[dict[int, bool]]:
    """The project's tasks of a range, id -> whether stale, some at a time."""
    tasks = Task.objects.filter(project=project) if last is None else Task.objects.filter(project=project, pk__lte=last)
    while rows := dict(tasks.filter(pk__gt=after).order_by("pk").values_list("pk", "stale")[:AT_ONCE]):
        yield rows
        after = max(rows)


def repair(project: Project, found: Recount) -> None:
    """Make the tables right while people go on labelling.

    Wrong tasks are marked stale, and folding takes out what they added and puts in what their answers say. What the
    tables hold beyond the sum of all contributions is a constant that folding neither sees nor changes: it goes.
    """
    with transaction.atomic():
        Task.objects.filter(pk__in=found.wrong).update(stale=True)
        measuring.add(project.pk, Tally() - found.offset)
    measuring.fold(project)


def in_parts(
    project: Project, progress: Callable[[int], None] = lambda done: None, parts: int | None = None
) -> Recount:
    """Count by all workers at once; alone, where they are not there or people go on labelling all the time.

    Each part is a message of a Celery chord, whose last one puts the parts together. Messages may be lost and workers
    may die: nothing depends on them, for then this worker counts by itself.
    """
    cut = ranges(project, parts or max(2, project.tasks.count() // MANY + 1))
    headers = [app.signature("workers.tasks.count_part", (project.pk, *bounds), queue=JOBS) for bounds in cut]
    last = app.signature("workers.tasks.put_together", (project.pk,), queue=JOBS)
    try:
        result = chord(headers)(last)
        found = _awaited(result, progress)
    except (OperationalError, RedisError) as error:
        log.warning("the agreement of project %s is counted by one worker: %s", project.pk, error)
        found = None
    return recount(project, progress) if found is None else Recount.from_json(found)


def _awaited(result: AsyncResult, progress: Callable[[int], None]) -> dict[str, Any] | None:
    """What the chord found; None when it fails, or nobody has begun with it after a while."""
    begun, started = time.monotonic(), False
    with allow_join_result():
        while not result.ready():
            started = started or any(part.ready() for part in result.parent.results)
            if time.monotonic() - begun > (LONGEST if started else PATIENCE):
                result.parent.revoke()
                return None
            progress(0)
            time.sleep(LOOK)
        return cast("dict[str, Any] | None", result.result) if result.successful() else None


@jobs.job
def recount_agreement(job: jobs.Running, *, project_id: int) -> dict[str, Any]:
    """Prove the tables, and repair them where they are wrong. Returns the report.

    tasks, stale        counted, and left to the next fold
    equal               whether the tables were right
    wrong, differences  tasks folded wrongly, and rows of the tables that were wrong
    repaired            whether they are right now, where they were not
    """
    project = Project.objects.get(pk=project_id)

    def progress(done: int) -> None:
        job.check()

    found = in_parts(project, progress) if project.tasks.count() > MANY else recount(project, progress)
    report = {
        "tasks": found.tasks,
        "stale": found.stale,
        "equal": found.equal,
        "wrong": len(found.wrong),
        "differences": len(found.differences),
    }
    if found.equal:
        return report
    log.error("the agreement tables of project %s were wrong: %s", project_id, report)
    repair(project, found)
    return report | {"repaired": recount(project, progress).equal}


def start_all() -> None:
    """Start a recount of every project whose tables changed since its last one."""
    jobs_of = Job.objects.filter(project=OuterRef("project"), name=recount_agreement.__name__)
    last = jobs_of.exclude(state__in=[JobState.FAILED, JobState.CANCELLED]).order_by("-pk").values("created_at")[:1]
    changed = Measurement.objects.annotate(last=Subquery(last)).filter(Q(last=None) | Q(at__gt=F("last")))
    for measurement in changed.select_related("project"):
        jobs.start(recount_agreement, project=measurement.project, project_id=measurement.project_id)


def last_report(project: Project) -> Job | None:
    """The last recount that came to its end."""
    return project.jobs.filter(name=recount_agreement.__name__, state=JobState.DONE).order_by("-pk").first()

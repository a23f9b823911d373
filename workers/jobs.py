"""Jobs: functions that run in a worker as a Job row with a lease, a heartbeat, progress and a cursor.

    @job
    def import_files(job: Running, *, project_id: int) -> dict: …

    start(import_files, project=project, by=person, project_id=project.pk)

The row is the truth. A message may come twice or never: `run` claims the row in one statement, and the sweeper
sends the message again for rows that wait or whose lease ran out. A job goes on from its cursor, so it must save
the cursor in the same transaction as the work the cursor speaks of.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from projects.models import Person, Project
from projects.problems import Problem
from workers.celery import SWEEP, app
from workers.models import Job, JobState

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
BEAT = 5.0  # seconds between heartbeats: a dead worker's job is taken over within LEASE
TRIES = 5  # a job that so often ends without a word and without having moved on is failed, with a sentence
UNHEARD = timedelta(seconds=5)  # a job waiting longer lost its message
ABANDONED = timedelta(days=1)  # a job still receiving files so long after it was opened is given up

LIVE = [JobState.GATHERING, JobState.WAITING, JobState.RUNNING]

Function = Callable[..., Any]
REGISTERED: dict[str, Function] = {}


class Stopped(Exception):
    """The row is no longer ours: cancelled by somebody, or taken over after a silence."""


def job(function: Function) -> Function:
    """Make a function startable as a job. Its first argument is the Running job, the others are JSON."""
    REGISTERED[function.__name__] = function
    return function


class Running:
    """A job in the hands of this worker."""

    def __init__(self, row: Job) -> None:
        self.row = row
        self.pk = row.pk
        self.lost = threading.Event()  # set by the heartbeat

    @property
    def cursor(self) -> Any:
        return self.row.cursor

    def save(self, *, cursor: Any = None, done: int | None = None, total: int | None = None) -> None:
        """Write how far the work has come. Inside a transaction, with the work itself. Stopped when the row is lost."""
        fresh: dict[str, Any] = {"lease_until": timezone.now() + LEASE}
        if cursor is not None:
            fresh |= {"cursor": cursor, "tries": 0}
            self.row.cursor = cursor
        if done is not None:
            fresh["done"] = self.row.done = done
        if total is not None:
            fresh["total"] = self.row.total = total
        self.write(**fresh)

    def write(self, **fields: Any) -> None:
        mine = Job.objects.filter(pk=self.pk, attempt=self.row.attempt, state=JobState.RUNNING)
        if not mine.update(**fields):
            raise Stopped(self.pk)

    def check(self) -> None:
        """Stopped when the heartbeat found the row lost. Costs nothing: for long work between two saves."""
        if self.lost.is_set():
            raise Stopped(self.pk)


def open_job(function: Function, *, project: Project | None = None, by: Person | None = None, **arguments: Any) -> Job:
    """Write a job down that still receives files. `release` sets it going."""
    return Job.objects.create(
        name=function.__name__, project=project, created_by=by, arguments=arguments, state=JobState.GATHERING
    )


def release(row: Job) -> bool:
    """Let a gathering job begin. False: somebody did that before."""
    begun = Job.objects.filter(pk=row.pk, state=JobState.GATHERING).update(state=JobState.WAITING)
    if begun:
        transaction.on_commit(lambda: publish(row.pk))
    return bool(begun)


def start(function: Function, *, project: Project | None = None, by: Person | None = None, **arguments: Any) -> Job:
    """Write the job down and, once that is committed, tell the workers."""
    row = Job.objects.create(name=function.__name__, project=project, created_by=by, arguments=arguments)
    transaction.on_commit(lambda: publish(row.pk))
    return row


def publish(pk: int) -> None:
    """Send the message. Without a broker the sweeper sends it later.

    It expires when the sweeper has come round twice: what was sent while all workers were busy is then dropped unread.
    """
    try:
        app.send_task("workers.tasks.look_at_job", args=[pk], expires=2 * SWEEP, ignore_result=True)
    except Exception as error:  # kombu's errors have no common class
        log.warning("job %s waits for the broker: %s", pk, error)


def claim(pk: int) -> Job | None:
    """Take the row for this worker, or None: done already, or in other hands. One statement decides."""
    now = timezone.now()
    due = Q(state=JobState.WAITING) | Q(state=JobState.RUNNING, lease_until__lt=now)
    taken = Job.objects.filter(due, pk=pk).update(
        state=JobState.RUNNING,
        lease_until=now + LEASE,
        attempt=F("attempt") + 1,
        tries=F("tries") + 1,
        started_at=Coalesce(F("started_at"), now),
    )
    return Job.objects.select_related("created_by").get(pk=pk) if taken else None


def run(pk: int) -> None:
    """Run one job if it is due. Called by workers, tests and shells alike."""
    row = claim(pk)
    if row is None:
        return
    running = Running(row)
    with translation.override((row.created_by and row.created_by.language) or translation.get_language()):
        if row.tries > TRIES:
            sentence = _("Given up: %(tries)d workers in a row ended without a word while they worked on this.")
            end(running, JobState.FAILED, error=sentence % {"tries": TRIES})
        else:
            work(running)


def plan_afresh() -> None:
    """Let PostgreSQL plan each statement for its values: a job fills tables, and a plan made while they were empty is
    slow soon after. Requests keep their plans, which saves them a part of their time.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET plan_cache_mode = force_custom_plan")


def work(running: Running) -> None:
    """Call the job's function and write down how it ended."""
    row = running.row
    try:
        plan_afresh()
        with heartbeat(running):
            result = REGISTERED[row.name](running, **row.arguments)
        end(running, JobState.DONE, result=result)
    except Stopped:
        log.info("job %s stopped: cancelled or taken over", row.pk)
    except Problem as problem:
        end(running, JobState.FAILED, error=str(problem.message))
    except (OperationalError, InterfaceError):
        # The database went away or was too busy. The lease runs out and the sweeper tries again.
        log.exception("job %s is left to the sweeper", row.pk)
    except Exception as error:
        log.exception("job %s failed", row.pk)
        sentence = _("Something went wrong on our side: %(error)s. The log of the worker has the details.")
        end(running, JobState.FAILED, error=sentence % {"error": f"{type(error).__name__}: {error}"})


def end(running: Running, state: JobState, **fields: Any) -> None:
    try:
        running.write(state=state, ended_at=timezone.now(), lease_until=None, **fields)
    except Stopped:
        log.info("job %s ended elsewhere", running.pk)


class heartbeat:
    """Keeps the lease alive from a thread of its own while the job's code works."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._beats, name=f"heartbeat-{running.pk}", daemon=True)

    def __enter__(self) -> None:
        self.thread.start()

    def __exit__(self, *_error: object) -> None:
        self.ended.set()
        self.thread.join()

    def _beats(self) -> None:
        while not self.ended.wait(BEAT) and not self.running.lost.is_set():
            try:
                self.running.write(lease_until=timezone.now() + LEASE)
            except Stopped:
                self.running.lost.set()
            except Exception:  # a missed beat is no harm, the next one may get through
                log.exception("heartbeat of job %s", self.running.pk)
                connection.close()
        connection.close()


def cancel(row: Job) -> bool:
    """Stop a job that has not ended. Its worker notices at its next save or heartbeat."""
    live = Job.objects.filter(pk=row.pk, state__in=LIVE)
    return bool(live.update(state=JobState.CANCELLED, ended_at=timezone.now(), lease_until=None))


def retry(row: Job) -> bool:
    """Let a failed job go on from where it stopped. False: it has not failed."""
    failed = Job.objects.filter(pk=row.pk, state=JobState.FAILED)
    again = failed.update(state=JobState.WAITING, error="", tries=0, ended_at=None)
    if again:
        transaction.on_commit(lambda: publish(row.pk))
    return bool(again)


def sweep(now: datetime | None = None) -> int:
    """Send the message again for every job that waits too long or lost its worker. Returns how many."""
    now = now or timezone.now()
    forgotten = Job.objects.filter(state=JobState.GATHERING, created_at__lt=now - ABANDONED)
    forgotten.update(state=JobState.CANCELLED, ended_at=now)
    silent = Q(state=JobState.WAITING, created_at__lt=now - UNHEARD)
    dead = Q(state=JobState.RUNNING, lease_until__lt=now)
    due = list(Job.objects.filter(silent | dead).order_by("pk").values_list("pk", flat=True)[:1000])
    for pk in due:
        publish(pk)
    return len(due)

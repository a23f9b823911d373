"""Who gets which task next, and for how long.

A place at a task is taken by one statement that adds to `taken` where `taken` is below `overlap`; a constraint of the
database stands behind it. Order: what others have begun first, then by priority, then by position.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation.history import record
from annotation.models import Assignment, AssignmentState
from annotation.moves import move
from projects.access import roles_with
from projects.models import Membership, Person, Project, Task, TaskState
from projects.models.project import ProjectState
from projects.problems import Conflict

IN_HAND = {AssignmentState.LEASED, AssignmentState.RETURNED, AssignmentState.SUBMITTED}  # its person can go on with it
NOT_DONE = (AssignmentState.LEASED, AssignmentState.RETURNED)  # has a place and is to be submitted yet
MOST = 6  # tasks one person may have in hand: one to work on, and five ahead for when the network is slow or away
WINDOW = 40  # tasks looked at before leaping over what this person has had already
EXPIRE_AT_ONCE = 1000

# Raw SQL, because picking and taking must be one statement: read first and write then, and two people get one place.
# The last conditions repeat what may have changed while the statement waited for a lock.
PICK = """
UPDATE projects_task SET taken = taken + 1
 WHERE id = (SELECT task.id FROM {source} AND {not_had}
              ORDER BY {order} LIMIT 1 {locking})
   AND state = 'queued' AND taken < overlap
RETURNING id
"""
FIRST = "task.taken DESC, task.priority DESC, task.position, task.id"
# Who waits for a row keeps its lock even if another took its last place meanwhile, and goes on to the next. All must
# wait in one order then, which nothing moves, or two of them wait for each other.
WAITING = "task.id"
QUEUE = """projects_task AS task
     WHERE task.project_id = %s AND task.state = 'queued' AND task.taken < task.overlap"""
# The first few tasks of a stretch of the queue. SQLite reads a CROSS JOIN from left to right; and PostgreSQL finds
# nothing in the last line that would lead it through the index of the queue once more.
STRETCH = """(SELECT id AS near FROM projects_task
               WHERE project_id = %s AND state = 'queued' AND taken < overlap {where}
               ORDER BY taken DESC, priority DESC, position, id LIMIT %s) AS stretch
     CROSS JOIN projects_task AS task
     WHERE task.id = stretch.near AND task.taken < task.overlap"""
# As a value and not as NOT EXISTS: PostgreSQL makes a join of that, and without statistics (a project just imported) it
# then reads all that this person ever did for each task it looks at.
NOT_HAD = """COALESCE((SELECT mine.state FROM annotation_assignment AS mine
                        WHERE mine.task_id = task.id AND mine.annotator_id = %s), 'expired') = 'expired'"""

# One statement again: a person's second turn at a task is the first one taken up anew, and only after it expired.
SEAT = """
INSERT INTO annotation_assignment
       (task_id, annotator_id, state, lease_until, reason, note, seconds, created_at, changed_at)
VALUES (%s, %s, 'leased', %s, '', '', 0, %s, %s)
ON CONFLICT (task_id, annotator_id) DO UPDATE
   SET state = 'leased', lease_until = excluded.lease_until, changed_at = excluded.changed_at
 WHERE annotation_assignment.state = 'expired'
RETURNING id
"""


class Lost(Exception):
    """The place went to the same person in another window, between looking and sitting down."""


def lease_end(project: Project) -> datetime:
    return timezone.now() + timedelta(minutes=project.lease_minutes)


def held(project: Project, person: Person) -> QuerySet[Assignment]:
    """What a person has to do in a project: first what a reviewer returned, then what they hold, oldest first."""
    mine = Assignment.objects.filter(annotator=person, task__project=project).exclude(task__state=TaskState.VOID)
    in_hand = mine.filter(state__in=[AssignmentState.RETURNED, AssignmentState.LEASED])
    return in_hand.order_by("-state", "pk")  # "returned" comes after "leased" in the alphabet


def claim(project: Project, person: Person, count: int = 1) -> tuple[list[int], bool]:
    """Bring what a person has in hand up to `count` tasks.

    returns  the ids of their assignments, what they held before first, and whether the queue has no more for them
    """
    mine = held(project, person).values_list("pk", "state", "lease_until")[: max(count, MOST)]
    renew_all([pk for pk, state, _until in mine if state == AssignmentState.LEASED], project)
    hand = [pk for pk, _state, _until in mine]
    while len(hand) < count:
        fresh = claim_one(project, person)
        if fresh is None:
            return hand, True
        hand.append(fresh)
    return hand, False


def claim_one(project: Project, person: Person) -> int | None:
    """Take the next task for a person; None when there is none that they have not had. Returns the assignment's id."""
    if project.state != ProjectState.OPEN:
        return None
    for where, values, waiting in _walks(project, person):
        while True:
            try:
                with transaction.atomic():
                    task = _pick(project, person, where, values, waiting=waiting)
                    if task is None:
                        break
                    return _seat(task, project, person)
            except Lost:
                continue
    return None


def hand_over(task: Task, person: Person) -> int:
    """Give a person this very task. Conflict when it has no place left for them. Returns the assignment's id."""
    open_places = Task.objects.filter(pk=task.pk, state=TaskState.QUEUED, taken__lt=F("overlap"))
    try:
        with transaction.atomic():
            if open_places.update(taken=F("taken") + 1):
                return _seat(task.pk, task.project, person)
    except Lost:
        pass
    message = _("Task %(task)s has no place left for %(person)s.")
    raise Conflict(message % {"task": task.external_id, "person": person})


Walk = tuple[str | None, list[Any], bool]


def _walks(project: Project, person: Person) -> Iterator[Walk]:
    """Where to look, in turn: (condition or None for the whole queue, its values, whether to wait for locked rows).

    The head of the queue nearly always has a task. Who is far ahead of the others finds there only what they have had:
    then the head of each level of `taken` is looked at, and what lies behind this person's own last task. The whole
    queue comes last, so a task is never missed. On PostgreSQL the rows that others have locked are skipped, and looked
    at once more, waiting, before anybody is told that nothing is left.
    """
    yield "", [], False
    last = (
        Task.objects.filter(project=project, assignments__annotator=person)
        .order_by("-assignments__pk")
        .values_list("priority", "position")
        .first()
    )
    if last is not None:
        for taken in range(project.overlap - 1, -1, -1):
            yield "AND taken = %s", [taken], False
            yield "AND taken = %s AND priority = %s AND position > %s", [taken, *last], False
    yield None, [], connection.vendor != "postgresql"
    if connection.vendor == "postgresql":
        yield None, [], True


def _pick(project: Project, person: Person, where: str | None, values: list[Any], *, waiting: bool) -> int | None:
    """Take a place at the first task of a walk. Returns the task's id, or None when the walk meets no task."""
    locks = connection.vendor == "postgresql"
    locking = "" if not locks else "FOR UPDATE OF task" + ("" if waiting else " SKIP LOCKED")
    order = WAITING if locks and waiting else FIRST
    source = QUEUE if where is None else STRETCH.format(where=where)
    bounds = [] if where is None else [*values, WINDOW]
    statement = PICK.format(source=source, not_had=NOT_HAD, order=order, locking=locking)
    with connection.cursor() as cursor:
        cursor.execute(statement, [project.pk, *bounds, person.pk])
        row = cursor.fetchone()
    return row[0] if row else None


def _seat(task: int, project: Project, person: Person) -> int:
    """Write the assignment for a place just taken, in the same transaction."""
    until, now = (connection.ops.adapt_datetimefield_value(at) for at in (lease_end(project), timezone.now()))
    with connection.cursor() as cursor:
        cursor.execute(SEAT, [task, person.pk, until, now, now])
        row = cursor.fetchone()
    if row is None:
        raise Lost
    record(task, "claim", assignment=row[0], by=person)
    return row[0]


def renew_all(assignments: list[int], project: Project) -> None:
    """Prolong leases that are half over. What was saved by a renewal a moment ago needs no write."""
    if assignments:
        half = timezone.now() + timedelta(minutes=project.lease_minutes) / 2
        due = Assignment.objects.filter(pk__in=assignments, state=AssignmentState.LEASED, lease_until__lt=half)
        due.update(lease_until=lease_end(project))


def renew(assignment: Assignment, *, by: Person) -> datetime | None:
    """Prolong a lease, or take the place again after it ran out. None where no lease is needed to go on.

    Conflict   others have every place by now, or there is nothing left to do
    """
    until = lease_end(assignment.task.project)
    leased = Assignment.objects.filter(pk=assignment.pk, state=AssignmentState.LEASED)
    if leased.update(lease_until=until):
        return until
    assignment.refresh_from_db(fields=["state"])
    if assignment.state in (AssignmentState.RETURNED, AssignmentState.SUBMITTED):
        return None
    move(assignment, "reopen", by=by, lease_until=until)
    return until


def reopen(assignment: Assignment, *, by: Person) -> None:
    """Let a person take up own work again. Skipped or expired work needs a place; an answer stays until the next."""
    if assignment.state not in IN_HAND:
        move(assignment, "reopen", by=by, lease_until=lease_end(assignment.task.project))


def expire_leases(now: datetime | None = None) -> int:
    """Give places back whose lease ran out; drafts stay. Returns how many."""
    ran_out = Q(state=AssignmentState.LEASED, lease_until__lt=now or timezone.now())
    return _give_back("expire", ran_out)


def free_places_of_the_gone() -> int:
    """Give places back of people who may not label there any more, also work returned to them. Returns how many.

    What they submitted stays. Who becomes a member again finds drafts and answers under "My work".
    """
    return sum(_give_back("free", Q(state=state) & ~_labels_there()) for state in NOT_DONE)


def _labels_there() -> Q:
    """Whether the annotator of an assignment may still label in its project, as `projects.access` says."""
    project = OuterRef("task__project")
    here = Q(project=project) | Q(project=None, organisation__projects=project)
    role = Membership.objects.filter(here, person=OuterRef("annotator"), role__in=roles_with("label"))
    return Q(Exists(role)) | Q(Exists(Person.objects.filter(pk=OuterRef("annotator"), is_superuser=True)))


def _give_back(name: str, which: Q) -> int:
    moved = 0
    for assignment in Assignment.objects.filter(which).order_by("lease_until", "pk")[:EXPIRE_AT_ONCE]:
        try:
            move(assignment, name, by=None, still=which)
            moved += 1
        except Conflict:
            continue  # renewed or submitted this moment
    return moved

"""What happened to a task, in entries that cannot be changed unnoticed.

Each entry carries the SHA-256 of itself together with the hash of the entry before it. `canonical` says exactly which
bytes are hashed, so that an auditor can do the same sum with other software.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import orjson
from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from annotation.models import Annotation, Revision, Settlement
from projects.models import Person, Task

ANSWERS = {"submit", "import"}  # moves whose entry holds an answer

# Raw SQL, because this is in the way of every submission, where building a statement costs more than running it.
NEWEST = """
SELECT task.project_id, newest.number, newest.hash
  FROM projects_task AS task LEFT JOIN annotation_revision AS newest ON newest.task_id = task.id
 WHERE task.id = %s
 ORDER BY newest.number DESC LIMIT 1
"""


def record(
    task: int,
    move: str,
    *,
    by: Person | None,
    assignment: int | None = None,
    value: Any = None,
    note: str = "",
    key: str | None = None,
) -> Revision:
    """Write the next entry. Call it in the transaction of the move, after the task's row was changed: that row's lock
    makes writers of one task wait for each other, so numbers have no gaps and no twins.

    The newest entry is read by a statement of its own. Read by the one that waited for the lock, it would be the one
    from before the wait (PostgreSQL takes the snapshot of a statement when it begins).
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST, [task])
        project, number, previous = cursor.fetchone()
    entry = Revision(
        task_id=task,
        project_id=project,
        number=(number or 0) + 1,
        assignment_id=assignment,
        move=move,
        by_id=by.pk if by else None,
        at=timezone.now(),
        value=value,
        note=note,
        key=key,
        previous=previous or "",
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    return entry


def record_all(project: int, entries: Sequence[Revision]) -> None:
    """Write entries of many tasks of one project, in this order; those of one task follow each other in its history.

    As with `record`: in the transaction of the moves, after the rows of the tasks were changed.
    """
    latest = Revision.objects.filter(task=OuterRef("task")).order_by("-number").values("number")[:1]
    before = Revision.objects.filter(task__in={entry.task_id for entry in entries}, number=Subquery(latest))
    newest = {task: (number, digest) for task, number, digest in before.values_list("task", "number", "hash")}
    for entry in entries:
        number, entry.previous = newest.get(entry.task_id, (0, ""))
        entry.project_id = project
        entry.number = number + 1
        entry.at = timezone.now()
        entry.hash = hash_of(entry)
        newest[entry.task_id] = (entry.number, entry.hash)
    Revision.objects.bulk_create(entries, batch_size=500)


def hash_of(entry: Revision) -> str:
    return sha256(canonical(entry)).hexdigest()


def canonical(entry: Revision) -> bytes:
    """The bytes that are hashed: JSON in UTF-8, keys sorted, no spaces, times in UTC with microseconds.

    Numbers are written as `plain` leaves them, because databases differ in what they give back for 10.0 and 1e22.
    """
    return orjson.dumps(
        {
            "task": entry.task_id,
            "number": entry.number,
            "assignment": entry.assignment_id,
            "move": entry.move,
            "by": entry.by_id,
            "at": _moment(entry.at),
            "value": plain(entry.value),
            "note": entry.note,
            "key": entry.key,
            "previous": entry.previous,
        },
        option=orjson.OPT_SORT_KEYS,
    )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """The value with each number in one form: whole numbers below 2**53 as integers, all others as floats."""
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return int(value) if value == int(value) and abs(value) < 2**53 else float(value)
    return value


@dataclass(frozen=True)
class Verdict:
    """holds     whether every entry is as it was written, and the answers in force are those of the history
    entries   how many there are
    head      the last hash; whoever keeps it can later prove that nothing before it was changed
    broken    number of the first entry that does not fit, or None
    reason    what is wrong: "changed", "order", or "answer" (an answer in force that the history does not hold)
    """

    holds: bool
    entries: int
    head: str
    broken: int | None = None
    reason: str = ""


def verify(task: Task) -> Verdict:
    """Recompute the chain of a task, and compare the answers in force with its last entries."""
    entries = list(task.revisions.order_by("number"))
    previous = ""
    for expected, entry in enumerate(entries, start=1):
        reason = ""
        if entry.number != expected or entry.previous != previous:
            reason = "order"
        elif entry.hash != hash_of(entry):
            reason = "changed"
        if reason:
            return Verdict(False, len(entries), entries[-1].hash, expected, reason)
        previous = entry.hash
    strange = _strange_answer(task, entries)
    strange = _strange_decision(task, entries) if strange is None else strange
    if strange is not None:
        return Verdict(False, len(entries), previous, strange or None, "answer")
    return Verdict(True, len(entries), previous)


def _strange_decision(task: Task, entries: list[Revision]) -> int | None:
    """As `_strange_answer`, of the settled answer: it is what the last decision says, unless that was undone."""
    said = [entry for entry in entries if entry.move in ("settle", "unsettle")]
    in_force = Settlement.objects.filter(task=task, undone=False).first()
    if not said:
        return 0 if in_force else None
    held = in_force and {"value": in_force.value, "schema": in_force.schema_id}
    decision: dict[str, Any] = said[-1].value or {}  # one that undoes has none
    last = {key: decision[key] for key in ("value", "schema") if key in decision}
    return said[-1].number if plain(held or {}) != plain(last) else None


def _strange_answer(task: Task, entries: list[Revision]) -> int | None:
    """The number of the entry that an answer in force contradicts, 0 when it has none at all, None when all fit."""
    said: dict[int | None, list[Revision]] = {}
    for entry in entries:
        if entry.move in ANSWERS:
            said.setdefault(entry.assignment_id, []).append(entry)
    in_force = {a.assignment_id: a for a in Annotation.objects.filter(assignment__task=task)}
    for assignment, answer in in_force.items():
        given = said.get(assignment, [])
        if not given:
            return 0
        if len(given) != answer.revision or plain(given[-1].value) != plain(answer.value):
            return given[-1].number
    missing = said.keys() - in_force.keys()
    return said[missing.pop()][-1].number if missing else None

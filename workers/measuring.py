"""Agreement kept fresh: stale tasks are folded into the project's integer tables.

A submission marks its task stale in its own transaction. Here, in one transaction too, what the task added before is
taken out, what its answers say now is put in, and the mark is cleared. So a worker that dies leaves the task stale,
a second run finds nothing to do, and nothing depends on a message having arrived.
"""

import hashlib
import logging
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
import scipy
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.utils import timezone

from annotation.kinds import KINDS
from projects.models import Project, Task
from workers import outcomes
from workers.agreement import Figure, Report, Tally
from workers.agreement.state import BY_PERSON
from workers.agreement.tally import Row
from workers.deciding import alone
from workers.differing import Comparisons
from workers.lessons import lessons
from workers.measures import contribution, measure_for, related
from workers.models import Cell, Fold, Measurement
from workers.outcomes import Measured
from workers.questions import Questions, guidelines, questions
from workers.traces import TABLES, Guidelines, Question, traces

log = logging.getLogger(__name__)

BATCH = 25  # tasks folded in one transaction: on SQLite whoever writes waits for all of them
AT_ONCE = 500  # rows in one statement
LONGEST_REST = 600.0  # seconds between two tries of a task that cannot be measured; the first come sooner
RESTING: dict[int, tuple[float, float]] = {}  # such tasks of this process: when the next try is due, the rest before it

clock = time.monotonic

# Raw SQL, because Django's bulk_create can overwrite a row that is there but not add to it, and reading first would
# lose what another worker adds in between.
ADD = """
INSERT INTO workers_cell (project_id, field, kind, "table", key, hash, n) VALUES {rows}
ON CONFLICT (project_id, field, kind, "table", hash) DO UPDATE SET n = workers_cell.n + excluded.n
"""


def fold(project: Project | None = None) -> int:
    """Fold all stale tasks, of one project or of all. Returns how many.

    A task that cannot be measured stays stale and says so in the log, then rests, each time twice as long; the others
    do not wait for it.
    """
    _ = scipy.optimize  # read on first use, which takes a second: not while others wait for the transaction
    folded, last = 0, 0
    while due := _due(project, last):
        last = due[-1]
        try:
            folded += fold_tasks(due)
            for task in due:
                RESTING.pop(task, None)
        except DatabaseError:
            raise
        except Exception:
            log.info("a batch of stale tasks cannot be folded, trying one by one")
            folded += sum(_fold_alone(task) for task in due)
    return folded


def _due(project: Project | None, after: int) -> list[int]:
    """The next stale tasks. Asked outside the transaction, which on SQLite would stop all writers."""
    stale = Task.objects.filter(stale=True) if project is None else project.tasks.filter(stale=True)
    resting = {task for task, (until, _) in RESTING.items() if until > clock()}
    # As many more as may have to be left out: a list of them in the statement has no bound.
    found = stale.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[: BATCH + len(resting)]
    return [task for task in found if task not in resting][:BATCH]


def _fold_alone(task: int) -> int:
    try:
        folded = fold_tasks([task])
    except DatabaseError:
        raise
    except Exception:
        rest = min(2 * RESTING[task][1], LONGEST_REST) if task in RESTING else 1.0
        RESTING[task] = clock() + rest, rest
        log.exception("task %s cannot be measured, stays stale and is tried again in %d s", task, rest)
        return 0
    RESTING.pop(task, None)
    return folded


@transaction.atomic
def fold_tasks(tasks: Iterable[int]) -> int:
    """Fold those of these tasks that are stale and that no other worker has in hand. Returns how many."""
    stale = Task.objects.filter(pk__in=list(tasks), stale=True)
    held = dict(stale.order_by("pk").select_for_update(skip_locked=True, of=("self",)).values_list("pk", "project"))
    if held:
        _fold(held)
    return len(held)


def _fold(tasks: Mapping[int, int]) -> None:
    """Fold these locked tasks: id -> project's id."""
    before = added_before(tasks)
    asked = questions(tasks)
    found = {task: measured(asked[task], version) for task, version in _versions(tasks).items()}
    after = {task: one.added for task, one in found.items()}
    changes: dict[int, Tally] = defaultdict(Tally)
    for task, project in tasks.items():
        changes[project].merge(after[task])
        changes[project].merge(before.get(task, Tally()), -1)
    # Projects and rows in one order everywhere, so that two workers never wait for each other in a circle.
    for project, change in sorted(changes.items()):
        _number(project)
        add(project, change)
    Fold.objects.bulk_create(
        [Fold(task_id=task, added=pack(tally)) for task, tally in after.items()],
        update_conflicts=True,
        unique_fields=["task"],
        update_fields=["added"],
    )
    outcomes.write(tasks, asked, found, lessons(tasks.values()))
    Task.objects.filter(pk__in=tasks).update(stale=False)


def _versions(tasks: Mapping[int, int]) -> dict[int, Guidelines]:
    """The guidelines of each task's project."""
    found = guidelines(set(tasks.values()))
    return {task: found[project] for task, project in tasks.items()}


def _number(project: int) -> None:
    now = timezone.now()
    if not Measurement.objects.filter(project=project).update(number=F("number") + 1, at=now):
        Measurement.objects.bulk_create([Measurement(project_id=project, number=0, at=now)], ignore_conflicts=True)
        Measurement.objects.filter(project=project).update(number=F("number") + 1, at=now)


def pack(tally: Tally) -> bytes:
    """A contribution as it is stored beside its task."""
    return zlib.compress(tally.to_bytes())


def unpack(data: bytes) -> Tally:
    """What `pack` stored."""
    return Tally.from_bytes(zlib.decompress(data))


def added_before(tasks: Iterable[int]) -> dict[int, Tally]:
    """What each task has added to the tables so far, by its id; tasks never folded are absent."""
    folds = Fold.objects.filter(task__in=list(tasks)).values_list("task", "added")
    return {task: unpack(bytes(added)) for task, added in folds}


def contributions(tasks: Iterable[int]) -> dict[int, Tally]:
    """What the answers to each task add to the tables, by its id."""
    projects = dict(Task.objects.filter(pk__in=list(tasks)).values_list("pk", "project"))
    asked = questions(projects)
    return {task: measured(asked[task], version).added for task, version in _versions(projects).items()}


def measured(asked: Questions, versions: Guidelines) -> Measured:
    """Measure the answers to one task."""
    whole = Measured()
    for (name, kind), question in asked.items():
        added = contribution(question.kind, question.answers, question.context)
        compared = whole.compared[name, kind] = Comparisons.of(question.kind, _comparable(question))
        decided = whole.decided[name, kind] = alone(question.kind, question.answers, question.context)
        added.merge(traces(question, compared, decided, added, versions))
        for row, n in added.rows.items():
            whole.added.count((name, kind, *row), n)
    return whole


def _comparable(question: Question) -> Mapping[int, Any]:
    """The answers as they are compared: relations by the spans that they lead to, which each person names otherwise."""
    if question.kind.level != "relations":
        return question.answers
    return {who: related(value, question.context.whole.get(who, {})) for who, value in question.answers.items()}


def add(project: int, change: Tally) -> None:
    """Add a change, of rows (field, kind, table, *key), to the project's tables."""
    rows = [_cell(project, row, n) for row, n in change.rows.items()]
    rows.sort(key=lambda row: (row[1], row[2], row[3], row[5]))
    with connection.cursor() as cursor:
        for start in range(0, len(rows), AT_ONCE):
            part = rows[start : start + AT_ONCE]
            places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s)"] * len(part))
            cursor.execute(ADD.format(rows=places), [value for row in part for value in row])


def _cell(project: int, row: Row, n: int) -> tuple[int, str, str, str, str, str, int]:
    field, kind, table, *key = row
    text = orjson.dumps(key)
    digest = hashlib.sha256(text).hexdigest()[:32]
    return project, str(field), str(kind), str(table), text.decode(), digest, n


def tables(project: Project) -> Tally:
    """All of the project's tables, rows (field, kind, table, *key)."""
    rows = Cell.objects.filter(project=project).exclude(n=0)
    cells = rows.values_list("field", "kind", "table", "key", "n").iterator(chunk_size=5000)
    return Tally(((field, kind, table, *orjson.loads(key)), n) for field, kind, table, key, n in cells)


def report(project: Project, field: str, kind: str, *, in_full: bool = True) -> Report | None:
    """The figures of a field, None where nothing is measured for its kind.

    in_full   also each label of each pair of annotators
    """
    measure = measure_for(KINDS[kind])
    if measure is None:
        return None
    rows = Cell.objects.filter(project=project, field=field, kind=kind).exclude(n=0).exclude(table__in=TABLES)
    if not in_full:
        rows = rows.filter(table__in=measure.summary)
    cells = rows.values_list("table", "key", "n")
    return measure.report(Tally(((table, *orjson.loads(key)), n) for table, key, n in cells))


def figures(kind: str, tally: Tally) -> Mapping[str, Figure]:
    """The figures of a whole field from tables that name neither people nor labels."""
    measure = measure_for(KINDS[kind])
    return measure.report(tally).figures if measure else {}


def whole(project: Project, field: str, kind: str) -> Mapping[str, Figure]:
    """The figures of a whole field, read from the tables that name nobody: quick however many people there are."""
    measure = measure_for(KINDS[kind])
    if measure is None:
        return {}
    # Named one by one: to leave the others out, the database would walk through all of them.
    wanted = [table for table in measure.summary if table not in BY_PERSON]
    rows = Cell.objects.filter(project=project, field=field, kind=kind, table__in=wanted).exclude(n=0)
    cells = rows.values_list("table", "key", "n")
    return figures(kind, Tally(((table, *orjson.loads(key)), n) for table, key, n in cells))


def nothing(kind: str) -> Report | None:
    """The figures of a question that nobody has answered."""
    measure = measure_for(KINDS[kind])
    return measure.report(Tally()) if measure else None

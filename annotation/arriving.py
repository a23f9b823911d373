"""Answers that were given elsewhere: they come with a release, stand beside those given here, and count like them.

Who gave them is an outside annotator (`Person.only_in`): known by a number, without an account, never asked again. The
history says that they were imported and by whom; that they were accepted or settled, it says of those who did so there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from annotation.history import record_all
from annotation.models import Annotation, Assignment, AssignmentState, Revision, Settlement, Way
from annotation.moves import settle_accepted
from projects.models import Person

S = AssignmentState
PIECE = 500

# Raw SQL, because a task that many answers come to is moved once, by the counters it has at that moment: its people may
# be labelling it. It never asks for fewer than it has.
PLACE = """
UPDATE projects_task
   SET overlap = CASE WHEN taken + %s > overlap THEN taken + %s ELSE overlap END,
       taken = taken + %s,
       submitted = submitted + %s,
       stale = TRUE,
       decided = (decided OR %s),
       state = CASE WHEN state = 'void' THEN state
                    WHEN decided OR %s THEN 'settled'
                    WHEN submitted + %s >= overlap AND submitted + %s >= taken + %s THEN 'labelled'
                    ELSE 'queued' END
 WHERE id = %s
"""


@dataclass(frozen=True, slots=True)
class Arrival:
    """An answer of one annotator. `schema` is one of the project, which the value was checked with."""

    annotator: int
    schema: int
    value: Mapping[str, Any]
    accepted: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Ruling:
    """The settled answer of a task, and the annotators whose answers it was made of."""

    schema: int
    value: Mapping[str, Any]
    reason: str
    how: Way = Way.WRITTEN
    taken_from: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrived:
    """What comes to one task, in the order in which it was said."""

    task: int
    said: Sequence[Arrival | Ruling]

    @property
    def answers(self) -> list[Arrival]:
        return [one for one in self.said if isinstance(one, Arrival)]

    @property
    def settled(self) -> bool:
        return len(self.answers) < len(self.said)


@transaction.atomic
def arrive(project: int, arrived: Sequence[Arrived], *, by: Person | None, judge: int | None) -> None:
    """Write it all: places, answers, decisions, history. IntegrityError: somebody's second answer to one task.

    by      who imports
    judge   the outside person who stands for whoever accepted and settled; needed where anybody did
    """
    with connection.cursor() as cursor:
        cursor.executemany(PLACE, [_place(one) for one in arrived])
    turns = _turns(arrived)
    importer = by.pk if by else None
    entries: list[Revision] = []
    settled: list[Settlement] = []
    for one in arrived:
        for said in one.said:
            if isinstance(said, Arrival):
                turn = turns[one.task, said.annotator]
                entries.append(_entry(one.task, "import", importer, assignment=turn.pk, value=said.value))
                if said.accepted:
                    entries.append(_entry(one.task, "accept", judge, assignment=turn.pk))
            else:
                assert judge is not None
                sources = [turns[one.task, who].pk for who in said.taken_from if (one.task, who) in turns]
                decision = {"value": said.value, "schema": said.schema, "how": said.how.value, "from": sources}
                entries.append(_entry(one.task, "settle", judge, value=decision, note=said.reason))
                settled.append(
                    Settlement(
                        task_id=one.task,
                        schema_id=said.schema,
                        value=said.value,
                        how=said.how,
                        taken_from=sources,
                        reason=said.reason,
                        by_id=judge,
                        entry=entries[-1],
                    )
                )
    record_all(project, entries)
    Annotation.objects.bulk_create(
        [
            Annotation(assignment=turns[one.task, said.annotator], schema_id=said.schema, value=said.value)
            for one in arrived
            for said in one.answers
        ],
        batch_size=PIECE,
    )
    Settlement.objects.bulk_create(settled, batch_size=PIECE)
    settle_accepted(*(one.task for one in arrived))


def _place(one: Arrived) -> list[Any]:
    n, settled = len(one.answers), one.settled
    return [n, n, n, n, settled, settled, n, n, n, one.task]


def _turns(arrived: Iterable[Arrived]) -> dict[tuple[int, int], Assignment]:
    """(task, annotator) -> the turn of each answer that comes, and of each there was that a decision names."""
    fresh = [
        Assignment(
            task_id=one.task,
            annotator_id=said.annotator,
            state=S.ACCEPTED if said.accepted else S.SUBMITTED,
            seconds=said.seconds,
        )
        for one in arrived
        for said in one.answers
    ]
    named = {one.task for one in arrived if one.settled}
    there = Assignment.objects.filter(task__in=named, annotator__only_in__isnull=False) if named else []
    turns = {(turn.task_id, turn.annotator_id): turn for turn in there}
    made = Assignment.objects.bulk_create(fresh, batch_size=PIECE)
    return turns | {(turn.task_id, turn.annotator_id): turn for turn in made}


def _entry(task: int, move: str, by: int | None, **fields: Any) -> Revision:
    return Revision(task_id=task, move=move, by_id=by, assignment_id=fields.pop("assignment", None), **fields)

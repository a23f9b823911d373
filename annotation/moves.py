"""What may happen to an assignment, as a table, and the one function that makes it happen.

The counters of the task follow from the states: who holds a place counts in `taken`, who has answered in `submitted`.
"""

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from annotation.history import record
from annotation.kinds import Subject, check_value
from annotation.models import Annotation, Assignment, AssignmentState, Draft, Outcome, Revision
from annotation.responses import responses_of, shown_to
from annotation.suggestions import KEY, Decided, judged, store
from annotation.turns import turns_of
from projects.models import LabelSchema, Person, Task, TaskState
from projects.problems import Conflict, Forbidden, Invalid
from projects.schema import named_today, renames

S = AssignmentState

MOVES: dict[str, tuple[set[str], str]] = {  # move: (from any of these, to this)
    "submit": ({S.LEASED, S.RETURNED, S.SUBMITTED, S.EXPIRED, S.SKIPPED}, S.SUBMITTED),
    "skip": ({S.LEASED, S.RETURNED, S.EXPIRED}, S.SKIPPED),
    "accept": ({S.SUBMITTED}, S.ACCEPTED),
    "unaccept": ({S.ACCEPTED}, S.SUBMITTED),
    "return": ({S.SUBMITTED, S.ACCEPTED}, S.RETURNED),
    "reopen": ({S.SKIPPED, S.EXPIRED}, S.LEASED),
    "free": ({S.LEASED, S.RETURNED}, S.EXPIRED),
    "expire": ({S.LEASED}, S.EXPIRED),
}
HOLDING = {S.LEASED, S.SUBMITTED, S.ACCEPTED, S.RETURNED}  # has one of the task's places
ANSWERED = {S.SUBMITTED, S.ACCEPTED}  # has an answer that counts

# Raw SQL, because the counters and the state that follows from them are one statement, in words that can be read.
COUNT = """
UPDATE projects_task
   SET taken = taken + %(taken)s,
       submitted = submitted + %(submitted)s,
       stale = stale OR %(stale)s,
       state = CASE WHEN state = 'void' OR decided OR NOT %(moved)s THEN state
                    WHEN submitted + %(submitted)s >= overlap THEN 'labelled' ELSE 'queued' END
 WHERE id = %(task)s
   AND taken + %(taken)s <= overlap AND submitted + %(submitted)s <= taken + %(taken)s
   AND (state <> 'void' OR NOT %(holds)s)
"""


class Overtaken(Exception):
    """Somebody else moved the assignment after it was read."""


@dataclass(frozen=True)
class Answer:
    """What is submitted. `revision` is the one it was made from (0: none yet); None submits over whatever is there.

    outcomes   what became of the suggestions that were shown
    """

    value: dict[str, Any]
    schema: LabelSchema
    revision: int | None = None
    outcomes: tuple[Outcome, ...] = ()


def move(
    assignment: Assignment,
    name: str,
    *,
    by: Person | None,
    note: str = "",
    answer: Answer | None = None,
    key: str | None = None,
    still: Q | None = None,
    **fields: Any,
) -> Assignment:
    """Make the move and record it, or raise Conflict. Two people at once: one wins.

    still    what must still be true of the assignment, besides its state
    fields   further fields of the assignment to set
    """
    before, after = MOVES[name]
    fields = {"state": after, "note": note, "lease_until": None} | fields
    while True:
        seen = assignment.state
        if seen not in before:
            raise refusal(assignment, name)
        try:
            with transaction.atomic():
                if not _count(assignment.task_id, seen, after, answers=answer is not None):
                    raise Overtaken
                same = Assignment.objects.filter(still or Q(), pk=assignment.pk, state=seen)
                if not same.update(changed_at=timezone.now(), **fields):
                    raise Overtaken
                again = answer is not None and _put(assignment, answer)
                if name == "accept":
                    settle_accepted(assignment.task_id)
                if name == "unaccept":
                    _unsettle_accepted(assignment.task_id)
                value = answer.value if answer else None
                entry = record(
                    assignment.task_id, name, assignment=assignment.pk, by=by, value=value, note=note, key=key
                )
                if answer is not None and (again or answer.outcomes):
                    store(answer.outcomes, entry, again=again)
        except Overtaken:
            assignment.refresh_from_db(fields=["state"])
            own = by is not None and by.pk == assignment.annotator_id
            if not own or assignment.state == seen:  # others judged what they saw; of one's own, a condition is broken
                raise refusal(assignment, name) from None
            continue
        for field, set_to in fields.items():
            setattr(assignment, field, set_to)
        return assignment


def refusal(assignment: Assignment, name: str) -> Conflict:
    """Why the move cannot be made, in a sentence."""
    before, after = MOVES[name]
    if after in HOLDING and Task.objects.filter(pk=assignment.task_id, state=TaskState.VOID).exists():
        message = _("A lead took this task out of the project.")
    elif after in HOLDING and assignment.state not in HOLDING:
        message = _("You no longer hold this task, and others have taken every place at it.")
    elif name == "submit" and assignment.state == S.ACCEPTED:
        message = _("This answer was reviewed and accepted. It can no longer be changed.")
    elif name in ("accept", "return") and assignment.state in (S.ACCEPTED, S.RETURNED):
        message = _("Somebody else has reviewed this already.")
    elif assignment.state in before:
        message = _("There is a newer version of this answer. Compare the two before you go on.")
    else:
        state = S(assignment.state).label
        message = _("This cannot be done now: the work is in the state “%(state)s”.") % {"state": state}
    return Conflict(message, move=name, state=assignment.state)


def _count(task: int, before: str, after: str, *, answers: bool) -> bool:
    """Carry the move into the task's counters; False when it has no place for that.

    First of all, so that whoever moves next at this task waits here for the transaction to end.
    """
    taken = (after in HOLDING) - (before in HOLDING)
    submitted = (after in ANSWERED) - (before in ANSWERED)
    values = {
        "task": task,
        "taken": taken,
        "submitted": submitted,
        "moved": bool(taken or submitted),
        "stale": bool(submitted or answers),
        "holds": after in HOLDING,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, values)
        return bool(cursor.rowcount)


def _put(assignment: Assignment, answer: Answer) -> bool:
    """Make this the answer in force; True when it takes the place of one before. The revision is part of the WHERE: of
    two submissions made from one, one wins.
    """
    there = Annotation.objects.filter(assignment=assignment)
    if answer.revision:
        there = there.filter(revision=answer.revision)
    replaced = answer.revision != 0 and bool(
        there.update(value=answer.value, schema=answer.schema, revision=F("revision") + 1, changed_at=timezone.now())
    )
    if not replaced:
        if answer.revision:
            raise refusal(assignment, "submit")
        Annotation.objects.create(assignment=assignment, schema=answer.schema, value=answer.value)
    Draft.objects.filter(assignment=assignment).delete()
    return replaced


def settle_accepted(*tasks: int) -> None:
    """A task is settled when each of its wanted answers is accepted."""
    open_answers = Assignment.objects.filter(task=OuterRef("pk"), state=S.SUBMITTED)
    complete = Task.objects.filter(pk__in=tasks, state=TaskState.LABELLED, submitted=F("overlap"))
    complete.filter(~Exists(open_answers)).update(state=TaskState.SETTLED)


def _unsettle_accepted(task: int) -> None:
    """What was settled because all was accepted waits for its review again; what somebody decided stays settled."""
    Task.objects.filter(pk=task, state=TaskState.SETTLED, decided=False).update(state=by_its_answers())


def submit(
    assignment: Assignment,
    *,
    value: Any,
    schema: LabelSchema,
    by: Person,
    revision: int | None = None,
    key: str | None = None,
    seconds: float | None = None,
    suggestions: Decided | None = None,
) -> dict[str, Any]:
    """Check an answer and make it the one in force. Also after the lease ran out, while the task has a place.

    revision   the revision it was made from; None: not checked
    suggestions   what was decided of the predictions that were shown; None: none were
    key        the same key again gets the same answer, however often and however simultaneously it is sent
    Invalid    the value does not fit the schema or the task; nothing was changed
    Conflict   another submission was first, or the place is gone; then the value is kept as the draft
    """
    given: dict[str, Any] = {} if seconds is None else {"seconds": seconds}
    try:
        subject = subject_of(assignment.task, assignment.annotator_id)
        checked = check_value(schema.body, value, subject)
        outcomes = tuple(judged(assignment.task, schema, checked, suggestions, subject)) if suggestions else ()
        move(assignment, "submit", by=by, answer=Answer(checked, schema, revision, outcomes), key=key, **given)
    except (Conflict, Invalid, IntegrityError) as refused:
        if key and (earlier := answered_before(assignment, key, by)):
            return earlier
        if isinstance(refused, Invalid):
            raise
        raise _with_what_is_there(assignment, refused, value, suggestions) from refused
    made = revision_of(assignment) if revision is None else revision + 1
    return {"id": assignment.pk, "state": assignment.state, "revision": made}


def answered_before(assignment: Assignment, key: str, by: Person) -> dict[str, Any] | None:
    """The answer that a submission with this key got, if there was one."""
    entry = Revision.objects.filter(by=by, key=key).first()
    if entry is None:
        return None
    if entry.assignment_id != assignment.pk or entry.move != "submit":
        raise Conflict(_("This Idempotency-Key was used for something else. Make a new one."), code="key_used")
    sent = Revision.objects.filter(assignment=assignment, move="submit", number__lte=entry.number).count()
    return {"id": assignment.pk, "state": S.SUBMITTED.value, "revision": sent}


def revision_of(assignment: Assignment) -> int:
    """The revision of the answer in force; 0 when there is none."""
    return Annotation.objects.filter(assignment=assignment).values_list("revision", flat=True).first() or 0


def _with_what_is_there(
    assignment: Assignment, refused: Exception, value: Any, suggestions: Decided | None = None
) -> Conflict:
    """The Conflict together with what the server has. A value that has no other place is kept as the draft."""
    assignment.refresh_from_db(fields=["state"])
    message = (refused if isinstance(refused, Conflict) else refusal(assignment, "submit")).message
    if assignment.state not in ANSWERED and isinstance(value, dict):
        kept = value | ({KEY: suggestions} if suggestions else {})
        Draft.objects.update_or_create(assignment=assignment, defaults={"value": kept})
        message += " " + _("What you did is kept as a draft under “My work”.")
    there = Annotation.objects.filter(assignment=assignment).first()
    schema = assignment.task.project.schema
    names = renames(schema.body) if schema else {}
    revision, stands = (there.revision, named_today(there.value, names)) if there else (0, None)
    return Conflict(message, revision=revision, value=stands, state=assignment.state)


def skip(assignment: Assignment, *, by: Person, reason: str, note: str = "") -> Assignment:
    """Leave a task to others, and say why. Said twice, it is said once."""
    if assignment.state == S.SKIPPED:
        return assignment
    return move(assignment, "skip", by=by, note=note, reason=reason)


def accept(assignment: Assignment, *, by: Person, note: str = "", seen: int | None = None) -> Assignment:
    """seen   the revision the reviewer looked at; Conflict when there is a newer one"""
    return move(assignment, "accept", by=_reviewer(assignment, by), note=note, still=_still(seen))


def unaccept(assignment: Assignment, *, by: Person, seen: int | None = None) -> Assignment:
    """Take the acceptance of an answer back: it waits for its review again. `seen` as in `accept`."""
    return move(assignment, "unaccept", by=_reviewer(assignment, by), still=_still(seen))


def give_back(assignment: Assignment, *, by: Person, note: str, seen: int | None = None) -> Assignment:
    """Return an answer to its annotator, with a note saying why. `seen` as in `accept`."""
    return move(assignment, "return", by=_reviewer(assignment, by), note=note, still=_still(seen))


def _reviewer(assignment: Assignment, by: Person) -> Person:
    if assignment.annotator_id == by.pk:
        raise Forbidden(_("This is your own work. Somebody else has to review it."), code="own_work")
    return by


def _still(revision: int | None) -> Q:
    return Q() if revision is None else Q(annotation__revision=revision)


def by_its_answers() -> Case:
    """The state of a task that is not void, as its answers or somebody's decision have it."""
    return Case(
        When(decided=True, then=Value(TaskState.SETTLED)),
        When(overlap__lte=F("submitted"), then=Value(TaskState.LABELLED)),
        default=Value(TaskState.QUEUED),
    )


def subject_of(task: Task, person: int | None = None) -> Subject:
    """What an answer to the task must fit; with what this person saw."""
    asset = task.asset
    responses = responses_of(task.meta)
    shown = shown_to(person, task.pk, responses) if person else ()
    turns = len(turns_of(task.meta, asset.text)) or 1
    return Subject(
        text=asset.text,
        width=asset.width,
        height=asset.height,
        duration=asset.duration,
        facts=asset.facts,
        turns=turns,
        responses=responses,
        shown=shown,
    )


@transaction.atomic
def void(task: Task, *, by: Person, note: str = "") -> None:
    """Take a task out: nobody gets it any more and its answers count nowhere. They stay in the history."""
    if not Task.objects.filter(pk=task.pk).exclude(state=TaskState.VOID).update(state=TaskState.VOID, stale=True):
        raise Conflict(_("This task is out of the project already."), state=TaskState.VOID)
    record(task.pk, "void", by=by, note=note)


@transaction.atomic
def restore(task: Task, *, by: Person, note: str = "") -> None:
    """Bring a void task back to where its answers have brought it."""
    if not Task.objects.filter(pk=task.pk, state=TaskState.VOID).update(state=by_its_answers(), stale=True):
        raise Conflict(_("This task is in the project already."), state=task.state)
    settle_accepted(task.pk)
    record(task.pk, "restore", by=by, note=note)

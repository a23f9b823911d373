"""One answer to a task, decided by a person where its annotators differ, with a reason, and undone as easily.

The answers of the annotators stay as they are: agreement speaks of them, a settled answer is what the project stands
behind. Who answered a task is a party to it: they may give in to somebody else's answer, and nothing more.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from annotation.history import record
from annotation.kinds import KINDS, check_value
from annotation.models import Annotation, Settlement, Way
from annotation.moves import ANSWERED, by_its_answers, settle_accepted, subject_of
from projects.models import LabelSchema, Person, Project, Task, TaskState
from projects.problems import Conflict, Forbidden, Invalid, Problem
from projects.schema import named_today, renames

LONGEST = 2000  # characters of a reason

Answers = Mapping[int, Annotation]  # assignment's id -> the answer in force


@dataclass(frozen=True)
class Part:
    """What is taken out of somebody's answer.

    field      None: the whole answer
    regions    ids of regions of that field; None: the field as a whole
    revision   the revision of the answer that was looked at; None: not checked
    """

    assignment: int
    revision: int | None = None
    field: str | None = None
    regions: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Decision:
    value: dict[str, Any]
    schema: LabelSchema
    how: Way
    taken_from: tuple[int, ...] = ()


def choose(task: Task, part: Part, *, by: Person, reason: str, seen: int | None = None) -> Settlement:
    """Settle on one person's answer as it stands."""

    def decide(answers: Answers) -> Decision:
        answer = _of(answers, part)
        return Decision(answer.value, answer.schema, Way.CHOSEN, (part.assignment,))

    return _settle(task, decide, by=by, reason=reason, seen=seen)


def merge(task: Task, parts: Iterable[Part], *, by: Person, reason: str, seen: int | None = None) -> Settlement:
    """Settle on parts of several answers: of each field one whole answer, or regions of several."""
    wanted = list(parts)

    def decide(answers: Answers) -> Decision:
        schema = _schema(task)
        value = check_value(schema.body, _merged(wanted, answers, schema), subject_of(task))
        sources = tuple(dict.fromkeys(part.assignment for part in wanted))
        return Decision(value, schema, Way.MERGED, sources)

    return _settle(task, decide, by=by, reason=reason, seen=seen)


def write(
    task: Task, value: Any, schema: LabelSchema, *, by: Person, reason: str, seen: int | None = None
) -> Settlement:
    """Settle on an answer of one's own making."""
    checked = check_value(schema.body, value, subject_of(task))
    return _settle(task, lambda _answers: Decision(checked, schema, Way.WRITTEN), by=by, reason=reason, seen=seen)


@transaction.atomic
def undo(task: Task, *, by: Person, note: str = "", seen: int | None = None) -> None:
    """Take the decision back: the task is again where its answers have brought it. The history keeps what it was."""
    decided = Task.objects.filter(pk=task.pk, decided=True)
    if not decided.update(decided=False, stale=True):
        raise Conflict(_("This task is not settled by anybody, so there is nothing to undo."), state=task.state)
    Task.objects.filter(pk=task.pk).exclude(state=TaskState.VOID).update(state=by_its_answers())
    settle_accepted(task.pk)
    there = Settlement.objects.filter(task=task, undone=False)
    if seen is not None:
        there = there.filter(revision=seen)
    if not there.update(undone=True, revision=F("revision") + 1):
        raise _overtaken(task)
    record(task.pk, "unsettle", by=by, note=note)
    task.refresh_from_db(fields=["state", "decided"])


def in_force(task: Task) -> Settlement | None:
    """The settled answer of a task that somebody decided."""
    return Settlement.objects.select_related("by", "schema").filter(task=task, undone=False).first()


def revision_of(task: Task) -> int:
    """How often it was decided or undone; what the next decision names as seen."""
    return Settlement.objects.filter(task=task).values_list("revision", flat=True).first() or 0


def reasons(project: Project, n: int) -> list[str]:
    """The latest reasons given in a project, each once: what is decided alike is reasoned alike."""
    newest = Settlement.objects.filter(task__project=project).order_by("-entry").values_list("reason", flat=True)
    return list(dict.fromkeys(newest[: 4 * n]))[:n]


def last_of(project: Project, by: Person, task: int) -> Settlement | None:
    """The decision in force of this person on this task."""
    mine = Settlement.objects.filter(task=task, task__project=project, by=by, undone=False)
    return mine.select_related("task").first()


def answers_to(task: Task) -> dict[int, Annotation]:
    """The answers that count, by their assignments, in the order of the turns."""
    given = Annotation.objects.filter(assignment__task=task, assignment__state__in=ANSWERED)
    return {
        answer.assignment_id: answer
        for answer in given.select_related("schema", "assignment__annotator").order_by("assignment_id")
    }


def as_of_today(task: Task, answer: Annotation | Settlement, schema: LabelSchema) -> dict[str, Any] | None:
    """The value as an answer to the schema in force, with the labels' names of today; None where it does not fit."""
    if answer.schema_id == schema.pk:
        return dict(answer.value)
    try:
        return check_value(schema.body, named_today(answer.value, renames(schema.body)), subject_of(task))
    except Invalid:
        return None


@transaction.atomic
def _settle(
    task: Task, decide: Callable[[Answers], Decision], *, by: Person, reason: str, seen: int | None
) -> Settlement:
    """Take the task's row first: answers, decisions and history of one task wait for each other there."""
    reason = reason.strip()[:LONGEST]
    if not reason:
        message = _("Give a reason: it is what annotators learn from, and what an auditor reads.")
        raise Invalid(message, field="reason")
    open_ = Task.objects.filter(pk=task.pk).exclude(state=TaskState.VOID)
    if not open_.update(decided=True, state=TaskState.SETTLED, stale=True):
        raise Conflict(_("A lead took this task out of the project."), state=TaskState.VOID)
    answers = answers_to(task)
    if not answers:
        raise Conflict(_("Nobody has answered this task yet, so there is nothing to settle."), code="no_answer")
    decision = decide(answers)
    _not_own(answers, decision, by)
    said = {
        "value": decision.value,
        "schema": decision.schema.pk,
        "how": decision.how.value,
        "from": list(decision.taken_from),
    }
    entry = record(task.pk, "settle", by=by, value=said, note=reason)
    fields: dict[str, Any] = {
        "value": decision.value,
        "schema": decision.schema,
        "how": decision.how,
        "taken_from": list(decision.taken_from),
        "reason": reason,
        "by": by,
        "entry": entry,
        "undone": False,
        "changed_at": entry.at,
    }
    there = Settlement.objects.filter(task=task)
    if seen:
        there = there.filter(revision=seen)
    if seen == 0 or not there.update(revision=F("revision") + 1, **fields):
        if seen or Settlement.objects.filter(task=task).exists():
            raise _overtaken(task)
        Settlement.objects.create(task=task, **fields)
    task.refresh_from_db(fields=["state", "decided"])
    return Settlement.objects.select_related("by", "schema").get(task=task)


def _not_own(answers: Answers, decision: Decision, by: Person) -> None:
    own = {pk for pk, answer in answers.items() if answer.assignment.annotator_id == by.pk}
    if own and (decision.how != Way.CHOSEN or own & set(decision.taken_from)):
        message = _("You answered this task yourself: you may settle it on somebody else's answer as it stands only.")
        raise Forbidden(message, code="own_work")


def _overtaken(task: Task) -> Conflict:
    message = _("Somebody else has decided on this task meanwhile. Look at it before you go on.")
    return Conflict(message, revision=revision_of(task))


def _of(answers: Answers, part: Part) -> Annotation:
    answer = answers.get(part.assignment)
    if answer is None:
        message = _("There is no answer in force under the number %(id)s. It may have been returned meanwhile.")
        raise Conflict(message % {"id": part.assignment}, assignment=part.assignment)
    if part.revision is not None and answer.revision != part.revision:
        message = _("%(name)s has changed this answer meanwhile. Look at it before you go on.")
        told = message % {"name": answer.assignment.annotator}
        raise Conflict(told, assignment=part.assignment, revision=answer.revision)
    return answer


def _schema(task: Task) -> LabelSchema:
    schema = task.project.schema
    if schema is None:
        raise Problem(_("This project has no labels yet. Add them first."), code="no_schema")
    return schema


def _merged(parts: list[Part], answers: Answers, schema: LabelSchema) -> dict[str, Any]:
    """The parts put together. Of regions with one id, such as two people's first ones, the later gets a new one."""
    kinds = {field["name"]: KINDS[field["kind"]] for field in schema.body["fields"]}
    names = renames(schema.body)
    value: dict[str, Any] = {}
    whole: set[str] = set()
    for at, part in enumerate(parts):
        given = named_today(_of(answers, part).value, names)
        for name in [part.field] if part.field is not None else list(given):
            here = f"parts[{at}].field"
            if name not in kinds:
                raise Invalid(_("%(name)r is not a field of this schema") % {"name": name}, field=here)
            if name in whole or (name in value and part.regions is None):
                message = _("%(name)s is taken from two answers as a whole. Take it from one, or regions of each.")
                raise Invalid(message % {"name": name}, field=here)
            if part.regions is None:
                whole.add(name)
                if name in given:
                    value[name] = given[name]
            elif kinds[name].level != "regions":
                message = _("%(name)s has no regions to be picked. Take it as a whole.")
                raise Invalid(message % {"name": name}, field=f"parts[{at}].regions")
            else:
                value.setdefault(name, []).extend(_picked(given.get(name, []), part.regions, f"parts[{at}].regions"))
    for name in value.keys() - whole:
        value[name] = _told_apart(value[name])
    return value


def _told_apart(regions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    used = {region["id"] for region in regions}
    fresh = (name for number in count(1) if (name := f"r{number}") not in used)
    seen: set[str] = set()
    named = []
    for region in regions:
        named.append(region | {"id": next(fresh)} if region["id"] in seen else region)
        seen.add(region["id"])
    return named


def _picked(regions: list[dict[str, Any]], ids: tuple[str, ...], at: str) -> list[dict[str, Any]]:
    missing = set(ids) - {region["id"] for region in regions}
    if missing:
        raise Invalid(_("There is no region %(id)s in this answer.") % {"id": min(missing)}, field=at)
    return [region for region in regions if region["id"] in ids]

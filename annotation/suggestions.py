"""What becomes of a model's suggestions in a submission: each is confirmed, changed, rejected or left.

The person's program says which suggestions were taken over, as which region, and which were refused. Whether what was
taken over still is what was suggested, the answer itself says. A suggestion is never an answer: who leaves it has not
answered.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal

from django.utils.translation import gettext as _
from pydantic import StringConstraints, TypeAdapter, ValidationError

from annotation.kinds import KINDS, Subject, check_part, checked
from annotation.models import Outcome, Prediction, Revision
from projects.models import LabelSchema, Task
from projects.problems import Invalid
from projects.schema import named_today, place, renames

KEY = "$suggestions"  # where a draft keeps what was decided, beside its answers; no field has such a name
CONFIRMED, CHANGED, REJECTED, LEFT = "confirmed", "changed", "rejected", "left"

# Prediction -> field -> true: taken over, null: rejected; for regions each: the id it has in the answer, or null.
Decision = Literal[True] | None | dict[str, str | None]
Decided = Mapping[str, Mapping[str, Decision]]
DECIDED: TypeAdapter[dict[Any, Any]] = TypeAdapter(
    dict[Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,17}$")], dict[str, Decision]]
)


def read_decided(data: Any) -> Decided:
    try:
        return DECIDED.validate_python(data)
    except ValidationError as error:
        where = f"suggestions.{place(error.errors(include_url=False)[0]['loc'][:2])}"
        message = _(
            "%(place)s: write what was decided of each prediction by field, "
            'such as {"12": {"objects": {"r1": "r4", "r2": null}, "weather": true}}.'
        )
        raise Invalid(message % {"place": where}, field=where) from error


def shown_for(task: Task, schema: LabelSchema | None, subject: Subject) -> list[tuple[Prediction, dict[str, Any]]]:
    """The newest prediction of each model with what of it fits the labels in force."""
    newest = {one.model: one for one in sorted(task.predictions.all(), key=lambda one: one.pk)}
    found = [(prediction, fitting(prediction, schema, subject)) for prediction in newest.values()] if schema else []
    return [(prediction, value) for prediction, value in found if value]


def fitting(prediction: Prediction, schema: LabelSchema, subject: Subject) -> dict[str, Any]:
    """What a prediction says under these labels and their names; of another version's only what is still possible."""
    value: dict[str, Any] = prediction.value
    if prediction.schema_id == schema.pk:
        return value
    value = named_today(value, renames(schema.body))
    kept: dict[str, Any] = {}
    for name in (field.name for field in checked(schema.body).fields if field.name in value):
        try:
            kept = check_part(schema.body, kept | {name: value[name]}, subject)
        except Invalid:
            continue
    return kept


def judged(
    task: Task, schema: LabelSchema, answer: Mapping[str, Any], decided: Decided, subject: Subject
) -> list[Outcome]:
    """What became of the suggestions of each prediction that was shown; not saved yet.

    Invalid   there is no such prediction of this task
    """
    there = {str(prediction.pk): prediction for prediction in task.predictions.filter(pk__in=list(decided))}
    for number in decided:
        if number not in there:
            message = _("%(number)s is no prediction of this task.")
            raise Invalid(message % {"number": number}, field=f"suggestions.{number}")
    return [
        outcome(there[number], told, became(fitting(there[number], schema, subject), told, answer, schema.body))
        for number, told in decided.items()
    ]


def became(
    suggested: Mapping[str, Any], told: Mapping[str, Decision], answer: Mapping[str, Any], body: Any
) -> dict[str, Any]:
    """Field -> what became of its suggestion, or for regions {id: what became of it}."""
    kinds = {field.name: KINDS[field.kind] for field in checked(body).fields}
    ids = {id: new for of in told.values() if isinstance(of, dict) for id, new in of.items() if new}
    found: dict[str, Any] = {}
    for name, value in suggested.items():
        kind = kinds[name]
        decision = told.get(name, {})
        if not isinstance(value, list) or kind.level not in ("regions", "relations"):
            found[name] = _of_answer(kind, value, answer.get(name), name in told, decision)
            continue
        given = {region["id"]: region for region in answer.get(name, [])}
        of_regions = decision if isinstance(decision, dict) else {}
        found[name] = {
            region["id"]: _of_region(
                kind.rejoined(region, ids) if kind.rejoined else region, given, region["id"] in of_regions, of_regions
            )
            for region in value
        }
    return found


def _of_region(region: Mapping[str, Any], given: Mapping[str, Any], known: bool, decided: Mapping[str, Any]) -> str:
    if not known:
        return LEFT
    now = given.get(decided[region["id"]] or "")
    if now is None:
        return REJECTED  # refused, or deleted after it was taken over
    return CONFIRMED if {**region, "id": now["id"]} == now else CHANGED


def _of_answer(kind: Any, suggested: Any, answer: Any, known: bool, decision: Any) -> str:
    if known and decision is None:
        return REJECTED
    if answer is None or answer == []:
        return REJECTED if decision is True else LEFT
    follows = kind.follows or (lambda one, other: one == other)
    return CONFIRMED if follows(suggested, answer) else CHANGED


def outcome(prediction: Prediction, told: Mapping[str, Decision], found: Mapping[str, Any]) -> Outcome:
    counts = Counter(what for of in found.values() for what in (of.values() if isinstance(of, dict) else [of]))
    return Outcome(
        prediction=prediction,
        decided=told,
        became=found,
        confirmed=counts[CONFIRMED],
        changed=counts[CHANGED],
        rejected=counts[REJECTED],
        left=counts[LEFT],
    )


def store(outcomes: Iterable[Outcome], entry: Revision, *, again: bool) -> None:
    """Write them with their submission, in its transaction. `again`: it took the place of one before."""
    if again:
        Outcome.objects.filter(entry__assignment=entry.assignment_id, in_force=True).update(in_force=False)
    rows = list(outcomes)
    for row in rows:
        row.entry = entry
    Outcome.objects.bulk_create(rows)

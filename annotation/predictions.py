"""How predictions of models come in: checked against the labels in force, and each version of a model once a task.

    {"model": "yolo", "version": "3", "score": 0.91, "value": {"objects": [{…, "score": 0.87}], "weather": "sunny"},
     "scores": {"weather": 0.6}}

The value has the form of an answer, and need not answer everything. A former name of a label stands for the label. How
sure the model is of a region may stand in the region itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, NotRequired

from django.db import transaction
from django.db.models import Count, Max, Sum
from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, with_config
from typing_extensions import TypedDict

from annotation.history import plain
from annotation.kinds import Subject, check_part
from annotation.models import Outcome, Prediction
from annotation.moves import subject_of
from projects.models import LabelSchema, Person, Project, Task
from projects.problems import Conflict, Invalid, Problem
from projects.schema import Renames, named_today, place, renames, sentence

MOST = 1000  # predictions in one request
LONGEST = 80
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, strip_whitespace=True)]
Score = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


@with_config(ConfigDict(extra="forbid"))
class Said(TypedDict):
    model: Name
    version: NotRequired[Annotated[str, StringConstraints(max_length=LONGEST, strip_whitespace=True)]]
    value: dict[str, Any]
    score: NotRequired[Score | None]
    scores: NotRequired[dict[str, Score | dict[str, Score]]]


SAID = TypeAdapter(Said)
SCORE = TypeAdapter(Score)


@dataclass(frozen=True)
class Checked:
    """A prediction that fits its task."""

    model: str
    version: str
    value: dict[str, Any]
    score: float | None
    scores: dict[str, Any]


def read_prediction(said: Any, schema: LabelSchema | None, subject: Subject, at: str = "") -> Checked:
    """A prediction as it is sent or imported; Invalid with the place and what to mend."""
    if schema is None:
        raise Invalid(_("The project has no labels yet, so a prediction cannot be checked. Add the labels first."))
    try:
        given = SAID.validate_python(said)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = at + place(first["loc"])
        raise Invalid(sentence(first | {"loc": (where,)}), field=where) from error
    try:
        value, scores = _without_scores(given["value"])
        checked = check_part(schema.body, named_today(value, renames(schema.body)), subject)
    except Invalid as refused:
        where = f"{at}value.{refused.detail.get('field', '')}".rstrip(".")
        raise Invalid(f"{where}: {refused.message}", field=where) from refused
    scores = _merged(scores, given.get("scores", {}))
    for name in scores:
        if name not in checked:
            message = _("%(place)s: there is no suggestion for %(name)s that this could be the score of")
            where = f"{at}scores.{name}"
            raise Invalid(message % {"place": where, "name": name}, field=where)
    return Checked(given["model"], given.get("version", ""), checked, given.get("score"), scores)


def _without_scores(value: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The value without the scores that stand in its regions, and these by field and region.

    Few models number what they find: a region without an id gets one.
    """
    bare: dict[str, Any] = {}
    scores: dict[str, Any] = {}
    for name, answer in value.items():
        bare[name] = answer
        if not isinstance(answer, list) or not all(isinstance(one, dict) and "label" in one for one in answer):
            continue
        regions = [{"id": f"p{i}", **one} for i, one in enumerate(answer, start=1)]
        bare[name] = [{key: part for key, part in one.items() if key != "score"} for one in regions]
        told = {
            str(one["id"]): _score(one["score"], f"{name}[{i}].score")
            for i, one in enumerate(regions)
            if one.get("score") is not None
        }
        scores |= {name: told} if told else {}
    return bare, scores


def _score(given: Any, at: str) -> float:
    try:
        return SCORE.validate_python(given)
    except ValidationError:
        raise Invalid(_("A score is a number from 0 to 1"), field=at) from None


def _merged(ones: dict[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    for name, said in others.items():
        both = isinstance(said, dict) and isinstance(ones.get(name), dict)
        ones[name] = {**ones[name], **said} if both else said
    return ones


def add(task: Task, said: Any, *, by: Person | None) -> tuple[Prediction, bool]:
    """The prediction, and whether it is new. Sent again it is the same one; another value for it is a Conflict."""
    checked = read_prediction(said, task.project.schema, subject_of(task))
    [(prediction, made)] = put([(task.pk, checked)], schema=task.project.schema, by=by)
    return prediction, made


@transaction.atomic
def put(
    given: Sequence[tuple[int, Checked]], *, schema: LabelSchema | None, by: Person | None
) -> list[tuple[Prediction, bool]]:
    """Store predictions of tasks, each version of a model once a task. Conflict: one is there with another value."""
    assert schema is not None
    rows = [
        Prediction(
            task_id=task,
            model=one.model,
            version=one.version,
            schema=schema,
            value=one.value,
            score=one.score,
            scores=one.scores,
            imported_by=by,
        )
        for task, one in given
    ]
    before = stored({task for task, _one in given})
    fresh = {key_of(row): row for row in rows if key_of(row) not in before}
    Prediction.objects.bulk_create(fresh.values(), batch_size=500, ignore_conflicts=True)
    there = stored({task for task, _one in given})
    names = renames(schema.body)
    for row in rows:
        if not says_the_same(there[key_of(row)], row, names):
            raise Conflict(changed(row.model, row.version), code="prediction_changed")
    return [(there[key_of(row)], key_of(row) in fresh) for row in rows]


def stored(tasks: Iterable[int]) -> dict[tuple[int, str, str], Prediction]:
    return {key_of(row): row for row in Prediction.objects.filter(task__in=tasks)}


def key_of(row: Prediction) -> tuple[int, str, str]:
    return row.task_id, row.model, row.version


def says_the_same(one: Prediction | Checked, two: Prediction | Checked, names: Renames) -> bool:
    """Under the names of today: sent again after a rename it is the same one still."""
    said = [plain([named_today(each.value, names), each.scores, each.score]) for each in (one, two)]
    return bool(said[0] == said[1])


def changed(model: str, version: str) -> str:
    message = _(
        "There is another prediction of %(model)s, version “%(version)s”, for this task. What became of a prediction "
        "is counted, so it never changes: give the new one another version."
    )
    return message % {"model": model, "version": version}


def add_all(project: Project, said: Sequence[Mapping[str, Any]], *, by: Person | None) -> dict[str, int]:
    """Predictions for many tasks, which `task` (its id) or `external_id` names: all of them, or none and every fault.

    Problem   `detail.problems` has the place and the sentence of each one that cannot be
    """
    tasks = _tasks_of(project, said)
    given: list[tuple[int, Checked]] = []
    problems = []
    there = stored({task.pk for task in tasks.values()})
    names = renames(project.schema.body if project.schema else None)
    for i, one in enumerate(said):
        try:
            task = next((tasks[name] for name in _names(one) if name in tasks), None)
            if task is None:
                raise Invalid(_("Name a task of this project, by “task” (its id) or by “external_id”."))
            rest = {name: part for name, part in one.items() if name not in ("task", "external_id")}
            checked = read_prediction(rest, project.schema, subject_of(task))
            known = there.get((task.pk, checked.model, checked.version))
            if known is not None and not says_the_same(known, checked, names):
                raise Invalid(changed(checked.model, checked.version))
            given.append((task.pk, checked))
        except Problem as problem:
            problems.append({"index": i, "message": problem.message, "field": problem.detail.get("field", "")})
    if problems:
        message = _("%(bad)d of %(all)d predictions cannot be taken, so none was. The first: %(first)s")
        told = {"bad": len(problems), "all": len(said), "first": f"[{problems[0]['index']}] {problems[0]['message']}"}
        raise Invalid(message % told, problems=problems)
    made = put(given, schema=project.schema, by=by) if given else []
    new = sum(is_new for _row, is_new in made)
    return {"made": new, "known": len(made) - new}


def _tasks_of(project: Project, said: Sequence[Mapping[str, Any]]) -> dict[tuple[str, Any], Task]:
    names = {name for one in said for name in _names(one)}
    ids = [value for key, value in names if key == "task"]
    external_ids = [value for key, value in names if key == "external_id"]
    tasks = Task.objects.filter(project=project).select_related("asset")
    found: dict[tuple[str, Any], Task] = {("task", task.pk): task for task in tasks.filter(pk__in=ids)}
    return found | {("external_id", task.external_id): task for task in tasks.filter(external_id__in=external_ids)}


def _names(one: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What a prediction names its task by; what can be no name is left out."""
    pk, external_id = one.get("task"), one.get("external_id")
    found: list[tuple[str, Any]] = [("task", pk)] if type(pk) is int and 0 < pk < 2**63 else []
    return [*found, ("external_id", external_id)] if isinstance(external_id, str) else found


def by_model(project: Project) -> list[dict[str, Any]]:
    """Of each version of a model: its predictions, and what became of its suggestions in the answers in force."""
    counts = ("confirmed", "changed", "rejected", "left")
    became = Outcome.objects.filter(prediction__task__project=project, in_force=True)
    sums = {
        (row["prediction__model"], row["prediction__version"]): row
        for row in became.values("prediction__model", "prediction__version").annotate(
            **{f"all_{name}": Sum(name) for name in counts}
        )
    }
    versions = Prediction.objects.filter(task__project=project).values("model", "version")
    found = []
    for row in versions.annotate(predictions=Count("pk"), newest=Max("pk")).order_by("-newest"):
        told: Any = sums.get((row["model"], row["version"]), {})
        of = {name: told.get(f"all_{name}") or 0 for name in counts}
        found.append({"model": row["model"], "version": row["version"], "predictions": row["predictions"]} | of)
    return found

"""The answers in force, as the workers measure them: question by question, with the times and the settled answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Q
from django.db.models.functions import Length

from annotation.kinds import KINDS, checked
from annotation.models import Annotation, Settlement
from annotation.moves import ANSWERED
from annotation.responses import models_of
from projects.models import Guideline, LabelSchema, Task, TaskState
from projects.schema import Renames, named_today, renames
from workers.measures import Context
from workers.traces import Guidelines, Question

Key = tuple[str, str]  # name and kind of a field
Questions = dict[Key, Question]
MORE_IS_SAID = {"regions", "relations", "ranking"}  # levels of which what the schema says of the field is looked at
ORDERED = {"preference", "ranking"}  # levels that say which response is better
ALONG = {"line", "time"}  # geometries of what lies along something that has a length


def questions(tasks: Iterable[int], only: Q | None = None) -> dict[int, Questions]:
    """What the answers to each task say now, by its id. A void task says nothing.

    only     a further condition on the annotations
    returns  Answers to different versions of a label schema meet in the fields that both have in the same kind, under
             the names that labels have today.
    """
    found: dict[int, Questions] = {task: {} for task in tasks}
    answers = Annotation.objects.filter(only or Q(), assignment__task__in=list(found), assignment__state__in=ANSWERED)
    in_force = answers.exclude(assignment__task__state=TaskState.VOID)
    columns = ("assignment__task", "assignment__annotator", "schema", "value", "changed_at")
    given = list(in_force.values_list(*columns))
    settled = _settled(found)
    today = _in_force(found)
    bodies = _bodies({row[2] for row in given} | {schema for schema, _ in settled.values()} | {*today.values()})
    names = {schema: renames(bodies[schema]) for schema in {*today.values()}}
    kinds = {pk: {field["name"]: field["kind"] for field in body["fields"]} for pk, body in bodies.items()}
    fields_of = cache(lambda schema: {one.name: one for one in checked(bodies[schema]).fields})
    told: dict[int, dict[Key, Told]] = {task: {} for task in found}
    for task, annotator, schema, given_value, at in given:
        value = _named(given_value, names.get(today.get(task, 0)))
        for key, answer in _fields(kinds[schema], value):
            one = told[task].setdefault(key, Told())
            one.answers[annotator], one.at[annotator], one.whole[annotator] = answer, at, value
            one.schema = max(one.schema, schema)
    decided = {
        task: dict(_fields(kinds[schema], _named(value, names.get(today.get(task, 0)))))
        for task, (schema, value) in settled.items()
    }
    lengths = _lengths(
        [task for task, fields in told.items() if any(KINDS[kind].geometry in ALONG for _, kind in fields)]
    )
    models = _models([task for task, fields in told.items() if any(KINDS[kind].level in ORDERED for _, kind in fields)])
    for task, fields in told.items():
        for key, one in fields.items():
            kind = KINDS[key[1]]
            options = fields_of(one.schema).get(key[0]) if kind.level in MORE_IS_SAID else None
            whole, beside = one.whole, {}
            if kind.level == "relations":  # these are decided together with what they lead to
                whole = {who: value for other in fields.values() for who, value in other.whole.items()}
                beside = fields_of(one.schema)
            of_models = models.get(task, {}) if kind.level in ORDERED else {}
            context = Context(whole, options, beside, lengths.get(task), of_models)
            found[task][key] = Question(kind, one.answers, one.at, decided.get(task, {}).get(key), context)
    return found


def _in_force(tasks: Iterable[int]) -> dict[int, int]:
    """The label schema in force of each task's project."""
    rows = Task.objects.filter(pk__in=list(tasks), project__schema__isnull=False)
    return dict(rows.values_list("pk", "project__schema"))


def _named(value: Any, names: Renames | None) -> Any:
    return named_today(value, names) if names else value


@dataclass
class Told:
    """The answers to one question, by annotator, the newest schema they were given to, and all else that was said."""

    answers: dict[int, Any] = field(default_factory=dict)
    at: dict[int, datetime] = field(default_factory=dict)
    whole: dict[int, Any] = field(default_factory=dict)
    schema: int = 0


def _lengths(tasks: list[int]) -> dict[int, int]:
    """How many code points the text of each of these tasks has, or how many milliseconds it lasts."""
    if not tasks:
        return {}
    those = Task.objects.filter(pk__in=tasks)
    texts = dict(those.filter(asset__file="").values_list("pk", Length("asset__text")))
    lasting = those.filter(asset__duration__isnull=False).values_list("pk", "asset__duration")
    return texts | {task: round(duration * 1000) for task, duration in lasting if duration is not None}


def _models(tasks: list[int]) -> dict[int, dict[str, str]]:
    """Of each of these tasks, the models that its responses are from."""
    rows = Task.objects.filter(pk__in=tasks).values_list("pk", "meta") if tasks else []
    return {task: models_of(meta) for task, meta in rows}


def _fields(kinds: dict[str, str], value: Any) -> list[tuple[Key, Any]]:
    """The answered fields of a value. What cannot be read says so here, before anything is counted."""
    given = [((field, kind), value.get(field, KINDS[kind].absent)) for field, kind in kinds.items()]
    return [(key, answer) for key, answer in given if answer is not None]


def _settled(tasks: Iterable[int]) -> dict[int, tuple[int, Any]]:
    """The schema and value that somebody decided on."""
    decided = Settlement.objects.filter(task__in=list(tasks), undone=False).exclude(task__state=TaskState.VOID)
    return {task: (schema, value) for task, schema, value in decided.values_list("task", "schema", "value")}


def _bodies(schemas: Iterable[int]) -> dict[int, Any]:
    """The label schemas, by id."""
    return dict(LabelSchema.objects.filter(pk__in=list(schemas)).values_list("pk", "body"))


def guidelines(projects: Iterable[int]) -> dict[int, Guidelines]:
    """When the versions of each project's guideline came into force."""
    since: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
    rows = Guideline.objects.filter(project__in=list(projects)).order_by("-created_at", "-version")
    for project, at, version in rows.values_list("project", "created_at", "version"):
        since[project].append((at, version))
    return defaultdict(Guidelines, {project: Guidelines(tuple(rows)) for project, rows in since.items()})

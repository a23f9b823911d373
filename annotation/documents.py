"""Rows as JSON: one function a document. `serializers.py` says the same to the API's description."""

from collections.abc import Iterable, Set
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse

from annotation.asking import any_on
from annotation.comments import counts_on
from annotation.history import plain
from annotation.models import Annotation, Assignment, Draft, Outcome, Prediction, Revision
from annotation.moves import subject_of
from annotation.responses import responses_doc, responses_of, shown_to, without_responses
from annotation.suggestions import shown_for
from projects.markdown import render
from projects.models import Asset, Guideline, LabelSchema, Person, Project, Task
from projects.schema import named_today, renames
from projects.serializers import derived_urls, tiles_doc

Document = dict[str, Any]


def whole() -> QuerySet[Assignment]:
    """Assignments with all that `assignment_doc` reads, in one query."""
    return Assignment.objects.select_related("task__asset", "task__project", "annotation", "draft")


def assignment_doc(assignment: Assignment, *, suggesting: bool = True) -> Document:
    """What its annotator goes on with: answer and draft under the names that labels have today.

    suggesting   False when it is known that no model suggests anything
    """
    task = assignment.task
    answer: Annotation | None = getattr(assignment, "annotation", None)
    draft: Draft | None = getattr(assignment, "draft", None)
    revision = answer.revision if answer else 0
    schema = task.project.schema if answer or draft else None
    names = renames(schema.body) if schema else {}
    value = named_today(answer.value, names) if answer else None
    is_old = answer is not None and answer.value == value  # nothing in it was renamed: it is of its own version
    return {
        "id": assignment.pk,
        "state": assignment.state,
        "lease_until": assignment.lease_until,
        "revision": revision,
        "value": value,
        "schema": answer.schema_id if answer and is_old else task.project.schema_id,
        "note": assignment.note,
        "draft": {"value": plain(named_today(draft.value, names)), "revision": revision, "saved_at": draft.saved_at}
        if draft
        else None,
        "predictions": suggested_docs(assignment) if suggesting and task.project.show_predictions else [],
        "task": task_doc(task, person=assignment.annotator_id),
    }


def suggested_docs(assignment: Assignment) -> list[Document]:
    """What models suggest, with what was decided of it with the answer in force."""
    task = assignment.task
    if not task.predictions.all():
        return []  # without reading the labels
    shown = shown_for(task, task.project.schema, subject_of(task, assignment.annotator_id))
    answered = shown and getattr(assignment, "annotation", None) is not None
    before = Outcome.objects.filter(entry__assignment=assignment, in_force=True) if answered else ()
    decided = {outcome.prediction_id: outcome.decided for outcome in before}
    return [
        prediction_doc(prediction) | {"value": value, "decided": decided.get(prediction.pk)}
        for prediction, value in shown
    ]


def prediction_doc(prediction: Prediction) -> Document:
    return {
        "id": prediction.pk,
        "model": prediction.model,
        "version": prediction.version,
        "value": prediction.value,
        "score": prediction.score,
        "scores": prediction.scores,
    }


def with_comments(docs: list[Document], person: Person, may: Set[str]) -> list[Document]:
    """The documents of assignments of one project, each with how much is said of its task that this person may read."""
    counts = counts_on([doc["task"]["id"] for doc in docs], person, may)
    return [doc | {"comments": counts[doc["task"]["id"]]} for doc in docs]


def assignment_docs(project: Project, pks: list[int]) -> list[Document]:
    """Assignments of one project, in the order of the ids."""
    found = Assignment.objects.select_related("task__asset", "annotation", "draft").in_bulk(pks)
    tasks = [assignment.task for assignment in found.values()]
    suggesting = project.show_predictions and any_on(Prediction, [task.pk for task in tasks])
    if suggesting:
        prefetch_related_objects(tasks, "predictions")
    for task in tasks:
        task.project = project
    return [assignment_doc(found[pk], suggesting=suggesting) for pk in pks]


def task_doc(task: Task, *, person: int | None = None) -> Document:
    """The task as its annotator sees it: responses in that person's order, and without the names of their models."""
    asset = task.asset
    order = shown_to(person, task.pk, responses_of(task.meta)) if person else None
    is_text = not asset.file
    return {
        "id": task.pk,
        "external_id": task.external_id,
        "name": task.name,
        "media": asset.media,
        "meta": without_responses(task.meta),
        "text": asset.text if is_text else None,
        "text_sha256": asset.sha256 if is_text else None,
        "responses": responses_doc(asset.text, task.meta, order),
        "asset": None if is_text else asset_doc(asset),
    }


def asset_doc(asset: Asset) -> Document:
    return {
        "id": asset.pk,
        "url": reverse("projects:asset-file", args=[asset.pk]),
        "thumbnail_url": reverse("projects:thumbnail", args=[asset.pk]) if asset.thumbnail else None,
        "tiles": tiles_doc(asset),
        "width": asset.width,
        "height": asset.height,
        "duration": asset.duration,
        "facts": asset.facts,
        "derived": derived_urls(asset),
        "mime": asset.mime,
        "bytes": asset.bytes,
        "sha256": asset.sha256,
    }


def schema_doc(schema: LabelSchema) -> Document:
    return {"id": schema.pk, "version": schema.version, "body": schema.body, "created_at": schema.created_at}


def guideline_doc(guideline: Guideline) -> Document:
    return {"version": guideline.version, "html": str(render(guideline.body))}


def person_doc(person: Person) -> Document:
    return {"id": person.pk, "name": str(person), "is_sample": person.is_sample, "is_outside": person.is_outside}


def labelling_doc(project: Project, progress: dict[str, int]) -> Document:
    return {
        "project": {
            "id": project.pk,
            "name": project.name,
            "media": project.media,
            "state": project.state,
            "lease_minutes": project.lease_minutes,
            "show_predictions": project.show_predictions,
        },
        "schema": schema_doc(project.schema) if project.schema else None,
        "guideline": guideline_doc(project.guideline) if project.guideline else None,
        "progress": progress,
    }


def work_doc(assignment: Assignment) -> Document:
    """A line of a person's own work."""
    task = assignment.task
    answer: Annotation | None = getattr(assignment, "annotation", None)
    return {
        "id": assignment.pk,
        "state": assignment.state,
        "note": assignment.note,
        "revision": answer.revision if answer else 0,
        "value": answer.value if answer else None,
        "changed_at": assignment.changed_at,
        "seconds": assignment.seconds,
        "has_draft": getattr(assignment, "draft", None) is not None,
        "task": {
            "id": task.pk,
            "external_id": task.external_id,
            "name": task.name,
            "excerpt": task.asset.text[:120],
            "thumbnail_url": reverse("projects:thumbnail", args=[task.asset_id]) if task.asset.thumbnail else None,
        },
    }


def answer_doc(answer: Annotation) -> Document:
    """An answer as reviewers and programs see it."""
    assignment = answer.assignment
    return {
        "id": answer.pk,
        "assignment": assignment.pk,
        "task": assignment.task_id,
        "external_id": assignment.task.external_id,
        "annotator": person_doc(assignment.annotator),
        "state": assignment.state,
        "schema": answer.schema_id,
        "revision": answer.revision,
        "value": answer.value,
        "seconds": assignment.seconds,
        "created_at": answer.created_at,
        "changed_at": answer.changed_at,
    }


def entry_docs(entries: Iterable[Revision]) -> list[Document]:
    return [
        {
            "number": entry.number,
            "move": entry.move,
            "assignment": entry.assignment_id,
            "by": person_doc(entry.by) if entry.by else None,
            "at": entry.at,
            "value": entry.value,
            "note": entry.note,
            "key": entry.key,
            "previous": entry.previous,
            "hash": entry.hash,
        }
        for entry in entries
    ]

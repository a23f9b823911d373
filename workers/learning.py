"""What the votes of a project teach about its annotators, learnt again now and then, so that each fold can weigh votes.

Dawid and Skene's model needs all votes at once; a fold has those of a few tasks. So the model is learnt beside, from
where it was last, and a fold works out the consensus of its tasks with the annotators as they are known by then. What
a new lesson changes is decided again, task by task under its lock, by the same function.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from annotation.kinds import KINDS
from annotation.models import Annotation
from annotation.moves import ANSWERED
from projects.models import Project, Task, TaskState
from projects.schema import renames
from workers import outcomes
from workers.consensus import DawidSkene, Votes, dawid_skene
from workers.deciding import TINY, Lesson
from workers.lessons import closed, lessons
from workers.measuring import measured
from workers.models import Consensus, Learnt
from workers.questions import guidelines, questions

LEAST_SHARED = 30  # tasks with two answers or more; with fewer, every vote counts the same
MOVED = 0.005  # change of a confidence from which on a consensus is written again
AT_ONCE = 50  # tasks decided again in one transaction

Array = np.ndarray[Any, Any]


def learn(project: Project, number: int) -> int:
    """Learn of every nominal question from all its votes. Returns how many tasks were decided again.

    number   the measurement it is done at
    """
    body = project.schema.body if project.schema else {"fields": []}
    nominal = [(field["name"], field["kind"]) for field in body["fields"] if KINDS[field["kind"]].level == "nominal"]
    return sum(_learn(project, name, kind, number) for name, kind in nominal)


def _learn(project: Project, field: str, kind: str, number: int) -> int:
    votes = _votes(project, field, kind)
    shared = int((np.bincount(votes.task) > 1).sum()) if len(votes.task) else 0
    if shared < LEAST_SHARED or len(votes.labels) < 2:
        return 0
    before = lessons([project.pk]).get((project.pk, field, kind))
    found = dawid_skene(votes, start=_posterior(votes, before) if before else None)
    pooled = _pooled(votes, found)
    body = closed(votes, found, pooled) | {"with_others": _with_others(votes, found)}
    Learnt.objects.update_or_create(
        project=project, field=field, kind=kind, defaults={"number": number, "at": timezone.now(), "body": body}
    )
    return _decide_again(project, field, kind, votes, found)


def _votes(project: Project, field: str, kind: str) -> Votes:
    """All answers in force to one question that are plain labels, under the names of today."""
    names = renames(project.schema.body if project.schema else None).get(field, {})
    of_kind = [
        schema
        for schema, body in project.schemas.values_list("pk", "body")
        if any(one["name"] == field and one["kind"] == kind for one in body["fields"])
    ]
    answers = Annotation.objects.filter(assignment__task__project=project, assignment__state__in=ANSWERED)
    in_force = answers.filter(schema__in=of_kind).exclude(assignment__task__state=TaskState.VOID)
    rows = in_force.order_by().values_list("assignment__task", "assignment__annotator", "value")
    return Votes.of(
        (task, who, names.get(value[field], value[field]))
        for task, who, value in rows.iterator(chunk_size=5000)
        if isinstance(value.get(field), str)
    )


def _joint(votes: Votes, prior: Array, confusion: Array) -> tuple[Array, Array]:
    """(tasks, k) log of how probable each label is together with the votes, and (votes, k) what each vote adds."""
    adds = np.log(confusion + TINY)[votes.annotator, :, votes.label]
    joint = np.tile(np.log(prior + TINY), (len(votes.tasks), 1))
    np.add.at(joint, votes.task, adds)
    return joint, adds


def _posterior(votes: Votes, lesson: Lesson) -> Array:
    """Where to start from: what the last lesson says of these votes. Labels that it does not know start even."""
    k, place = len(votes.labels), {label: i for i, label in enumerate(votes.labels)}
    known = [(i, place[label]) for i, label in enumerate(lesson.labels) if label in place]
    old, new = (
        (np.array(side, dtype=int) for side in zip(*known, strict=True)) if known else 2 * (np.zeros(0, dtype=int),)
    )
    prior, confusion = np.full(k, 1 / k), np.full((len(votes.annotators), k, k), 1 / k)
    prior[new] = lesson.prior[old]
    for i, who in enumerate(votes.annotators):
        matrix = lesson.confusion.get(int(str(who)), lesson.pooled)
        confusion[i][np.ix_(new, new)] = matrix[np.ix_(old, old)]
    return _normalised(_joint(votes, prior, confusion)[0])


def _normalised(joint: Array) -> Array:
    chances = np.exp(joint - joint.max(axis=1, keepdims=True))
    return np.asarray(chances / chances.sum(axis=1, keepdims=True))


def _pooled(votes: Votes, found: DawidSkene) -> Array:
    """(k, k) P(anybody says column | truth is row)."""
    k = len(votes.labels)
    counts = np.zeros((k, k))
    np.add.at(counts, votes.label, found.posterior[votes.task])
    counts = counts.T
    total = counts.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counts, total, out=np.full((k, k), 1 / k), where=total > 0))


def _with_others(votes: Votes, found: DawidSkene) -> dict[str, list[float]]:
    """How far each annotator's votes are what the others' come to.

    returns   annotator -> [tasks, sum of the chances, sum of their squares]

    The chance of a vote is worked out without that vote: nobody agrees with a consensus because they made it.
    """
    joint, adds = _joint(votes, found.prior, found.confusion)
    counts = np.bincount(votes.task, minlength=len(votes.tasks))
    shared = counts[votes.task] > 1
    without = _normalised(joint[votes.task[shared]] - adds[shared])
    chance = without[np.arange(len(without)), votes.label[shared]]
    who, n = votes.annotator[shared], len(votes.annotators)
    sums = [np.bincount(who, weights=w, minlength=n).tolist() for w in (np.ones_like(chance), chance, chance**2)]
    return {str(name): [sums[0][i], sums[1][i], sums[2][i]] for i, name in enumerate(votes.annotators)}


def _decide_again(project: Project, field: str, kind: str, votes: Votes, found: DawidSkene) -> int:
    """Write the consensus of those tasks anew that the lesson moves; each as its answers are by then."""
    label, confidence = found.label, found.confidence
    fresh = {int(str(task)): (votes.labels[int(label[i])], float(confidence[i])) for i, task in enumerate(votes.tasks)}
    stored = Consensus.objects.filter(project=project, field=field, kind=kind)
    moved = []
    for task, value, sure, method in stored.values_list("task", "value", "confidence", "method").iterator():
        now = fresh.get(task)
        if now and (method != "dawid_skene" or value != now[0] or abs((sure or 0) - now[1]) > MOVED):
            moved.append(task)
    for batch in _batches(moved):
        _write(project, batch)
    return len(moved)


def _batches(tasks: list[int]) -> Iterator[list[int]]:
    each = iter(tasks)
    while batch := list(islice(each, AT_ONCE)):
        yield batch


@transaction.atomic
def _write(project: Project, tasks: list[int]) -> None:
    """Decide these again. Stale ones are left to the fold, which knows the new lesson by now."""
    held = Task.objects.filter(pk__in=tasks, stale=False).order_by("pk").select_for_update(of=("self",))
    found = dict(held.values_list("pk", "project"))
    asked, versions = questions(found), guidelines([project.pk])[project.pk]
    done = {task: measured(asked[task], versions) for task in found}
    outcomes.put(outcomes.consensus(found, asked, done, lessons([project.pk])))

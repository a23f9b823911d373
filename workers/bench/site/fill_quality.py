"""Rows for a temporary site: a project with many answers, counted by the functions that count everywhere.

Answers are invented in bulk, but what stands in the tables of agreement comes from `measuring.measured`, task by task.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import numpy as np
from django.conf import settings
from django.test import Client
from django.utils import timezone

from annotation.kinds import KINDS
from annotation.models import Annotation, Assignment, AssignmentState
from projects.making import make_project
from projects.models import Asset, Guideline, Membership, Organisation, Person, Project, Role, Task, TaskState
from workers import measuring, outcomes, standing
from workers.agreement import Tally
from workers.kept import QUALITY
from workers.models import Consensus, Difference, LabelUse, Measurement, Standing
from workers.traces import Guidelines, Question

LABELS = ["question", "order", "complaint", "praise", "other"]
RARE = "return"  # what everybody says of the first few tasks
KIND = "choice"
BODY = {
    "media": "text",
    "fields": [{"name": "intent", "kind": KIND, "labels": [{"name": name} for name in [*LABELS, RARE]]}],
}
OVERLAP, PEOPLE, DAYS, VERSIONS = 3, 200, 100, 3
BATCH = 2000
RARELY = 10  # tasks
CARELESS = 0.15  # share of answers that are not what the task is


def fill(*, answers: int, requests: int) -> dict[str, Any]:
    """Make a project of so many answers, work it out, and ask for its quality page so often. Returns seconds."""
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    project, lead, people = _project()
    for tasks in _batches(answers // OVERLAP):
        _answer(project, people, tasks)
    Measurement.objects.create(project=project, number=1, at=timezone.now())
    worked_out = _seconds(lambda: standing.keep(project))
    client = Client()
    client.force_login(lead)
    pages = {
        "quality": f"/projects/{project.pk}/quality",
        "panel": f"/projects/{project.pk}/agreement/panel",
        "api": f"/api/projects/{project.pk}/quality",
    }
    Measurement.objects.update(number=2)  # as while people label: more was counted than was worked out
    found = {name: [_get(client, path) for _ in range(requests + 1)][1:] for name, path in pages.items()}
    found |= {name: [_get(client, path) for _ in range(requests)] for name, path in _evidence(project).items()}
    found["first"] = [_first(client, pages["quality"]) for _ in range(requests)]
    Standing.objects.all().delete()
    cold = {name: _get(client, path) for name, path in pages.items()}
    cold["first"] = cold["quality"]
    return {"pages": found, "cold": cold, "worked_out": worked_out, "answers": Annotation.objects.count()}


def _evidence(project: Project) -> dict[str, str]:
    """Pages with the tasks behind a cell of the table of labels and of the matrix."""
    there = f"/projects/{project.pk}/disagreements?field=intent&state=all"
    asked = {"apart": "labels=order,praise", "both": "both=order", "used": "used=order", "rare": f"both={RARE}"}
    return {name: f"{there}&{query}" for name, query in asked.items()}


def _seconds(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def _first(client: Client, path: str) -> float:
    """Of a process that has not shown the page since it was worked out."""
    QUALITY.clear()
    standing.forget()
    return _get(client, path)


def _get(client: Client, path: str) -> float:
    begun = time.perf_counter()
    response = client.get(path, headers={"host": "localhost"})
    assert response.status_code == 200, response.status_code
    return time.perf_counter() - begun


def _project() -> tuple[Project, Person, list[Person]]:
    organisation = Organisation.objects.create(slug="bench", name_zh="测速", name_en="Bench")
    lead = Person.objects.create(username="lead", name="lead")
    Membership.objects.create(person=lead, organisation=organisation, role=Role.LEAD)
    project = make_project(organisation, by=lead, name="Bench", body=BODY, overlap=OVERLAP)
    people = [Person.objects.create(username=f"annotator-{n}", name=f"Annotator {n}") for n in range(PEOPLE)]
    for version in range(1, VERSIONS):
        Guideline.objects.create(project=project, version=version, body=f"{version}")
    return project, lead, people


def _batches(tasks: int) -> Iterator[range]:
    for start in range(0, tasks, BATCH):
        yield range(start, min(start + BATCH, tasks))


def _answer(project: Project, people: list[Person], numbers: range) -> None:
    """Tasks with their answers and all that counting them leaves."""
    random = np.random.default_rng(numbers.start)
    asset = Asset.objects.create(
        project=project,
        sha256=sha256(f"{numbers}".encode()).hexdigest(),
        media="text",
        mime="text/plain",
        bytes=4,
        text="你好",
    )
    tasks = Task.objects.bulk_create(
        Task(
            project=project,
            asset=asset,
            external_id=f"call-{n}",
            position=n,
            overlap=OVERLAP,
            taken=OVERLAP,
            submitted=OVERLAP,
            state=TaskState.LABELLED,
        )
        for n in numbers
    )
    versions = Guidelines(tuple((_moment(DAYS * (VERSIONS - v) // VERSIONS), v) for v in range(VERSIONS - 1, 0, -1)))
    said = [_said(random, people, n) for n in numbers]
    turns = Assignment.objects.bulk_create(
        Assignment(task=task, annotator_id=who, state=AssignmentState.SUBMITTED, seconds=float(random.integers(4, 40)))
        for task, question in zip(tasks, said, strict=True)
        for who in question.answers
    )
    values = [label for question in said for label in question.answers.values()]
    schema = project.schema
    assert schema is not None
    Annotation.objects.bulk_create(
        Annotation(assignment=turn, schema=schema, value={"intent": label})
        for turn, label in zip(turns, values, strict=True)
    )
    _count(project, tasks, said, versions)


def _moment(days_ago: int) -> datetime:
    return timezone.now() - timedelta(days=days_ago)


def _said(random: np.random.Generator, people: list[Person], n: int) -> Question:
    truth = int(random.integers(0, len(LABELS)))
    chosen = random.choice(len(people), OVERLAP, replace=False)
    slips = random.random(OVERLAP) < CARELESS
    labels = np.where(slips, random.integers(0, len(LABELS), OVERLAP), truth)
    names = [RARE] * OVERLAP if n < RARELY else [LABELS[int(label)] for label in labels]
    answers = {people[int(who)].pk: name for who, name in zip(chosen, names, strict=True)}
    at = _moment(DAYS - 1 - n % DAYS)
    return Question(KINDS[KIND], answers, dict.fromkeys(answers, at))


def _count(project: Project, tasks: list[Task], said: list[Question], versions: Guidelines) -> None:
    change = Tally()
    consensus: list[Consensus] = []
    differences: list[Difference] = []
    uses: list[LabelUse] = []
    for task, question in zip(tasks, said, strict=True):
        asked = {("intent", KIND): question}
        found = measuring.measured(asked, versions)
        change.merge(found.added)
        consensus += outcomes.consensus({task.pk: project.pk}, {task.pk: asked}, {task.pk: found}, {})
        differences += outcomes.differences(project.pk, task.pk, found)
        uses += outcomes.label_uses(project.pk, task.pk, found)
    measuring.add(project.pk, change)
    Consensus.objects.bulk_create(consensus)
    Difference.objects.bulk_create(differences)
    LabelUse.objects.bulk_create(uses)


def main(**options: int) -> None:
    """For `manage.py shell --command`: prints the seconds as JSON."""
    json.dump(fill(**options), sys.stdout)

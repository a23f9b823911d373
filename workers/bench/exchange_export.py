"""How long answers take to become a release, and a release a file, beside reading and writing the values alone."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import orjson

from annotation.models import Annotation, Assignment, AssignmentState, Revision
from projects.models import Asset, LabelSchema, Media, Organisation, Person, Project, Task, TaskState
from workers import exporting, jobs, releasing
from workers.bench.report import Figure
from workers.bench.site import manage
from workers.formats import FORMATS
from workers.models import Job, JobState, Release

RUNS = 3
BOXES = 10  # of each task
VALUES = "the same values read and written and nothing else"
LABELS = ["car", "bus", "truck", "person", "two_wheeler"]


def figures(name: str, env: Mapping[str, str], folder: Path, options: Mapping[str, Any]) -> Iterator[Figure]:
    """On the database that `env` names; `name` is what people call it."""
    tasks = options["tasks"]
    arguments = {"folder": str(folder), "tasks": tasks}
    code = f"from workers.bench.exchange_export import main; main(**{arguments!r})"
    took = json.loads(manage(env, "shell", "--no-imports", "--command", code))
    bare = took["values"]
    what = f"{tasks:,} tasks with {tasks * BOXES:,} boxes, processor time, {name}"
    yield Figure(f"release and export as JSONL, {what}", took["release"] + took["jsonl"], "s", VALUES, bare)
    yield Figure(f"release {what}", took["release"], "s", VALUES, bare)
    for format in ("jsonl", "csv", "coco"):
        yield Figure(f"export a release as {FORMATS[format].title}, {what}", took[format], "s", VALUES, bare)


def main(folder: str, tasks: int) -> None:
    """For `manage.py shell --command`: prints the seconds as JSON."""
    project = filled(tasks)
    took = {"values": middle(lambda: only_values(project, Path(folder) / "values.jsonl"))}
    releases: list[Release] = []
    took["release"] = middle(lambda: releases.append(released(project)))
    for format in ("jsonl", "csv", "coco"):
        coming = iter(releases)
        took[format] = middle(lambda format=format, coming=coming: exported(next(coming), format))  # type: ignore[misc]
    json.dump(took, sys.stdout)


def middle(work: Callable[[], object]) -> float:
    """Processor seconds of this process, which others on the machine hardly change."""
    return median(_busy(work) for _ in range(RUNS))


def _busy(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def released(project: Project) -> Release:
    release = releasing.begin(project, by=None)
    done(release.job)
    return Release.objects.select_related("project").get(pk=release.pk)


def exported(release: Release, format: str) -> None:
    done(exporting.begin(release, by=None, format=format).job)


def done(row: Job | None) -> None:
    assert row is not None
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == JobState.DONE, row.error


def only_values(project: Project, path: Path) -> None:
    """What no export can leave out: every value comes from the database and goes to the disk as JSON."""
    values = Revision.objects.filter(task__project=project).order_by("pk").values_list("value", flat=True)
    with open(path, "wb") as file:
        for value in values.iterator(chunk_size=2000):
            file.write(orjson.dumps(value) + b"\n")


def filled(tasks: int) -> Project:
    """A project with that many answered tasks, written as they would stand there after labelling."""
    named = {"name_zh": "测速", "name_en": "Bench"}
    organisation, _made = Organisation.objects.get_or_create(slug="exchange-out", defaults=named)
    project = Project.objects.create(organisation=organisation, name="Bench", media=Media.IMAGE, overlap=1)
    labels = [{"name": name} for name in LABELS]
    body = {"media": "image", "fields": [{"name": "objects", "kind": "box", "labels": labels}]}
    project.schema = LabelSchema.objects.create(project=project, version=1, body=body)
    project.save()
    annotators = [Person.objects.get_or_create(username=f"bench-{n}")[0] for n in range(3)]
    numbers = range(tasks)
    assets = Asset.objects.bulk_create([_asset(project, n) for n in numbers], batch_size=500)
    rows = Task.objects.bulk_create([_task(project, n, asset) for n, asset in enumerate(assets)], batch_size=500)
    turns = Assignment.objects.bulk_create(
        [
            Assignment(task=row, annotator=annotators[n % 3], state=AssignmentState.SUBMITTED, seconds=30.5)
            for n, row in enumerate(rows)
        ],
        batch_size=500,
    )
    Annotation.objects.bulk_create(
        [Annotation(assignment=turn, schema=project.schema, value=_value(n)) for n, turn in enumerate(turns)],
        batch_size=500,
    )
    Revision.objects.bulk_create([_entry(turn, n) for n, turn in enumerate(turns)], batch_size=500)
    return project


def _asset(project: Project, n: int) -> Asset:
    digest = sha256(str(n).encode()).hexdigest()
    file = f"content/{digest[:2]}/{digest}.jpg"
    size = {"width": 1920, "height": 1080, "bytes": 400_000}
    return Asset(project=project, sha256=digest, media="image", mime="image/jpeg", file=file, original=file, **size)


def _task(project: Project, n: int, asset: Asset) -> Task:
    name = f"road/{n:06d}.jpg"
    counts = {"overlap": 1, "taken": 1, "submitted": 1, "state": TaskState.LABELLED, "position": n}
    return Task(project=project, asset=asset, external_id=name, name=name, meta={"camera": n % 7}, **counts)


def _entry(turn: Assignment, n: int) -> Revision:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    given = {"move": "submit", "by_id": turn.annotator_id, "value": _value(n), "hash": f"{n:064x}"}
    return Revision(project_id=turn.task.project_id, task_id=turn.task_id, number=1, assignment=turn, at=at, **given)


def _value(n: int) -> dict[str, Any]:
    return {"objects": [_box(n, k) for k in range(BOXES)]}


def _box(n: int, k: int) -> dict[str, Any]:
    place = {"x": n * 7.25 % 1700 + k, "y": n * 3.5 % 900, "width": 40.5 + k, "height": 30.25, "rotation": 0.0}
    return {"id": f"r{k + 1}", "label": LABELS[(n + k) % len(LABELS)], **place}

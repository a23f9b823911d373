"""Puts a scene on: its project and task come through the doors that everybody uses."""

import tempfile
from pathlib import Path

import orjson
from playwright.sync_api import Page

from projects.making import make_project
from projects.models import Membership, Organisation, Person, Project, Role
from projects.problems import Problem
from workers.handing_in import bring
from workers.imports.rows import Options
from workers.models import JobState
from workers.scenes.base import Scene
from workers.scenes.hand import Hand

NAME = "样例 1"


def put_on(scene: Scene, name: str, organisation: Organisation, *, by: Person) -> Project:
    """A project of its own for the scene, with the one task, and `by` as its annotator."""
    body = {"media": scene.media, "fields": scene.fields}
    project = make_project(organisation, by=by, name=name, body=body, overlap=1)
    Membership.objects.get_or_create(organisation=organisation, project=project, person=by, role=Role.ANNOTATOR)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if scene.files:
            scene.files(folder)
        (folder / "tasks.jsonl").write_bytes(orjson.dumps({"name": NAME, **scene.row}))
        paths = [(path.name, path) for path in sorted(folder.iterdir())]
        brought = bring(project, paths, by=by, options=Options(all_or_none=True))
    if brought.state != JobState.DONE:
        raise Problem(brought.error, code="scene")
    return project


def play(scene: Scene, page: Page, address: str) -> None:
    """Open the task at the address of its project and do what is done in the scene."""
    page.goto(f"{address}/label")
    page.locator(".surface").wait_for()
    scene.act(Hand(page))

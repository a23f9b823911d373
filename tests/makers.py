"""Small makers for tests: `make.submitted()` is one line because everything it needs is made on the way.

All rows belong to one project unless a test makes others; what is made comes through the functions that the site uses.
"""

import io
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from django.test import Client
from PIL import Image

from annotation import moves, queue
from annotation.kinds import example_value
from annotation.models import Assignment
from projects import pyramid, storage
from projects.media import EXAMINERS
from projects.models import (
    Asset,
    Guideline,
    LabelSchema,
    Media,
    Membership,
    Organisation,
    Person,
    Project,
    Role,
    Task,
    Token,
)
from projects.tokens import make_token
from tests import clips
from workers.imports.making import kept

LABELS = {
    "choice": ["good", "bad", "neutral"],
    "choices": ["fast", "friendly", "cheap"],
    "span": ["PER", "LOC", "ORG"],
    "box": ["car", "person", "sign"],
    "segment": ["speech", "music", "noise"],
}
TEXT = "小明从成都坐火车去沈阳看雪。"


def schema_body(kind: str = "choice", **field: Any) -> dict[str, Any]:
    """A schema with one field `answer` of a kind."""
    labels = [{"name": name, "key": str(key)} for key, name in enumerate(LABELS[kind], start=1)]
    media = {"box": Media.IMAGE, "segment": Media.AUDIO}.get(kind, Media.TEXT)
    return {"media": str(media), "fields": [{"name": "answer", "kind": kind, "labels": labels} | field]}


def picture(width: int = 320, height: int = 240, color: str = "#456789") -> bytes:
    """A real PNG."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), color).save(buffer, "PNG")
    return buffer.getvalue()


def sound(seconds: float = 6.0, rate: int = 16_000, channels: int = 1, *, kind: str = "WAV") -> bytes:
    """A real recording: words of a kind, a tone each half second that swells and fades, another one in each channel."""
    time = np.arange(round(seconds * rate)) / rate
    swell = np.clip(np.sin(2 * np.pi * time), 0, None)
    tones = [
        0.6 * swell * np.sin(2 * np.pi * (220 * (channel + 1) + 40 * np.floor(time)) * time)
        for channel in range(channels)
    ]
    buffer = io.BytesIO()
    soundfile.write(buffer, np.stack(tones, axis=1), rate, format=kind)
    return buffer.getvalue()


class Make:
    def __init__(self, first: int = 1) -> None:
        self._next = count(first)
        self._project: Project | None = None

    def go_on_from(self, other: "Make") -> None:
        """Make more of what another one made, as the database has it now."""
        self._next = count(next(other._next))
        self._project = Project.objects.get(pk=other.the_project.pk)

    def organisation(self, **fields: Any) -> Organisation:
        n = next(self._next)
        return Organisation.objects.create(
            **{"slug": f"city-{n}", "name_zh": f"城市{n}", "name_en": f"City {n}"} | fields
        )

    def person(
        self,
        role: Role | str | None = None,
        *,
        project: Project | None = None,
        organisation: Organisation | None = None,
        password: str | None = None,
        **fields: Any,
    ) -> Person:
        """Somebody with an account; with a role in a project (the test's, when none is named) or an organisation."""
        n = next(self._next)
        person = Person(**{"username": f"person-{n}", "name": f"Person {n}", "email": f"p{n}@example.org"} | fields)
        if password is None:
            person.set_unusable_password()
        else:
            person.set_password(password)
        person.save()
        if role is not None:
            self.member(person, role, project=project, organisation=organisation)
        return person

    def member(
        self,
        person: Person,
        role: Role | str,
        *,
        project: Project | None = None,
        organisation: Organisation | None = None,
    ) -> Membership:
        if organisation is None:
            project = project or self.the_project
            organisation = project.organisation
        return Membership.objects.create(person=person, role=role, project=project, organisation=organisation)

    def annotator(self, **options: Any) -> Person:
        return self.person(Role.ANNOTATOR, **options)

    def reviewer(self, **options: Any) -> Person:
        return self.person(Role.REVIEWER, **options)

    def lead(self, **options: Any) -> Person:
        return self.person(Role.LEAD, **options)

    def owner(self, **options: Any) -> Person:
        return self.person(Role.OWNER, **options)

    def auditor(self, **options: Any) -> Person:
        return self.person(Role.AUDITOR, **options)

    def client(self, person: Person | None = None) -> Client:
        """A browser, signed in as this person."""
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    def token(self, person: Person, name: str = "test") -> tuple[Token, str]:
        return make_token(person, name)

    def headers(self, person: Person) -> dict[str, str]:
        """What a program of this person sends along."""
        return {"Authorization": f"Token {self.token(person)[1]}"}

    @property
    def the_project(self) -> Project:
        """The project that everything belongs to for which no other is named: the last one made."""
        return self._project or self.project()

    def project(
        self,
        kind: str = "choice",
        *,
        body: dict[str, Any] | None = None,
        organisation: Organisation | None = None,
        guideline: str = "",
        **fields: Any,
    ) -> Project:
        body = body or schema_body(kind)
        n = next(self._next)
        values = {"name": f"Project {n}", "media": body["media"], "overlap": 2} | fields
        project = Project.objects.create(organisation=organisation or self.organisation(), **values)
        project.schema = LabelSchema.objects.create(project=project, version=1, body=body)
        if guideline:
            project.guideline = Guideline.objects.create(project=project, version=1, body=guideline)
        project.save()
        self._project = project
        return project

    def schema(self, body: dict[str, Any], project: Project | None = None) -> LabelSchema:
        """The next version of a project's schema, in force from now on."""
        project = project or self.the_project
        newest = project.schemas.order_by("-version").first()
        version = newest.version + 1 if newest else 1
        project.schema = LabelSchema.objects.create(project=project, version=version, body=body)
        project.save()
        return project.schema

    def text_task(self, text: str | None = None, *, project: Project | None = None, **fields: Any) -> Task:
        project = project or self.the_project
        text = text if text is not None else f"{TEXT}（{next(self._next)}）"
        raw = text.encode()
        asset, _made = Asset.objects.get_or_create(
            project=project,
            sha256=sha256(raw).hexdigest(),
            defaults={"media": Media.TEXT, "mime": "text/plain", "bytes": len(raw), "text": text},
        )
        return self._task(project, asset, **fields)

    def image_task(self, width: int = 320, height: int = 240, *, project: Project | None = None, **fields: Any) -> Task:
        project = project or self.the_project
        raw = picture(width, height, f"#{next(self._next) % 0xFFFFFF:06x}")
        return self._task(project, self._image(project, raw, "png", width, height), **fields)

    def photo_task(self, photo: Path, *, project: Project | None = None, **fields: Any) -> Task:
        """A task on a photograph, a JPEG."""
        project = project or self.the_project
        with Image.open(photo) as image:
            width, height = image.size
        return self._task(project, self._image(project, photo.read_bytes(), "jpeg", width, height), **fields)

    def video_task(self, content: bytes | None = None, *, project: Project | None = None, **fields: Any) -> Task:
        """A task on a video whose frames say their own number (`tests.clips`)."""
        project = project or self.the_project
        content = content if content is not None else clips.counted(next(self._next))
        return self._task(project, self._file(project, content, "video", "film.webm"), **fields)

    def audio_task(self, raw: bytes | None = None, *, project: Project | None = None, **fields: Any) -> Task:
        """A task on a recording, stored with what an import makes of it."""
        project = project or self.the_project
        raw = raw if raw is not None else sound(6 + next(self._next) / 1000)
        return self._task(project, self._file(project, raw, "audio", "a.wav"), **fields)

    def _file(self, project: Project, raw: bytes, medium: str, name: str) -> Asset:
        """A file as an import stores it."""
        with storage.draft() as draft:
            draft.write(raw)
            examined = EXAMINERS[medium].examine(draft.settle(), name)
            original = draft.keep(examined.original_suffix)
        shown = original
        if examined.shown is not None:
            keep = storage.keep_file if isinstance(examined.shown, Path) else storage.keep
            shown = keep(examined.shown, examined.suffix)
        return Asset.objects.create(
            project=project,
            sha256=sha256(raw).hexdigest(),
            media=medium,
            mime=examined.mime,
            bytes=len(raw),
            width=examined.width,
            height=examined.height,
            duration=examined.duration,
            facts=dict(examined.facts),
            file=shown,
            original=original,
            thumbnail=storage.keep(examined.thumbnail, ".webp") if examined.thumbnail else "",
            derived={name: kept(made) for name, made in examined.derived.items()},
        )

    def _image(self, project: Project, raw: bytes, kind: str, width: int, height: int) -> Asset:
        name = storage.keep(raw, f".{kind}")
        return Asset.objects.create(
            project=project,
            sha256=sha256(raw).hexdigest(),
            media=Media.IMAGE,
            mime=f"image/{kind}",
            bytes=len(raw),
            width=width,
            height=height,
            file=name,
            original=name,
            thumbnail=name,
        )

    def tiles(self, asset: Asset, **derived: str) -> None:
        """Cut an image into tiles, as if it were a very large one."""
        with Image.open(storage.path(asset.file)) as image, storage.draft() as draft:
            pyramid.write(image, draft)
            asset.derived = derived | {"tiles": draft.keep(pyramid.SUFFIX)}
        asset.save()

    def _task(self, project: Project, asset: Asset, **fields: Any) -> Task:
        n = next(self._next)
        values = {"external_id": f"task-{n}", "name": f"task-{n}", "position": n, "overlap": project.overlap} | fields
        return Task.objects.create(project=project, asset=asset, **values)

    def task(self, *, project: Project | None = None, **fields: Any) -> Task:
        """A task of the project's media."""
        project = project or self.the_project
        makers = {Media.IMAGE: self.image_task, Media.AUDIO: self.audio_task}
        return makers.get(Media(project.media), self.text_task)(project=project, **fields)

    def tasks(self, number: int, **fields: Any) -> list[Task]:
        return [self.task(**fields) for _ in range(number)]

    def value(self, task: Task) -> dict[str, Any]:
        """An answer that fits a task of the example's size or larger."""
        body = task.project.schema.body
        return example_value(body)

    def leased(
        self, *, task: Task | None = None, by: Person | None = None, project: Project | None = None
    ) -> Assignment:
        """A task in somebody's hand."""
        task = task or self.task(project=project)
        by = by or self.annotator(project=task.project)
        return Assignment.objects.select_related("task__project", "task__asset", "annotator").get(
            pk=queue.hand_over(task, by)
        )

    def submitted(
        self,
        value: dict[str, Any] | None = None,
        *,
        task: Task | None = None,
        by: Person | None = None,
        project: Project | None = None,
        **options: Any,
    ) -> Assignment:
        """An answered task; {"answer": label} for short: `make.submitted("good")`."""
        assignment = self.leased(task=task, by=by, project=project)
        if value is None:
            value = self.value(assignment.task)
        elif not isinstance(value, dict):
            value = {"answer": value}
        schema = assignment.task.project.schema
        moves.submit(assignment, value=value, schema=schema, by=assignment.annotator, **options)
        return assignment

    def returned(self, note: str = "Look again.", **options: Any) -> Assignment:
        assignment = self.submitted(**options)
        reviewer = self.reviewer(project=assignment.task.project)
        return moves.give_back(assignment, by=reviewer, note=note)

    def accepted(self, **options: Any) -> Assignment:
        assignment = self.submitted(**options)
        return moves.accept(assignment, by=self.reviewer(project=assignment.task.project))


@pytest.fixture
def make(db: Any) -> Make:
    return Make()

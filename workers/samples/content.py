"""What the sample projects consist of, read from the files beside this one. Knows nothing of the database.

Each folder is a project: what it is and whose in `project.json`, its tasks in a file of the kind that `content` names,
the answers of the two sample annotators in `answers.jsonl`. A project with a `starter` takes its label schema and
guideline from there; one without has its own `schema.json`. What stands in `guideline.zh.md` and `guideline.en.md`
comes after.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson
from PIL import Image

from projects.starters import starter
from workers.samples import roads, surfaces, tones, vibrations

HERE = Path(__file__).parent
ORDER = (
    *("datong", "haikou", "chengdu", "hefei", "hefei-tones"),
    *("shenyang", "shenyang-vibration", "baoding", "changsha"),
)
FRAME = (640, 360)  # pixels of the frames cut from photographs
QUALITY = 90
DRAWN = {"generated": True, "licence": "CC0-1.0"}  # what people are told of what is drawn and computed here


@dataclass(frozen=True)
class Material:
    """A file to be imported, with what is known of it: an image, a recording, a table of measurements."""

    name: str
    content: bytes
    external_id: str
    title: str
    meta: dict[str, Any]


@dataclass(frozen=True)
class Sample:
    """One sample project."""

    slug: str

    @cached_property
    def about(self) -> dict[str, Any]:
        """Organisation, name, description, overlap, lease."""
        about: dict[str, Any] = orjson.loads(self._path("project.json").read_bytes())
        return {"organisation": self.slug} | about

    @cached_property
    def schema(self) -> dict[str, Any]:
        if name := self.about.get("starter"):
            return starter(name).body
        schema: dict[str, Any] = orjson.loads(self._path("schema.json").read_bytes())
        return schema

    @cached_property
    def guideline(self) -> str:
        """In Markdown: Chinese first, then English, each the starter's followed by the project's own."""
        name = self.about.get("starter")
        parts = []
        for language in ("zh", "en"):
            if name:
                parts.append(starter(name).guideline[language])
            own = self._path(f"guideline.{language}.md")
            if own.exists():
                parts.append(own.read_text(encoding="utf-8"))
            parts.append("---\n")
        return "\n".join(parts[:-1])

    @property
    def tasks_file(self) -> Path:
        """Of a text project: JSONL as the import reads it."""
        return self._path("tasks.jsonl")

    def materials(self) -> Iterator[Material]:
        """Of any other project: its files, made one at a time."""
        yield from MAKERS[self.about["content"]](self)

    @cached_property
    def answers(self) -> list[dict[str, Any]]:
        """{"task": external id, "by": "a" or "b", "seconds": …, "value": …}"""
        return list(self.lines("answers"))

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        with open(self._path(f"{name}.jsonl"), "rb") as file:
            yield from map(orjson.loads, file)

    def _path(self, name: str) -> Path:
        return HERE / self.slug / name


def samples() -> list[Sample]:
    return [Sample(slug) for slug in ORDER]


def _parts(sample: Sample) -> Iterator[Material]:
    for part in sample.lines("parts"):
        yield _picture(part, surfaces.draw(part)[0], DRAWN)


def _scenes(sample: Sample) -> Iterator[Material]:
    for scene in sample.lines("scenes"):
        yield _picture(scene, roads.draw(scene)[0], DRAWN)


def _frames(sample: Sample) -> Iterator[Material]:
    sources = orjson.loads((HERE / "photos" / "sources.json").read_bytes())
    for frame in sample.lines("frames"):
        x, y, width, height = frame["crop"]
        with Image.open(HERE / "photos" / frame["photo"]) as photo:
            cut = photo.crop((x, y, x + width, y + height)).resize(FRAME, Image.Resampling.LANCZOS)
        yield _picture(frame, cut, sources[frame["photo"]])


def _runs(sample: Sample) -> Iterator[Material]:
    for run in sample.lines("runs"):
        yield Material(f"{run['id']}.csv", vibrations.draw(run)[0], run["id"], run["name"], DRAWN)


def _recordings(sample: Sample) -> Iterator[Material]:
    for recording in sample.lines("recordings"):
        yield Material(f"{recording['id']}.wav", tones.draw(recording)[0], recording["id"], recording["name"], DRAWN)


MAKERS = {"parts": _parts, "scenes": _scenes, "frames": _frames, "runs": _runs, "recordings": _recordings}


def _picture(line: dict[str, Any], image: Image.Image, meta: dict[str, Any]) -> Material:
    content = io.BytesIO()
    image.save(content, "JPEG", quality=QUALITY)
    return Material(f"{line['id']}.jpg", content.getvalue(), line["id"], line["name"], meta)

"""Masks as PNG pictures in one tar file: for training tools that read a picture of labels beside each image.

`classes.json` comes first; then for each task `tasks/<n>.json` with what is said of it, followed by a PNG of the size
of the image for each annotator and field of masks. 0 is what nobody painted. The other numbers are labels in the order
of the schema, or regions in the order in which they were painted; the task's file names those.
"""

import tarfile
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import Any, BinaryIO, Literal

import numpy as np
import orjson
from numpy.typing import NDArray
from PIL import Image as Picture
from pydantic import Field

from workers.formats.base import About, Answer, Format, Options, Record, Writer, _, canonical

SMALL = 255  # numbers that fit a byte; more take two
GREY = "#6b7280"


class MasksOptions(Options):
    numbers: Literal["labels", "regions"] = Field(
        "labels",
        title=_("What the numbers of the pixels say"),
        description=_("The label: all regions of a label are one. Or the region: each has a number of its own."),
        json_schema_extra={"choices": {"labels": _("The label"), "regions": _("The region")}},
    )


class MasksWriter(Writer):
    options: MasksOptions

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.state.setdefault("tasks", 0)
        self.fields = {name: {**field, "names": about.labels(name)} for name, field in mask_fields(about).items()}

    def head(self, step: int) -> bytes:
        classes = {
            name: [{"name": label, "color": color} for label, color in _colors(field)]
            for name, field in self.fields.items()
        }
        return entry("classes.json", canonical(classes))

    def add(self, step: int, record: Record) -> bytes:
        if "image" not in record:
            self.lost.add("no_image", record["id"])
            return b""
        self.state["tasks"] += 1
        pictures: list[tuple[str, bytes]] = []
        answers = [self._answer(record, answer, pictures) for answer in record["annotations"]]
        task = {"id": record["id"], "name": record["name"], "meta": record["meta"], "image": record["image"]}
        said = entry(f"tasks/{self.state['tasks']:06}.json", canonical(task | {"answers": answers}))
        return said + b"".join(entry(path, content) for path, content in pictures)

    def tail(self, step: int) -> bytes:
        return bytes(2 * tarfile.BLOCKSIZE)

    def _answer(self, record: Record, answer: Answer, pictures: list[tuple[str, bytes]]) -> dict[str, Any]:
        self.lost.add("fields", record["id"], sum(name not in self.fields for name in answer["value"]))
        found = {}
        for name in self.fields:
            if name not in answer["value"]:
                continue
            regions = answer["value"][name]
            path = f"masks/{name}/{answer['annotator']}/{record['image']['file']}.png"
            pictures.append((path, self._picture(name, regions, record)))
            found[name] = {"file": path} | self._numbers(regions, self.fields[name]["names"], record["id"])
        return {"annotator": answer["annotator"], "fields": found}

    def _numbers(self, regions: list[Mapping[str, Any]], names: list[str], task: str) -> dict[str, Any]:
        if self.options.numbers == "regions":
            kept = ("id", "label", "attributes")
            return {"regions": [{key: region[key] for key in kept if key in region} for region in regions]}
        labels = [name for name in names if any(region["label"] == name for region in regions)]
        self.lost.add("joined", task, len(regions) - len(labels))
        again = [(f"r{n}", name) for n, name in enumerate(labels, start=1)]
        self.lost.add("ids", task, [(region["id"], region["label"]) for region in regions] != again)
        self.lost.add("attributes", task, sum("attributes" in region for region in regions))
        return {}

    def _picture(self, name: str, regions: list[Mapping[str, Any]], record: Record) -> bytes:
        field = self.fields[name]
        pixels_of = self.about.kinds[field["kind"]].pixels
        assert pixels_of is not None
        by_label = self.options.numbers == "labels"
        most = len(field["names"]) if by_label else len(regions)
        size = (record["image"]["height"], record["image"]["width"])
        numbers = np.zeros(size, np.uint8 if most <= SMALL else np.uint16)
        for n, region in enumerate(regions, start=1):
            pixels = pixels_of(region)
            self.lost.add("covered", record["id"], bool((pixels & (numbers > 0)).any()))
            numbers[pixels] = field["names"].index(region["label"]) + 1 if by_label else n
        return png(numbers, [color for _label, color in _colors(field)] if by_label else [])


def mask_fields(about: About) -> dict[str, Mapping[str, Any]]:
    """Name -> the fields that are painted, of all versions of the schema."""
    return {field["name"]: field for field in about.fields("plane") if about.kinds[field["kind"]].pixels}


def _colors(field: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = {label["name"]: label.get("color") or GREY for label in field["labels"]}
    return [(name, known.get(name, GREY)) for name in field["names"]]


def png(numbers: NDArray[Any], colors: list[str]) -> bytes:
    """With a palette where there are colours, so that people see what programs count."""
    picture = Picture.fromarray(numbers)
    if colors and numbers.dtype == np.uint8:
        picture.putpalette(
            [0, 0, 0, *(int(color[at : at + 2], 16) for color in map(_long, colors) for at in (1, 3, 5))]
        )
    content = BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()


def _long(color: str) -> str:
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


def entry(name: str, content: bytes) -> bytes:
    """One file of a tar, the same bytes each time."""
    info = tarfile.TarInfo(name)
    info.size = len(content)
    padding = -len(content) % tarfile.BLOCKSIZE
    return info.tobuf(tarfile.PAX_FORMAT, "utf-8", "strict") + content + bytes(padding)


def read(source: BinaryIO, about: About) -> Iterator[Record]:
    """Records of such a tar, one at a time."""
    with tarfile.open(fileobj=source, mode="r|") as files:
        classes: dict[str, list[dict[str, str]]] = {}
        task: dict[str, Any] | None = None
        pictures: dict[str, NDArray[Any]] = {}
        for info in files:
            content = files.extractfile(info)
            raw = content.read() if content else b""
            if info.name == "classes.json":
                classes = orjson.loads(raw)
            elif info.name.startswith("tasks/"):
                if task:
                    yield _record(task, pictures, classes, about)
                task, pictures = orjson.loads(raw), {}
            else:
                pictures[info.name] = np.asarray(Picture.open(BytesIO(raw)))
        if task:
            yield _record(task, pictures, classes, about)


def _record(
    task: Mapping[str, Any], pictures: Mapping[str, Any], classes: Mapping[str, list[dict[str, str]]], about: About
) -> Record:
    makers = {name: about.kinds[field["kind"]].of_pixels for name, field in mask_fields(about).items()}
    answers: list[Answer] = []
    for answer in task["answers"]:
        value = {}
        for name, field in answer["fields"].items():
            numbers, make = pictures[field["file"]], makers[name]
            assert make is not None
            value[name] = [region | make(numbers == n) for n, region in _said(field, classes[name], numbers)]
        answers.append({"annotator": answer["annotator"], "value": value})
    return {
        "id": task["id"],
        "name": task["name"],
        "media": "image",
        "meta": task["meta"],
        "image": task["image"],
        "annotations": answers,
    }


def _said(field: Mapping[str, Any], labels: list[dict[str, str]], numbers: Any) -> Iterable[tuple[int, dict[str, Any]]]:
    """The numbers that stand for something in a picture, and what is said of it."""
    there = [int(n) for n in np.unique(numbers) if n]
    if "regions" in field:
        return [(n, dict(field["regions"][n - 1])) for n in there]
    return [(n, {"id": f"r{i}", "label": labels[n - 1]["name"]}) for i, n in enumerate(there, start=1)]


FORMAT = Format(
    name="masks",
    title="PNG",
    summary=_("Masks as one picture of numbers for each image, for training segmentation."),
    suffix=".tar",
    mime="application/x-tar",
    carries=frozenset({"image"}),
    geometry="plane",
    pixels=True,
    losses={
        "no_image": _("Tasks without an image are left out."),
        "fields": _("Answers to fields without masks are left out."),
        "covered": _("Where regions overlap only the one painted last is seen."),
        "joined": _("All regions of a label become one."),
        "ids": _("Regions get other ids and stand in another order."),
        "attributes": _("What is said of single regions is left out."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
    },
    always=frozenset({"provenance"}),
    options=MasksOptions,
    read=read,
    writer=MasksWriter,
)

"""COCO object detection: boxes in pixels as [x, y, width, height], images and annotations numbered from 1.

Two passes over the records: first all images, then all annotations, so that neither has to be kept in memory.
One object a line; what each shape becomes is in `coco_shapes`. Besides COCO's own keys an annotation has
`attributes` with the pseudonym of its annotator, its region's id, and in `region` what else was said of it; COCO's
loaders leave them alone.
"""

from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, Literal

import orjson
from pydantic import Field

from workers.formats import coco_shapes
from workers.formats.base import About, Answer, Format, Options, Record, Writer, _, canonical, chosen

IMAGES, ANNOTATIONS = 0, 1


class CocoOptions(Options):
    answers: Literal["all", "one"] = Field(
        "all",
        title=_("Which answers"),
        description=_(
            "All answers of a task, so that a thing stands there once for each annotator, who is named; or one: "
            "settled first, then accepted, then the earliest. Take one to train with."
        ),
        json_schema_extra={"choices": {"all": _("All answers"), "one": _("One answer a task")}},
    )


class CocoWriter(Writer):
    passes = 2
    options: CocoOptions

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.state.setdefault("images", 0)  # images seen in this pass
        self.state.setdefault("boxes", 0)  # annotations written
        self.fields = {field["name"]: field for field in about.fields("plane")}
        pairs = [(name, label) for name in self.fields for label in about.labels(name)]
        self.categories = {pair: number for number, pair in enumerate(pairs, start=1)}

    def head(self, step: int) -> bytes:
        self.state["images"] = 0
        if step == ANNOTATIONS:
            return b'\n],"annotations":['
        categories = [
            {"id": number, "name": label, "supercategory": field} | coco_shapes.joints_of(self.fields[field])
            for (field, label), number in self.categories.items()
        ]
        info = {"description": "Biaozhu", "version": "1.0"}
        return b'{"info":' + canonical(info) + b',"licenses":[],"categories":' + canonical(categories) + b',"images":['

    def add(self, step: int, record: Record) -> bytes:
        if "image" not in record:
            if step == IMAGES:
                self.lost.add("no_image", record["id"])
            return b""
        self.state["images"] += 1
        return self._image(record) if step == IMAGES else self._annotations(record)

    def tail(self, step: int) -> bytes:
        return b"\n]}\n" if step == ANNOTATIONS else b""

    def _image(self, record: Record) -> bytes:
        image = record["image"]
        line = {
            "id": self.state["images"],
            "file_name": image["file"],
            "width": image["width"],
            "height": image["height"],
            "sha256": image["sha256"],
            "mime": image["mime"],
            "task": {"id": record["id"], "name": record["name"], "meta": record["meta"]},
            "annotators": [answer["annotator"] for answer in self._answers(record)],
        }
        self.lost.add("answers", record["id"], len(record["annotations"]) - len(line["annotators"]))
        return (b",\n" if self.state["images"] > 1 else b"\n") + canonical(line)

    def _annotations(self, record: Record) -> bytes:
        lines = []
        for answer in self._answers(record):
            self.lost.add("fields", record["id"], sum(name not in self.fields for name in answer["value"]))
            for name, field in self.fields.items():
                self.lost.add("unanswered", record["id"], name not in answer["value"])
                for region in answer["value"].get(name, ()):
                    shape = coco_shapes.written(region, field, self.about.kinds[field["kind"]])
                    self.lost.add(shape.loss, record["id"], bool(shape.loss))
                    if shape.keys:
                        self.state["boxes"] += 1
                        first = self.state["boxes"] == 1
                        line = {**self._annotation(name, region, answer), **shape.keys}
                        lines.append((b"\n" if first else b",\n") + canonical(line))
        return b"".join(lines)

    def _annotation(self, field: str, region: Mapping[str, Any], answer: Answer) -> dict[str, Any]:
        return {
            "id": self.state["boxes"],
            "image_id": self.state["images"],
            "category_id": self.categories[field, region["label"]],
            "iscrowd": 0,
            "attributes": {"annotator": answer["annotator"], "id": region["id"]}
            | ({"region": region["attributes"]} if "attributes" in region else {}),
        }

    def _answers(self, record: Record) -> list[Answer]:
        if self.options.answers == "all":
            return record["annotations"]
        one = chosen(record["annotations"])
        return [one] if one else []


def read(source: BinaryIO, about: About | None = None) -> Iterator[Record]:
    """Records of a COCO file, ours or another's. COCO lets its parts come in any order, so it is read as a whole.

    Files of others have no `task` and no `attributes`: the image's file name is the id, the annotator is "a1".
    """
    body = orjson.loads(source.read())
    categories = {one["id"]: one for one in body["categories"]}
    found: dict[Any, list[Any]] = {}
    for one in body["annotations"]:
        found.setdefault(one["image_id"], []).append(one)
    known = {field["name"]: field["kind"] for field in about.fields("plane")} if about else {}
    fields = known or dict.fromkeys((one.get("supercategory") or "objects" for one in body["categories"]), "box")
    for image in body["images"]:
        yield _record(image, found.get(image["id"], []), categories, fields)


def _record(image: Any, found: list[Any], categories: Mapping[Any, Any], fields: Mapping[str, str]) -> Record:
    """fields   name -> the kind of shape it holds"""
    annotators = image.get("annotators", list(dict.fromkeys(_annotator(one) for one in found)) or ["a1"])
    values: dict[str, dict[str, list[Any]]] = {who: {field: [] for field in fields} for who in annotators}
    for one in found:
        category, own = categories[one["category_id"]], one.get("attributes", {})
        field = category.get("supercategory") if category.get("supercategory") in fields else next(iter(fields))
        regions = values[_annotator(one)][field]
        said = {"attributes": own["region"]} if own.get("region") else {}
        for part, place in enumerate(coco_shapes.read(one, category, fields[field])):
            identity = own.get("id") or f"r{len(regions) + 1}"
            named = {"id": f"{identity}-{part + 1}" if part else identity, "label": category["name"]}
            regions.append(named | place | said)
    task = image.get("task", {})
    return {
        "id": str(task.get("id", image["file_name"])),
        "name": str(task.get("name", image["file_name"])),
        "media": "image",
        "meta": task.get("meta", {}),
        "image": {
            "file": image["file_name"],
            "sha256": image.get("sha256", ""),
            "width": image["width"],
            "height": image["height"],
            "mime": image.get("mime", ""),
        },
        "annotations": [{"annotator": who, "value": values[who]} for who in annotators],
    }


def _annotator(annotation: Mapping[str, Any]) -> str:
    return str(annotation.get("attributes", {}).get("annotator", "a1"))


FORMAT = Format(
    name="coco",
    title="COCO",
    summary=_("Boxes, polygons, masks and joints, as pycocotools and most training tools read them."),
    suffix=".json",
    mime="application/json",
    carries=frozenset({"image"}),
    geometry="plane",
    losses={
        "no_image": _("Tasks without an image are left out."),
        "answers": _("Of several answers to a task one is written: settled first, then accepted, then the earliest."),
        "fields": _("Answers to fields without shapes are left out."),
        "unanswered": _("A field of shapes that was not answered looks as if there was nothing to find."),
        "turned": _("A turned box becomes the smallest upright box around it; its corners stand in the segmentation."),
        "ellipses": _("An ellipse becomes a polygon."),
        "holes": _("A hole is joined to the outline by a cut, because a polygon of COCO has no holes."),
        "open": _("Lines and single points are left out: COCO has areas and named joints only."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
    },
    always=frozenset({"provenance"}),
    options=CocoOptions,
    read=read,
    writer=CocoWriter,
)

"""CVAT's XML 1.1 for videos: the key frames of each track, in a file for each answer, as that program imports them.

The files stand in a tar as those of single recordings do (`recordings`). CVAT numbers tracks; its attributes are text
that stand in every key frame; ids, and attributes as what they are, stand beside in the file of the task.

source  https://docs.cvat.ai/docs/manual/advanced/xml_format/
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, BinaryIO
from xml.etree import ElementTree

from workers.formats.base import About, Answer, Format, Record, _, recording_of
from workers.formats.recordings import RecordingWriter, Segments, record_of, tasks_of

FLAGS = ("outside", "occluded")


class CvatWriter(RecordingWriter):
    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.fields = [field["name"] for field in about.fields("moving")]
        self.attributes = {name: _attributes_of(about, name) for name in self.fields}

    def ending(self) -> str:
        return ".xml"

    def file(self, record: Record, segments: Segments) -> tuple[str, dict[str, Any]]:
        root = ElementTree.Element("annotations")
        _add(root, "version", "1.1")
        self._meta(root, record, segments)
        tracks = [(field, track) for field, those in segments.items() for track in those]
        for number, (_field, track) in enumerate(tracks):
            root.append(_track(number, track))
        ElementTree.indent(root, " ")
        text = ElementTree.tostring(root, "unicode", xml_declaration=False)
        return '<?xml version="1.0" encoding="utf-8"?>\n' + text + "\n", {"tracks": [_known(*one) for one in tracks]}

    def _meta(self, root: ElementTree.Element, record: Record, segments: Segments) -> None:
        video = dict(recording_of(record) or {})
        frames = int(dict(record["video"]["facts"]).get("frames", 0)) if "video" in record else 0
        task = _add(_add(root, "meta"), "task")
        _add(task, "name", record["name"] or record["id"])
        _add(task, "size", str(frames))
        _add(task, "mode", "interpolation")
        _add(task, "start_frame", "0")
        _add(task, "stop_frame", str(max(frames - 1, 0)))
        labels = _add(task, "labels")
        for field in segments:
            for name in self.about.labels(field):
                label = _add(labels, "label")
                _add(label, "name", name)
                attributes = _add(label, "attributes")
                for attribute in self.attributes[field].get(name, []):
                    _declare(_add(attributes, "attribute"), *attribute)
        size = _add(task, "original_size")
        _add(size, "width", str(video.get("width", 0)))
        _add(size, "height", str(video.get("height", 0)))

    def _count_attributes(self, task: str, segments: Segments) -> None:
        """All of them are written."""


def _attributes_of(about: About, name: str) -> dict[str, list[tuple[Mapping[str, Any], bool]]]:
    """Label -> its attributes, and whether each may change from key frame to key frame."""
    field = next(field for field in about.fields("moving") if field["name"] == name)
    changing = field.get("changing", [])
    common = field.get("attributes", [])
    return {
        label["name"]: [(one, one["name"] in changing) for one in (*common, *label.get("attributes", []))]
        for label in field["labels"]
    }


def _declare(element: ElementTree.Element, attribute: Mapping[str, Any], changes: bool) -> None:
    kinds = {"choice": "select", "switch": "checkbox", "number": "number", "text": "text"}
    values = {
        "choice": [option["name"] for option in attribute.get("labels", [])],
        "switch": ["false", "true"],
        "number": [f"{attribute.get('minimum') or 0:g}", f"{attribute.get('maximum') or 1_000_000:g}", "1"],
    }.get(attribute["kind"], [])
    _add(element, "name", attribute["name"])
    _add(element, "mutable", str(changes))
    _add(element, "input_type", kinds[attribute["kind"]])
    _add(element, "default_value", values[0] if attribute["kind"] == "switch" else "")
    _add(element, "values", "\n".join(values))


def _track(number: int, track: Mapping[str, Any]) -> ElementTree.Element:
    element = ElementTree.Element("track", id=str(number), label=track["label"], source="manual")
    said = dict(track.get("attributes", {}))
    for key in track["keyframes"]:
        said |= key.get("attributes", {})
        flags = {flag: str(int(key.get(flag, False))) for flag in FLAGS}
        place = _points(key) if "points" in key else _box(key)
        kind = "points" if "points" in key else "box"
        cells = {"frame": str(key["frame"]), "keyframe": "1"} | flags | place | {"z_order": "0"}
        shape = ElementTree.SubElement(element, kind, cells)
        for name, value in said.items():
            _add(shape, "attribute", str(value).lower() if isinstance(value, bool) else str(value)).set("name", name)
    return element


def _box(key: Mapping[str, Any]) -> dict[str, str]:
    """Edges as decimal numbers, so that the size comes back to the last digit."""
    x, y, width, height = (Decimal(repr(key[side])) for side in ("x", "y", "width", "height"))
    edges = {"xtl": x, "ytl": y, "xbr": x + width, "ybr": y + height}
    turned = {"rotation": repr(key["rotation"])} if key.get("rotation") else {}
    return {name: f"{edge:f}" for name, edge in edges.items()} | turned


def _points(key: Mapping[str, Any]) -> dict[str, str]:
    return {"points": ";".join(f"{x!r},{y!r}" for x, y in key["points"])}


def _known(field: str, track: Mapping[str, Any]) -> dict[str, Any]:
    """What the XML cannot say of a track."""
    said = {str(key["frame"]): key["attributes"] for key in track["keyframes"] if "attributes" in key}
    return {"field": field, "id": track["id"]} | {
        name: value for name, value in (("attributes", track.get("attributes")), ("said", said)) if value
    }


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    element = ElementTree.SubElement(parent, name)
    element.text = text or None
    return element


def read(source: BinaryIO, about: About | None = None) -> Iterator[Record]:
    """Records of such a tar."""
    for task, texts in tasks_of(source):
        answers: list[Answer] = [
            {"annotator": one["annotator"], "value": _value(texts[one["file"]], one)} for one in task["answers"]
        ]
        yield record_of(task, answers)


def _value(text: str, answer: Mapping[str, Any]) -> dict[str, Any]:
    value: dict[str, Any] = {name: [] for name in answer["fields"]}
    for track, known in zip(tracks_in(text), answer["tracks"], strict=True):
        for key in track["keyframes"]:
            key.pop("attributes", None)
            if said := known.get("said", {}).get(str(key["frame"])):
                key["attributes"] = said
        own = {"attributes": known["attributes"]} if "attributes" in known else {}
        value[known["field"]].append({**track, "id": known["id"], **own})
    return value


def tracks_in(text: str) -> list[dict[str, Any]]:
    """The tracks of a file, ours or CVAT's: key frames only, since what lies between is what we find ourselves.

    Attributes come as text. A track ends where CVAT says that it is outside.
    """
    root = ElementTree.fromstring(text)  # noqa: S314 (expat bounds entities itself; a release is no stranger's file)
    return [
        {
            "id": f"r{number}",
            "label": track.get("label", ""),
            "keyframes": [_key(shape) for shape in track if shape.get("keyframe", "1") == "1"],
        }
        for number, track in enumerate(root.iter("track"), start=1)
    ]


def _key(shape: ElementTree.Element) -> dict[str, Any]:
    key: dict[str, Any] = {"frame": int(shape.get("frame", ""))}
    if shape.tag == "points":
        pairs = [pair.split(",") for pair in shape.get("points", "").split(";")]
        key["points"] = [[float(x), float(y)] for x, y in pairs]
    else:
        left, top, right, bottom = (Decimal(shape.get(name, "0")) for name in ("xtl", "ytl", "xbr", "ybr"))
        key |= {"x": float(left), "y": float(top), "width": float(right - left), "height": float(bottom - top)}
        key["rotation"] = float(shape.get("rotation", "0"))
    key |= {flag: True for flag in FLAGS if shape.get(flag) == "1"}
    said = {one.get("name", ""): one.text or "" for one in shape.iter("attribute")}
    return key | ({"attributes": said} if said else {})


FORMAT = Format(
    name="cvat",
    title="CVAT for video 1.1 (XML)",
    summary=_("Tracks with their key frames, a file for each answer, as CVAT imports them."),
    suffix=".tar",
    mime="application/x-tar",
    carries=frozenset({"video"}),
    geometry="moving",
    losses={
        "fields": _("Answers to other fields are left out."),
        "no_recording": _("Tasks without a recording are left out."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
    },
    always=frozenset({"provenance"}),
    read=read,
    writer=CvatWriter,
)

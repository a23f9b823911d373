"""Draw boxes.

Pixels of the upright original as floats, origin top left; `rotation` in degrees clockwise about the centre.
"""

from collections.abc import Mapping
from typing import Any, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, TypeAdapter, with_config

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline
from annotation.kinds.pixels import SLACK, Degrees, Length, Pixels
from annotation.kinds.regions import Region, read_regions
from annotation.kinds.turned import corners, shared_area
from projects.problems import Invalid


@with_config(ConfigDict(extra="forbid"))
class Box(Region):
    x: Pixels
    y: Pixels
    width: Length
    height: Length
    rotation: NotRequired[Degrees]


BOXES = TypeAdapter(list[Box])


class BoxOptions(LabelOptions):
    pass


def check(value: Any, options: BoxOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    boxes = read_regions(BOXES, value, options, at)
    for i, box in enumerate(boxes):
        box.setdefault("rotation", 0.0)
        require_inside(box, subject, f"{at}[{i}]")
    if options.required and not boxes:
        raise Invalid(_("Draw at least one box in %(field)s") % {"field": options.name}, field=at)
    return boxes


def require_inside(box: Mapping[str, Any], subject: Subject, at: str) -> None:
    width, height = subject.width or 0, subject.height or 0
    if not _inside(box, width, height):
        message = _("the box reaches outside the image of %(width)d × %(height)d pixels")
        raise Invalid(message % {"width": width, "height": height}, field=at)


def _inside(box: Mapping[str, Any], width: int, height: int) -> bool:
    """An upright box lies inside the image; of a turned one the centre does."""
    if box["rotation"]:
        return bool(0 <= box["x"] + box["width"] / 2 <= width and 0 <= box["y"] + box["height"] / 2 <= height)
    right, bottom = box["x"] + box["width"], box["y"] + box["height"]
    return bool(box["x"] >= 0 and box["y"] >= 0 and right <= width + SLACK and bottom <= height + SLACK)


def outline(region: Mapping[str, Any], options: Any = None) -> Outline:
    return Outline(rings=(tuple(corners(region)),))


def similarity(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Intersection over union of two boxes, 0..1."""
    common = shared(one, two)
    return float(common / (one["width"] * one["height"] + two["width"] * two["height"] - common))


def shared(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Square pixels that lie in both boxes."""
    if one.get("rotation") or two.get("rotation"):
        return shared_area(one, two)
    across = min(one["x"] + one["width"], two["x"] + two["width"]) - max(one["x"], two["x"])
    down = min(one["y"] + one["height"], two["y"] + two["height"]) - max(one["y"], two["y"])
    return float(max(across, 0.0) * max(down, 0.0))


KIND = Kind(
    name="box",
    media=frozenset({"image"}),
    level="regions",
    options=BoxOptions,
    check=check,
    rows=lambda value: [
        {key: b[key] for key in ("label", "x", "y", "width", "height", "rotation", "id")} for b in value
    ],
    labels=lambda value: [box["label"] for box in value],
    example=lambda options: [
        {"id": "r1", "label": options.names[0], "x": 40.0, "y": 30.0, "width": 120.0, "height": 80.0, "rotation": 0.0}
    ],
    example_subject=Subject(width=320, height=240),
    geometry="plane",
    similarity=similarity,
    outline=outline,
    absent=(),
)

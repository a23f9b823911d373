"""Draw ellipses around round things.

Pixels of the upright original as floats, origin top left: the centre, the two radii, and the `rotation` in degrees,
clockwise about the centre.
"""

from collections.abc import Mapping
from math import cos, pi, radians, sin
from typing import Any, NotRequired

from pydantic import ConfigDict, TypeAdapter, with_config

from annotation.kinds.areas import covering
from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline
from annotation.kinds.pixels import Degrees, Length, Pixels, require_inside, require_some
from annotation.kinds.regions import Region, read_regions

CORNERS = 256  # of the polygon that stands for an ellipse: less than one part in 5,000 of its area is missing


@with_config(ConfigDict(extra="forbid"))
class Ellipse(Region):
    x: Pixels
    y: Pixels
    rx: Length
    ry: Length
    rotation: NotRequired[Degrees]


ELLIPSES = TypeAdapter(list[Ellipse])


def check(value: Any, options: LabelOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    """The centre lies on the image; what is cut off by its edge may reach over it."""
    ellipses = read_regions(ELLIPSES, value, options, at)
    for i, ellipse in enumerate(ellipses):
        ellipse.setdefault("rotation", 0.0)
        require_inside([(ellipse["x"], ellipse["y"])], subject, f"{at}[{i}]")
    require_some(ellipses, options, at)
    return ellipses


def outline(region: Mapping[str, Any], options: Any = None) -> Outline:
    turn = radians(region["rotation"])
    steps = [2 * pi * i / CORNERS for i in range(CORNERS)]
    flat = [(region["rx"] * cos(step), region["ry"] * sin(step)) for step in steps]
    return Outline(
        rings=(
            tuple(
                (region["x"] + x * cos(turn) - y * sin(turn), region["y"] + x * sin(turn) + y * cos(turn))
                for x, y in flat
            ),
        )
    )


def similarity(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Intersection over union of the areas, 0..1, right to three decimals."""
    return covering(outline(one), outline(two))


KIND = Kind(
    name="ellipse",
    media=frozenset({"image"}),
    level="regions",
    options=LabelOptions,
    check=check,
    rows=lambda value: [{key: e[key] for key in ("label", "x", "y", "rx", "ry", "rotation", "id")} for e in value],
    labels=lambda value: [ellipse["label"] for ellipse in value],
    example=lambda options: [
        {"id": "r1", "label": options.names[0], "x": 160.0, "y": 110.0, "rx": 60.0, "ry": 35.5, "rotation": 30.0}
    ],
    example_subject=Subject(width=320, height=240),
    geometry="plane",
    similarity=similarity,
    outline=outline,
    absent=(),
)

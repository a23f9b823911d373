"""Draw lines, such as lanes, cracks and cables. Pixels of the upright original as floats, origin top left."""

from collections.abc import Mapping
from typing import Annotated, Any

import shapely
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from annotation.kinds.base import Kind, Similarity, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline, line
from annotation.kinds.pixels import Length, Position, require_inside, require_some
from annotation.kinds.regions import Region, read_regions

WIDTH = 30.0


@with_config(ConfigDict(extra="forbid"))
class Polyline(Region):
    points: Annotated[list[Position], Field(min_length=2, max_length=20_000)]


POLYLINES = TypeAdapter(list[Polyline])


class PolylineOptions(LabelOptions):
    """width   how many pixels wide two lines are thought when they are compared"""

    width: Length = WIDTH


def check(value: Any, options: PolylineOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    lines = read_regions(POLYLINES, value, options, at)
    for i, one in enumerate(lines):
        require_inside(one["points"], subject, f"{at}[{i}].points")
        one["points"] = [list(point) for point in one["points"]]
    require_some(lines, options, at)
    return lines


def outline(region: Mapping[str, Any], options: Any = None) -> Outline:
    return Outline(lines=(line(region["points"]),))


def similarity(one: Mapping[str, Any], two: Mapping[str, Any], *, width: float = WIDTH) -> float:
    """Intersection over union of the lines, each drawn `width` pixels wide, 0..1. The direction does not matter.

    source  Pan et al. (2018), Spatial As Deep: Spatial CNN for Traffic Scene Understanding, AAAI-18, section 4
            (lanes 30 pixels wide, counted as the same from an IoU of 0.5)
    """
    if one["points"] in (two["points"], two["points"][::-1]):
        return 1.0
    wide, also_wide = (shapely.LineString(those["points"]).buffer(width / 2) for those in (one, two))
    shared = float(wide.intersection(also_wide).area)
    return min(shared / (float(wide.area) + float(also_wide.area) - shared), 1.0)


def tuned(options: PolylineOptions) -> Similarity:
    return lambda one, two: similarity(one, two, width=options.width)


KIND = Kind(
    name="polyline",
    media=frozenset({"image"}),
    level="regions",
    options=PolylineOptions,
    check=check,
    rows=lambda value: [{key: one[key] for key in ("label", "points", "id")} for one in value],
    labels=lambda value: [one["label"] for one in value],
    example=lambda options: [
        {"id": "r1", "label": options.names[0], "points": [[20.0, 230.0], [110.5, 120.0], [150.0, 100.0]]}
    ],
    example_subject=Subject(width=320, height=240),
    geometry="plane",
    similarity=similarity,
    tuned=tuned,
    outline=outline,
    absent=(),
)

"""Draw around things, corner by corner. A polygon may have holes.

Pixels of the upright original as floats, origin top left. Every ring is closed by itself: the last point is not the
first. What lies inside an odd number of rings belongs to the region, also where a ring crosses itself.
"""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from annotation.kinds.areas import covering
from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline, line
from annotation.kinds.pixels import Position, require_inside, require_some
from annotation.kinds.regions import Region, read_regions
from projects.problems import Invalid

Ring = Annotated[list[Position], Field(min_length=3, max_length=20_000)]


@with_config(ConfigDict(extra="forbid"))
class Polygon(Region):
    points: Ring
    holes: NotRequired[Annotated[list[Ring], Field(max_length=1000)]]


POLYGONS = TypeAdapter(list[Polygon])


def check(value: Any, options: LabelOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    polygons = read_regions(POLYGONS, value, options, at)
    for i, polygon in enumerate(polygons):
        holes = polygon.pop("holes", [])
        rings = {f"{at}[{i}].points": polygon["points"]} | {
            f"{at}[{i}].holes[{n}]": hole for n, hole in enumerate(holes)
        }
        for place, ring in rings.items():
            require_inside(ring, subject, place)
            left, top, right, bottom = Outline(rings=(line(ring),)).bounds
            if left == right or top == bottom:
                raise Invalid(_("the points lie on one line, so there is no area between them"), field=place)
        polygon["points"] = [list(point) for point in polygon["points"]]
        if holes:
            polygon["holes"] = [[list(point) for point in hole] for hole in holes]
    require_some(polygons, options, at)
    return polygons


def outline(region: Mapping[str, Any], options: Any = None) -> Outline:
    return Outline(rings=(line(region["points"]), *map(line, region.get("holes", ()))))


def similarity(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Intersection over union of the areas, 0..1."""
    return covering(outline(one), outline(two))


def rows(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: p[key] for key in ("label", "points", "holes", "id") if key in p} for p in value]


KIND = Kind(
    name="polygon",
    media=frozenset({"image"}),
    level="regions",
    options=LabelOptions,
    check=check,
    rows=rows,
    labels=lambda value: [polygon["label"] for polygon in value],
    example=lambda options: [
        {
            "id": "r1",
            "label": options.names[0],
            "points": [[40.0, 30.0], [180.5, 42.0], [160.0, 140.0], [60.0, 120.0]],
            "holes": [[[90.0, 70.0], [110.0, 70.0], [100.0, 90.0]]],
        }
    ],
    example_subject=Subject(width=320, height=240),
    geometry="plane",
    similarity=similarity,
    outline=outline,
    absent=(),
)

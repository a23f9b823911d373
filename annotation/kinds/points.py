"""Mark single spots. A region is one point, or several that belong together.

Pixels of the upright original as floats, origin top left. The order of the points means nothing.
"""

from collections.abc import Mapping
from typing import Annotated, Any

import numpy as np
import scipy
from django.utils.translation import ngettext
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from annotation.kinds.base import Kind, Similarity, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.outlines import Outline, line
from annotation.kinds.pixels import Length, Position, require_inside, require_some
from annotation.kinds.regions import Region, read_regions
from projects.problems import Invalid

TOLERANCE = 10.0


@with_config(ConfigDict(extra="forbid"))
class Points(Region):
    points: Annotated[list[Position], Field(min_length=1, max_length=20_000)]


ALL_POINTS = TypeAdapter(list[Points])


class PointsOptions(LabelOptions):
    """together    how many points a region has at most; 1 makes every click a region of its own
    tolerance   how many pixels apart two points are still as much alike as different (0.61, one standard deviation)
    """

    together: int = Field(20_000, ge=1, le=20_000)
    tolerance: Length = TOLERANCE


def check(value: Any, options: PointsOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    regions = read_regions(ALL_POINTS, value, options, at)
    for i, region in enumerate(regions):
        require_inside(region["points"], subject, f"{at}[{i}].points")
        if len(region["points"]) > options.together:
            message = ngettext(
                "a region has at most %(n)d point", "a region has at most %(n)d points", options.together
            )
            raise Invalid(message % {"n": options.together}, field=f"{at}[{i}].points")
        region["points"] = [list(point) for point in region["points"]]
    require_some(regions, options, at)
    return regions


def outline(region: Mapping[str, Any], options: Any = None) -> Outline:
    return Outline(dots=line(region["points"]))


def similarity(one: Mapping[str, Any], two: Mapping[str, Any], *, tolerance: float = TOLERANCE) -> float:
    """How near the points lie to each other, 0..1: the mean of exp(-d²/2t²) over the best pairs, missing ones being 0.

    source  the form of COCO's object keypoint similarity, with a fixed scale: single points have no extent
    """
    a, b = np.asarray(one["points"], dtype=float), np.asarray(two["points"], dtype=float)
    apart = ((a[:, None] - b[None]) ** 2).sum(axis=2)
    near = np.exp(-apart / (2 * tolerance**2))
    pairs = scipy.optimize.linear_sum_assignment(near, maximize=True)
    return float(near[pairs].sum() / max(len(a), len(b)))


def tuned(options: PointsOptions) -> Similarity:
    return lambda one, two: similarity(one, two, tolerance=options.tolerance)


KIND = Kind(
    name="points",
    media=frozenset({"image"}),
    level="regions",
    options=PointsOptions,
    check=check,
    rows=lambda value: [{key: one[key] for key in ("label", "points", "id")} for one in value],
    labels=lambda value: [one["label"] for one in value],
    example=lambda options: [{"id": "r1", "label": options.names[0], "points": [[100.5, 80.0]]}],
    example_subject=Subject(width=320, height=240),
    geometry="plane",
    similarity=similarity,
    likeness="oks",
    tuned=tuned,
    outline=outline,
    absent=(),
)

"""How far two areas on an image cover each other."""

from functools import reduce
from typing import Any

import shapely

from annotation.kinds.outlines import Line, Outline


def covering(one: Outline, two: Outline) -> float:
    """Intersection over union of the areas inside two outlines, 0..1; what an even number of rings encloses is outside.

    Two areas without any extent cover each other when they are the same.
    """
    if one.rings == two.rings:
        return 1.0
    a, b = one.bounds, two.bounds
    if a[0] >= b[2] or b[0] >= a[2] or a[1] >= b[3] or b[1] >= a[3]:
        return 0.0
    first, second = area_of(one), area_of(two)
    shared = float(first.intersection(second).area)
    joint = float(first.area) + float(second.area) - shared
    return min(shared / joint, 1.0) if joint > 0 else 0.0


def area_of(outline: Outline) -> Any:
    """The area inside an outline, as a shape that can be intersected."""
    shell, *holes = outline.rings
    whole = shapely.Polygon(shell, holes)
    if whole.is_valid:
        return whole
    # Rings that cross themselves or each other: what lies inside an odd number of them, as it is painted.
    return reduce(lambda sofar, ring: sofar.symmetric_difference(_mended(ring)), outline.rings[1:], _mended(shell))


def _mended(ring: Line) -> Any:
    """What lies inside a ring that may cross itself; stray lines that it runs along twice are no area."""
    parts = shapely.get_parts(shapely.make_valid(shapely.Polygon(ring)))
    return shapely.union_all([part for part in parts if part.area > 0])

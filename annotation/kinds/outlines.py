"""What a region on an image looks like, whatever its kind: for pages, for tables of areas, for formats."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

Point = tuple[float, float]
Line = tuple[Point, ...]


@dataclass(frozen=True)
class Outline:
    """In pixels of the upright original.

    rings   closed lines, without their first point again at the end, around an area that is filled even-odd: a ring
            inside a ring is a hole
    lines   open lines
    dots    single points
    """

    rings: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    dots: Line = ()

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom."""
        points = [point for line in (*self.rings, *self.lines, self.dots) for point in line]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)

    @property
    def path(self) -> str:
        """The rings and lines as the `d` of an SVG path."""
        return "".join(f"{_drawn(ring)}Z" for ring in self.rings) + "".join(_drawn(line) for line in self.lines)


def line(points: Sequence[Sequence[float]]) -> Line:
    return tuple((float(x), float(y)) for x, y in points)


def _drawn(points: Line) -> str:
    return "M" + "L".join(f"{x:.12g} {y:.12g}" for x, y in points)

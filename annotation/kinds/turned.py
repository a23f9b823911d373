"""The area that two turned boxes share."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import Any

Point = tuple[float, float]


def shared_area(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Square pixels that lie in both boxes, whichever way they are turned.

    source  Sutherland & Hodgman (1974), Reentrant polygon clipping, Communications of the ACM 17:32
    """
    shape: Sequence[Point] = corners(one)
    edges = corners(two)
    for start, end in pairwise([*edges, edges[0]]):
        shape = _inside(shape, start, end)
    return _area(shape)


def corners(box: Mapping[str, Any]) -> list[Point]:
    """The corners of a box, clockwise on the screen, from the one that is top left when it is upright."""
    turn = radians(box.get("rotation") or 0.0)
    if not turn:
        left, top = float(box["x"]), float(box["y"])
        right_edge, bottom = left + box["width"], top + box["height"]
        return [(left, top), (right_edge, top), (right_edge, bottom), (left, bottom)]
    right, down = box["width"] / 2, box["height"] / 2
    x, y = box["x"] + right, box["y"] + down
    steps = ((-right, -down), (right, -down), (right, down), (-right, down))
    return [(x + dx * cos(turn) - dy * sin(turn), y + dx * sin(turn) + dy * cos(turn)) for dx, dy in steps]


def _inside(shape: Sequence[Point], start: Point, end: Point) -> list[Point]:
    """The part of a convex shape on the inner side of an edge."""
    kept: list[Point] = []
    for this, following in zip(shape, [*shape[1:], *shape[:1]], strict=True):
        here, there = _side(this, start, end), _side(following, start, end)
        if here >= 0:
            kept.append(this)
        if here * there < 0:
            share = here / (here - there)
            kept.append((this[0] + share * (following[0] - this[0]), this[1] + share * (following[1] - this[1])))
    return kept


def _side(point: Point, start: Point, end: Point) -> float:
    """Above 0 to the right of the way from start to end, which is inside when walking clockwise on the screen."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])


def _area(shape: Sequence[Point]) -> float:
    if len(shape) < 3:
        return 0.0
    around = pairwise([*shape, shape[0]])
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in around)) / 2

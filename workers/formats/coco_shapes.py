"""What shapes on an image become in COCO, and what COCO's annotations become here.

An area is a list of polygons in `segmentation`, a mask is its compressed run lengths, named joints are `keypoints`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from math import cos, dist, radians, sin
from typing import Any

from workers.formats.base import KindFacts

Point = tuple[float, float]
Ring = Sequence[Point]
NOWHERE = (0.0, 0.0, 0)


@dataclass(frozen=True)
class Written:
    """keys   of the annotation; none when COCO cannot say it
    loss   the code of what was lost; "" when nothing was
    """

    keys: Mapping[str, Any]
    loss: str = ""


def joints_of(field: Mapping[str, Any]) -> dict[str, Any]:
    """What a category says of its joints, when its field has such. COCO counts joints from 1."""
    if "joints" not in field:
        return {}
    names = [joint["name"] for joint in field["joints"]]
    edges = [[names.index(one) + 1, names.index(other) + 1] for one, other in field.get("edges", [])]
    return {"keypoints": names, "skeleton": edges}


def written(region: Mapping[str, Any], field: Mapping[str, Any], kind: KindFacts) -> Written:
    """Where a region lies, as COCO says it, in pixels; what COCO cannot say has no keys, or names its loss.

    field   that it answers, with the joints of its skeletons
    """
    if "width" in region:
        return _box(region)
    if "joints" in region:
        names = [joint["name"] for joint in field["joints"]]
        return _joints({name: region["joints"].get(name, NOWHERE) for name in names})
    if "counts" in region:
        (cells,) = kind.rows([region])
        mask = {"size": region["size"], "counts": region["counts"]}
        return Written({"bbox": region["box"], "area": cells["area"], "segmentation": mask})
    outline = kind.outline(region, None) if kind.outline else None
    if outline is None or not outline.rings:
        return Written({}, "open")
    left, top, right, bottom = outline.bounds
    outer, *holes = outline.rings
    keys = {
        "bbox": [left, top, right - left, bottom - top],
        "area": _area(outer) - sum(map(_area, holes)),
        "segmentation": [list(chain.from_iterable(without_holes(outer, holes)))],
    }
    return Written(keys, "holes" if holes else "ellipses" if "rx" in region else "")


def _box(box: Mapping[str, Any]) -> Written:
    x, y, width, height = around(box)
    keys = {"bbox": [x, y, width, height], "area": width * height, "segmentation": [corners(box)]}
    return Written(keys, "turned" if box.get("rotation") else "")


def _joints(joints: Mapping[str, Sequence[float]]) -> Written:
    """The box and the area are those around the joints that are placed."""
    seen = [(x, y) for x, y, visibility in joints.values() if visibility] or [NOWHERE[:2]]
    xs, ys = [x for x, _y in seen], [y for _x, y in seen]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    keys = {
        "bbox": [min(xs), min(ys), width, height],
        "area": width * height,
        "segmentation": [],
        "keypoints": list(chain.from_iterable(joints.values())),
        "num_keypoints": sum(visibility > 0 for _x, _y, visibility in joints.values()),
    }
    return Written(keys)


def without_holes(outer: Ring, holes: Sequence[Ring]) -> Ring:
    """One ring around the same area: each hole is joined to the rest by a cut between the two nearest points.

    A hole runs against its outline, so that it stays empty whichever way a program fills what crosses itself.
    """
    ring = list(outer)
    for hole in holes:
        against = list(hole) if (_signed(hole) > 0) != (_signed(outer) > 0) else list(hole)[::-1]
        pairs = ((i, j) for i in range(len(ring)) for j in range(len(against)))
        i, j = min(pairs, key=lambda pair: dist(ring[pair[0]], against[pair[1]]))
        ring = [*ring[: i + 1], *against[j:], *against[: j + 1], *ring[i:]]
    return ring


def _area(ring: Ring) -> float:
    return abs(_signed(ring))


def _signed(ring: Ring) -> float:
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def around(box: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """The upright box itself, or the smallest upright box around a turned one."""
    if not box.get("rotation"):
        return float(box["x"]), float(box["y"]), float(box["width"]), float(box["height"])
    points = corners(box)
    left, top = min(points[::2]), min(points[1::2])
    return left, top, max(points[::2]) - left, max(points[1::2]) - top


def corners(box: Mapping[str, Any]) -> list[float]:
    """x and y of the four corners, clockwise from the upper left one; turned with the box."""
    x, y, width, height = (float(box[key]) for key in ("x", "y", "width", "height"))
    turn = radians(box.get("rotation") or 0.0)
    if not turn:
        return [x, y, x + width, y, x + width, y + height, x, y + height]
    middle_x, middle_y = x + width / 2, y + height / 2
    found: list[float] = []
    for right, down in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        across, along = right * width / 2, down * height / 2
        found += [
            middle_x + across * cos(turn) - along * sin(turn),
            middle_y + across * sin(turn) + along * cos(turn),
        ]
    return found


def read(annotation: Mapping[str, Any], category: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """Where an annotation lies, for a field of this kind; several polygons become several regions."""
    return READERS.get(kind, _read_box)(annotation, category)


def _read_box(annotation: Mapping[str, Any], category: Mapping[str, Any]) -> list[dict[str, Any]]:
    x, y, width, height = map(float, annotation["bbox"])
    return [{"x": x, "y": y, "width": width, "height": height, "rotation": 0.0}]


def _read_polygons(annotation: Mapping[str, Any], category: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Where there is no polygon but a mask, or nothing, the box around it."""
    rings = annotation.get("segmentation")
    if not isinstance(rings, list) or not rings:
        x, y, width, height = map(float, annotation["bbox"])
        rings = [[x, y, x + width, y, x + width, y + height, x, y + height]]
    return [{"points": [list(map(float, ring[i : i + 2])) for i in range(0, len(ring), 2)]} for ring in rings]


def _read_ellipse(annotation: Mapping[str, Any], category: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The upright one that touches the box from inside."""
    x, y, width, height = map(float, annotation["bbox"])
    return [{"x": x + width / 2, "y": y + height / 2, "rx": width / 2, "ry": height / 2, "rotation": 0.0}]


def _read_joints(annotation: Mapping[str, Any], category: Mapping[str, Any]) -> list[dict[str, Any]]:
    numbers = annotation.get("keypoints", [])
    placed = [[float(x), float(y), int(v)] for x, y, v in zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)]
    return [{"joints": dict(zip(category.get("keypoints", []), placed, strict=True))}]


def _read_mask(annotation: Mapping[str, Any], category: Mapping[str, Any]) -> list[dict[str, Any]]:
    mask = annotation["segmentation"]
    return [{"size": mask["size"], "counts": mask["counts"], "box": annotation["bbox"]}]


Reader = Callable[[Mapping[str, Any], Mapping[str, Any]], list[dict[str, Any]]]
READERS: dict[str, Reader] = {
    "polygon": _read_polygons,
    "ellipse": _read_ellipse,
    "skeleton": _read_joints,
    "mask": _read_mask,
}

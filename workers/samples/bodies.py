"""Simple bodies for the road scenes of the Baoding sample: flat faces in metres, standing on the road.

x to the right, y up, z forward. A body at heading 0 is seen from behind, at 180 from the front; at 90 it drives to
the right.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin
from typing import Any

Point = tuple[float, float, float]
Color = tuple[int, int, int]

GLASS: Color = (38, 48, 58)
RUBBER: Color = (26, 26, 28)
CHROME: Color = (150, 152, 156)
SKIN: Color = (205, 165, 135)
TAIL: Color = (190, 28, 28)
LAMP: Color = (240, 240, 225)
POLE: Color = (120, 124, 128)


@dataclass(frozen=True)
class Face:
    points: list[Point]
    color: Color
    counts: bool = True  # belongs to what the annotator boxes; a pole, for one, does not
    lift: float = 0.0  # metres towards the camera when the order of painting is decided


def color_of(text: str) -> Color:
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def block(x: float, y: float, z: float, width: float, height: float, length: float, color: Color) -> list[Face]:
    """A box whose bottom centre is at (x, y, z)."""
    a, b, c, d, e, f = x - width / 2, x + width / 2, y, y + height, z - length / 2, z + length / 2
    return [
        Face([(a, c, e), (b, c, e), (b, d, e), (a, d, e)], color),
        Face([(a, c, f), (b, c, f), (b, d, f), (a, d, f)], color),
        Face([(a, c, e), (a, c, f), (a, d, f), (a, d, e)], color),
        Face([(b, c, e), (b, c, f), (b, d, f), (b, d, e)], color),
        Face([(a, d, e), (b, d, e), (b, d, f), (a, d, f)], color),
    ]


def disc(x: float, y: float, z: float, radius: float, color: Color, *, across: bool = False, **extra: Any) -> Face:
    """A round face: standing along the road like a wheel, or across it like a sign."""
    turns = [2 * pi * i / 24 for i in range(24)]
    if across:
        return Face([(x + radius * cos(t), y + radius * sin(t), z) for t in turns], color, **extra)
    return Face([(x, y + radius * sin(t), z + radius * cos(t)) for t in turns], color, **extra)


def plate(x: float, y: float, z: float, width: float, height: float, color: Color, **extra: Any) -> Face:
    """An upright rectangle across the road, its centre at (x, y, z)."""
    a, b, c, d = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    return Face([(a, c, z), (b, c, z), (b, d, z), (a, d, z)], color, **extra)


def _wheels(half: float, radius: float, axles: list[float]) -> list[Face]:
    faces = []
    for side in (-1, 1):
        for z in axles:
            faces += block(side * (half - 0.13), 0.02, z, 0.24, radius * 1.5, radius * 1.3, RUBBER)
            faces.append(disc(side * (half + 0.01), radius, z, radius, RUBBER, lift=0.05))
            faces.append(disc(side * (half + 0.02), radius, z, radius * 0.55, CHROME, lift=0.06))
    return faces


def car(thing: Mapping[str, Any]) -> list[Face]:
    paint, half = color_of(thing["color"]), 0.9
    line = [(-2.2, 0.28), (-2.27, 0.7), (-2.05, 0.93), (-1.6, 0.98), (-0.95, 1.43), (0.3, 1.46)]
    line += [(1.15, 1.0), (2.05, 0.86), (2.28, 0.6), (2.2, 0.28)]

    def wide(y: float) -> float:
        return half if y < 1.1 else half - 0.17  # the roof is narrower than the doors

    faces = []
    for i, ((z0, y0), (z1, y1)) in enumerate(pairwise(line)):
        across = [(-wide(y0), y0, z0), (wide(y0), y0, z0), (wide(y1), y1, z1), (-wide(y1), y1, z1)]
        faces.append(Face(across, GLASS if i in (3, 5) else paint))
    window = [(-1.4, 1.0), (-0.9, 1.36), (0.25, 1.39), (0.95, 1.02)]
    for side in (-1, 1):
        faces.append(Face([(side * wide(y), y, z) for z, y in line], paint))
        faces.append(Face([(side * (wide(y) + 0.01), y, z) for z, y in window], GLASS, lift=0.03))
        faces.append(plate(side * 0.68, 0.76, -2.29, 0.36, 0.14, TAIL, lift=0.05))
        faces.append(plate(side * 0.66, 0.68, 2.3, 0.4, 0.15, LAMP, lift=0.05))
    faces.append(plate(0, 0.62, -2.29, 0.46, 0.14, (60, 90, 170), lift=0.05))
    faces.append(plate(0, 0.45, 2.3, 0.9, 0.16, RUBBER, lift=0.05))
    return faces + _wheels(half, 0.33, [-1.35, 1.4])


def bus(thing: Mapping[str, Any]) -> list[Face]:
    paint = color_of(thing["color"])
    faces = block(0, 0.35, 0, 2.5, 2.75, 10.8, paint)
    for side in (-1, 1):
        for i in range(7):
            z = -4.9 + i * 1.42
            pane = [(side * 1.26, y, a) for y, a in ((1.45, z), (1.45, z + 1.25), (2.5, z + 1.25), (2.5, z))]
            faces.append(Face(pane, GLASS, lift=0.05))
        faces.append(plate(side * 1.0, 0.8, -5.42, 0.28, 0.4, TAIL, lift=0.1))
        faces.append(plate(side * 0.95, 0.75, 5.42, 0.4, 0.22, LAMP, lift=0.1))
    faces.append(plate(0, 2.1, -5.42, 2.0, 0.9, GLASS, lift=0.1))
    faces.append(plate(0, 1.8, 5.42, 2.3, 1.5, GLASS, lift=0.1))
    faces.append(plate(0, 2.85, 5.42, 1.6, 0.28, (235, 150, 40), lift=0.12))
    return faces + _wheels(1.25, 0.48, [-3.4, 3.3])


def truck(thing: Mapping[str, Any]) -> list[Face]:
    paint = color_of(thing["color"])
    faces = block(0, 1.05, -1.0, 2.4, 2.5, 5.8, color_of(thing.get("cargo", "#c9ccd0")))
    faces += block(0, 0.55, 2.85, 2.2, 1.95, 1.7, paint) + block(0, 0.7, 0, 2.2, 0.35, 7.4, RUBBER)
    for side in (-1, 1):
        pane = [(side * 1.11, y, z) for y, z in ((1.5, 2.3), (1.5, 3.5), (2.25, 3.4), (2.25, 2.3))]
        faces.append(Face(pane, GLASS, lift=0.05))
        faces.append(plate(side * 0.95, 0.85, -3.92, 0.3, 0.16, TAIL, lift=0.1))
        faces.append(plate(side * 0.8, 0.85, 3.72, 0.36, 0.2, LAMP, lift=0.1))
    faces.append(plate(0, 2.0, 3.72, 1.9, 0.75, GLASS, lift=0.1))
    faces.append(plate(0, 2.3, -3.92, 0.03, 2.3, (140, 143, 148), lift=0.1))
    return faces + _wheels(1.15, 0.46, [-2.7, -1.6, 2.7])


def person(thing: Mapping[str, Any]) -> list[Face]:
    """A walker as a flat figure that faces the camera; `step` opens the legs."""
    coat, trousers = color_of(thing["color"]), color_of(thing.get("trousers", "#2f3440"))
    tall, step = thing.get("height", 1.7) / 1.7, thing.get("step", 0.16)

    def shape(points: list[tuple[float, float]], color: Color) -> Face:
        return Face([(x * tall, y * tall, 0) for x, y in points], color)

    legs = [[(0.02 + s * 0.06, 0.85), (s * step - 0.07, 0.0), (s * step + 0.1, 0.0), (s * 0.16, 0.85)] for s in (-1, 1)]
    arms = [
        [(s * 0.2, 1.42), (s * (0.26 + step / 3), 0.82), (s * (0.17 + step / 3), 0.82), (s * 0.12, 1.35)]
        for s in (-1, 1)
    ]
    faces = [shape(leg, trousers) for leg in legs] + [shape(arm, coat) for arm in arms]
    faces.append(shape([(-0.2, 1.42), (0.2, 1.42), (0.17, 0.8), (-0.17, 0.8)], coat))
    faces.append(disc(0, 1.57 * tall, 0, 0.12 * tall, SKIN, across=True))
    hair = [(0.13 * tall * cos(t * pi / 8), (1.58 + 0.13 * sin(t * pi / 8)) * tall, 0.0) for t in range(9)]
    return [*faces, Face(hair, (35, 28, 26))]


def two_wheeler(thing: Mapping[str, Any]) -> list[Face]:
    """A scooter without its rider, who is a person of his own."""
    paint = color_of(thing["color"])
    side_on = [
        (-0.75, 0.55),
        (-0.7, 0.78),
        (-0.1, 0.74),
        (0.0, 0.42),
        (0.38, 0.42),
        (0.52, 1.0),
        (0.62, 0.98),
        (0.62, 0.3),
    ]
    side_on += [(-0.55, 0.28)]
    faces = []
    for x in (-0.13, 0.13):
        faces.append(Face([(x, y, z) for z, y in side_on], paint))
    faces += block(0, 0.3, -0.45, 0.3, 0.42, 0.5, paint) + block(0, 0.72, -0.4, 0.28, 0.08, 0.7, RUBBER)
    for z in (-0.6, 0.62):
        faces += block(0, 0, z, 0.1, 0.5, 0.3, RUBBER)
        faces += [disc(x, 0.26, z, 0.26, RUBBER, lift=0.02) for x in (-0.06, 0.06)]
        faces += [disc(x, 0.26, z, 0.14, CHROME, lift=0.03) for x in (-0.07, 0.07)]
    faces.append(plate(0, 1.0, 0.55, 0.66, 0.06, RUBBER))
    faces.append(plate(0, 0.58, -0.74, 0.16, 0.09, TAIL, lift=0.05))
    faces.append(plate(0, 0.86, 0.66, 0.16, 0.14, LAMP, lift=0.05))
    return faces


def rider(thing: Mapping[str, Any]) -> list[Face]:
    """Somebody sitting on a scooter of the same place and heading."""
    coat, trousers = color_of(thing["color"]), color_of(thing.get("trousers", "#2f3440"))
    helmet = color_of(thing.get("helmet", "#e8e8e4"))
    faces = block(0, 0.76, -0.3, 0.42, 0.62, 0.3, coat)
    for side in (-0.16, 0.16):
        faces += block(side, 0.7, 0.0, 0.16, 0.18, 0.55, trousers) + block(side, 0.36, 0.22, 0.14, 0.4, 0.16, trousers)
        faces += block(side * 1.5, 1.02, 0.12, 0.1, 0.12, 0.7, coat)
    return faces + block(0, 1.38, -0.28, 0.16, 0.12, 0.16, SKIN) + block(0, 1.46, -0.28, 0.27, 0.24, 0.29, helmet)


def traffic_light(thing: Mapping[str, Any]) -> list[Face]:
    """A head over the lane on a pole with an arm; `lit` is red, amber or green."""
    reach = thing.get("reach", -3.0)
    pole = [*block(-reach, 0, 0, 0.22, 6.4, 0.22, POLE), *block(-reach / 2, 6.0, 0, abs(reach), 0.16, 0.16, POLE)]
    faces = [Face(face.points, face.color, counts=False) for face in pole]
    faces += block(0, 5.3, -0.1, 0.46, 1.36, 0.3, (30, 32, 34))
    dim = {"red": (70, 24, 22), "amber": (74, 58, 20), "green": (20, 62, 40)}
    lit = {"red": (255, 60, 48), "amber": (255, 196, 60), "green": (80, 255, 170)}
    for i, name in enumerate(("red", "amber", "green")):
        color = lit[name] if name == thing["lit"] else dim[name]
        faces.append(disc(0, 6.42 - i * 0.43, -0.27, 0.16, color, across=True, lift=0.2))
    return faces


def traffic_sign(thing: Mapping[str, Any]) -> list[Face]:
    """A face on a pole: "limit" round and red-rimmed, "warning" a yellow triangle, "guide" a blue board."""
    pole = block(0, 0, 0.06, 0.09, 2.9, 0.09, POLE)
    faces = [Face(face.points, face.color, counts=False) for face in pole]
    match thing["shape"]:
        case "limit":
            faces.append(disc(0, 2.55, 0, 0.42, (200, 30, 36), across=True, lift=0.1))
            faces.append(disc(0, 2.55, 0, 0.33, (242, 242, 240), across=True, lift=0.12))
            faces += [plate(x, 2.55, 0, 0.12, 0.32, (20, 20, 22), lift=0.14) for x in (-0.11, 0.11)]
            faces += [plate(x, 2.55, 0, 0.04, 0.2, (242, 242, 240), lift=0.16) for x in (-0.11, 0.11)]
        case "warning":
            faces.append(Face([(-0.5, 2.2, 0), (0.5, 2.2, 0), (0, 3.05, 0)], (22, 22, 22), lift=0.1))
            faces.append(Face([(-0.41, 2.25, 0), (0.41, 2.25, 0), (0, 2.95, 0)], (244, 196, 44), lift=0.12))
            faces.append(plate(0, 2.52, 0, 0.07, 0.34, (22, 22, 22), lift=0.14))
        case _:
            faces.append(plate(0, 2.85, 0, 2.2, 1.1, (24, 74, 158), lift=0.1))
            faces += [
                plate(0, 2.85 + dy, 0, w, 0.12, (238, 240, 244), lift=0.12) for dy, w in ((0.22, 1.5), (-0.18, 1.1))
            ]
    return faces


BODIES: dict[str, Callable[[Mapping[str, Any]], list[Face]]] = {
    "car": car,
    "bus": bus,
    "truck": truck,
    "person": person,
    "rider": rider,
    "two_wheeler": two_wheeler,
    "traffic_light": traffic_light,
    "traffic_sign": traffic_sign,
}

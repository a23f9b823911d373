"""Draw the machined surfaces of the Shenyang sample: what an inspection camera would see, with known defects.

A part is data: how it was made, where its holes are, and each defect with its geometry in pixels. The random numbers
give the texture of the metal only, never the place of a defect, so that answers recorded for a part stay true to its
picture.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter

Plane = NDArray[np.float64]  # (HEIGHT, WIDTH), brightness from 0 to 1
Mask = NDArray[np.bool_]
Box = tuple[float, float, float, float]  # x, y, width, height

WIDTH, HEIGHT = 640, 480
FINE = 4  # drawn this much larger, so that a scratch one pixel wide has smooth edges


def draw(part: Mapping[str, Any]) -> tuple[Image.Image, list[Box]]:
    """The picture of a part, and the box around what each of its defects changed."""
    random = np.random.default_rng(part["seed"])
    surface = _light(part) * (1 + _texture(part, random))
    for x, y, radius in part.get("holes", ()):
        surface = _hole(surface, x, y, radius)
    boxes = []
    for defect in part["defects"]:
        after = DEFECTS[defect["label"]](surface, defect, random)
        boxes.append(_bounds(np.abs(after - surface) > 0.03))
        surface = after
    surface = gaussian_filter(surface, 0.5) + random.normal(0, 0.008, surface.shape)
    return Image.fromarray((np.clip(surface, 0, 1) * 255).astype(np.uint8), "L"), boxes


def _grid() -> tuple[Plane, Plane]:
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    return x.astype(float), y.astype(float)


def _light(part: Mapping[str, Any]) -> Plane:
    """A lamp from one side: a bright band that falls off smoothly, and darker corners."""
    x, y = _grid()
    angle = np.radians(part.get("light", 30))
    along = ((x - WIDTH / 2) * np.cos(angle) + (y - HEIGHT / 2) * np.sin(angle)) / WIDTH
    corner = ((x - WIDTH / 2) ** 2 + (y - HEIGHT / 2) ** 2) / (WIDTH**2 + HEIGHT**2)
    band = np.exp(-(((along - part.get("band", 0.0)) / 0.22) ** 2))
    return np.asarray(part.get("tone", 0.5) * (0.82 + 0.34 * band - 0.55 * corner))


def _texture(part: Mapping[str, Any], random: np.random.Generator) -> Plane:
    """What the tool left behind, around 0: rings of turning, arcs of milling, lines of grinding, grain of casting."""
    x, y = _grid()
    grain = random.normal(0, 1, (HEIGHT, WIDTH))
    match part["surface"]:
        case "turned" | "milled":
            cx, cy = part["centre"]
            radius = np.hypot(x - cx, y - cy)
            marks = random.normal(0, 1, 4000)
            rough = gaussian_filter(marks, 0.9) * 0.09
            feed = 0.05 * np.sin(radius * 2 * np.pi / part.get("feed", 7.0))
            rings = np.interp(radius, np.arange(4000), rough) + feed
            return np.asarray(rings + gaussian_filter(grain, (0.6, 0.6)) * 0.03)
        case "ground":
            streaks = gaussian_filter(grain, (0.5, 60)) * 0.9
            return np.asarray(streaks + gaussian_filter(grain, 0.7) * 0.03)
        case _:
            return np.asarray(gaussian_filter(grain, 1.6) * 0.28 + gaussian_filter(grain, 9) * 0.5)


def _hole(surface: Plane, cx: float, cy: float, radius: float) -> Plane:
    """A drilled hole with its chamfer: part of the design, not a defect."""
    x, y = _grid()
    distance = np.hypot(x - cx, y - cy)
    rim = np.exp(-(((distance - radius) / 2.5) ** 2)) * (0.18 + 0.22 * (cx + cy - x - y) / (2 * radius + 1))
    inside = 1 / (1 + np.exp((distance - radius + 3) / 1.2))
    return np.asarray(surface * (1 - 0.88 * inside) + rim)


def _stroke(points: Sequence[Sequence[float]], widths: Sequence[float]) -> Plane:
    """How much of each pixel a line covers. It has a width at each point and runs smoothly from one to the next."""
    canvas = Image.new("L", (WIDTH * FINE, HEIGHT * FINE))
    pen = ImageDraw.Draw(canvas)
    for (x0, y0), (x1, y1), w0, w1 in zip(points, points[1:], widths, widths[1:], strict=False):
        steps = max(2, int(np.hypot(x1 - x0, y1 - y0) * 2))
        for t in np.linspace(0, 1, steps):
            x, y, r = (x0 + (x1 - x0) * t) * FINE, (y0 + (y1 - y0) * t) * FINE, (w0 + (w1 - w0) * t) * FINE / 2
            pen.ellipse((x - r, y - r, x + r, y + r), fill=255)
    return np.asarray(canvas.reduce(FINE), dtype=float) / 255


def _scratch(surface: Plane, defect: Mapping[str, Any], random: np.random.Generator) -> Plane:
    """A bright groove with a dark edge below it."""
    points, width = defect["points"], defect.get("width", 1.6)
    groove = _stroke(points, [width] * len(points))
    edge = np.roll(groove, (1, 1), (0, 1)) * (1 - groove)
    return np.asarray(surface + (0.34 * groove - 0.2 * edge) * defect.get("depth", 1.0))


def _pit(surface: Plane, defect: Mapping[str, Any], random: np.random.Generator) -> Plane:
    """A hollow: dark where the lamp does not reach, bright on the side that faces it."""
    x, y = _grid()
    (cx, cy), radius = defect["at"], defect["radius"]
    distance = np.hypot(x - cx, y - cy) / radius
    bowl = 1 / (1 + np.exp((distance - 0.9) * radius * 0.9))
    facing = np.clip(((x - cx) + (y - cy)) / (radius * 1.4), -1, 1)
    return np.asarray(surface * (1 - 0.62 * bowl) + bowl * 0.3 * np.clip(facing, 0, 1))


def _crack(surface: Plane, defect: Mapping[str, Any], random: np.random.Generator) -> Plane:
    """A winding dark line that thins out towards its ends, with its branches."""
    dark = np.zeros_like(surface)
    for points in [defect["points"], *defect.get("branches", ())]:
        share = np.linspace(-1, 1, len(points)) if points is defect["points"] else np.linspace(0, 1, len(points))
        dark = np.maximum(dark, _stroke(points, list(0.7 + defect.get("width", 2.4) * (1 - np.abs(share)))))
    return np.asarray(surface * (1 - 0.78 * dark))


def _stain(surface: Plane, defect: Mapping[str, Any], random: np.random.Generator) -> Plane:
    """A film with a soft edge, darker at its rim where it dried; the marks of the tool show through."""
    x, y = _grid()
    (cx, cy), (rx, ry) = defect["at"], defect["radii"]
    distance = np.hypot((x - cx) / rx, (y - cy) / ry)
    for turns, size, phase in defect["edge"]:  # how the edge bulges on the way around
        distance = distance + size * np.cos(turns * np.arctan2(y - cy, x - cx) + phase)
    thick = gaussian_filter(random.normal(0, 1, surface.shape), 10)
    film = (1 + 1.6 * thick) / (1 + np.exp((distance - 0.85) * 16))
    rim = np.exp(-(((distance - 0.78) / 0.09) ** 2))
    return np.asarray(surface * (1 - defect.get("depth", 0.26) * film - 0.1 * rim))


DEFECTS = {"scratch": _scratch, "pit": _pit, "crack": _crack, "stain": _stain}


def _bounds(changed: Mask) -> Box:
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    x, y = float(columns[0]), float(rows[0])
    return x, y, float(columns[-1] + 1 - x), float(rows[-1] + 1 - y)

"""Draw the simulated road scenes of the Baoding sample from a list of things and where they stand.

Every face is painted twice: in colour, and with the number of its thing. From the second picture comes how much of
each thing can be seen, so the true boxes are those of the visible parts.
"""

from collections.abc import Mapping
from math import cos, exp, radians, sin
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter
from scipy.ndimage import find_objects, gaussian_filter, map_coordinates

from workers.samples.bodies import BODIES, Color, Face, Point, block, color_of

WIDTH, HEIGHT = 960, 540
FINE = 2
HORIZON, FOCAL, EYE = 236, 780.0, 1.45  # row of the picture, pixels, metres
HAZE = 170.0  # metres after which a third of a colour is left
NEAR = 1.2  # metres; what is closer is cut off
SUN = (-0.45, 0.75, -0.48)
SKIES: dict[str, tuple[Color, Color, float]] = {  # at the top, at the horizon, how bright the scene is
    "clear": ((104, 156, 214), (206, 224, 238), 1.0),
    "overcast": ((158, 166, 174), (206, 210, 212), 0.84),
    "dusk": ((74, 86, 128), (232, 176, 138), 0.66),
}
Box = tuple[float, float, float, float]
Pixels = NDArray[np.float64]


def draw(scene: Mapping[str, Any]) -> tuple[Image.Image, list[Box | None]]:
    """The picture, and for each thing of the scene the box of what can be seen of it (None: nothing)."""
    random = np.random.default_rng(scene["seed"])
    sky = SKIES[scene["sky"]]
    picture = _backdrop(scene, random).resize((WIDTH * FINE, HEIGHT * FINE), Image.Resampling.BICUBIC)
    seen = Image.new("I", picture.size)
    _shadows(picture, scene)
    pens = ImageDraw.Draw(picture), ImageDraw.Draw(seen)
    for _, number, face in sorted(_faces(scene), key=lambda item: -item[0]):
        outline = _outline(face.points)
        if len(outline) > 2:
            distance = sum(z for *_, z in face.points) / len(face.points)
            pens[0].polygon(outline, fill=_lit(face, distance, sky))
            pens[1].polygon(outline, fill=number if face.counts else 0)
    return _camera(picture, random), _boxes(np.asarray(seen), len(scene["things"]))


def _faces(scene: Mapping[str, Any]) -> list[tuple[float, int, Face]]:
    """All faces in the world with their painting distance. Things are painted whole, the farthest first."""
    faces = []
    for number, thing in enumerate(scene["things"], 1):
        faces += _placed(BODIES[thing["is"]](thing), thing["at"], thing.get("heading", 0), number)
    for x, z, width, depth, height, color in scene.get("buildings", ()):
        faces += _placed(_building(width, depth, height, color_of(color)), (x, z), 0, 0)
    for x, z, height in scene.get("trees", ()):
        faces += _placed(_tree(height), (x, z), 0, 0)
    return faces


def _placed(body: list[Face], at: Any, heading: float, number: int) -> list[tuple[float, int, Face]]:
    c, s = cos(radians(heading)), sin(radians(heading))
    x0, z0 = at
    placed = []
    for face in body:
        points: list[Point] = [(x0 + x * c + z * s, y, z0 - x * s + z * c) for x, y, z in face.points]
        within = sum((x * x + (y - EYE) ** 2 + z * z) ** 0.5 for x, y, z in points) / len(points) - face.lift
        placed.append((1000 * z0 + within, number, Face(points, face.color, face.counts)))
    return placed


def _building(width: float, depth: float, height: float, color: Color) -> list[Face]:
    faces = block(0, 0, 0, width, height, depth, color)
    dark = (color[0] * 5 // 9, color[1] * 5 // 9, color[2] * 3 // 5)
    for floor in range(int(height // 3)):
        for side in (-1, 1):
            for i in range(int(depth // 3)):
                z, y = -depth / 2 + 0.8 + i * 3, 1.2 + floor * 3
                pane: list[Point] = [
                    (side * (width / 2 + 0.02), b, a)
                    for b, a in ((y, z), (y, z + 1.6), (y + 1.5, z + 1.6), (y + 1.5, z))
                ]
                faces.append(Face(pane, dark, lift=0.5))
        for i in range(int(width // 3)):
            x, y = -width / 2 + 0.8 + i * 3, 1.2 + floor * 3
            front: list[Point] = [
                (a, b, -depth / 2 - 0.02) for a, b in ((x, y), (x + 1.6, y), (x + 1.6, y + 1.5), (x, y + 1.5))
            ]
            faces.append(Face(front, dark, lift=0.5))
    return faces


def _tree(height: float) -> list[Face]:
    faces = block(0, 0, 0, 0.3, height * 0.5, 0.3, (84, 68, 54))
    for i in range(26):  # leaves on a spiral, so that every tree of one height is the same
        turn, share = i * 2.4, i / 25
        radius = height * 0.24 * (1 - abs(share - 0.4) * 0.9)
        x, y = radius * cos(turn), height * (0.42 + 0.5 * share)
        z, size = radius * sin(turn), height * 0.12 * (1.15 - share * 0.5)
        tone = 0.8 + 0.35 * ((i * 7) % 10) / 10
        color = (int(58 * tone), int(96 * tone), int(50 * tone))
        ring: list[Point] = [(x + size * cos(k * 0.7), y + size * sin(k * 0.7) * 0.85, z) for k in range(9)]
        faces.append(Face(ring, color))
    return faces


def _outline(points: list[Point]) -> list[tuple[float, float]]:
    """A face in the picture, cut where it comes closer than NEAR."""
    kept: list[Point] = []
    for (x0, y0, z0), (x1, y1, z1) in zip(points, points[1:] + points[:1], strict=True):
        if z0 >= NEAR:
            kept.append((x0, y0, z0))
        if (z0 >= NEAR) != (z1 >= NEAR):
            t = (NEAR - z0) / (z1 - z0)
            kept.append((x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, NEAR))
    return [((WIDTH / 2 + FOCAL * x / z) * FINE, (HORIZON + FOCAL * (EYE - y) / z) * FINE) for x, y, z in kept]


def _lit(face: Face, distance: float, sky: tuple[Color, Color, float]) -> Color:
    (x0, y0, z0), (x1, y1, z1), (x2, y2, z2) = face.points[:3]
    a, b = (x1 - x0, y1 - y0, z1 - z0), (x2 - x0, y2 - y0, z2 - z0)
    n = (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])
    length = (n[0] ** 2 + n[1] ** 2 + n[2] ** 2) ** 0.5 or 1.0
    light = (0.6 + 0.42 * abs(sum(p * q for p, q in zip(n, SUN, strict=True))) / length) * sky[2]
    clear = exp(-distance / HAZE)
    r, g, b_ = (
        int(min(255.0, c * light) * clear + haze * (1 - clear)) for c, haze in zip(face.color, sky[1], strict=True)
    )
    return r, g, b_


def _backdrop(scene: Mapping[str, Any], random: np.random.Generator) -> Image.Image:
    """Sky above the horizon, road and grass below."""
    at_top, at_horizon, brightness = SKIES[scene["sky"]]
    rise = np.linspace(0, 1, HORIZON)[:, None, None]
    sky = np.array(at_top) * (1 - rise) + np.array(at_horizon) * rise + _clouds(random)[..., None]
    v, u = np.mgrid[HORIZON:HEIGHT, 0:WIDTH].astype(float)
    z = FOCAL * EYE / (v + 0.5 - HORIZON)  # metres ahead and aside of what each pixel shows
    x = (u - WIDTH / 2) * z / FOCAL
    clear = np.exp(-z / HAZE)[..., None]
    ground = _ground(scene, x, z, random) * brightness * clear + np.array(at_horizon) * (1 - clear)
    return Image.fromarray(np.clip(np.vstack([sky, ground]), 0, 255).astype(np.uint8), "RGB")


def _ground(scene: Mapping[str, Any], x: Pixels, z: Pixels, random: np.random.Generator) -> Pixels:
    """What lies on the ground x metres aside and z metres ahead: verge, pavement, kerb, asphalt, markings."""
    picture = np.full((*x.shape, 3), (116.0, 124.0, 92.0))
    half, aside = scene["lanes"] * 3.5 / 2, np.abs(x)
    picture[aside < half + 2.6] = (158, 156, 150)
    picture[aside < half + 0.18] = (186, 186, 182)
    picture[aside < half] = (92, 94, 97)
    picture[np.abs(aside - half + 0.25) < 0.075] = (214, 214, 208)
    dashed = np.mod(z, 9) < 4.5
    for i in range(1, scene["lanes"]):
        from_line = np.abs(x - (-half + 3.5 * i))
        if 2 * i == scene["lanes"]:
            picture[from_line < 0.1] = (222, 178, 60)
        else:
            picture[(from_line < 0.075) & dashed] = (220, 220, 214)
    if (zebra := scene.get("zebra")) is not None:
        picture[(aside < half - 0.4) & (np.abs(z - zebra) < 1.8) & (np.mod(x, 1.0) < 0.5)] = (224, 224, 220)
    grain = gaussian_filter(random.normal(0, 1, (512, 512)), 1.2, mode="wrap") * 2.2
    rough = map_coordinates(grain, [np.mod(z * 24, 512), np.mod(x * 24, 512)], order=1, mode="wrap")
    return np.asarray(picture * (1 + rough * 0.06 * np.exp(-z / 14) + random.normal(0, 0.02, z.shape))[..., None])


def _clouds(random: np.random.Generator) -> Pixels:
    coarse = gaussian_filter(random.normal(0, 1, (HORIZON // 8, WIDTH // 8)), (2, 8)) * 4
    soft = Image.fromarray((np.clip(coarse, 0, 1) * 255).astype(np.uint8), "L")
    return np.asarray(soft.resize((WIDTH, HORIZON), Image.Resampling.BICUBIC), dtype=float) / 10


def _shadows(picture: Image.Image, scene: Mapping[str, Any]) -> None:
    """A soft dark patch on the ground under everything that stands there."""
    shade = Image.new("L", (WIDTH, HEIGHT))
    pen = ImageDraw.Draw(shade)
    sizes = {
        "car": (1.0, 2.35),
        "bus": (1.4, 5.6),
        "truck": (1.35, 4.0),
        "person": (0.3, 0.2),
        "two_wheeler": (0.25, 0.8),
    }
    for thing in scene["things"]:
        if thing["is"] in sizes:
            width, length = sizes[thing["is"]]
            flat = Face(
                [(a, 0.0, b) for a, b in ((-width, -length), (width, -length), (width, length), (-width, length))],
                (0, 0, 0),
            )
            outline = _outline(_placed([flat], thing["at"], thing.get("heading", 0), 0)[0][2].points)
            if len(outline) > 2:
                pen.polygon([(u / FINE, v / FINE) for u, v in outline], fill=150)
    soft = shade.filter(ImageFilter.BoxBlur(3))
    picture.paste((28, 29, 33), mask=soft.resize(picture.size, Image.Resampling.BILINEAR))


def _camera(picture: Image.Image, random: np.random.Generator) -> Image.Image:
    """What a lens and a sensor add: a little blur, darker corners, noise."""
    small = np.asarray(picture.reduce(FINE), dtype=np.float32)
    v, u = np.linspace(-1, 1, HEIGHT)[:, None], np.linspace(-1, 1, WIDTH)[None, :]
    small = small * (1 - 0.13 * (u**2 + v**2))[..., None] + random.standard_normal(small.shape, dtype=np.float32) * 2.6
    return Image.fromarray(np.clip(small, 0, 255).astype(np.uint8), "RGB")


def _boxes(seen: NDArray[Any], count: int) -> list[Box | None]:
    found = find_objects(seen.astype(np.int32), max_label=count)
    return [_box(seen[place] == number, place) if place else None for number, place in enumerate(found, 1)]


def _box(visible: NDArray[np.bool_], place: tuple[slice, ...]) -> Box | None:
    if visible.sum() < 12 * FINE:
        return None
    rows, columns = place
    return (
        columns.start / FINE,
        rows.start / FINE,
        (columns.stop - columns.start) / FINE,
        (rows.stop - rows.start) / FINE,
    )

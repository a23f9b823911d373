"""10,000 polygons on an image of 12 megapixels: pan, zoom, drag one, first paint. Beside it the same in Konva."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import cos, pi, sin
from typing import Any

import numpy as np

from workers.bench.labelling import konva
from workers.bench.labelling.desk import Desk, photograph
from workers.bench.report import Figure

WIDTH, HEIGHT = 4000, 3000
CORNERS = 12
BODY = {
    "media": "image",
    "fields": [{"name": "things", "kind": "polygon", "labels": [{"name": "thing", "color": "#1d4ed8"}]}],
}
AROUND = "(frame) => [700 + 180 * Math.sin(frame / 9), 450 + 120 * Math.cos(frame / 7)]"
ZOOM = """(frame) => document.querySelector('.surface, .peer').dispatchEvent(new WheelEvent('wheel', {
    clientX: 700, clientY: 450, deltaY: Math.sin(frame / 10) > 0 ? -60 : 60, bubbles: true, cancelable: true }))"""
PEER = "Konva"


@dataclass(frozen=True)
class Costs:
    """Milliseconds: to the first picture; of processor time a frame."""

    paint: float
    pan: float
    zoom: float
    drag: float


def figures(desk: Desk) -> Iterator[Figure]:
    polygons = scattered(desk.sized(10_000, 200))
    photo = photograph(WIDTH, HEIGHT)
    ours = _ours(desk, photo, polygons)
    theirs = konva.measured(desk, photo, polygons, AROUND, ZOOM) if desk.peers else None
    what = f"{len(polygons):,} polygons of {CORNERS} points on {WIDTH} × {HEIGHT}"
    for name, unit in (("pan", "CPU ms/frame"), ("zoom", "CPU ms/frame"), ("drag", "CPU ms/frame"), ("paint", "ms")):
        peer = (PEER, theirs[name]) if theirs else (f"{PEER}: not installed, say --with-peers", None)
        title = {"drag": "drag one of", "paint": "first paint of"}.get(name, f"{name},")
        yield Figure(f"{title} {what}", getattr(ours, name), unit, *peer)


def scattered(count: int) -> list[list[list[float]]]:
    """Rounded shapes of some 40 pixels, all over the image."""
    rng = np.random.default_rng(7)
    centres = rng.uniform((30, 30), (WIDTH - 30, HEIGHT - 30), (count, 2))
    radii = rng.uniform(12, 28, (count, CORNERS))
    steps = [(cos(2 * pi * i / CORNERS), sin(2 * pi * i / CORNERS)) for i in range(CORNERS)]
    return [
        [[round(x + r * across, 2), round(y + r * down, 2)] for r, (across, down) in zip(own, steps, strict=True)]
        for (x, y), own in zip(centres.tolist(), radii.tolist(), strict=True)
    ]


def _ours(desk: Desk, photo: bytes, polygons: list[list[list[float]]]) -> Costs:
    regions: list[dict[str, Any]] = [
        {"id": f"r{n}", "label": "thing", "points": points} for n, points in enumerate(polygons, start=1)
    ]
    value = {"things": regions}
    assignment = desk.image_task(desk.project(BODY), photo, WIDTH, HEIGHT, value)
    desk.open(assignment)  # the server has read its code, the browser has compiled its own
    desk.page.evaluate("localStorage.setItem('bench', '1')")
    desk.open(assignment)
    paint = _first_paint(desk)
    desk.page.keyboard.press("v")
    pan = desk.drag(AROUND, button="middle", start=(700, 450))
    zoom = desk.frames(ZOOM)
    desk.rest()
    return Costs(paint, pan.cpu, zoom.cpu, _drag_one(desk, polygons))


def _first_paint(desk: Desk) -> float:
    """From the moment the task is in the browser until its shapes are on the screen."""
    return float(
        desk.page.evaluate(
            """() => {
                const arrived = performance.getEntriesByType('resource')
                    .filter(({ name }) => /api.(assignments|projects.+claim)/.test(name)).map(one => one.responseEnd);
                return window.painted - Math.max(...arrived.filter(time => time < window.painted));
            }"""
        )
    )


def _drag_one(desk: Desk, polygons: list[list[list[float]]]) -> float:
    desk.page.keyboard.press("0")
    desk.rest()
    lies = desk.page.evaluate(
        """() => { const { left, top, width } = document.querySelector('.image-surface img').getBoundingClientRect();
                   return [left, top, width]; }"""
    )
    scale = lies[2] / WIDTH
    # One in the middle of the window, by its own middle.
    middles = [np.mean(points, axis=0) for points in polygons]
    x, y = min(middles, key=lambda middle: float(np.hypot(middle[0] - WIDTH / 2, middle[1] - HEIGHT / 2)))
    start = (lies[0] + x * scale, lies[1] + y * scale)
    desk.page.mouse.click(*start)
    return desk.drag(AROUND, start=start).cpu

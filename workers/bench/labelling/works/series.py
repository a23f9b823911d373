"""Two channels of a million measurements each: open, zoom, move."""

from collections.abc import Iterator
from hashlib import sha256
from statistics import median
from typing import Any

import numpy as np

from annotation.models import Assignment
from projects import storage
from projects.models import Asset, Project
from projects.series import packing
from workers.bench.labelling.desk import TIMEOUT_MS, Desk
from workers.bench.report import Figure

LABELS = [{"name": name, "key": str(i)} for i, name in enumerate(("anomaly", "service"), 1)]
BODY = {"media": "series", "fields": [{"name": "events", "kind": "segment", "labels": LABELS}]}
STEP = 0.01
OPENED = 5

# When the channels are on the screen.
DRAWN = """
const drawn = () => document.querySelector('canvas.series-channels[data-drawn]');
const look = () => (drawn() ? (window.drawn ??= performance.now()) : requestAnimationFrame(look));
requestAnimationFrame(look);
"""
ZOOM = """(frame) => {
    const surface = document.querySelector('.time-surface'), { left, top, width } = surface.getBoundingClientRect();
    const deltaY = frame % 120 < 60 ? -80 : 80;
    const at = { clientX: left + width * 0.6, clientY: top + 80, bubbles: true, cancelable: true };
    surface.dispatchEvent(new WheelEvent('wheel', { deltaY, ...at }));
}"""
MOVE = """(frame) => {
    const surface = document.querySelector('.time-surface');
    const deltaX = frame % 120 < 60 ? 25 : -25;
    surface.dispatchEvent(new WheelEvent('wheel', { deltaX, bubbles: true, cancelable: true }));
}"""


def figures(desk: Desk) -> Iterator[Figure]:
    rows = desk.sized(1_000_000, 20_000)
    assignment = _task(desk, desk.project(BODY), rows)
    desk.page.add_init_script(DRAWN)
    desk.open(assignment)  # the server has read its code, the browser has compiled its own
    opened = []
    for _ in range(desk.sized(OPENED, 1)):
        desk.open(assignment)
        opened.append(_first_paint(desk))
    what = f"2 × {rows:,} measurements"
    yield Figure(f"open {what}", median(opened), "ms")
    for name, step in (("zoom", ZOOM), ("move", MOVE)):
        if name == "move":
            desk.page.keyboard.press("0")
            for _ in range(6):
                desk.page.keyboard.press("+")
        desk.rest()
        walked = desk.frames(step)
        yield Figure(f"{name} {what}", walked.p50, "ms between frames")
        yield Figure(f"{name} {what}", walked.cpu, "CPU ms/frame")


def _task(desk: Desk, project: Project, rows: int) -> Assignment:
    rng = np.random.default_rng(20261130)
    walk = np.cumsum(rng.normal(size=rows)).round(3)
    wave = (np.sin(np.arange(rows) / 700) + rng.normal(size=rows) * 0.05).round(4)
    with storage.draft() as draft:
        packing.write(draft, {"walk": walk, "wave": wave}, None, STEP)
        packed = draft.keep(".series")
    raw = b"t,walk,wave\n"  # the table itself is never read by the workspace
    file = storage.keep(raw, ".csv")
    time = {"column": "t", "kind": "seconds", "first": "0", "unit": 1.0}
    facts: dict[str, Any] = {"channels": ["walk", "wave"], "rows": rows, "step": STEP, "usual_step": STEP, "time": time}
    asset = Asset.objects.create(
        project=project,
        sha256=sha256(raw).hexdigest(),
        media="series",
        mime="text/csv",
        bytes=len(raw),
        duration=rows * STEP,
        facts=facts,
        file=file,
        original=file,
        derived={"series": packed},
    )
    return desk.in_hand(project, asset)


def _first_paint(desk: Desk) -> float:
    """From the moment the task is in the browser until its channels are on the screen."""
    desk.page.wait_for_function("() => window.drawn", timeout=TIMEOUT_MS)
    arrived = (
        "performance.getEntriesByType('resource').filter(({ name }) => /api.(assignments|projects.+claim)/.test(name))"
    )
    before = f"{arrived}.map((one) => one.responseEnd).filter((time) => time < window.drawn)"
    return float(desk.page.evaluate(f"window.drawn - Math.max(...{before})"))

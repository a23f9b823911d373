"""An hour of sound with 1,000 segments: import, open, add a segment, move along while everything is drawn."""

import tempfile
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import soundfile

from projects import storage
from projects.media import EXAMINERS
from projects.models import Asset, Project
from workers.bench.labelling.desk import TIMEOUT_MS, Desk
from workers.bench.report import Figure
from workers.imports.making import kept

RATE = 16_000
SPEAKERS = ["说话人一", "说话人二", "说话人三", "其他人"]
BODY = {
    "media": "audio",
    "fields": [
        {
            "name": "speech",
            "kind": "segment",
            "transcript": "optional",
            "labels": [{"name": name, "key": str(i)} for i, name in enumerate(SPEAKERS, 1)],
        }
    ],
}
SAID = "您好，这里是客服中心，请问有什么可以帮您？"
TRIES = 9
GOAL = "goal"
GOAL_MS = 400.0

# When the waveform, with what has arrived of it, is on the screen.
DRAWN = """
new MutationObserver(() => {
  const drawn = Number(document.querySelector('.waveform')?.dataset.drawn ?? 0);
  if (drawn > 0 && !window.heard) {
    requestAnimationFrame(() => requestAnimationFrame(() => (window.heard ??= performance.now())));
  }
}).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-drawn'] });
"""
# From the key of a label to the bar on the screen; the stretch was marked before, by keys as well.
ADD = """() => new Promise((done) => {
    const press = (key, code) => dispatchEvent(new KeyboardEvent('keydown', { key, code, bubbles: true }));
    press('i', 'KeyI');
    press('.', 'Period');
    press('o', 'KeyO');
    const began = performance.now();
    press('1', 'Digit1');
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
ALONG = """(frame) => {
    const surface = document.querySelector('.time-surface');
    surface.dispatchEvent(new WheelEvent('wheel', { deltaX: 40, bubbles: true, cancelable: true }));
}"""


def figures(desk: Desk) -> Iterator[Figure]:
    seconds = desk.sized(3600, 20)
    number = desk.sized(1000, 10)
    project = desk.project(BODY)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hour.wav"
        soundfile.write(file, speech_like(seconds), RATE)
        began = time.perf_counter()
        asset = _asset(project, file)
        took = time.perf_counter() - began
    minutes = seconds / 60
    yield Figure(f"import {minutes:.3g} minutes of sound", took, "s")
    desk.page.add_init_script(DRAWN)
    assignment = desk.in_hand(project, asset, {"speech": segments(seconds, number)})
    desk.open(assignment)  # the server has read its code, the browser has compiled its own
    desk.open(assignment)
    what = f"{number:,} segments in {minutes:.3g} minutes of sound"
    yield Figure(f"open {what}", _opened(desk), "ms", GOAL, GOAL_MS)
    adding = [_add(desk) for _ in range(TRIES)]
    yield Figure(f"add a segment to {what}", median(adding), "ms")
    for _ in range(12):  # to some twenty seconds of the hour
        desk.page.keyboard.press("+")
    desk.page.keyboard.press("Home")
    desk.rest()
    along = desk.frames(ALONG)
    yield Figure(f"move along {what}", along.p50, "ms between frames")
    yield Figure(f"move along {what}", along.cpu, "CPU ms/frame")


def speech_like(seconds: int) -> Any:
    """Noise in syllables and phrases, in the bands of a voice. Nobody said it."""
    rng = np.random.default_rng(7)
    time_ = np.arange(seconds * RATE, dtype=np.float32) / RATE
    voice = sum(np.sin(2 * np.pi * tone * time_, dtype=np.float32) / n for n, tone in enumerate((140, 420, 1_250), 1))
    syllables = np.clip(np.sin(2 * np.pi * 2.3 * time_, dtype=np.float32), 0, None)
    phrases = np.sin(2 * np.pi * time_ / 7, dtype=np.float32) > -0.4
    noise = rng.standard_normal(len(time_), dtype=np.float32) * np.float32(0.02)
    return 0.3 * voice * syllables * phrases + noise


def segments(seconds: int, count: int) -> list[dict[str, Any]]:
    """One after the other, some of them over the next one."""
    step = seconds / count
    return [
        {
            "id": f"r{n}",
            "label": SPEAKERS[n % len(SPEAKERS)],
            "start": round(n * step * RATE) / RATE,
            "end": min(round((n + (1.2 if n % 5 == 0 else 0.8)) * step * RATE) / RATE, float(seconds)),
            "text": SAID,
        }
        for n in range(count)
    ]


def _asset(project: Project, file: Path) -> Asset:
    """The recording as an import stores it."""
    examined = EXAMINERS["audio"].examine(file, file.name)
    raw = file.read_bytes()
    name = storage.keep(raw, examined.original_suffix)
    return Asset.objects.create(
        project=project,
        sha256=sha256(raw).hexdigest(),
        media="audio",
        mime=examined.mime,
        bytes=len(raw),
        duration=examined.duration,
        facts=dict(examined.facts),
        file=name,
        original=name,
        derived={part: kept(made) for part, made in examined.derived.items()},
    )


def _opened(desk: Desk) -> float:
    """From the moment the task is in the browser until its waveform and its segments are on the screen."""
    desk.page.wait_for_function("() => window.heard", timeout=TIMEOUT_MS)
    arrived = (
        "performance.getEntriesByType('resource').filter(({ name }) => /api.(assignments|projects.+claim)/.test(name))"
    )
    before = f"{arrived}.map((one) => one.responseEnd).filter((time) => time < window.heard)"
    return float(desk.page.evaluate(f"window.heard - Math.max(...{before})"))


def _add(desk: Desk) -> float:
    took = float(desk.page.evaluate(ADD))
    desk.page.keyboard.press("Escape")
    desk.rest()
    return took

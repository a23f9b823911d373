"""10,000 spans in a Chinese text of one megabyte: open, add a span, scroll. Beside it the same in Recogito."""

from collections.abc import Iterator
from statistics import median
from typing import Any

import numpy as np

from workers.bench.labelling import recogito
from workers.bench.labelling.desk import TIMEOUT_MS, Desk
from workers.bench.report import Figure

LABELS = ["人名", "地点", "机构", "时间", "数量"]
BODY = {
    "media": "text",
    "fields": [
        {
            "name": "entities",
            "kind": "span",
            "labels": [{"name": name, "key": str(i)} for i, name in enumerate(LABELS, 1)],
        }
    ],
}
LINE = "沈阳市第四人民医院的李经理今天上午会见了来自成都的三位客人，双方就来年的合作签署了协议，预计投入一千二百万元。"
TRIES = 9
PEER = "Recogito"

# When the first colours of the labels are on the screen.
MARKED = """
const set = HighlightRegistry.prototype.set;
HighlightRegistry.prototype.set = function (name, highlight) {
  if (name.startsWith("label-") && !window.marked) {
    requestAnimationFrame(() => requestAnimationFrame(() => (window.marked ??= performance.now())));
  }
  return set.call(this, name, highlight);
};
"""
# Selects two characters of what can be seen; then, from the key of a label to its colour on the screen.
SELECT = """(n) => {
    const lines = [...document.querySelectorAll('.page .para')];
    const node = lines[Math.min(n, lines.length - 1)].firstChild;
    const surface = document.querySelector('.text-surface');
    surface.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
    document.getSelection().setBaseAndExtent(node, 4, node, 6);
    dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 0, clientX: -9, clientY: -9 }));
}"""
ADD = """() => new Promise((done) => {
    const began = performance.now();
    dispatchEvent(new KeyboardEvent('keydown', { key: '1', code: 'Digit1', bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - began)));
})"""
SCROLL = "(frame) => { document.querySelector('.text-surface').scrollTop += 120; }"


def figures(desk: Desk) -> Iterator[Figure]:
    text = "\n".join(f"{n}：{LINE * (1 + n % 3)}" for n in range(desk.sized(3_100, 40)))
    places = scattered(len(text), desk.sized(10_000, 60))
    ours = _ours(desk, text, places)
    theirs = recogito.measured(desk, text, places) if desk.peers else {}
    what = f"{len(places):,} spans in {len(text.encode()) / 1e6:.1f} MB of Chinese"
    for name, unit in (("open", "ms"), ("add", "ms"), ("scroll", "ms between frames"), ("work", "CPU ms/frame")):
        absent = PEER if desk.peers else f"{PEER}: not installed, say --with-peers"
        peer = (PEER, theirs[name]) if name in theirs else (absent, None) if name in ("open", "add") else ()
        title = {"open": "open", "add": "add a span to", "scroll": "scroll", "work": "scroll"}[name]
        yield Figure(f"{title} {what}", ours[name], unit, *peer)


def scattered(length: int, count: int) -> list[tuple[int, int]]:
    """Two to eight characters each, all over the text; some overlap."""
    rng = np.random.default_rng(7)
    starts = np.sort(rng.integers(0, length - 8, count))
    return [(int(start), int(start + size)) for start, size in zip(starts, rng.integers(2, 9, count), strict=True)]


def _ours(desk: Desk, text: str, places: list[tuple[int, int]]) -> dict[str, float]:
    regions: list[dict[str, Any]] = [
        {"id": f"r{n}", "label": LABELS[n % len(LABELS)], "start": start, "end": end, "text": text[start:end]}
        for n, (start, end) in enumerate(places, start=1)
    ]
    assignment = desk.text_task(desk.project(BODY), text, {"entities": regions})
    desk.page.add_init_script(MARKED)
    desk.open(assignment)  # the server has read its code, the browser has compiled its own
    desk.open(assignment)
    opened = _first_paint(desk)
    adding = [_add(desk, n) for n in range(TRIES)]
    desk.rest()
    scrolled = desk.frames(SCROLL)
    return {"open": opened, "add": median(adding), "scroll": scrolled.p50, "work": scrolled.cpu}


def _first_paint(desk: Desk) -> float:
    """From the moment the task is in the browser until its labels are on the screen."""
    desk.page.wait_for_function("() => window.marked", timeout=TIMEOUT_MS)
    arrived = (
        "performance.getEntriesByType('resource').filter(({ name }) => /api.(assignments|projects.+claim)/.test(name))"
    )
    before = f"{arrived}.map((one) => one.responseEnd).filter((time) => time < window.marked)"
    return float(desk.page.evaluate(f"window.marked - Math.max(...{before})"))


def _add(desk: Desk, n: int) -> float:
    desk.page.evaluate(SELECT, n)
    took = float(desk.page.evaluate(ADD))
    desk.rest()
    return took

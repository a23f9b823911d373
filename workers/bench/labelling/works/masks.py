"""A mask on an image of 12 megapixels: a frame of a stroke, and what saving it takes."""

from collections.abc import Iterator

import numpy as np

from annotation.kinds import rle
from workers.bench.labelling.desk import Desk, photograph
from workers.bench.report import Figure

WIDTH, HEIGHT = 4000, 3000
BODY = {
    "media": "image",
    "fields": [{"name": "surface", "kind": "mask", "labels": [{"name": "road", "color": "#1d4ed8"}]}],
}
AROUND = "(frame) => [700 + 300 * Math.sin(frame / 9), 450 + 250 * Math.cos(frame / 7)]"
# From letting go of the mouse until the mask is on the sheet and on the screen.
SAVE = """() => new Promise((done) => {
    const surface = document.querySelector('.surface');
    const send = (kind, clientX, clientY) =>
        surface.dispatchEvent(new PointerEvent(kind, { clientX, clientY, pointerId: 1, buttons: 1, bubbles: true }));
    surface.setPointerCapture = () => undefined;
    const times = [];
    const next = (left) => {
        if (!left) return done(times.sort((a, b) => a - b)[Math.floor(times.length / 2)]);
        send('pointerdown', 500, 400);
        send('pointermove', 560 + left, 460);
        const began = performance.now();
        send('pointerup', 560 + left, 460);
        times.push(performance.now() - began);
        requestAnimationFrame(() => requestAnimationFrame(() => next(left - 1)));
    };
    next(15);
})"""


def figures(desk: Desk) -> Iterator[Figure]:
    strokes = desk.sized(400, 20)
    mask = painted(strokes)
    value = {"surface": [{"id": "r1", "label": "road", **mask}]}
    assignment = desk.image_task(desk.project(BODY), photograph(WIDTH, HEIGHT), WIDTH, HEIGHT, value)
    desk.open(assignment)
    desk.page.keyboard.press("m")
    desk.page.keyboard.press("Tab")
    what = f"a mask of {strokes} strokes on {WIDTH} × {HEIGHT}"
    stroke = desk.drag(AROUND, start=(700, 450))
    yield Figure(f"stroke, {what}", stroke.cpu, "CPU ms/frame")
    yield Figure(f"stroke, {what}", stroke.p50, "ms between frames")
    yield Figure(f"save {what}", float(desk.page.evaluate(SAVE)), "ms")


def painted(strokes: int) -> dict[str, object]:
    """Discs all over the image, as a brush leaves them."""
    rng = np.random.default_rng(11)
    bits = np.zeros((HEIGHT, WIDTH), bool)
    for x, y, radius in zip(
        rng.integers(80, WIDTH - 80, strokes),
        rng.integers(80, HEIGHT - 80, strokes),
        rng.integers(10, 60, strokes),
        strict=True,
    ):
        rows, columns = np.ogrid[-radius : radius + 1, -radius : radius + 1]
        bits[y - radius : y + radius + 1, x - radius : x + radius + 1] |= rows**2 + columns**2 <= radius**2
    edges = rle.edges_in(bits)
    return {
        "size": [HEIGHT, WIDTH],
        "counts": rle.counts_of(edges, HEIGHT * WIDTH),
        "box": list(rle.box(edges, HEIGHT)),
    }

"""Thousands of shapes: what is painted ahead of the hand is what would be painted afresh."""

import io
import random

import numpy as np
import pytest
from PIL import Image

from tests.browser.workbench import BOXES, body

pytestmark = pytest.mark.once

SIDE = 1500
# The picture was painted at the zoom of now: for this very window, or for the next moves too.
PAINTED = """() => {
    const shapes = document.querySelector('canvas.shapes');
    const wider = shapes.clientWidth - document.querySelector('.image-surface').clientWidth;
    return shapes.style.transform.endsWith('scale(1)') && wider %s 0;
}"""
JUST_THIS, MORE = PAINTED % "==", PAINTED % ">"


def crowd(count):
    rng = random.Random(5)
    places = [(rng.uniform(0, SIDE - 30), rng.uniform(0, SIDE - 30)) for _ in range(count)]
    return [
        {"id": f"r{n}", "label": "car", "x": round(x, 2), "y": round(y, 2), "width": 24, "height": 18}
        for n, (x, y) in enumerate(places)
    ]


def seen(bench, painted):
    """The pixels of the middle of the image, when the painter has painted so much and come to rest."""
    bench.image()  # two frames later the picture lies as the hand has moved it
    bench.page.wait_for_function(painted)
    box = bench.page.locator(".image-surface").bounding_box()
    clip = {"x": box["x"] + 200, "y": box["y"] + 160, "width": box["width"] - 400, "height": box["height"] - 320}
    shot = bench.at_rest(lambda: bench.page.screenshot(clip=clip))
    return np.asarray(Image.open(io.BytesIO(shot)).convert("RGB")).astype(int)


def test_ten_thousand_shapes_move_with_the_hand_and_are_where_they_belong(make, bench):
    project = make.project(body=body(BOXES, media="image"), overlap=1)
    person = make.annotator(language="en")
    turn = make.submitted({"objects": crowd(10_000)}, task=make.image_task(SIDE, SIDE), by=person)
    bench.sign_in(make, person)
    bench.open(project, assignment=turn)
    page = bench.page
    bench.press("v")
    middle = bench.at(SIDE / 2, SIDE / 2)
    page.mouse.move(*middle)
    page.mouse.wheel(0, -300)
    before = seen(bench, JUST_THIS)
    page.mouse.down(button="middle")
    page.mouse.move(middle[0] + 40, middle[1] - 30, steps=4)
    page.mouse.move(middle[0] + 90, middle[1] - 60, steps=4)
    page.mouse.up(button="middle")
    moved = seen(bench, MORE)
    assert np.abs(moved[:-60, 90:] - before[60:, :-90]).mean() < 0.5
    # Painted afresh for this very window, since a shape is taken into the hand and put back.
    page.mouse.click(*middle)
    page.wait_for_function(JUST_THIS)  # put back within the same frame, it would change nothing
    page.keyboard.press("Escape")
    page.mouse.move(5, 5)
    afresh = seen(bench, JUST_THIS)
    assert np.abs(afresh - moved).mean() < 0.5

"""Masks painted by hand and by keyboard, as they arrive in the database: pixel by pixel."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from annotation.kinds import rle
from projects.models import Person
from tests.browser.workbench import body, label, stored

pytestmark = pytest.mark.once

WIDTH, HEIGHT = 600, 400
MASKS = {
    "name": "surface",
    "kind": "mask",
    "title": {"zh": "路面", "en": "Surface"},
    "labels": [label("road", "1", "道路", "Road", "#b3392f"), label("grass", "2", "草地", "Grass", "#2f6fd6")],
}
DISC = (380, 140, 520, 280)  # a light disc on a dark ground


@pytest.fixture
def person(make, bench, tmp_path) -> Person:
    """An annotator with two images that show a disc, the page open."""
    project = make.project(body=body(MASKS, media="image"), overlap=1)
    for name in ("first", "second"):
        picture = Image.effect_noise((WIDTH, HEIGHT), 12).convert("RGB").point(lambda level: level // 2)
        ImageDraw.Draw(picture).ellipse(DISC, fill="#d8d0c0")
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=95)
        photo = tmp_path / f"{name}.jpg"
        photo.write_bytes(buffer.getvalue())
        make.photo_task(photo, name=name)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def sent(bench, person):
    """The masks as pictures, by label, in the order of painting."""
    bench.submit()
    bench.expect_sent()
    masks = stored(person)["first"]["surface"]
    found = [(mask["label"], rle.edges_of(mask["counts"], WIDTH * HEIGHT)) for mask in masks]
    return [(name, rle.bits_of(edges, HEIGHT, WIDTH)) for name, edges in found]


def likeness(one, two):
    return (one & two).sum() / (one | two).sum()


def disc(left, top, right, bottom):
    rows, columns = np.mgrid[:HEIGHT, :WIDTH] + 0.5
    middle_x, middle_y, radius = (left + right) / 2, (top + bottom) / 2, (right - left) / 2
    return (columns - middle_x) ** 2 + (rows - middle_y) ** 2 <= radius**2


def test_a_stroke_is_painted_part_of_it_erased_and_a_second_region_begun(bench, person):
    bench.press("m")
    bench.drag((100, 100), (250, 100))
    bench.drag((250, 100), (250, 200))  # goes on with the same region
    expect(bench.regions).to_have_count(1)
    bench.press("e")
    bench.drag((170, 80), (170, 120))
    bench.press("e", "Enter", "2")
    bench.drag((100, 300), (150, 300))
    expect(bench.regions).to_have_count(2)
    bench.press("Control+z", "Control+z")
    expect(bench.regions).to_have_count(1)
    bench.press("Control+y", "Control+y")
    expect(bench.regions).to_have_count(2)
    (one, road), (two, grass) = sent(bench, person)
    assert (one, two) == ("road", "grass")
    assert road[100, 120]
    assert road[100, 240]
    assert road[190, 250]
    assert not road[100, 170]
    assert not road[150, 150]
    assert grass[300, 125]
    assert not (grass & road).any()
    # A stroke of 50 pixels with a round brush of 30.
    assert grass.sum() == pytest.approx(50 * 30 + np.pi * 15**2, rel=0.05)


def test_a_fill_by_colour_and_the_smart_outline_find_the_disc(bench, person):
    bench.press("f")
    bench.click(450, 210)
    expect(bench.regions).to_have_count(1)
    bench.press("Enter", "2", "s")
    for x, y in ((450, 140), (520, 210), (450, 280), (380, 210)):
        bench.click(x, y)
        expect(bench.page.locator(".image-surface")).to_have_attribute("aria-busy", "false")  # borders are found
    bench.press("Enter")
    expect(bench.regions).to_have_count(2)
    (_, filled), (_, outlined) = sent(bench, person)
    assert likeness(filled, disc(*DISC)) > 0.97
    assert likeness(outlined, disc(*DISC)) > 0.95


def test_an_area_drawn_by_corners_has_exactly_the_pixels_inside(bench, person):
    bench.page.mouse.move(*bench.at(150, 100))
    for _ in range(9):
        bench.page.mouse.wheel(0, -150)
    bench.press("w")
    corners = ((140.5, 90.5), (160.5, 90.5), (160.5, 110.5), (140.5, 110.5))
    for x, y in corners:
        bench.click(x, y)
    bench.press("Enter")
    [(_, area)] = sent(bench, person)
    assert area.sum() == area[90:111, 140:161].sum()
    assert 19 * 19 <= area.sum() <= 21 * 21


def test_everything_without_a_mouse(bench, person):
    bench.press("m", "[", "[", "d")  # puts the brush down in the middle of the view
    for _ in range(10):
        bench.press("ArrowRight")
    bench.press("d", "Enter")  # lifts it; the next stroke is another region
    bench.press("Shift+ArrowDown", "Shift+ArrowDown", "Shift+ArrowDown", "d", "d")
    expect(bench.regions).to_have_count(2)
    bench.press("v", "Tab", "ArrowDown", "Alt+ArrowRight")
    (_, line), (_, dab) = sent(bench, person)
    assert line.any()
    assert dab.any()
    assert not (line & dab).any()
    assert line.any(axis=0).sum() > 2 * line.any(axis=1).sum()


def test_a_mask_is_picked_by_its_pixels_and_the_smallest_one_is_meant(bench, person):
    bench.press("m")
    bench.drag((100, 100), (300, 100))
    bench.drag((300, 100), (300, 300))
    bench.press("Enter", "2", "[", "[", "[", "[")
    bench.drag((200, 100), (210, 100))
    bench.press("v", "Escape")
    bench.click(200, 250)  # inside the box of the first, beside its pixels
    selected = bench.page.locator(".region.selected .label-title")
    expect(selected).to_have_count(0)
    bench.click(205, 100)
    expect(selected).to_have_text("Grass")
    bench.click(120, 100)
    expect(selected).to_have_text("Road")
    bench.press("Delete")
    [(left, _)] = sent(bench, person)
    assert left == "grass"

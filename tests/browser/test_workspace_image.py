"""Boxes on an image, drawn by hand and by keyboard, as they arrive in the database."""

import pytest
from playwright.sync_api import expect

from projects.models import Person
from tests.browser.workbench import BOXES, body, stored, without_ids


@pytest.fixture
def person(make, bench) -> Person:
    """An annotator with two images of 600 × 400 pixels to label, the page open."""
    project = make.project(body=body(BOXES, media="image"), overlap=1)
    make.image_task(600, 400, name="first")
    make.image_task(600, 400, name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def box(label, x, y, width, height):
    return {"label": label, "x": x, "y": y, "width": width, "height": height, "rotation": 0}


def sent(bench, person):
    bench.submit()
    bench.expect_sent()
    return without_ids(stored(person)["first"]["objects"])


def near(wanted, slack):
    numbers = {key: pytest.approx(wanted[key], abs=slack) for key in ("x", "y", "width", "height")}
    return wanted | numbers


def test_a_box_is_drawn_by_dragging_and_by_two_clicks(bench, person):
    scale = bench.image()["scale"]
    bench.drag((100, 50), (220, 130))
    bench.press("2")  # the box just drawn becomes a bus, and so will the next
    bench.click(300, 200)
    bench.page.mouse.move(*bench.at(350, 260))
    bench.click(400, 320)
    expect(bench.regions).to_have_count(2)
    slack = 1 / scale
    assert sent(bench, person) == [
        near(box("bus", 100, 50, 120, 80), slack),
        near(box("bus", 300, 200, 100, 120), slack),
    ]


def test_boxes_drawn_while_zoomed_in_are_exact_to_the_pixel(bench, person):
    bench.page.mouse.move(*bench.at(150, 100))
    for _ in range(9):
        bench.page.mouse.wheel(0, -150)
    scale = bench.image()["scale"]
    assert scale > 8
    bench.drag((140, 95), (161, 108))
    [drawn] = sent(bench, person)
    assert drawn == near(box("car", 140, 95, 21, 13), 1 / scale)
    assert {key: round(drawn[key]) for key in ("x", "y", "width", "height")} == {
        "x": 140,
        "y": 95,
        "width": 21,
        "height": 13,
    }


def test_a_box_pulled_beyond_the_image_ends_at_its_edge(bench, person):
    bench.drag((550, 350), (900, 700))
    [drawn] = sent(bench, person)
    assert drawn["x"] + drawn["width"] == 600
    assert drawn["y"] + drawn["height"] == 400


def test_zooming_and_panning_change_nothing_that_is_stored(bench, person):
    bench.drag((100, 100), (200, 200))
    before = bench.page.locator(".region-name .what").inner_text()
    bench.press("+", "+", "-", "+")
    bench.page.keyboard.down("Space")
    bench.drag((150, 150), (190, 170))
    bench.page.keyboard.up("Space")
    bench.press("0")
    expect(bench.regions).to_have_count(1)
    expect(bench.page.locator(".region-name .what")).to_have_text(before)


def test_moving_resizing_undo_and_redo(bench, person):
    bench.drag((100, 100), (200, 200))
    bench.drag((150, 150), (250, 160))  # inside the selected box: moves it
    bench.drag((300, 210), (340, 260))  # its lower right corner
    moved = bench.page.locator(".region-name .what").inner_text()
    bench.press("Control+z", "Control+z", "Control+z")
    expect(bench.regions).to_have_count(0)
    bench.press("Control+y", "Control+Shift+z", "Control+y")
    expect(bench.page.locator(".region-name .what")).to_have_text(moved)
    [drawn] = sent(bench, person)
    assert drawn == near(box("car", 200, 110, 140, 150), 2.5 / bench.image()["scale"])


def test_a_box_is_made_labelled_moved_and_sized_without_a_mouse(bench, person):
    bench.press("2", "Shift+N")
    expect(bench.regions).to_have_count(1)
    before = bench.page.locator(".region-name .what").inner_text()
    x, y, width, height = (int(part) for part in before.replace("·", ",").replace("×", ",").split(","))
    bench.press("ArrowRight", "Shift+ArrowDown", "Alt+ArrowRight", "Alt+Shift+ArrowDown")
    after = f"{x + 1}, {y + 10} · {width + 1} × {height + 10}"
    expect(bench.page.locator(".region-name .what")).to_have_text(after)
    assert sent(bench, person)[0]["label"] == "bus"


def test_the_smallest_box_is_picked_first_and_a_second_click_goes_deeper(bench, person):
    bench.drag((50, 50), (400, 300))
    bench.press("Escape")
    bench.drag((100, 100), (150, 150))
    bench.press("Escape", "v")
    bench.click(125, 125)
    expect(bench.regions.nth(1)).to_have_attribute("aria-pressed", "true")
    bench.click(125, 125)
    expect(bench.regions.nth(0)).to_have_attribute("aria-pressed", "true")


def test_hidden_and_locked_boxes_take_no_clicks(bench, person):
    bench.drag((100, 100), (200, 200))
    bench.press("l", "Escape", "v")
    bench.click(150, 150)
    expect(bench.regions.first).to_have_attribute("aria-pressed", "false")
    bench.regions.first.click()
    bench.press("Delete")
    expect(bench.regions).to_have_count(1)
    bench.press("l", "h")
    bench.press("Escape")
    bench.click(150, 150)
    expect(bench.regions.first).to_have_attribute("aria-pressed", "false")


def test_tab_goes_through_the_boxes_and_escape_lets_it_leave(bench, person):
    bench.drag((50, 50), (100, 100))
    bench.press("Escape")
    bench.drag((200, 200), (300, 300))
    bench.press("Escape", "Tab")
    expect(bench.regions.first).to_have_attribute("aria-pressed", "true")
    bench.press("Tab")
    expect(bench.regions.nth(1)).to_have_attribute("aria-pressed", "true")
    bench.press("Escape", "Escape", "Tab")
    expect(bench.page.locator(".image-surface")).not_to_be_focused()


def test_shapes_are_painted_with_and_without_a_worker(bench, person):
    painted = """() => {
        const canvas = document.querySelector('canvas.shapes');
        const copy = new OffscreenCanvas(canvas.width, canvas.height);
        const context = copy.getContext('2d');
        context.drawImage(canvas, 0, 0);
        return context.getImageData(0, 0, copy.width, copy.height).data.some(part => part > 0);
    }"""
    bench.drag((100, 100), (200, 200))
    bench.press("Escape")
    bench.page.wait_for_function(painted)
    bench.wait_until(bench.draft)
    bench.page.route("**/worker*.js", lambda route: route.abort())
    bench.page.reload()
    expect(bench.regions).to_have_count(1)
    bench.page.wait_for_function(painted)

"""What helps to see and to keep order, each tool as a person uses it; several on one page, since a page takes long."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import BOXES, SPANS, SPEECH, body, label, stored, without_ids
from tests.makers import sound

pytestmark = pytest.mark.once

POLYGONS = BOXES | {"kind": "polygon"}
SHAPES = body(BOXES, POLYGONS | {"name": "outlines", "labels": [label("roof", "5", "屋顶", "Roof")]}, media="image")

# How many pixels of the overlay are painted in a row of it, counted in pixels of the page from its upper edge.
PAINTED = """([y]) => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
    const canvas = document.querySelector('canvas.overlay');
    const line = canvas.getContext('2d').getImageData(0, Math.round(y * devicePixelRatio), canvas.width, 1).data;
    done(line.filter((part, i) => i % 4 === 3 && part > 0).length);
})))"""


@pytest.fixture
def opened(make, bench):
    """Opens two images of one size with these fields; gives the annotator."""

    def open_images(schema, width=600, height=400):
        project = make.project(body=schema, overlap=1)
        for name in ("first", "second"):
            make.image_task(width, height, name=name)
        person = make.annotator(language="en")
        bench.sign_in(make, person)
        bench.open(project)
        return person

    return open_images


def sent(bench, person, name="first"):
    bench.submit()
    bench.expect_sent()
    return {field: without_ids(regions) for field, regions in stored(person)[name].items()}


def corners(region):
    return [round(region[key]) for key in ("x", "y", "width", "height")]


def test_crosshair_light_contrast_and_measuring_change_what_is_seen_and_nothing_that_is_stored(bench, opened):
    person = opened(body(BOXES, media="image"))
    image = bench.page.locator(".image-surface img")
    # Crosshair: a line over the whole width through the pointer, until it is switched off.
    top = bench.page.locator(".image-surface").bounding_box()["y"]
    x, y = bench.at(300, 200)
    bench.page.mouse.move(x, y)
    assert bench.page.evaluate(PAINTED, [round(y - top)]) > 500
    bench.press("Shift+C")
    assert bench.page.evaluate(PAINTED, [round(y - top)]) == 0
    bench.press("Shift+C")
    assert bench.page.evaluate(PAINTED, [round(y - top)]) > 500
    # Brightness and contrast, by keys: the panel has the focus when it opens.
    bench.press("Shift+V")
    expect(bench.page.get_by_role("slider", name="Brightness")).to_be_focused()
    bench.press("ArrowRight", "ArrowRight", "Tab", "ArrowLeft")
    expect(image).to_have_css("filter", "brightness(1.1) contrast(0.95)")
    bench.press("Escape")
    expect(bench.page.locator(".image-surface")).to_be_focused()
    # A line of clicks has a length, and from three points on an area.
    bench.press("Shift+M")
    for point in [(100, 100), (200, 100)]:
        bench.click(*point)
    reading = bench.page.locator(".measure .reading:not(.resting)")
    expect(reading).to_have_text("100 px")
    bench.page.mouse.move(*bench.at(200, 150))
    expect(reading).to_contain_text("150 px · 2,500 px²")
    bench.press("Backspace")
    bench.page.mouse.move(*bench.at(100, 140))
    expect(reading).to_have_text("40 px")
    bench.press("Escape", "Escape")
    expect(bench.page.locator(".measure")).to_have_count(0)
    bench.drag((100, 100), (160, 150))
    [drawn] = sent(bench, person)["objects"]
    assert corners(drawn) == [100, 100, 60, 50]
    # What was set stays for the next image, and one press puts all back.
    expect(image).to_have_css("filter", "brightness(1.1) contrast(0.95)")
    bench.press("Shift+V")
    bench.page.get_by_role("button", name="As it was").click()
    expect(image).to_have_css("filter", "none")


def test_the_small_map_of_a_large_image_shows_where_one_is_and_leads_there(bench, opened):
    person = opened(body(BOXES, media="image"), 4000, 3000)
    small = bench.page.locator(".minimap")
    expect(small).to_have_count(0)  # all of the image is seen
    for _ in range(6):
        bench.press("+")
    expect(small).to_be_visible()
    whole, seen = small.bounding_box(), small.locator("span").bounding_box()
    assert seen["width"] < whole["width"] / 2
    # A press in its lower right corner: the last pixels of the image are in the window.
    bench.page.mouse.click(whole["x"] + whole["width"] * 0.98, whole["y"] + whole["height"] * 0.98)
    window = bench.page.locator(".image-surface").bounding_box()
    bench.wait_until(lambda: bench.at(4000, 3000)[0] < window["x"] + window["width"])
    seen = small.locator("span").bounding_box()
    assert seen["x"] + seen["width"] == pytest.approx(whole["x"] + whole["width"], abs=2)
    bench.drag((3700, 2700), (3800, 2800))
    expect(bench.regions).to_have_count(1)
    bench.press("Shift+V")
    bench.page.get_by_label("Small map on large images").uncheck()
    expect(small).to_have_count(0)
    bench.press("Escape")
    [drawn] = sent(bench, person)["objects"]
    assert corners(drawn) == pytest.approx([3700, 2700, 100, 100], abs=2)


def test_all_are_hidden_and_locked_at_once_and_one_is_shown_alone(bench, opened):
    person = opened(SHAPES)
    for start in ((100, 100), (300, 100), (100, 250)):
        bench.drag(start, (start[0] + 80, start[1] + 60))
        bench.press("Escape")
    hidden = bench.page.locator(".region.is-hidden")
    locked = bench.page.get_by_role("button", name="Lock", exact=True).and_(bench.page.locator("[aria-pressed=true]"))
    bench.press("Shift+H")
    expect(hidden).to_have_count(3)
    bench.press("v")
    bench.click(140, 130)  # nothing that is hidden is picked, by mouse or by Tab
    bench.press("Tab")
    expect(bench.page.locator(".region.selected")).to_have_count(0)
    bench.press("Shift+H", "Shift+L")
    expect(hidden).to_have_count(0)
    expect(locked).to_have_count(3)
    bench.regions.first.click()
    bench.press("Delete")
    expect(bench.page.locator(".told")).to_have_text("This region is locked.")
    bench.press("ArrowRight", "2", "Control+Backspace")  # nothing of this changes what is locked
    expect(bench.regions).to_have_count(3)
    bench.regions.first.click()
    bench.press("l")
    expect(locked).to_have_count(2)
    bench.press("Control+Backspace")
    expect(bench.regions).to_have_count(2)
    bench.press("Control+z")
    bench.regions.nth(1).click()
    bench.press("Shift+I")
    expect(hidden).to_have_count(2)
    bench.press("Escape", "v")
    bench.click(140, 130)
    expect(bench.page.locator(".region.selected")).to_have_count(0)
    bench.regions.nth(1).click()
    bench.press("Shift+I")
    expect(hidden).to_have_count(0)
    # What is hidden is work all the same.
    bench.press("Shift+H")
    assert [(one["label"], *corners(one)) for one in sent(bench, person)["objects"]] == [
        ("car", 100, 100, 80, 60),
        ("car", 300, 100, 80, 60),
        ("car", 100, 250, 80, 60),
    ]


def test_the_smallest_shape_is_meant_whatever_its_kind_and_a_drawn_one_snaps_or_with_ctrl_does_not(bench, opened):
    person = opened(SHAPES)
    bench.drag((100, 100), (180, 180))
    bench.press("Escape", "p")
    # A narrow polygon from corner to corner: its frame is larger than the box, its area is smaller.
    for point in [(80, 80), (320, 310), (310, 320), (80, 80)]:
        bench.click(*point)
    expect(bench.regions).to_have_count(2)
    bench.press("Escape", "v")
    bench.click(140, 139)
    expect(bench.page.locator(".region.selected .label-title")).to_have_text("Roof")
    bench.click(140, 139)
    expect(bench.page.locator(".region.selected .label-title")).to_have_text("Car")
    bench.press("Escape")
    bench.click(120, 170)  # in the box, and in the frame of the polygon
    expect(bench.page.locator(".region.selected .label-title")).to_have_text("Car")
    bench.press("Escape", "b", "Shift+S")
    bench.drag((183, 98), (250, 177))
    bench.press("Escape")
    bench.page.keyboard.down("Control")
    bench.drag((403, 3), (450, 60))
    bench.page.keyboard.up("Control")
    bench.press("Shift+S")
    answer = sent(bench, person)
    first, second, third = answer["objects"]
    assert (second["x"], second["y"]) == (first["x"] + first["width"], first["y"])
    assert second["y"] + second["height"] == pytest.approx(177, abs=1)  # no corner is so near
    assert corners(third) == [403, 3, 47, 57]


def test_spans_are_hidden_locked_shown_alone_copied_and_duplicated(make, bench):
    project = make.project(body=body(SPANS), overlap=1)
    make.text_task("李娜在沈阳，王芳在长沙。", name="first")
    make.text_task("后来王芳去了沈阳。", name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    for text, key in [("李娜", "1"), ("沈阳", "2")]:
        bench.select(text)
        bench.press(key, "Escape")
    badges = bench.page.locator(".badge")
    expect(badges).to_have_count(2)
    bench.regions.first.click()
    bench.press("Shift+I")
    expect(badges).to_have_text(["1 Person"])
    bench.press("Shift+I", "l", "Delete", "2", "Alt+ArrowRight")  # locked: neither gone nor changed
    expect(badges).to_have_text(["1 Person", "2 Place"])
    bench.press("Shift+H")
    expect(badges).to_have_count(0)
    bench.press("Shift+H", "Control+c", "Escape", "Escape")
    bench.select("王芳")
    bench.press("Control+v")
    expect(bench.page.locator(".region.selected .what")).to_have_text("王芳")
    bench.regions.nth(1).click()
    bench.press("Control+d", "1")  # the same words are a second thing
    expect(bench.page.locator(".region.selected")).to_contain_text("Person")
    assert sent(bench, person)["entities"] == [
        {"label": "PER", "start": 0, "end": 2, "text": "李娜"},
        {"label": "LOC", "start": 3, "end": 5, "text": "沈阳"},
        {"label": "PER", "start": 3, "end": 5, "text": "沈阳"},
        {"label": "PER", "start": 6, "end": 8, "text": "王芳"},
    ]
    bench.select("王芳")
    bench.press("Control+v")  # in the next task as well
    assert sent(bench, person, "second")["entities"] == [{"label": "PER", "start": 2, "end": 4, "text": "王芳"}]


def test_segments_are_copied_to_the_cursor_duplicated_hidden_and_locked(make, bench):
    project = make.project(body=body(SPEECH, media="audio"), overlap=1)
    make.audio_task(sound(6.0), name="first")
    make.audio_task(sound(5.0), name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.locator(".waveform[data-drawn]")).to_be_visible()
    bench.press(".", "i", ".", ".", "o", "1", "t")
    bench.page.keyboard.insert_text("你好")
    bench.press("Escape", "Control+c", "Control+d")  # from 1 to 3 seconds; the copy follows it
    what = bench.page.locator(".region-name .what")
    expect(what).to_have_text(["0:01.000–0:03.000 · 你好", "0:03.000–0:05.000"])
    bench.press("Control+d")  # at the end there is no time left: it lies before the one it is of
    expect(bench.page.locator(".region.selected .what")).to_have_text("0:01.000–0:03.000")
    bench.press("Delete", "Home", "Control+v", "Control+v")  # from the cursor on, one after the other
    pasted = ["0:00.000–0:02.000", "0:02.000–0:04.000"]
    expect(what).to_have_text(["0:01.000–0:03.000 · 你好", "0:03.000–0:05.000", *pasted])
    bench.press("l", "Delete", "2", "Alt+ArrowRight")
    expect(what).to_have_count(4)
    bench.page.keyboard.press("Shift+H")
    expect(bench.page.locator(".region.is-hidden")).to_have_count(4)
    bench.press("Shift+H", "l", "z")
    bench.wait_until(lambda: bench.page.locator(".time-overview b").bounding_box()["width"] < 600)
    bench.press("Delete", "0")
    expect(what).to_have_count(3)
    found = sent(bench, person)["speech"]
    assert [(one["label"], one["start"], one["end"], one.get("text")) for one in found] == [
        ("a", 0, 2, None),
        ("a", 1, 3, "你好"),
        ("a", 3, 5, None),
    ]
    bench.press("End", "Control+v")  # in the next recording as well, as late as it may be
    [one] = sent(bench, person, "second")["speech"]
    assert (one["start"], one["end"]) == (3, 5)


def test_tracks_are_copied_duplicated_hidden_locked_and_shown_alone(make, bench):
    things = {"name": "things", "kind": "track", "title": {"zh": "目标", "en": "Things"}, "labels": BOXES["labels"]}
    project = make.project(body=body(things, media="video"), overlap=1)
    for name in ("first", "second"):
        make.video_task(name=name)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    bench.drag((20, 20), (80, 60))
    number = bench.page.locator(".frame-number input")
    number.fill("20")
    number.press("Enter")
    expect(number).to_have_attribute("data-frame", "20")
    bench.drag((50, 40), (150, 40))
    bench.press("Control+d", "2", "Control+c", "Control+v")
    expect(bench.regions).to_have_count(3)
    bench.press("Shift+i")
    expect(bench.page.locator(".region.is-hidden")).to_have_count(2)
    bench.press("Shift+i", "h")
    expect(bench.page.locator(".region.is-hidden")).to_have_count(1)
    bench.press("h", "l", "Delete", "o")
    expect(bench.page.locator(".told")).to_contain_text("This region is locked.")
    expect(bench.regions).to_have_count(3)
    bench.press("l", "Delete")
    expect(bench.regions).to_have_count(2)
    bench.submit()
    bench.press("Control+b")
    expect(bench.regions).to_have_count(2)
    bench.submit()
    bench.expect_sent()
    car, bus = stored(person)["first"]["things"]
    assert [(track["label"], [key["frame"] for key in track["keyframes"]]) for track in (car, bus)] == [
        ("car", [0, 20]),
        ("bus", [0, 20]),
    ]
    aside = [two["x"] - one["x"] for one, two in zip(car["keyframes"], bus["keyframes"], strict=True)]
    assert aside == [5, 5]
    copied = stored(person)["second"]["things"]
    assert [(one["label"], one["keyframes"]) for one in copied] == [
        ("car", car["keyframes"]),
        ("bus", bus["keyframes"]),
    ]

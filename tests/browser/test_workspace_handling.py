"""How the workspace is handled: keys of one's own, copies, views, the guideline."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import BOXES, MOOD, body, stored

pytestmark = pytest.mark.once


def test_a_person_gives_an_action_another_key_and_hears_who_has_it(make, bench):
    project = make.project(body=body(MOOD), overlap=1)
    make.text_task("一句话。", name="first")
    bench.sign_in(make, make.annotator(language="en"))
    bench.page.goto(f"{bench.url}/account/keys")
    add = bench.page.get_by_role("button", name="Add a key for “Skip the task, with a reason”")
    add.click()
    bench.press("g")
    said = bench.page.locator(".keymap").get_by_role("status")
    clash = bench.page.get_by_role("alert")
    expect(clash).to_contain_text("“Skip the task, with a reason” and “Show or hide the guideline” would share G.")
    clash.get_by_role("button", name="Take it from").click()
    expect(said).to_have_text("Saved.")
    add.click()
    bench.press("Control+w")
    expect(said).to_contain_text("Ctrl+W belongs to the browser")
    bench.press("Escape")
    bench.page.get_by_role("button", name="Take X from “Skip the task, with a reason”").click()
    expect(said).to_have_text("Saved.")
    equal = bench.page.get_by_role("row", name="Label all equal strings")
    equal.get_by_role("button", name="Add a key").click()
    bench.press("s")  # images and videos have it as well, but never together with a text
    expect(said).to_have_text("Saved.")
    expect(clash).to_have_count(0)
    expect(equal.locator("kbd")).to_have_text(["Shift+E", "S"])
    equal.get_by_role("button", name="As it was").click()
    expect(equal.locator("kbd")).to_have_text(["Shift+E"])
    bench.page.reload()
    expect(bench.page.get_by_role("row", name="Skip the task").locator("kbd")).to_have_text(["Alt+X", "G"])
    bench.open(project)
    expect(bench.page.get_by_role("button", name="Skip", exact=False)).to_contain_text("Alt+X")
    bench.press("x")
    expect(bench.page.get_by_role("dialog")).to_have_count(0)
    bench.press("g")
    expect(bench.page.get_by_role("dialog", name="Skip this task")).to_be_visible()


@pytest.fixture
def images(make, bench):
    """Three images of 600 × 400 pixels with boxes and a question; the annotator's page is open at the first."""
    project = make.project(body=body(BOXES, MOOD, media="image"), overlap=1)
    for name in ("first", "second", "third"):
        make.image_task(600, 400, name=name)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def boxes(value):
    return [(box["label"], round(box["x"]), round(box["width"])) for box in value["objects"]]


def test_regions_are_copied_duplicated_deleted_and_brought_back(bench, images):
    bench.drag((100, 100), (160, 150))
    bench.press("Control+c", "Control+v", "Control+d", "Control+v")
    expect(bench.regions).to_have_count(4)
    bench.press("Control+Backspace")
    expect(bench.regions).to_have_count(0)
    bench.press("Control+z")
    expect(bench.regions).to_have_count(4)
    bench.press("Control+z", "Control+z", "Control+z")
    expect(bench.regions).to_have_count(1)
    bench.press("Control+y", "3")
    bench.submit()
    bench.press("Control+v", "4")
    bench.submit()
    bench.expect_sent()
    first, second = stored(images)["first"], stored(images)["second"]
    assert boxes(first) == [("car", 100, 60), ("car", 109, 60)]
    assert boxes(second) == [("car", 118, 60)]


def test_the_focus_is_on_the_image_when_the_row_it_stood_at_is_deleted(bench, images):
    bench.drag((100, 100), (200, 180))
    expect(bench.regions).to_have_count(1)
    bench.page.get_by_role("button", name="Delete").focus()
    bench.press("Enter")
    expect(bench.regions).to_have_count(0)
    expect(bench.page.locator(".surface")).to_be_focused()


def test_everything_is_taken_over_from_the_task_before_as_one_step(bench, images):
    bench.drag((100, 100), (160, 150))
    bench.press("Escape")
    bench.drag((300, 200), (400, 260))
    bench.press("4")
    bench.submit()
    bench.press("Control+b")
    expect(bench.regions).to_have_count(2)
    bench.press("Control+z")
    expect(bench.regions).to_have_count(0)
    bench.press("Control+y", "Control+b")  # what is here already does not come twice
    expect(bench.regions).to_have_count(2)
    bench.submit()
    bench.expect_sent()
    answers = stored(images)
    assert answers["second"] == answers["first"]


def test_one_region_is_shown_alone_zoomed_to_and_measured(bench, images):
    bench.drag((100, 100), (160, 150))
    bench.press("Escape")
    bench.drag((300, 200), (400, 260))
    hidden = bench.page.locator(".region.is-hidden")
    bench.press("Shift+I")
    expect(hidden).to_have_count(1)
    scale = bench.image()["scale"]
    bench.press("z")
    bench.page.wait_for_function(
        "before => document.querySelector('.image-surface img').getBoundingClientRect().width / 600 > 2 * before",
        arg=scale,
    )
    bench.press("Shift+M")
    expect(bench.page.locator(".measure .resting")).to_contain_text("6,")
    bench.press("Escape", "Shift+I", "0")
    expect(hidden).to_have_count(0)
    bench.press("Shift+V")
    bench.page.get_by_label("Inverted").check()
    bench.press("Escape", "4")
    bench.submit()
    expect(bench.page.locator(".image-surface img")).to_have_attribute("style", re.compile(r"invert\(1\)"))


def test_the_guideline_goes_to_the_label_in_question(make, bench):
    guideline = "# Rules\n\n" + "Look closely.\n\n" * 60 + "## Bus 公交车\n\n" + "Long ones.\n\n" * 60 + "## Car\n"
    project = make.project(body=body(BOXES, media="image"), overlap=1, guideline=guideline)
    make.image_task(600, 400, name="first")
    bench.sign_in(make, make.annotator(language="en"))
    bench.open(project)
    bus = bench.page.get_by_role("heading", name="Bus")
    expect(bus).not_to_be_in_viewport()
    bench.press("2")
    expect(bus).to_be_in_viewport()
    bench.press("1")
    expect(bench.page.get_by_role("heading", name="Car")).to_be_in_viewport()


@pytest.mark.parametrize(("language", "title"), [("en", "Guide for annotators"), ("zh-hans", "标注员指南")])
def test_the_guide_for_annotators_shows_the_keys_of_the_person(make, bench, language, title):
    bench.sign_in(make, make.annotator(language=language, keymap={"skip": ["q"], "undo": []}))
    bench.page.goto(f"{bench.url}/guide")
    expect(bench.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    keys = bench.page.locator("[data-key-table] kbd")
    expect(keys.filter(has_text=re.compile("^Q$"))).to_have_count(1)
    expect(keys.filter(has_text=re.compile("^Ctrl\\+Z$"))).to_have_count(0)
    expect(bench.page.locator("body")).not_to_contain_text("[keys]")

"""Tracks of several people over the film, as a lead sees them who decides who is right."""

import pytest
from playwright.sync_api import expect

from annotation import settling
from annotation.settling import Part
from projects.models import Theme
from tests.browser.test_pages import AXE
from tests.browser.workbench import BOXES, body

pytestmark = pytest.mark.once

THINGS = {
    "name": "things",
    "kind": "track",
    "title": {"zh": "目标", "en": "Things"},
    "labels": BOXES["labels"],
    "attributes": [{"name": "braking", "kind": "switch", "title": {"zh": "刹车", "en": "Braking"}}],
    "changing": ["braking"],
}
# The edges of what is drawn of somebody, in pixels of the film.
DRAWN = """of => [...document.querySelectorAll(`[data-film] g[data-of="${of}"] path`)].map(path => {
    const { x, y, width, height } = path.getBBox();
    return [x, y, width, height].map(Math.round);
})"""


def key(frame, x, **more):
    return {"frame": frame, "x": x, "y": 40.0, "width": 60.0, "height": 40.0, **more}


def track(name, label, *keys):
    return {"id": name, "label": label, "keyframes": list(keys)}


@pytest.fixture
def film(make):
    """Both follow the car, one of them badly in the middle; only the second has seen a bus that leaves in frame 50."""
    make.project(body=body(THINGS, media="video"), overlap=2)
    task = make.video_task(name="film")
    car = track("r1", "car", key(0, 10.0), key(50, 210.0, attributes={"braking": True}))
    make.submitted({"things": [car]}, task=task)
    bad = track("r1", "car", key(0, 10.0), key(20, 200.0), key(50, 210.0))
    bus = track("r2", "bus", key(10, 100.0), key(50, 100.0, outside=True))
    make.submitted({"things": [bad, bus]}, task=task)
    return task


def frame_is(page, frame):
    expect(page.locator("[data-film]").first).to_have_attribute("data-frame", str(frame))


@pytest.mark.parametrize(("language", "theme"), [("en", Theme.LIGHT), ("zh-hans", Theme.DARK)])
def test_a_lead_sees_the_boxes_of_everybody_where_they_differ_most(make, bench, film, language, theme):
    bench.sign_in(make, make.lead(language=language, theme=theme))
    page = bench.page
    page.goto(f"{bench.url}/projects/{film.project_id}/disagreements?state=all&task={film.pk}")
    frame_is(page, 20)
    assert page.evaluate(DRAWN, "A") == [[90, 40, 60, 40]]
    assert page.evaluate(DRAWN, "B") == [[200, 40, 60, 40], [100, 40, 60, 40]]
    page.keyboard.press("]")
    frame_is(page, 50)
    assert page.evaluate(DRAWN, "B") == [[210, 40, 60, 40]]
    page.keyboard.press(",")
    frame_is(page, 49)
    page.keyboard.press("[")
    frame_is(page, 20)
    page.keyboard.press(".")
    frame_is(page, 21)
    page.keyboard.press("m")
    frame_is(page, 20)
    page.locator("[data-voice=B]").uncheck()
    expect(page.locator("[data-film] g[data-of=B]")).to_be_hidden()
    expect(page.locator("[data-film] g[data-of=A] path")).to_be_visible()
    bar = page.locator(".row-of[data-of=A] .time-bar")
    bar.click()
    bench.wait_until(lambda: page.evaluate("document.querySelector('[data-film]').dataset.frame") != "20")
    page.keyboard.press("p")
    expect(page.get_by_role("button", pressed=True)).to_have_count(0)
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in result["violations"]] == []


def test_the_settled_answer_lies_under_the_others(make, bench, film):
    lead = make.lead(language="en")
    answers = settling.answers_to(film)
    settling.choose(film, Part(min(answers)), by=lead, reason="The first one follows it.", seen=None)
    bench.sign_in(make, lead)
    bench.page.goto(f"{bench.url}/projects/{film.project_id}/disagreements?state=all&task={film.pk}")
    frame_is(bench.page, 20)
    assert bench.page.locator("[data-film] path.settled-shape").count() == 1
    assert bench.page.evaluate(DRAWN, "") == [[90, 40, 60, 40]]


def test_the_page_of_a_task_shows_each_answer_over_its_film(make, bench, film):
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{bench.url}/tasks/{film.pk}")
    expect(page.locator("[data-film]")).to_have_count(2)
    frame_is(page, 0)
    assert page.evaluate(DRAWN, "") == [[10, 40, 60, 40], [10, 40, 60, 40]]
    first = page.locator(".answers .card").first
    first.get_by_role("button", name="Key frame").last.click()
    frame_is(page, 50)
    expect(first).to_contain_text("frames 0–59")
    expect(first).to_contain_text("50: Braking")
    bars = page.locator(".answers .card").last.locator(".time-bar")
    expect(bars).to_have_count(2)
    assert [bar.evaluate("bar => bar.style.left") for bar in bars.all()] == ["0%", "16.6667%"]
    assert bars.first.locator("i").count() == 3

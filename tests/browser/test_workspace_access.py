"""The workspace for everybody: axe-core finds nothing, in either theme and language, on each surface and dialog."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import BOXES, MOOD, SPANS, SPEECH, TOPICS, body

pytestmark = pytest.mark.once

AXE = Path("node_modules/axe-core/axe.min.js").read_text()


def findings(page):
    page.evaluate(AXE)  # the content policy lets no script be written into a page
    result = page.evaluate("axe.run()")
    return [(one["id"], [node["target"] for node in one["nodes"]]) for one in result["violations"]]


@pytest.fixture(params=["light", "dark"])
def theme(request):
    return request.param


@pytest.fixture(params=["en", "zh-hans"])
def person(request, make, theme):
    make.project()
    return make.annotator(language=request.param, theme=theme)


def open_project(bench, make, person, project):
    make.member(person, "annotator", project=project)
    bench.sign_in(make, person)
    bench.open(project)


def test_an_image_with_boxes_guideline_and_dialogs(bench, make, person):
    fields = body(BOXES, MOOD, media="image")
    project = make.project(body=fields, overlap=1, guideline="## 目标\n\n框要贴边。[更多](https://example.org)")
    make.image_task(600, 400)
    open_project(bench, make, person, project)
    bench.drag((100, 100), (200, 200))
    assert findings(bench.page) == []
    bench.press("Shift+M", "Shift+V")
    bench.page.locator(".sight input").first.wait_for()
    assert findings(bench.page) == []
    bench.press("Escape", "Escape", "?")
    bench.page.get_by_role("dialog").wait_for()
    assert findings(bench.page) == []
    bench.press("Escape", "x")
    bench.page.get_by_role("dialog").get_by_role("textbox").wait_for()
    assert findings(bench.page) == []


def test_what_is_chosen_is_told_apart_where_the_system_gives_the_colours(bench, make):
    project = make.project(body=body(BOXES, MOOD, media="image"), overlap=1)
    make.image_task(600, 400)
    bench.sign_in(make, make.annotator(language="en"))
    bench.open(project)
    bench.page.emulate_media(forced_colors="active")
    bench.press("4")
    options = bench.page.locator(".option")
    frames = options.evaluate_all(
        "all => all.map((one) => [one.innerText.split('\\n')[0], getComputedStyle(one).outlineStyle])"
    )
    assert frames == [["Car", "solid"], ["Bus", "none"], ["Good", "solid"], ["Bad", "none"], ["Neutral", "none"]]
    colours = options.locator(".swatch").evaluate_all("all => all.map((one) => getComputedStyle(one).backgroundColor)")
    assert colours[:2] == ["rgb(179, 57, 47)", "rgb(47, 111, 214)"]


def test_a_dialogue_with_spans_and_complaints(bench, make, person):
    project = make.project(body=body(MOOD, TOPICS, SPANS), overlap=1)
    turns = [{"speaker": "客服", "text": "您好,请问有什么可以帮您?"}]
    make.text_task("我的包裹在沈阳市三天没动了。", meta={"speaker": "客户", "context": turns})
    open_project(bench, make, person, project)
    bench.select("沈阳市")
    bench.page.get_by_role("button", name="地点" if person.language == "zh-hans" else "Place").click()
    bench.press("Control+Enter")
    bench.page.locator(".complaint").wait_for()
    assert findings(bench.page) == []


def test_a_recording_with_segments_and_transcripts(bench, make, person):
    project = make.project(body=body(SPEECH, media="audio"), overlap=1)
    make.audio_task()
    open_project(bench, make, person, project)
    bench.page.locator(".waveform[data-drawn]").wait_for()
    bench.press(".", "i", ".", "o", "1", "t")
    bench.page.keyboard.insert_text("你好")
    expect(bench.page.locator(".transcript textarea")).to_have_value("你好")
    assert findings(bench.page) == []


def test_an_empty_queue(bench, make, person):
    open_project(bench, make, person, make.project(body=body(MOOD)))
    assert findings(bench.page) == []


def test_the_keys_and_the_guide(bench, make, person):
    bench.sign_in(make, person)
    for path in ("account/keys", "guide"):
        bench.page.goto(f"{bench.url}/{path}")
        bench.page.locator("kbd").first.wait_for()
        assert findings(bench.page) == []

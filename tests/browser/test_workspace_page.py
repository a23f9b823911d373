"""The page around the workspace: what it weighs, and the same panel as a preview beside the schema editor."""

import gzip

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import BOXES, MOOD, body, stored

SCRIPT_BYTES = 60_000

# What dialogs need is fetched when the page has come to rest; in a page that never rests, all that is loaded is what
# the first task needs.
NEVER_AT_REST = "window.requestIdleCallback = () => 0"


@pytest.mark.parametrize(("language", "button"), [("en", "Skip"), ("zh-hans", "跳过")])
def test_the_scripts_of_the_first_load_weigh_less_than_60_kilobytes_in_every_language(make, bench, language, button):
    project = make.project(body=body(BOXES, MOOD, media="image"), overlap=1)
    make.image_task()
    bench.sign_in(make, make.annotator(language=language))
    bench.page.add_init_script(NEVER_AT_REST)
    scripts = {}
    bench.page.on("response", lambda response: scripts.setdefault(response.url, response))
    bench.open(project)
    bench.page.wait_for_load_state("networkidle")
    loaded = [response.body() for url, response in scripts.items() if url.endswith(".js") or "jsi18n" in url]
    assert len(loaded) > 3
    expect(bench.page.get_by_role("button", name=button)).to_be_visible()
    assert sum(len(gzip.compress(script, 9)) for script in loaded) < SCRIPT_BYTES


def test_what_is_fetched_at_rest_opens_without_network(make, bench):
    project = make.project(body=body(BOXES, media="image"), overlap=1)
    make.image_task(600, 400, name="first")
    make.image_task(600, 400, name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    bench.wait_until(lambda: bench.page.evaluate("performance.getEntriesByName('everything is here').length"))
    bench.context.set_offline(True)
    bench.drag((100, 100), (200, 200))
    bench.press("Control+d")
    for stroke, name in [("?", "Keys"), ("x", "Skip this task"), ("?", "Keys")]:
        bench.press(stroke)
        expect(bench.page.get_by_role("dialog", name=name)).to_be_visible()
        bench.press("Escape")
        expect(bench.page.get_by_role("dialog")).to_have_count(0)
    expect(bench.regions).to_have_count(2)
    bench.submit()
    bench.context.set_offline(False)
    bench.expect_sent()
    assert len(stored(person)["first"]["objects"]) == 2


def test_the_preview_follows_the_schema_form(make, bench):
    project = make.project(body=body(BOXES, MOOD, media="image"))
    bench.sign_in(make, make.lead(language="en"))
    bench.page.goto(f"{bench.url}/projects/{project.pk}/labels")
    preview = bench.page.locator("[data-schema-preview]")
    expect(preview.get_by_role("button", name="Bus")).to_be_visible()
    expect(preview.locator("canvas.shapes")).to_be_visible()
    preview.get_by_role("radio", name="Bad").check()
    expect(preview.get_by_role("radio", name="Bad")).to_be_checked()
    title = bench.page.locator("[data-at='fields[0].labels[1].title.en']")
    title.fill("Coach")
    expect(preview.get_by_role("button", name="Coach")).to_be_visible()
    expect(title).to_be_focused()


def test_what_came_with_a_task_is_read_beside_it(make, bench):
    project = make.project(body=body(MOOD), overlap=1)
    meta = {"licence": "CC0-1.0", "source": "Lab, https://example.org/photo", "generated": False, "channel": "电话"}
    make.text_task("一句话。", name="first", meta=meta | {"context": [{"speaker": "甲", "text": "你好"}]})
    make.text_task("又一句。", name="second")
    bench.sign_in(make, make.annotator(language="en"))
    bench.open(project)
    details = bench.page.locator(".facts dl")
    expect(details).to_be_hidden()
    bench.press("i")
    expect(details).to_be_visible()
    assert details.inner_text().split("\n") == [
        *("Licence", "CC0-1.0", "Source", "Lab, https://example.org/photo"),
        *("Generated", "No", "channel", "电话"),
    ]
    expect(details.get_by_role("link")).to_have_attribute("href", "https://example.org/photo")
    bench.press("i")
    expect(details).to_be_hidden()
    bench.press("1")
    bench.submit()
    expect(bench.page.locator(".facts")).to_have_count(0)

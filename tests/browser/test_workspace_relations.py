"""Relations between spans, made and deleted by mouse and by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import SPANS, body, label, stored

pytestmark = pytest.mark.once

TEXT = "王芳和李强都在沈阳市工作,后来王芳去了长沙。"
LINKS = {
    "name": "links",
    "kind": "relation",
    "field": "entities",
    "title": {"zh": "关系", "en": "Relations"},
    "labels": [
        label("works_in", "3", "工作于", "Works in", "#0f766e"),
        label("knows", "4", "相识", "Knows", "#a21caf"),
    ],
    "rules": [
        {"label": "works_in", "sources": ["PER"], "targets": ["LOC"]},
        {"label": "knows", "sources": ["PER"], "targets": ["PER"], "symmetric": True},
    ],
}


@pytest.fixture
def reader(make, bench):
    """An annotator with a text whose spans are marked: two people, two places."""
    project = make.project(body=body(SPANS, LINKS), overlap=1)
    make.text_task(TEXT, name="first")
    make.text_task("第二个任务。", name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    for text, key in [("李强", "1"), ("沈阳市", "2"), ("长沙", "2"), ("王芳", "1")]:
        bench.select(text)
        bench.press(key, "Escape")
    expect(bench.regions).to_have_count(4)
    return person


def click(bench, text):
    lies = bench.words(text)
    bench.page.mouse.click((lies["left"] + lies["right"]) / 2, lies["y"])


def related(bench, person):
    """What the server holds: label and the texts at both ends."""
    bench.submit()
    bench.expect_sent()
    value = stored(person)["first"]
    texts = {span["id"]: span["text"] for span in value["entities"]}
    assert {relation["field"] for relation in value["links"]} <= {"entities"}
    return [(relation["label"], texts[relation["from"]], texts[relation["to"]]) for relation in value["links"]]


def test_source_then_target_and_the_only_relation_that_may_be_is_made(bench, reader):
    bench.press("r")
    expect(bench.page.locator(".told")).to_have_text("Relation: where does it begin?")
    click(bench, "李强")
    click(bench, "沈阳市")
    expect(bench.page.locator(".arc text")).to_have_text("Works in")
    size = bench.page.locator(".arcs").evaluate(
        "svg => svg.getBoundingClientRect().width * svg.getBoundingClientRect().height"
    )
    assert size > 0  # a browser draws nothing of a picture without a size
    expect(bench.page.locator(".region.selected .what")).to_have_text("李强 → 沈阳市")
    bench.press("r")  # the relation is selected, which is no end: both are asked for
    click(bench, "李强")
    click(bench, "王芳")
    expect(bench.page.locator(".arc")).to_have_count(2)
    assert related(bench, reader) == [("knows", "王芳", "李强"), ("works_in", "李强", "沈阳市")]


def test_a_relation_that_no_rule_allows_is_not_made(bench, reader):
    bench.press("3")
    click(bench, "沈阳市")
    click(bench, "李强")
    expect(bench.page.locator(".told")).to_have_text("Works in: where does it lead?")
    expect(bench.page.locator(".arc")).to_have_count(0)
    bench.press("Escape")
    expect(bench.page.locator(".told")).not_to_have_text("Works in: where does it lead?")
    assert related(bench, reader) == []


def test_relations_are_made_without_a_mouse(bench, reader):
    bench.press("Tab")  # 李强, which was marked first
    bench.press("r", "Tab", "Tab", "r")  # to 长沙
    expect(bench.page.locator(".region.selected .what")).to_have_text("李强 → 长沙")
    bench.press("Escape", "Tab", "r", "Tab", "Tab", "Tab", "Enter")  # 李强 to 王芳
    expect(bench.page.locator(".arc")).to_have_count(2)
    assert related(bench, reader) == [("knows", "王芳", "李强"), ("works_in", "李强", "长沙")]


def test_a_relation_goes_with_its_span_and_comes_back_with_it(bench, reader):
    bench.press("r")
    click(bench, "李强")
    click(bench, "沈阳市")
    bench.press("r")
    click(bench, "王芳")
    click(bench, "沈阳市")
    expect(bench.regions).to_have_count(6)
    bench.page.locator(".region-name", has_text="沈阳市").first.click()
    bench.press("Delete")
    expect(bench.regions).to_have_count(3)
    bench.press("Control+z")
    expect(bench.regions).to_have_count(6)
    bench.page.locator(".arc text").first.click()
    bench.press("Delete")
    expect(bench.regions).to_have_count(5)
    assert len(related(bench, reader)) == 1

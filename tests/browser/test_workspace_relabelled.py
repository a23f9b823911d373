"""The labels change while somebody works: what was claimed ahead has the new ones, what was begun keeps its own."""

import pytest
from playwright.sync_api import expect

from annotation.models import Annotation, Draft
from tests.browser.workbench import MOOD, body, label

pytestmark = pytest.mark.once

NEW = {**MOOD, "labels": [*MOOD["labels"], label("mixed", "4", "混合", "Mixed")]}


@pytest.fixture
def desk(make, bench):
    """An annotator at the first of eight tasks, five more of them claimed ahead."""
    project = make.project(body=body(MOOD), overlap=1)
    for number in range(8):
        make.text_task(f"第{number}句话。", name=f"t{number}")
    bench.sign_in(make, make.annotator(language="en"))
    bench.open(project)
    bench.expect_task("t0")
    return bench


def mixed(bench):
    return bench.page.get_by_text("Mixed", exact=True)


def versions():
    found = Annotation.objects.order_by("assignment__task__position", "assignment__task")
    return list(found.values_list("schema__version", flat=True))


def test_the_task_after_the_one_in_hand_has_the_new_labels(make, desk):
    make.schema(body(NEW))
    desk.press("1")
    desk.wait_until(lambda: Draft.objects.exists())
    expect(mixed(desk)).to_have_count(0)
    desk.press("Control+Enter")
    desk.expect_task("t1")
    expect(mixed(desk)).to_be_visible()
    for name in ("t2", "t3"):
        desk.press("4")
        desk.press("Control+Enter")
        desk.expect_task(name)
        expect(mixed(desk)).to_be_visible()
    desk.expect_sent()
    desk.wait_until(lambda: versions() == [1, 2, 2])


def test_a_task_that_came_before_the_news_gets_the_new_labels_while_it_is_untouched(make, desk):
    make.schema(body(NEW))
    desk.press("1")
    desk.press("Control+Enter")
    desk.expect_task("t1")
    expect(mixed(desk)).to_be_visible()
    expect(desk.page.get_by_text("The labels have changed.").first).to_be_visible()
    desk.press("4")
    desk.press("Control+Enter")
    desk.expect_task("t2")
    desk.expect_sent()
    desk.wait_until(lambda: versions() == [1, 2])


def test_what_was_begun_keeps_its_labels_and_its_version(make, desk):
    desk.press("2")
    desk.wait_until(lambda: Draft.objects.exists())
    desk.press("Control+ArrowRight")
    desk.expect_task("t1")
    make.schema(body(NEW))
    desk.press("1")
    desk.press("Control+Enter")
    desk.expect_task("t2")
    expect(mixed(desk)).to_be_visible()
    desk.page.goto(desk.page.url)
    desk.expect_task("t0")
    expect(mixed(desk)).to_be_visible()
    assert "bad" in str(desk.draft())

"""Hands on the keyboard: questions answered by digits, input methods left alone, every key listed."""

import pytest
from playwright.sync_api import expect

from projects.models import Person
from tests.browser.workbench import MOOD, SPANS, TOPICS, body, label, stored

pytestmark = pytest.mark.once

MANY = {
    "name": "entities",
    "kind": "span",
    "labels": [label(f"L{n}", "", f"标签{n}", f"Label {n}") for n in range(40)] + [label("CITY", "", "城市", "City")],
}


@pytest.fixture
def work(make, bench):
    """Open a project with this schema and two texts as an annotator."""

    def open_one(*fields, language="en") -> Person:
        project = make.project(body=body(*fields), overlap=1)
        make.text_task("小明从成都坐火车去沈阳看雪。", name="first")
        make.text_task("第二句。", name="second")
        make.text_task("第三句。", name="third")
        person = make.annotator(language=language)
        bench.sign_in(make, person)
        bench.open(project)
        return person

    return open_one


def test_digits_answer_and_enter_submits_when_every_question_is_one_choice(bench, work):
    person = work(MOOD)
    bench.press("2", "Enter")
    bench.expect_task("second")
    bench.press("1", "3", "Enter")
    bench.expect_task("third")
    bench.expect_sent()
    assert stored(person) == {"first": {"mood": "bad"}, "second": {"mood": "none"}}


def test_the_next_task_may_come_with_the_answer(bench, work):
    person = work(MOOD)
    bench.page.get_by_label("Submit as soon as a label is chosen").check()
    bench.press("2")
    bench.expect_task("second")
    bench.press("1")
    bench.expect_task("third")
    bench.expect_sent()
    assert stored(person) == {"first": {"mood": "bad"}, "second": {"mood": "good"}}


def test_several_questions_share_the_keys_and_enter_alone_submits_nothing(bench, work):
    person = work(MOOD, TOPICS, SPANS)
    bench.press("5", "4", "1")
    bench.press("Enter")
    bench.expect_task("first")
    bench.select("成都")
    place = bench.page.get_by_role("button", name="Place")
    bench.press(place.locator("kbd").inner_text().lower())
    bench.submit()
    bench.expect_sent()
    value = stored(person)["first"]
    assert (value["mood"], value["topics"]) == ("good", ["price", "speed"])
    assert [span["text"] for span in value["entities"]] == ["成都"]


def test_a_missing_answer_is_named_and_nothing_is_sent(bench, work):
    person = work(MOOD)
    bench.press("Control+Enter")
    expect(bench.page.locator(".complaint")).to_contain_text("“Mood” is required")
    bench.expect_task("first")
    assert stored(person) == {}


def test_an_answer_is_taken_back_by_its_own_key(bench, work):
    work(MOOD)
    bench.press("1", "1")
    expect(bench.page.get_by_role("radio", checked=True)).to_have_count(0)


def test_an_input_method_at_work_triggers_nothing(bench, work):
    person = work(MOOD, MANY)
    session = bench.context.new_cdp_session(bench.page)
    # What a Chinese input method sends while letters, digits, Enter and Space choose a word.
    for key, code in [("1", "Digit1"), ("n", "KeyN"), ("Enter", "Enter"), (" ", "Space"), ("x", "KeyX")]:
        event = {"type": "rawKeyDown", "key": "Process", "code": code, "windowsVirtualKeyCode": 229}
        session.send("Input.dispatchKeyEvent", event)
        bench.page.evaluate(
            "([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, code, isComposing: true, bubbles: true, cancelable: true }))",
            [key, code],
        )
    expect(bench.page.get_by_role("radio", checked=True)).to_have_count(0)
    expect(bench.page.get_by_role("dialog")).to_have_count(0)
    bench.expect_task("first")
    bench.press("/")
    session.send("Input.imeSetComposition", {"text": "cheng", "selectionStart": 5, "selectionEnd": 5})
    session.send("Input.insertText", {"text": "城市"})
    expect(bench.page.get_by_role("searchbox")).to_have_value("城市")
    assert stored(person) == {}


def test_letters_and_digits_work_under_another_layout(bench, work):
    work(MOOD, TOPICS)
    for key, code in [("１", "Digit1"), ("ﻻ", "KeyX")]:
        bench.page.evaluate(
            "([key, code]) => document.activeElement.dispatchEvent(new KeyboardEvent('keydown',"
            " { key, code, bubbles: true, cancelable: true }))",
            [key, code],
        )
    expect(bench.page.get_by_role("radio", name="Good")).to_be_checked()
    expect(bench.page.get_by_role("dialog", name="Skip this task")).to_be_visible()


def test_a_label_has_the_key_the_lead_gave_it_and_the_action_goes_on_with_alt(bench, work):
    sure = {"name": "sure", "kind": "choice", "labels": [label("no", "x", "否", "No"), label("yes", "g", "是", "Yes")]}
    person = work(sure)
    bench.press("x")
    expect(bench.page.get_by_role("radio", name="No")).to_be_checked()
    expect(bench.page.get_by_role("dialog")).to_have_count(0)
    expect(bench.page.get_by_role("button", name="Skip")).to_contain_text("Alt+X")
    bench.press("Alt+x")
    expect(bench.page.get_by_role("dialog", name="Skip this task")).to_be_visible()
    bench.press("Escape", "g", "Enter")
    bench.expect_task("second")
    bench.expect_sent()
    assert stored(person) == {"first": {"sure": "yes"}}


def test_the_key_that_switches_the_input_method_does_nothing_here(bench, work):
    work(MOOD)
    bench.press("Control+Space")
    expect(bench.page.get_by_role("dialog")).to_have_count(0)
    bench.expect_task("first")


def test_many_labels_are_searched_by_name_in_either_language(bench, work):
    person = work(MANY)
    bench.select("成都")
    bench.press("/")
    bench.page.keyboard.type("city")
    expect(bench.page.locator(".left .option")).to_have_count(1)
    bench.press("Enter")
    bench.select("沈阳")
    bench.press("/")
    bench.page.keyboard.insert_text("城市")
    bench.press("Enter")
    bench.submit()
    bench.expect_sent()
    spans = stored(person)["first"]["entities"]
    assert [(span["label"], span["text"]) for span in spans] == [("CITY", "成都"), ("CITY", "沈阳")]


def test_the_help_lists_the_keys_that_work_here(bench, work):
    work(SPANS)
    bench.press("?")
    dialog = bench.page.get_by_role("dialog", name="Keys")
    expect(dialog).to_contain_text("Undo")
    expect(dialog).to_contain_text("Move the end of the selected region")
    expect(dialog).not_to_contain_text("Draw boxes")
    bench.press("1", "Escape")
    expect(dialog).to_have_count(0)


def test_single_keys_can_be_switched_off(bench, work):
    work(MOOD)
    bench.press("?")
    with bench.page.expect_response("**/api/me"):
        bench.page.get_by_label("Single keys without Ctrl or Alt do something").uncheck()
    bench.press("Escape", "1", "x")
    expect(bench.page.get_by_role("radio", checked=True)).to_have_count(0)
    bench.page.reload()
    bench.expect_task("first")
    bench.press("1")
    expect(bench.page.get_by_role("radio", checked=True)).to_have_count(0)
    bench.page.get_by_role("radio", name="Good").check()
    bench.press("Control+Enter")
    bench.expect_task("second")


def test_the_end_of_the_queue_says_so_and_leads_back(bench, work):
    person = work(MOOD)
    for name in ("first", "second", "third"):
        bench.expect_task(name)
        bench.press("1", "Enter")
    expect(bench.page.get_by_role("heading", name="All done")).to_be_visible()
    bench.page.get_by_role("button", name="Back to my last task").click()
    bench.expect_task("third")
    bench.press("2", "Enter")
    expect(bench.page.get_by_role("heading", name="All done")).to_be_visible()
    bench.expect_sent()
    assert stored(person)["third"] == {"mood": "bad"}


def test_tasks_that_others_hold_are_waited_for(bench, make):
    project = make.project(body=body(MOOD), overlap=1)
    make.leased(task=make.text_task("一句话。", name="first"))
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.get_by_role("heading", name="Nothing for you right now")).to_be_visible()


def test_the_workspace_speaks_chinese_and_names_labels_in_it(bench, work):
    work(MOOD, language="zh-hans")
    expect(bench.page.get_by_role("radio", name="正面")).to_be_visible()
    expect(bench.page.locator("html")).to_have_attribute("lang", "zh-Hans")

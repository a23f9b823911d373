"""A reviewer works through what waits with the keys alone."""

import pytest
from playwright.sync_api import expect

from annotation.models import Assignment
from projects.models import Person
from tests.browser.test_pages import AXE
from tests.browser.workbench import MOOD, body


@pytest.fixture
def page(make, bench):
    """A reviewer's browser, at the first of two tasks with two answers each."""
    project = make.project(body=body(MOOD), overlap=2)
    first, second = make.annotator(name="Li Na"), make.annotator(name="Wang Fang")
    for name in ("one", "two"):
        task = make.text_task(f"一句话，{name}。", name=name)
        make.submitted({"mood": "good"}, task=task, by=first)
        make.submitted({"mood": "bad"}, task=task, by=second)
    bench.sign_in(make, make.reviewer(language="en"))
    bench.page.goto(f"{bench.url}/projects/{project.pk}/review")
    return bench.page


def states():
    return [turn.state for turn in Assignment.objects.order_by("pk")]


def press(page, stroke):
    """With the scripts of the page at work."""
    page.wait_for_load_state()
    page.keyboard.press(stroke)


def at(page, name):
    expect(page.locator(".task-head h2")).to_have_text(name)


def accepted(page):
    return page.locator("#accepted")


def test_answers_are_accepted_returned_and_taken_back_by_key(page):
    at(page, "one")
    expect(page.get_by_role("button", name="Accept and go on A")).to_have_count(1)
    press(page, "a")
    expect(accepted(page)).to_contain_text("Accepted the answer of Li Na.")
    expect(page.locator(".card", has=page.get_by_role("button", name="Accept and go on A"))).to_contain_text(
        "Wang Fang"
    )
    press(page, "r")
    page.keyboard.type("Read it again, all of it")
    press(page, "Enter")
    at(page, "two")
    assert states() == ["accepted", "returned", "submitted", "submitted"]
    press(page, "a")
    expect(accepted(page)).to_be_visible()
    press(page, "u")
    expect(page.locator("#messages")).to_contain_text("1 answer waits for its review again.")
    at(page, "two")
    assert states() == ["accepted", "returned", "submitted", "submitted"]


def test_the_answer_that_the_keys_judge_is_in_sight_in_a_small_window(page):
    page.set_viewport_size({"width": 800, "height": 420})
    press(page, "a")
    expect(accepted(page)).to_contain_text("Accepted the answer of Li Na.")
    expect(page.get_by_role("button", name="Accept and go on A")).to_be_in_viewport()


def test_keys_lead_from_task_to_task_and_a_letter_of_a_note_is_no_key(page):
    press(page, "j")
    at(page, "two")
    press(page, "r")
    page.keyboard.type("jaku")
    expect(page.get_by_label("What is to be mended").first).to_have_value("jaku")
    press(page, "Escape")
    press(page, "k")
    at(page, "one")
    assert states() == ["submitted"] * 4


def test_who_switched_single_keys_off_judges_by_no_letter_and_sees_no_hint(page):
    at(page, "one")
    Person.objects.update(single_keys=False)
    page.reload()
    accept = page.get_by_role("button", name="Accept and go on", exact=True)
    expect(accept.first).to_be_visible()
    expect(page.locator("[data-press] kbd:visible")).to_have_count(0)
    press(page, "a")
    press(page, "j")
    at(page, "one")
    accept.first.click()
    expect(accepted(page)).to_contain_text("Accepted the answer of Li Na.")
    assert states() == ["accepted"] + ["submitted"] * 3


def test_all_answers_of_a_task_are_accepted_after_a_question_until_nothing_waits(page):
    for name in ("one", "two"):
        at(page, name)
        press(page, "Shift+A")
        expect(page.get_by_role("heading", name="Accept 2 answers?")).to_be_visible()
        page.get_by_role("button", name="Accept all", exact=True).click()
    expect(page.get_by_role("heading", name="Nothing waits for your review here")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Every answer of this project has been reviewed.")
    assert states() == ["accepted"] * 4
    press(page, "u")
    at(page, "two")
    assert states() == ["accepted", "accepted", "submitted", "submitted"]


def test_all_that_the_list_shows_are_accepted_after_a_question(page):
    at(page, "one")
    page.get_by_role("link", name="List").click()
    page.get_by_role("button", name="Accept all 4 answers shown").click()
    dialog = page.locator("dialog#confirm")
    expect(dialog).to_contain_text("The answers of the 2 tasks shown here are accepted without being opened.")
    dialog.get_by_role("button", name="Cancel").click()
    assert states() == ["submitted"] * 4
    page.get_by_role("button", name="Accept all 4 answers shown").click()
    dialog.get_by_role("button", name="Accept all").click()
    expect(accepted(page)).to_contain_text("Accepted 4 answers.")
    assert states() == ["accepted"] * 4


def test_who_presses_before_the_page_has_its_scripts_is_asked_all_the_same(page):
    at(page, "one")
    held = []
    page.route("**/pages*.js", lambda route: held.append(route))
    page.goto(page.url, wait_until="commit")
    page.locator("form[data-confirm] button").evaluate("button => button.click()")
    expect(page.get_by_role("heading", name="Accept 2 answers?")).to_be_visible()
    assert len(held) == 1
    assert states() == ["submitted"] * 4
    held[0].continue_()
    page.locator("dialog#confirm").get_by_role("button", name="Accept all").click()
    at(page, "two")
    assert states() == ["accepted", "accepted", "submitted", "submitted"]


def test_the_pages_of_a_reviewer_are_accessible(page):
    at(page, "one")
    press(page, "a")
    expect(accepted(page)).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
    assert [(each["id"], [node["target"] for node in each["nodes"]]) for each in result["violations"]] == []

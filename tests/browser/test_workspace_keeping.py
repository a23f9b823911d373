"""Nothing lost: whatever happens to network, server, session, tab or browser, each submission arrives once.

What can befall an answer befalls every kind of it: a choice about a text, spans in it, boxes and masks on an image,
tracks in a video.
"""

import os
import re
import signal
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from annotation.kinds import rle
from annotation.models import Assignment, Draft, Revision
from projects.models import Person
from tests.browser.workbench import MOOD, WINDOW, Workbench, body, stored

PASSWORD = "a long way from Chengdu"
# Of each kind the answer is good, bad or none: as a choice, or as the label of the one region.
KINDS = ("choice", "span", "box", "mask", "track")
ON_TEXT = ("choice", "span")
every_kind = pytest.mark.parametrize(
    "kind", [KINDS[0], *(pytest.param(name, marks=pytest.mark.once) for name in KINDS[1:])], indirect=True
)


@pytest.fixture
def kind(request) -> str:
    return getattr(request, "param", "choice")


def tasks(make, kind, count=8):
    """A project of texts to judge, of images to draw on, or of videos."""
    media = "text" if kind in ON_TEXT else "video" if kind == "track" else "image"
    project = make.project(body=body(MOOD | {"kind": kind}, media=media), overlap=1)
    for n in range(1, count + 1):
        if kind in ON_TEXT:
            make.text_task(f"第{n}句话。", name=f"task {n}")
        elif kind == "track":
            make.video_task(name=f"task {n}")
        else:
            make.image_task(600, 400, name=f"task {n}")
    return project


@pytest.fixture
def person(make, bench, kind) -> Person:
    """An annotator with eight tasks, the page open at the first."""
    project = tasks(make, kind)
    person = make.annotator(language="en", password=PASSWORD)
    bench.sign_in(make, person)
    bench.open(project)
    return person


def judge(bench, key):
    """Choose an answer; where there are regions, give it to one."""
    if bench.page.locator(".image-surface").count():
        bench.press(key)
        bench.drag((100, 100), (200, 200))
        expect(bench.regions).to_have_count(1)
    elif bench.page.locator(".regions").count():
        bench.select("句话")
        bench.press(key)
        expect(bench.regions).to_have_count(1)
    else:
        bench.press(key)


def answer(bench, key="1"):
    """Judge the task on the desk and go on to the next."""
    judge(bench, key)
    bench.submit()


def expect_judged(bench, title):
    """The task on the desk has this answer."""
    if bench.page.locator(".regions").count():
        expect(bench.page.locator(".region-name .label-title")).to_have_text([title])
    else:
        expect(bench.page.get_by_role("radio", checked=True)).to_have_accessible_name(re.compile(title))


def moods(person):
    answers = {name: value["mood"] for name, value in stored(person).items()}
    return {name: said if isinstance(said, str) else said[0]["label"] for name, said in answers.items()}


def submissions(person):
    return Revision.objects.filter(by=person, move="submit").count()


def test_the_next_task_is_there_before_the_server_has_answered(bench, person):
    held = []
    bench.page.route("**/submit", lambda route: held.append(route))
    answer(bench)
    expect(bench.status).to_have_text("1 waiting")
    bench.wait_until(lambda: held)
    assert moods(person) == {}
    held[0].continue_()
    bench.expect_sent()
    assert moods(person) == {"task 1": "good"}


def test_the_last_task_counts_as_done_while_it_is_being_sent(bench, person):
    for _ in range(7):
        answer(bench)
    bench.expect_sent()
    held = []
    bench.page.route("**/submit", lambda route: held.append(route))
    answer(bench)
    expect(bench.page.get_by_role("heading", name="All done")).to_be_visible()
    expect(bench.page.locator(".progress")).to_contain_text("8 done, 0 left")
    held[0].continue_()
    bench.expect_sent()


@every_kind
def test_four_submissions_without_network_arrive_once_each_when_it_is_back(bench, person):
    bench.page.wait_for_load_state("networkidle")
    bench.context.set_offline(True)
    for key in "1231":
        answer(bench, key)
    expect(bench.status).to_contain_text("4 waiting")
    assert moods(person) == {}
    bench.context.set_offline(False)
    bench.expect_sent()
    assert moods(person) == {"task 1": "good", "task 2": "bad", "task 3": "none", "task 4": "good"}
    assert submissions(person) == 4


@every_kind
def test_an_answer_that_gets_lost_does_not_store_the_work_twice(bench, person):
    lost = []

    def lose_the_first(route):
        if lost:
            return route.continue_()
        lost.append(route.fetch())
        return route.abort("connectionreset")

    bench.page.route("**/submit", lose_the_first)
    answer(bench)
    bench.expect_sent()
    assert lost[0].status == 200
    assert moods(person) == {"task 1": "good"}
    assert submissions(person) == 1


@every_kind
def test_a_server_that_is_away_three_times_is_asked_a_fourth_time(bench, person):
    refused = []

    def refuse(route):
        if len(refused) == 3:
            return route.continue_()
        refused.append(route.request.headers["idempotency-key"])
        return route.fulfill(status=503, json={"code": "busy", "message": "Later, please.", "detail": {}})

    bench.page.route("**/submit", refuse)
    answer(bench)
    bench.expect_sent()
    assert len(set(refused)) == 1
    assert moods(person) == {"task 1": "good"}


def test_the_server_is_killed_and_started_again(bench, person, site):
    bench.page.wait_for_load_state("networkidle")
    site.kill()
    answer(bench, "2")
    expect(bench.status).to_contain_text("1 waiting")
    site.start()
    bench.expect_sent()
    assert moods(person) == {"task 1": "bad"}


def test_a_refused_submission_stays_with_the_reason(bench, person):
    refusal = {"code": "bad_value", "message": "This label is gone.", "detail": {"field": "mood"}}
    bench.page.route("**/submit", lambda route: route.fulfill(status=400, json=refusal))
    answer(bench)
    bench.page.get_by_role("button", name="1 submission needs you").click()
    expect(bench.page.get_by_role("dialog")).to_contain_text("This label is gone.")
    bench.page.unroute("**/submit")
    bench.page.get_by_role("button", name="Send again").click()
    expect(bench.page.get_by_role("dialog")).to_contain_text("Everything is decided.")
    bench.press("Escape")
    bench.expect_sent()
    assert moods(person) == {"task 1": "good"}


def test_a_skip_without_network_is_sent_later(bench, person):
    bench.page.wait_for_load_state("networkidle")
    bench.context.set_offline(True)
    bench.press("x")
    bench.press("Enter")  # without a reason nothing is skipped
    bench.press("2")
    expect(bench.page.get_by_label("It cannot be read or shown")).to_be_checked()
    bench.page.get_by_role("textbox").click()
    bench.press("3")
    bench.page.get_by_role("dialog").get_by_role("button", name="Skip").click()
    bench.expect_task("task 2")
    bench.context.set_offline(False)
    bench.expect_sent()
    skipped = Assignment.objects.get(annotator=person, state="skipped")
    assert (skipped.task.name, skipped.note, skipped.reason) == ("task 1", "3", "broken")


@every_kind
def test_a_reload_brings_the_draft_back(bench, person):
    judge(bench, "2")
    bench.wait_until(bench.draft)
    bench.page.reload()
    bench.expect_task("task 1")
    expect_judged(bench, "Bad")


@every_kind
def test_a_draft_goes_on_at_another_device(bench, person, make, new_context):
    judge(bench, "3")
    bench.wait_until(Draft.objects.filter(assignment__annotator=person, value__has_key="mood").exists)
    elsewhere = new_context(viewport=WINDOW)
    other = Workbench(bench.url, elsewhere, elsewhere.new_page())
    other.sign_in(make, person)
    other.open(Assignment.objects.filter(annotator=person).first().task.project)
    other.expect_task("task 1")
    expect_judged(other, "Neutral")


@pytest.fixture
def two_versions(bench, person):
    """The same task is open in two tabs; the other one has submitted "bad", this one "good"."""
    assignment = Assignment.objects.get(annotator=person, task__name="task 1")
    project = assignment.task.project
    other = bench.context.new_page()
    bench.open(project, assignment=assignment, page=other)
    bench.page.bring_to_front()
    judge(bench, "1")
    other.bring_to_front()
    elsewhere = Workbench(bench.url, bench.context, other)
    answer(elsewhere, "2")
    elsewhere.expect_sent()
    other.close()
    bench.submit()
    bench.page.get_by_role("button", name="1 submission needs you").click()
    dialog = bench.page.get_by_role("dialog")
    expect(dialog.get_by_role("row", name="Mood")).to_contain_text(re.compile("Good.*Bad"))
    return dialog


@every_kind
def test_a_conflict_is_decided_for_mine(bench, person, two_versions):
    two_versions.get_by_role("button", name="Keep mine").click()
    expect(two_versions).to_contain_text("Everything is decided.")
    bench.press("Escape")
    bench.expect_sent()
    assert moods(person) == {"task 1": "good"}


@every_kind
def test_a_conflict_is_decided_for_theirs(bench, person, two_versions):
    two_versions.get_by_role("button", name="Keep theirs").click()
    bench.press("Escape")
    bench.expect_sent()
    assert moods(person) == {"task 1": "bad"}


@every_kind
def test_a_conflict_is_decided_with_both_on_the_desk(bench, person, two_versions):
    two_versions.get_by_role("button", name="Open both").click()
    bench.expect_task("task 1")
    expect_judged(bench, "Good")
    bench.press("Control+z")
    expect_judged(bench, "Bad")
    bench.press("Control+y")
    expect_judged(bench, "Good")
    bench.submit()
    bench.expect_sent()
    assert moods(person) == {"task 1": "good"}


@every_kind
def test_two_tabs_never_work_on_the_same_task_and_send_everything_once(bench, person):
    other = bench.context.new_page()
    bench.open(Assignment.objects.filter(annotator=person).first().task.project, page=other)
    tabs = [bench, Workbench(bench.url, bench.context, other)]
    done = []
    for _ in range(3):
        for tab in tabs:
            assert tabs[0].task != tabs[1].task
            done.append(tab.task)
            answer(tab)
    for tab in tabs:
        tab.expect_sent()
    assert len(set(done)) == 6
    assert set(moods(person)) == set(done)
    assert submissions(person) == 6


@every_kind
def test_a_session_that_ended_keeps_the_work_until_one_has_signed_in_again(bench, person):
    bench.sign_out()
    answer(bench, "2")
    link = bench.page.get_by_role("link", name="Signed out")
    expect(link).to_be_visible()
    assert moods(person) == {}
    with bench.context.expect_page() as opened:
        link.click()
    sign_in = opened.value
    sign_in.locator("[name=username]").fill(person.username)
    sign_in.locator("[name=password]").fill(PASSWORD)
    sign_in.keyboard.press("Enter")
    sign_in.wait_for_url(lambda url: "sign-in" not in url)
    bench.expect_sent()
    assert moods(person) == {"task 1": "bad"}


def test_leaving_the_page_warns_only_while_something_waits(bench, person):
    asked = []
    bench.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    answer(bench)
    bench.expect_sent()
    bench.page.reload()
    bench.expect_task("task 2")
    assert asked == []
    bench.page.route("**/submit", lambda route: route.abort())
    answer(bench)
    bench.page.reload()
    bench.expect_task("task 3")
    assert asked == ["beforeunload"]


def test_back_takes_a_task_up_again_with_its_undo_and_replaces_the_answer(bench, person):
    answer(bench, "1")
    answer(bench, "2")
    bench.expect_sent()
    bench.press("Backspace")
    bench.expect_task("task 2")
    expect(bench.page.get_by_role("radio", name="Bad")).to_be_checked()
    bench.press("Control+ArrowLeft")
    bench.expect_task("task 1")
    bench.press("Control+z")
    expect(bench.page.get_by_role("radio", checked=True)).to_have_count(0)
    answer(bench, "3")
    bench.expect_sent()
    assert moods(person) == {"task 1": "none", "task 2": "bad"}


def test_back_without_network_takes_the_work_out_of_the_outbox(bench, person):
    bench.page.wait_for_load_state("networkidle")
    bench.context.set_offline(True)
    answer(bench, "1")
    expect(bench.status).to_contain_text("1 waiting")
    bench.press("Backspace")
    bench.expect_task("task 1")
    answer(bench, "2")
    bench.expect_task("task 2")
    bench.context.set_offline(False)
    bench.expect_sent()
    assert moods(person) == {"task 1": "bad"}
    assert submissions(person) == 1


def processes_of(folder: Path) -> list[int]:
    """The processes of the browser that was started with this profile."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdecimal() and str(folder).encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
        except OSError:
            continue  # it has just ended
    return found


@every_kind
def test_a_browser_that_is_killed_loses_neither_submission_nor_draft(
    make, site, kind, browser_type, browser_type_launch_args, tmp_path
):
    project = tasks(make, kind, count=3)
    person = make.annotator(language="en")

    def start():
        context = browser_type.launch_persistent_context(tmp_path, viewport=WINDOW, **browser_type_launch_args)
        return Workbench(site.url, context, context.pages[0])

    bench = start()
    bench.sign_in(make, person)
    bench.open(project)
    bench.page.wait_for_load_state("networkidle")
    bench.context.set_offline(True)
    answer(bench, "2")
    bench.expect_task("task 2")
    judge(bench, "3")
    bench.wait_until(bench.draft)
    for pid in processes_of(tmp_path):
        os.kill(pid, signal.SIGKILL)
    assert stored(person) == {}

    bench = start()
    bench.sign_in(make, person)
    bench.open(project)
    bench.expect_sent()
    bench.expect_task("task 2")
    expect_judged(bench, "Neutral")
    assert moods(person) == {"task 1": "bad"}
    bench.context.close()


@pytest.mark.once
@pytest.mark.parametrize("kind", ["mask"], indirect=True)
def test_of_a_large_draft_only_what_changed_is_kept_and_sent(bench, person):
    """Ten masks of noise take more than a megabyte, a dot beside them a hundred bytes."""
    assignment = Assignment.objects.get(annotator=person, task__name="task 1")
    noise = [noisy(number) for number in range(1, 11)]
    Draft.objects.create(assignment=assignment, value={"mood": noise})
    bench.page.reload()
    bench.expect_task("task 1")
    expect(bench.regions).to_have_count(10)
    bench.press("m", "Escape")
    with bench.page.expect_request(lambda request: request.method == "PATCH") as sent:
        bench.drag((100, 100), (110, 100))
    assert len(sent.value.post_data) < 2000
    assert [region["id"] for region in sent.value.post_data_json["patch"]["mood"]["put"]] == ["r11"]
    bench.page.route("**/draft", lambda route: route.abort())
    bench.press("Enter")
    bench.drag((300, 100), (310, 100))
    expect(bench.regions).to_have_count(12)
    bench.page.wait_for_function(PATCHES)
    bench.page.reload()
    expect(bench.regions).to_have_count(12)
    bench.submit()
    bench.expect_sent()
    kept = stored(person)["task 1"]["mood"]
    assert [mask["counts"] for mask in kept[:10]] == [mask["counts"] for mask in noise]
    assert [mask["id"] for mask in kept[10:]] == ["r11", "r12"]


def noisy(number):
    bits = np.random.default_rng(number).random((400, 600)) < 0.5
    counts = rle.counts_of(rle.edges_in(bits), bits.size)
    return {"id": f"r{number}", "label": "good", "size": [400, 600], "counts": counts, "box": [0, 0, 600, 400]}


PATCHES = """() => new Promise((done, fail) => {
    const opening = indexedDB.open('biaozhu');
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
        const counted = opening.result.transaction('patches').objectStore('patches').count();
        counted.onsuccess = () => { opening.result.close(); done(counted.result > 0); };
    };
})"""

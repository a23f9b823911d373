"""A weak machine far away: a quarter of the speed and 300 ms to the server. Told by what happened, never by a clock."""

from collections import Counter

import pytest
from playwright.sync_api import expect

from annotation.models import Assignment, AssignmentState
from tests.browser.workbench import BOXES, MOOD, body, stored

pytestmark = pytest.mark.once

FAR = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
DOZEN = 12
AHEAD = 5
FEWEST_AHEAD = 2  # with these it asks for more


@pytest.fixture
def weak(make, bench):
    """An annotator with twenty photographs on such a machine. What the page asks for is counted."""
    project = make.project(body=body(BOXES, MOOD, media="image"), overlap=1)
    for n in range(1, DOZEN + AHEAD + 4):
        make.image_task(1600, 1200, name=f"task {n}")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    session = bench.context.new_cdp_session(bench.page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", FAR)
    return project, person


def leased(person):
    """Whom nobody else can have, with the one on the desk."""
    return Assignment.objects.filter(annotator=person, state=AssignmentState.LEASED).count()


def label_by_keys(bench):
    bench.press("2", "Shift+N", "ArrowRight", "Escape", "4")
    expect(bench.regions).to_have_count(1)


def test_a_dozen_tasks_by_keyboard_never_wait_for_the_network_and_the_line_says_what_is_saved(bench, weak):
    project, person = weak
    asked: Counter[str] = Counter()
    bench.page.on("request", lambda request: asked.update([f"{request.method} {request.url}"]))
    held = []
    bench.page.route("**/submit", lambda route: held.append(route))  # the server hears what the test lets through
    bench.open(project)
    bench.wait_until(lambda: leased(person) == 1 + AHEAD)
    line = bench.status
    for n in range(1, DOZEN + 1):
        bench.expect_task(f"task {n}")
        expect(line).to_have_text("All changes saved")
        label_by_keys(bench)
        bench.press("Control+Enter")
        bench.expect_task(f"task {n + 1}")
        expect(line).to_have_text("1 waiting")
        assert f"task {n}" not in stored(person)
        bench.wait_until(lambda: held)
        held.pop().continue_()
        bench.expect_sent()
        assert f"task {n}" in stored(person)
        bench.wait_until(lambda: leased(person) >= 1 + FEWEST_AHEAD)
    answers = stored(person)
    assert len(answers) == DOZEN
    assert {(answer["objects"][0]["label"], answer["mood"]) for answer in answers.values()} == {("bus", "good")}
    files = [url for url in asked if url.startswith("GET") and "/assets/" in url]
    assert len(files) >= DOZEN + 1 + FEWEST_AHEAD  # photographs come before their tasks
    claims = sum(times for url, times in asked.items() if url.endswith("/claim"))
    assert claims <= 1 + DOZEN // 2  # several at a time


def test_what_was_done_while_the_server_is_silent_waits_in_order_and_nothing_is_said_too_early(bench, weak):
    project, person = weak
    held = []
    bench.page.route("**/submit", lambda route: held.append(route))
    bench.open(project)
    bench.wait_until(lambda: leased(person) == 1 + AHEAD)
    for n in range(1, AHEAD + 1):
        bench.expect_task(f"task {n}")
        label_by_keys(bench)
        bench.press("Control+Enter")
        expect(bench.status).to_have_text(f"{n} waiting")
    bench.expect_task(f"task {AHEAD + 1}")  # the last of those that were ahead
    assert stored(person) == {}
    for n in range(1, AHEAD + 1):
        bench.wait_until(lambda: held)
        assert len(held) == 1  # one after the other, as they were done
        held.pop().continue_()
        bench.wait_until(lambda: len(stored(person)) == n)  # noqa: B023
        assert set(stored(person)) == {f"task {m}" for m in range(1, n + 1)}
        assert bench.status.inner_text() != "All changes saved" or n == AHEAD
    bench.expect_sent()
    expect(bench.status).to_have_text("All changes saved")

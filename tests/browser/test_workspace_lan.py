"""Plain http inside a network of one's own: no secure context, so no `randomUUID` and no locks of the browser."""

from contextlib import suppress

import pytest
from django.conf import settings
from playwright.sync_api import Error, expect

from annotation.models import Assignment, Revision
from tests.browser.workbench import MOOD, WINDOW, Workbench, body, stored
from tests.servers import Site

NAME = "lan.test"


@pytest.fixture
def lan_site(site):
    """The site under a name of the network, as others than this machine reach it."""
    env = {"ALLOWED_HOSTS": f"127.0.0.1,{NAME}", "SECRET_KEY": settings.SECRET_KEY}
    lan = Site(settings.VAR, workers=1, env=env)
    lan.start()
    lan.url = f"http://{NAME}:{lan.port}"
    yield lan
    lan.stop()


@pytest.fixture
def bench(lan_site, browser_type, browser_type_launch_args):
    mapped = [*browser_type_launch_args["args"], f"--host-resolver-rules=MAP {NAME} 127.0.0.1"]
    browser = browser_type.launch(**browser_type_launch_args | {"args": mapped})
    context = browser.new_context(viewport=WINDOW, locale="en-US")
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    yield Workbench(lan_site.url, context, context.new_page())
    browser.close()
    assert not faults, faults


@pytest.fixture
def person(make, bench):
    """An annotator with eight texts to judge, the page open at the first, in a context that is not secure."""
    project = make.project(body=body(MOOD), overlap=1)
    for n in range(1, 9):
        make.text_task(f"第{n}句话。", name=f"task {n}")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    secure = "[isSecureContext, 'randomUUID' in crypto, 'locks' in navigator]"
    assert bench.page.evaluate(secure) == [False, False, False]
    return person


def test_work_is_submitted_over_plain_http(bench, person):
    for key in "123":
        bench.press(key)
        bench.submit()
    bench.expect_sent()
    assert stored(person) == {"task 1": {"mood": "good"}, "task 2": {"mood": "bad"}, "task 3": {"mood": "none"}}


def second_tab(bench, person) -> Workbench:
    page = bench.context.new_page()
    bench.open(Assignment.objects.filter(annotator=person).first().task.project, page=page)
    return Workbench(bench.url, bench.context, page)


def test_two_tabs_over_plain_http_never_share_a_task_and_send_everything_once(bench, person):
    tabs = [bench, second_tab(bench, person)]
    done = []
    for _ in range(3):
        for tab in tabs:
            assert tabs[0].task != tabs[1].task
            done.append(tab.task)
            tab.press("1")
            tab.submit()
    for tab in tabs:
        tab.expect_sent()
    assert len(set(done)) == 6
    assert set(stored(person)) == set(done)
    assert Revision.objects.filter(by=person, move="submit").count() == 6


def test_one_tab_at_a_time_sends_over_plain_http(bench, person):
    """While one tab waits for an answer, the other's work waits behind it."""
    under_way = []

    def hold_the_first(route):
        under_way.append(route)
        if len(under_way) > 1:
            route.continue_()

    bench.context.route("**/submit", hold_the_first)
    other = second_tab(bench, person)
    bench.press("1")
    bench.submit()
    bench.wait_until(lambda: under_way)
    other.press("2")
    other.submit()
    other.page.wait_for_timeout(3000)
    assert len(under_way) == 1
    under_way[0].continue_()
    for tab in (bench, other):
        tab.expect_sent()
    assert sorted(value["mood"] for value in stored(person).values()) == ["bad", "good"]


def test_the_task_of_a_tab_that_died_is_free_for_the_next(bench, person):
    other = second_tab(bench, person)
    mine = bench.task
    assert other.task != mine
    with suppress(Error):
        bench.page.goto("chrome://crash")
    other.page.reload()
    expect(other.page.locator(".task-name")).to_have_text(mine)

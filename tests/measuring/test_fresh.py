"""The real worker: fresh within seconds, and nothing lost when it or the broker dies."""

import time
from statistics import median

import pytest

from projects.models import Task
from tests.measuring.answers import answer_all
from workers import measuring, recounting
from workers.models import Fold

MANY = 5 * measuring.BATCH  # tasks: as many transactions as there are chances to kill between two

pytestmark = pytest.mark.django_db(transaction=True)


def wait_until_fresh(seconds):
    """How long it took until no task was stale."""
    begun = time.monotonic()
    while Task.objects.filter(stale=True).exists():
        assert time.monotonic() - begun < seconds, "still stale"
        time.sleep(0.05)
    return time.monotonic() - begun


def test_a_submission_is_counted_within_two_seconds(make, worker):
    """The clock strikes every second. One of seven may be slow on a busy machine, the one in the middle may not."""
    project = make.project(overlap=2)
    people = [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(1), people, lambda i, j: "good")
    wait_until_fresh(20)  # the worker's first beat
    waits = []
    for _ in range(7):
        answer_all(make, make.tasks(1), people, lambda i, j: "bad")
        waits.append(wait_until_fresh(20))
    assert median(waits) < 2
    assert recounting.recount(project).equal


def test_a_worker_killed_while_folding_loses_and_doubles_nothing(make, worker, spare_worker):
    worker.kill()
    project = make.project(overlap=2)
    people = [make.annotator(), make.annotator()]
    rounds, caught = 0, False
    while not caught and rounds < 6:  # a quick worker may have ended before it is killed
        rounds += 1
        before = Fold.objects.count()
        answer_all(make, make.tasks(MANY), people, lambda i, j: "good" if i % 3 else "bad")
        spare_worker.launch()
        caught = killed_while_folding(spare_worker, before)
    assert caught, "it had always ended before it was killed"
    worker.start()
    wait_until_fresh(60)
    assert recounting.recount(project).equal
    assert measuring.report(project, "answer", "choice").figures["alpha"].units == MANY * rounds


def killed_while_folding(server, before):
    """Kill it when some tasks are folded; whether others still waited."""
    deadline = time.monotonic() + 60
    while Fold.objects.count() == before:
        assert time.monotonic() < deadline, "the worker folds nothing"
    server.kill()
    return Task.objects.filter(stale=True).exists()


def test_labelling_goes_on_without_a_broker_and_is_counted_when_it_is_back(make, worker, broker):
    project = make.project(overlap=2)
    broker.kill()
    answer_all(make, make.tasks(12), [make.annotator(), make.annotator()], lambda i, j: "good" if i % 3 else "bad")
    assert Task.objects.filter(submitted=2).count() == 12
    broker.start()
    wait_until_fresh(60)
    assert recounting.recount(project).equal
    assert measuring.report(project, "answer", "choice").figures["percent"].value == 1


def test_a_worker_outlives_one_death_of_the_broker_after_another(make, worker, broker):
    project = make.project(overlap=2)
    people = [make.annotator(), make.annotator()]
    for _ in range(5):
        broker.kill()
        answer_all(make, make.tasks(2), people, lambda i, j: "good")
        broker.start()
        wait_until_fresh(60)
        assert worker.is_up, worker.log[-4000:]
    assert recounting.recount(project).equal


def test_two_clocks_and_two_workers_count_each_task_once(make, worker, spare_worker):
    spare_worker.start()
    project = make.project(overlap=2)
    answer_all(make, make.tasks(30), [make.annotator(), make.annotator()], lambda i, j: "good" if i % 2 else "bad")
    wait_until_fresh(30)
    assert recounting.recount(project).equal
    assert measuring.report(project, "answer", "choice").figures["alpha"].units == 30

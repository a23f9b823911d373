"""Adaptive overlap: more people where the answers leave it open, never more than the bounds allow."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotation import moves, queue, settling
from annotation.history import verify
from annotation.models import Revision
from annotation.overlap import ask_one_fewer, ask_one_more
from annotation.settling import Part
from projects.models import Task, TaskState
from projects.problems import Conflict
from tests.annotation.test_many_at_once import at_once
from workers import adaptive, measuring
from workers.models import Adaptive


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """However slow the machine is, the next look is due."""
    monkeypatch.setattr(adaptive, "SHARE", 0)


@pytest.fixture
def project(make):
    """Two people a task, three more who may be asked."""
    made = make.project(overlap=2)
    made.crowd = [make.annotator() for _ in range(5)]
    return made


def answer(make, project, *labels, task=None):
    """A task with these answers, by different people of the crowd."""
    task = task or make.task()
    for label, person in zip(labels, project.crowd, strict=False):
        make.submitted(label, task=task, by=person)
    return task


def bounds(project, **fields):
    return Adaptive.objects.create(project=project, **{"maximum": 4, "confidence": 0.8} | fields)


def adapt(project):
    measuring.fold(project)
    return adaptive.step(project)


def states(*tasks):
    return [(task.overlap, task.state) for task in Task.objects.filter(pk__in=[t.pk for t in tasks]).order_by("pk")]


def test_only_tasks_that_leave_it_open_ask_for_one_more(make, project):
    agreed, split = answer(make, project, "good", "good"), answer(make, project, "good", "bad")
    bounds(project)
    assert adapt(project) == 1
    assert states(agreed, split) == [(2, TaskState.LABELLED), (3, TaskState.QUEUED)]
    entry = Revision.objects.get(move="ask")
    assert (entry.by, entry.note) == (None, "0.500 < 0.8")
    assert verify(split).holds
    assert queue.claim_one(project, project.crowd[2]) is not None


def test_it_stops_as_soon_as_the_answers_are_sure(make, project):
    split = answer(make, project, "good", "bad")
    bounds(project, confidence=0.6)
    adapt(project)
    make.submitted("good", task=split, by=project.crowd[2])
    assert adapt(project) == 0
    assert states(split) == [(3, TaskState.LABELLED)]


def test_never_more_than_the_maximum(make, project):
    task = answer(make, project, "good", "bad")
    bounds(project, maximum=3, confidence=0.99)
    adapt(project)
    make.submitted("neutral", task=task, by=project.crowd[2])
    assert adapt(project) == 0
    assert states(task) == [(3, TaskState.LABELLED)]


def test_the_budget_goes_to_the_least_sure_and_is_kept(make, project):
    certain = [answer(make, project, "good", "good") for _ in range(2)]
    project.overlap = 3
    project.save()
    torn = make.task(overlap=3)
    answer(make, project, "good", "bad", "neutral", task=torn)
    leaning = make.task(overlap=3)
    answer(make, project, "good", "good", "bad", task=leaning)
    bounds(project, confidence=0.9, budget=11)
    assert adaptive.wanted(project) == 10
    adapt(project)
    assert adaptive.wanted(project) == 11
    assert states(torn, leaning) == [(4, TaskState.QUEUED), (3, TaskState.LABELLED)]
    assert [overlap for overlap, _state in states(*certain)] == [2, 2]


def test_nobody_is_asked_where_nobody_is_left_to_answer(make):
    project = make.project(overlap=2)
    task = make.task()
    make.submitted("good", task=task)
    make.submitted("bad", task=task)
    bounds(project)
    assert adapt(project) == 0
    found = adaptive.saved(adaptive.of(project))
    assert (found.held_back, found.asking) == (1, 0)
    make.annotator()
    adaptive.change(adaptive.of(project))
    assert adapt(project) == 1
    assert states(task) == [(3, TaskState.QUEUED)]


def test_a_free_place_is_closed_when_the_answers_have_become_sure(make, project):
    task = make.task()
    first = make.submitted("good", task=task, by=project.crowd[0])
    second = make.submitted("bad", task=task, by=project.crowd[1])
    bounds(project)
    adapt(project)
    moves.submit(second, value={"answer": "good"}, schema=project.schema, by=second.annotator)
    assert adapt(project) == 1
    assert states(task) == [(2, TaskState.LABELLED)]
    assert Revision.objects.filter(move="unask", by=None).count() == 1
    assert first.task_id == task.pk


def test_what_a_person_asked_for_stays_open(make, project):
    task = answer(make, project, "good", "good")
    ask_one_more(task, by=make.lead())
    bounds(project)
    adapt(project)
    assert states(task) == [(3, TaskState.QUEUED)]


def test_a_place_that_somebody_holds_stays(make, project):
    task = make.task()
    make.submitted("good", task=task, by=project.crowd[0])
    second = make.submitted("bad", task=task, by=project.crowd[1])
    bounds(project)
    adapt(project)
    held = make.leased(task=task, by=project.crowd[2])
    moves.submit(second, value={"answer": "good"}, schema=project.schema, by=second.annotator)
    assert adapt(project) == 0
    moves.submit(held, value={"answer": "good"}, schema=project.schema, by=held.annotator)
    assert states(task) == [(3, TaskState.LABELLED)]


def test_settled_and_void_tasks_and_paused_projects_ask_nobody(make, project):
    settled, void = answer(make, project, "good", "bad"), answer(make, project, "good", "bad")
    first = settled.assignments.order_by("pk").first()
    settling.choose(settled, Part(first.pk), by=make.lead(), reason="Clear.")
    moves.void(void, by=make.lead())
    setting = bounds(project)
    assert adapt(project) == 0
    open_ = answer(make, project, "good", "bad")
    project.state = "paused"
    project.save()
    assert adapt(project) == 0
    project.state = "open"
    project.save()
    setting.on = False
    setting.save()
    assert adapt(project) == 0
    assert states(open_) == [(2, TaskState.LABELLED)]


def test_a_step_with_nothing_new_reads_no_task(make, project, django_assert_num_queries):
    answer(make, project, "good", "good")
    bounds(project)
    adapt(project)
    with django_assert_num_queries(1):
        assert adaptive.step() == 0


def test_a_project_that_takes_long_to_look_through_waits_longer(make, project, monkeypatch):
    monkeypatch.setattr(adaptive, "SHARE", 20)
    setting = bounds(project)
    adapt(project)
    answer(make, project, "good", "bad")
    measuring.fold(project)
    Adaptive.objects.filter(pk=setting.pk).update(seconds=60, at=timezone.now() - timedelta(minutes=19))
    assert adaptive.step() == 0
    Adaptive.objects.filter(pk=setting.pk).update(at=timezone.now() - timedelta(minutes=21))
    assert adaptive.step() == 1


def test_what_it_saved_is_counted_against_always_the_maximum(make, project):
    for _ in range(3):
        answer(make, project, "good", "good")
    split = answer(make, project, "good", "bad")
    bounds(project, maximum=4, confidence=0.6)
    adapt(project)
    make.submitted("good", task=split, by=project.crowd[2])
    measuring.fold(project)
    found = adaptive.saved(adaptive.of(project))
    assert (found.tasks, found.given, found.always, found.saved) == (4, 9, 16, 7)
    assert (found.sure, found.asking, found.at_maximum, found.held_back) == (4, 0, 0, 0)
    mean, low, high = found.each
    # 2, 2, 2, 3: standard error .25, Student's t with 3 degrees of freedom 3.182
    assert (mean, round(low, 3), round(high, 3)) == (2.25, 1.454, 3.046)


def test_one_who_asks_twice_at_once_gets_one_more(make, project):
    task = answer(make, project, "good", "bad")
    lead = make.lead()
    ask_one_more(task, by=lead, seen=2)
    with pytest.raises(Conflict, match="already"):
        ask_one_more(Task.objects.get(pk=task.pk), by=lead, seen=2)
    ask_one_fewer(task, by=lead, least=2)
    assert states(task) == [(2, TaskState.LABELLED)]
    with pytest.raises(Conflict):
        ask_one_fewer(task, by=lead, least=2)


def test_a_place_somebody_has_taken_is_not_taken_back(make, project):
    task = answer(make, project, "good", "bad")
    lead = make.lead()
    ask_one_more(task, by=lead)
    make.leased(task=task, by=project.crowd[2])
    with pytest.raises(Conflict, match="taken the place"):
        ask_one_fewer(task, by=lead, least=2)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_keep_to_one_budget(make):
    for _ in range(3):
        project = make.project(overlap=2)
        crowd = [make.annotator() for _ in range(4)]
        for _ in range(4):
            task = make.task()
            make.submitted("good", task=task, by=crowd[0])
            make.submitted("bad", task=task, by=crowd[1])
        bounds(project, budget=10)
        measuring.fold(project)
        came = at_once(adaptive.step, project, project, project)
        assert not [each for each in came if isinstance(each, Exception)], came
        assert adaptive.wanted(project) == 10
        assert Revision.objects.filter(project=project, move="ask").count() == 2


@pytest.mark.django_db(transaction=True)
def test_closing_a_place_while_somebody_takes_it_never_breaks_the_overlap(make):
    for _ in range(6):
        project = make.project(overlap=2)
        crowd = [make.annotator() for _ in range(3)]
        task = make.task()
        for person in crowd[:2]:
            make.submitted("good", task=task, by=person)
        Task.objects.filter(pk=task.pk).update(overlap=3, state=TaskState.QUEUED)
        bounds(project)
        measuring.fold(project)
        came = at_once(
            lambda act: act(),
            lambda project=project: adaptive.step(project),
            lambda project=project, crowd=crowd: queue.claim_one(project, crowd[2]),
        )
        assert not [each for each in came if isinstance(each, Exception)], came
        task.refresh_from_db()
        closed, claimed = came
        assert bool(closed) != bool(claimed), came
        assert (task.overlap, task.taken) == ((2, 2) if closed else (3, 3))
        assert verify(task).holds

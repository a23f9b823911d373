"""Who gets which task next."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone, translation

from annotation import moves, queue
from annotation.models import Assignment, AssignmentState, Draft
from projects.models import Membership, Task, TaskState
from projects.problems import Conflict

S = AssignmentState


def next_of(project, person):
    pk = queue.claim_one(project, person)
    return Assignment.objects.get(pk=pk).task if pk else None


def later(minutes):
    return timezone.now() + timedelta(minutes=minutes)


def test_begun_tasks_come_first_then_priority_then_position(make):
    project = make.project(overlap=2)
    last, middle, urgent, begun = make.task(), make.task(position=0), make.task(priority=5), make.task()
    make.leased(task=begun)
    person = make.annotator()
    assert [next_of(project, person) for _ in range(5)] == [begun, urgent, middle, last, None]


def test_nobody_gets_a_task_twice(make):
    project = make.project(overlap=3)
    task = make.task()
    person = make.annotator()
    assert next_of(project, person) == task
    assert next_of(project, person) is None


def test_a_full_task_is_given_to_nobody(make):
    project = make.project(overlap=1)
    make.submitted()
    assert next_of(project, make.annotator()) is None


def test_a_paused_project_gives_nothing(make):
    project = make.project(state="paused")
    make.task()
    assert queue.claim(project, make.annotator()) == ([], True)


def test_claiming_brings_what_is_in_hand_before_anything_new(make):
    project = make.project(overlap=1)
    make.tasks(4)
    person = make.annotator()
    first, empty = queue.claim(project, person, 2)
    assert not empty
    assert queue.claim(project, person, 3)[0][:2] == first
    assert len(queue.claim(project, person, 3)[0]) == 3


def test_returned_work_comes_before_what_is_in_hand(make):
    project = make.project(overlap=1)
    back = make.returned()
    make.leased(by=back.annotator)
    assert queue.claim(project, back.annotator, 1)[0][0] == back.pk


def test_the_queue_is_empty_only_when_it_has_nothing_more_for_this_person(make):
    project = make.project(overlap=1)
    make.tasks(2)
    person = make.annotator()
    assert queue.claim(project, person, 2)[1] is False
    assert queue.claim(project, person, 3)[1] is True


def test_a_lease_that_ran_out_gives_the_place_back_and_keeps_the_draft(make):
    project = make.project(overlap=1)
    assignment = make.leased()
    Draft.objects.create(assignment=assignment, value={"answer": "bad"})
    assert queue.expire_leases(later(project.lease_minutes - 1)) == 0
    assert queue.expire_leases(later(project.lease_minutes + 1)) == 1
    assignment.refresh_from_db()
    assert (assignment.state, assignment.task.taken) == (S.EXPIRED, 0)
    assert Draft.objects.get().value == {"answer": "bad"}
    assert next_of(project, make.annotator()) == assignment.task


def test_after_a_lease_ran_out_the_same_person_can_have_the_task_again(make):
    project = make.project(overlap=1)
    assignment = make.leased()
    queue.expire_leases(later(60))
    assert queue.claim_one(project, assignment.annotator) == assignment.pk
    assert Task.objects.get().taken == 1


def test_work_submitted_after_its_lease_ran_out_counts_while_there_is_a_place(make):
    assignment = make.leased()
    queue.expire_leases(later(60))
    schema = assignment.task.project.schema
    moves.submit(assignment, value={"answer": "good"}, schema=schema, by=assignment.annotator)
    assert (Task.objects.get().taken, Task.objects.get().submitted) == (1, 1)


def test_work_submitted_when_others_have_the_place_is_kept_as_a_draft(make):
    make.project(overlap=1)
    assignment = make.leased()
    queue.expire_leases(later(60))
    make.submitted(task=assignment.task)
    schema = assignment.task.project.schema
    with pytest.raises(Conflict, match="draft") as refusal:
        moves.submit(assignment, value={"answer": "good"}, schema=schema, by=assignment.annotator)
    assert refusal.value.detail == {"revision": 0, "value": None, "state": "expired"}
    assert Draft.objects.get(assignment=assignment).value == {"answer": "good"}
    assert Task.objects.get().taken == 1


def test_a_lease_renewed_in_time_does_not_run_out(make):
    assignment = make.leased()
    Assignment.objects.update(lease_until=later(-1))
    queue.renew(assignment, by=assignment.annotator)
    assert queue.expire_leases() == 0


def test_a_lease_renewed_too_late_is_taken_anew_or_refused(make):
    make.project(overlap=1)
    assignment = make.leased()
    queue.expire_leases(later(60))
    assert queue.renew(assignment, by=assignment.annotator) > timezone.now()
    assert Task.objects.get().taken == 1
    queue.expire_leases(later(60))
    make.leased(task=assignment.task)
    with pytest.raises(Conflict, match="others have taken"):
        queue.renew(Assignment.objects.get(pk=assignment.pk), by=assignment.annotator)


def test_a_skipped_task_goes_to_somebody_else(make):
    project = make.project(overlap=1)
    assignment = make.leased()
    moves.skip(assignment, by=assignment.annotator, reason="unclear")
    assert next_of(project, assignment.annotator) is None
    assert next_of(project, make.annotator()) == assignment.task


def test_whoever_is_far_ahead_still_gets_every_task(make):
    """More tasks than the queue looks at in one step lie at its head, all had already by this person."""
    project = make.project(overlap=3)
    person, other = make.annotator(), make.annotator()
    tasks = make.tasks(3 * queue.WINDOW)
    had = tasks[: 2 * queue.WINDOW] + tasks[-1:]
    Assignment.objects.bulk_create(Assignment(task=task, annotator=person, state=S.SUBMITTED) for task in had)
    Task.objects.filter(pk__in=[task.pk for task in had]).update(taken=1, submitted=1)
    make.leased(task=tasks[2 * queue.WINDOW + 5], by=other)
    given = []
    while task := next_of(project, person):
        given.append(task)
    assert len(given) == len(tasks) - len(had)
    assert set(given) == set(tasks) - set(had)
    assert not Task.objects.filter(taken__gt=F("overlap")).exists()


def test_a_task_freed_far_behind_is_found_in_the_end(make):
    project = make.project(overlap=1)
    tasks = make.tasks(2 * queue.WINDOW)
    person, other = make.annotator(), make.annotator()
    Assignment.objects.bulk_create(Assignment(task=task, annotator=person, state=S.SKIPPED) for task in tasks[:-1])
    behind = make.task(position=-1)
    make.leased(task=behind, by=other)
    moves.skip(Assignment.objects.get(task=behind), by=other, reason="broken")
    assert {next_of(project, person), next_of(project, person)} == {behind, tasks[-1]}


def test_a_void_task_is_given_to_nobody_until_it_is_restored(make):
    project = make.project(overlap=1)
    task = make.task()
    moves.void(task, by=make.lead())
    assert next_of(project, make.annotator()) is None
    moves.restore(task, by=make.lead())
    assert Task.objects.get().state == TaskState.QUEUED
    assert next_of(project, make.annotator()) == task


def test_a_place_can_be_given_to_somebody_only_while_there_is_one(make):
    make.project(overlap=1)
    assignment = make.leased()
    with pytest.raises(Conflict):
        queue.hand_over(assignment.task, make.annotator())
    with pytest.raises(Conflict):
        queue.hand_over(assignment.task, assignment.annotator)
    assert Task.objects.get().taken == 1


def test_places_of_people_who_left_are_free_for_others(make):
    project = make.project(overlap=1)
    held, back, done = make.leased(), make.returned(), make.submitted()
    kept = [make.leased(), make.returned()]
    Membership.objects.filter(person__in=[held.annotator, back.annotator, done.annotator]).delete()
    assert queue.free_places_of_the_gone() == 2
    assert queue.free_places_of_the_gone() == 0
    other = make.annotator()
    assert {next_of(project, other), next_of(project, other)} == {held.task, back.task}
    assert next_of(project, other) is None
    states = [Assignment.objects.get(pk=turn.pk).state for turn in (held, back, done, *kept)]
    assert states == [S.EXPIRED, S.EXPIRED, S.SUBMITTED, S.LEASED, S.RETURNED]


@pytest.mark.parametrize("role", ["annotator", "reviewer", "lead", "owner"])
def test_who_labels_as_a_member_of_the_organisation_keeps_the_place(make, role):
    project = make.project()
    make.leased(by=make.person(role, organisation=project.organisation))
    assert queue.free_places_of_the_gone() == 0


def test_who_only_reads_from_now_on_keeps_no_place(make):
    make.project()
    person = make.leased().annotator
    Membership.objects.filter(person=person).update(role="auditor")
    assert queue.free_places_of_the_gone() == 1


def test_a_membership_elsewhere_keeps_no_place_here(make):
    project = make.project()
    turn = make.leased()
    Membership.objects.filter(person=turn.annotator).delete()
    make.annotator(project=make.project(organisation=project.organisation))
    make.member(turn.annotator, "annotator", project=make.the_project)
    assert queue.free_places_of_the_gone() == 1


def test_that_a_task_has_no_place_left_is_said_in_the_language_of_the_asker(make):
    make.project(overlap=1)
    task = make.leased().task
    with translation.override("zh-hans"), pytest.raises(Conflict, match="没有空位"):
        queue.hand_over(task, make.annotator())

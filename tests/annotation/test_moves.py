"""What may happen to an assignment, and what it does to its task."""

import pytest

from annotation import moves, queue
from annotation.models import Annotation, Assignment, AssignmentState, Draft
from annotation.moves import MOVES
from projects.models import Task, TaskState
from projects.problems import Conflict, Forbidden, Invalid

S = AssignmentState


def counters():
    task = Task.objects.get()
    return task.taken, task.submitted, task.state


def answer(assignment, value="good", **options):
    schema = assignment.task.project.schema
    return moves.submit(assignment, value={"answer": value}, schema=schema, by=assignment.annotator, **options)


def test_a_submitted_answer_counts_and_marks_its_task_stale(make):
    make.submitted("good")
    assert counters() == (1, 1, TaskState.QUEUED)
    assert Task.objects.get().stale
    assert Annotation.objects.get().value == {"answer": "good"}


def test_claiming_and_skipping_leave_no_task_stale(make):
    assignment = make.leased()
    moves.skip(assignment, by=assignment.annotator, reason="unclear")
    assert not Task.objects.get().stale


def test_the_last_wanted_answer_makes_a_task_labelled(make):
    task = make.task(overlap=2)
    make.submitted(task=task)
    make.submitted(task=task)
    assert counters() == (2, 2, TaskState.LABELLED)


def test_a_task_is_settled_when_every_wanted_answer_is_accepted(make):
    task = make.task(overlap=2)
    first, second = make.submitted(task=task), make.submitted(task=task)
    moves.accept(first, by=make.reviewer())
    assert counters() == (2, 2, TaskState.LABELLED)
    moves.accept(second, by=make.reviewer())
    assert counters() == (2, 2, TaskState.SETTLED)


def test_a_returned_answer_keeps_its_place_and_counts_no_more(make):
    task = make.task(overlap=1)
    assignment = make.submitted(task=task)
    Task.objects.update(stale=False)
    moves.give_back(assignment, by=make.reviewer(), note="Look at the wheel.")
    assert counters() == (1, 0, TaskState.QUEUED)
    assert Task.objects.get().stale
    assert Assignment.objects.get().note == "Look at the wheel."
    answer(assignment, "bad", revision=1)
    assert counters() == (1, 1, TaskState.LABELLED)


def test_an_accepted_answer_can_still_be_returned(make):
    assignment = make.accepted(task=make.task(overlap=1))
    assert counters() == (1, 1, TaskState.SETTLED)
    moves.give_back(assignment, by=make.reviewer(), note="The guideline has changed.")
    assert counters() == (1, 0, TaskState.QUEUED)


def test_an_acceptance_is_taken_back_and_the_task_waits_for_its_review_again(make):
    assignment = make.accepted(task=make.task(overlap=1))
    moves.unaccept(assignment, by=make.reviewer(), seen=1)
    assert counters() == (1, 1, TaskState.LABELLED)
    assert Assignment.objects.get().state == S.SUBMITTED
    moves.accept(assignment, by=make.reviewer())
    assert counters() == (1, 1, TaskState.SETTLED)


def test_a_task_that_somebody_decided_stays_settled_when_an_acceptance_is_taken_back(make):
    assignment = make.accepted(task=make.task(overlap=1))
    Task.objects.update(decided=True)
    moves.unaccept(assignment, by=make.reviewer())
    assert Task.objects.get().state == TaskState.SETTLED


def test_nobody_reviews_their_own_answer(make):
    reviewer = make.reviewer()
    assignment = make.submitted(by=reviewer)
    with pytest.raises(Forbidden):
        moves.accept(assignment, by=reviewer)
    with pytest.raises(Forbidden):
        moves.give_back(assignment, by=reviewer, note="Myself?")


def test_two_reviewers_at_once_one_wins(make):
    first = make.submitted()
    second = Assignment.objects.get(pk=first.pk)
    moves.accept(first, by=make.reviewer())
    with pytest.raises(Conflict, match="Somebody else"):
        moves.give_back(second, by=make.reviewer(), note="No.")
    assert Assignment.objects.get().state == S.ACCEPTED


def test_a_reviewer_judges_only_the_revision_that_was_seen(make):
    assignment = make.submitted("good")
    seen = Assignment.objects.get()
    answer(assignment, "bad", revision=1)
    with pytest.raises(Conflict, match="newer version"):
        moves.accept(seen, by=make.reviewer(), seen=1)
    moves.accept(seen, by=make.reviewer(), seen=2)


def test_a_submitted_answer_can_be_replaced_until_it_is_reviewed(make):
    assignment = make.submitted("good")
    assert answer(assignment, "bad", revision=1)["revision"] == 2
    assert Annotation.objects.get().value == {"answer": "bad"}
    assert counters() == (1, 1, TaskState.QUEUED)
    moves.accept(assignment, by=make.reviewer())
    with pytest.raises(Conflict, match="accepted") as refusal:
        answer(Assignment.objects.get(), "neutral", revision=2)
    assert refusal.value.detail == {"revision": 2, "value": {"answer": "bad"}, "state": "accepted"}


def test_reopening_leaves_the_answer_in_force_until_the_next_one(make):
    assignment = make.submitted("good")
    queue.reopen(assignment, by=assignment.annotator)
    assert counters() == (1, 1, TaskState.QUEUED)
    assert Annotation.objects.get().value == {"answer": "good"}


def test_reviewed_work_cannot_be_reopened(make):
    assignment = make.accepted()
    with pytest.raises(Conflict):
        queue.reopen(assignment, by=assignment.annotator)


def test_a_skipped_task_can_be_taken_up_again_while_it_has_a_place(make):
    task = make.task(overlap=1)
    assignment = make.leased(task=task)
    moves.skip(assignment, by=assignment.annotator, reason="unclear", note="Which side?")
    assert counters() == (0, 0, TaskState.QUEUED)
    queue.reopen(assignment, by=assignment.annotator)
    assert counters() == (1, 0, TaskState.QUEUED)
    moves.skip(assignment, by=assignment.annotator, reason="unclear")
    make.leased(task=task)
    with pytest.raises(Conflict, match="others have taken"):
        queue.reopen(assignment, by=assignment.annotator)


def test_skipping_twice_is_skipping_once(make):
    assignment = make.leased()
    for _ in range(2):
        moves.skip(Assignment.objects.get(), by=assignment.annotator, reason="broken")
    assert [entry.move for entry in assignment.task.revisions.order_by("number")] == ["claim", "skip"]


def test_freeing_a_place_lets_somebody_else_have_it_and_keeps_the_answer(make):
    task = make.task(overlap=1)
    assignment = make.returned(task=task)
    moves.move(assignment, "free", by=make.lead())
    assert counters() == (0, 0, TaskState.QUEUED)
    assert Annotation.objects.count() == 1
    assert queue.claim_one(task.project, make.annotator()) is not None


def test_submitting_removes_the_draft(make):
    assignment = make.leased()
    Draft.objects.create(assignment=assignment, value={"answer": "bad"})
    answer(assignment)
    assert not Draft.objects.exists()


def test_a_bad_value_changes_nothing(make):
    assignment = make.leased()
    Draft.objects.create(assignment=assignment, value={"answer": "fish"})
    with pytest.raises(Invalid) as refusal:
        answer(assignment, "fish")
    assert refusal.value.detail["field"] == "answer"
    assert counters() == (1, 0, TaskState.QUEUED)
    assert Draft.objects.exists()


def test_an_older_revision_is_a_conflict_and_says_what_is_there(make):
    assignment = make.submitted("good")
    with pytest.raises(Conflict) as refusal:
        answer(assignment, "bad", revision=0)
    assert refusal.value.detail == {"revision": 1, "value": {"answer": "good"}, "state": "submitted"}
    assert Annotation.objects.get().value == {"answer": "good"}


def test_the_same_key_again_gets_the_same_answer(make):
    assignment = make.leased()
    sent = {"revision": 0, "key": "a-key"}
    first = answer(assignment, **sent)
    assert answer(Assignment.objects.get(), **sent) == first
    answer(Assignment.objects.get(), "bad", revision=1, key="another")
    assert answer(Assignment.objects.get(), **sent) == first
    assert Annotation.objects.get().value == {"answer": "bad"}


def test_the_same_key_is_answered_even_after_a_review(make):
    assignment = make.leased()
    first = answer(assignment, revision=0, key="a-key")
    moves.accept(assignment, by=make.reviewer())
    assert answer(Assignment.objects.get(), revision=0, key="a-key") == first


def test_a_key_of_other_work_is_refused(make):
    person = make.annotator()
    first, second = make.leased(by=person), make.leased(by=person)
    answer(first, key="a-key")
    with pytest.raises(Conflict, match="Idempotency-Key"):
        answer(second, key="a-key")
    assert Annotation.objects.count() == 1


def test_two_people_may_use_the_same_key(make):
    for assignment in (make.leased(), make.leased()):
        answer(assignment, key="a-key")
    assert Annotation.objects.count() == 2


def test_an_answer_to_a_void_task_is_kept_as_a_draft(make):
    assignment = make.leased()
    moves.void(assignment.task, by=make.lead())
    with pytest.raises(Conflict, match="took this task out"):
        answer(assignment)
    assert Draft.objects.get().value == {"answer": "good"}
    assert counters() == (1, 0, TaskState.VOID)


def test_a_restored_task_is_where_its_answers_have_brought_it(make):
    task = make.task(overlap=1)
    make.accepted(task=task)
    moves.void(task, by=make.lead(), note="Twice in the set.")
    assert counters() == (1, 1, TaskState.VOID)
    moves.restore(Task.objects.get(), by=make.lead())
    assert counters() == (1, 1, TaskState.SETTLED)


@pytest.mark.parametrize("name", sorted(MOVES))
@pytest.mark.parametrize("state", S.values)
def test_what_the_table_does_not_name_is_refused(make, name, state):
    """Each move from each state: only what the table allows succeeds, and the counters follow the states."""
    task = make.task(overlap=3)
    assignment = make.submitted(task=task)
    holding, answered = state in moves.HOLDING, state in moves.ANSWERED
    Task.objects.update(taken=int(holding), submitted=int(answered))
    Assignment.objects.update(state=state)
    assignment.state = state
    before, after = MOVES[name]
    if state in before:
        moves.move(assignment, name, by=make.reviewer())
        assert Assignment.objects.get().state == after
        assert counters()[:2] == (int(after in moves.HOLDING), int(after in moves.ANSWERED))
    else:
        with pytest.raises(Conflict):
            moves.move(assignment, name, by=make.reviewer())
        assert Assignment.objects.get().state == state
        assert counters()[:2] == (int(holding), int(answered))

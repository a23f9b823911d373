"""Settling a task: chosen, merged or written, with a reason, by somebody else, undone as easily."""

import pytest
from django.db import connection

from annotation import moves, queue, settling
from annotation.api.settling import PARTS
from annotation.history import verify
from annotation.models import Annotation, Revision, Settlement, Way
from annotation.settling import Part
from projects.models import Task, TaskState
from projects.problems import Conflict, Forbidden, Invalid

from .test_many_at_once import at_once


def box(number, label="car", x=10.0):
    return {"id": f"r{number}", "label": label, "x": x, "y": 10.0, "width": 30.0, "height": 20.0, "rotation": 0.0}


@pytest.fixture
def split(make):
    """A task that two people answered differently: task, the two turns, a lead."""
    make.project(overlap=2)
    task = make.task()
    return task, make.submitted("good", task=task), make.submitted("bad", task=task), make.lead()


def test_one_answer_is_chosen_with_a_reason_and_all_answers_stay(split):
    task, _first, second, lead = split
    settled = settling.choose(task, Part(second.pk, 1), by=lead, reason="The guideline says so.", seen=0)
    task.refresh_from_db()
    assert (task.state, task.decided, task.stale) == (TaskState.SETTLED, True, True)
    assert (settled.value, settled.how, settled.taken_from) == ({"answer": "bad"}, Way.CHOSEN, [second.pk])
    assert {each.value["answer"] for each in Annotation.objects.all()} == {"good", "bad"}
    entry = Revision.objects.get(move="settle")
    assert entry.note == "The guideline says so."
    assert entry.value == {
        "value": {"answer": "bad"},
        "schema": task.project.schema_id,
        "how": "chosen",
        "from": [second.pk],
    }
    assert verify(task).holds
    assert settling.in_force(task).entry == entry


def test_a_reason_is_needed(split):
    task, first, _second, lead = split
    with pytest.raises(Invalid) as refused:
        settling.choose(task, Part(first.pk), by=lead, reason="  ")
    assert refused.value.detail == {"field": "reason"}
    assert not Settlement.objects.exists()


def test_undone_the_task_is_where_its_answers_have_brought_it(split):
    task, first, _second, lead = split
    settling.choose(task, Part(first.pk), by=lead, reason="Clear.")
    settling.undo(task, by=lead, note="Too quick.", seen=1)
    assert (task.state, task.decided) == (TaskState.LABELLED, False)
    assert settling.in_force(task) is None
    assert verify(task).holds
    with pytest.raises(Conflict):
        settling.undo(task, by=lead)
    again = settling.choose(task, Part(first.pk), by=lead, reason="After all.", seen=2)
    assert again.revision == 3


def test_regions_of_several_answers_are_merged_and_keep_apart(make):
    make.project("box", overlap=2)
    task = make.task()
    one = make.submitted({"answer": [box(1), box(2, "sign", 100.0)]}, task=task)
    two = make.submitted({"answer": [box(1, "person", 200.0)]}, task=task)
    parts = [Part(one.pk, 1, "answer", ("r1",)), Part(two.pk, 1, "answer", ("r1",))]
    settled = settling.merge(task, parts, by=make.lead(), reason="Each saw one of the two.")
    assert [(region["id"], region["label"]) for region in settled.value["answer"]] == [("r1", "car"), ("r2", "person")]
    assert (settled.how, settled.taken_from) == (Way.MERGED, [one.pk, two.pk])


def test_a_field_is_taken_whole_from_one_answer_only(split):
    task, first, second, lead = split
    parts = [Part(first.pk, field="answer"), Part(second.pk, field="answer")]
    with pytest.raises(Invalid, match="two answers"):
        settling.merge(task, parts, by=lead, reason="Both.")
    with pytest.raises(Invalid, match="no regions"):
        settling.merge(task, [Part(first.pk, field="answer", regions=("r1",))], by=lead, reason="?")
    task.refresh_from_db()
    assert task.state == TaskState.LABELLED


def test_a_merge_of_too_many_parts_is_refused_and_not_cut(make, split):
    task, first, _second, lead = split
    part = {"assignment": first.pk, "field": "answer"}
    sent = {"reason": "All of it.", "merge": [part] * (PARTS + 1)}
    answer = make.client(lead).post(f"/api/tasks/{task.pk}/settlement", sent, "application/json")
    assert (answer.status_code, answer.json()["detail"]["field"]) == (400, "merge")


@pytest.mark.parametrize(
    "there", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "home"]
)
def test_a_decision_leads_to_pages_of_this_site_only(make, split, there):
    task, first, _second, lead = split
    sent = {"choose": first.pk, "reason": "Better.", "next": there}
    answer = make.client(lead).post(f"/tasks/{task.pk}/settle", sent)
    assert answer["Location"] == f"/tasks/{task.pk}"
    assert "evil" not in make.client(lead).get(f"/tasks/{task.pk}/settle", {"next": there}).content.decode()


def test_an_answer_of_ones_own_making_must_fit_the_schema(split):
    task, _first, _second, lead = split
    schema = task.project.schema
    with pytest.raises(Invalid):
        settling.write(task, {"answer": "fish"}, schema, by=lead, reason="Neither.")
    settled = settling.write(task, {"answer": "neutral"}, schema, by=lead, reason="Neither.")
    assert (settled.value, settled.how, settled.taken_from) == ({"answer": "neutral"}, Way.WRITTEN, [])


def test_who_answered_a_task_may_only_give_in(make):
    make.project(overlap=2)
    task = make.task()
    lead = make.lead()
    own, other = make.submitted("good", task=task, by=lead), make.submitted("bad", task=task)
    for refused in (
        lambda: settling.choose(task, Part(own.pk), by=lead, reason="I was right."),
        lambda: settling.merge(task, [Part(other.pk, field="answer")], by=lead, reason="As good as new."),
        lambda: settling.write(task, {"answer": "good"}, task.project.schema, by=lead, reason="Written anew."),
    ):
        with pytest.raises(Forbidden, match="yourself"):
            refused()
    assert settling.choose(task, Part(other.pk), by=lead, reason="I was wrong.").value == {"answer": "bad"}


def test_an_answer_that_changed_since_it_was_looked_at_is_not_chosen(split):
    task, first, _second, lead = split
    moves.submit(first, value={"answer": "neutral"}, schema=task.project.schema, by=first.annotator, revision=1)
    with pytest.raises(Conflict, match="changed this answer"):
        settling.choose(task, Part(first.pk, 1), by=lead, reason="Clear.")


def test_a_returned_answer_cannot_be_chosen_and_a_void_task_not_settled(split):
    task, first, second, lead = split
    moves.give_back(first, by=lead, note="Look again.")
    with pytest.raises(Conflict, match="returned"):
        settling.choose(task, Part(first.pk), by=lead, reason="Clear.")
    moves.void(task, by=lead)
    with pytest.raises(Conflict):
        settling.choose(task, Part(second.pk), by=lead, reason="Clear.")
    assert Task.objects.get().state == TaskState.VOID


def test_a_task_nobody_answered_is_not_settled(make):
    task = make.task()
    with pytest.raises(Conflict, match="Nobody has answered"):
        settling.write(task, {"answer": "good"}, task.project.schema, by=make.lead(), reason="Clear.")
    assert not Task.objects.get().decided


def test_a_settled_task_stays_settled_while_an_answer_is_sent_back_and_corrected(split):
    task, first, second, lead = split
    settling.choose(task, Part(second.pk), by=lead, reason="Clear.")
    moves.give_back(first, by=lead, note="See the settled answer.")
    task.refresh_from_db()
    assert (task.state, task.submitted) == (TaskState.SETTLED, 1)
    moves.submit(first, value={"answer": "bad"}, schema=task.project.schema, by=first.annotator)
    task.refresh_from_db()
    assert (task.state, task.submitted) == (TaskState.SETTLED, 2)
    assert verify(task).holds


def test_a_task_settled_early_is_handed_out_no_more_until_that_is_undone(make):
    make.project(overlap=3)
    task = make.task()
    given = make.submitted("good", task=task)
    lead, other = make.lead(), make.annotator()
    settling.choose(task, Part(given.pk), by=lead, reason="Clear.")
    assert queue.claim_one(task.project, other) is None
    settling.undo(task, by=lead)
    assert task.state == TaskState.QUEUED
    assert queue.claim_one(task.project, other) is not None


def test_taken_out_and_brought_back_it_is_settled_still(split):
    task, first, _second, lead = split
    settling.choose(task, Part(first.pk), by=lead, reason="Clear.")
    moves.void(task, by=lead)
    moves.restore(task, by=lead)
    assert Task.objects.get().state == TaskState.SETTLED


def test_the_history_shows_a_settled_answer_that_was_tampered_with(split):
    task, first, _second, lead = split
    settling.choose(task, Part(first.pk), by=lead, reason="Clear.")
    Settlement.objects.update(value={"answer": "neutral"})
    verdict = verify(task)
    assert (verdict.holds, verdict.reason, verdict.broken) == (
        False,
        "answer",
        Revision.objects.get(move="settle").number,
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_decide_at_once_one_wins(make):
    for _ in range(4):
        make.project(overlap=2)
        task = make.task()
        turns = [make.submitted("good", task=task), make.submitted("bad", task=task)]
        leads = [make.lead(), make.lead()]

        def decide(pair, task=task):
            turn, lead = pair
            return settling.choose(Task.objects.get(pk=task.pk), Part(turn.pk), by=lead, reason="Clear.", seen=0)

        came = at_once(decide, *zip(turns, leads, strict=True))
        won = [each for each in came if isinstance(each, Settlement)]
        assert len(won) == 1, came
        assert [type(each) for each in came if each is not won[0]] == [Conflict]
        assert Settlement.objects.get(task=task).value == won[0].value
        assert Revision.objects.filter(task=task, move="settle").count() == 1
        assert verify(task).holds


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_an_answer_sent_back_at_once_leave_the_task_settled(make):
    for _ in range(4):
        make.project(overlap=2)
        task = make.task()
        first, second = make.submitted("good", task=task), make.submitted("bad", task=task)
        lead, reviewer = make.lead(), make.reviewer()

        def settle(task=task, second=second, lead=lead):
            settling.choose(Task.objects.get(pk=task.pk), Part(second.pk), by=lead, reason="Clear.")

        def send_back(first=first, reviewer=reviewer):
            moves.give_back(first, by=reviewer, note="Look again.")

        assert at_once(lambda act: act(), settle, send_back) == [None, None]
        task.refresh_from_db()
        assert (task.state, task.submitted) == (TaskState.SETTLED, 1)
        assert verify(task).holds
        connection.close()

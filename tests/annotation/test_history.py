"""The chain of entries of a task, and what it notices."""

from io import StringIO

import pytest
from django.core.management import call_command

from annotation import moves
from annotation.history import canonical, hash_of, plain, verify
from annotation.models import Annotation, Draft, Revision


def test_every_move_is_an_entry_that_carries_the_hash_of_the_one_before(make):
    assignment = make.submitted("good")
    moves.give_back(assignment, by=make.reviewer(), note="Read the last sentence.")
    moves.submit(assignment, value={"answer": "bad"}, schema=make.the_project.schema, by=assignment.annotator)
    moves.accept(assignment, by=make.reviewer())
    entries = list(assignment.task.revisions.order_by("number"))
    assert [entry.move for entry in entries] == ["claim", "submit", "return", "submit", "accept"]
    assert [entry.previous for entry in entries] == ["", *(entry.hash for entry in entries[:-1])]
    assert [entry.value for entry in entries] == [None, {"answer": "good"}, None, {"answer": "bad"}, None]
    assert entries[2].note == "Read the last sentence."
    verdict = verify(assignment.task)
    assert (verdict.holds, verdict.entries, verdict.head) == (True, 5, entries[-1].hash)


@pytest.mark.parametrize(
    "change",
    [
        {"value": {"answer": "bad"}},
        {"note": "never said"},
        {"move": "skip"},
        {"by": None},
        {"key": "other"},
        {"at": "2020-01-01T00:00:00Z"},
    ],
)
def test_a_changed_entry_is_found(make, change):
    assignment = make.submitted("good")
    Revision.objects.filter(move="submit").update(**change)
    verdict = verify(assignment.task)
    assert (verdict.holds, verdict.broken, verdict.reason) == (False, 2, "changed")


def test_a_removed_entry_is_found(make):
    assignment = make.accepted()
    Revision.objects.filter(number=2).delete()
    assert (verify(assignment.task).broken, verify(assignment.task).reason) == (2, "order")


def test_a_rewritten_entry_breaks_the_next_one(make):
    assignment = make.accepted()
    entry = Revision.objects.get(number=2)
    entry.value = {"answer": "bad"}
    entry.hash = hash_of(entry)
    entry.save()
    assert (verify(assignment.task).broken, verify(assignment.task).reason) == (3, "order")


def test_an_answer_changed_behind_the_history_is_found(make):
    assignment = make.submitted("good")
    Annotation.objects.update(value={"answer": "bad"})
    assert (verify(assignment.task).broken, verify(assignment.task).reason) == (2, "answer")


def test_a_removed_answer_is_found(make):
    assignment = make.submitted("good")
    Annotation.objects.all().delete()
    assert (verify(assignment.task).holds, verify(assignment.task).reason) == (False, "answer")


def test_a_cut_off_end_is_found_while_its_answer_stands(make):
    assignment = make.submitted("good")
    Revision.objects.filter(move="submit").delete()
    assert (verify(assignment.task).holds, verify(assignment.task).reason) == (False, "answer")


def test_hashes_do_not_depend_on_how_a_database_writes_numbers():
    assert plain({"x": 10.0, "y": [1e22, -0.0, 0.5, True]}) == {"x": 10, "y": [1e22, 0, 0.5, True]}
    assert isinstance(plain(10.0), int)
    assert isinstance(plain(10**22), float)
    assert plain(True) is True


def test_box_values_hold_after_a_round_trip_through_the_database(make):
    make.project("box")
    box = {"id": "r1", "label": "car", "x": 0.1 + 0.2, "y": 1e-7, "width": 30.0, "height": 1 / 3, "rotation": -0.0}
    assignment = make.submitted({"answer": [box]})
    assert verify(assignment.task).holds


def test_chinese_emoji_and_rare_characters_stand_as_they_are_in_the_hashed_bytes(make):
    assignment = make.leased()
    moves.skip(assignment, by=assignment.annotator, reason="other", note="看不清𠮷野家😀")
    entry = Revision.objects.get(move="skip")
    assert "看不清𠮷野家😀".encode() in canonical(entry)
    assert verify(assignment.task).holds


def test_the_command_names_the_broken_task_and_ends_with_an_error(make):
    make.submitted()
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue() == "1 tasks with 2 entries checked, 0 broken\n"
    Revision.objects.filter(number=1).update(note="changed")
    with pytest.raises(SystemExit):
        call_command("verify_history", str(make.the_project.pk), stdout=out)
    assert "entry 1 was changed after it was written" in out.getvalue()


def test_a_draft_leaves_no_entry(make):
    assignment = make.leased()
    Draft.objects.create(assignment=assignment, value={})
    assert assignment.task.revisions.count() == 1

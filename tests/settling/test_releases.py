"""Releases and exports carry the settled answer beside those of the annotators, and it wins where one has to."""

import csv
import io

import orjson
import pytest

from annotation import moves, settling
from annotation.models import Revision
from annotation.settling import Part
from tests.releases.making import bytes_of
from tests.releases.test_releasing import records

PLACE = {"id": "r1", "label": "LOC", "start": 3, "end": 5}


@pytest.fixture
def decided(answered, make):
    """Two tasks with two answers each; the first is settled on an answer that a lead wrote."""
    project = answered("span", tasks=2)
    task = project.tasks.order_by("pk").first()
    lead = make.lead()
    settling.write(task, {"answer": [PLACE]}, project.schema, by=lead, reason="Only the place counts.")
    return project, task, lead


def test_the_settled_answer_stands_beside_the_others(decided, release):
    project, task, _lead = decided
    made = release(project)
    assert made.manifest["counts"] | {"labels": {}} == {
        "tasks": 2,
        "annotations": 4,
        "accepted": 0,
        "settled": 1,
        "annotators": 2,
        "labels": {},
    }
    first, second = records(made)
    assert [answer["annotator"] for answer in first["annotations"]] == ["a1", "a2", "settled"]
    assert [answer["annotator"] for answer in second["annotations"]] == ["a1", "a2"]
    text = task.asset.text
    assert first["annotations"][2] == {
        "annotator": "settled",
        "state": "settled",
        "schema": 1,
        "seconds": 0.0,
        "value": {"answer": [PLACE | {"text": text[3:5]}]},
        "decision": {"how": "written", "from": [], "reason": "Only the place counts."},
    }


def test_a_decision_names_whose_answers_it_was_made_of_by_their_numbers(answered, make, release):
    project = answered("span", tasks=1)
    task = project.tasks.get()
    second = task.assignments.order_by("pk").last()
    settling.choose(task, Part(second.pk), by=make.lead(), reason="The better one.")
    decision = records(release(project))[0]["annotations"][-1]["decision"]
    assert decision == {"how": "chosen", "from": ["a2"], "reason": "The better one."}


def test_an_undone_decision_is_not_released_and_a_later_one_replaces_it(decided, release):
    project, task, lead = decided
    settling.undo(task, by=lead)
    assert release(project).manifest["counts"]["settled"] == 0
    turn = task.assignments.order_by("pk").first()
    settling.choose(task, Part(turn.pk), by=lead, reason="After all.")
    made = release(project)
    assert records(made)[0]["annotations"][-1]["value"] == turn.annotation.value
    assert Revision.objects.filter(task=task, move="settle").count() == 2


def test_what_is_decided_after_the_moment_is_not_in_it(decided, release):
    project, task, _lead = decided
    made = release(project)
    before = made.sha256
    moves.void(task, by=None)
    again = release(project)
    assert again.sha256 != before
    assert [record["id"] for record in records(again)] == [project.tasks.order_by("pk").last().external_id]


def test_an_export_with_room_for_one_answer_writes_the_settled_one(decided, release, export):
    project, _task, _lead = decided
    made = release(project)
    tags = bytes_of(export(made, "conll", options={"answers": "one"})).decode()
    first = tags.split("\n\n")[0]
    assert "B-LOC" in first
    assert "PER" not in first


def test_a_table_has_lines_of_the_settled_answer_marked_as_such(decided, release, export):
    project, _task, _lead = decided
    rows = list(csv.DictReader(io.StringIO(bytes_of(export(release(project), "csv")).decode("utf-8-sig"))))
    settled = [row for row in rows if row["state"] == "settled"]
    assert [(row["annotator"], row["label"], row["start"]) for row in settled] == [("settled", "LOC", "3")]


def test_a_complete_release_takes_a_task_that_was_settled_early(make, release):
    project = make.project(overlap=3)
    task, unfinished = make.task(), make.task()
    turn = make.submitted("good", task=task)
    make.submitted("bad", task=unfinished)
    settling.choose(task, Part(turn.pk), by=make.lead(), reason="Clear.")
    made = release(project, scope="complete")
    assert [record["id"] for record in records(made)] == [task.external_id]
    assert orjson.dumps(records(made)).count(b'"settled"') == 2

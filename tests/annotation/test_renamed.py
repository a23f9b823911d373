"""Labels and choices of attributes with another name today: drafts, answers taken up again and suggestions follow."""

import json
from copy import deepcopy
from pathlib import Path

import pytest

from annotation import comparing, moves, predictions, settling
from annotation.documents import assignment_doc
from annotation.drafts import save_draft
from annotation.models import Assignment, Prediction
from annotation.suggestions import shown_for
from annotation.values import pieces
from projects import making
from projects.problems import Conflict
from projects.schema import named_today, renames
from tests.makers import schema_body
from workers import measuring

SHARED = json.loads((Path(__file__).parent / "renames.json").read_text(encoding="utf-8"))
BOX = {"x": 10.0, "y": 10.0, "width": 40.0, "height": 30.0, "rotation": 0.0}
STATE = {"name": "state", "kind": "choice", "labels": [{"name": "parked"}, {"name": "moving"}]}
WEAR = {"name": "wear", "kind": "choice", "labels": [{"name": "new"}, {"name": "old"}]}


@pytest.fixture
def boxes(make):
    """Boxes with a choice that all have, and one that cars alone have."""
    body = schema_body("box", attributes=[STATE])
    body["fields"][0]["labels"][0]["attributes"] = [WEAR]
    return make.project(body=body)


def renamed(make, project, change):
    body = deepcopy(project.schema.body)
    change(body["fields"][0])
    making.add_schema(project, body, by=make.lead())
    project.refresh_from_db()


def all_of_it(field):
    """car is vehicle now; parked is standing, and what is old is worn."""
    field["labels"][0] |= {"name": "vehicle", "formerly": ["car"]}
    field["labels"][0]["attributes"][0]["labels"][1] = {"name": "worn", "formerly": ["old"]}
    field["attributes"][0]["labels"][0] = {"name": "standing", "formerly": ["parked"]}


def car(label="car", state="parked", wear="old"):
    return {"id": "r1", "label": label, **BOX, "attributes": {"state": state, "wear": wear}}


TODAY = car("vehicle", "standing", "worn")


def read(assignment):
    return assignment_doc(Assignment.objects.get(pk=assignment.pk))


def test_a_draft_is_read_under_the_names_of_today_and_stays_as_it_was_saved(make, boxes):
    turn = make.leased()
    draft = {"answer": [car()], "$suggestions": {"7": {"answer": {"car": None}}}}
    save_draft(turn, draft)
    renamed(make, boxes, all_of_it)
    assert read(turn)["draft"]["value"] == draft | {"answer": [TODAY]}
    turn.draft.refresh_from_db()
    assert turn.draft.value == draft


@pytest.mark.parametrize("draft", [{"answer": "half"}, {"answer": [{"label": ["car"]}, 7]}, {"answer": {"a": 1}}])
def test_a_draft_that_is_no_answer_stays_as_it_is(make, boxes, draft):
    turn = make.leased()
    save_draft(turn, draft)
    renamed(make, boxes, all_of_it)
    assert read(turn)["draft"]["value"] == draft


def test_an_answer_taken_up_again_can_be_submitted_to_the_schema_it_is_given_with(make, boxes):
    turn = make.submitted({"answer": [car()]})
    version = read(turn)["schema"]
    renamed(make, boxes, all_of_it)
    found = read(turn)
    assert found["value"] == {"answer": [TODAY]}
    assert found["schema"] == boxes.schema_id != version
    moves.submit(turn, value=found["value"], schema=boxes.schema, by=turn.annotator)
    turn.annotation.refresh_from_db()
    assert turn.annotation.value == {"answer": [TODAY]}


def test_who_is_overtaken_reads_what_stands_under_the_names_of_today(make, boxes):
    turn = make.submitted({"answer": [car()]})
    renamed(make, boxes, all_of_it)
    turn = Assignment.objects.get(pk=turn.pk)
    with pytest.raises(Conflict) as refused:
        moves.submit(turn, value={"answer": []}, schema=boxes.schema, by=turn.annotator, revision=9)
    assert refused.value.detail["value"] == {"answer": [TODAY]}


def test_suggestions_are_shown_and_judged_under_the_names_of_today(make, boxes):
    turn = make.leased()
    predictions.add(turn.task, {"model": "m", "value": {"answer": [car()]}}, by=None)
    renamed(make, boxes, all_of_it)
    [(prediction, value)] = shown_for(turn.task, boxes.schema, moves.subject_of(turn.task))
    assert value == {"answer": [TODAY]}
    told = {str(prediction.pk): {"answer": {"r1": "r1"}}}
    moves.submit(turn, value=value, schema=boxes.schema, by=turn.annotator, suggestions=told)
    assert prediction.outcomes.get().confirmed == 1
    lead = make.client(make.lead(language="en"))
    assert "vehicle" in lead.get(f"/tasks/{turn.task_id}/suggested").content.decode()


def test_a_model_that_knows_the_former_names_only_is_understood(make, boxes):
    task = make.task()
    first, _new = predictions.add(task, {"model": "m", "value": {"answer": [car()]}}, by=None)
    renamed(make, boxes, all_of_it)
    again, is_new = predictions.add(task, {"model": "m", "value": {"answer": [car()]}}, by=None)
    assert (again, is_new) == (first, False)
    assert predictions.add(task, {"model": "m", "value": {"answer": [TODAY]}}, by=None) == (first, False)
    second, _new = predictions.add(task, {"model": "m", "version": "2", "value": {"answer": [car()]}}, by=None)
    assert second.value == {"answer": [TODAY]}
    assert Prediction.objects.get(pk=first.pk).value == {"answer": [car()]}


def test_choices_count_as_one_where_answers_are_compared_and_shown(make, boxes):
    task = make.task()
    make.submitted({"answer": [car()]}, task=task)
    renamed(make, boxes, all_of_it)
    make.submitted({"answer": [TODAY]}, task=task)
    measuring.fold(boxes)
    assert [region["label"] for region in task.consensus.get().value] == ["vehicle"]
    assert not task.differences.exists()
    first, second = comparing.voices(settling.answers_to(task).values(), boxes.schema)
    assert first.regions[0].mark == second.regions[0].mark
    assert first.answer.value == second.answer.value == {"answer": [TODAY]}
    assert "standing" in str(pieces(first.answer.schema.body, first.answer.value))


def test_a_rename_of_choices_alone_counts_the_tasks_again(make, boxes):
    make.submitted({"answer": [car()]})
    measuring.fold(boxes)
    renamed(
        make,
        boxes,
        lambda field: field["attributes"][0]["labels"].__setitem__(0, {"name": "s", "formerly": ["parked"]}),
    )
    assert boxes.tasks.get().stale


@pytest.mark.parametrize("before, now", SHARED["cases"])
def test_every_form_of_an_answer_follows_as_it_does_in_the_browser(before, now):
    kept = deepcopy(before)
    assert named_today(before, renames(SHARED["schema"])) == now
    assert before == kept


@pytest.fixture
def editor(make, boxes):
    client = make.client(make.lead(organisation=boxes.organisation, language="en"))

    def send(body, **more):
        given = {"body": json.dumps(body)} | more
        return client.post(f"/projects/{boxes.pk}/labels", given, headers={"HX-Request": "true"})

    return send


def test_the_editor_asks_what_became_of_a_choice_and_writes_it_down(make, boxes, editor):
    make.submitted({"answer": [car()]})
    body = deepcopy(boxes.schema.body)
    body["fields"][0]["attributes"][0]["labels"][0] = {"name": "standing"}
    page = editor(body).content.decode()
    assert 'data-gone="parked"' in page
    became = json.dumps(["answer/state", "parked", "standing"])
    said = editor(body, became=became).content.decode()
    assert "Renamed in answer/state: parked to standing. 1 answer with parked counts as standing everywhere." in said
    editor(body, became=became, agreed="1", after="1")
    boxes.refresh_from_db()
    assert renames(boxes.schema.body) == {"answer/state": {"parked": "standing"}}


def test_a_choice_of_a_label_that_is_renamed_at_once_is_found_at_its_place_of_today(make, boxes, editor):
    make.submitted({"answer": [car()]})
    body = deepcopy(boxes.schema.body)
    label = body["fields"][0]["labels"][0]
    label["name"] = "vehicle"
    label["attributes"][0]["labels"] = [{"name": "new"}, {"name": "worn"}]
    first = json.dumps(["answer", "car", "vehicle"])
    assert 'data-gone="old"' in editor(body, became=first).content.decode()
    second = json.dumps(["answer/vehicle/wear", "old", "worn"])
    editor(body, became=[first, second], agreed="1", after="1")
    boxes.refresh_from_db()
    assert renames(boxes.schema.body) == {"answer": {"car": "vehicle"}, "answer/vehicle/wear": {"old": "worn"}}
    label = deepcopy(boxes.schema.body)["fields"][0]["labels"][0]
    label["attributes"][0]["labels"][1] = {"name": "shabby"}
    body = deepcopy(boxes.schema.body)
    body["fields"][0]["labels"][0] = label
    editor(body, became=json.dumps(["answer/vehicle/wear", "worn", "shabby"]), agreed="1", after="2")
    boxes.refresh_from_db()
    assert renames(boxes.schema.body)["answer/vehicle/wear"] == {"worn": "shabby", "old": "shabby"}


def test_a_former_name_of_a_choice_that_is_still_one_is_refused_with_its_place(make, boxes, editor):
    body = deepcopy(boxes.schema.body)
    body["fields"][0]["attributes"][0]["labels"][0]["formerly"] = ["moving"]
    answer = editor(body)
    assert answer.status_code == 400
    assert 'data-place="fields[0].attributes[0].labels[0].formerly[0]"' in answer.content.decode()

"""Predictions of models: what is taken, and what becomes of their suggestions when people answer."""

import pytest

from annotation import moves, predictions
from annotation.kinds import KINDS, example_value
from annotation.kinds.labels import OneLabelOptions
from annotation.models import Annotation, Outcome, Prediction
from annotation.suggestions import became
from projects.models import Project
from projects.problems import Conflict, Invalid

CAR = {"id": "p1", "label": "car", "x": 10.0, "y": 10.0, "width": 40.0, "height": 30.0}
SIGN = {"id": "p2", "label": "sign", "x": 100.0, "y": 20.0, "width": 20.0, "height": 20.0}


def predict(task, value, model="yolo", version="1", **more):
    return predictions.add(task, {"model": model, "version": version, "value": value, **more}, by=None)[0]


def submit(assignment, value, suggestions=None, **options):
    schema = assignment.task.project.schema
    return moves.submit(
        assignment, value=value, schema=schema, by=assignment.annotator, suggestions=suggestions, **options
    )


def counts(outcome):
    return outcome.confirmed, outcome.changed, outcome.rejected, outcome.left


def test_scores_may_stand_in_the_regions_and_regions_need_no_id(make):
    task = make.task(project=make.project("box"))
    bare = {key: part for key, part in CAR.items() if key != "id"}
    found = predict(task, {"answer": [{**bare, "score": 0.9}, {**SIGN, "id": "s", "score": 0.4}]}, score=0.7)
    assert [region["id"] for region in found.value["answer"]] == ["p1", "s"]
    assert found.scores == {"answer": {"p1": 0.9, "s": 0.4}}
    assert found.score == 0.7


def test_the_same_prediction_again_is_the_same_and_another_value_is_a_conflict(make):
    task = make.task()
    first = predict(task, {"answer": "good"})
    assert predict(task, {"answer": "good"}) == first
    with pytest.raises(Conflict):
        predict(task, {"answer": "bad"})
    assert predict(task, {"answer": "bad"}, version="2") != first
    assert Prediction.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"model": "m", "value": {"answer": "fish"}}, "value.answer"),
        ({"model": "m", "value": {"weather": "good"}}, "value.weather"),
        ({"model": "m", "value": {"answer": "good"}, "score": 7}, "score"),
        ({"model": "m", "value": {"answer": "good"}, "scores": {"weather": 0.5}}, "scores.weather"),
        ({"value": {"answer": "good"}}, "model"),
        ({"model": "m"}, "value"),
        (["nonsense"], ""),
    ],
)
def test_what_does_not_fit_the_labels_is_refused_with_its_place(make, said, place):
    with pytest.raises(Invalid) as refusal:
        predictions.add(make.task(), said, by=None)
    assert refusal.value.detail["field"] == place
    assert not Prediction.objects.exists()


def test_a_prediction_need_not_answer_everything(make):
    body = {
        "media": "text",
        "fields": [
            {"name": "a", "kind": "choice", "required": True, "labels": [{"name": "x"}, {"name": "y"}]},
            {
                "name": "b",
                "kind": "choice",
                "required": True,
                "labels": [{"name": "x"}],
                "visible_when": {"field": "a", "equals": "x"},
            },
            {"name": "s", "kind": "span", "required": True, "minimum": 2, "labels": [{"name": "z"}]},
        ],
    }
    task = make.text_task("甲乙丙", project=make.project(body=body))
    value = {"b": "x", "s": [{"id": "1", "label": "z", "start": 0, "end": 1, "text": "甲"}]}
    assert predict(task, value).value == value


def test_what_became_of_each_suggestion_is_stored_with_the_submission(make):
    task = make.task(project=make.project("box"))
    more = [{**CAR, "id": f"p{n}", "x": 10.0 * n} for n in (3, 4, 5)]
    found = predict(task, {"answer": [CAR, SIGN, *more]})
    assignment = make.leased(task=task)
    value = {"answer": [{**CAR, "id": "r1"}, {**SIGN, "id": "r2", "width": 25}]}
    told = {str(found.pk): {"answer": {"p1": "r1", "p2": "r2", "p3": None, "p4": "r9"}}}
    submit(assignment, value, told)
    [outcome] = Outcome.objects.all()
    assert outcome.became == {
        "answer": {"p1": "confirmed", "p2": "changed", "p3": "rejected", "p4": "rejected", "p5": "left"}
    }
    assert counts(outcome) == (1, 1, 2, 1)
    assert (outcome.entry.by, outcome.entry.move) == (assignment.annotator, "submit")


@pytest.mark.parametrize(
    ("answer", "decision", "what"),
    [
        ({"answer": "good"}, {"answer": True}, "confirmed"),
        ({"answer": "good"}, {}, "confirmed"),
        ({"answer": "bad"}, {"answer": True}, "changed"),
        ({"answer": "bad"}, {}, "changed"),
        ({"answer": "bad"}, {"answer": None}, "rejected"),
        ({}, {"answer": True}, "rejected"),
        ({}, {}, "left"),
    ],
)
def test_an_answer_decides_the_suggestion_for_its_question(make, answer, decision, what):
    task = make.task()
    found = predict(task, {"answer": "good"})
    submit(make.leased(task=task), answer, {str(found.pk): decision})
    assert Outcome.objects.get().became == {"answer": what}


def test_suggestions_never_count_as_answers(make):
    task = make.task()
    found = predict(task, {"answer": "good"})
    assignment = make.leased(task=task)
    submit(assignment, {}, {str(found.pk): {}})
    assert Annotation.objects.get().value == {}
    task.refresh_from_db()
    assert task.submitted == 1


def test_a_later_submission_takes_the_place_of_what_became_before(make):
    task = make.task()
    found = predict(task, {"answer": "good"})
    assignment = make.leased(task=task)
    submit(assignment, {"answer": "good"}, {str(found.pk): {"answer": True}}, revision=0)
    submit(assignment, {"answer": "bad"}, {str(found.pk): {"answer": True}}, revision=1)
    in_force = Outcome.objects.filter(in_force=True)
    assert [outcome.became for outcome in in_force] == [{"answer": "changed"}]
    assert Outcome.objects.count() == 2
    [row] = predictions.by_model(task.project)
    assert (row["model"], row["confirmed"], row["changed"]) == ("yolo", 0, 1)


def test_a_refused_submission_stores_no_outcome_and_its_draft_keeps_the_decisions(make):
    task = make.task()
    found = predict(task, {"answer": "good"})
    assignment = make.leased(task=task)
    told = {str(found.pk): {"answer": True}}
    moves.void(task, by=make.lead())
    with pytest.raises(Conflict):
        submit(assignment, {"answer": "good"}, told)
    assert not Outcome.objects.exists()
    assignment.refresh_from_db()
    assert assignment.draft.value == {"answer": "good", "$suggestions": told}


def test_decisions_on_predictions_of_another_task_are_refused(make):
    found = predict(make.task(), {"answer": "good"})
    assignment = make.leased()
    with pytest.raises(Invalid):
        submit(assignment, {"answer": "good"}, {str(found.pk): {}})
    assert not Annotation.objects.exists()


def body_of(kind):
    labels = {"labels": [{"name": name} for name in "甲乙丙"]} if issubclass(kind.options, OneLabelOptions) else {}
    field = {"name": "f", "kind": kind.name, **labels, **kind.example_options}
    return {"media": sorted(kind.media)[-1], "fields": [field, *kind.example_beside]}


@pytest.mark.once
@pytest.mark.parametrize("name", sorted(KINDS))
def test_an_answer_that_is_what_was_suggested_confirms_it_whatever_the_kind(name):
    """The contract of every kind: taken over under other ids, nothing of it counts as changed."""
    body = body_of(KINDS[name])
    suggested = example_value(body)
    told, ids = {}, {}
    for field, value in suggested.items():
        if isinstance(value, list) and value and isinstance(value[0], dict) and "id" in value[0]:
            told[field] = {region["id"]: f"n-{field}-{region['id']}" for region in value}
            ids |= told[field]
        else:
            told[field] = True

    def anew(part):
        if isinstance(part, dict):
            return {key: anew(one) for key, one in part.items()}
        if isinstance(part, list):
            return [anew(one) for one in part]
        return ids.get(part, part) if isinstance(part, str) else part

    found = became(suggested, told, anew(suggested), body)
    assert {what for of in found.values() for what in (of.values() if isinstance(of, dict) else [of])} == {"confirmed"}


def test_programs_bring_predictions_for_a_task_and_for_many(make):
    project = make.project()
    one, two = make.tasks(2)
    lead = make.headers(make.lead())
    client = make.client()

    def send(address, body):
        return client.post(address, body, content_type="application/json", headers=lead)

    said = {"model": "bert", "version": "7", "value": {"answer": "good"}, "score": 0.8}
    assert send(f"/api/tasks/{one.pk}/predictions", said).status_code == 201
    assert send(f"/api/tasks/{one.pk}/predictions", said).status_code == 200
    many = {"predictions": [said | {"task": one.pk}, said | {"external_id": two.external_id}]}
    assert send(f"/api/projects/{project.pk}/predictions", many).json() == {"made": 1, "known": 1}
    wrong = {"task": two.pk, "model": "x", "value": {"answer": "?"}}
    bad = {"predictions": [said | {"external_id": "nowhere"}, wrong, said | {"task": [one.pk]}, said | {"task": True}]}
    refused = send(f"/api/projects/{project.pk}/predictions", bad)
    assert refused.status_code == 400
    assert [problem["index"] for problem in refused.json()["detail"]["problems"]] == [0, 1, 2, 3]
    assert Prediction.objects.count() == 2


def test_annotators_get_the_newest_version_of_each_model_unless_the_lead_measures_blind(make):
    task = make.task()
    predict(task, {"answer": "good"})
    newest = predict(task, {"answer": "bad"}, version="2", score=0.6)
    other = predict(task, {"answer": "neutral"}, model="bert")
    assignment = make.leased(task=task)
    client = make.client(assignment.annotator)

    def suggested():
        found = client.get(f"/api/assignments/{assignment.pk}").json()["predictions"]
        return [(one["id"], one["value"], one["score"]) for one in found]

    assert sorted(suggested()) == [(newest.pk, {"answer": "bad"}, 0.6), (other.pk, {"answer": "neutral"}, None)]
    Project.objects.update(show_predictions=False)
    assert suggested() == []


def test_under_new_labels_only_what_is_still_possible_is_suggested(make):
    body = {
        "media": "text",
        "fields": [
            {"name": name, "kind": "choice", "labels": [{"name": "x"}, {"name": "y"}]} for name in ("one", "two")
        ],
    }
    task = make.text_task(project=make.project(body=body))
    predict(task, {"one": "x", "two": "y"})
    body["fields"][1]["labels"].pop()
    make.schema(body, task.project)
    assignment = make.leased(task=task)
    [shown] = make.client(assignment.annotator).get(f"/api/assignments/{assignment.pk}").json()["predictions"]
    assert shown["value"] == {"one": "x"}


def test_the_lead_reads_what_became_of_suggestions_by_api_and_on_pages(make):
    task = make.task(project=make.project(overlap=1))
    found = predict(task, {"answer": "good"}, score=0.9)
    assignment = make.leased(task=task)
    submit(assignment, {"answer": "bad"}, {str(found.pk): {}})
    client = make.client(make.lead())
    [told] = client.get(f"/api/tasks/{task.pk}/predictions").json()["results"]
    [outcome] = told["outcomes"]
    assert (outcome["by"]["id"], outcome["became"]) == (assignment.annotator.pk, {"answer": "changed"})
    [row] = client.get(f"/api/projects/{task.project_id}/predictions").json()["results"]
    assert (row["predictions"], row["changed"]) == (1, 1)
    assert assignment.annotator.name in client.get(f"/tasks/{task.pk}/suggested").content.decode()
    assert "yolo" in client.get(f"/projects/{task.project_id}/models").content.decode()


def test_who_may_still_answer_does_not_read_what_others_made_of_a_suggestion(make):
    task = make.task()
    found = predict(task, {"answer": "good"})
    submit(make.leased(task=task), {"answer": "bad"}, {str(found.pk): {}})
    reviewer = make.client(make.reviewer())
    assert reviewer.get(f"/api/tasks/{task.pk}/predictions").json()["code"] == "blind"
    assert reviewer.get(f"/tasks/{task.pk}/suggested").status_code == 403

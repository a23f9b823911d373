"""Predictions in files: imported with their tasks, brought by a command, released with what became of them."""

import orjson
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from annotation import moves, predictions
from annotation.models import Prediction
from projects.models import Project, Task
from tests.imports.files import brought, counted, told
from tests.releases.making import bytes_of, export, release  # noqa: F401  (fixtures)

SPAN = {"label": "LOC", "start": 3, "end": 5, "text": "成都"}
TEXT = "小明从成都坐火车。"


def lines(*rows):
    return b"\n".join(orjson.dumps(row) for row in rows)


def of_model(value, **more):
    return {"model": "ner", "version": "2", "value": {"answer": value}, **more}


def test_predictions_are_imported_with_their_tasks_and_later_for_tasks_that_are_there(make):
    project = make.project("span")
    row = {"id": "t1", "text": TEXT, "predictions": [of_model([{**SPAN, "score": 0.9}], score=0.8)]}
    assert counted(brought(project, {"a.jsonl": lines(row)})) == (1, 0, 0)
    found = Prediction.objects.get()
    assert found.value == {"answer": [{**SPAN, "id": "p1"}]}
    assert (found.score, found.scores) == (0.8, {"answer": {"p1": 0.9}})
    assert "predictions" not in Task.objects.get().meta
    row["predictions"].append(of_model([]) | {"model": "other"})
    assert counted(brought(project, {"b.jsonl": lines(row)})) == (0, 1, 0)
    assert list(Prediction.objects.order_by("pk").values_list("model", flat=True)) == ["ner", "other"]


def test_a_prediction_that_does_not_fit_is_named_and_its_task_is_imported(make):
    project = make.project("span")
    row = {"id": "t1", "text": TEXT, "predictions": [of_model([{**SPAN, "label": "FISH"}])]}
    job = brought(project, {"a.jsonl": lines(row)})
    assert counted(job) == (1, 0, 0)
    assert told(job) == [("a.jsonl", 1, "bad_prediction")]
    assert not Prediction.objects.exists()
    job = brought(make.project("span"), {"a.jsonl": lines(row)}, all_or_none=True)
    assert ("a.jsonl", 1, "bad_prediction") in told(job)
    assert Task.objects.count() == 1


def test_a_file_that_says_something_else_of_the_same_version_is_told_so(make):
    project = make.project("span")
    brought(project, {"a.jsonl": lines({"id": "t1", "text": TEXT, "predictions": [of_model([SPAN])]})})
    job = brought(project, {"b.jsonl": lines({"id": "t1", "text": TEXT, "predictions": [of_model([])]})})
    assert [code for _file, _line, code in told(job)] == ["prediction_changed"]
    assert Prediction.objects.get().value["answer"]


def test_a_command_brings_a_file_as_a_whole_or_not_at_all(make, tmp_path, capsys):
    project = make.project()
    one, two = make.tasks(2)
    good = [{"external_id": task.external_id, "value": {"answer": "good"}} for task in (one, two)]
    file = tmp_path / "p.jsonl"
    file.write_bytes(lines(*good, {"external_id": "nowhere", "value": {"answer": "good"}}))
    with pytest.raises(CommandError, match="line 3"):
        call_command("import_predictions", project.pk, file, model="bert")
    assert not Prediction.objects.exists()
    file.write_bytes(lines(*good))
    call_command("import_predictions", project.pk, file, model="bert")
    call_command("import_predictions", project.pk, file, model="bert")
    assert "2 predictions taken, 0 known before" in capsys.readouterr().out
    assert Prediction.objects.filter(model="bert").count() == 2


def test_a_release_says_what_was_suggested_and_what_became_of_it(make, release, export):  # noqa: F811
    project = make.project("span", overlap=1)
    task = make.text_task(TEXT)
    found, _made = predictions.add(task, of_model([{**SPAN, "id": "p"}]), by=None)
    assignment = make.leased(task=task)
    value = {"answer": [{**SPAN, "id": "r1", "label": "ORG"}]}
    told = {str(found.pk): {"answer": {"p": "r1"}}}
    moves.submit(assignment, value=value, schema=project.schema, by=assignment.annotator, suggestions=told)
    first = release(project)
    record = orjson.loads(bytes_of(export(first, "jsonl")))
    assert record["annotations"][0]["suggestions"] == [
        {"model": "ner", "version": "2", "became": {"answer": {"p": "changed"}}}
    ]
    assert [(one["model"], one["value"]) for one in record["predictions"]] == [("ner", found.value)]
    again = {str(found.pk): {"answer": {"p": None}}}
    moves.submit(assignment, value={}, schema=project.schema, by=assignment.annotator, suggestions=again)
    assert release(project).sha256 != first.sha256

    second = make.project("span")
    brought(second, {"release.jsonl": orjson.dumps(record)})
    assert Prediction.objects.get(task__project=second).value == found.value
    assert Project.objects.count() == 2

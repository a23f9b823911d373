"""The command that proves the tables, and mends them."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F

from tests.measuring.answers import answer_all
from workers import measuring, recounting
from workers.agreement import Tally
from workers.models import Cell, Fold


@pytest.fixture
def project(make):
    project = make.project(overlap=2)
    people = [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(12), people, lambda i, j: "good" if (i * (j + 1)) % 3 else "bad")
    return project


def run(*args):
    out = StringIO()
    call_command("agreement", *args, stdout=out)
    return out.getvalue()


def test_equal_tables_are_said_to_be_equal(project):
    said = run(str(project.pk), "--recount")
    assert "The tables equal the count from scratch. 12 tasks counted, 0 wait" in said


def test_a_changed_row_is_found_and_mended(project):
    measuring.fold()
    Cell.objects.filter(table="units").update(n=F("n") + 5)
    with pytest.raises(CommandError, match="--repair"):
        run(str(project.pk), "--recount")
    found = recounting.recount(project)
    assert {table - counted for _row, table, counted in found.differences} == {5}
    assert found.wrong == []
    said = run(str(project.pk), "--repair")
    assert "5 in the table" not in said
    assert "The tables equal the count from scratch." in said
    assert recounting.recount(project).equal


def test_a_task_folded_wrongly_is_found_and_mended(project):
    measuring.fold()
    fold = Fold.objects.first()
    wrong = Tally([(("answer", "choice", "units", "neutral", "neutral"), 1)])
    measuring.add(project.pk, wrong - measuring.unpack(bytes(fold.added)))
    Fold.objects.filter(pk=fold.pk).update(added=measuring.pack(wrong))
    found = recounting.recount(project)
    assert found.wrong == [fold.task_id]
    assert not found.offset
    assert found.differences
    run(str(project.pk), "--repair")
    assert recounting.recount(project).equal


def test_tables_lost_altogether_are_counted_anew(project):
    measuring.fold()
    before = measuring.tables(project)
    Cell.objects.all().delete()
    run(str(project.pk), "--repair")
    assert measuring.tables(project) == before


def test_a_repair_does_not_disturb_answers_that_come_meanwhile(project, make):
    measuring.fold()
    Cell.objects.filter(table="units").update(n=F("n") + 5)
    found = recounting.recount(project)
    answer_all(make, make.tasks(2, project=project), [make.annotator(), make.annotator()], lambda i, j: "neutral")
    measuring.fold()
    recounting.repair(project, found)
    assert recounting.recount(project).equal


def test_answers_waiting_to_be_folded_are_no_error(project):
    found = recounting.recount(project)
    assert found.equal
    assert (found.tasks, found.stale) == (12, 12)


def test_figures_as_json_and_as_lines(project):
    document = json.loads(run(str(project.pk), "--json"))
    assert document["fields"][0]["figures"]["alpha"]["units"] == 12
    assert document["stale"] == 0
    assert "alpha" in run(str(project.pk))
    assert json.loads(run(str(project.pk), "--recount", "--json"))["equal"] is True


def test_a_project_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="There is no project 999999"):
        run("999999")


test_a_project_that_is_not_there_is_said_so = pytest.mark.django_db(test_a_project_that_is_not_there_is_said_so)


@pytest.mark.parametrize("parts", [1, 2, 5, 40])
def test_any_number_of_parts_says_exactly_what_one_count_says(project, parts):
    measuring.fold()
    Cell.objects.filter(table="units").update(n=F("n") + 5)
    fold = Fold.objects.last()
    Fold.objects.filter(pk=fold.pk).update(added=measuring.pack(Tally()))
    cut = recounting.ranges(project, parts)
    assert len(cut) <= parts
    counted = [recounting.count_part(project, *bounds) for bounds in cut]
    sent = [recounting.Part.from_json(json.loads(json.dumps(part.to_json()))) for part in counted]
    found = recounting.together(project, sent)
    assert found == recounting.recount(project)
    assert not found.equal
    assert recounting.Recount.from_json(json.loads(json.dumps(found.to_json()))) == found


def test_parts_of_different_moments_are_not_put_together(project, make):
    measuring.fold()
    parts = [recounting.count_part(project, *bounds) for bounds in recounting.ranges(project, 2)]
    answer_all(make, make.tasks(1, project=project), [make.annotator(), make.annotator()], lambda i, j: "neutral")
    measuring.fold()
    assert recounting.together(project, parts) is None


@pytest.mark.django_db(transaction=True)
def test_all_workers_count_together(make, worker):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(7), [make.annotator(), make.annotator()], lambda i, j: "good" if i % 3 else "bad")
    measuring.fold()
    Cell.objects.filter(table="units").update(n=F("n") + 1)
    found = recounting.in_parts(project, parts=3)
    assert found == recounting.recount(project)
    assert (found.tasks, found.equal) == (7, False)


@pytest.mark.django_db(transaction=True)
def test_where_no_worker_answers_one_counts_by_itself(make, broker, monkeypatch, caplog):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(2), [make.annotator(), make.annotator()], lambda i, j: "good")
    measuring.fold()
    monkeypatch.setattr(recounting, "PATIENCE", 0.3)
    found = recounting.in_parts(project, parts=2)
    assert found.equal
    assert found.tasks == 2

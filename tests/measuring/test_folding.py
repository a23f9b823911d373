"""Answers become table rows: exactly once, whatever happens in between."""

import threading
from random import Random

import pytest
from django.db import OperationalError, connection

from annotation import moves
from annotation.models import Annotation
from projects.models import Task
from tests.measuring.answers import answer_all, random_value
from workers import measuring, recounting
from workers.agreement import Counts, Tally, alpha
from workers.models import Cell, Fold, Measurement


def cells(project):
    return measuring.tables(project)


def units(project):
    """The table of label multisets alone."""
    return {row: n for row, n in cells(project).rows.items() if row[2] == "units"}


@pytest.mark.parametrize("kind", ["choice", "choices", "span", "box"])
@pytest.mark.parametrize("seed", range(2))
def test_tables_equal_a_recount_after_any_edits_returns_and_acceptances(make, kind, seed):
    random = Random(seed)
    project = make.project(kind, overlap=3)
    people, reviewer = [make.annotator() for _ in range(3)], make.reviewer()
    held = [make.leased(task=task, by=person) for task in make.tasks(4) for person in people]
    for _ in range(60):
        assignment = random.choice(held)
        assignment.refresh_from_db()
        if assignment.state == "submitted" and random.random() < 0.5:
            if random.random() < 0.5:
                moves.give_back(assignment, by=reviewer, note="Look again.")
            else:
                moves.accept(assignment, by=reviewer)
        elif assignment.state != "accepted":
            value = {"answer": random_value(kind, random)}
            moves.submit(assignment, value=value, schema=project.schema, by=assignment.annotator)
        if random.random() < 0.3:
            measuring.fold_tasks(random.sample([a.task_id for a in held], 3))
    measuring.fold(project)
    found = recounting.recount(project)
    assert found.equal, found.differences[:5]
    assert (found.tasks, found.stale) == (4, 0)
    assert cells(project)
    assert Cell.objects.filter(project=project, n__lt=0).count() == 0


def test_what_is_shown_is_what_the_answers_say(make):
    project = make.project("choice", overlap=2)
    people = [make.annotator(), make.annotator()]
    labels = [("good", "good"), ("good", "bad"), ("bad", "bad"), ("neutral", "neutral")] * 4
    answer_all(make, make.tasks(len(labels)), people, lambda i, j: labels[i][j])
    measuring.fold(project)
    figure = measuring.report(project, "answer", "choice").figures["alpha"]
    assert figure.value == pytest.approx(alpha(Counts.of(labels)), abs=1e-12)
    assert (figure.units, figure.pairs, figure.raters) == (16, 16, 2)


def test_a_second_fold_finds_nothing_to_do(make):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(3), [make.annotator(), make.annotator()], lambda i, j: "good")
    assert measuring.fold() == 3
    before, number = cells(project), Measurement.objects.get(project=project).number
    assert measuring.fold() == 0
    assert (cells(project), Measurement.objects.get(project=project).number) == (before, number)


def test_folding_again_what_was_folded_doubles_nothing(make):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(3), [make.annotator(), make.annotator()], lambda i, j: "good")
    measuring.fold()
    before = cells(project)
    Task.objects.update(stale=True)
    assert measuring.fold() == 3
    assert cells(project) == before


def test_a_worker_that_fails_in_the_middle_leaves_everything_as_it_was(make, monkeypatch):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(3), [make.annotator(), make.annotator()], lambda i, j: "good")

    def die(*_args, **_options):
        raise OperationalError("the connection is gone")

    with monkeypatch.context() as patched:
        patched.setattr(Fold.objects, "bulk_create", die)  # after the tables were written
        with pytest.raises(OperationalError):
            measuring.fold()
    assert not cells(project)
    assert not Fold.objects.exists()
    assert Task.objects.filter(stale=True).count() == 3
    assert measuring.fold() == 3
    assert recounting.recount(project).equal


def test_a_task_that_cannot_be_measured_holds_up_no_other(make, caplog, monkeypatch):
    monkeypatch.setattr(measuring, "RESTING", {})
    project = make.project(overlap=2)
    broken, *_sound = tasks = make.tasks(3)
    answer_all(make, tasks, [make.annotator(), make.annotator()], lambda i, j: "good")
    Annotation.objects.filter(assignment__task=broken).update(value=["not", "an", "answer"])
    assert measuring.fold() == 2
    assert list(Task.objects.filter(stale=True)) == [broken]
    assert f"task {broken.pk} cannot be measured" in caplog.text
    assert cells(project).rows["answer", "choice", "units", "good", "good"] == 2


def test_a_task_that_cannot_be_measured_is_tried_ever_more_rarely(make, caplog, monkeypatch):
    """The clock strikes every second: a log with a traceback for each strike is read by nobody."""
    now = [1000.0]
    monkeypatch.setattr(measuring, "clock", lambda: now[0])
    monkeypatch.setattr(measuring, "RESTING", {})
    make.project(overlap=2)
    broken, sound = tasks = make.tasks(2)
    answer_all(make, tasks, [make.annotator(), make.annotator()], lambda i, j: "good")
    answers = Annotation.objects.filter(assignment__task=broken)
    answers.update(value=["not", "an", "answer"])
    for _ in range(360):  # an hour, looked at every ten seconds
        measuring.fold()
        now[0] += 10
    assert 5 <= caplog.text.count("cannot be measured") <= 15
    Task.objects.filter(pk=sound.pk).update(stale=True)
    assert measuring.fold() == 1  # the others are folded at once, as ever
    answers.update(value={"answer": "good"})
    now[0] += measuring.LONGEST_REST
    assert measuring.fold() == 1
    assert not measuring.RESTING


@pytest.mark.django_db(transaction=True)
def test_two_workers_fold_at_once_and_each_task_counts_once(make, monkeypatch):
    project = make.project(overlap=2)
    people = [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(30), people, lambda i, j: "good" if (i + j) % 3 else "bad")
    monkeypatch.setattr(measuring, "BATCH", 2)
    begin, folded, failed = threading.Barrier(2), [], []

    def work():
        try:
            begin.wait()
            folded.append(measuring.fold())
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sum(folded) + measuring.fold() == 30
    assert recounting.recount(project).equal
    assert measuring.report(project, "answer", "choice").figures["alpha"].units == 30


def test_an_answer_that_is_returned_no_longer_counts(make):
    project = make.project(overlap=2)
    task = make.task()
    first = make.submitted("good", task=task)
    make.submitted("good", task=task)
    measuring.fold()
    assert cells(project).rows["answer", "choice", "units", "good", "good"] == 1
    moves.give_back(first, by=make.reviewer(), note="Look again.")
    measuring.fold()
    assert units(project) == {("answer", "choice", "units", "good"): 1}


def test_a_void_task_no_longer_counts(make):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(1), [make.annotator(), make.annotator()], lambda i, j: "good")
    measuring.fold()
    moves.void(Task.objects.get(), by=make.lead())
    measuring.fold()
    assert not cells(project)
    assert recounting.recount(project).equal


def test_answers_to_two_versions_of_a_schema_meet_in_the_fields_both_have(make):
    project = make.project(overlap=2)
    task = make.task()
    make.submitted("good", task=task)
    body = {**project.schema.body, "fields": [*project.schema.body["fields"], {**project.schema.body["fields"][0]}]}
    body["fields"][1] |= {"name": "second"}
    make.schema(body)
    task = Task.objects.get(pk=task.pk)
    make.submitted({"answer": "good", "second": "bad"}, task=task)
    measuring.fold()
    rows = cells(project).rows
    assert rows["answer", "choice", "units", "good", "good"] == 1
    assert rows["second", "choice", "units", "bad"] == 1


def test_nothing_ticked_is_an_answer_and_nothing_chosen_is_none(make):
    project = make.project("choices", overlap=2)
    for value in ({"answer": []}, {}):
        task = make.task()
        make.submitted(value, task=task)
        make.submitted({"answer": ["fast"]}, task=task)
    measuring.fold()
    assert cells(project).rows["answer", "choices", "ticks", "fast", 1, 2] == 2
    optional = make.project("choice", overlap=2)
    task = make.task()
    make.submitted({}, task=task)
    make.submitted("good", task=task)
    measuring.fold()
    assert units(optional) == {("answer", "choice", "units", "good"): 1}


def test_projects_do_not_mix(make):
    one = make.project(overlap=2)
    answer_all(make, make.tasks(1), [make.annotator(), make.annotator()], lambda i, j: "good")
    two = make.project(overlap=2)
    answer_all(make, make.tasks(1), [make.annotator(), make.annotator()], lambda i, j: "bad")
    assert measuring.fold() == 2
    assert ("answer", "choice", "units", "good", "good") in cells(one).rows
    assert ("answer", "choice", "units", "bad", "bad") in cells(two).rows
    assert not [row for row in cells(one).rows if "bad" in row]
    assert len(cells(one)) == len(cells(two))


def test_a_key_longer_than_an_index_entry_is_kept(make):
    project = make.project(overlap=2)
    labels = [f"{n}{'长' * 58}" for n in range(10)]
    measuring.add(project.pk, Tally([(("answer", "choice", "units", *labels, *labels), 1)]))
    measuring.add(project.pk, Tally([(("answer", "choice", "units", *labels, *labels), 2)]))
    assert list(cells(project).rows.values()) == [3]

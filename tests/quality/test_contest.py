"""Which model is preferred over all tasks, whether the order goes round in circles, and whether place decides."""

import csv
import io

import pytest

from annotation.kinds import KINDS
from annotation.responses import shown_to
from workers import measuring, recounting
from workers.contest import contest
from workers.measures import duels
from workers.models import Cell

BODY = {"media": "text", "fields": [{"name": "best", "kind": "preference"}]}
CIRCLE = [("A", "B"), ("B", "C"), ("C", "A")]  # each preferred to the second


def task_of(make, models, named=True):
    responses = [
        {"key": key, "text": f"by {key}"} | ({"model": model} if named else {})
        for key, model in zip("abc", models, strict=False)
    ]
    return make.text_task("Which?", meta={"responses": responses})


def shown(make, project):
    lead = make.client(make.lead(project=project, language="en"))
    [question] = lead.get(f"/api/projects/{project.pk}/quality").json()["fields"]
    return question, lead.get(f"/projects/{project.pk}/quality").content.decode()


@pytest.fixture
def circle(make):
    """Twelve tasks of two responses each: all people prefer A to B and B to C; two of three prefer C to A."""
    project = make.project(body=BODY, overlap=3)
    people = [make.annotator(name=name) for name in ("Anna", "Bo", "Cai")]
    for models in CIRCLE * 4:
        task = task_of(make, models)
        for person in people:
            winner = "b" if person == people[2] and models == ("C", "A") else "a"
            make.submitted({"best": {"winner": winner}}, task=task, by=person)
    measuring.fold(project)
    return project, people


def test_a_circle_of_three_models_is_counted_for_all_and_for_each_person(make, circle):
    project, people = circle
    question, text = shown(make, project)
    found = question["contest"]
    assert found["together"] == {"person": None, "circular": 1, "threes": 1}
    assert {one["person"]: one["circular"] for one in found["people"]} == {
        people[0].pk: 1,
        people[1].pk: 1,
        people[2].pk: 0,
    }
    won = {one["name"]: (one["won"], one["lost"], one["tied"]) for one in found["models"]}
    assert won == {"A": (16, 8, 0), "B": (12, 12, 0), "C": (8, 16, 0)}
    assert [one["name"] for one in found["models"]] == ["A", "B", "C"]
    assert "The one set of three models that were all compared goes round in a circle" in text
    assert "Anna: 1 of 1" in text
    assert "Cai: " not in text


def test_the_tables_of_models_are_files(make, circle):
    project, _people = circle
    lead = make.client(make.lead(project=project))
    rows = {}
    for table in ("models", "triads"):
        found = lead.get(f"/projects/{project.pk}/quality/{table}.csv?field=best").content.decode("utf-8-sig")
        rows[table] = list(csv.DictReader(io.StringIO(found)))
    assert rows["models"][0] == {"model": "A", "won": "16", "lost": "8", "tied": "0", "share": str(16 / 24)}
    assert [row["name"] for row in rows["triads"]] == ["", "Anna", "Bo", "Cai"]


def test_an_edited_answer_moves_its_wins_and_a_recount_finds_the_same(make, circle):
    project, _people = circle
    assert recounting.recount(project).equal
    project.tasks.update(stale=True)
    measuring.fold(project)
    assert recounting.recount(project).equal
    rows = Cell.objects.filter(project=project, table="wins").exclude(n=0)
    assert sum(rows.values_list("n", flat=True)) == 36


def test_where_no_models_are_named_the_page_says_why_nothing_can_go_in_a_circle(make):
    project = make.project(body=BODY, overlap=2)
    for _ in range(12):
        task = task_of(make, ("A", "B"), named=False)
        for person in (make.annotator(), make.annotator()):
            make.submitted({"best": {"winner": "a"}}, task=task, by=person)
    measuring.fold(project)
    question, text = shown(make, project)
    assert question["contest"] is None
    assert "do not say which models they are from" in text


def test_two_models_alone_make_no_circle(make):
    project = make.project(body=BODY, overlap=2)
    people = [make.annotator(), make.annotator()]
    for _ in range(12):
        task = task_of(make, ("A", "B"))
        for person in people:
            make.submitted({"best": {"winner": "tie"}}, task=task, by=person)
    measuring.fold(project)
    question, text = shown(make, project)
    assert [(one["name"], one["tied"]) for one in question["contest"]["models"]] == [("A", 24), ("B", 24)]
    assert "No three models were all compared" in text


@pytest.mark.parametrize("many", [2, 3])
def test_whoever_takes_what_stands_first_is_warned_of_with_what_place_alone_would_give(make, many):
    project = make.project(body=BODY, overlap=2)
    people = [make.annotator(), make.annotator()]
    for _ in range(40):
        task = task_of(make, "ABC"[:many])
        for person in people:
            first, *_others = shown_to(person.pk, task.pk, "abc"[:many])
            make.submitted({"best": {"winner": first}}, task=task, by=person)
    measuring.fold(project)
    question, text = shown(make, project)
    assert question["figures"]["first_preferred"]["value"] == 1
    assert question["even"] == pytest.approx(1 / many, abs=1e-8)
    assert f"by its place alone {100 / many:.0f}%." in text
    assert "Ask people to read every response before they choose." in text


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "value", "models", "found"),
    [
        ("preference", {"winner": "b"}, {"a": "A", "b": "B", "c": "C"}, {("B", "A", 1), ("B", "C", 1)}),
        ("preference", {"winner": "tie"}, {"a": "A", "b": "B"}, {("A", "B", 0)}),
        ("preference", {"winner": "a"}, {"b": "B"}, set()),
        ("preference", {"winner": "a"}, {"a": "A", "b": "A"}, set()),
        ("ranking", ["b", ["a", "c"]], {"a": "A", "b": "B", "c": "C"}, {("B", "A", 1), ("B", "C", 1), ("A", "C", 0)}),
        ("ranking", ["b", "a"], {"b": "B"}, set()),
    ],
)
def test_what_an_answer_says_of_models(kind, value, models, found):
    assert set(duels(KINDS[kind], value, models)) == found


@pytest.mark.once
def test_nothing_compared_is_no_contest():
    assert contest([]) is None

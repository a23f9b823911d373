"""Each fold leaves a consensus beside a task, and who differs from whom over what; both follow every edit."""

import pytest

from annotation import moves
from projects.models import Guideline
from tests.measuring.answers import answer_all
from workers import measuring, recounting
from workers.models import Consensus, Difference


def box(label, x, y=10):
    return {"id": f"{label}{x}", "label": label, "x": x, "y": y, "width": 100, "height": 50, "rotation": 0}


def span(label, start, end):
    return {"id": f"{label}{start}", "label": label, "start": start, "end": end}


@pytest.mark.parametrize(
    ("kind", "answers", "value", "confidence", "method"),
    [
        ("choice", ["good", "good", "bad"], "good", 2 / 3, "majority"),
        ("choice", ["good", "bad"], None, 1 / 2, "majority"),
        ("choices", [["fast", "cheap"], ["fast"], ["fast"]], ["fast"], 2 / 3, "label_votes"),
        ("choices", [[], []], [], 1.0, "label_votes"),
        ("box", [[], [], []], [], 1.0, "fused_boxes"),
    ],
)
def test_answers_come_to_a_consensus(make, kind, answers, value, confidence, method):
    project = make.project(kind, overlap=len(answers))
    answer_all(make, make.tasks(1), [make.annotator() for _ in answers], lambda i, j: answers[j])
    measuring.fold(project)
    found = Consensus.objects.get()
    assert (found.value, found.method, found.answers) == (value, method, len(answers))
    assert found.confidence == pytest.approx(confidence)


def test_boxes_are_fused_and_spans_voted(make):
    project = make.project("box", overlap=3)
    answers = [[box("car", 10)], [box("car", 12), box("sign", 200)], [box("car", 20)]]
    answer_all(make, make.tasks(1), [make.annotator() for _ in answers], lambda i, j: answers[j])
    measuring.fold(project)
    found = Consensus.objects.get(project=project)
    assert [(one["label"], one["x"]) for one in found.value] == [("car", 12)]  # the sign is one voice in three
    assert found.confidence == pytest.approx((1 + 2 / 3) / 2)

    project = make.project("span", overlap=3)
    spans = [[span("PER", 0, 2)], [span("PER", 0, 2)], [span("PER", 0, 3)]]
    answer_all(make, make.tasks(1), [make.annotator() for _ in spans], lambda i, j: spans[j])
    measuring.fold(project)
    found = Consensus.objects.get(project=project)
    assert [(one["start"], one["end"]) for one in found.value] == [(0, 2)]


def differences(project):
    rows = Difference.objects.filter(project=project).values_list("one", "two", "n")
    return sorted(rows)


def test_differences_say_which_label_stands_where_the_other_has_which(make):
    project = make.project("box", overlap=2)
    answers = [[box("car", 10), box("sign", 200)], [box("person", 10), box("car", 10, y=180)]]
    answer_all(make, make.tasks(1), [make.annotator(), make.annotator()], lambda i, j: answers[j])
    measuring.fold(project)
    assert differences(project) == [("", "car", 1), ("car", "person", 1), ("sign", "", 1)]


def test_spans_with_one_label_and_other_ends_differ_in_their_place(make):
    project = make.project("span", overlap=2)
    answers = [[span("PER", 0, 2), span("LOC", 5, 7)], [span("PER", 0, 3), span("LOC", 5, 7)]]
    answer_all(make, make.tasks(1), [make.annotator(), make.annotator()], lambda i, j: answers[j])
    measuring.fold(project)
    assert differences(project) == [("PER", "PER", 1)]
    assert measuring.tables(project).rows["answer", "span", "confused", "LOC", "LOC", 1] == 1


def test_relations_differ_in_what_they_relate_and_not_in_what_it_is_called(make):
    """Two people name their spans as they like; the third says another type, and the first one more relation."""
    fields = [
        {"name": "spans", "kind": "span", "labels": [{"name": "PER"}]},
        {"name": "answer", "kind": "relation", "field": "spans", "labels": [{"name": "knows"}, {"name": "works"}]},
    ]
    project = make.project(body={"media": "text", "fields": fields}, overlap=3)

    def said(a, b, *relations):
        spans = [span("PER", 0, 2) | {"id": a}, span("PER", 5, 7) | {"id": b}]
        drawn = [
            {"id": f"r{n}", "label": label, "from": one, "to": two} for n, (label, one, two) in enumerate(relations)
        ]
        return {"spans": spans, "answer": drawn}

    answers = [
        said("a", "b", ("works", "a", "b"), ("knows", "b", "a")),
        said("x", "y", ("works", "x", "y")),
        said("b", "a", ("knows", "b", "a")),
    ]
    answer_all(make, make.tasks(1), [make.annotator() for _ in answers], lambda i, j: answers[j])
    measuring.fold(project)
    assert differences(project) == [("knows", "", 1), ("knows", "", 1), ("works", "knows", 1), ("works", "knows", 1)]
    found = Consensus.objects.get(field="answer")
    assert found.agreement == pytest.approx((2 / 3 + 0 + 0) / 3)
    spans = {one["id"]: one["start"] for one in Consensus.objects.get(field="spans").value}
    assert [(one["label"], spans[one["from"]], spans[one["to"]]) for one in found.value] == [("works", 0, 5)]
    assert recounting.recount(project).equal


def test_an_edit_takes_consensus_and_differences_along(make):
    project = make.project(overlap=2)
    task = make.task()
    first = make.submitted("good", task=task)
    second = make.submitted("bad", task=task)
    measuring.fold(project)
    assert differences(project) == [("good", "bad", 1)]
    assert Consensus.objects.get().agreement == 0
    moves.submit(first, value={"answer": "bad"}, schema=project.schema, by=first.annotator)
    measuring.fold(project)
    assert differences(project) == []
    assert (Consensus.objects.get().value, Consensus.objects.get().agreement) == ("bad", 1)
    for answer in (first, second):
        moves.give_back(answer, by=make.reviewer(), note="Look again.")
    measuring.fold(project)
    assert not Consensus.objects.exists()


def test_a_single_answer_is_a_consensus_that_nothing_confirms(make):
    make.project(overlap=2)
    make.submitted("good")
    measuring.fold()
    found = Consensus.objects.get()
    assert (found.value, found.confidence, found.agreement, found.answers) == ("good", None, None, 1)


def test_units_are_counted_by_day_and_by_the_guideline_in_force(make):
    project = make.project(overlap=2, guideline="One.")
    people = [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(2), people, lambda i, j: "good")
    Guideline.objects.create(project=project, version=2, body="Two.")
    answer_all(make, make.tasks(3), people, lambda i, j: "bad")
    measuring.fold(project)
    rows = measuring.tables(project).rows
    assert rows["answer", "choice", "guidelines", 1, "units", "good", "good"] == 2
    assert rows["answer", "choice", "guidelines", 2, "units", "bad", "bad"] == 3
    assert sum(n for row, n in rows.items() if row[2] == "days") == 5
    assert recounting.recount(project).equal

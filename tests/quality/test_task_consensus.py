"""What the answers to a task come to, as its page says it."""

import pytest

from tests.measuring.answers import answer_all
from workers import measuring
from workers.deciding import METHODS
from workers.pages import task_consensus

TEXTS = [
    {"name": "spans", "kind": "span", "labels": [{"name": "PER"}]},
    {"name": "answer", "kind": "relation", "field": "spans", "labels": [{"name": "knows"}]},
]
SOUNDS = [{"name": "answer", "kind": "segment", "labels": [{"name": "speech"}]}]


def told(make, fields, media, answers):
    project = make.project(body={"media": media, "fields": fields}, overlap=len(answers))
    [task] = make.tasks(1)
    answer_all(make, [task], [make.annotator() for _ in answers], lambda i, j: answers[j])
    measuring.fold(project)
    return make.client(make.lead()).get(f"/tasks/{task.pk}/consensus").content.decode(), task


def test_every_method_has_a_name_on_the_page():
    assert set(task_consensus.METHODS) == set(METHODS)


def test_segments_say_when(make):
    def segments(*borders):
        return {"answer": [{"id": f"r{a}", "label": "speech", "start": a, "end": b} for a, b in borders]}

    page, _ = told(make, SOUNDS, "audio", [segments((0.5, 2.0), (2.0, 3.0))] * 2 + [segments((0.25, 2.5))])
    assert "0:00.500–0:02.000" in page
    assert "0:02.000–0:03.000" in page
    assert "×2" in page


@pytest.mark.parametrize("names", [("a", "b"), ("b", "a")])
def test_spans_and_relations_say_which_words(make, names):
    def related(one, two):
        spans = [{"id": one, "label": "PER", "start": 0, "end": 2}, {"id": two, "label": "PER", "start": 3, "end": 5}]
        return {"spans": spans, "answer": [{"id": "r1", "label": "knows", "from": one, "to": two}]}

    page, task = told(make, TEXTS, "text", [related("a", "b"), related(*names)])
    words = task.asset.text
    assert f"{words[0:2]} → {words[3:5]}" in page
    assert page.count(f">{words[3:5]}<") == 1

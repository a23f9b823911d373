"""Responses of language models: who sees them how, and what may be said of them."""

from collections import Counter

import pytest

from annotation import moves
from annotation.kinds import Subject, check_schema, check_value
from annotation.models import Annotation, Assignment
from annotation.responses import shown_to
from projects.problems import Invalid

RESPONSES = [{"key": "a", "text": "**2**", "model": "secret-7b"}, {"key": "b", "text": "<script>3</script>"}]
BETTER = {"name": "better", "kind": "preference", "strengths": 3}
ORDER = {"name": "order", "kind": "ranking"}
PAIR = Subject(text="1 + 1 = ?", responses={"a": "2", "b": "3"})


def body(*fields):
    return {"media": "text", "fields": list(fields)}


def claimed(make, task, person):
    where = f"/api/projects/{task.project_id}/claim"
    return make.client(person).post(where, {"count": 1}, content_type="application/json").json()["assignments"]


@pytest.fixture
def task(make):
    make.project(body=body(BETTER), overlap=1)
    return make.text_task("1 + 1 = ?", meta={"responses": RESPONSES, "licence": "CC0"})


def test_annotators_see_responses_as_safe_markdown_and_not_whose_they_are(make, task):
    annotator = make.annotator()
    [doc] = claimed(make, task, annotator)
    shown = {one["key"]: one["html"] for one in doc["task"]["responses"]["items"]}
    assert shown["a"].strip() == "<p><strong>2</strong></p>"
    assert "<script" not in shown["b"]
    assert doc["task"]["responses"]["prompt"] == [{"speaker": "", "html": "<p>1 + 1 = ?</p>\n"}]
    assert "secret-7b" not in str(doc)
    assert doc["task"]["meta"] == {"licence": "CC0"}


def test_the_order_a_person_saw_is_stored_with_the_preference_whatever_is_sent(make, task):
    annotator = make.annotator()
    [doc] = claimed(make, task, annotator)
    order = [one["key"] for one in doc["task"]["responses"]["items"]]
    assignment = Assignment.objects.get(pk=doc["id"])
    value = {"better": {"winner": "a", "strength": 2, "shown": order[::-1]}}
    moves.submit(assignment, value=value, schema=task.project.schema, by=annotator)
    assert Annotation.objects.get().value["better"] == {"winner": "a", "strength": 2, "shown": order}


def test_each_response_stands_first_about_equally_often_and_always_at_the_same_place_for_one_person():
    first = Counter(shown_to(person, task, "abc")[0] for person in range(30) for task in range(30))
    assert all(250 < first[key] < 350 for key in "abc")
    assert shown_to(3, 4, "abc") == shown_to(3, 4, "cba")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        (BETTER, {"winner": "c", "strength": 1}, "a, b, tie"),
        (BETTER | {"ties": False}, {"winner": "tie"}, "none of the choices"),
        (BETTER, {"winner": "a"}, "how clearly"),
        (BETTER, {"winner": "a", "strength": 4}, "how clearly"),
        (BETTER, {"winner": "a", "strength": True}, "must be|range"),
        (ORDER, ["a"], "each of these in order once: a, b"),
        (ORDER, ["a", "b", "a"], "once"),
        (ORDER, [["a", "b"]], "no two at the same place"),
        (ORDER | {"ties": True}, [["a", "b"], []], "once"),
    ],
)
def test_what_cannot_be_said_of_the_responses_is_refused_with_a_sentence(field, value, sentence):
    with pytest.raises(Invalid, match=sentence):
        check_value(body(field), {field["name"]: value}, PAIR)


def test_a_tie_has_no_strength_and_stands_in_the_order_of_the_task():
    value = {"better": {"winner": "tie", "strength": 2}, "order": [["b", "a"]]}
    found = check_value(body(BETTER, ORDER | {"ties": True}), value, PAIR)
    assert found == {"better": {"winner": "tie"}, "order": [["a", "b"]]}


def test_a_question_about_one_response_is_asked_where_there_is_one():
    fields = [{"name": f"good_{key}", "kind": "rating", "required": True, "about": key} for key in "abc"]
    assert check_value(body(*fields), {"good_a": 4, "good_b": 2, "good_c": 1}, PAIR) == {"good_a": 4, "good_b": 2}
    with pytest.raises(Invalid, match="good_b is not answered yet"):
        check_value(body(*fields), {"good_a": 4}, PAIR)
    with pytest.raises(Invalid, match="Only texts have responses"):
        check_schema({"media": "image", "fields": fields})

"""The label editor: checks, says what changes, and saves a version."""

import json

import pytest

from annotation import schema_changes
from annotation.schema_changes import changes
from projects.schema import read_schema
from tests.makers import schema_body


@pytest.fixture
def lead(make):
    return make.client(make.lead(organisation=make.project().organisation, language="en"))


def send(lead, make, body, **more):
    text = body if isinstance(body, str) else json.dumps(body)
    address = f"/projects/{make.the_project.pk}/labels"
    return lead.post(address, {"body": text} | more, headers={"HX-Request": "true"})


def test_a_first_press_says_what_changes_and_saves_nothing(make, lead):
    make.submitted("neutral")
    body = schema_body(required=True)
    body["fields"][0]["labels"] = [{"name": "good", "key": "1"}, {"name": "splendid", "key": "2"}]
    page = send(lead, make, body).content.decode()
    for part in ("answer must now be answered", "splendid", "neutral. 1 answer uses it and keeps it", "bad. 0 answers"):
        assert part in page
    make.the_project.refresh_from_db()
    assert make.the_project.schema.version == 1


def test_with_very_many_answers_some_are_looked_at_and_the_sentence_says_so(make, lead, monkeypatch):
    monkeypatch.setattr(schema_changes, "MOST_READ", 2)
    for _ in range(3):
        make.submitted("neutral")
    body = schema_body(labels=[{"name": "good", "key": "1"}])
    page = send(lead, make, body).content.decode()
    assert "neutral. 2 of 2 answers looked at keep it" in page
    became = json.dumps(["answer", "neutral", "good"])
    merged = send(lead, make, body, became=became).content.decode()
    assert "neutral into good. Answers with neutral count as good everywhere." in merged


def test_a_second_press_saves(make, lead):
    response = send(lead, make, schema_body(required=True), agreed="1", after="1")
    assert response["HX-Redirect"] == f"/projects/{make.the_project.pk}/labels"
    make.the_project.refresh_from_db()
    assert make.the_project.schema.version == 2


def test_without_scripts_the_page_does_the_same(make, lead):
    address = f"/projects/{make.the_project.pk}/labels"
    text = json.dumps(schema_body(required=True))
    page = lead.post(address, {"body": text})
    assert "agreed" in page.content.decode()
    assert page.context["text"] == text
    assert lead.post(address, {"body": text, "agreed": "1", "after": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("{", "not JSON"),
        ("[]", "the body"),
        ({"media": "text", "fields": []}, "fields is too short"),
        (schema_body(labels=[{"name": "a", "key": "1"}, {"name": "b", "key": "1"}]), "the key 1"),
        (schema_body(kind_of="x"), "kind_of"),
        (schema_body("box"), "text"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(make, lead, body, said):
    response = send(lead, make, body, agreed="1", after="1")
    assert response.status_code == 400
    assert said in response.content.decode()
    make.the_project.refresh_from_db()
    assert make.the_project.schema.version == 1


def test_who_edits_an_old_version_is_told(make, lead):
    send(lead, make, schema_body(required=True), agreed="1", after="1")
    assert send(lead, make, schema_body(), agreed="1", after="1").status_code == 409


def test_new_titles_and_colours_change_no_answer(make):
    project = make.project()
    body = schema_body()
    body["fields"][0]["labels"][0] |= {"title": {"zh": "好"}, "color": "#112233", "key": "9"}
    assert changes(project, read_schema(body)) == []


@pytest.mark.parametrize("after", ["abc", "-1", "9" * 30, "²"])
def test_a_version_that_is_no_number_is_refused_with_a_sentence(make, lead, after):
    response = send(lead, make, schema_body(required=True), agreed="1", after=after)
    assert response.status_code == 400
    assert 'data-place="after"' in response.content.decode()


@pytest.mark.parametrize(
    ("text", "said"), [('{"media": "a\\u0000b"}', "U+0000"), ("[" * 700 + "]" * 700, "nested deeper than")]
)
def test_pasted_json_that_cannot_be_stored_is_refused_with_a_sentence(make, lead, text, said):
    response = send(lead, make, text)
    assert response.status_code == 400
    assert said in response.content.decode()


def test_a_former_name_that_is_still_a_label_or_stands_twice_is_refused_with_its_place(make, lead):
    [field] = make.the_project.schema.body["fields"]

    def refusal(*labels):
        body = {**make.the_project.schema.body, "fields": [{**field, "labels": list(labels)}]}
        answer = lead.post(
            f"/api/projects/{make.the_project.pk}/schemas", {"body": body}, content_type="application/json"
        )
        assert answer.status_code == 400
        return answer.json()["detail"]["field"]

    assert refusal({"name": "a", "formerly": ["b"]}, {"name": "b"}) == "fields[0].labels[0].formerly[0]"
    twice = [{"name": "a", "formerly": ["old"]}, {"name": "b", "formerly": ["older", "old"]}]
    assert refusal(*twice) == "fields[0].labels[1].formerly[1]"


def test_an_answer_to_what_became_of_a_label_that_the_page_never_asked_is_refused(make, lead):
    make.submitted()
    assert send(lead, make, make.the_project.schema.body, became='["answer", 1]').status_code == 400

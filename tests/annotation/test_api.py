"""The labelling API as a program or the workspace uses it."""

from uuid import uuid4

import pytest

from annotation.models import Annotation, Assignment, Draft
from projects.models import Task


class Caller:
    """Somebody who talks JSON to the API."""

    def __init__(self, make, person):
        self.client, self.person = make.client(person), person

    def get(self, path):
        return self.client.get(f"/api/{path}")

    def post(self, path, body=None, **headers):
        return self.client.post(f"/api/{path}", body or {}, content_type="application/json", headers=headers or None)

    def put(self, path, body):
        return self.client.put(f"/api/{path}", body, content_type="application/json")

    def submit(self, assignment, value="good", *, revision=None, key=None, schema=None):
        headers = {"Idempotency-Key": key or str(uuid4())}
        if revision is not None:
            headers["If-Match"] = f'"{revision}"'
        schema = schema or Assignment.objects.get(pk=assignment).task.project.schema_id
        body = {"value": {"answer": value}, "schema": schema, "seconds": 3.5}
        return self.post(f"assignments/{assignment}/submit", body, **headers)


@pytest.fixture
def caller(make):
    return lambda person: Caller(make, person)


def test_a_person_claims_labels_and_gets_the_next(make, caller):
    project = make.project(guideline="# How\n\nRead it twice.")
    make.tasks(2)
    me = caller(make.annotator())
    asked = me.get(f"projects/{project.pk}/labelling").json()
    counts = {"tasks": 2, "settled_or_full": 0, "others_at_work": False}
    assert asked["progress"] == counts | {"done_by_me": 0, "in_hand": 0, "open_to_me": 2}
    assert "Read it twice" in asked["guideline"]["html"]
    assert asked["schema"]["body"]["fields"][0]["name"] == "answer"

    first = me.post(f"projects/{project.pk}/claim", {"count": 1}).json()["assignments"][0]
    assert (first["state"], first["revision"], first["value"], first["draft"]) == ("leased", 0, None, None)
    assert first["task"]["text"].startswith("小明")
    said = {"id": first["id"], "state": "submitted", "revision": 1, "schema": project.schema_id}
    assert me.submit(first["id"], revision=0).json() == said

    second = me.post(f"projects/{project.pk}/claim", {"count": 2}).json()
    assert len(second["assignments"]) == 1
    assert second["empty"]
    assert second["assignments"][0]["task"]["id"] != first["task"]["id"]
    progress = me.get(f"projects/{project.pk}/labelling").json()["progress"]
    assert progress == counts | {"done_by_me": 1, "in_hand": 1, "open_to_me": 0}


def test_a_queue_that_is_empty_only_because_others_are_at_work_says_so(make, caller):
    project = make.project(overlap=1)
    make.leased()
    me = caller(make.annotator())
    progress = me.get(f"projects/{project.pk}/labelling").json()["progress"]
    assert (progress["open_to_me"], progress["others_at_work"]) == (0, True)


def test_an_image_task_comes_with_its_addresses_and_size(make, caller):
    make.project("box")
    assignment = make.leased(task=make.image_task(640, 480))
    me = caller(assignment.annotator)
    task = me.get(f"assignments/{assignment.pk}").json()["task"]
    assert (task["text"], task["asset"]["width"], task["asset"]["height"]) == (None, 640, 480)
    assert me.client.get(task["asset"]["url"]).headers["Content-Type"] == "image/png"


def test_a_draft_waits_for_its_person(make, caller):
    assignment = make.leased()
    me = caller(assignment.annotator)
    unfinished = {"answer": None, "anything": [1e308, {"𠮷": "😀"}]}
    saved = me.put(f"assignments/{assignment.pk}/draft", {"value": unfinished, "seconds": 12})
    assert saved.status_code == 200
    doc = me.get(f"assignments/{assignment.pk}").json()
    assert (doc["draft"]["value"], doc["draft"]["revision"]) == (unfinished, 0)
    me.put(f"assignments/{assignment.pk}/draft", {"value": {"answer": "good"}})
    assert Draft.objects.get().value == {"answer": "good"}
    assert Assignment.objects.get().seconds == 12


def test_a_draft_is_an_object_that_can_be_stored(make, caller):
    assignment = make.leased()
    me = caller(assignment.annotator)
    deep = []
    for _ in range(500):
        deep = [deep]
    for value in ("text", [1], None, {"deep": deep}):
        assert me.put(f"assignments/{assignment.pk}/draft", {"value": value}).status_code == 400
    too_large = me.put(f"assignments/{assignment.pk}/draft", {"value": {"text": "a" * 17 * 2**20}})
    assert (too_large.status_code, too_large.json()["code"]) == (413, "too_large")


def test_a_bad_value_says_where_it_is_bad(make, caller):
    make.project("box")
    assignment = make.leased(task=make.image_task())
    box = {"id": "r1", "label": "car", "x": 1, "y": 1, "width": 10, "height": 10}
    refused = caller(assignment.annotator).submit(assignment.pk, [box, box | {"id": "r2", "label": "fish"}])
    assert refused.status_code == 400
    assert refused.json()["detail"]["field"] == "answer[1].label"


def test_a_conflict_brings_what_the_server_has(make, caller):
    assignment = make.submitted("good")
    refused = caller(assignment.annotator).submit(assignment.pk, "bad", revision=0)
    assert refused.status_code == 409
    assert refused.json()["code"] == "conflict"
    assert refused.json()["detail"] == {"revision": 1, "value": {"answer": "good"}, "state": "submitted"}


def test_a_response_that_was_lost_is_given_again(make, caller):
    assignment = make.leased()
    me, key = caller(assignment.annotator), str(uuid4())
    first = me.submit(assignment.pk, revision=0, key=key)
    again = me.submit(assignment.pk, revision=0, key=key)
    assert (again.status_code, again.json()) == (200, first.json())
    assert Annotation.objects.get().revision == 1


def test_an_answer_in_an_older_schema_is_taken_in_that_schema(make, caller):
    assignment = make.leased()
    older = make.the_project.schema
    body = older.body | {"fields": [older.body["fields"][0] | {"labels": [{"name": "other"}]}]}
    newer = make.schema(body)
    me = caller(assignment.annotator)
    assert me.submit(assignment.pk, "good", schema=newer.pk).status_code == 400
    assert me.submit(assignment.pk, "good", schema=older.pk).status_code == 200
    assert Annotation.objects.get().schema == older


def test_a_schema_of_another_project_is_refused(make, caller):
    assignment = make.leased()
    foreign = make.project().schema
    refused = caller(assignment.annotator).submit(assignment.pk, schema=foreign.pk)
    assert (refused.status_code, refused.json()["detail"]["field"]) == (400, "schema")


@pytest.mark.parametrize(
    ("header", "given"),
    [("If-Match", "abc"), ("If-Match", '"-1"'), ("Idempotency-Key", "a b"), ("Idempotency-Key", "")],
)
def test_a_header_that_cannot_be_read_is_refused(make, caller, header, given):
    assignment = make.leased()
    body = {"value": {"answer": "good"}, "schema": assignment.task.project.schema_id}
    refused = caller(assignment.annotator).post(f"assignments/{assignment.pk}/submit", body, **{header: given})
    assert (refused.status_code, refused.json()["detail"]["field"]) == (400, header)


def test_skipping_takes_a_reason_from_the_list(make, caller):
    assignment = make.leased()
    me = caller(assignment.annotator)
    assert me.post(f"assignments/{assignment.pk}/skip", {"reason": "bored"}).status_code == 400
    skipped = me.post(f"assignments/{assignment.pk}/skip", {"reason": "broken", "note": "Black."})
    assert skipped.json() == {"id": assignment.pk, "state": "skipped"}
    assert Task.objects.get().taken == 0


def test_leases_are_renewed_and_work_is_reopened(make, caller):
    assignment = make.leased()
    me = caller(assignment.annotator)
    before = me.get(f"assignments/{assignment.pk}").json()["lease_until"]
    assert me.post(f"assignments/{assignment.pk}/renew").json()["lease_until"] > before
    me.submit(assignment.pk)
    reopened = me.post(f"assignments/{assignment.pk}/reopen").json()
    assert (reopened["value"], reopened["revision"]) == ({"answer": "good"}, 1)
    assert me.submit(assignment.pk, "bad", revision=1).json()["revision"] == 2


def test_my_work_comes_in_pages_latest_first(make, caller):
    person = make.annotator()
    made = [make.submitted(by=person).pk for _ in range(53)]
    make.submitted()
    me = caller(person)
    first = me.get(f"projects/{make.the_project.pk}/work").json()
    second = me.get(f"projects/{make.the_project.pk}/work?cursor={first['next']}").json()
    assert [row["id"] for row in first["results"] + second["results"]] == made[::-1]
    assert second["next"] is None
    assert me.get(f"projects/{make.the_project.pk}/work?cursor=nonsense").status_code == 400


def test_nobody_without_the_right_sees_the_answer_of_another(make, caller):
    """Blind: an annotator is told that other people's work does not exist, before and after their own answer."""
    task = make.task()
    other = make.submitted("good", task=task)
    mine = make.leased(task=task)
    me = caller(mine.annotator)
    for submitted in (False, True):
        if submitted:
            me.submit(mine.pk)
        assert me.get(f"assignments/{other.pk}").status_code == 404
        for act in ("submit", "skip", "renew", "reopen"):
            assert me.post(f"assignments/{other.pk}/{act}").status_code == 404
        assert me.put(f"assignments/{other.pk}/draft", {"value": {}}).status_code == 404
        for path in (
            f"tasks/{task.pk}/annotations",
            f"tasks/{task.pk}/history",
            f"projects/{task.project_id}/annotations",
        ):
            assert me.get(path).status_code == 403
    work = me.get(f"projects/{task.project_id}/work").json()["results"]
    assert [row["id"] for row in work] == [mine.pk]


def test_a_reviewer_sees_work_but_does_not_do_it_for_others(make, caller):
    make.project(overlap=1)
    assignment = make.submitted()
    reviewer = caller(make.reviewer())
    assert reviewer.get(f"assignments/{assignment.pk}").status_code == 200
    refused = reviewer.submit(assignment.pk)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_yours")


def test_a_reviewer_accepts_or_returns_with_a_note(make, caller):
    make.project(overlap=1)
    first, second = make.submitted(), make.submitted()
    reviewer = caller(make.reviewer())
    assert reviewer.post(f"assignments/{first.pk}/accept").json() == {"id": first.pk, "state": "accepted"}
    assert reviewer.post(f"assignments/{second.pk}/return").status_code == 400
    returned = reviewer.post(f"assignments/{second.pk}/return", {"note": "Both wheels."}, **{"If-Match": '"1"'})
    assert returned.json() == {"id": second.pk, "state": "returned"}
    assert reviewer.post(f"assignments/{first.pk}/accept").status_code == 409
    mine = caller(second.annotator).post(f"projects/{make.the_project.pk}/claim").json()["assignments"][0]
    assert (mine["state"], mine["note"], mine["value"]) == ("returned", "Both wheels.", {"answer": "good"})


def test_answers_are_listed_for_a_task_and_for_a_project(make, caller):
    task = make.task()
    answers = [make.submitted(label, task=task) for label in ("good", "bad")]
    make.submitted()
    auditor = caller(make.auditor())
    listed = auditor.get(f"tasks/{task.pk}/annotations").json()["results"]
    assert [(row["assignment"], row["value"]["answer"]) for row in listed] == [
        (answers[0].pk, "good"),
        (answers[1].pk, "bad"),
    ]
    whole = auditor.get(f"projects/{task.project_id}/annotations").json()
    assert len(whole["results"]) == 3
    assert whole["next"] is None


def test_the_history_tells_everything_and_whether_it_holds(make, caller):
    assignment = make.returned("Again.")
    auditor = caller(make.auditor())
    history = auditor.get(f"tasks/{assignment.task_id}/history").json()
    assert (history["holds"], [entry["move"] for entry in history["entries"]]) == (True, ["claim", "submit", "return"])
    assert history["head"] == history["entries"][-1]["hash"]
    Annotation.objects.update(value={"answer": "bad"})
    history = auditor.get(f"tasks/{assignment.task_id}/history").json()
    assert (history["holds"], history["broken"], history["reason"]) == (False, 2, "answer")


def test_a_lead_takes_a_task_out_and_brings_it_back(make, caller):
    task = make.task()
    lead = caller(make.lead())
    assert lead.post(f"tasks/{task.pk}/void", {"note": "Twice."}).json() == {"id": task.pk, "state": "void"}
    assert lead.post(f"tasks/{task.pk}/void").status_code == 409
    assert lead.post(f"tasks/{task.pk}/restore").json() == {"id": task.pk, "state": "queued"}
    assert caller(make.reviewer()).post(f"tasks/{task.pk}/void").status_code == 403


def test_a_lead_frees_the_place_of_somebody_who_left(make, caller):
    assignment = make.leased()
    assert caller(make.lead()).post(f"assignments/{assignment.pk}/free").json()["state"] == "expired"
    assert Task.objects.get().taken == 0


def test_schemas_are_versions(make, caller):
    project = make.project()
    lead = caller(make.lead())
    body = project.schema.body | {"fields": [project.schema.body["fields"][0] | {"required": True}]}
    made = lead.post(f"projects/{project.pk}/schemas", {"body": body, "after": 1})
    assert (made.status_code, made.json()["version"]) == (201, 2)
    assert lead.post(f"projects/{project.pk}/schemas", {"body": body, "after": 1}).status_code == 409
    wrong = lead.post(f"projects/{project.pk}/schemas", {"body": {"media": "text", "fields": []}})
    assert (wrong.status_code, wrong.json()["detail"]["field"]) == (400, "fields")
    listed = caller(make.annotator()).get(f"projects/{project.pk}/schemas").json()["results"]
    assert [schema["version"] for schema in listed] == [2, 1]

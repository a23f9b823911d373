"""Paused: nothing new is handed out, and what is in hand is finished. Archived: everything is read, nothing changed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotation.models import Assignment, AssignmentState
from projects.making import change

JSON = "application/json"


@pytest.fixture
def work(make):
    """Of one person: one task in hand and one answered, in a project with another one to do."""
    project, person = make.project(overlap=1), make.annotator(language="en")
    done, held = make.submitted(by=person), make.leased(by=person)
    make.task()
    return project, person, held, done


def submission(project):
    return {"value": {"answer": "good"}, "schema": project.schema_id}


def test_in_a_paused_project_work_in_hand_is_submitted_and_nothing_new_begun(make, work):
    project, person, held, _done = work
    change(project, state="paused")
    client = make.client(person)
    claimed = client.post(f"/api/projects/{project.pk}/claim", {"count": 3}, JSON).json()
    assert ([doc["id"] for doc in claimed["assignments"]], claimed["empty"]) == ([held.pk], True)
    assert client.post(f"/api/assignments/{held.pk}/submit", submission(project), JSON).status_code == 200


def test_an_archived_project_takes_nothing_from_those_who_label(make, work):
    project, person, held, done = work
    change(project, state="archived")
    client = make.client(person)
    tried = [
        client.post(f"/api/projects/{project.pk}/claim", {}, JSON),
        client.put(f"/api/assignments/{held.pk}/draft", {"value": {}}, JSON),
        client.post(f"/api/assignments/{held.pk}/submit", submission(project), JSON),
        client.post(f"/api/assignments/{held.pk}/skip", {"reason": "other"}, JSON),
        client.post(f"/api/assignments/{held.pk}/renew"),
        client.post(f"/api/assignments/{done.pk}/reopen"),
        client.post(f"/api/assignments/{done.pk}/submit", submission(project), JSON),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in tried} == {(403, "archived")}
    assert "A project lead can open it again" in tried[0].json()["message"]
    states = Assignment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == [AssignmentState.SUBMITTED, AssignmentState.LEASED]


def test_an_archived_project_takes_nothing_from_a_lead_but_its_opening(make, work):
    project, _person, held, done = work
    change(project, state="archived")
    lead = make.client(make.lead(language="en"))
    tried = [
        lead.post(f"/api/assignments/{done.pk}/accept", {}, JSON),
        lead.post(f"/api/assignments/{held.pk}/free", {}, JSON),
        lead.post(f"/api/tasks/{held.task_id}/void", {}, JSON),
        lead.post(f"/api/projects/{project.pk}/schemas", {"body": project.schema.body}, JSON),
        lead.post(f"/api/projects/{project.pk}/imports", {"file": SimpleUploadedFile("a.txt", b"text")}),
        lead.post(f"/assignments/{done.pk}/accept", {"revision": 1}),
        lead.post(f"/projects/{project.pk}/settings", {"name": "Another"}),
        lead.patch(f"/api/projects/{project.pk}", {"overlap": 3}, JSON),
    ]
    assert [answer.status_code for answer in tried] == [403] * len(tried)
    assert Assignment.objects.get(pk=done.pk).state == AssignmentState.SUBMITTED
    lead.post(f"/projects/{project.pk}/state", {"state": "open"})
    assert lead.post(f"/api/assignments/{done.pk}/accept", {}, JSON).status_code == 200


def test_a_program_can_open_an_archived_project_again(make, work):
    project, *_ = work
    change(project, state="archived")
    lead = make.client(make.lead())
    opened = lead.patch(f"/api/projects/{project.pk}", {"state": "open", "overlap": 2}, JSON)
    assert (opened.status_code, opened.json()["state"], opened.json()["overlap"]) == (200, "open", 2)


def test_an_archived_project_stays_readable(make, work):
    project, person, held, done = work
    change(project, state="archived")
    own, lead = make.client(person), make.client(make.lead())
    read = [
        own.get(f"/projects/{project.pk}/work"),
        own.get(f"/projects/{project.pk}/label"),
        own.get(f"/api/projects/{project.pk}/labelling"),
        own.get(f"/api/assignments/{held.pk}"),
        lead.get(f"/tasks/{done.task_id}"),
        lead.get(f"/projects/{project.pk}/settings"),
    ]
    assert [answer.status_code for answer in read] == [200] * len(read)

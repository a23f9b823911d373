"""The API of people, organisations and projects, as a program uses it."""

import pytest

from projects.models import Project
from projects.starters import starter
from tests.makers import schema_body


@pytest.fixture
def owner(make):
    return make.client(make.owner(organisation=make.project().organisation))


def post(client, address, body):
    return client.post(address, body, content_type="application/json")


def test_a_program_makes_a_project_from_a_starter(make, owner):
    address = f"/api/organisations/{make.the_project.organisation_id}/projects"
    made = post(owner, address, {"name": "New", "starter": "defect-boxes", "overlap": 1})
    assert made.status_code == 201
    doc = made.json()
    assert (doc["media"], doc["overlap"]) == ("image", 1)
    assert doc["schema"]["body"] == starter("defect-boxes").body
    assert "delete" in doc["may"]


def test_a_program_makes_a_project_from_its_own_schema_or_is_told_where_that_is_wrong(make, owner):
    address = f"/api/organisations/{make.the_project.organisation_id}/projects"
    assert post(owner, address, {"name": "Mine", "schema": schema_body("span")}).json()["media"] == "text"
    wrong = schema_body("span")
    wrong["fields"][0]["labels"][1]["color"] = "red"
    refused = post(owner, address, {"name": "Mine", "schema": wrong})
    assert refused.status_code == 400
    assert refused.json()["detail"]["field"] == "fields[0].labels[1].color"


@pytest.mark.parametrize("body", [{"name": "x"}, {"name": "x", "starter": "defect-boxes", "schema": {}}])
def test_starter_and_schema_are_one_of_two(make, owner, body):
    address = f"/api/organisations/{make.the_project.organisation_id}/projects"
    assert post(owner, address, body).status_code == 400


def test_a_program_changes_and_deletes_a_project(make, owner):
    task = make.task()
    address = f"/api/projects/{make.the_project.pk}"
    changed = owner.patch(address, {"overlap": 5, "state": "paused"}, content_type="application/json").json()
    task.refresh_from_db()
    assert (changed["overlap"], changed["state"], task.overlap) == (5, "paused", 5)
    assert owner.delete(address).status_code == 204
    assert not Project.objects.filter(pk=task.project_id).exists()


def test_what_cannot_be_changed_is_left_alone(make, owner):
    address = f"/api/projects/{make.the_project.pk}"
    changed = owner.patch(address, {"media": "image", "organisation": 999}, content_type="application/json").json()
    assert (changed["media"], changed["organisation"]) == ("text", make.the_project.organisation_id)


def test_a_list_of_a_hundred_tasks_is_a_few_queries(make, owner, django_assert_max_num_queries):
    pks = [task.pk for task in make.tasks(130)]
    address = f"/api/projects/{make.the_project.pk}/tasks"
    with django_assert_max_num_queries(6):
        first = owner.get(address).json()
    second = owner.get(address, {"cursor": first["next"]}).json()
    assert [row["id"] for row in first["results"] + second["results"]] == pks
    assert second["next"] is None


def test_filters_of_tasks_say_what_they_do_not_understand(make, owner):
    address = f"/api/projects/{make.the_project.pk}/tasks"
    for wrong in (
        {"state": "x"},
        {"answers": "-1"},
        {"answers": "many"},
        {"size": "0"},
        {"size": "501"},
        {"size": "0000000011234567"},
    ):
        assert owner.get(address, wrong).status_code == 400, wrong


def test_tasks_with_answers_to_review_are_a_list_of_their_own(make, owner):
    make.task()
    waiting, back = make.submitted(), make.returned()
    address = f"/api/projects/{make.the_project.pk}/tasks"
    for answers, wanted in (("unreviewed", waiting), ("returned", back)):
        rows = owner.get(address, {"answers": answers}).json()["results"]
        assert [row["id"] for row in rows] == [wanted.task_id]


def test_a_task_comes_with_its_text_exactly(make, owner):
    text = "第一行\r\n𠮷野家 😀\t结束 "
    task = make.text_task(text)
    assert owner.get(f"/api/tasks/{task.pk}").json()["text"] == text


def test_an_invitation_made_by_a_program_opens(make, owner):
    made = post(owner, f"/api/projects/{make.the_project.pk}/invitations", {"role": "annotator"}).json()
    assert make.client().get(made["link"].removeprefix("http://testserver")).status_code == 200
    assert owner.delete(f"/api/invitations/{made['id']}").status_code == 204
    assert make.client().get(made["link"].removeprefix("http://testserver")).status_code == 404


def test_a_role_is_changed_and_taken_by_a_program(make, owner):
    membership = make.annotator(project=make.the_project).memberships.get()
    address = f"/api/members/{membership.pk}"
    assert owner.patch(address, {"role": "auditor"}, content_type="application/json").json()["role"] == "auditor"
    assert owner.delete(address).status_code == 204
    assert owner.delete(address).status_code == 404


def test_every_project_i_have_a_part_in_is_listed_and_no_other(make):
    project = make.project()
    make.project()
    client = make.client(make.annotator(project=project))
    assert [row["id"] for row in client.get("/api/projects").json()["results"]] == [project.pk]
    assert client.get("/api/projects", {"state": "archived"}).json()["results"] == []


def test_progress_says_how_far_and_that_it_is_too_early_to_foretell(make, owner):
    make.submitted(task=make.task())
    report = owner.get(f"/api/projects/{make.the_project.pk}/progress").json()
    assert (report["wanted"], report["given"], report["left"], report["today"]) == (2, 1, 1, 1)
    assert report["forecast"] is None


def test_nobody_reads_a_password_or_a_secret_through_the_api(make, owner):
    post(owner, "/api/tokens", {"name": "x"})
    for address in ("/api/me", "/api/tokens", f"/api/projects/{make.the_project.pk}/members"):
        text = owner.get(address).content.decode()
        assert "password" not in text
        assert "secret" not in text

"""Pages as people use them: what is asked is done, what is wrong is said, what is there is shown."""

import pytest
from django.db import OperationalError, connection
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from annotation import moves
from projects.models import Membership, Person, Project, ProjectState
from projects.pages.home import Home
from projects.starters import starter

NEW = {"media": "text", "starter": "named-entities", "name": "合同实体", "overlap": 3, "lease_minutes": 20}


@pytest.fixture
def lead(make):
    return make.lead(organisation=make.project().organisation)


def test_the_form_makes_a_project_as_it_was_filled_in(make, lead):
    organisation = make.the_project.organisation
    sent = NEW | {"order": "random", "guideline": "# 怎么标"}
    response = make.client(lead).post(f"/organisations/{organisation.pk}/projects/new", sent)
    project = Project.objects.get(name="合同实体")
    assert response.url == f"/projects/{project.pk}"
    assert (project.media, project.overlap, project.lease_minutes, project.order) == ("text", 3, 20, "random")
    assert project.schema.body == starter("named-entities").body
    assert project.guideline.body == "# 怎么标"


@pytest.mark.parametrize("wrong", [{"overlap": 21}, {"overlap": 0}, {"name": ""}, {"starter": "x"}, {"media": "image"}])
def test_a_form_with_a_mistake_comes_back_with_all_that_was_written(make, lead, wrong):
    sent = NEW | {"order": "random", "guideline": "kept"} | wrong
    response = make.client(lead).post(f"/organisations/{make.the_project.organisation_id}/projects/new", sent)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == ({"starter"} if "media" in wrong else set(wrong))
    assert "kept" in response.content.decode()
    assert Project.objects.count() == 1


def test_the_overview_of_an_empty_project_says_what_to_do_next(make, lead):
    page = make.client(lead).get(f"/projects/{make.the_project.pk}").content.decode()
    assert f"/projects/{make.the_project.pk}/import" in page


def test_annotators_see_no_panel_that_they_may_not_open(make):
    annotator = make.annotator(project=make.project())
    make.task()
    page = make.client(annotator).get(f"/projects/{make.the_project.pk}").content.decode()
    for address in ("agreement/panel", "/people", "/settings", "/members", "/tasks"):
        assert f"/projects/{make.the_project.pk}{address}" not in page
    assert f"/projects/{make.the_project.pk}/label" in page


def test_tasks_are_found_by_state_text_and_number_of_answers(make, lead):
    project = make.the_project
    first, second, third = make.tasks(3, name="")
    type(first).objects.filter(pk=first.pk).update(name="合同-2025-001")
    make.submitted(task=second)
    client = make.client(lead)

    def shown(query):
        return [task.pk for task in client.get(f"/projects/{project.pk}/tasks{query}").context["tasks"]]

    assert shown("") == [first.pk, second.pk, third.pk]
    assert shown("?q=合同") == [first.pk]
    assert shown(f"?q={third.external_id}") == [third.pk]
    assert shown("?answers=1") == [second.pk]
    assert shown("?answers=0&state=queued") == [first.pk, third.pk]
    assert shown("?state=settled") == []


def test_tasks_are_found_by_what_happened_to_their_answers(make, lead):
    project = make.the_project
    make.task()
    waiting, own, back = make.submitted(), make.submitted(by=lead), make.returned()
    make.accepted()
    skipped = make.leased()
    moves.skip(skipped, reason="unclear", note="", by=skipped.annotator)
    gone = make.submitted()
    moves.void(gone.task, by=lead)

    def shown(query, by=lead):
        return [task.pk for task in make.client(by).get(f"/projects/{project.pk}/tasks{query}").context["tasks"]]

    assert shown("?answers=unreviewed") == [waiting.task_id]
    assert shown("?answers=unreviewed", by=make.reviewer()) == [waiting.task_id, own.task_id]
    assert shown("?answers=returned") == [back.task_id]
    assert shown("?answers=skipped") == [skipped.task_id]
    assert shown(f"?answers=unreviewed&q={back.task.external_id}") == []
    page = make.client(lead).get(f"/projects/{project.pk}/tasks?answers=returned").content.decode()
    assert f"/tasks/{back.task_id}?answers=returned" in page  # the filter goes along
    assert "已退回，修改中" in page


def test_tasks_come_in_pages_and_each_once(make, lead):
    project = make.the_project
    pks = [task.pk for task in make.tasks(120)]
    client, seen, address = make.client(lead), [], f"/projects/{project.pk}/tasks"
    while address:
        response = client.get(address)
        seen += [task.pk for task in response.context["tasks"]]
        following = response.context["next_page"]
        address = f"/projects/{project.pk}/tasks?{following}" if following else ""
    assert seen == pks


def test_an_invalid_cursor_is_a_sentence_and_not_a_fault(make, lead):
    response = make.client(lead).get(f"/projects/{make.the_project.pk}/tasks?cursor=@@@")
    assert response.status_code == 400


def test_settings_change_the_project_and_its_tasks(make, lead):
    project, task = make.the_project, make.task()
    sent = {"name": "Renamed", "description": "", "overlap": 4, "lease_minutes": 5, "order": "sequential"}
    make.client(lead).post(f"/projects/{project.pk}/settings", sent)
    project.refresh_from_db()
    task.refresh_from_db()
    assert (project.name, project.overlap, task.overlap) == ("Renamed", 4, 4)


def test_a_paused_project_hands_out_nothing(make, lead):
    project = make.the_project
    make.task()
    make.client(lead).post(f"/projects/{project.pk}/state", {"state": "paused"})
    annotator = make.annotator(project=project)
    answer = make.client(annotator).post(f"/api/projects/{project.pk}/claim", {"count": 1}, "application/json")
    assert answer.json()["assignments"] == []


def test_an_archived_project_leaves_the_home_page_and_stays_readable(make, lead):
    project = make.the_project
    client = make.client(lead)
    client.post(f"/projects/{project.pk}/state", {"state": ProjectState.ARCHIVED})
    assert project.name not in client.get("/").content.decode()
    assert client.get(f"/projects/{project.pk}").status_code == 200


def test_deleting_needs_the_name_of_the_project(make):
    project = make.submitted().task.project
    client = make.client(make.owner(organisation=project.organisation))
    assert client.post(f"/projects/{project.pk}/delete", {"name": "something else"}).status_code == 422
    assert Project.objects.filter(pk=project.pk).exists()
    assert client.post(f"/projects/{project.pk}/delete", {"name": f" {project.name} "}).status_code == 302
    assert not Project.objects.filter(pk=project.pk).exists()


def test_a_guideline_is_previewed_as_it_will_be_shown(make, lead):
    response = make.client(lead).post("/markdown", {"body": "**fett** <script>x</script>"})
    assert "<strong>fett</strong>" in response.content.decode()
    assert "<script" not in response.content.decode()


def test_every_version_of_a_guideline_stays_readable(make):
    project = make.project(guideline="first words")
    client = make.client(make.lead(organisation=project.organisation))
    client.post(f"/projects/{project.pk}/guideline/edit", {"body": "second words", "after": 1})
    assert "second words" in client.get(f"/projects/{project.pk}/guideline").content.decode()
    assert "first words" in client.get(f"/projects/{project.pk}/guideline/1").content.decode()
    late = client.post(f"/projects/{project.pk}/guideline/edit", {"body": "too late", "after": 1})
    assert late.status_code == 409


def test_a_link_brings_somebody_without_an_account_into_the_project(make, client):
    project = make.project()
    owner = make.client(make.owner(organisation=project.organisation))
    page = owner.post(f"/projects/{project.pk}/members", {"role": "annotator", "limit": 1, "days": 7})
    link = page.context["link"].removeprefix("http://testserver")
    assert client.get(link).status_code == 200
    sent = {
        "username": "newcomer",
        "name": "新人",
        "email": "",
        "password1": "long enough 42",
        "password2": "long enough 42",
    }
    assert client.post(link, sent | {"password2": "different"}).status_code == 422
    assert not Person.objects.filter(username="newcomer").exists()
    assert client.post(link, sent).url == f"/projects/{project.pk}"
    assert client.get(f"/projects/{project.pk}/label").status_code == 200
    assert client.get(f"/organisations/{project.organisation_id}").status_code == 404
    assert make.client().get(link).status_code == 404  # used up


def test_a_link_brings_somebody_with_an_account_into_the_organisation(make):
    organisation = make.organisation()
    owner = make.client(make.owner(organisation=organisation))
    page = owner.post(f"/organisations/{organisation.pk}/members", {"role": "reviewer", "limit": 5, "days": 1})
    link = page.context["link"].removeprefix("http://testserver")
    person = make.person()
    assert make.client(person).post(link).url == f"/organisations/{organisation.pk}"
    assert Membership.objects.get(person=person).role == "reviewer"
    assert owner.get(link).context["membership"].role == "owner"  # it takes nothing away from who has more


def test_members_are_changed_and_removed_on_their_page(make):
    project = make.project()
    annotator = make.annotator(project=project)
    membership = annotator.memberships.get()
    client = make.client(make.lead(organisation=project.organisation))
    client.post(f"/members/{membership.pk}/role", {"role": "reviewer"})
    membership.refresh_from_db()
    assert membership.role == "reviewer"
    client.post(f"/members/{membership.pk}/remove")
    assert make.client(annotator).get(f"/projects/{project.pk}").status_code == 404


def test_home_tells_somebody_without_projects_what_to_do(make):
    page = make.client(make.person(language="en")).get("/").content.decode()
    assert "invitation link" in page


def test_home_shows_only_ones_own_projects(make):
    mine, others = make.project(name="mine to see"), make.project(name="not for me")
    make.task(project=mine)
    make.task(project=others)
    page = make.client(make.annotator(project=mine)).get("/").content.decode()
    assert "mine to see" in page
    assert "not for me" not in page


def test_an_unknown_address_is_a_page_in_the_house_s_look(client, db):
    response = client.get("/nothing/here")
    assert response.status_code == 404
    assert response.templates[0].name == "projects/problem.html"
    assert client.get("/api/nothing").json()["code"] == "not_found"


def test_an_icon_that_does_not_exist_is_an_error_and_not_a_gap():
    with pytest.raises(KeyError):
        Template('{% load house %}{% icon "no-such-icon" %}').render(Context())


def test_titles_come_in_the_language_of_the_page_and_fall_back():
    template = Template('{% load house %}{{ titles|titled:"name" }}')
    both, one = {"zh": "车", "en": "Car"}, {"zh": "", "en": "Car"}
    with translation.override("zh-hans"):
        assert template.render(Context({"titles": both})) == "车"
        assert template.render(Context({"titles": one})) == "Car"
    with translation.override("en"):
        assert template.render(Context({"titles": both})) == "Car"
        assert template.render(Context({"titles": {}})) == "name"


def test_the_state_of_the_service_is_open_to_all(client, db):
    assert client.get("/healthz").json() == {"state": "alive"}
    assert client.get("/readyz").json() == {"state": "ready"}


def test_without_its_database_the_service_is_not_ready(client, monkeypatch):
    def gone():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"state": "no database"})


@pytest.mark.parametrize("path", ["/", "/sign-in", "/healthz", "/nowhere/", "/api/me"])
def test_a_name_that_is_not_this_sites_is_refused_in_a_sentence(path, db):
    client = Client(raise_request_exception=False)
    answer = client.get(path, headers={"host": "evil.example", "accept-language": "en"})
    assert answer.status_code == 400
    assert "names all it answers to in ALLOWED_HOSTS" in answer.content.decode()
    answer = client.get(path, headers={"host": "evil.example", "accept-language": "zh-CN"})
    assert "ALLOWED_HOSTS" in answer.content.decode()
    assert "names all" not in answer.content.decode()


def test_a_fault_is_told_on_a_page_that_needs_nothing_of_what_may_be_broken(make, lead, monkeypatch):
    def broken(*_arguments):
        raise RuntimeError("broken")

    monkeypatch.setattr(Home, "get", broken)
    page = make.client(lead).get("/")
    assert page.status_code == 500
    assert "topbar" not in page.content.decode()
    assert 'href="/"' in page.content.decode()

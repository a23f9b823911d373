"""The page and the API of disagreements: what teaches most first, asked for by label, person and state."""

from urllib.parse import parse_qs, urlsplit

import pytest

from annotation import moves, settling
from annotation.settling import Part
from projects import making
from projects.models import Task, TaskState
from tests.makers import schema_body
from workers import disagreements, measuring
from workers.disagreements import Wanted
from workers.models import Consensus


@pytest.fixture
def crowd(make):
    make.project(overlap=3)
    return [make.annotator() for _ in range(3)]


def answered(make, crowd, *labels):
    task = make.task()
    for label, person in zip(labels, crowd, strict=True):
        make.submitted(label, task=task, by=person)
    return task


@pytest.fixture
def tasks(make, crowd):
    """Torn three ways, two against one, agreed."""
    made = [answered(make, crowd, *labels.split()) for labels in ("good bad neutral", "good good bad", "bad bad bad")]
    measuring.fold()
    return made


def listed(client, project, **query):
    answer = client.get(f"/api/projects/{project.pk}/disagreements", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_what_teaches_most_comes_first_and_what_all_agree_on_not_at_all(make, tasks):
    torn, leaning, _agreed = tasks
    found = listed(make.client(make.lead()), torn.project)
    assert [row["task"] for row in found] == [torn.pk, leaning.pk]
    for row in found:
        assert row["teaches"] == pytest.approx((1 - row["agreement"]) * (2 - row["confidence"]))
    assert found[1]["between"] == [{"one": "bad", "two": "good", "n": 2}]


def test_the_number_follows_when_an_answer_changes(make, tasks):
    leaning = tasks[1]
    odd = leaning.assignments.order_by("pk").last()
    moves.submit(odd, value={"answer": "good"}, schema=leaning.project.schema, by=odd.annotator)
    measuring.fold()
    assert Consensus.objects.get(task=leaning).teaches == 0


def test_a_pair_of_labels_in_either_order_finds_the_tasks_behind_it(make, tasks):
    torn, leaning, _agreed = tasks
    client = make.client(make.lead())
    assert [row["task"] for row in listed(client, torn.project, labels="good,bad")] == [torn.pk, leaning.pk]
    assert [row["task"] for row in listed(client, torn.project, labels="neutral,good")] == [torn.pk]
    assert not listed(client, torn.project, labels="good,")
    refused = client.get(f"/api/projects/{torn.project_id}/disagreements", {"labels": "good"})
    assert (refused.status_code, refused.json()["detail"]) == (400, {"field": "labels"})


def test_a_label_with_a_comma_in_its_name_can_be_asked_for(make):
    names = ["good, or so", "bad", "or so"]
    make.project(body=schema_body(labels=[{"name": name} for name in names]))
    task = make.task()
    for name in names[:2]:
        make.submitted(name, task=task)
    measuring.fold()
    client = make.client(make.lead())
    assert [row["task"] for row in listed(client, task.project, labels="good, or so,bad")] == [task.pk]
    assert not listed(client, task.project, labels="good, or so,or so")
    assert client.get(f"/api/projects/{task.project_id}/disagreements", {"labels": "a,b,c"}).status_code == 400


def test_a_person_finds_the_tasks_where_they_differ(make, crowd, tasks):
    client = make.client(make.lead())
    for person in crowd:
        found = listed(client, tasks[0].project, person=person.pk)
        assert [row["task"] for row in found] == [tasks[0].pk, tasks[1].pk]
    alone = make.annotator()
    assert not listed(client, tasks[0].project, person=alone.pk)


def test_a_settled_task_leaves_the_open_ones_and_comes_back_when_undone(make, tasks):
    torn, leaning, _agreed = tasks
    lead = make.lead()
    assert disagreements.open_disagreements(torn.project) == 2
    settling.choose(torn, Part(torn.assignments.first().pk), by=lead, reason="Clear.")
    measuring.fold()
    client = make.client(lead)
    assert [row["task"] for row in listed(client, torn.project)] == [leaning.pk]
    assert [row["task"] for row in listed(client, torn.project, state="settled")] == [torn.pk]
    assert disagreements.open_disagreements(torn.project) == 1
    settling.undo(torn, by=lead)
    assert disagreements.open_disagreements(torn.project) == 2


def test_pages_follow_each_other_without_gap_or_repeat(make, crowd, tasks, monkeypatch):
    for _ in range(4):
        answered(make, crowd, "good", "good", "bad")
    measuring.fold()
    project = tasks[0].project
    rows = disagreements.found(project, Wanted(), make.lead(), {"see_any_answer"})
    order = list(disagreements.ranked(rows))
    assert len(order) == 6
    for at, one in enumerate(order):
        assert list(disagreements.after(rows, one)) == order[at + 1 :]
        assert list(disagreements.before(rows, one)) == order[:at][::-1]


def test_a_reviewer_who_may_still_answer_a_task_does_not_see_it(make, crowd):
    project = make.the_project
    task = make.task()
    for label, person in zip(("good", "bad"), crowd, strict=False):
        make.submitted(label, task=task, by=person)
    measuring.fold()
    reviewer = make.reviewer()
    client = make.client(reviewer)
    assert not listed(client, project)
    page = client.get(f"/projects/{project.pk}/disagreements?task={task.pk}")
    assert page.context.get("task") is None
    make.submitted("good", task=task, by=reviewer)
    assert [row["task"] for row in listed(client, project)] == [task.pk]


def test_names_are_hidden_until_they_are_asked_for(make, crowd, tasks):
    client = make.client(make.lead())
    address = f"/projects/{tasks[0].project_id}/disagreements"
    blind = client.get(address).content.decode()
    assert not any(person.name in blind for person in crowd)
    told = client.get(address + "?names=1").content.decode()
    assert all(person.name in told for person in crowd)


def test_settling_on_the_page_goes_on_to_the_next_with_a_way_back(make, tasks):
    torn, leaning, _agreed = tasks
    client = make.client(make.lead())
    page = client.get(f"/projects/{torn.project_id}/disagreements")
    assert page.context["task"] == torn
    voice = page.context["voices"][1]
    sent = {
        "choose": voice.answer.assignment_id,
        f"revision:{voice.answer.assignment_id}": voice.answer.revision,
        "seen": page.context["revision"],
        "reason": "§2 says so.",
        "next": page.context["next"] + f"&done={torn.pk}",
        "stay": page.context["stay"],
    }
    answer = client.post(f"/tasks/{torn.pk}/settle", sent)
    assert answer.status_code == 302
    query = parse_qs(urlsplit(answer["Location"]).query)
    assert (query["task"], query["done"]) == ([str(leaning.pk)], [str(torn.pk)])
    torn.refresh_from_db()
    assert torn.state == TaskState.SETTLED
    then = client.get(answer["Location"])
    assert then.context["task"] == leaning
    assert then.context["undo"]["settled"].task == torn
    client.post(f"/tasks/{torn.pk}/unsettle", {"seen": 1})
    assert not Task.objects.get(pk=torn.pk).decided


def test_a_page_of_others_is_not_followed_after_a_decision(make, tasks):
    torn = tasks[0]
    client = make.client(make.lead())
    sent = {"choose": torn.assignments.first().pk, "reason": "Clear.", "next": "https://example.org/"}
    assert client.post(f"/tasks/{torn.pk}/settle", sent)["Location"] == f"/tasks/{torn.pk}"


def test_the_reason_for_a_refused_decision_is_there_to_be_sent_again_once(make, tasks):
    torn, leaning, _agreed = tasks
    client = make.client(make.lead())
    there = f"/projects/{torn.project_id}/disagreements?task={torn.pk}"
    page = client.post(f"/tasks/{torn.pk}/settle", {"reason": "§2 says so.", "stay": there}, follow=True)
    assert 'value="§2 says so."' in page.content.decode()
    assert "§2 says so." not in client.get(there).content.decode()
    client.post(f"/tasks/{torn.pk}/settle", {"reason": "§2 says so.", "stay": there})
    assert "§2 says so." not in client.get(there.replace(str(torn.pk), str(leaning.pk))).content.decode()


def test_a_decision_made_on_an_older_one_is_told_and_changes_nothing(make, tasks):
    torn = tasks[0]
    first, second = list(torn.assignments.order_by("pk")[:2])
    settling.choose(torn, Part(first.pk), by=make.lead(), reason="Clear.")
    client = make.client(make.lead(language="en"))
    sent = {"choose": second.pk, "reason": "Clear.", "seen": "0"}
    page = client.post(f"/tasks/{torn.pk}/settle", sent, follow=True)
    assert "Somebody else has decided" in page.content.decode()
    assert settling.in_force(torn).taken_from == [first.pk]


def test_labels_that_are_one_now_are_no_disagreement_and_read_as_they_are_called_today(make, crowd):
    task = answered(make, crowd, "good", "neutral", "bad")
    lead, project = make.lead(), task.project
    [field] = project.schema.body["fields"]
    labels = [{"name": "fine", "title": {"en": "Very fine"}, "formerly": ["good", "neutral"]}, {"name": "bad"}]
    making.add_schema(project, {**project.schema.body, "fields": [{**field, "labels": labels}]}, by=lead)
    measuring.fold()
    [row] = listed(make.client(lead), project)
    assert row["between"] == [{"one": "bad", "two": "fine", "n": 2}]
    page = make.client(lead).get(f"/projects/{project.pk}/disagreements").content.decode()
    assert page.count("Very fine") >= 2
    first = settling.merge(
        task, [Part(task.assignments.order_by("pk")[0].pk, field="answer")], by=lead, reason="It is."
    )
    assert first.value == {"answer": "fine"}


def test_whoever_writes_an_answer_begins_from_earlier_ones_as_they_are_called_today(make, crowd):
    task = answered(make, crowd, "good", "neutral", "bad")
    lead, project = make.lead(), task.project
    [field] = project.schema.body["fields"]
    labels = [{"name": "fine", "formerly": ["good"]}, {"name": "bad"}]  # neutral is no label any more
    making.add_schema(project, {**project.schema.body, "fields": [{**field, "labels": labels}]}, by=lead)
    config = make.client(lead).get(f"/tasks/{task.pk}/settle").context["config"]
    assert [one["value"] for one in config["answers"]] == [{"answer": "fine"}, {"answer": "bad"}]

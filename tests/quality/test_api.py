"""The numbers by API: of a part of the answers, of people and times, of one task."""

from datetime import timedelta

import pytest
from django.utils import timezone

from annotation.models import Annotation
from projects.models import Task
from tests.measuring.answers import answer_all
from workers import measuring


@pytest.fixture
def ask(make, confused):
    """What a lead's program gets."""
    project, _people = confused
    client = make.client(make.lead(project=project, language="en"))

    def ask(path, status=200):
        found = client.get(f"/api/{path.format(project=project.pk)}")
        assert found.status_code == status, found.content
        return found.json()

    return ask


def alpha(document):
    return document["fields"][0]["figures"]["alpha"]


def test_everything_and_everybody_is_the_whole(ask, confused):
    _project, people = confused
    whole = alpha(ask("projects/{project}/agreement"))
    counted = alpha(ask("projects/{project}/agreement?people=" + ",".join(str(one.pk) for one in people)))
    assert counted == whole
    assert counted == alpha(ask("projects/{project}/agreement?since=2000-01-01"))


def test_two_people_who_never_differ_agree_fully(ask, confused):
    _project, people = confused
    found = ask(f"projects/{{project}}/agreement?people={people[0].pk},{people[1].pk}")
    assert alpha(found)["value"] == 1
    assert alpha(found)["units"] == 60
    assert [one["name"] for one in found["annotators"]] == ["Anna", "Bo"]


def test_only_the_answers_of_some_days_count(ask, confused):
    project, _people = confused
    now = timezone.now()
    first = Task.objects.filter(project=project).order_by("pk").values("pk")[:20]
    Annotation.objects.update(changed_at=now)
    Annotation.objects.filter(assignment__task__in=first).update(changed_at=now - timedelta(days=1))
    today = timezone.localdate(now).isoformat()
    assert alpha(ask(f"projects/{{project}}/agreement?until={today}"))["units"] == 20
    assert alpha(ask(f"projects/{{project}}/agreement?since={today}"))["units"] == 40
    moment = timezone.now().isoformat().replace("+", "%2B")
    assert alpha(ask(f"projects/{{project}}/agreement?since={moment}"))["note"] == "too_few"


def test_only_the_tasks_of_an_import_count(ask, confused):
    project, _people = confused
    some = Task.objects.filter(project=project).order_by("pk").values("pk")[:12]
    Task.objects.filter(pk__in=list(some.values_list("pk", flat=True))).update(import_job=5)
    assert alpha(ask("projects/{project}/agreement?import=5"))["units"] == 12


def test_one_label_and_one_field_can_be_asked_for(ask):
    (field,) = ask("projects/{project}/agreement?field=answer&label=bad")["fields"]
    assert [line["label"] for line in field["labels"]] == ["bad"]
    assert ask("projects/{project}/agreement?field=other")["fields"] == []


@pytest.mark.parametrize("query", ["since=yesterday", "until=2026-13-01", "people=1", "people=a,b", "import=x"])
def test_what_cannot_be_read_is_said_with_its_name(ask, query):
    refused = ask("projects/{project}/agreement?" + query, status=400)
    assert refused["detail"]["field"] == query.split("=")[0]


def test_too_many_answers_for_one_request_are_refused(ask, monkeypatch):
    monkeypatch.setattr("workers.selecting.MOST", 10)
    assert ask("projects/{project}/agreement?since=2000-01-01", status=400)["code"] == "too_many"
    assert alpha(ask("projects/{project}/agreement"))["units"] == 60


def test_what_stands_out_is_told_to_programs_too(ask, confused):
    _project, people = confused
    (field,) = ask("projects/{project}/quality")["fields"]
    texts = [one["text"] for one in field["findings"]]
    assert any("“bad” and “neutral”" in text for text in texts)
    assert any("Careless" in text for text in texts)
    assert field["people"][0]["id"] == people[2].pk
    evidence = next(one["evidence"] for one in field["findings"] if one["evidence"])
    query = "&".join(f"{name}={value}" for name, value in evidence.items())
    assert ask(f"projects/{{project}}/disagreements?{query}")["results"]


def test_consensus_comes_task_by_task_in_pages(ask):
    first = ask("projects/{project}/consensus?size=50")
    second = ask(f"projects/{{project}}/consensus?size=50&cursor={first['next']}")
    assert (len(first["results"]), len(second["results"]), second["next"]) == (50, 10, None)
    assert {one["value"] for one in first["results"]} == {"good", "bad", "neutral"}


def test_a_task_tells_its_consensus_and_who_differs(make, ask, confused):
    project, people = confused
    (task,) = make.tasks(1)
    answer_all(make, [task], people, lambda i, j: ["good", "good", "bad"][j])
    measuring.fold(project)
    found = ask(f"tasks/{task.pk}/agreement")
    assert found["consensus"][0]["value"] == "good"
    assert [(one["a"], one["one"], one["two"]) for one in found["differences"]] == [
        (people[0].pk, "good", "bad"),
        (people[1].pk, "good", "bad"),
    ]


def test_who_may_still_answer_a_task_is_not_told_what_it_comes_to(make, confused):
    project, people = confused
    (task,) = make.tasks(1)
    make.submitted("good", task=task, by=people[0])
    measuring.fold(project)
    reviewer = make.client(make.reviewer(project=project))
    assert reviewer.get(f"/api/tasks/{task.pk}/agreement").status_code == 403
    listed = reviewer.get(f"/api/projects/{project.pk}/consensus").json()["results"]
    assert task.pk not in {one["task"] for one in listed}

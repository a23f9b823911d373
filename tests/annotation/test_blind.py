"""Nobody reads the answers of others to a task that they may still answer."""

import pytest

from annotation import moves
from annotation.models import Assignment


@pytest.fixture
def looks(make):
    """What a person is told by each door to the answers of a task."""

    def look(person, assignment):
        client, task = make.client(person), assignment.task
        return {
            "answers": client.get(f"/api/tasks/{task.pk}/annotations").status_code,
            "history": client.get(f"/api/tasks/{task.pk}/history").status_code,
            "assignment": client.get(f"/api/assignments/{assignment.pk}").status_code,
            "listed": [
                row["assignment"]
                for row in client.get(f"/api/projects/{task.project_id}/annotations").json()["results"]
            ],
            "page": f"answer-{assignment.pk}" in client.get(f"/tasks/{task.pk}").content.decode(),
        }

    return look


def hidden():
    return {"answers": 403, "history": 403, "assignment": 403, "listed": [], "page": False}


def seen(*assignments):
    pks = [assignment.pk for assignment in assignments]
    return {"answers": 200, "history": 200, "assignment": 200, "listed": pks, "page": True}


def test_a_reviewer_who_may_still_get_a_task_does_not_see_its_answers(make, looks):
    make.project(overlap=2)
    assert looks(make.reviewer(), make.submitted()) == hidden()


def test_a_reviewer_who_holds_a_task_does_not_see_its_answers(make, looks):
    make.project(overlap=2)
    other, reviewer = make.submitted(), make.reviewer()
    make.leased(task=other.task, by=reviewer)
    assert looks(reviewer, other) == hidden()


def test_a_reviewer_sees_the_answers_after_giving_their_own(make, looks):
    make.project(overlap=3)
    other, reviewer = make.submitted(), make.reviewer()
    own = make.submitted(task=other.task, by=reviewer)
    assert looks(reviewer, other) == seen(other, own)


def test_a_reviewer_whose_own_answer_came_back_sees_only_that(make, looks):
    make.project(overlap=2)
    other, reviewer = make.submitted(), make.reviewer()
    own = make.submitted(task=other.task, by=reviewer)
    moves.give_back(own, by=make.lead(), note="Look again.")
    assert looks(reviewer, other) == hidden() | {"listed": [own.pk]}
    assert looks(reviewer, own) == hidden() | {"listed": [own.pk], "assignment": 200, "page": True}


def test_a_place_whose_lease_may_run_out_is_a_place(make, looks):
    make.project(overlap=2)
    other = make.submitted()
    make.leased(task=other.task)
    assert looks(make.reviewer(), other) == hidden()


def test_a_reviewer_sees_the_answers_of_a_full_task_also_after_returning_one(make, looks):
    make.project(overlap=1)
    reviewer, only = make.reviewer(), make.submitted()
    assert looks(reviewer, only) == seen(only)
    moves.give_back(only, by=reviewer, note="Look again.")
    assert looks(reviewer, only) == seen(only)


@pytest.mark.parametrize("role", ["lead", "owner", "auditor"])
def test_who_answers_for_the_project_sees_everything(make, looks, role):
    project = make.project(overlap=2)
    assignment = make.submitted()
    person = make.person(role, organisation=project.organisation)
    assert looks(person, assignment) == seen(assignment)


def test_a_reviewer_does_not_judge_what_they_may_not_see(make):
    make.project(overlap=2)
    assignment, reviewer = make.submitted(), make.reviewer(language="en")
    client = make.client(reviewer)
    for door in ("accept", "return"):
        refused = client.post(f"/api/assignments/{assignment.pk}/{door}", {"note": "No."}, "application/json")
        assert (refused.status_code, refused.json()["code"]) == (403, "blind")
        client.post(f"/assignments/{assignment.pk}/{door}", {"revision": 1, "note": "No."})
    assert Assignment.objects.get(pk=assignment.pk).state == "submitted"
    assert "You may still label this task" in client.get(f"/tasks/{assignment.task_id}").content.decode()


def test_neither_skipping_nor_the_news_gives_an_answer_away(make):
    project = make.project(overlap=2)
    back, reviewer = make.returned("It is bad, not good."), make.reviewer()
    moves.skip(make.leased(task=back.task, by=reviewer), by=reviewer, reason="unclear")
    client = make.client(reviewer)
    for page in (f"/tasks/{back.task_id}", f"/projects/{project.pk}/activity"):
        assert "It is bad, not good." not in client.get(page).content.decode()
        assert "It is bad, not good." in make.client(make.lead()).get(page).content.decode()

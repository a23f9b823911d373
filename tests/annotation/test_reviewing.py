"""How a reviewer works: to what waits, from one task to the next, until nothing is left."""

import re

import pytest

from annotation import moves
from annotation.reviews import counts_to_review, next_to_review, to_review
from annotation.values import pieces
from projects.access import allowed
from projects.models import Task
from tests.html import plain


@pytest.fixture
def reviewer(make):
    make.project(overlap=1)
    return make.reviewer()


def waiting(make, person, **wanted):
    may = allowed(person, make.the_project)
    return list(to_review(make.the_project, person, may, wanted).order_by("pk").values_list("pk", flat=True))


def test_other_people_s_unjudged_answers_wait(make, reviewer):
    first = make.submitted()
    make.submitted(by=reviewer)
    make.accepted()
    make.returned()
    make.task()
    void = make.submitted()
    moves.void(void.task, by=make.lead())
    assert waiting(make, reviewer) == [first.task_id]


def test_what_a_reviewer_may_yet_answer_does_not_wait_for_them_but_for_a_lead(make):
    make.project(overlap=2)
    half = make.submitted()
    full = make.task()
    for _ in range(2):
        make.submitted(task=full)
    assert waiting(make, make.reviewer()) == [full.pk]
    assert waiting(make, make.lead()) == [half.task_id, full.pk]


def test_after_a_judgement_comes_the_next_task_of_the_filter_until_none_is_left(make, reviewer):
    turns = [make.submitted() for _ in range(3)]
    Task.objects.filter(pk__in=[turns[0].task_id, turns[2].task_id]).update(name="合同")
    client, query = make.client(reviewer), "?answers=unreviewed&q=%E5%90%88%E5%90%8C"
    page = client.get(f"/tasks/{turns[0].task_id}{query}").content.decode()
    assert "2 条任务待质检" in page
    assert f"/tasks/{turns[2].task_id}?answers=unreviewed&amp;q=" in page
    answer = client.post(f"/assignments/{turns[0].pk}/accept{query}", {"revision": 1})
    assert answer.url == f"/tasks/{turns[2].task_id}{query}"
    answer = client.post(f"/assignments/{turns[2].pk}/return{query}", {"revision": 1, "note": "Too short."})
    assert answer.url == f"/projects/{make.the_project.pk}/tasks"
    assert waiting(make, reviewer) == [turns[1].task_id]


def test_a_task_is_left_when_all_of_its_answers_are_judged(make):
    make.project(overlap=2)
    reviewer, task = make.reviewer(), make.task()
    first, second = make.submitted(task=task), make.submitted(task=task)
    client = make.client(reviewer)
    answer = client.post(f"/assignments/{first.pk}/accept?answers=unreviewed", {"revision": 1})
    assert answer.url == f"/tasks/{task.pk}?answers=unreviewed"
    moves.accept(second, by=make.reviewer())
    assert next_to_review(task, reviewer, allowed(reviewer, make.the_project), {}) is None


def test_from_the_last_task_the_way_leads_back_to_those_before(make, reviewer):
    first, last = make.submitted(), make.submitted()
    moves.accept(last, by=make.lead())
    may = allowed(reviewer, make.the_project)
    assert next_to_review(last.task, reviewer, may, {}) == first.task_id


def test_a_refused_judgement_stays_with_its_task(make, reviewer):
    turn = make.submitted()
    make.submitted()
    answer = make.client(reviewer).post(f"/assignments/{turn.pk}/return?answers=unreviewed", {"revision": 1})
    assert answer.url == f"/tasks/{turn.task_id}?answers=unreviewed"


def test_the_button_leads_to_the_first_task_or_says_that_nothing_waits(make, reviewer):
    client, address = make.client(reviewer), f"/projects/{make.the_project.pk}/review"
    assert "这里没有待质检的标注。" in client.get(address, follow=True).content.decode()
    turn = make.submitted()
    assert client.get(address).url == f"/tasks/{turn.task_id}?answers=unreviewed"


def test_home_counts_what_waits_in_every_project_with_a_query_for_each_set_of_rights(make, django_assert_num_queries):
    person = make.person()
    expected, may = {}, {}
    for number, role in enumerate(["reviewer", "lead", "reviewer", "annotator"]):
        project = make.project(overlap=1)
        make.member(person, role, project=project)
        for _ in range(number + 1):
            make.submitted(project=project)
        may[project] = allowed(person, project)
        if role != "annotator":
            expected[project.pk] = number + 1
    with django_assert_num_queries(2):
        assert counts_to_review(person, may) == expected
    page = make.client(person).get("/reviews").content.decode()
    assert [f"/projects/{pk}/review" in page for pk in (project.pk for project in may)] == [True, True, True, False]


def test_a_returned_answer_is_told_in_place_of_the_queue(make):
    back = make.returned()
    page = make.client(make.lead()).get(f"/tasks/{back.task_id}").content.decode()
    assert "已退回，修改中" in page
    assert "排队中" not in page


def test_an_answer_names_the_stretches_of_each_label(make):
    make.project("span", overlap=1)
    task = make.text_task("小明从成都去沈阳。")
    spans = [("LOC", 6, 8), ("PER", 0, 2), ("LOC", 3, 5)]
    value = [{"id": f"r{n}", "label": label, "start": a, "end": b} for n, (label, a, b) in enumerate(spans)]
    turn = make.submitted({"answer": value}, task=task)
    (piece,) = pieces(turn.annotation.schema.body, turn.annotation.value)
    assert [(mark.title, mark.texts) for mark in piece.marks] == [("PER", ("小明",)), ("LOC", ("成都", "沈阳"))]
    page = plain(make.client(make.lead()).get(f"/tasks/{task.pk}"))
    assert re.findall(r'<q class="marked"[^>]*>(.*?)</q>', page) == ["小明", "成都", "沈阳"]


def test_boxes_carry_their_labels_on_the_image(make):
    make.project("box", overlap=1)
    box = {"id": "r1", "label": "car", "x": 10, "y": 20, "width": 40, "height": 30, "rotation": 0}
    turn = make.submitted({"answer": [box]}, task=make.image_task(360, 240))
    page = plain(make.client(make.lead()).get(f"/tasks/{turn.task_id}"))
    assert re.findall(r'<text x="10(?:\.0)?" y="20(?:\.0)?"[^>]*font-size="8.2">(.*?)</text>', page) == ["car"]

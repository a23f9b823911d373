"""How a reviewer works: to what waits, from one task to the next, until nothing is left."""

import re

import pytest

from annotation import moves
from annotation.models import Assignment
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
    assert answer.url == f"/projects/{make.the_project.pk}/review{query}"
    page = client.get(answer.url).content.decode()
    assert "没有符合条件的标注待质检" in page
    assert "质检其余 1 条任务" in page
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


def test_the_button_leads_to_the_first_task_or_to_what_comes_next(make, reviewer):
    client, address = make.client(reviewer), f"/projects/{make.the_project.pk}/review"
    make.task()
    page = client.get(address).content.decode()
    assert "这里没有待质检的标注" in page
    assert "还有 1 条任务在标注中" in page
    turn = make.submitted()
    assert client.get(address).url == f"/tasks/{turn.task_id}?answers=unreviewed"


def test_who_has_reviewed_all_is_led_to_another_project(make, reviewer):
    project = make.the_project
    other = make.project(overlap=1, name="海口")
    make.member(reviewer, "reviewer", project=other)
    make.submitted(project=other)
    page = plain(make.client(reviewer).get(f"/projects/{project.pk}/review"))
    assert f'href="/projects/{other.pk}/review"' in page
    assert "海口 · 1 条任务待质检" in page


def named(*turns):
    return {"turn": [f"{turn.pk}:{turn.annotation.revision}" for turn in turns]}


def states(*turns):
    return [Assignment.objects.get(pk=turn.pk).state for turn in turns]


def test_an_acceptance_is_offered_to_be_taken_back_once(make, reviewer):
    turn, other = make.submitted(), make.submitted()
    client, query = make.client(reviewer), "?answers=unreviewed"
    answer = client.post(f"/assignments/{turn.pk}/accept{query}", {"revision": 1})
    assert answer.url == f"/tasks/{other.task_id}{query}"
    assert f'name="turn" value="{turn.pk}:1"' in client.get(answer.url).content.decode()
    assert 'id="accepted"' not in client.get(answer.url).content.decode()
    answer = client.post(f"/projects/{make.the_project.pk}/unaccept{query}", named(turn))
    assert answer.url == f"/tasks/{turn.task_id}{query}"
    assert states(turn, other) == ["submitted", "submitted"]


def test_all_that_are_shown_are_accepted_and_taken_back_together(make, reviewer):
    turns = [make.submitted() for _ in range(3)]
    project = make.the_project.pk
    client, query = make.client(reviewer), "?answers=unreviewed"
    assert "通过所示的全部 3 份标注结果" in client.get(f"/projects/{project}/accept-shown{query}").content.decode()
    client.post(f"/projects/{project}/accept-shown{query}", {**named(*turns), "list": "1"})
    assert states(*turns) == ["accepted"] * 3
    assert "已通过 3 份标注结果。" in client.get(f"/projects/{project}/to-review").content.decode()
    client.post(f"/projects/{project}/unaccept", named(*turns))
    assert states(*turns) == ["submitted"] * 3


def test_of_what_is_shown_only_what_was_seen_open_and_of_others_is_accepted(make):
    make.project(overlap=2)
    reviewer = make.reviewer()
    task = make.task()
    own, seen = make.submitted(task=task, by=reviewer), make.submitted(task=task)
    changed = make.submitted(task=make.task(overlap=1))
    hidden = make.submitted(task=make.task())
    elsewhere = make.submitted(project=make.project(overlap=1))
    form = named(own, seen, changed, hidden, elsewhere) | {"list": "1"}
    schema = changed.annotation.schema
    moves.submit(changed, value=changed.annotation.value, schema=schema, by=changed.annotator, revision=1)
    client = make.client(reviewer)
    answer = client.post(f"/projects/{task.project_id}/accept-shown", form, follow=True)
    assert states(own, seen, changed, hidden, elsewhere) == [
        "submitted",
        "accepted",
        "submitted",
        "submitted",
        "submitted",
    ]
    assert "3 份标注结果" in answer.content.decode()


def test_a_form_that_names_no_answer_accepts_nothing(make, reviewer):
    turn = make.submitted()
    client = make.client(reviewer)
    sent = {"turn": ["", "x:1", f"{turn.pk}", f"{turn.pk}:1:1", f"{'9' * 40}:1"]}
    assert client.post(f"/projects/{make.the_project.pk}/accept-shown?answers=unreviewed", sent).status_code == 302
    assert client.post(f"/projects/{make.the_project.pk}/unaccept", sent).status_code == 302
    assert states(turn) == ["submitted"]


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

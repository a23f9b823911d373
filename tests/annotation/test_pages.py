"""The pages of people who label and review."""

import json
import re

import pytest
from django.db import connection
from django.db.models import F

from annotation import moves, queue, settling
from annotation.activity import lately, people
from annotation.models import Assignment, AssignmentState, Revision
from annotation.settling import Part
from annotation.values import pieces, shapes, stretches
from projects.making import change
from projects.models import Project, Task, TaskState
from tests.makers import schema_body


def text_of(response):
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_the_label_page_tells_the_workspace_what_it_needs(make):
    project = make.project()
    person = make.annotator()
    page = text_of(make.client(person).get(f"/projects/{project.pk}/label?assignment=12"))
    config = json.loads(re.search(r'<script id="label-config" type="application/json">(.*?)</script>', page)[1])
    assert (config["project"], config["user"]["id"], config["assignment"]) == (project.pk, person.pk, 12)
    assert config["urls"]["assignment"] == "/api/assignments/{id}"
    assert config["csrf"]


def test_own_work_is_listed_with_its_answers_and_what_came_back(make):
    back = make.returned("Look at the second sentence.")
    other = make.submitted("bad")
    page = text_of(make.client(back.annotator).get(f"/projects/{make.the_project.pk}/work"))
    assert "Look at the second sentence." in page
    assert f"?assignment={back.pk}" in page
    assert f"?assignment={other.pk}" not in page
    filtered = text_of(make.client(back.annotator).get(f"/projects/{make.the_project.pk}/work?state=accepted"))
    assert f"?assignment={back.pk}" not in filtered


def test_a_reviewer_sees_answers_side_by_side_and_judges_them(make):
    task = make.task(overlap=2)
    first, second = make.submitted("good", task=task), make.submitted("bad", task=task)
    reviewer = make.client(make.reviewer())
    page = text_of(reviewer.get(f"/tasks/{task.pk}"))
    assert page.count("judge row") == 2
    assert reviewer.post(f"/assignments/{first.pk}/accept", {"revision": 1}).url == f"/tasks/{task.pk}"
    reviewer.post(f"/assignments/{second.pk}/return", {"revision": 1, "note": "Not bad at all."})
    states = [Assignment.objects.get(pk=turn.pk).state for turn in (first, second)]
    assert states == [AssignmentState.ACCEPTED, AssignmentState.RETURNED]
    assert "Not bad at all." in text_of(reviewer.get(f"/tasks/{task.pk}"))


def test_a_review_of_what_has_changed_meanwhile_is_refused_with_a_sentence(make):
    make.project(overlap=1)
    assignment = make.submitted("good")
    schema = make.the_project.schema
    moves.submit(assignment, value={"answer": "bad"}, schema=schema, by=assignment.annotator, revision=1)
    reviewer = make.client(make.reviewer(language="en"))
    reviewer.post(f"/assignments/{assignment.pk}/accept", {"revision": 1})
    assert "There is a newer version" in text_of(reviewer.get(f"/tasks/{assignment.task_id}"))
    assert Assignment.objects.get().state == AssignmentState.SUBMITTED


def test_returning_without_a_note_is_refused_with_a_sentence(make):
    make.project(overlap=1)
    assignment = make.submitted()
    reviewer = make.client(make.reviewer(language="en"))
    reviewer.post(f"/assignments/{assignment.pk}/return", {"revision": 1, "note": " "})
    assert "Write what is to be mended" in text_of(reviewer.get(f"/tasks/{assignment.task_id}"))
    assert Assignment.objects.get().state == AssignmentState.SUBMITTED


def test_nobody_is_offered_to_review_their_own_answer(make):
    reviewer = make.reviewer()
    assignment = make.submitted(by=reviewer)
    assert "judge row" not in text_of(make.client(reviewer).get(f"/tasks/{assignment.task_id}"))


def test_a_lead_takes_a_task_out_and_brings_it_back(make):
    task = make.task()
    lead = make.client(make.lead())
    for state in (TaskState.VOID, TaskState.QUEUED):
        lead.post(f"/tasks/{task.pk}/void")
        assert Task.objects.get().state == state


def test_the_page_shows_a_broken_history(make):
    assignment = make.submitted()
    assignment.task.revisions.filter(number=1).update(note="changed")
    page = text_of(make.client(make.auditor(language="en")).get(f"/tasks/{assignment.task_id}"))
    assert "changed from entry 1 on" in page


def test_an_annotator_does_not_see_the_page_of_answers(make):
    assignment = make.submitted()
    assert make.client(assignment.annotator).get(f"/tasks/{assignment.task_id}").status_code == 403
    assert make.client(make.person()).get(f"/tasks/{assignment.task_id}").status_code == 404


def test_what_people_have_done_is_counted(make):
    busy = make.annotator()
    make.project(overlap=1)
    for label in ("good", "bad"):
        make.submitted(label, by=busy)
    skipped = make.leased(by=busy)
    moves.skip(skipped, by=busy, reason="broken")
    back = make.returned()
    assert [(who.person, who.submitted, who.returned, who.skipped) for who in people(make.the_project)] == [
        (busy, 2, 0, 1),
        (back.annotator, 0, 1, 0),
    ]


def test_more_of_the_same_is_one_event_and_words_stay_apart(make):
    person = make.annotator()
    turns = [make.submitted(by=person) for _ in range(3)]
    reviewer = make.reviewer()
    for turn, note in zip(turns, ("One.", "Two.", ""), strict=True):
        moves.give_back(turn, by=reviewer, note=note)
    queue.expire_leases()
    told = [(event.move, event.by, event.times) for event in lately(make.the_project)]
    assert told == [
        ("return", reviewer, 1),
        ("return", reviewer, 1),
        ("return", reviewer, 1),
        ("submit", person, 3),
    ]


def test_the_panels_open_for_reviewers(make):
    make.project(overlap=1)
    assignment = make.returned("See page two.")
    reviewer = make.client(make.reviewer(language="en"))
    project = make.the_project.pk
    assert str(assignment.annotator) in text_of(reviewer.get(f"/projects/{project}/people"))
    assert "See page two." in text_of(reviewer.get(f"/projects/{project}/activity"))


def test_an_answer_is_shown_by_the_titles_of_its_labels():
    body = schema_body("choices", title={"en": "Merits"})
    body["fields"][0]["labels"][0]["title"] = {"en": "Quick"}
    (piece,) = pieces(body, {"answer": ["fast", "cheap"]})
    assert (piece.title, [mark.title for mark in piece.marks]) == ("Merits", ["Quick", "cheap"])


def test_overlapping_spans_cut_a_text_at_every_border():
    spans = [
        {"id": "a", "label": "PER", "start": 1, "end": 4, "text": "𠮷野家"},
        {"id": "b", "label": "LOC", "start": 3, "end": 6, "text": "家在成"},
    ]
    parts = stretches(schema_body("span"), {"answer": spans}, "😀𠮷野家在成都")
    assert [(part.text, [mark.title for mark in part.marks], len(part.begins)) for part in parts] == [
        ("😀", [], 0),
        ("𠮷野", ["PER"], 1),
        ("家", ["PER", "LOC"], 1),
        ("在成", ["LOC"], 0),
        ("都", [], 0),
    ]


def test_a_region_on_an_image_is_shown_by_its_lines():
    box = {"id": "a", "label": "car", "x": 10.0, "y": 20.0, "width": 30.0, "height": 40.0, "rotation": 90.0}
    (shape,) = shapes(schema_body("box"), {"answer": [box]})
    assert (shape.corner, shape.mark.title) == (pytest.approx((5, 25)), "car")
    assert shape.outline.path == "M45 25L45 55L5 55L5 25Z"


def test_the_news_of_a_quiet_project_come_from_an_index_of_its_own(make, django_assert_num_queries):
    quiet, busy = make.project(), make.project()
    make.submitted(project=quiet)
    make.submitted(project=busy)
    with django_assert_num_queries(1) as asked:
        assert [event.move for event in lately(quiet)] == ["submit"]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # the table of a test is too small for an index
        explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{explain} {asked.captured_queries[0]['sql']}")
        assert "revision_newest" in str(cursor.fetchall())


def test_every_entry_names_the_project_of_its_task(make):
    make.returned()
    make.returned(project=make.project())
    assert Revision.objects.exclude(project=F("task__project")).count() == 0
    assert set(Revision.objects.values_list("project", flat=True)) == set(Project.objects.values_list("pk", flat=True))


def test_what_came_back_is_on_top_of_ones_work_and_pages_follow_on(make):
    person = make.annotator()
    turns = [make.submitted(by=person) for _ in range(30)]
    moves.give_back(turns[0], by=make.lead(), note="Look again.")
    client, ids = make.client(person), [turn.pk for turn in (turns[0], *reversed(turns[1:]))]
    address = f"/projects/{make.the_project.pk}/work"
    first = text_of(client.get(address))
    second = text_of(client.get(address, {"cursor": re.search(r"cursor=([\w-]+)", first)[1]}))
    seen = [int(found) for found in re.findall(r"assignment=(\d+)", first + second)]
    assert seen == ids
    listed = client.get(f"/api{address}").json()
    assert [row["id"] for row in listed["results"]] == ids


def test_a_cursor_that_is_not_ours_is_refused_in_ones_work_too(make):
    client, project = make.client(make.annotator()), make.the_project.pk
    for cursor in ("5", "WyJ4IiwxXQ", "WyI5OTk5LTEyLTMxVDIzOjU5OjU5LTIzOjAwIiwxXQ", "W10", "x"):
        assert client.get(f"/api/projects/{project}/work?cursor={cursor}").status_code == 400


def test_in_a_paused_project_one_goes_on_with_what_one_holds_only(make):
    project, person = make.project(), make.annotator()
    held, skipped = make.leased(by=person), make.leased(by=person)
    moves.skip(skipped, by=person, reason="other")

    def offered():
        page = text_of(make.client(person).get(f"/projects/{project.pk}/work"))
        return {int(found) for found in re.findall(r"assignment=(\d+)", page)}

    assert offered() == {held.pk, skipped.pk}
    change(project, state="paused")
    assert offered() == {held.pk}
    change(project, state="archived")
    assert offered() == set()


def test_the_page_of_a_task_tells_its_licence_and_source_first(make):
    meta = {
        "camera": 7,
        "source": "https://example.org/photos?a=1",
        "licence": "CC BY 4.0 <b>",
        "generated": False,
        "tokens": ["小", "明"],
    }
    page = text_of(make.client(make.lead(language="en")).get(f"/tasks/{make.task(meta=meta).pk}"))
    told = re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", page)
    assert [title for title, _value in told] == ["Licence", "Source", "Generated", "camera", "tokens"]
    values = dict(told)
    assert values["Licence"] == "CC BY 4.0 &lt;b&gt;"
    assert 'href="https://example.org/photos?a=1"' in values["Source"]
    assert (values["Generated"], values["camera"]) == ("no", "7")
    assert "小" in values["tokens"]


def test_the_page_of_a_task_tells_what_was_said_before_turn_for_turn(make):
    meta = {"context": [{"speaker": "客户", "text": "没信号。"}, {"role": "坐席", "content": "我查一下。"}], "turn": 3}
    page = text_of(make.client(make.lead(language="zh-hans")).get(f"/tasks/{make.task(meta=meta).pk}"))
    told = dict(re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", page, re.DOTALL))
    assert told == {"上文": "客户：没信号。<br>坐席：我查一下。", "第几句": "3"}


def test_the_head_of_a_task_leads_to_settling_it_until_somebody_has(make):
    make.project(overlap=2)
    task, lead = make.task(), make.lead(language="en")
    client, way = make.client(lead), f'href="/projects/{task.project_id}/disagreements?task={task.pk}"'
    assert way not in text_of(client.get(f"/tasks/{task.pk}"))
    answer = make.submitted(task=task)
    make.submitted(task=task)
    page = text_of(client.get(f"/tasks/{task.pk}"))
    assert way in re.search(r'<header class="row between task-head">.*?</header>', page, re.DOTALL)[0]
    assert way not in text_of(make.client(make.auditor()).get(f"/tasks/{task.pk}"))
    settling.choose(task, Part(answer.pk), by=lead, reason="Clear.")
    assert way not in text_of(client.get(f"/tasks/{task.pk}"))


def test_a_task_that_came_with_nothing_has_no_such_part(make):
    page = text_of(make.client(make.lead()).get(f"/tasks/{make.task(meta={'context': []}).pk}"))
    assert 'id="facts"' not in page

"""The quality page: sentences with their evidence, numbers with both intervals, and every cell a way to the tasks."""

import csv
import io
from datetime import timedelta

import pytest
from django.db.models import F
from django.template.loader import render_to_string
from django.utils.html import escape

from annotation import moves, predictions
from annotation.models import Annotation
from projects import making
from projects.models import Guideline, Role, Task, TaskState
from tests.html import plain
from tests.measuring.answers import answer_all
from workers import measuring, standing
from workers.agreement.figures import Figure, Note
from workers.facts import InSight
from workers.models import LabelUse, Standing
from workers.pages.agreement import Shown
from workers.pages.charts import Dot, chart
from workers.pages.quality_csv import TABLES


def page(make, project, query="", **headers):
    return make.client(make.lead(project=project, language="en")).get(
        f"/projects/{project.pk}/quality{query}", headers=headers
    )


def test_the_labels_that_are_confused_are_named_with_their_tasks_and_the_guideline(make, confused):
    project, _people = confused
    text = page(make, project).content.decode()
    assert "“bad” and “neutral” are taken for each other more than any other two" in text
    assert "Were they one label, α would be 1.00." in text
    assert f"/projects/{project.pk}/disagreements?field=answer&amp;labels=bad%2Cneutral&amp;state=all" in text
    assert f'href="/projects/{project.pk}/guideline"' in text


def test_who_stands_apart_is_named_with_what_they_do(make, confused):
    project, people = confused
    text = page(make, project).content.decode()
    assert "Careless has" in text
    assert "Most often it is “neutral” where others say “bad”" in text
    assert f"person={people[2].pk}" in text
    assert "Anna has" not in text


def test_the_headline_has_both_intervals(make, confused):
    project, _people = confused
    found = page(make, project)
    figure = found.context["part"].shown.figures[0].figure
    assert figure.population_low < figure.low < figure.value < figure.high
    text = found.content.decode()
    assert "for these annotators" in text
    assert "For annotators like these" in text


def test_each_cell_leads_to_the_tasks_behind_it(make, confused):
    project, people = confused
    found = page(make, project)
    part, lead = found.context["part"], make.client(make.lead(project=project))
    there = f"/projects/{project.pk}/disagreements"
    by_label = {one.title: one for one in part.damage}
    assert [one.title for one in part.damage] == ["bad", "neutral", "good"]
    expected = by_label["bad"].differences // 2  # each such task has two pairs that differ
    for query in (by_label["bad"].evidence, by_label["bad"].worst_evidence, part.people[0].evidence):
        assert lead.get(there + query).context["number"] == expected
    square = [cell for row in part.shown.square for cell in row.cells if cell]
    counts = {lead.get(there + cell.evidence).context["number"] for cell in square}
    assert counts == {0, expected}  # Anna and Bo never differ, either differs from Careless
    assert people[2].pk == part.facts.people[0].id
    text = found.content.decode()
    assert text.count(f'href="{there}?field=answer&amp;state=all"') == len(part.shown.figures)
    habit = part.people[0].habit_evidence
    assert (text.count(escape(habit)), lead.get(there + habit).context["number"]) == (1, expected)


def test_nothing_stands_out_where_all_agree(make):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(60), [make.annotator(), make.annotator()], lambda i, j: ["good", "bad"][i % 2])
    measuring.fold(project)
    text = page(make, project).content.decode()
    assert "People agree well" in text
    assert "No label, no person and no time stands out." in text


@pytest.mark.parametrize(
    ("tasks", "sentence"), [(0, "No task has been answered by two people yet"), (3, "Numbers are shown from 10 on")]
)
def test_too_little_is_said_and_not_shown(make, tasks, sentence):
    project = make.project(overlap=2)
    answer_all(make, make.tasks(tasks), [make.annotator(), make.annotator()], lambda i, j: "good")
    measuring.fold(project)
    text = page(make, project).content.decode()
    assert sentence in text
    assert "Import more tasks" in text or not tasks
    assert 'data-figure="alpha"' not in text


def test_a_single_answer_a_task_leads_to_the_settings(make):
    project = make.project(overlap=1)
    text = page(make, project).content.decode()
    assert "Each task of this project is answered by one person" in text


def test_a_better_guideline_shows(make):
    project = make.project(overlap=2, guideline="One.")
    people = [make.annotator(), make.annotator()]
    labels = ["good", "bad"]
    answer_all(make, make.tasks(60), people, lambda i, j: labels[(i + (j and i % 5 < 2)) % 2])
    Guideline.objects.create(project=project, version=2, body="Two.")
    answer_all(make, make.tasks(60), people, lambda i, j: labels[i % 2])
    measuring.fold(project)
    found = page(make, project)
    assert "version 2 helped: from 0.2" in found.content.decode()
    assert [point.title for point in found.context["part"].guidelines] == ["version 1", "version 2"]


def test_nothing_new_is_an_empty_answer(make, confused):
    project, people = confused
    lead = make.client(make.lead(project=project))
    seen = lead.get(f"/projects/{project.pk}/quality").context["seen"]
    again = f"/projects/{project.pk}/quality?seen={seen}"
    assert lead.get(again, headers={"HX-Request": "true"}).status_code == 204
    answer_all(make, make.tasks(1), people, lambda i, j: "good")
    part = lead.get(again, headers={"HX-Request": "true"})
    assert part.status_code == 200
    assert "<html" not in part.content.decode()


def test_a_large_project_says_what_follows_in_a_moment(make, confused):
    project, people = confused
    standing.refresh()
    Standing.objects.update(seconds=1000)
    answer_all(make, make.tasks(1), people, lambda i, j: "good")
    measuring.fold(project)
    text = page(make, project).content.decode()
    assert "labels, people and trend follow in a moment" in text
    assert "61 units" in text


def test_what_is_kept_for_many_readers_is_each_one_s_own(make, confused):
    """Another language, another name, other numbers: nobody is shown what was written for somebody else."""
    project, people = confused
    standing.write(project)
    assert "Which label is taken for which" in page(make, project).content.decode()
    zh = make.client(make.lead(project=project, language="zh-hans")).get(f"/projects/{project.pk}/quality")
    assert "Which label is taken for which" not in zh.content.decode()
    people[0].name = "Annabel"
    people[0].save()
    shown = page(make, project)
    assert "Annabel" in shown.content.decode()
    equal = shown.context["part"].matrix[0].cells[0].n
    assert f'pairs equal">{equal}</a>' in plain(shown)
    measuring.add(project.pk, measuring.tables(project))  # twice as many of everything
    standing.write(project)
    text = plain(page(make, project))
    assert f'pairs equal">{2 * equal}</a>' in text
    assert f'pairs equal">{equal}</a>' not in text


@pytest.mark.parametrize("table", sorted(TABLES.keys() - {"models", "triads"}))  # those are in test_contest.py
def test_each_table_is_a_file(make, confused, table):
    project, _people = confused
    found = make.client(make.lead(project=project)).get(f"/projects/{project.pk}/quality/{table}.csv?field=answer")
    assert found["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(found.content.decode("utf-8-sig"))))
    assert rows
    if table == "figures":
        assert float(rows[0]["population_low"]) < float(rows[0]["low"]) < float(rows[0]["value"])
    if table == "confusions":
        assert sum(int(row["pairs_of_answers"]) for row in rows) == 3 * 60


def test_there_is_no_other_table(make, confused):
    project, _people = confused
    assert make.client(make.lead(project=project)).get(f"/projects/{project.pk}/quality/all.csv").status_code == 404


@pytest.mark.parametrize("role", [Role.ANNOTATOR, None])
def test_annotators_and_strangers_see_no_figures(make, confused, role):
    project, _people = confused
    person = make.person(role, project=project) if role else make.person()
    assert make.client(person).get(f"/projects/{project.pk}/quality").status_code == (403 if role else 404)


def test_a_reviewer_sees_numbers_and_only_tasks_they_cannot_answer_any_more(make, confused):
    project, people = confused
    (task,) = make.tasks(1)
    make.submitted("good", task=task, by=people[0])
    make.submitted("bad", task=task, by=people[1])
    measuring.fold(project)
    reviewer = make.client(make.reviewer(project=project))
    assert reviewer.get(f"/projects/{project.pk}/quality").status_code == 200
    query = "?field=answer&labels=bad,good&state=all"
    assert reviewer.get(f"/projects/{project.pk}/disagreements{query}").context["number"] == 0  # a place is left
    lead = make.client(make.lead(project=project))
    assert lead.get(f"/projects/{project.pk}/disagreements{query}").context["number"] == 1


@pytest.mark.parametrize("kind", ["choices", "span", "box"])
def test_every_kind_has_its_page(make, kind):
    project = make.project(kind, overlap=2)
    answer_all(make, make.tasks(12), [make.annotator(), make.annotator()], lambda i, j: _value(kind, i, j))
    measuring.fold(project)
    found = page(make, project)
    assert found.context["part"].damage[0].differences
    assert found.context["part"].matrix
    assert found.context["part"].findings


def _value(kind, i, j):
    odd = bool(j and i % 3 == 0)
    match kind:
        case "choices":
            return ["fast"] if odd else ["fast", "cheap"]
        case "span":
            return [{"id": "a", "label": "LOC" if odd else "PER", "start": 0, "end": 2}]
        case _:
            label = "sign" if odd else "car"
            return [{"id": "a", "label": label, "x": 10, "y": 10, "width": 50, "height": 40, "rotation": 0}]


def test_a_task_shows_what_its_answers_come_to(make, confused):
    project, people = confused
    (task,) = make.tasks(1)
    for person, said in zip(people, ["good", "good", "bad"], strict=True):
        make.submitted(said, task=task, by=person)
    measuring.fold(project)
    lead = make.client(make.lead(project=project, language="en"))
    assert f"/tasks/{task.pk}/consensus" in lead.get(f"/tasks/{task.pk}").content.decode()
    text = lead.get(f"/tasks/{task.pk}/consensus").content.decode()
    assert "good" in text
    assert "67%" in text
    assert "majority" in text


def test_a_tie_is_a_tie_on_the_page_of_its_task(make):
    project = make.project(overlap=2)
    task = make.task()
    make.submitted("good", task=task)
    make.submitted("bad", task=task)
    measuring.fold(project)
    lead = make.client(make.lead(project=project, language="en"))
    assert "a tie" in lead.get(f"/tasks/{task.pk}/consensus").content.decode()


@pytest.mark.parametrize(("name", "drawn"), [("alpha", True), ("mean_difference", False)])
def test_only_what_lies_between_0_and_1_is_drawn_on_that_scale(name, drawn):
    shown = Shown(name, Figure(0.4, 0.3, 0.5, 30, 30, 2, Note.NONE))
    assert bool(render_to_string("workers/agreement_bar.html", {"shown": shown}).strip()) is drawn


def test_a_point_of_the_trend_opens_the_tasks_of_its_days(make):
    project = make.project(overlap=2, guideline="One.")
    people = [make.annotator(), make.annotator()]
    tasks = make.tasks(70)
    answer_all(make, tasks, people, lambda i, j: "good" if j or i % 2 else "bad")
    early = Annotation.objects.filter(assignment__task__in=tasks[:35])
    early.update(changed_at=F("changed_at") - timedelta(days=9))
    measuring.fold(project)
    shown = page(make, project)
    first, last = shown.context["part"].trend.marks
    assert [first.evidence, last.evidence] == [line.evidence for line in shown.context["part"].days]
    lead = make.client(make.lead(project=project, language="en"))
    behind = [
        {row["task"] for row in lead.get(f"/api/projects/{project.pk}/disagreements{mark.evidence}").json()["results"]}
        for mark in (first, last)
    ]
    differ = [{task.pk for i, task in enumerate(tasks[at : at + 35], at) if i % 2 == 0} for at in (0, 35)]
    assert behind == differ
    opened = lead.get(f"/projects/{project.pk}/disagreements{first.evidence}").content.decode()
    assert "18 tasks" in opened


def test_a_version_of_the_guideline_opens_the_tasks_answered_under_it(make):
    project = make.project(overlap=2, guideline="One.")
    people, tasks = [make.annotator(), make.annotator()], make.tasks(2)
    answer_all(make, tasks[:1], people, lambda i, j: ["good", "bad"][j])
    making.add_guideline(project, "Two.", by=make.lead())
    answer_all(make, tasks[1:], people, lambda i, j: ["good", "bad"][j])
    measuring.fold(project)
    lead = make.client(make.lead(project=project))
    for version, task in zip((1, 2), tasks, strict=True):
        rows = lead.get(f"/api/projects/{project.pk}/disagreements?guideline={version}").json()["results"]
        assert [row["task"] for row in rows] == [task.pk]


@pytest.mark.parametrize("day", ["since=0001-01-01", "until=9999-12-31"])
@pytest.mark.parametrize("address", ["agreement", "disagreements"])
def test_a_day_at_the_end_of_the_calendar_is_refused_with_its_place(make, address, day):
    answer = make.client(make.lead()).get(f"/api/projects/{make.the_project.pk}/{address}?{day}")
    assert (answer.status_code, answer.json()["detail"]["field"]) == (400, day.split("=")[0])


@pytest.mark.parametrize("query", ["since=yesterday", "until=2026-13-01", "guideline=new"])
def test_a_time_that_is_none_is_refused_with_its_place(make, confused, query):
    project, _people = confused
    lead = make.client(make.lead(project=project))
    answer = lead.get(f"/api/projects/{project.pk}/disagreements?{query}")
    assert (answer.status_code, answer.json()["detail"]["field"]) == (400, query.split("=")[0])


def behind(make, project, query):
    lead = make.client(make.lead(project=project))
    page = lead.get(f"/projects/{project.pk}/disagreements{query}")
    listed = lead.get(f"/api/projects/{project.pk}/disagreements{query}").json()["results"]
    assert page.context["number"] == len(listed)
    return {row["task"] for row in listed}


def test_the_diagonal_opens_the_tasks_where_two_people_gave_the_label_alike(make, confused):
    project, _people = confused
    found = page(make, project)
    part = found.context["part"]
    said = {
        task.pk: {
            one.annotator: one.annotation.value["answer"] for one in task.assignments.select_related("annotation")
        }
        for task in project.tasks.all()
    }
    text = found.content.decode()
    for i, name in enumerate(["good", "bad", "neutral"]):
        cell = part.matrix[i].cells[i]
        assert cell.same
        assert escape(cell.both_evidence) in text
        pairs = {task: list(labels.values()).count(name) for task, labels in said.items()}
        assert behind(make, project, cell.both_evidence) == {task for task, n in pairs.items() if n >= 2}
        assert cell.n == sum(n * (n - 1) // 2 for n in pairs.values())


def test_times_used_opens_the_tasks_in_which_somebody_gave_the_label(make, confused):
    project, people = confused
    (alone,) = make.tasks(1)
    make.submitted("good", task=alone, by=people[0])  # one answer is not compared, so it is no use of the table
    measuring.fold(project)
    found = page(make, project)
    for one in found.context["part"].damage:
        used = list(LabelUse.objects.filter(project=project, label=one.line.name))
        assert sum(use.n for use in used) == one.line.uses
        assert behind(make, project, one.used_evidence) == {use.task_id for use in used}
        assert escape(one.used_evidence) in found.content.decode()


def test_agreed_tasks_say_so_in_the_list_and_the_label_is_named_above_it(make, confused):
    project, _people = confused
    lead = make.client(make.lead(project=project, language="en"))
    text = plain(lead.get(f"/projects/{project.pk}/disagreements?field=answer&state=all&both=good"))
    assert "good by two" in text
    assert "all agree" in text
    assert '<input type="hidden" name="both" value="good">' in text
    none = lead.get(f"/projects/{project.pk}/disagreements?used=no-such").content.decode()
    assert "No task like this" in none


@pytest.mark.parametrize("kind", ["choices", "span", "box", "rating"])
def test_the_diagonal_of_every_kind_opens_its_tasks(make, kind):
    stars = {"media": "text", "fields": [{"name": "answer", "kind": "rating", "minimum": 1, "maximum": 5}]}
    project = make.project(body=stars, overlap=2) if kind == "rating" else make.project(kind, overlap=2)
    tasks = make.tasks(12)
    value = (lambda i, j: 1 + i % 3 + (j and i % 2)) if kind == "rating" else (lambda i, j: _value(kind, i, j))
    answer_all(make, tasks, [make.annotator(), make.annotator()], value)
    measuring.fold(project)
    matrix = page(make, project).context["part"].matrix
    cells = [cell for row in matrix for cell in row.cells if cell.both_evidence]
    assert cells
    for cell in cells:
        assert 0 < len(behind(make, project, cell.both_evidence)) <= cell.n


def test_a_changed_answer_takes_its_uses_along(make, confused):
    project, _people = confused
    task = project.tasks.first()
    for one in task.assignments.all():
        moves.submit(one, value={"answer": "neutral"}, schema=project.schema, by=one.annotator)
    measuring.fold(project)
    assert list(task.label_uses.values_list("label", "n", "equal")) == [("neutral", 3, 3)]
    Task.objects.filter(pk=task.pk).update(state=TaskState.VOID, stale=True)
    measuring.fold(project)
    assert not task.label_uses.exists()


@pytest.fixture
def suggested(make):
    """Forty tasks of two people; to the first ten of them a model suggests something, which the first person sees."""
    project = make.project(overlap=2)
    people, tasks = [make.annotator(), make.annotator()], make.tasks(40)
    turns = answer_all(make, tasks, people, lambda i, j: ["good", "bad"][i % 2])
    for task, turn in list(zip(tasks, turns[::2], strict=True))[:10]:
        prediction, _new = predictions.add(task, {"model": "m", "value": {"answer": "good"}}, by=None)
        told = {str(prediction.pk): {"answer": True}}
        value = turn.annotation.value
        moves.submit(turn, value=value, schema=project.schema, by=turn.annotator, suggestions=told)
    measuring.fold(project)
    return project, tasks[:10]


def test_the_page_says_how_many_answers_were_given_with_suggestions_in_sight_and_opens_their_tasks(make, suggested):
    project, seen = suggested
    found = page(make, project)
    text = found.content.decode()
    assert "12% of the answers (10 of 80) were given with a model&#x27;s suggestion in sight." in text
    assert behind(make, project, "?field=answer&suggested=1&state=all") == {task.pk for task in seen}
    assert escape("?field=answer&suggested=1&state=all") in text
    lead = make.client(make.lead(project=project, language="en"))
    assert "12% of the answers" in lead.get(f"/projects/{project.pk}/agreement/panel").content.decode()
    [question] = lead.get(f"/api/projects/{project.pk}/quality").json()["fields"]
    assert question["suggested"] == {"answers": 10, "of": 80}


def test_what_no_longer_counts_is_no_answer_with_a_suggestion(make, suggested):
    project, seen = suggested
    first = seen[0].assignments.order_by("pk").first()
    moves.give_back(first, by=make.reviewer(), note="Look again.")
    Task.objects.filter(pk=seen[1].pk).update(state=TaskState.VOID, stale=True)
    measuring.fold(project)
    assert page(make, project).context["part"].facts.suggested == InSight(8, 77)


def test_nothing_is_said_of_suggestions_where_nobody_saw_any(make, confused):
    project, _people = confused
    assert "suggestion" not in page(make, project).content.decode()
    lead = make.client(make.lead(project=project))
    refused = lead.get(f"/api/projects/{project.pk}/disagreements?suggested=yes")
    assert (refused.status_code, refused.json()["detail"]["field"]) == (400, "suggested")


def test_two_labels_that_would_gain_nothing_as_one_are_not_proposed_as_one(make):
    """What one says tells nothing of what the other says, so one label less is no better."""
    project, labels = make.project(overlap=2), ["good", "bad", "neutral"]
    people = [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(54), people, lambda i, j: labels[(i // 3 if j else i) % 3])
    measuring.fold(project)
    text = page(make, project).content.decode()
    assert "To make them one label would not help: α would be" in text
    assert "Were they one label" not in text


def test_what_is_compared_with_nothing_on_both_sides_is_no_zero(make):
    project = make.project("box", overlap=2)
    value = lambda i, j: [] if j and i % 3 == 0 else _value("box", 1, 0)  # noqa: E731
    answer_all(make, make.tasks(12), [make.annotator(), make.annotator()], value)
    measuring.fold(project)
    found = page(make, project)
    last = found.context["part"].matrix[-1]
    assert last.title == "nothing"
    assert '">·</td></tr>' in plain(found)
    assert '">0</td></tr>' not in plain(found)


def test_names_of_people_that_stand_near_each_other_lie_on_no_other_name():
    dots = [Dot(10, 0.5 + n / 100, 0.4, 0.6, "", f"标注员{n}") for n in range(8)]
    drawn = chart(dots, [], (0, 12))
    places = [float(mark.label_y) for mark in drawn.marks if mark.label]
    assert len(places) >= 4
    assert all(abs(a - b) >= 11 for i, a in enumerate(places) for b in places[:i])
    assert [mark.label_y for mark in drawn.marks if not mark.label] == [""] * (8 - len(places))
    in_the_way = chart(
        [Dot(9, 0.5, None, None, "", ""), Dot(10, 0.5, None, None, "", "Annotator 2")], [], (0, 12)
    ).marks
    assert in_the_way[1].label_y != in_the_way[1].y == in_the_way[0].y
    alone = chart(dots[:1], [], (0, 12)).marks[0]
    assert (alone.label, alone.label_y) == ("标注员0", alone.y)

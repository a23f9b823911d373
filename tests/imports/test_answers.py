"""A release imported with its answers: the same agreement, the same records when it is released again."""

import io
from random import Random

import orjson
import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command

from annotation import blind, history, moves, queue, settling
from annotation.activity import lately, people
from annotation.models import Annotation, Assignment, Draft, Revision, Settlement
from annotation.pace import answers_a_day
from annotation.settling import Part
from projects.access import MAY
from projects.making import delete_project
from projects.models import Person, Role, Task
from tests.imports.files import brought, counted, placed, told
from tests.makers import schema_body
from tests.measuring.answers import random_value
from tests.releases.making import bytes_of, files_of
from workers import handing_in, jobs, measuring, quality
from workers.imports.answers import Fitting
from workers.imports.rows import Options
from workers.models import Pseudonym


@pytest.fixture
def original(make):
    """A project of a kind: three people, some answers accepted or missing, one task settled by choice, one anew."""

    def build(kind="span", tasks=6, **project):
        made = make.project(kind, overlap=3, **project)
        random, reviewer = Random(kind), make.reviewer()
        people = [make.annotator() for _ in range(3)]
        for number, task in enumerate(make.tasks(tasks, project=made)):
            for person in people[: 3 - number % 2]:
                value = {"answer": random_value(kind, random)}
                turn = make.submitted(value, task=task, by=person, seconds=random.uniform(1, 9))
                if number == 0 or random.random() < 0.3:
                    moves.accept(turn, by=reviewer)
        first, second, third = made.tasks.order_by("pk")[:3]
        last = first.assignments.order_by("pk").last()
        settling.choose(first, Part(last.pk), by=reviewer, reason="第二条规则")
        settling.write(second, {"answer": random_value(kind, random)}, made.schema, by=reviewer, reason="All wrong.")
        settling.choose(third, Part(third.assignments.first().pk), by=reviewer, reason="No.")
        settling.undo(third, by=reviewer)
        return made

    return build


@pytest.fixture
def exported(release, export):
    """The JSONL of a project's release, with its images where it has any."""

    def build(project):
        images = project.media == "image"
        return {f"r.{'zip' if images else 'jsonl'}": bytes_of(export(release(project), images=images))}

    return build


@pytest.fixture
def single(make, exported):
    """The export of one answered task, and its record to be changed."""
    project = make.project("choice", overlap=2)
    for label in ("good", "bad"):
        make.submitted(label, task=make.task(name="t") if label == "good" else Task.objects.get(), seconds=2.5)
    return orjson.loads(exported(project)["r.jsonl"])


def line(*records):
    return {"r.jsonl": b"".join(orjson.dumps(record) + b"\n" for record in records)}


def figures(project):
    """Every figure of agreement, with its interval."""
    measuring.fold(project)
    fields = quality.read(project).fields
    return [quality._figures_json(field.report.figures) for field in fields if field.report]


@pytest.mark.parametrize("kind", ["choice", "choices", "span", "box"])
def test_a_project_made_of_a_release_agrees_as_much_and_is_released_alike(make, original, exported, release, kind):
    first = original(kind)
    files = exported(first)
    second = make.project(kind, overlap=3)
    row = brought(second, files)
    answers = Annotation.objects.filter(assignment__task__project=first).count()
    assert (counted(row), told(row)) == ((6, 0, 0), [])
    assert row.result["answers"] == answers + 2
    assert figures(second) == figures(first) != []
    ours, theirs = files_of(release(second)), files_of(release(first))
    assert ours["tasks-00001.jsonl"] == theirs["tasks-00001.jsonl"]
    assert ours["manifest.json"] == theirs["manifest.json"]
    states = [
        list(project.tasks.order_by("pk").values_list("state", "taken", "submitted", "overlap", "decided"))
        for project in (first, second)
    ]
    assert states[0] == states[1]
    for task in second.tasks.all():
        assert history.verify(task).holds


def test_the_same_file_again_adds_nothing_and_says_nothing(make, original, exported):
    files = exported(original())
    project = make.project("span", overlap=3)
    brought(project, files)
    before = Revision.objects.count()
    again = brought(project, files)
    assert (counted(again), again.result["answers"], told(again)) == ((0, 6, 0), 0, [])
    assert Revision.objects.count() == before


def test_answers_come_to_tasks_that_were_imported_without_them(make, original, exported):
    files = exported(original())
    project = make.project("span", overlap=3)
    left = brought(project, files, answers=False)
    assert (counted(left), left.result["answers"]) == ((6, 0, 0), 0)
    assert told(left) == [("r.jsonl", None, "annotations")]
    assert not Annotation.objects.filter(assignment__task__project=project).exists()
    taken = brought(project, files)
    assert counted(taken) == (0, 6, 0)
    assert taken.result["answers"] == Annotation.objects.filter(assignment__task__project=project).count() + 2


def test_a_release_brought_back_into_its_own_project_adds_nothing(original, exported):
    project = original()
    row = brought(project, exported(project))
    assert (counted(row), row.result["answers"], told(row)) == ((0, 6, 0), 0, [])
    assert not Person.objects.filter(only_in=project).exists()


def test_nobody_can_be_an_outside_annotator(make, single):
    project = make.project("choice")
    brought(project, line(single))
    outside = Person.objects.filter(only_in=project)
    assert sorted(map(str, outside)) == ["a1", "a2"]
    for person in outside:
        assert not person.is_active
        assert not person.has_usable_password()
        assert authenticate(username=person.username, password="") is None
        assert not person.memberships.exists()


def test_people_go_on_with_places_that_are_left_and_stay_blind(make, single):
    project = make.project("choice", overlap=3)
    brought(project, line(single))
    task = project.tasks.get()
    assert (task.state, task.taken, task.submitted) == ("queued", 2, 2)
    reviewer = make.reviewer(project=project)
    may = MAY[Role.REVIEWER]
    assert blind.is_closed(task, reviewer, may)
    mine = make.leased(task=task, by=reviewer)
    moves.submit(mine, value={"answer": "good"}, schema=project.schema, by=reviewer)
    task.refresh_from_db()
    assert (task.state, task.submitted) == ("labelled", 3)
    assert not blind.is_closed(task, reviewer, may)


def test_more_answers_than_the_project_asks_for_raise_the_overlap_of_their_task(make, single):
    project = make.project("choice", overlap=1)
    brought(project, line(single))
    assert project.tasks.values_list("overlap", "taken", "state").get() == (2, 2, "labelled")


def test_an_answer_that_is_returned_gives_its_place_to_somebody_here(make, single):
    project = make.project("choice", overlap=2)
    brought(project, line(single))
    turn = Assignment.objects.filter(task__project=project).first()
    moves.give_back(turn, by=make.reviewer(project=project), note="Look again.")
    assert queue.free_places_of_the_gone() == 1
    here = make.annotator(project=project)
    assert queue.claim_one(project, here) is not None


def test_the_history_says_who_imported_and_nobody_here_is_said_to_have_accepted_or_settled(make, original, exported):
    files = exported(original("choice"))
    project = make.project("choice", overlap=3)
    lead = make.lead(project=project, language="en")
    row = handing_in.prepare(project, placed(files), by=lead, options=Options())
    jobs.run(row.pk)
    moves_of = set(Revision.objects.filter(project=project).values_list("move", "by__only_in", "by__name"))
    assert moves_of == {
        ("import", None, str(lead)),
        ("accept", project.pk, "Decided in the release"),
        ("settle", project.pk, "Decided in the release"),
    }
    assert [(event.move, event.by) for event in lately(project)] == [("import", lead)]
    page = make.client(lead).get(f"/projects/{project.pk}/activity").content.decode()
    assert "imported answers" in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"value": {"answer": "fish"}}, "fish"),
        ({"value": {"other": "good"}}, "'other' is not a field"),
        ({"value": []}, "An answer is an object"),
        ({"annotator": "a2"}, "second answer of the same annotator"),
        ({"annotator": "a/1"}, "without /"),
        ({"annotator": "a" * 41}, "at most 40"),
        ({"annotator": 7}, "annotator"),
        ({"state": "lost"}, "“state” must be"),
        ({"annotator": "settled"}, "“state” must be"),
        ({"seconds": -1}, "“seconds” must be"),
        ({"seconds": "3"}, "“seconds” must be"),
        ({"annotator": "settled", "state": "settled", "decision": {"how": "dice"}}, "“decision” must be"),
    ],
)
def test_an_answer_that_does_not_fit_is_told_with_its_line_and_its_task_comes_without_it(
    make, single, change, sentence
):
    project = make.project("choice")
    single["annotations"].reverse()  # the first one is a2's
    single["annotations"][1] |= change
    row = brought(project, line({"id": "x", "media": "text", "text": "别的", "annotations": []}, single))
    (problem,) = row.problems.all()
    assert (problem.line, problem.code, problem.refused) == (2, "bad_answer", True)
    assert sentence in problem.message
    assert (counted(row), row.result["answers"]) == ((2, 0, 1), 1)


def test_all_or_none_takes_nothing_when_an_answer_does_not_fit(make, single):
    project = make.project("choice")
    single["annotations"][1]["value"] = {"answer": "fish"}
    row = brought(project, line(single), all_or_none=True)
    assert row.state == "failed"
    assert not project.tasks.exists()
    assert not Person.objects.filter(only_in=project).exists()


def test_an_answer_keeps_its_version_of_the_labels_or_takes_one_that_fits(make, single):
    body = schema_body("choice")
    project = make.project(body=body)
    fewer = make.schema(body | {"fields": [body["fields"][0] | {"labels": [{"name": "bad"}]}]}, project)
    more = make.schema(body | {"fields": [*body["fields"], {"name": "why", "kind": "text"}]}, project)
    single["annotations"][1]["schema"] = fewer.version
    brought(project, line(single))
    given = Annotation.objects.filter(assignment__task__project=project).order_by("pk")
    assert [answer.schema.version for answer in given] == [1, 2]
    single["id"], single["annotations"][0]["schema"] = "other", 9
    brought(project, line(single))
    assert list(given.values_list("schema__version", flat=True)) == [1, 2, more.version, 2]


def test_a_question_that_nobody_was_asked_stays_unanswered(make):
    """Labels with one more question about boxes: no boxes would be an answer, and nobody gave it."""
    body = schema_body("box")
    asked = make.project(body=body | {"fields": [*body["fields"], body["fields"][0] | {"name": "signs"}]})
    task = make.image_task(project=asked)
    value = {"answer": []}
    _schema, fitted = Fitting.of(asked).fit(1, value, moves.subject_of(task))
    assert fitted == value


def test_numbers_of_this_projects_own_people_are_not_given_to_others(make, single, release):
    project = make.project("choice")
    make.submitted("good", project=project)
    release(project)  # somebody here is a1 now
    row = brought(project, line(single))
    (problem,) = row.problems.all()
    assert (problem.line, problem.code) == (1, "answer_refused")
    assert "name the origin" in problem.message
    assert row.result["answers"] == 1
    named = brought(project, line(single), origin="沈阳")
    assert (named.result["answers"], told(named)) == (2, [])
    outside = Person.objects.filter(only_in=project).order_by("pk")
    assert list(map(str, outside)) == ["a2", "a1 · 沈阳", "a2 · 沈阳"]
    assert list(Pseudonym.objects.filter(person__in=outside).values_list("number", flat=True)) == [2]
    release(project)
    assert sorted(Pseudonym.objects.filter(project=project).values_list("number", flat=True)) == [1, 2, 3, 4]


def test_another_answer_of_the_same_annotator_is_told_and_replaces_nothing(make, single):
    project = make.project("choice")
    brought(project, line(single))
    single["annotations"][0]["value"] = {"answer": "neutral"}
    row = brought(project, line(single))
    assert told(row) == [("r.jsonl", 1, "answer_refused")]
    values = Annotation.objects.filter(assignment__task__project=project).values_list("value__answer", flat=True)
    assert sorted(values) == ["bad", "good"]


def test_a_task_that_was_taken_out_gets_no_answers(make, single):
    project = make.project("choice")
    brought(project, line(single), answers=False)
    moves.void(project.tasks.get(), by=make.lead(project=project))
    row = brought(project, line(single))
    assert [code for _file, _line, code in told(row)] == ["answer_refused"] * 2


def test_the_pace_of_a_project_is_that_of_its_own_people(make, single):
    project = make.project("choice", overlap=3)
    brought(project, line(single))
    assert answers_a_day(project) == ([], 0)
    make.submitted("good", task=project.tasks.get(), by=make.annotator(project=project))
    assert answers_a_day(project) == ([], 1)


def test_a_deleted_project_takes_its_outside_annotators_along(make, original, exported):
    project = make.project("span", overlap=3)
    brought(project, exported(original()))
    assert Settlement.objects.filter(task__project=project).exists()
    assert Person.objects.filter(only_in=project).count() == 4  # three annotators, and whoever settled
    delete_project(project)
    assert not Person.objects.filter(only_in__isnull=False).exists()


@pytest.mark.parametrize("deaths", [["before 2", "after 2", "before 4"], ["after 1", "after 1", "after 1"]])
def test_an_import_whose_workers_are_killed_takes_every_answer_once(make, original, exported, release, killed, deaths):
    first = original("choice")
    second = make.project("choice", overlap=3)
    row = handing_in.open_import(second, by=None, options=Options(media="text"))
    handing_in.add_file(row, "r.jsonl", io.BytesIO(exported(first)["r.jsonl"]))
    handing_in.begin(row)
    killed(row.pk, *deaths)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.attempt) == ("done", len(deaths) + 1)
    assert files_of(release(second)) == files_of(release(first))
    for task in second.tasks.all():
        assert history.verify(task).holds


def test_the_command_takes_answers_in_or_leaves_them(make, single, tmp_path):
    path = tmp_path / "r.jsonl"
    path.write_bytes(line(single)["r.jsonl"])
    project = make.project("choice")
    said = []
    for options in ({"without_answers": True}, {"origin": "沈阳"}, {"origin": "沈阳"}):
        out = io.StringIO()
        call_command("import", str(project.pk), str(path), stdout=out, stderr=io.StringIO(), **options)
        said.append(out.getvalue())
    assert said == [
        "1 new tasks, 0 there before, 0 not imported, 1 remarks\n",
        "0 new tasks, 2 answers, 1 there before, 0 not imported, 0 remarks\n",
        "0 new tasks, 1 there before, 0 not imported, 0 remarks\n",
    ]
    assert sorted(map(str, Person.objects.filter(only_in=project))) == ["a1 · 沈阳", "a2 · 沈阳"]
    assert not Draft.objects.exists()
    assert lately(project)
    assert [str(worker.person) for worker in people(project)] == ["a1 · 沈阳", "a2 · 沈阳"]

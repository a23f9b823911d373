"""Many people at the same moment: threads with connections of their own, through the whole server."""

import threading
from collections import Counter
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Count, F
from django.test import Client

from annotation import moves, queue
from annotation.history import verify
from annotation.models import Annotation, Assignment, AssignmentState, Revision
from projects.models import Task, TaskState
from projects.problems import Conflict

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 32


def at_once(work, *arguments):
    """Run the work once for each argument, all at the same moment. Returns what came back, in the same order."""
    answers = [None] * len(arguments)
    gate = threading.Barrier(len(arguments))

    def run(index, argument):
        try:
            gate.wait(30)
            answers[index] = work(argument)
        except Exception as error:
            answers[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(arguments)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return answers


class Program:
    """A client of the API. Gives its connection back after each request, as a server does."""

    def __init__(self, headers):
        self.client = Client(headers=headers, raise_request_exception=False)
        self.statuses = Counter()

    def post(self, url, body=None, **headers):
        answer = self.client.post(url, body or {}, content_type="application/json", headers=headers or None)
        connection.close()
        self.statuses[answer.status_code] += 1
        return answer

    def submit(self, doc, value="good", *, key=None, revision=0):
        body = {"value": {"answer": value}, "schema": doc["schema"]}
        headers = {"Idempotency-Key": key or str(uuid4()), "If-Match": f'"{revision}"'}
        return self.post(f"/api/assignments/{doc['id']}/submit", body, **headers)


def label_until_empty(project, program):
    while True:
        answer = program.post(f"/api/projects/{project.pk}/claim", {"count": 2})
        assert answer.status_code == 200, answer.content
        docs = answer.json()["assignments"]
        for doc in docs:
            assert program.submit(doc).status_code == 200
        if not docs:
            return program.statuses


def test_32_clients_fill_every_place_exactly_once(make):
    project = make.project(overlap=3)
    make.tasks(80)
    programs = [Program(make.headers(make.annotator())) for _ in range(CLIENTS)]
    statuses = at_once(lambda program: label_until_empty(project, program), *programs)
    assert all(isinstance(status, Counter) for status in statuses), statuses
    assert set().union(*statuses) == {200}
    # Nobody was told that the queue is empty while a place was left: every place of every task is filled.
    assert not Task.objects.exclude(taken=3, submitted=3, state=TaskState.LABELLED, stale=True).exists()
    assert Assignment.objects.count() == Annotation.objects.count() == 3 * 80
    people = Task.objects.annotate(people=Count("assignments__annotator", distinct=True))
    assert set(people.values_list("people", flat=True)) == {3}
    assert all(verify(task).holds for task in Task.objects.all())


def test_the_last_places_go_to_as_many_people_as_there_are_places(make):
    for _ in range(5):
        project = make.project(overlap=8)
        make.tasks(2)
        people = [make.annotator() for _ in range(CLIENTS)]
        given = at_once(lambda person, project=project: queue.claim_one(project, person), *people)
        assert not [answer for answer in given if isinstance(answer, Exception)]
        assert sum(pk is not None for pk in given) == 16, given
        assert set(Task.objects.filter(project=project).values_list("taken", flat=True)) == {8}


def test_one_person_in_many_windows_gets_one_turn_a_task(make):
    project = make.project(overlap=5)
    make.tasks(3)
    person = make.annotator()
    given = at_once(lambda _: queue.claim_one(project, person), *range(8))
    assert sorted(pk for pk in given if pk is not None) == sorted(Assignment.objects.values_list("pk", flat=True))
    assert Assignment.objects.count() == 3
    assert set(Task.objects.values_list("taken", flat=True)) == {1}


def test_the_same_submission_sent_many_times_at_once_is_stored_once(make):
    assignment = make.leased()
    headers = make.headers(assignment.annotator)
    doc = {"id": assignment.pk, "schema": assignment.task.project.schema_id}
    key = str(uuid4())
    answers = at_once(lambda program: program.submit(doc, key=key), *[Program(headers) for _ in range(8)])
    assert {(answer.status_code, answer.content) for answer in answers} == {
        (200, b'{"id":%d,"state":"submitted","revision":1,"schema":%d}' % (doc["id"], doc["schema"]))
    }
    assert Revision.objects.filter(move="submit").count() == Annotation.objects.count() == 1


def test_of_two_windows_that_submit_from_one_revision_one_wins(make):
    assignment = make.submitted("good")
    headers = make.headers(assignment.annotator)
    doc = {"id": assignment.pk, "schema": assignment.task.project.schema_id}
    sent = [(Program(headers), value) for value in ("bad", "neutral")]
    answers = at_once(lambda pair: pair[0].submit(doc, pair[1], revision=1), *sent)
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    stored = Annotation.objects.get()
    won = [value for (_, value), answer in zip(sent, answers, strict=True) if answer.status_code == 200]
    assert (stored.value, stored.revision) == ({"answer": won[0]}, 2)
    lost = next(answer for answer in answers if answer.status_code == 409).json()
    assert lost["code"] == "conflict"
    assert lost["detail"] == {"revision": 2, "value": stored.value, "state": "submitted"}


def test_of_two_reviewers_at_once_one_wins(make):
    assignment = make.submitted()
    judges = [make.reviewer(), make.reviewer()]
    answers = at_once(lambda by: moves.accept(Assignment.objects.get(pk=assignment.pk), by=by), *judges)
    assert sum(isinstance(answer, Conflict) for answer in answers) == 1
    assert Revision.objects.filter(move="accept").count() == 1


def test_a_lease_that_runs_out_while_it_is_submitted_loses_nothing(make):
    for _ in range(6):
        project = make.project(overlap=1)
        assignment = make.leased()
        schema = project.schema
        Assignment.objects.filter(pk=assignment.pk).update(lease_until=F("created_at"))

        def submit(_, assignment=assignment, schema=schema):
            return moves.submit(assignment, value={"answer": "good"}, schema=schema, by=assignment.annotator)

        at_once(lambda act: act(None), submit, lambda _: queue.expire_leases())
        task = Task.objects.get(project=project)
        assert (task.taken, task.submitted, task.state) == (1, 1, TaskState.LABELLED)
        assert Assignment.objects.get(pk=assignment.pk).state == AssignmentState.SUBMITTED
        assert verify(task).holds


def test_sixteen_answers_to_one_task_at_once_all_count_and_make_one_chain(make):
    make.project(overlap=16)
    task = make.task()
    turns = [make.leased(task=task) for _ in range(16)]
    sent = [(Program(make.headers(turn.annotator)), turn) for turn in turns]
    schema = task.project.schema_id
    answers = at_once(lambda pair: pair[0].submit({"id": pair[1].pk, "schema": schema}), *sent)
    assert [answer.status_code for answer in answers] == [200] * 16
    task.refresh_from_db()
    assert (task.taken, task.submitted, task.state) == (16, 16, TaskState.LABELLED)
    assert list(task.revisions.order_by("number").values_list("number", flat=True)) == list(range(1, 33))
    assert verify(task).holds

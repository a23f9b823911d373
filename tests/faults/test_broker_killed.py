"""The broker dies while people label through the real site: nobody notices, nothing is lost and nothing doubled."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.request import Request, urlopen
from uuid import uuid4

from annotation.history import verify
from annotation.models import Annotation, Assignment, Revision
from projects.models import Task, TaskState
from workers import measuring, recounting

TASKS = 30
KILLED_AFTER, BACK_AFTER = TASKS // 3, TASKS  # submissions of the two together


class Annotator:
    """Somebody who labels over HTTP, one task after the other, and remembers what the site confirmed."""

    def __init__(self, site, project, headers):
        self.url, self.project = f"{site.url}/api", project
        self.headers = headers | {"Content-Type": "application/json"}
        self.confirmed = {}
        self.slowest = 0.0

    def label_until_empty(self, told):
        while True:
            claimed = self.post(f"/projects/{self.project.pk}/claim", {"count": 2})
            for doc in claimed["assignments"]:
                self.submit(doc)
                told()
            if claimed["empty"] and not claimed["assignments"]:
                return

    def submit(self, doc):
        value = {"answer": "good" if doc["task"]["id"] % 3 else "bad"}
        headers = {"Idempotency-Key": str(uuid4()), "If-Match": '"0"'}
        body = {"value": value, "schema": doc["schema"], "seconds": 1}
        first, again = (self.post(f"/assignments/{doc['id']}/submit", body, headers) for _ in range(2))
        assert first == again == {"id": doc["id"], "state": "submitted", "revision": 1, "schema": doc["schema"]}
        self.confirmed[doc["id"]] = value

    def post(self, path, body, headers=None):
        request = Request(self.url + path, json.dumps(body).encode(), self.headers | (headers or {}))
        begun = time.monotonic()
        with urlopen(request, timeout=60) as answer:
            said = json.load(answer)
        self.slowest = max(self.slowest, time.monotonic() - begun)
        return said


class Counter:
    """Counts the submissions of all threads and lets others wait for a number of them."""

    def __init__(self):
        self.number, self.changed = 0, threading.Condition()

    def add(self):
        with self.changed:
            self.number += 1
            self.changed.notify_all()

    def wait_for(self, number):
        with self.changed:
            assert self.changed.wait_for(lambda: self.number >= number, timeout=120), f"{self.number} submissions"


def is_fresh_within(seconds):
    deadline = time.monotonic() + seconds
    while Task.objects.filter(stale=True).exists():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def test_two_people_label_on_while_the_broker_is_killed_and_comes_back(make, site, worker, broker):
    project = make.project(overlap=2)
    tasks = make.tasks(TASKS)
    people = [Annotator(site, project, make.headers(make.annotator())) for _ in range(2)]
    submissions = Counter()
    with ThreadPoolExecutor(2) as threads:
        labelling = [threads.submit(person.label_until_empty, submissions.add) for person in people]
        submissions.wait_for(KILLED_AFTER)
        broker.kill()
        while_down = submissions.number
        submissions.wait_for(BACK_AFTER)
        assert not broker.is_up
        broker.start()
        for done in labelling:
            done.result(120)
    assert BACK_AFTER - while_down > 5, "nobody labelled while the broker was down"
    assert max(person.slowest for person in people) < 10

    confirmed = people[0].confirmed | people[1].confirmed
    stored = dict(Annotation.objects.values_list("assignment", "value"))
    assert stored == confirmed
    assert [len(person.confirmed) for person in people] == [TASKS, TASKS]
    assert Assignment.objects.count() == Revision.objects.filter(move="submit").count() == 2 * TASKS
    assert Task.objects.filter(taken=2, submitted=2, state=TaskState.LABELLED).count() == TASKS
    assert all(verify(task).holds for task in tasks)

    assert is_fresh_within(90), worker.log[-8000:]
    recount = recounting.recount(project)
    assert (recount.equal, recount.tasks) == (True, TASKS)
    agreement = measuring.report(project, "answer", "choice").figures
    assert (agreement["percent"].value, agreement["alpha"].units) == (1, TASKS)

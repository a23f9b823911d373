"""Projects with answers, and releases of them."""

import subprocess
import sys

import pytest

from projects import storage
from tests.servers import ROOT, environment_of_children
from workers import exporting, jobs, releasing
from workers.models import Export, Job, Release

PEOPLE = ("a", "b")
VALUES = {
    "span": {"answer": [{"id": "r1", "label": "PER", "start": 0, "end": 2}]},
    "box": {"answer": [{"id": "r1", "label": "car", "x": 10.5, "y": 20, "width": 30, "height": 40.25}]},
}


@pytest.fixture
def answered(make):
    """A project of a kind with some tasks that two people have answered."""

    def build(kind="span", tasks=3, **project):
        made = make.project(kind, guideline="# 怎么标\n", **project)
        people = [make.annotator(username=f"{name}-{made.pk}") for name in PEOPLE]
        for task in make.tasks(tasks):
            for person in people:
                make.submitted(VALUES.get(kind), task=task, by=person, seconds=4.5)
        return made

    return build


@pytest.fixture
def release():
    """Make a release here and now."""

    def build(project, **options):
        begun = releasing.begin(project, by=None, **options)
        jobs.run(begun.job_id)
        return Release.objects.select_related("job", "project").get(pk=begun.pk)

    return build


@pytest.fixture
def export():
    """Write an export here and now."""

    def build(of, format="jsonl", **options):
        begun = exporting.begin(of, by=None, format=format, **options)
        jobs.run(begun.job_id)
        return Export.objects.select_related("job", "release").get(pk=begun.pk)

    return build


def bytes_of(written: Export) -> bytes:
    assert written.bytes is not None, written.job.error
    return storage.path(written.path).read_bytes()


def files_of(made: Release) -> dict[str, bytes]:
    assert made.state == "ready", made.job.error
    return {path.name: path.read_bytes() for path in storage.path(releasing.folder(made)).iterdir()}


# Workers that die one after the other, as by kill -9, when they save their cursor for the nth time: before or after the
# row is written. Each is a process of its own; they share only what is loaded before them, which saves seconds.
DYING = """
import os, signal, sys
from datetime import timedelta
import django
django.setup()
from django.db import connection, connections, transaction
from django.utils import timezone
from workers import exporting, importing, jobs, releasing
from workers.models import Job
releasing.PAGE = exporting.RECORDS = importing.CHUNK_ROWS = 1
save, saves = jobs.Running.save, []

def work(pk, when, nth):
    def dying(self, **fields):
        saves.append("cursor" in fields)
        if saves.count(True) == nth and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        save(self, **fields)
        if saves.count(True) == nth and when == "after":
            transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
    jobs.Running.save = dying
    jobs.run(pk)

for death in sys.argv[2:]:
    when, nth = death.split()
    child = os.fork()
    if not child:
        work(int(sys.argv[1]), when, int(nth))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL, f"not killed: {death}"
    assert Job.objects.filter(state="running").update(lease_until=timezone.now() - timedelta(seconds=1)) == 1
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()  # or the next child would go on in the session of this process
"""


@pytest.fixture
def killed(transactional_db):
    """Run a job in processes that are killed, such as "before 1" or "after 3", and let the lease run out."""

    def run(job: int, *deaths: str) -> None:
        command = [sys.executable, "-c", DYING, str(job), *deaths]
        ended = subprocess.run(command, env=environment_of_children(), cwd=ROOT, capture_output=True, timeout=180)
        assert ended.returncode == 0, ended.stderr.decode()
        assert Job.objects.get(pk=job).state == "running"

    return run

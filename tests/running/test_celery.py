"""`celery -A workers worker`, as people who know Celery call it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from celery import Celery
from django.core.management import call_command

from tests.servers import ROOT, Broker
from workers.celery import app
from workers.management.commands.up import Question

pytestmark = pytest.mark.once


@pytest.fixture
def broker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("c")
    broker = Broker(folder, folder / "s")
    broker.start()
    yield broker
    broker.stop()


def said_by_a_worker(broker, folder, ready, **settings):
    """What a worker that was told nothing but its app logs until it is ready, as told by its log or otherwise."""
    log = folder / "log"
    env = os.environ | {"BIAOZHU_VAR": str(folder), "REDIS_URL": broker.url, "CELERY_SKIP_CHECKS": "1"} | settings
    with log.open("wb") as sink:
        command = [sys.executable, "-m", "celery", "-A", "workers", "worker", "--concurrency=1"]
        worker = subprocess.Popen(command, env=env, cwd=ROOT, stdout=sink, stderr=sink, start_new_session=True)
    try:
        deadline = time.monotonic() + 60
        while not ready(log.read_text()):
            assert worker.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.05)
        return log.read_text()
    finally:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def test_a_worker_that_was_told_nothing_says_when_it_is_ready(broker, tmp_path):
    said = said_by_a_worker(broker, tmp_path, lambda said: " ready." in said)
    assert " INFO celery.apps.worker celery@" in said, "in the lines of the site"


def test_how_much_a_worker_says_is_set_for_the_whole_site(broker, tmp_path):
    asking = Celery(broker=broker.url, set_as_current=False).control
    said = said_by_a_worker(broker, tmp_path, lambda _said: asking.ping(timeout=0.5), LOG_LEVEL="ERROR")
    assert "[queues]" in said
    assert " INFO " not in said


def test_asking_for_a_worker_does_not_wait_for_a_dead_broker(broker, monkeypatch):
    """`up` asks while it looks after everything else: while it waits, it brings nothing back."""
    connect = app.connection_for_write
    monkeypatch.setattr(app, "connection_for_write", lambda: connect(broker.url))
    asks = Question()
    assert asks("nobody") is False
    broker.kill()
    for _ in range(3):
        began = time.monotonic()
        assert asks("nobody") is False
        assert time.monotonic() - began < 5, "a kept connection would be mended for six"


def test_each_worker_of_a_machine_has_a_name_of_its_own(monkeypatch):
    started = []
    monkeypatch.setattr(os, "execv", lambda _program, command: started.append(command))
    for pid, arguments in ((7, []), (8, []), (9, ["--queue=jobs"])):
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        call_command("worker", *arguments)
    names = [[part for part in command if part.startswith("--hostname=")] for command in started]
    assert names == [["--hostname=all-7@%h"], ["--hostname=all-8@%h"], ["--hostname=jobs-9@%h"]]

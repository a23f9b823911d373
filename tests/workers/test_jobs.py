"""Jobs: claimed by one, taken over after a silence, fenced, cancelled, swept, and never lost with the broker."""

import threading
import time
from datetime import datetime, timedelta

import orjson
import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone, translation

from projects.problems import Conflict
from workers import jobs
from workers.celery import JOBS, PULSE, SWEEP, app
from workers.models import Job, JobState

LOG: list[object] = []


@pytest.fixture(autouse=True)
def _fresh(monkeypatch):
    LOG.clear()
    monkeypatch.setattr(jobs, "REGISTERED", dict(jobs.REGISTERED))
    with translation.override("en"):
        yield


@pytest.fixture
def published(monkeypatch):
    """The jobs whose message was sent; nothing leaves the process."""
    sent: list[int] = []
    monkeypatch.setattr(jobs, "publish", sent.append)
    return sent


def note(job, *, word):
    LOG.append(word)
    return {"word": word}


def row_for(function, **arguments):
    jobs.job(function)
    return Job.objects.create(name=function.__name__, arguments=arguments)


def past(row, **fields):
    """The worker of a running job has been silent for too long."""
    Job.objects.filter(pk=row.pk).update(lease_until=timezone.now() - timedelta(seconds=1), **fields)


@pytest.mark.django_db
def test_a_job_runs_once_and_keeps_its_result(published):
    row = row_for(note, word="done")
    jobs.run(row.pk)
    jobs.run(row.pk)  # the message came twice
    row.refresh_from_db()
    assert LOG == ["done"]
    assert (row.state, row.result, row.attempt) == (JobState.DONE, {"word": "done"}, 1)
    assert row.started_at <= row.ended_at
    assert row.lease_until is None


@pytest.mark.django_db
def test_the_message_is_sent_only_when_the_row_is_there(published, django_capture_on_commit_callbacks):
    jobs.job(note)
    with django_capture_on_commit_callbacks(execute=True):
        row = jobs.start(note, word="x")
        assert published == []
    assert published == [row.pk]


@pytest.mark.django_db(transaction=True)
def test_a_job_of_a_transaction_that_fails_was_never_there(published):
    jobs.job(note)
    with transaction.atomic():
        jobs.start(note, word="x")
        transaction.set_rollback(True)
    assert published == []
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_claims_a_job():
    row = row_for(note, word="x")
    claims = []
    ready = threading.Barrier(8)

    def worker():
        ready.wait()
        claims.append(jobs.claim(row.pk))
        connection.close()

    threads = [threading.Thread(target=worker) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([claim for claim in claims if claim is not None]) == 1


@pytest.mark.django_db
def test_a_running_job_is_left_alone_until_its_lease_ends():
    row = row_for(note, word="x")
    assert jobs.claim(row.pk).attempt == 1
    assert jobs.claim(row.pk) is None
    past(row)
    assert jobs.claim(row.pk).attempt == 2


@pytest.mark.django_db
def test_a_worker_that_comes_back_after_a_takeover_can_write_nothing():
    row = row_for(note, word="x")
    first = jobs.Running(jobs.claim(row.pk))
    past(row)
    second = jobs.Running(jobs.claim(row.pk))
    second.save(cursor={"at": 5}, done=5)
    with pytest.raises(jobs.Stopped):
        first.save(cursor={"at": 3}, done=3)
    jobs.end(first, JobState.FAILED, error="too late")
    row.refresh_from_db()
    assert (row.state, row.cursor, row.done) == (JobState.RUNNING, {"at": 5}, 5)


@pytest.mark.django_db
def test_a_job_goes_on_from_its_cursor():
    def count(job, *, until):
        for n in range((job.cursor or {"n": 0})["n"], until):
            LOG.append(n)
            job.save(cursor={"n": n + 1}, done=n + 1, total=until)
            if len(LOG) == 3:
                raise KeyboardInterrupt  # the worker is gone

    row = row_for(count, until=5)
    with pytest.raises(KeyboardInterrupt):
        jobs.run(row.pk)
    past(row)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert LOG == [0, 1, 2, 3, 4]
    assert (row.state, row.done, row.total, row.attempt) == (JobState.DONE, 5, 5, 2)


@pytest.mark.django_db
def test_the_cursor_is_saved_with_the_work_or_not_at_all():
    row = row_for(note, word="x")
    running = jobs.Running(jobs.claim(row.pk))
    with transaction.atomic():
        running.save(cursor={"n": 1})
        transaction.set_rollback(True)  # the work failed
    row.refresh_from_db()
    assert row.cursor is None


@pytest.mark.django_db
def test_a_cancelled_job_stops_at_its_next_save():
    def long(job):
        for n in range(10):
            LOG.append(n)
            if n == 2:
                assert jobs.cancel(Job.objects.get(pk=job.pk))
            job.save(done=n)

    row = row_for(long)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert LOG == [0, 1, 2]
    assert (row.state, row.done, row.lease_until) == (JobState.CANCELLED, 1, None)
    assert not jobs.cancel(row)


@pytest.mark.django_db(transaction=True)
def test_the_heartbeat_keeps_the_lease_and_notices_a_cancel(monkeypatch):
    monkeypatch.setattr(jobs, "BEAT", 0.05)

    def busy(job):
        first = Job.objects.get(pk=job.pk).lease_until
        wait_until(lambda: Job.objects.get(pk=job.pk).lease_until > first)
        LOG.append("alive")
        jobs.cancel(job.row)
        wait_until(job.lost.is_set)
        job.check()
        LOG.append("went on")

    row = row_for(busy)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (LOG, row.state) == (["alive"], JobState.CANCELLED)


def wait_until(true, seconds=60):
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.django_db
def test_a_refusal_fails_the_job_with_its_sentence():
    def refuse(job):
        raise Conflict("Two releases cannot have one number.")

    row = row_for(refuse)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == (JobState.FAILED, "Two releases cannot have one number.")


@pytest.mark.django_db
def test_a_fault_fails_the_job_with_a_sentence_that_names_it():
    def fault(job):
        return {}["nothing"]

    row = row_for(fault)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == JobState.FAILED
    assert "KeyError: 'nothing'" in row.error
    assert "Traceback" not in row.error


@pytest.mark.django_db
def test_a_database_that_was_away_is_tried_again(published):
    def away(job):
        LOG.append("tried")
        if len(LOG) == 1:
            raise OperationalError("the connection is lost")

    row = row_for(away)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == JobState.RUNNING
    past(row)
    assert jobs.sweep() == 1
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, LOG) == (JobState.DONE, ["tried", "tried"])


@pytest.mark.django_db
def test_a_job_that_only_kills_its_workers_is_given_up():
    def deadly(job):
        LOG.append("killed")
        raise KeyboardInterrupt

    row = row_for(deadly)
    for _ in range(jobs.TRIES):
        with pytest.raises(KeyboardInterrupt):
            jobs.run(row.pk)
        past(row)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert row.state == JobState.FAILED
    assert "5 workers" in row.error
    assert len(LOG) == jobs.TRIES


@pytest.mark.django_db
def test_a_job_that_moves_on_between_kills_is_never_given_up():
    def moves(job):
        job.save(cursor={"n": (job.cursor or {"n": 0})["n"] + 1})
        if job.cursor["n"] < 3 * jobs.TRIES:
            raise KeyboardInterrupt

    row = row_for(moves)
    for _ in range(3 * jobs.TRIES - 1):
        with pytest.raises(KeyboardInterrupt):
            jobs.run(row.pk)
        past(row)
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.cursor) == (JobState.DONE, {"n": 3 * jobs.TRIES})


@pytest.mark.django_db
def test_a_failed_job_can_be_tried_again_where_it_stopped(published, django_capture_on_commit_callbacks):
    def full(job):
        if job.cursor is None:
            job.save(cursor={"n": 1})
            raise OSError("the disk is full")

    row = row_for(full)
    jobs.run(row.pk)
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.retry(row)
    assert published == [row.pk]
    jobs.run(row.pk)
    row.refresh_from_db()
    assert (row.state, row.error) == (JobState.DONE, "")
    assert not jobs.retry(row)


@pytest.mark.django_db
def test_a_job_that_receives_files_waits_for_its_release(published, django_capture_on_commit_callbacks):
    jobs.job(note)
    row = jobs.open_job(note, word="x")
    jobs.run(row.pk)
    assert LOG == []
    assert jobs.sweep(timezone.now() + timedelta(hours=1)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.release(row)
    assert not jobs.release(row)
    assert published == [row.pk]
    jobs.run(row.pk)
    assert LOG == ["x"]


@pytest.mark.django_db
def test_the_sweeper_sends_again_what_waits_too_long_or_lost_its_worker(published):
    waits, runs, silent, ended = (row_for(note, word=word) for word in "abcd")
    jobs.claim(runs.pk)
    jobs.claim(silent.pk)
    past(silent)
    Job.objects.filter(pk=ended.pk).update(state=JobState.DONE)
    assert jobs.sweep() == 1  # only the silent one: the other may still be on its way
    assert jobs.sweep(timezone.now() + jobs.UNHEARD * 2) == 2
    assert published == [silent.pk, waits.pk, silent.pk]


@pytest.mark.django_db
def test_what_the_sweeper_sent_while_all_workers_were_busy_expires(broker):
    """Otherwise a worker that is free again would look at the same job once for every ten seconds it waited."""
    row_for(note, word="x")
    for _ in range(3):
        assert jobs.sweep(timezone.now() + jobs.UNHEARD * 2) == 1
    messages = [orjson.loads(message) for message in broker.client().lrange(JOBS, 0, -1)]
    lives = [datetime.fromisoformat(message["headers"]["expires"]) - timezone.now() for message in messages]
    assert len(lives) == 3
    assert all(timedelta(0) < life <= timedelta(seconds=2 * SWEEP) for life in lives)


@pytest.mark.django_db
def test_the_sweeper_ends_what_never_got_its_files():
    jobs.job(note)
    row = jobs.open_job(note, word="x")
    jobs.sweep(timezone.now() + jobs.ABANDONED + timedelta(minutes=1))
    row.refresh_from_db()
    assert row.state == JobState.CANCELLED


@pytest.mark.django_db
def test_a_jobs_sentences_are_in_the_language_of_the_person_who_started_it(make):
    def speak(job):
        LOG.append(translation.get_language())

    for language in ("zh-hans", "en", ""):
        row = row_for(speak)
        Job.objects.filter(pk=row.pk).update(created_by=make.person(language=language))
        jobs.run(row.pk)
    assert LOG == ["zh-hans", "en", "en"]


def test_a_dead_broker_delays_a_job_and_loses_nothing(transactional_db, broker, make):
    """The row is written while the broker is down; once it is back, the sweeper's message is in the queue."""
    project = make.project()
    broker.kill()
    jobs.job(note)
    began = time.monotonic()
    row = jobs.start(note, project=project, word="x")
    assert time.monotonic() - began < 20, "nobody waits long for a dead broker"
    assert Job.objects.get(pk=row.pk).state == JobState.WAITING
    broker.start()
    assert jobs.sweep(timezone.now() + jobs.UNHEARD * 2) == 1
    assert broker.client().llen(JOBS) == 1


def test_long_jobs_and_the_regular_work_do_not_share_a_queue():
    route = app.amqp.router.route
    long = {f"workers.tasks.{name}" for name in ("look_at_job", "clear_orphans", "work_out", "recount")}
    assert {route({}, task)["queue"].name for task in long} == {JOBS}
    regular = {entry["task"] for entry in app.conf.beat_schedule.values()} - long
    assert {route({}, task)["queue"].name for task in regular} == {PULSE}

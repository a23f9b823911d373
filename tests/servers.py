"""Real servers for tests: start, kill and start again."""

import os
import signal
import socket
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.core.management.base import CommandError
from django.db import OperationalError, connection
from django.test import TransactionTestCase
from redis.backoff import NoBackoff
from redis.retry import Retry

from workers.celery import app
from workers.services import bundle, valkey, web
from workers.services.supervisor import Running, Service

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """One real process that a test may treat badly."""

    def __init__(self, service: Service, log: Path):
        self.running = Running(service, log)

    def launch(self) -> None:
        """Start it, and do not wait."""
        self.running.start()

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.launch()
        deadline = time.monotonic() + self.running.service.start_within
        while not self.running.check():
            assert not self.running.has_ended(), f"{self.running.service.name} ended: {self.running.log.read_text()}"
            assert time.monotonic() < deadline, f"{self.running.service.name} is silent: {self.running.log.read_text()}"
            time.sleep(0.03)

    @property
    def pid(self) -> int:
        return self.running.pid

    @property
    def is_up(self) -> bool:
        return self.running.process is not None and not self.running.has_ended()

    @property
    def log(self) -> str:
        return self.running.log.read_text(errors="replace")

    def kill(self) -> None:
        """As a crash does: at once, with all it started."""
        os.killpg(self.pid, signal.SIGKILL)
        self.running.process.wait()

    def stop(self) -> None:
        self.running.stop()


class Broker(Server):
    def __init__(self, folder: Path, socket_path: Path):
        super().__init__(valkey.service(folder, socket_path), folder / "broker.log")
        self.socket = socket_path

    @property
    def url(self) -> str:
        return f"redis+socket://{self.socket}"

    def client(self) -> redis.Redis:
        """A client that does not hide a dead broker behind retries."""
        return redis.Redis(unix_socket_path=str(self.socket), retry=Retry(NoBackoff(), 0))


class Worker(Server):
    """A Celery worker with the clock of the regular jobs, on the database of the test."""

    def __init__(self, folder: Path, *, concurrency: int = 2, name: str = "test", beat: bool = True):
        schedule = folder / f"beat-{name}" if beat else None
        command = web.celery(concurrency=concurrency, schedule=schedule, name=name)
        node_name = f"{name}@{socket.gethostname()}"
        super().__init__(
            Service(
                name=f"worker {name}",
                command=command,
                cwd=ROOT,
                env=environment_of_children(),
                is_ready=lambda: answers_ping(node_name),
                stop_within=20,
            ),
            folder / f"worker-{name}.log",
        )


def answers_ping(node_name: str) -> bool:
    """Asked over a connection of its own: a kept one may lead to a broker that a test has killed since."""
    with app.connection_for_write() as connection:
        return bool(app.control.ping(destination=[node_name], timeout=0.5, connection=connection))


class Site(Server):
    """The whole site behind gunicorn, on the database of the test."""

    def __init__(self, folder: Path, *, workers: int = 2, threads: int = 8, env: Mapping[str, str] | None = None):
        self.port = web.free_port("127.0.0.1", 20000 + os.getpid() % 12000)
        self.url = f"http://127.0.0.1:{self.port}"
        super().__init__(
            Service(
                name="site",
                command=web.gunicorn(f"127.0.0.1:{self.port}", workers=workers, threads=threads),
                cwd=ROOT,
                env={**environment_of_children(), **(env or {})},
                is_ready=lambda: web.answers("127.0.0.1", self.port),
            ),
            folder / "site.log",
        )


def environment_of_children() -> Mapping[str, str]:
    """The settings of this test run, with the test's database in place of the one it was made from."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        host = connection.settings_dict["OPTIONS"]["host"]
        url = f"postgresql://postgres@/{name}?host={host}"
    return os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="session", autouse=True)
def _emptied_again():
    """What a page asks for while it closes may meet the emptying of the tables: PostgreSQL then stops one of them."""
    empty = TransactionTestCase._fixture_teardown

    def empty_again(case):
        for _ in range(5):
            try:
                return empty(case)
            except CommandError as error:
                if not isinstance(error.__cause__, OperationalError):
                    raise
        return empty(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", empty_again)
        yield


@pytest.fixture(scope="session", autouse=True)
def _broker():
    broker = Broker(settings.VAR / "valkey", settings.VAR / "valkey.sock")
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def broker(_broker):
    """The real Valkey behind REDIS_URL, empty. A test may kill it; the next one finds it running."""
    if not _broker.is_up:
        _broker.start()
    _broker.client().flushall()
    yield _broker
    if not _broker.is_up:
        _broker.start()


@pytest.fixture
def worker(transactional_db, broker):
    """A real Celery worker on the database of this test. A test may kill it and start it again."""
    worker = Worker(settings.VAR)
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def spare_worker(transactional_db, broker):
    """A second worker, not started yet, to take over what a killed one leaves."""
    worker = Worker(settings.VAR, name="spare")
    yield worker
    worker.stop()


@pytest.fixture(scope="session")
def _site(django_db_setup, django_db_blocker, _broker):
    dist = ROOT / "static" / "dist"
    assert dist.is_dir(), "the pages have no scripts yet: `npm ci && node build.mjs`, or `python3 manage.py test`"
    with django_db_blocker.unblock():
        env = environment_of_children()
    collect = [sys.executable, ROOT / "manage.py", "collectstatic", "--no-input", "--verbosity=0"]
    bundle.collect(ROOT, Path(settings.STATIC_ROOT), collect, dict(env), settings.VAR)
    with django_db_blocker.unblock():
        site = Site(settings.VAR)
    site.start()
    yield site
    site.stop()


@pytest.fixture
def site(transactional_db, broker, _site):
    """The real site, `site.url`, on the database of this test. A test may kill it; the next one finds it running."""
    if not _site.is_up:
        _site.start()
    yield _site
    if not _site.is_up:
        _site.start()

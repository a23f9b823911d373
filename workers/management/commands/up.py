"""`manage.py up`: everything on this machine, made ready and kept running, at one address."""

import os
import shutil
import socket
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from kombu import Connection
from kombu.exceptions import KombuError
from redis import RedisError

from workers.celery import JOBS, PULSE, app
from workers.models import Job, JobState
from workers.samples.accounts import accounts, slugs
from workers.services import bundle, catalogues, valkey, web
from workers.services.console import CommandLine, Stop, say, spelled_out, step
from workers.services.lock import Lock
from workers.services.supervisor import Service, Supervisor

ROOT = Path(settings.BASE_DIR)
NO_SAMPLES = "Make the first account with `python3 manage.py createsuperuser`."
FREE_MB = 100  # less than this and the database could stop in the middle of a day's work


class Command(BaseCommand):
    help = "Set everything up and run it here: database, broker, worker and web server, with sample projects."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
        parser.add_argument("--empty", action="store_true", help="start without the sample projects")

    def handle(self, *args: Any, **options: Any) -> None:
        lock = Lock(settings.VAR / "up.lock")
        try:
            with spelled_out(settings.VAR):
                lock.take()
                check_space()
                listener = web.listen(options["host"], options["port"])
                address = f"http://{web.in_address(options['host'])}:{options['port']}"
                lock.say(f"{address}, process {os.getpid()}")
                make_ready(with_samples=not options["empty"])
                serve(listener, address, lock, note=NO_SAMPLES if options["empty"] else accounts())
        except Stop as stop:
            sys.exit(str(stop))
        except KeyboardInterrupt:
            sys.exit("\nStopped.")
        finally:
            lock.release()


def check_space() -> None:
    free = shutil.disk_usage(settings.VAR).free // 1_000_000
    if free < FREE_MB:
        raise Stop(f"The disk is too full: {free} MB are free in {settings.VAR}, at least {FREE_MB} MB are needed.")


def make_ready(*, with_samples: bool) -> None:
    """Bring the bundle, the translations, the database and the samples up to date."""
    logs = settings.VAR / "log"
    bundle.build(ROOT, logs)
    collect: CommandLine = [sys.executable, str(ROOT / "manage.py"), "collectstatic", "--no-input", "--verbosity=0"]
    bundle.collect(ROOT, Path(settings.STATIC_ROOT), collect, dict(os.environ), logs)
    catalogues.compile_all(ROOT / "locale")
    with step("Database"):
        call_command("migrate", interactive=False, verbosity=0)
    if with_samples and not has_samples():
        with step("Sample projects"):
            call_command("samples", verbosity=0)
    connections.close_all()


def has_samples() -> bool:
    """Whether every sample was loaded here once; asked before the code that loads them is read."""
    loaded = Job.objects.filter(name="load_sample", state=JobState.DONE).values_list("arguments", flat=True)
    return {arguments["slug"] for arguments in loaded} >= set(slugs())


def services(listener: socket.socket) -> list[Service]:
    """What runs, in the order of starting. A broker named by REDIS_URL is not ours to start."""
    host, port = listener.getsockname()[:2]
    fd = listener.fileno()
    schedule = settings.VAR / "beat"
    broker = valkey.service(settings.VAR / "valkey", settings.VALKEY_SOCKET)
    workers = [
        worker("clock", web.celery(concurrency=1, schedule=schedule, name="clock", queues=[PULSE])),
        worker("worker", web.celery(concurrency=2, name="worker", queues=[JOBS])),
    ]
    site = Service(
        name="web",
        command=web.gunicorn(f"fd://{fd}"),
        cwd=ROOT,
        is_ready=lambda: web.answers(host, port),
        keep_fds=(fd,),
    )
    broker_is_ours = settings.REDIS_URL.endswith(str(settings.VALKEY_SOCKET))
    return [*([broker] if broker_is_ours else []), *workers, site]


def worker(name: str, command: CommandLine) -> Service:
    return Service(
        name=name,
        command=command,
        cwd=ROOT,
        env=os.environ | {"CELERY_SKIP_CHECKS": "1"},  # `migrate` has just made them
        is_ready=lambda: worker_answers(name),
        stop_within=20,
    )


class Question:
    """Asks workers whether they are there, over one connection, which is given up when it breaks.

    A connection of Celery's pool would be mended for six seconds, in which nothing else is looked after; and one for
    each question takes half a second to close.
    """

    def __init__(self) -> None:
        self.connection: Connection | None = None

    def __call__(self, name: str) -> bool:
        connection, self.connection = self.connection or app.connection_for_write(), None
        try:
            connection.ensure_connection(max_retries=1, interval_start=0, timeout=0.5)
            answers = app.control.ping(
                destination=[f"{name}@{socket.gethostname()}"], timeout=0.5, connection=connection
            )
        except (OSError, KombuError, RedisError):
            return False
        self.connection = connection
        return bool(answers)


worker_answers = Question()


def serve(listener: socket.socket, address: str, lock: Lock, note: str) -> None:
    """Run everything until asked to stop."""
    supervisor = Supervisor(services(listener), settings.VAR / "log", keep_open=lock.fd)
    began = time.monotonic()

    def announce() -> None:
        say(f"  Services … {time.monotonic() - began:.1f} s")
        say(f"\nBiaozhu is ready at {address}\n{note}\n(Ctrl-C stops it. Logs are in {settings.VAR / 'log'})")

    supervisor.run(announce)
    say("\nStopped.")

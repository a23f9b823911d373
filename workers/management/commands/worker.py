"""`manage.py worker`: a Celery worker with the options this project is tested with."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workers.celery import JOBS, PULSE
from workers.services import web


class Command(BaseCommand):
    help = "Run a Celery worker (the same as `celery -A workers worker` with our options)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--concurrency", type=int, default=os.cpu_count() or 1, help="jobs done side by side")
        queues = f"{PULSE} for the regular work, {JOBS} for imports, releases and exports; both when left out"
        parser.add_argument("--queue", choices=[PULSE, JOBS], help=queues)
        parser.add_argument("--beat", action="store_true", help="also start the regular jobs; in one worker only")

    def handle(self, *args: Any, **options: Any) -> None:
        schedule = Path(settings.VAR) / "beat" if options["beat"] else None
        queues = [options["queue"]] if options["queue"] else []
        name = (
            f"{options['queue'] or 'all'}-{os.getpid()}"  # two of one name on one machine would answer for each other
        )
        command = web.celery(concurrency=options["concurrency"], schedule=schedule, name=name, queues=queues)
        os.execv(str(command[0]), [str(part) for part in command])

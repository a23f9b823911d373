"""`manage.py verify_history [PROJECT …]`: recompute the chains of hashes and say where one does not hold."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from annotation.history import verify
from projects.models import Task

REASONS = {
    "order": "entry {broken} does not follow the one before it",
    "changed": "entry {broken} was changed after it was written",
    "answer": "an answer in force is not the one that was submitted (entry {broken})",
}


class Command(BaseCommand):
    help = "Check that the history of every task is as it was written, and that the answers in force come from it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("projects", nargs="*", type=int, metavar="PROJECT", help="ids of projects (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        tasks = Task.objects.order_by("pk")
        if options["projects"]:
            tasks = tasks.filter(project__in=options["projects"])
        checked = entries = broken = 0
        for task in tasks.iterator(chunk_size=500):
            verdict = verify(task)
            checked += 1
            entries += verdict.entries
            if not verdict.holds:
                broken += 1
                why = REASONS[verdict.reason].format(broken=verdict.broken or "none")
                self.stdout.write(f"task {task.pk} ({task.external_id}): {why}")
        self.stdout.write(f"{checked} tasks with {entries} entries checked, {broken} broken")
        if broken:
            sys.exit(1)

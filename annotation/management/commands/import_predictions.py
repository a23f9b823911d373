"""`manage.py import_predictions PROJECT FILE.jsonl`: bring what a model suggests for tasks that are there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from annotation.predictions import MOST, add_all
from projects.management.finding import project_numbered
from projects.problems import Problem

SHOWN = 20  # lines that cannot be taken


class Command(BaseCommand):
    help = (
        "Bring predictions of a model: a JSON object a line with external_id (or task), model, version and value. "
        "All of the file is taken, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the number in the project's address")
        parser.add_argument("file", type=Path, help="JSONL")
        parser.add_argument("--model", default="", help="of lines that name none")
        parser.add_argument("--version-of-model", default="", help="of lines that name none")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_numbered(options["project"])
        own = {"model": options["model"], "version": options["version_of_model"]}
        lines = self.lines(options["file"], {name: value for name, value in own.items() if value})
        made = known = 0
        faults: list[str] = []
        with transaction.atomic():
            for first in range(0, len(lines), MOST):
                batch = lines[first : first + MOST]
                try:
                    counts = add_all(project, [said for _number, said in batch], by=None)
                    made, known = made + counts["made"], known + counts["known"]
                except Problem as problem:
                    problems = problem.detail.get("problems", [{"index": 0, "message": problem.message}])
                    faults += [f"line {batch[one['index']][0]}: {one['message']}" for one in problems]
            if faults:
                transaction.set_rollback(True)
        if faults:
            more = [f"… and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
            raise CommandError("\n".join(["Nothing was taken:", *faults[:SHOWN], *more]))
        self.stdout.write(f"{made} predictions taken, {known} known before")

    def lines(self, file: Path, own: dict[str, str]) -> list[tuple[int, dict[str, Any]]]:
        found = []
        try:
            for number, line in enumerate(file.read_bytes().splitlines(), start=1):
                said = orjson.loads(line) if line.strip() else None
                if said is not None and not isinstance(said, dict):
                    raise CommandError(f"line {number} is no JSON object")
                if said is not None:
                    found.append((number, own | said))
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except orjson.JSONDecodeError as error:
            raise CommandError(f"line {number}: {error}") from error
        return found

"""`manage.py import 12 photos/ reviews.csv`: files of this server into a project, read where they lie."""

import sys
import threading
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from projects.management.finding import project_numbered
from projects.models import Person
from projects.problems import Problem
from workers import handing_in, jobs
from workers.imports.archives import is_litter
from workers.imports.encodings import CHOICES
from workers.imports.rows import Options
from workers.imports.taking_in import LONGEST_ORIGIN
from workers.models import Job, JobState

SHOWN = 50


class Command(BaseCommand):
    help = "Import files and folders of this server into a project."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the project's number, as in its address")
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="a file, a zip or a folder")
        parser.add_argument("--all-or-none", action="store_true", help="import nothing unless everything is good")
        parser.add_argument("--lines", action="store_true", help="make a task of each line of a TXT file")
        parser.add_argument("--encoding", choices=list(CHOICES), default="", help="of the texts; recognised if unset")
        parser.add_argument("--column", default="", help="the column of CSV and TSV with the text or the image's name")
        parser.add_argument("--id-column", default="", help="the column with the id")
        parser.add_argument("--without-answers", action="store_true", help="leave out the answers of a release")
        parser.add_argument(
            "--origin", default="", help="where the annotators of a release are from, to tell them apart"
        )
        parser.add_argument("--by", default="", help="username of the person the import is recorded for")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_numbered(options["project"])
        by = Person.objects.filter(username=options["by"]).first() if options["by"] else None
        if options["by"] and by is None:
            raise CommandError(f"There is no person called {options['by']}.")
        chosen = Options(
            media=project.media,
            all_or_none=options["all_or_none"],
            txt="line" if options["lines"] else "file",
            encoding=options["encoding"],
            content_column=options["column"],
            id_column=options["id_column"],
            answers=not options["without_answers"],
            origin=options["origin"].strip()[:LONGEST_ORIGIN],
        )
        try:
            row = handing_in.prepare(project, files_below(options["paths"]), by=by, options=chosen)
        except Problem as problem:
            raise CommandError(str(problem.message)) from problem
        self.run_job(row)
        self.report(row)

    def run_job(self, row: Job) -> None:
        """Run it in this process, with a line of progress on a terminal. Ctrl-C stops it; what is saved stays."""
        ended = threading.Event()
        watcher = threading.Thread(target=self.watch, args=[row.pk, ended], daemon=True)
        if sys.stderr.isatty():
            watcher.start()
        try:
            jobs.run(row.pk)
        except KeyboardInterrupt:
            jobs.cancel(row)
        finally:
            ended.set()
            if watcher.is_alive():
                watcher.join()
        row.refresh_from_db()

    def watch(self, pk: int, ended: threading.Event) -> None:
        while not ended.wait(0.5):
            done, total = Job.objects.values_list("done", "total").get(pk=pk)
            if total:
                self.stderr.write(f"\r{100 * done // total:3d} %", ending="")
        self.stderr.write("\r", ending="")
        connection.close()

    def report(self, row: Job) -> None:
        problems = row.problems.order_by("pk")
        for problem in problems[:SHOWN]:
            place = f"{problem.file}:{problem.line}" if problem.line else problem.file
            self.stderr.write(f"{place}: {problem.message}")
        if (more := problems.count() - SHOWN) > 0:
            self.stderr.write(f"… and {more} more, listed at /imports/{row.pk}")
        if row.state != JobState.DONE:
            raise CommandError(row.error or f"The import was stopped ({row.state}).")
        counts = row.result or {}
        answers = f"{counts['answers']} answers, " if counts["answers"] else ""
        self.stdout.write(
            f"{counts['tasks']} new tasks, {answers}{counts['known']} there before, "
            f"{counts['refused']} not imported, {counts['remarks']} remarks"
        )
        if counts["refused"]:
            raise SystemExit(1)


def files_below(paths: list[Path]) -> Iterator[tuple[str, Path]]:
    """(name in the project, place) of every file, those of a folder with the folder's name in front."""
    for path in paths:
        if path.is_file():
            yield path.name, path
        elif path.is_dir():
            base = path.resolve().parent
            for file in sorted(path.resolve().rglob("*")):
                name = str(file.relative_to(base))
                if file.is_file() and not is_litter(name):
                    yield name, file
        else:
            raise CommandError(f"There is no file or folder {path}.")

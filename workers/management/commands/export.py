"""`manage.py export 12 --format coco --out boxes.json`: a release in a format, to a file of one's choice."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError

from projects import storage
from projects.management.finding import project_numbered
from projects.problems import Problem
from workers import exporting
from workers.formats import FORMATS
from workers.losses import losses_of
from workers.management.running import run_or_wait
from workers.models import Export, Release, ReleaseState


class Command(BaseCommand):
    help = "Write the newest release of a project, or a named one, in a format."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the project's number, as in its address")
        parser.add_argument("--format", choices=list(FORMATS), required=True)
        parser.add_argument("--out", type=Path, required=True, help="the file to write")
        parser.add_argument("--release", type=int, help="its number; the newest that is ready if unset")
        parser.add_argument("--option", action="append", default=[], metavar="NAME=VALUE", help="as in docs/formats.md")
        parser.add_argument("--images", action="store_true", help="a ZIP with the images")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["out"]
        if target.is_dir() or not target.parent.is_dir():
            raise CommandError(f"--out takes a file in a folder that exists, and {target} is none.")
        release = self.release(options["project"], options["release"])
        choices = dict(self.option(one) for one in options["option"])
        try:
            export = exporting.begin(
                release, by=None, format=options["format"], options=choices, images=options["images"]
            )
        except Problem as problem:
            raise CommandError(str(problem.message)) from problem
        ended = run_or_wait(export.job) if export.job else None
        export = Export.objects.get(pk=export.pk)
        if export.bytes is None:
            raise CommandError(
                ended.error or f"The export was not written ({ended.state})." if ended else "It is gone."
            )
        try:
            shutil.copyfile(storage.path(export.path), target)
        except OSError as error:
            raise CommandError(f"{target} cannot be written: {error.strerror}") from error
        self.stdout.write(f"{target}: {export.bytes} bytes, sha256 {export.sha256}")
        for loss in losses_of(export):
            self.stderr.write(f"{loss.sentence} ({loss.count}: {', '.join(loss.tasks[:10])})")

    def release(self, project: int, number: int | None) -> Release:
        found = Release.objects.filter(project=project_numbered(project), state=ReleaseState.READY).select_related(
            "project"
        )
        release = found.filter(number=number).first() if number else found.first()
        if release is None:
            raise CommandError(f"There is no such release that is ready. Make one: manage.py release {project}")
        return release

    def option(self, text: str) -> tuple[str, Any]:
        """`answers=one` -> a text; `bom=false` -> what JSON says it is."""
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(f"An option is written NAME=VALUE, not {text}.")
        try:
            return name, orjson.loads(value)
        except orjson.JSONDecodeError:
            return name, value

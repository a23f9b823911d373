"""`manage.py verify_release 12 3`: compute every hash of a release again."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.management.finding import project_numbered
from workers import releasing
from workers.models import Release


class Command(BaseCommand):
    help = "Check that a release is what it was: every file is hashed again. Without a number, all of the project's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the project's number, as in its address")
        parser.add_argument("number", type=int, nargs="?", help="the release's number")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_numbered(options["project"])
        found = Release.objects.filter(project=project).order_by("number")
        if options["number"] is not None:
            found = found.filter(number=options["number"])
        if not found:
            raise CommandError(f"There is no such release. Make one: manage.py release {project.pk}")
        wrong = 0
        for release in found:
            differences = releasing.verify(release)
            wrong += bool(differences)
            self.stdout.write(
                f"release {release.number}: {'as released, ' + release.sha256 if not differences else ''}"
            )
            for difference in differences:
                self.stdout.write(f"  {difference}")
        if wrong:
            raise SystemExit(1)

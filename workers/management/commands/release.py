"""`manage.py release 12`: freeze the answers of a project now, in this process."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.management.finding import project_numbered
from workers import releasing
from workers.management.running import run_or_wait
from workers.models import Release, ReleaseState, Scope


class Command(BaseCommand):
    help = "Make a release of a project: its submitted and accepted answers, as they are now."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the project's number, as in its address")
        parser.add_argument("--note", default="", help="what is special about it")
        parser.add_argument("--complete", action="store_true", help="only tasks with all their answers")

    def handle(self, *args: Any, **options: Any) -> None:
        project = project_numbered(options["project"])
        scope = Scope.COMPLETE if options["complete"] else Scope.ANSWERED
        release = releasing.begin(project, by=None, note=options["note"][:400], scope=scope)
        assert release.job is not None
        ended = run_or_wait(release.job)
        release = Release.objects.get(pk=release.pk)
        if release.state != ReleaseState.READY or release.manifest is None:
            raise CommandError(ended.error or f"The release was not built ({ended.state}).")
        counts = release.manifest["counts"]
        self.stdout.write(f"release {release.number}: {counts['tasks']} tasks, {counts['annotations']} answers")
        self.stdout.write(f"sha256 {release.sha256}")

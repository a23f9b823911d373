"""`manage.py samples`: one small project for each pilot city, with accounts to try it with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.problems import Problem
from workers.samples import loading
from workers.samples.accounts import accounts, is_shared
from workers.samples.content import ORDER

WORDS = {"loaded": "loaded", "there": "loaded before", "elsewhere": "being loaded by another process"}


class Command(BaseCommand):
    help = "Load the sample projects of the seven pilot cities, with sample accounts. Twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("city", nargs="*", help="only these (default: all): " + ", ".join(ORDER))
        parser.add_argument("--again", action="store_true", help="also what was loaded before and deleted since")
        parser.add_argument("--force", action="store_true", help="also on a server that others can reach")

    def handle(self, *args: Any, **options: Any) -> None:
        unknown = sorted(set(options["city"]) - set(ORDER))
        if unknown:
            raise CommandError(f"There is no sample of {', '.join(unknown)}. There are: {', '.join(ORDER)}.")
        if is_shared() and not options["force"]:
            raise CommandError(
                "The sample accounts have a password that everybody can read, and this site answers to more than this "
                "machine (ALLOWED_HOSTS). Start it without samples (`up --empty`), or add --force to load them all the "
                "same: they sign in when `manage.py changepassword NAME` has given them passwords of their own."
            )
        try:
            for slug, outcome in loading.load(options["city"] or ORDER, again=options["again"]):
                if options["verbosity"] > 0:
                    self.stdout.write(f"{slug}: {WORDS[outcome]}")
        except Problem as problem:
            raise CommandError(str(problem.message)) from problem
        if options["verbosity"] > 0:
            self.stdout.write(accounts())

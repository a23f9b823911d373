"""Bring the Chinese catalogues in step with the texts in the code, or check that they are."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects import catalogues

DOMAINS = ("django", "djangojs")


class Command(BaseCommand):
    help = "Update locale/zh_Hans from the code; --check only says what is missing and fails if anything is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="change nothing, fail when a catalogue is incomplete")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            said = [complaint for domain in DOMAINS for complaint in catalogues.complaints(domain)]
            if said:
                raise CommandError("\n".join(said))
            self.stdout.write("The catalogues are complete.")
            return
        catalogues.LOCALE.mkdir(parents=True, exist_ok=True)
        for domain in DOMAINS:
            renewed = catalogues.renewed(domain)
            renewed.save(str(catalogues.LOCALE / f"{domain}.po"))
            empty = len(renewed.untranslated_entries())
            self.stdout.write(f"{domain}.po: {len(renewed)} texts, {empty} not translated")

"""`manage.py bench SUBJECT`: how fast it is on this machine, beside something measured in the same run."""

import pkgutil
import sys
from argparse import ArgumentParser
from importlib import import_module
from typing import Any

from django.core.management.base import BaseCommand

from workers import bench
from workers.bench.report import show
from workers.services.console import Stop

SUBJECTS = {
    name: module
    for name in sorted(found.name for found in pkgutil.iter_modules(bench.__path__))
    if hasattr(module := import_module(f"{bench.__name__}.{name}"), "measure")
}


class Command(BaseCommand):
    help = "Measure how fast this version is on this machine."

    def add_arguments(self, parser: ArgumentParser) -> None:
        subjects = parser.add_subparsers(dest="subject", required=True, metavar="SUBJECT")
        for name, module in SUBJECTS.items():
            subject = subjects.add_parser(name, help=module.HELP, description=module.HELP)
            module.add_arguments(subject)
            subject.add_argument("--json", action="store_true", help="print one JSON object a line")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            show(SUBJECTS[options["subject"]].measure(options), sys.stdout, as_json=options["json"])
        except Stop as stop:
            sys.exit(str(stop))

"""Files in and datasets out."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from typing import Any

from workers.bench import exchange_export, exchange_import
from workers.bench.report import Figure
from workers.bench.site import database, scratch

HELP = "Importing texts and images, and writing releases."
DATABASES = ["SQLite", "PostgreSQL"]
PARTS = [exchange_import.figures, exchange_export.figures]


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--texts", type=int, default=10_000, help="texts to import (default: 10,000)")
    parser.add_argument("--images", type=int, default=24, help="photographs to import (default: 24)")
    parser.add_argument("--tasks", type=int, default=10_000, help="tasks of ten boxes to export (default: 10,000)")
    parser.add_argument("--database", choices=DATABASES, help="only this one (default: both)")


def measure(options: Mapping[str, Any]) -> Iterator[Figure]:
    for name in [options["database"]] if options["database"] else DATABASES:
        for figures in PARTS:
            with scratch() as folder, database(name, folder / "var") as env:
                yield from figures(name, env, folder, options)

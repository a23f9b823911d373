"""The quality page of a project with very many answers: what its reader waits for, and what is worked out before."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from statistics import quantiles
from typing import Any

from workers.bench.report import Figure
from workers.bench.site import database, manage, scratch

HELP = "Server time of the quality page of a project with a million answers, and of the tasks behind its cells."
DATABASES = ["SQLite", "PostgreSQL"]
PAGES = {
    "quality": "quality page",
    "first": "quality page, first seen in a process",
    "panel": "panel of the overview",
    "api": "quality by API",
    "apart": "tasks behind two labels",
    "both": "tasks behind a label that two gave",
    "used": "tasks behind the uses of a label",
    "rare": "tasks behind a label that was used ten times",
}


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--answers", type=int, default=1_000_000, help="answers in the project (default: 1,000,000)")
    parser.add_argument("--requests", type=int, default=20, help="how often each page is asked for (default: 20)")
    parser.add_argument("--database", choices=DATABASES, default="SQLite")


def measure(options: Mapping[str, Any]) -> Iterator[Figure]:
    given = {"answers": options["answers"], "requests": options["requests"]}
    code = f"from workers.bench.site.fill_quality import main; main(**{given!r})"
    with scratch() as folder, database(options["database"], folder / "var") as env:
        found = json.loads(manage(env, "shell", "--no-imports", "--command", code))
    size = f"{found['answers']:,} answers, 200 annotators, {options['database']}"
    for name, title in PAGES.items():
        for percent in (50, 95):
            seconds = quantiles(found["pages"][name], n=100, method="inclusive")[percent - 1]
            work = f"{title} p{percent}, {size}"
            if name in found["cold"]:
                yield Figure(work, 1000 * seconds, "ms", "all worked out for the visitor", 1000 * found["cold"][name])
            else:
                yield Figure(work, 1000 * seconds, "ms")
    yield Figure(f"worked out beside, without learning, {size}", found["worked_out"], "s")

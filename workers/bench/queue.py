"""Many people claiming and submitting at once, and what one person waits for."""

from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import quantiles
from typing import Any

from workers.bench.report import Figure
from workers.bench.site import BARE, database, filled, load, scratch, serving

HELP = "Claims and submissions a second with many clients, and the times one client waits."
DATABASES = ["SQLite", "PostgreSQL"]
BARE_VIEW = "a Django view that writes one row"


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--clients", type=int, default=32, help="people labelling at once (default: 32)")
    parser.add_argument("--seconds", type=float, default=5, help="how long each figure is measured (default: 5)")
    parser.add_argument("--tasks", type=int, default=10_000, help="tasks in the project (default: 10,000)")
    parser.add_argument("--database", choices=DATABASES, help="only this one (default: both)")


def measure(options: Mapping[str, Any]) -> Iterator[Figure]:
    for name in [options["database"]] if options["database"] else DATABASES:
        with scratch() as folder, database(name, folder / "var") as env:
            yield from _on(name, env, folder, options)


def _on(name: str, env: Mapping[str, str], folder: Path, options: Mapping[str, Any]) -> Iterator[Figure]:
    clients, seconds = options["clients"], options["seconds"]
    made = filled(env, tasks=options["tasks"], people=clients + 1)
    lead, tokens = made.pop("lead"), made.pop("tokens")
    with serving(env, folder, BARE) as port:
        bare = {"work": "ask_again", "method": "POST", "path": "/row", "port": port}
        bare_many = load(**bare, tokens=[""] * clients, seconds=seconds)
        bare_one = load(**bare, tokens=[""], seconds=seconds / 2)
    with serving(env, folder) as port:
        pairs = {"work": "claim_and_submit", "port": port} | made
        load(**pairs, tokens=tokens[:-1], seconds=1)  # every process has read its code and opened its connections
        many = load(**pairs, tokens=tokens[:-1], seconds=seconds)
        one = load(**pairs, tokens=tokens[-1:], seconds=seconds / 2)
        path = f"/api/projects/{made['project']}/tasks?size=100"
        listing = load(work="ask_again", method="GET", path=path, port=port, tokens=[lead], seconds=seconds / 2)

    who = f"{clients} clients, {name}"
    rate = bare_many["done"] / bare_many["seconds"] / 2
    yield Figure(f"claim and submit, {who}", many["done"] / many["seconds"], "pairs/s", f"two of {BARE_VIEW}", rate)
    both = many["took"]["claim"] + many["took"]["submit"]
    waits = bare_many["took"]["same"]
    for percent in (50, 95):
        what = f"claim or submit p{percent}, {who}"
        yield Figure(what, _at(percent, both), "ms", BARE_VIEW, _at(percent, waits))
    alone = _at(50, bare_one["took"]["same"])
    work = f"1 client, {options['tasks']:,} tasks, {name}"
    yield Figure(f"save an annotation p50, {work}", _at(50, one["took"]["submit"]), "ms", BARE_VIEW, alone)
    yield Figure(f"next task p50, {work}", _at(50, one["took"]["claim"]), "ms", BARE_VIEW, alone)
    yield Figure(f"list 100 tasks p50, {work}", _at(50, listing["took"]["same"]), "ms", BARE_VIEW, alone)


def _at(percent: int, seconds: list[float]) -> float:
    """A percentile in milliseconds."""
    return quantiles(seconds, n=100, method="inclusive")[percent - 1] * 1000

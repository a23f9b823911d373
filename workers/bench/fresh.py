"""How old a number is while many people submit: from an answer's submission until the tables of agreement have it."""

import json
import time
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from workers.bench.report import Figure
from workers.bench.site import ROOT, database, filled, load, manage, scratch, serving
from workers.celery import JOBS, PULSE
from workers.services import valkey, web
from workers.services.console import Stop, tail
from workers.services.supervisor import Running, Service

HELP = "Seconds from submitting an answer until the numbers have it, with a real server and real workers."
DATABASES = ["SQLite", "PostgreSQL"]
CLIENTS = 10
WARM = 3.0  # seconds of labelling that are not counted


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--rate", type=float, default=50, help="submissions a second (default: 50)")
    parser.add_argument("--seconds", type=float, default=20, help="how long is measured (default: 20)")
    parser.add_argument("--database", choices=DATABASES, help="only this one (default: both)")


def measure(options: Mapping[str, Any]) -> Iterator[Figure]:
    for name in [options["database"]] if options["database"] else DATABASES:
        with scratch() as folder, database(name, folder / "var") as env:
            yield from _on(name, dict(env), folder, options["rate"], options["seconds"])


def _on(name: str, env: dict[str, str], folder: Path, rate: float, seconds: float) -> Iterator[Figure]:
    made = filled(env, tasks=int(rate * (seconds + WARM)) + 100, people=CLIENTS)
    broker = folder / "v.sock"
    env |= {"REDIS_URL": f"redis+socket://{broker}", "CELERY_SKIP_CHECKS": "1"}
    talking = env | {"LOG_LEVEL": "INFO"}  # a worker's log says when it is ready
    with ExitStack() as stack:
        stack.enter_context(_running(valkey.service(folder / "valkey", broker), folder))
        port = stack.enter_context(serving(env, folder))
        for title, queue in (("clock", PULSE), ("worker", JOBS)):
            schedule = folder / "beat" if queue == PULSE else None
            command = web.celery(concurrency=1, name=f"{title}-{broker.parent.name}", queues=[queue], schedule=schedule)
            log = folder / f"{title}.log"
            service = Service(title, command, partial(_has_begun, log), env=talking, cwd=ROOT)
            stack.enter_context(_running(service, folder))
        plan = {"work": "claim_and_submit", "port": port, "tokens": made["tokens"], "pause": CLIENTS / rate}
        plan |= {"project": made["project"], "value": made["value"]}
        load(**plan, seconds=WARM)
        with ThreadPoolExecutor() as threads:
            begun = folder / "watching"
            code = f"from workers.bench.site.watch import main; main(seconds={seconds!r}, begun={str(begun)!r})"
            found = threads.submit(manage, env, "shell", "--no-imports", "--command", code)
            while not (begun.exists() or found.done()):  # it reads its code
                time.sleep(0.05)
            done = load(**plan, seconds=seconds)
            waits = json.loads(found.result())["waits"]
    if len(waits) < 2:
        raise Stop("Nothing was counted while it was watched.")
    per_second = done["done"] / done["seconds"]
    yield Figure(f"submissions while it was measured, {name}", per_second, "submissions/s")
    tick = 1.0  # the clock strikes each second, so half of it is waited for in any case
    for percent in (50, 95):
        wait = quantiles(waits, n=100, method="inclusive")[percent - 1]
        yield Figure(f"submitted until counted p{percent}, {name}", wait, "s", "a stroke of the clock", tick)


@contextmanager
def _running(service: Service, folder: Path) -> Iterator[None]:
    running = Running(service, folder / f"{service.name}.log")
    running.start()
    try:
        while not running.check():
            if running.has_ended():
                raise Stop(f"The {service.name} ended:\n{tail(running.log)}")
            if time.monotonic() - running.started_at > service.start_within:
                raise Stop(f"The {service.name} was not ready after {service.start_within:.0f} s:\n{tail(running.log)}")
            time.sleep(0.1)
        yield
    finally:
        running.stop()


def _has_begun(log: Path) -> bool:
    return log.exists() and " ready." in log.read_text(errors="replace")

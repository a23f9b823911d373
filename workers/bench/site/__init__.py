"""A site for measuring: a folder and a database of its own, gunicorn as in service, clients in another process."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from workers.services import web
from workers.services.console import Stop, tail
from workers.services.postgres import Postgres
from workers.services.supervisor import Running, Service

HOST = "127.0.0.1"
ROOT = Path(settings.BASE_DIR)
BARE = "workers.bench.site.bare_wsgi:application"


@contextmanager
def database(name: str, folder: Path) -> Iterator[Mapping[str, str]]:
    """A fresh database, "SQLite" or "PostgreSQL", as the environment that names it. Gone afterwards."""
    env = {**os.environ, "BIAOZHU_VAR": str(folder), "DATABASE_URL": "", "DEBUG": "", "LOG_LEVEL": "ERROR"}
    (folder / "static").mkdir(parents=True)
    postgres = Postgres(carefree=False) if name == "PostgreSQL" else None
    try:
        if postgres is not None:
            env["DATABASE_URL"] = postgres.start()
        manage(env, "migrate", "--verbosity=0")
        yield env
    finally:
        if postgres is not None:
            postgres.stop()


@contextmanager
def scratch() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="biaozhu-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def manage(env: Mapping[str, str], *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"`manage.py {arguments[0]}` failed:\n{done.stderr}")
    return done.stdout


def filled(env: Mapping[str, str], **options: int) -> dict[str, Any]:
    """Fill the site's database; see `fill.fill`."""
    code = f"from workers.bench.site.fill import main; main(**{options!r})"
    made: dict[str, Any] = json.loads(manage(env, "shell", "--no-imports", "--command", code))
    return made


@contextmanager
def serving(env: Mapping[str, str], folder: Path, application: str = web.APPLICATION) -> Iterator[int]:
    """Gunicorn on a free port, as `manage.py up` runs it. Yields the port."""
    port = web.free_port(HOST, 20000 + os.getpid() % 12000)
    path = "/healthz" if application == web.APPLICATION else "/"
    service = Service(
        name="web",
        command=web.gunicorn(f"{HOST}:{port}", application=application),
        is_ready=lambda: web.answers(HOST, port, path),
        env=env,
        cwd=ROOT,
    )
    running = Running(service, folder / "web.log")
    running.start()
    try:
        while not running.check():
            if running.has_ended():
                raise Stop(f"The web server ended:\n{tail(running.log)}")
        yield port
    finally:
        running.stop()


def load(**plan: Any) -> dict[str, Any]:
    """Run clients in a process of their own; see `load.run`. Stop when one was answered with anything but success."""
    command = [sys.executable, "-m", "workers.bench.site.load"]
    done = subprocess.run(command, input=json.dumps(plan), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"The clients failed:\n{done.stderr}")
    result: dict[str, Any] = json.loads(done.stdout)
    if set(result["statuses"]) != {"200"}:
        raise Stop(f"The server did not always answer 200: {result['statuses']}")
    return result

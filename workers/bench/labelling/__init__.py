"""The labelling workspace in a real Chromium: processor time a frame, and what people wait for.

Each file in `works` is one work: it holds `figures(desk)`, which yields Figures, and finds everything it needs on the
`Desk`: a fresh site, somebody signed in, a browser. Nothing has to be registered.

This runs in a process of its own, because a browser is needed only here.
"""

import json
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from django.conf import settings

from workers.bench.report import Figure
from workers.bench.site import ROOT, database, manage, scratch
from workers.services import bundle
from workers.services.console import Stop

HELP = "The workspace in a browser: processor time a frame, first paint, what saving takes."


def works() -> list[str]:
    return sorted(path.stem for path in (Path(__file__).parent / "works").glob("[!_]*.py"))


def add_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--only", choices=works(), help="only this work (default: all)")
    parser.add_argument("--small", action="store_true", help="sizes that show that it runs, and measure nothing")
    parser.add_argument("--with-peers", action="store_true", help="install what it is compared with, and run that too")


def measure(options: Mapping[str, Any]) -> Iterator[Figure]:
    names = [options["only"]] if options.get("only") else works()
    with scratch() as folder, database("SQLite", folder / "var") as env:
        with redirect_stdout(sys.stderr):  # figures alone go to the output
            bundle.build(ROOT, folder)
        manage(env, "collectstatic", "--no-input", "--verbosity=0")
        plan = {
            "folder": str(folder),
            "works": names,
            "small": bool(options.get("small")),
            "peers": str(Path(settings.VAR) / "bench" / "labelling") if options.get("with_peers") else "",
        }
        command = [sys.executable, "-m", "workers.bench.labelling.run", json.dumps(plan)]
        with (folder / "run.log").open("w+") as log:
            running = subprocess.Popen(command, env=env, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
            for line in running.stdout or ():
                figure = json.loads(line)
                figure.pop("ratio")
                yield Figure(**figure)
            if running.wait():
                log.seek(0)
                raise Stop(f"The browser's process failed:\n{log.read()[-3000:]}")

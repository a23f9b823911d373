"""`manage.py test`: everything that can be checked, on both databases, with one exit code.

With arguments it is pytest alone, on both databases: `manage.py test -k lease`, `manage.py test tests/annotation -x`.
"""

import os
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from workers.services import bundle, catalogues, chromium, node
from workers.services.console import CommandLine, Stop, say, spelled_out

ROOT = Path(settings.BASE_DIR)
DATABASES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
NO_TESTS = 5  # pytest's exit code when nothing matched
WORDS = {0: "ok", NO_TESTS: "no tests"}


@dataclass(frozen=True)
class Check:
    """One program whose exit code says whether all is well."""

    title: str
    command: CommandLine


class Command(BaseCommand):
    help = "Check and test everything on SQLite and PostgreSQL; arguments go to pytest, which then runs alone."

    def run_from_argv(self, argv: list[str]) -> None:
        """Take the arguments as they are: they are pytest's."""
        try:
            with spelled_out(ROOT):
                sys.exit(test(argv[2:]))
        except Stop as stop:
            sys.exit(str(stop))
        except KeyboardInterrupt:
            sys.exit("\nStopped.")


def test(arguments: list[str]) -> int:
    """Make ready, run the checks, say how each ended; 0 when all went well."""
    if {"-h", "--help"} & set(arguments):
        say(f"{__doc__}\nWhat pytest takes:\n")
        return subprocess.run([sys.executable, "-m", "pytest", "--help"], cwd=ROOT, check=False).returncode
    make_ready()
    checks = [*([] if arguments else linters()), *pytests(arguments)]
    with tempfile.TemporaryDirectory(prefix="biaozhu-checks-") as var:
        env = node.environment() | {"BIAOZHU_VAR": var}
        env.pop("DJANGO_SETTINGS_MODULE", None)  # the tests bring settings of their own
        results = [(check, *run(check, env)) for check in checks]
    say("\nSummary")
    for check, code, seconds in results:
        say(f"  {WORDS.get(code, 'FAILED'):<8} {check.title:<28} {seconds:7.1f} s")
    return 0 if all_well([code for _check, code, _seconds in results]) else 1


def all_well(codes: list[int]) -> bool:
    """Whether nothing failed and something was tested: tests that need no database run on SQLite only."""
    return 0 in codes and set(codes) <= {0, NO_TESTS}


def make_ready() -> None:
    logs = settings.VAR / "log"
    bundle.install(ROOT, logs, for_tests=True)
    bundle.build(ROOT, logs)
    catalogues.compile_all(ROOT / "locale")
    chromium.provide(ROOT, logs)


def linters() -> list[Check]:
    python, npm = sys.executable, node.npm()
    imports = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return [
        Check("Style (ruff check)", [python, "-m", "ruff", "check", "."]),
        Check("Format (ruff format)", [python, "-m", "ruff", "format", "--check", "."]),
        Check("Templates (djangofmt)", [Path(sysconfig.get_path("scripts")) / "djangofmt", "--check", "templates"]),
        Check("Types (mypy)", [python, "-m", "mypy"]),
        Check("Imports (import-linter)", [python, "-c", imports, "--no-cache"]),
        Check("Browser types (tsc)", [*npm, "run", "--silent", "check"]),
        Check("Browser units (node)", [*npm, "run", "--silent", "test"]),
    ]


def pytests(arguments: list[str]) -> Iterator[Check]:
    for database, title in DATABASES.items():
        yield Check(f"pytest on {title}", [sys.executable, "-m", "pytest", f"--database={database}", *arguments])


def run(check: Check, env: dict[str, str]) -> tuple[int, float]:
    """The exit code and the seconds of one check. What it prints is shown as it comes."""
    say(f"\n── {check.title} " + "─" * max(0, 70 - len(check.title)))
    began = time.monotonic()
    try:
        code = subprocess.run(check.command, cwd=ROOT, env=env, check=False).returncode
    except OSError as error:
        say(f"{check.command[0]} cannot be started: {error.strerror}")
        code = os.EX_UNAVAILABLE
    return code, time.monotonic() - began

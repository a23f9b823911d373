"""The browser's files: `static/dist` from `static/src`, built again only when something it is made of has changed."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from workers.services import node
from workers.services.console import CommandLine, Stop, run

INPUTS = ("package-lock.json", "build.mjs", "words.mjs", "tsconfig.json", "static/src", "locale")
COLLECTED = ("static/dist", "requirements/run.txt")


def files_below(path: Path) -> Iterable[Path]:
    """Those that people write: catalogues are compiled beside their sources."""
    return (
        [path]
        if path.is_file()
        else sorted(file for file in path.rglob("*") if file.is_file() and file.suffix != ".mo")
    )


def fingerprint(root: Path, inputs: Iterable[str] = INPUTS) -> str:
    """A hash over the names and bytes of some files and folders: if not said, of what the bundle is made of."""
    digest = hashlib.sha256()
    for file in (file for name in inputs for file in files_below(root / name)):
        content = file.read_bytes()
        digest.update(f"{file.relative_to(root)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def are_there(root: Path, *, for_tests: bool) -> bool:
    """Whether npm has put the locked packages in place; by its own record, so a hand-made `npm ci` counts too."""
    record = root / "node_modules" / ".package-lock.json"
    if not record.exists():
        return False
    wanted = json.loads((root / "package-lock.json").read_text())["packages"]
    there = json.loads(record.read_text())["packages"]
    return all(
        there.get(path, {}).get("version") == package["version"]
        for path, package in wanted.items()
        if path and not package.get("optional") and (for_tests or not package.get("dev"))
    )


def install(root: Path, logs: Path, *, for_tests: bool) -> None:
    """Bring the locked npm packages, unless they are there. Tests need more of them (a browser, the type checker)."""
    if are_there(root, for_tests=for_tests):
        return
    command: CommandLine = [*node.npm(), "ci", "--no-audit", "--no-fund", *([] if for_tests else ["--omit=dev"])]
    run("Browser packages (npm)", command, log=logs / "npm.log", cwd=root, env=node.environment())


def build(root: Path, logs: Path) -> None:
    """Make `static/dist` be built from the present sources."""
    stamp = root / "static" / "dist" / ".built-from"
    wanted = fingerprint(root)
    if stamp.exists() and stamp.read_text() == wanted:
        return
    install(root, logs, for_tests=False)
    command: CommandLine = [*node.program(), "build.mjs"]
    run("Browser bundle", command, log=logs / "build.log", cwd=root, env=node.environment())
    if not stamp.parent.is_dir():
        raise Stop(f"build.mjs ended well but left no {stamp.parent}: see {logs / 'build.log'}.")
    stamp.write_text(wanted)


def collect(root: Path, target: Path, command: CommandLine, env: dict[str, str], logs: Path) -> None:
    """Copy the static files of all apps to where they are served from, when the bundle or the packages changed."""
    stamp = target / ".collected-from"
    wanted = fingerprint(root, COLLECTED)  # of what was built, by whomever: `node build.mjs` leaves no stamp
    if stamp.exists() and stamp.read_text() == wanted:
        return
    shutil.rmtree(target, ignore_errors=True)
    run("Static files", command, log=logs / "collectstatic.log", cwd=root, env=env)
    stamp.write_text(wanted)

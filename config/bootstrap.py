"""From a bare Python to one that has the packages: `.venv` beside manage.py, filled from the locks.

Standard library only. `up` and `test` always run in `.venv` with exactly the locked packages. Every other command runs
with whatever Python was called when it has Django (an environment of one's own), and in `.venv` otherwise.
"""

import ast
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from workers.services import node
from workers.services.console import CommandLine, Stop, run, say, spelled_out

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"
STAMP = VENV / "installed.json"  # the name of a lock -> the hash of what was installed from it
LOCKS = {"up": "run", "test": "test"}  # command -> the lock it needs
TITLES = {"run": "Python packages", "test": "Python packages for the tests", "node": "Node.js"}
SPACE = {"run": 700, "test": 1600, "node": 300}  # megabytes the packages of a lock and what is built with them take


def enter(argv: list[str]) -> None:
    """Return when this Python can run the command; otherwise go on in `.venv`, or stop with a sentence."""
    try:
        command = argv[1] if len(argv) > 1 else ""
        if command in LOCKS and not {"-h", "--help"} & set(argv):
            prepare(LOCKS[command])
            change_to_venv(argv)
        elif importlib.util.find_spec("django") is None:
            if not is_usable(PYTHON):
                raise Stop(
                    f"The packages are not installed for {sys.executable}: run `python3 manage.py up`, which installs "
                    "them into .venv, or `pip install -e .` in an environment of your own."
                )
            change_to_venv(argv)
    except Stop as stop:
        sys.exit(str(stop))
    except KeyboardInterrupt:
        sys.exit("\nStopped.")


def change_to_venv(argv: list[str]) -> None:
    if Path(sys.prefix).resolve() != VENV.resolve():
        os.execv(PYTHON, [str(PYTHON), str(ROOT / "manage.py"), *argv[1:]])


def is_usable(python: Path) -> bool:
    return os.access(python, os.X_OK)  # also no when the Python that .venv was made from is gone


def prepare(name: str) -> None:
    """Make `.venv` hold the packages of `requirements/<name>.txt`, and Node.js where the machine has none."""
    with spelled_out(log_file().parent):
        log_file().parent.mkdir(parents=True, exist_ok=True)
    if not wanting(name):
        return
    say(f"Setting up in {ROOT}")
    with spelled_out(ROOT):
        VENV.mkdir(exist_ok=True)
        with alone():
            for lock in wanting(name):  # asked again: another copy may have done it while we waited
                check_space(lock)
                if not is_usable(PYTHON):
                    make_venv()
                install(lock)
                STAMP.write_text(json.dumps(stamped() | {lock: lock_hash(lock)}, indent=1))


def wanting(name: str) -> list[str]:
    """The locks that are not installed yet."""
    locks = [lock for lock in (name, "node") if not (is_usable(PYTHON) and installed(lock))]
    return [lock for lock in locks if lock != "node" or not node.on_path()]


def lock_hash(name: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def stamped() -> dict[str, str]:
    try:
        stamps: dict[str, str] = json.loads(STAMP.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return stamps


def installed(name: str) -> bool:
    return stamped().get(name) == lock_hash(name)


@contextmanager
def alone() -> Iterator[None]:
    """Let one copy at a time change `.venv`."""
    with (VENV / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  another copy is setting up; waiting for it …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def check_space(lock: str) -> None:
    free = shutil.disk_usage(ROOT).free // 1_000_000
    if free < SPACE[lock] and not STAMP.exists():
        raise Stop(f"The disk is too full: {SPACE[lock]} MB are needed in {ROOT} and {free} MB are free.")


def log_file() -> Path:
    return Path(os.environ.get("BIAOZHU_VAR") or ROOT / "var").absolute() / "log" / "setup.log"


def make_venv() -> None:
    # Without pip inside: Debian's Python has no ensurepip. `--clear` also replaces one whose Python is gone.
    command: CommandLine = [sys.executable, "-m", "venv", "--without-pip", "--clear", VENV]
    run("Python environment .venv", command, log=log_file(), cwd=ROOT, env=os.environ)


def install(name: str) -> None:
    if not UV.exists():
        if importlib.util.find_spec("pip") is None:
            raise Stop(
                f"{sys.executable} has no pip, which brings the packages: install it (`apt install python3-pip` on "
                "Debian and Ubuntu) or call a Python that has it."
            )
        # Installing into .venv from outside is allowed where PEP 668 forbids installing into the system.
        pip: CommandLine = [
            sys.executable,
            "-m",
            "pip",
            "--python",
            PYTHON,
            "install",
            "--require-hashes",
            "--progress-bar=off",
        ]
        pip += ["--disable-pip-version-check", "-r", ROOT / "requirements" / "uv.txt"]
        run("Installer (uv)", pip, log=log_file(), cwd=ROOT, env=os.environ)
    lock = ROOT / "requirements" / f"{name}.txt"
    count = sum("==" in line for line in lock.read_text().splitlines())
    title = f"{TITLES[name]} ({count})" if count > 9 else TITLES[name]
    command: CommandLine = [UV, "pip", "install", "--python", PYTHON, "--require-hashes", "--no-progress", "-r", lock]
    env = uv_environment()
    if (
        "SSL_CERT_FILE" in env
    ):  # also for npm, which runs later in this start, from `.venv`, where there is no pip to ask
        os.environ.setdefault("NODE_EXTRA_CA_CERTS", env["SSL_CERT_FILE"])
    command += ["--compile-bytecode"]  # once: a Python told not to write bytecode would compile at every start
    if name == "node":
        command += ["--no-build"]  # building it from source would take hours
    run(title, command, log=log_file(), cwd=ROOT, env=env)


def uv_environment() -> dict[str, str]:
    """The environment for uv, told of the mirrors and certificates that only pip was told of."""
    found = pip_settings()
    env = dict(os.environ)
    names = {
        "index-url": "UV_DEFAULT_INDEX",
        "extra-index-url": "UV_INDEX",
        "find-links": "UV_FIND_LINKS",
        "cert": "SSL_CERT_FILE",
    }
    for setting, variable in names.items():
        if found.get(setting):
            env.setdefault(variable, found[setting])
    # pip looks into every index for the wanted version; with hashes locked, uv may do so as safely.
    env.setdefault("UV_INDEX_STRATEGY", "unsafe-best-match")
    return env


def pip_settings() -> dict[str, str]:
    """What pip's configuration files and PIP_ variables say, the strongest last."""
    command = [sys.executable, "-m", "pip", "config", "list", "--disable-pip-version-check"]
    listed = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = {}
    for place in ("global.", "install.", ":env:."):
        for line in listed.splitlines():
            key, _, value = line.partition("=")
            if key.startswith(place) and value[:1] in "'\"":
                found[key.removeprefix(place)] = " ".join(str(ast.literal_eval(value)).split())
    return found

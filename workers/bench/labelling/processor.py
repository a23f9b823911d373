"""Processor time of a browser, read from the operating system: what its frames cost, however often they come."""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
COUNTED = ("--type=renderer", "--type=gpu-process")


def browser_processes(profile: Path) -> list[int]:
    """The processes of the browser with this profile that draw: its pages, and what puts them on the screen."""
    commands = {pid: _command(pid) for pid in _pids()}
    own = f"--user-data-dir={profile}"
    mains = {pid for pid, command in commands.items() if own in command and "--type=" not in command}
    return [
        pid
        for pid, command in commands.items()
        if any(kind in command for kind in COUNTED) and mains & set(_parents(pid))
    ]


def spent(pids: list[int]) -> float:
    """Milliseconds of processor time that these processes took since they began, in steps of a hundredth second."""
    return sum(_ticks(pid) for pid in pids) * 1000 / TICKS


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def _command(pid: int) -> str:
    return _read(pid, "cmdline").replace("\0", " ")


def _parents(pid: int) -> list[int]:
    found: list[int] = []
    while pid > 1:
        pid = int(_fields(pid)[1]) if _fields(pid) else 0
        found.append(pid)
    return found


def _ticks(pid: int) -> int:
    fields = _fields(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _fields(pid: int) -> list[str]:
    """What follows the program's name: its state, its parent, …, its ticks in user and in system mode."""
    return _read(pid, "stat").rpartition(")")[2].split()


def _read(pid: int, name: str) -> str:
    try:
        return (Path("/proc") / str(pid) / name).read_text(errors="replace")
    except OSError:  # it has ended
        return ""

"""The last one out: ends the services of a supervisor that was killed before it could end them itself.

Runs as a process of its own, told over its standard input: `+ID` for a process group to remember, `-ID` to forget one.
The end of the input means that the supervisor is gone, in whatever way. Standard library only.
"""

import os
import signal
import sys
import time

PATIENCE = 10  # seconds between asking and killing


def remembered(lines: list[str]) -> list[int]:
    """The groups that were named and not taken back, the newest first."""
    groups: list[int] = []
    for line in lines:
        group = int(line[1:])
        if line.startswith("+"):
            groups.append(group)
        elif group in groups:
            groups.remove(group)
    return groups[::-1]


def send(group: int, sign: int) -> bool:
    """Signal a process group (0 only asks); False when nobody is left in it."""
    try:
        os.killpg(group, sign)
    except (ProcessLookupError, PermissionError):  # macOS answers EPERM for a group of zombies
        return False
    return True


def end(groups: list[int], patience: float = PATIENCE) -> None:
    """Ask each group to stop, and kill what has not stopped in time."""
    left = [group for group in groups if send(group, signal.SIGTERM)]
    deadline = time.monotonic() + patience
    while left and time.monotonic() < deadline:
        time.sleep(0.05)
        left = [group for group in left if send(group, 0)]
    for group in left:
        send(group, signal.SIGKILL)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end(remembered(sys.stdin.read().splitlines()))

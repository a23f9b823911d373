"""One copy at a time: a lock on a file that the system lets go when its holders are gone, however they went."""

import fcntl
import os
from pathlib import Path

from workers.services.console import Stop


class Lock:
    """Held from `take` to `release`. The file says who holds it, for the sentence the second copy prints."""

    def __init__(self, path: Path):
        self.path = path
        self.fd = -1

    def take(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(self.fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(self.fd, 500, 0).decode().strip() or "starting"
            os.close(self.fd)
            self.fd = -1
            raise Stop(
                f"Biaozhu is already running here ({holder}): stop that copy first, or give this one a folder of its "
                "own with BIAOZHU_VAR."
            ) from error
        self.say(f"process {os.getpid()}")

    def say(self, holder: str) -> None:
        os.ftruncate(self.fd, 0)
        os.pwrite(self.fd, holder.encode(), 0)

    def release(self) -> None:
        if self.fd >= 0:
            os.ftruncate(self.fd, 0)
            os.close(self.fd)
            self.fd = -1

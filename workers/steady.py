"""Files that grow in a job and can be taken up again where its cursor says.

What a job writes is decided by what it reads and not by when it runs. So a worker that was thought dead and writes on
beside its successor writes the same bytes to the same places.
"""

import os
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from django.utils.translation import gettext as _

from projects.problems import Problem

PIECE = 1 << 20
READ_ONLY = 0o444


class Steady:
    """A file open for appending at `length`; what a killed worker wrote beyond it is cut off.

    Problem   the file is shorter: it was deleted, or lies on another machine's disk
    """

    def __init__(self, path: Path, length: int = 0) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        there = path.stat().st_size if path.exists() else 0
        if there < length:
            message = _("The half-written file %(name)s is gone. Start anew.")
            raise Problem(message % {"name": path.name}, code="file_gone")
        if there:
            path.chmod(0o644)  # a worker may have been killed while it sealed
        self._file: BinaryIO = open(path, "r+b" if there else "w+b")  # noqa: SIM115  closed by `close`
        self._file.truncate(length)
        self._file.seek(length)
        self.length = length

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        self.length += len(piece)

    def patch(self, at: int, piece: bytes) -> None:
        """Write over what is there already."""
        self._file.seek(at)
        self._file.write(piece)
        self._file.seek(self.length)

    def sync(self) -> int:
        """Bring all to the disk; only then may a cursor speak of it. Returns the length."""
        self._file.flush()
        os.fsync(self._file.fileno())
        return self.length

    def close(self) -> None:
        self._file.close()


def seal(path: Path) -> None:
    """Nobody writes to this file any more."""
    path.chmod(READ_ONLY)


def hash_of(path: Path) -> str:
    """SHA-256 of what lies on the disk."""
    with open(path, "rb") as file:
        digest = sha256()
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()

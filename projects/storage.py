"""Files, in a folder of this server: `settings.MEDIA_ROOT`.

    content/ab/abcdef….png   under the SHA-256 of its bytes; written once, never changed, shared by whoever holds it
    uploads/…, exports/…     under a name of the caller's

A name is a relative path with `/`. Every file is complete or not there: it is written beside its place, flushed to
the disk and moved. These few functions are all that the rest knows of where files lie, so that another kind of
storage needs another version of this file only.
"""

import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.conf import settings

INCOMING = "incoming"
PIECE = 1 << 20


def root() -> Path:
    return Path(settings.MEDIA_ROOT)


def path(name: str) -> Path:
    """Where the file lies on this disk. ValueError for a name that leads out of the storage."""
    parts = PurePosixPath(name).parts
    if not parts or ".." in parts or parts[0] == "/" or "\0" in name or "\\" in name:
        raise ValueError(f"not a name in the storage: {name!r}")
    return root().joinpath(*parts)


class Draft:
    """A file being written, hashed as it grows. Gone at the end of `draft()` unless it was kept."""

    def __init__(self, place: Path) -> None:
        self.path = place
        self.bytes = 0
        self._hash = sha256()
        self._file: BinaryIO = open(place, "xb")  # noqa: SIM115  closed by `draft` or `settle`

    def write(self, piece: bytes) -> int:
        self._hash.update(piece)
        self.bytes += len(piece)
        return self._file.write(piece)

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def settle(self) -> Path:
        """All is written: flush it to the disk. The file can now be read at `path`."""
        if not self._file.closed:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
        return self.path

    def keep(self, suffix: str = "") -> str:
        """Move the file to its place under its hash and return its name."""
        digest = self.sha256
        name = f"content/{digest[:2]}/{digest}{suffix}"
        self.keep_as(name)
        return name

    def keep_as(self, name: str) -> None:
        """Move the file to this name, over what may be there."""
        self.settle()
        place = path(name)
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(place.parent.parent)
        os.replace(self.path, place)
        _sync_folder(place.parent)

    def drop(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


@contextmanager
def draft() -> Iterator[Draft]:
    folder = root() / INCOMING
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Draft(folder / uuid.uuid4().hex)
    try:
        yield fresh
    finally:
        fresh.drop()


def keep(content: bytes, suffix: str = "") -> str:
    """Keep these bytes under their hash and return the name."""
    name = f"content/{(digest := sha256(content).hexdigest())[:2]}/{digest}{suffix}"
    if not renew(name):
        with draft() as fresh:
            fresh.write(content)
            fresh.keep_as(name)
    return name


def keep_file(file: Path, suffix: str = "") -> str:
    """Keep what stands in a file, which is gone afterwards, under its hash and return the name."""
    with open(file, "rb") as stream, draft() as fresh:
        copy(stream, fresh)
        name = fresh.keep(suffix)
    file.unlink()
    return name


def renew(name: str) -> bool:
    """Make a file as new as if it were written now, so that nobody takes it for forgotten. False: it is not there."""
    try:
        os.utime(path(name))
    except FileNotFoundError:
        return False
    return True


def hash_in(name: str) -> str:
    """The SHA-256 that a name below content/ states."""
    return PurePosixPath(name).name.split(".")[0]


def open_file(name: str) -> BinaryIO:
    return open(path(name), "rb")


def exists(name: str) -> bool:
    return path(name).is_file()


def size(name: str) -> int:
    return path(name).stat().st_size


def delete(name: str) -> None:
    """Remove a file or a whole folder. Nothing happens when it is not there."""
    place = path(name)
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def older_than(moment: float, folder: str) -> list[str]:
    """The names of the files and folders in a folder that were last written before this moment."""
    place = path(folder)
    if not place.is_dir():
        return []
    with os.scandir(place) as found:
        return [f"{folder}/{entry.name}" for entry in found if entry.stat().st_mtime < moment]


def delete_unless_renewed(name: str, before: float) -> bool:
    """Remove a file that nobody has written or renewed since `before`, also not at this very moment."""
    aside = root() / INCOMING / uuid.uuid4().hex
    aside.parent.mkdir(exist_ok=True)
    os.rename(path(name), aside)  # from here on `keep` finds no file and writes it anew
    if aside.stat().st_mtime >= before:
        os.rename(aside, path(name))
        return False
    aside.unlink()
    return True


def tidy(age: float = 24 * 3600) -> int:
    """Remove what killed processes left half-written, once it is older than so many seconds. Returns how many."""
    before = time.time() - age
    left = [place for place in (root() / INCOMING).glob("*") if place.stat().st_mtime < before]
    for place in left:
        place.unlink(missing_ok=True)
    return len(left)


def copy(source: BinaryIO, target: Draft, limit: int | None = None) -> int:
    """Copy a stream in pieces and return how many bytes came; more than `limit` is a ValueError."""
    while piece := source.read(PIECE):
        target.write(piece)
        if limit is not None and target.bytes > limit:
            raise ValueError("too large")
    return target.bytes


def _sync_folder(folder: Path) -> None:
    """A moved file is safe only once its folder's entry is on the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

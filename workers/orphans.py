"""Files that no row names any more: of projects that were deleted, and of processes killed between file and row.

Deleting a project removes rows only: an image may belong to another project as well, and one that is just being sent
is better not taken away. Here the files are compared with the rows, and what nobody has named for an hour goes.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from django.db.models import Model

from projects import storage
from projects.models import Asset
from workers import exporting, handing_in, releasing
from workers.models import Export, Job, Release

AGE = 3600.0  # seconds: a file is there before its row is
OWNERS: dict[str, tuple[type[Model], Callable[[Any], str]]] = {  # folder: whose, and which of its folders is a row's
    "exports": (Export, exporting.folder),
    "releases": (Release, releasing.folder),
    "uploads": (Job, lambda job: handing_in.folder_of(job.pk)),
}


def clear(age: float = AGE) -> int:
    """Delete the files and folders older than so many seconds that no row names. Returns how many."""
    before = time.time() - age
    return sum(_folders(parent, before) for parent in OWNERS) + _content(before)


def _folders(parent: str, before: float) -> int:
    """Folders whose name begins with the number of their row."""
    model, folder = OWNERS[parent]
    gone = 0
    for name in storage.older_than(before, parent):
        number = name.rpartition("/")[2].partition("-")[0]
        row = model._default_manager.filter(pk=number).first() if number.isdecimal() else None
        if row is None or folder(row) != name:
            storage.delete(name)
            gone += 1
    return gone


def _content(before: float) -> int:
    """Files under their hash, which any number of projects may share."""
    named = np.unique(np.fromiter(_named(), np.uint64))
    gone = 0
    for folder in storage.older_than(time.time(), "content"):
        found = list(storage.older_than(before, folder))
        kept = np.isin(np.array([_short(name) for name in found], np.uint64), named)
        orphans = (name for name, keep in zip(found, kept, strict=True) if not keep)
        gone += sum(storage.delete_unless_renewed(name, before) for name in orphans)
    return gone


def _named() -> Iterator[int]:
    """What the assets of all projects name. Eight bytes each: should two files share them, one is kept too long."""
    files = Asset.objects.exclude(original="").values_list("file", "original", "thumbnail", "derived")
    for *names, derived in files.iterator(chunk_size=5000):
        yield from (_short(name) for name in (*names, *derived.values()) if name)


def _short(name: str) -> int:
    return int(storage.hash_in(name)[:16], 16)

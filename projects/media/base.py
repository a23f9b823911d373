"""What a medium whose tasks are files has to say of itself. Texts have no examiner: they stand in the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Remark:
    """Something worth knowing about a file that is imported all the same."""

    code: str
    message: str


class Target(Protocol):
    def write(self, piece: bytes, /) -> int: ...


@dataclass(frozen=True)
class Derived:
    """A file made of another one for the workspace: what is heard as a drawing, what is seen as small pictures.

    content   its bytes, or what writes them where they are too many to be held
    """

    content: bytes | Callable[[Target], object]
    suffix: str
    mime: str = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class Examined:
    """A file as it will be shown.

    mime             of what is shown
    suffix           of what is shown: the first ending of its MIME type
    original_suffix  of the bytes that were imported
    shown            what is shown where the imported bytes are not fit to be; a Path is moved into the storage
    thumbnail        WebP, no side longer than 320 pixels; None: there is nothing to see
    width, height    in pixels, of what can be seen
    duration         in seconds, of what runs in time
    facts            what else the workspace and programs have to know of it, as JSON
    derived          name -> a file made of it, at /api/assets/ID/derived/NAME
    """

    mime: str
    suffix: str
    original_suffix: str
    shown: bytes | Path | None = None
    thumbnail: bytes | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    derived: Mapping[str, Derived] = field(default_factory=dict)
    remarks: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Examiner:
    """How the files of one medium are told and read.

    medium       as the schema writes it
    recognises   the first 64 bytes of a file -> whether they are one
    texts        endings that make a text file one in a project of this medium, where no first bytes could
    endings      MIME type -> endings, the usual one first
    shown        the MIME types that a browser may show from our own address
    examine      (file, its name) -> what is stored; Problem with a sentence: damaged, too large, not read.
                 It runs in a worker, never while somebody waits for a page
    largest      bytes of a file that is read at all
    columns      names of the column of a table that names a file
    icon         of the medium
    formats      what is read, as names
    about        what is labelled, in a line
    drop         what to drop on the page of imports
    becomes      what an import makes of a file, in a sentence or two
    only         that nothing else can be a task
    not_one      that a file whose name promises one is none, and what to do
    none_code    the code of that problem
    """

    medium: str
    recognises: Callable[[bytes], bool]
    endings: Mapping[str, tuple[str, ...]]
    shown: frozenset[str]
    examine: Callable[[Path, str], Examined]
    largest: int
    columns: tuple[str, ...]
    icon: str
    formats: Words
    about: Words
    drop: Words
    becomes: Words
    only: Words
    not_one: Words
    none_code: str
    texts: frozenset[str] = frozenset()

    @property
    def all_endings(self) -> frozenset[str]:
        return frozenset(ending for endings in self.endings.values() for ending in endings)

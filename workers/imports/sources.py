"""Every file of an import in the order it is read, those inside archives as well.

Files made of rows come first: where they name files, the files beside them are their material and not tasks of their
own.
"""

import lzma
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from projects import media
from projects.problems import Problem
from workers.imports.archives import Member, members, open_archive
from workers.imports.rows import Fault

NOT_UNPACKED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError)
OFFICE = frozenset([".xlsx", ".xlsm", ".docx", ".pptx", ".ods", ".odt", ".odp"])  # zip files that nobody takes for one


@dataclass(frozen=True, slots=True)
class Handed:
    """A file as it was handed in: the id of its record, its name for people, where it lies."""

    pk: int
    name: str
    path: Path


@dataclass(slots=True)
class Source:
    """One file to read."""

    upload: int  # whose record counts it
    name: str  # inside its archive, or with its folder
    shown: str  # for people: with its archive's name
    size: int
    weight: int  # bytes it stands for in the progress
    path: Path
    archive: zipfile.ZipFile | None = None
    info: zipfile.ZipInfo | None = None
    stream: BinaryIO | None = None  # while it is read

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()

    @property
    def from_archive(self) -> bool:
        return self.archive is not None

    @property
    def read_so_far(self) -> int:
        """How much of its weight has been read."""
        if self.stream is None or self.stream.closed or not self.size:
            return 0
        return self.weight * self.stream.tell() // self.size

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The bytes from the start. What goes wrong inside an archive is a Problem."""
        if self.archive is None or self.info is None:
            with open(self.path, "rb") as self.stream:
                yield self.stream
            return
        try:
            with self.archive.open(self.info) as member:
                self.stream = cast(BinaryIO, member)
                yield self.stream
        except (*NOT_UNPACKED, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise  # of the disk; what bzip2 cannot read has no number
            raise Problem(_("It cannot be unpacked. Make the zip file again."), code="damaged") from error

    def kind(self) -> str | None:
        """What its first bytes say it is."""
        with self.open() as stream:
            return media.sniff(stream.read(media.HEAD))


@dataclass
class Plan:
    """What is to be read, the same at every attempt."""

    sources: list[Source] = field(default_factory=list)
    faults: list[tuple[int, str, Fault]] = field(default_factory=list)  # (upload, file, why) of what will not be read
    by_name: dict[str, Source] = field(default_factory=dict)
    by_end: dict[str, Source | None] = field(default_factory=dict)  # last parts of the name; None: there are several

    def find(self, wanted: str, beside: Source) -> Source | None:
        """The file that a row names: beside the row's own file, by its whole name, or the only one that ends so."""
        name = str(PurePosixPath(wanted.replace("\\", "/")))
        near = str(PurePosixPath(beside.name).parent / name)
        return self.by_name.get(near) or self.by_name.get(name) or self.by_end.get(name)

    def add(self, source: Source) -> None:
        self.sources.append(source)
        self.by_name.setdefault(source.name, source)
        parts = PurePosixPath(source.name).parts
        for at in range(len(parts)):
            end = "/".join(parts[at:])
            self.by_end[end] = None if end in self.by_end else source


@contextmanager
def planned(handed: Iterable[Handed], row_endings: frozenset[str]) -> Iterator[Plan]:
    """Look into every archive and put all files in order. Archives stay open inside the block."""
    plan = Plan()
    with ExitStack() as stack:
        for one in handed:
            if _is_zip(one):
                _add_members(plan, one, stack)
            else:
                size = one.path.stat().st_size
                plan.add(Source(one.pk, one.name, one.name, size, size, one.path))
        plan.sources.sort(key=lambda source: source.suffix not in row_endings)  # stable
        yield plan


def _is_zip(one: Handed) -> bool:
    with open(one.path, "rb") as stream:
        return media.sniff(stream.read(media.HEAD)) == "zip" and PurePosixPath(one.name).suffix.lower() not in OFFICE


def _add_members(plan: Plan, one: Handed, stack: ExitStack) -> None:
    try:
        archive = stack.enter_context(open_archive(one.path))
    except Problem as problem:
        plan.faults.append((one.pk, one.name, Fault.of(problem)))
        return
    seen: set[str] = set()
    for member in members(archive):
        if isinstance(member, Member) and member.name in seen:
            member = Fault(None, "twice", _("It stands in the archive twice."), file=member.name)
        if isinstance(member, Fault):
            plan.faults.append((one.pk, f"{one.name}/{member.file}", member))
            continue
        seen.add(member.name)
        shown = f"{one.name}/{member.name}"
        plan.add(Source(one.pk, member.name, shown, member.size, member.packed, one.path, archive, member.info))

"""What may be read of a zip file. Nothing is ever unpacked to a name the archive gives: bytes are read, by member.

Names of old Chinese Windows tools carry no mark of their encoding: they are read as UTF-8 if they are that, else as
GB18030.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from projects.problems import Problem
from workers.imports.rows import Fault

MEMBERS = 100_000
UNPACKED = 50 << 30
RATIO = 200
RATIO_FROM = 100 << 20  # a small archive may be packed as tightly as it likes
DIRECTORY = 64 << 20  # bytes of the table of contents, which has to be held in memory
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


@dataclass(frozen=True, slots=True)
class Member:
    name: str
    size: int
    packed: int
    info: zipfile.ZipInfo


def open_archive(file: Path) -> zipfile.ZipFile:
    """The archive, if it keeps to the limits. Problem: damaged, too many members, too large, packed like a bomb."""
    try:
        if _directory_size(file) > DIRECTORY:
            raise _too_many()
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, struct.error, OSError, ValueError, NotImplementedError) as error:
        raise Problem(_("The zip file is damaged or cut off. Make it again."), code="damaged") from error
    try:
        _within_limits(archive, file.stat().st_size)
    except Problem:
        archive.close()
        raise
    return archive


def _within_limits(archive: zipfile.ZipFile, packed: int) -> None:
    infos = archive.infolist()
    if len(infos) > MEMBERS:
        raise _too_many()
    unpacked = sum(info.file_size for info in infos)
    if unpacked > UNPACKED:
        message = _("Unpacked, the zip file would have %(size)d GB; at most %(limit)d GB are read. Split it.")
        raise Problem(message % {"size": unpacked >> 30, "limit": UNPACKED >> 30}, code="too_large")
    if unpacked > RATIO_FROM and unpacked > packed * RATIO:
        message = _("The zip file would grow %(ratio)d times when unpacked; more than %(limit)d times is refused.")
        raise Problem(message % {"ratio": unpacked // max(1, packed), "limit": RATIO}, code="bomb")


def _too_many() -> Problem:
    message = _("The zip file has too many members; at most %(limit)d are read. Split it.")
    return Problem(message % {"limit": MEMBERS}, code="too_many")


def _directory_size(file: Path) -> int:
    """Bytes of the table of contents, from the record at the file's end, before anything reads it into memory."""
    with open(file, "rb") as stream:
        end = stream.seek(0, 2)
        stream.seek(max(0, end - 65_557 - 20))
        tail = stream.read()
        at = tail.rfind(b"PK\5\6")
        if at < 0:
            raise zipfile.BadZipFile("no end of central directory")
        (size,) = struct.unpack_from("<L", tail, at + 12)
        if size == 0xFFFFFFFF and tail[at - 20 : at - 16] == b"PK\6\7":
            (record,) = struct.unpack_from("<Q", tail, at - 12)
            stream.seek(record + 40)
            (size,) = struct.unpack("<Q", stream.read(8))
    return size


def members(archive: zipfile.ZipFile) -> Iterator[Member | Fault]:
    """The files in an archive, and what is refused of it. Folders and the systems' own litter are passed over."""
    for info in archive.infolist():
        name = name_of(info)
        if info.is_dir() or name.endswith("/") or is_litter(name):
            continue
        refusal = _refusal(info, name)
        if refusal:
            yield Fault(None, *refusal, file=name)
        else:
            clean = str(PurePosixPath(name.replace("\\", "/")))
            yield Member(clean, info.file_size, info.compress_size, info)


def _refusal(info: zipfile.ZipInfo, name: str) -> tuple[str, str] | None:
    if leads_out(name):
        return "escape", _("The name leads out of the archive. Pack the files again with plain names.")
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link", _("It is a link, not a file. Pack the file itself.")
    if info.flag_bits & 1:
        return "encrypted", _("It is protected by a password. Pack it without one.")
    if info.compress_type not in METHODS:
        return "method", _("It is packed in a way that cannot be read. Pack it as an ordinary zip file.")
    return None


def leads_out(name: str) -> bool:
    """Absolute, with a drive letter, or with a step upwards: no name of a file inside a folder."""
    slashed = name.replace("\\", "/")
    return slashed.startswith("/") or ".." in slashed.split("/") or (len(name) > 1 and name[1] == ":") or "\0" in name


def is_litter(name: str) -> bool:
    parts = name.replace("\\", "/").split("/")
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or parts[0] == "__MACOSX" or parts[-1].lower() in ("thumbs.db", "desktop.ini")


def name_of(info: zipfile.ZipInfo) -> str:
    """The member's name in the encoding its packer used."""
    if info.flag_bits & 0x800:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437")
    unicode_name = _unicode_path(info.extra, raw)
    if unicode_name is not None:
        return unicode_name
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return info.orig_filename


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """The name in UTF-8 that Info-ZIP puts beside another one (field 0x7075), if it belongs to this one."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == 0x7075 and len(body) > 5 and struct.unpack_from("<L", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
    return None

"""Which encoding a text file has, and its lines.

UTF-8 is proven by reading the whole file; UTF-16 by its mark or by where its zero bytes are; GB18030 when nearly all
lines are valid in it and look like Chinese. A byte order mark is no part of the text. Lines end at a line feed only,
and keep their ending, so that what is stored is exactly what stood in the file.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import itemgetter
from typing import BinaryIO

from django.utils.translation import gettext as _

from projects.problems import Problem

PIECE = 1 << 18
LONGEST_LINE = 16 << 20
SHORTEST_WIDE = 8  # bytes from which on UTF-16 is told without a mark
SAMPLE_LINES = 5000  # not ASCII, looked at to tell UTF-8 with damage from GB18030


@dataclass(frozen=True, slots=True)
class Encoding:
    name: str  # as people write it
    codec: str
    mark: int = 0  # bytes of the byte order mark


UTF8 = Encoding("UTF-8", "utf-8")
UTF16LE = Encoding("UTF-16 LE", "utf-16-le")
UTF16BE = Encoding("UTF-16 BE", "utf-16-be")
GB18030 = Encoding("GB18030", "gb18030")
CHOICES = {"utf-8": UTF8, "gb18030": GB18030, "utf-16-le": UTF16LE, "utf-16-be": UTF16BE}

MARKS = [
    (codecs.BOM_UTF8, Encoding("UTF-8 BOM", "utf-8", 3)),
    (codecs.BOM_UTF32_LE, Encoding("UTF-32 LE", "utf-32-le", 4)),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, Encoding("UTF-32 BE", "utf-32-be", 4)),
    (codecs.BOM_UTF16_LE, Encoding("UTF-16 LE", "utf-16-le", 2)),
    (codecs.BOM_UTF16_BE, Encoding("UTF-16 BE", "utf-16-be", 2)),
]

Opener = Callable[[], AbstractContextManager[BinaryIO]]


@dataclass(slots=True)
class Line:
    number: int  # from 1
    text: str  # with its line feed
    fault: Problem | None = None


def recognise(opener: Opener, chosen: str = "") -> Encoding:
    """The encoding of a file.

    opener    gives the file's bytes from the start, each time it is called
    chosen    a key of CHOICES when the lead knows better; a mark still counts
    Problem   it is not a text in any of these
    """
    with opener() as stream:
        head = stream.read(1 << 16)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    if chosen:
        return CHOICES[chosen]
    if b"\0" in head and (wide := _wide(head)):
        return wide
    with opener() as stream:
        failed_at = _first_bad_byte(stream)
    if failed_at is None:
        return UTF8
    return _utf8_or_gb18030(opener, *failed_at)


def _wide(head: bytes) -> Encoding | None:
    """UTF-16 without a mark, of the byte order that gives letters of the usual alphabets.

    Zero bytes alone do not tell the order: the most common Chinese character, U+4E00, has one on the other side.
    """
    if len(head) < SHORTEST_WIDE or len(head) % 2:
        return None  # too little to tell
    if 2 * head.count(0) < 0.4 * len(head) and _is_utf8(head):
        return None  # a text with a NUL in it
    score, encoding = max(((_usual(head, encoding), encoding) for encoding in (UTF16LE, UTF16BE)), key=itemgetter(0))
    return encoding if score >= 0.95 else None


def _usual(head: bytes, encoding: Encoding) -> float:
    """The share of usual characters, 0 to 1, when decoded like this."""
    try:
        text = codecs.getincrementaldecoder(encoding.codec)().decode(head)
    except UnicodeDecodeError:
        return 0.0
    usual = re.findall(r"[\t\r\n\x20-\u024f\u2000-\u206f\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]", text)
    return len(usual) / len(text) if text else 0.0


def _is_utf8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True


def _first_bad_byte(stream: BinaryIO) -> tuple[int, int] | None:
    """Offset and line of the first byte that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    offset, line = 0, 1
    while True:
        piece = stream.read(PIECE)
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            at = offset - pending + error.start
            return at, line + piece[: max(0, error.start - pending)].count(b"\n")
        if not piece:
            return None
        offset += len(piece)
        line += piece.count(b"\n")


def _utf8_or_gb18030(opener: Opener, offset: int, line: int) -> Encoding:
    """For a file that is not all UTF-8: which of the two more of its lines are valid in."""
    total = as_utf8 = as_gb = 0
    sample = []
    with opener() as stream:
        for raw in _raw_lines(stream):
            if raw.isascii():
                continue
            total += 1
            as_utf8 += _decodes(raw, "utf-8")
            if _decodes(raw, "gb18030"):
                as_gb += 1
                sample.append(raw.decode("gb18030"))
            if total == SAMPLE_LINES:
                break
    if as_utf8 * 2 > total:
        return UTF8
    if as_gb >= 0.9 * total and _looks_chinese("".join(sample)):
        return GB18030
    if as_utf8:
        return UTF8
    message = _(
        "The file is neither UTF-8, UTF-16 nor GB18030: byte %(offset)d in line %(line)d fits none of them. "
        "Save it as UTF-8 and import it again."
    )
    raise Problem(message % {"offset": offset, "line": line}, code="encoding")


def _decodes(raw: bytes, codec: str) -> bool:
    try:
        raw.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(text: str) -> bool:
    """Whether text decoded as GB18030 is Chinese, and not the accents of a European encoding.

    Nearly every pair of bytes is some character of GB18030; in Chinese they stand together or are common ones.
    """
    good = total = 0
    for run in re.findall(r"[^\x00-\x7f]+", text):
        total += len(run)
        if re.search(r"[\ue000-\uf8ff\x80-\x9f]", run):
            continue
        if len(run) > 1 or _decodes_as_gb2312(run):
            good += len(run)
    return total > 0 and good >= 0.8 * total


def _decodes_as_gb2312(run: str) -> bool:
    try:
        run.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def lines(stream: BinaryIO, encoding: Encoding) -> Iterator[Line]:
    """The lines of a file, each with its ending; one that cannot be decoded has a fault instead of a text."""
    stream.read(encoding.mark)
    offset = encoding.mark
    if encoding.codec in ("utf-8", "gb18030"):
        raws, codec = _raw_lines(stream), encoding.codec
    else:
        raws, codec = _raw_lines(_Narrow(stream, encoding)), "utf-8"
    for number, raw in enumerate(raws, 1):
        if len(raw) > LONGEST_LINE:
            message = _("The line is longer than %(limit)d MB. Is this file really made of lines?")
            yield Line(number, "", Problem(message % {"limit": LONGEST_LINE >> 20}, code="too_long"))
        else:
            try:
                yield Line(number, raw.decode(codec))
            except UnicodeDecodeError as error:
                yield Line(number, "", bad_byte(raw, error, offset, encoding))
        offset += len(raw)


def bad_byte(raw: bytes, error: UnicodeDecodeError, offset: int, encoding: Encoding) -> Problem:
    message = _("The byte 0x%(byte)s at offset %(offset)d of the file is not %(encoding)s. Save the file as UTF-8.")
    values = {"byte": f"{raw[error.start]:02X}", "offset": offset + error.start, "encoding": encoding.name}
    return Problem(message % values, code="encoding")


def whole(stream: BinaryIO, encoding: Encoding, limit: int) -> str:
    """The text of a file without its mark. Problem: longer than `limit` bytes, or a byte not of the encoding."""
    stream.read(encoding.mark)
    raw = stream.read(limit + 1)
    if len(raw) > limit:
        message = _("The text is longer than %(limit)d MB. Split it, or import it with a task for each line.")
        raise Problem(message % {"limit": limit >> 20}, code="too_long")
    try:
        return raw.decode(encoding.codec)
    except UnicodeDecodeError as error:
        problem = bad_byte(raw, error, encoding.mark, encoding)
        problem.detail["line"] = raw[: error.start].count(b"\n") + 1
        raise problem from None


def _raw_lines(stream: "BinaryIO | _Narrow") -> Iterator[bytes]:
    """Split at line feeds in bounded memory: of a line that is too long only its beginning is given."""
    pending: list[bytes] = []
    held = 0
    while piece := stream.read(PIECE):
        first, *others = piece.split(b"\n")
        if held <= LONGEST_LINE:
            pending.append(first)
            held += len(first)
        if others:
            yield b"".join(pending) + b"\n"
            yield from (part + b"\n" for part in others[:-1])
            pending, held = [others[-1]], len(others[-1])
    if held:
        yield b"".join(pending)


class _Narrow:
    """A UTF-16 or UTF-32 stream as UTF-8, so that lines are split at characters and not between two bytes."""

    def __init__(self, stream: BinaryIO, encoding: Encoding) -> None:
        self.stream = stream
        self.encoding = encoding
        self.decoder = codecs.getincrementaldecoder(encoding.codec)()
        self.offset = encoding.mark

    def read(self, size: int) -> bytes:
        while True:
            raw = self.stream.read(size)
            pending = len(self.decoder.getstate()[0])
            try:
                text = self.decoder.decode(raw, final=not raw)
            except UnicodeDecodeError as error:
                message = _("At offset %(offset)d the file stops being valid %(encoding)s: %(reason)s.")
                at = self.offset - pending + error.start
                values = {"offset": at, "encoding": self.encoding.name, "reason": error.reason}
                raise Problem(message % values, code="encoding") from None
            self.offset += len(raw)
            if text or not raw:
                return text.encode()

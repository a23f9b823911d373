"""Which piece of a file a request asks for (RFC 9110, section 14): players seek, and broken downloads go on."""

import re
from collections.abc import Iterator
from typing import BinaryIO

PIECE = 1 << 16
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")  # no file has more bytes than that


class Unsatisfiable(Exception):
    """The file has no such piece."""


def wanted(header: str, size: int) -> tuple[int, int] | None:
    """The half-open piece that a `Range` header asks for; None for the whole file.

    Several pieces, other units and what cannot be read are answered with the whole, as the RFC allows.
    """
    found = RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if first == "":
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < int(first):
            return None
    if start >= size or start >= end:
        raise Unsatisfiable
    return start, end


def piece_of(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """The bytes of that piece, a little at a time; the file is closed behind them."""
    with file:
        file.seek(start)
        while start < end and (content := file.read(min(PIECE, end - start))):
            start += len(content)
            yield content

"""Which piece of a file a request asks for (RFC 9110, section 14): players seek, and lost connections go on."""

import re

RANGE = re.compile(r"bytes=(\d*)-(\d*)")


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

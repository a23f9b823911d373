"""Cells of tables: as long as they have to be, and none that a spreadsheet runs."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import Field

from workers.formats.base import Options, _

GUARD = "'"
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # the wide forms too: spreadsheets in Chinese read them alike

# A cell may hold a long text. The limit is one for the whole process, so it is set here and nowhere else; who reads
# files of strangers counts for itself.
csv.field_size_limit(2**31 - 1)


class TableOptions(Options):
    bom: bool = Field(
        True,
        title=_("Mark as UTF-8 for spreadsheets"),
        description=_("Begin the file with a byte order mark, without which Excel takes Chinese for another encoding."),
    )

    @property
    def mark(self) -> bytes:
        """What the file begins with."""
        return b"\xef\xbb\xbf" if self.bom else b""


def reader(lines: Iterable[str], delimiter: str, *, strict: bool = True) -> Iterator[list[str]]:
    """Rows of a table with quotation marks, read as they are asked for."""
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet runs: what begins like a formula gets a ' before it, and so does what has one."""
    return GUARD + cell if isinstance(cell, str) and cell and (cell[0] in FORMULA or cell[0] == GUARD) else cell


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell.removeprefix(GUARD)

"""Cells of tables: as long as they have to be, and none that a spreadsheet runs."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

GUARD = "'"
FORMULA = frozenset("=+-@\t\r\n＝＋－＠")  # the wide forms too: spreadsheets in Chinese read them alike

# A cell may hold a long text. The limit is one for the whole process, so it is set here and nowhere else; who reads
# files of strangers counts for itself.
csv.field_size_limit(2**31 - 1)


def reader(lines: Iterable[str], delimiter: str, *, strict: bool = True) -> Iterator[list[str]]:
    """Rows of a table with quotation marks, read as they are asked for."""
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet runs."""
    return GUARD + cell if isinstance(cell, str) and cell and (cell[0] in FORMULA or cell[0] == GUARD) else cell


def unguarded(cell: str) -> str:
    return cell.removeprefix(GUARD)

"""The cells of a CSV or TSV file, column by column, with the line that each row ends in."""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.problems import Problem

ROWS = 50_000  # read at once
LONGEST_LINE = 1 << 20  # characters
MARKS = [(b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")]
CODECS = ["utf-8", "gb18030"]
NUMBER = re.compile(r"\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*")
NOTE = re.compile(r"#\s*([\w ]+?)\s*[:=：]\s*(.+)")


@dataclass
class Table:
    """`notes`: what lines before the header say, as `# rate: 250`. `titled`: the first row names the columns."""

    header: list[str]
    titled: bool
    rows: Iterator[tuple[int, list[str]]]
    notes: dict[str, str] = field(default_factory=dict)

    def pieces(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        """(the lines, the columns) of some rows after the other."""
        while piece := list(islice(self.rows, ROWS)):
            lines, rows = zip(*piece, strict=True)
            yield list(lines), [list(column) for column in zip(*rows, strict=True)]


@contextmanager
def opened(file: Path, name: str) -> Iterator[Table]:
    """The table in a file. Problem: it is none, with the line."""
    try:
        with open(file, encoding=_codec(file), newline="") as stream:
            yield _table(_lines(stream), "\t" if name.lower().endswith((".tsv", ".tab")) else "")
    except UnicodeDecodeError as error:
        message = _("The file is neither UTF-8, UTF-16 nor GB18030. Save it as UTF-8 and import it again.")
        raise Problem(message, code="encoding") from error
    except csv.Error as error:
        message = _(
            "The table cannot be read. Quotation marks inside a field must be doubled, and each must be closed."
        )
        raise Problem(message, code="bad_table") from error


def _codec(file: Path) -> str:
    with open(file, "rb") as stream:
        head = stream.read(4)
    for mark, codec in MARKS:
        if head.startswith(mark):
            return codec
    for codec in CODECS:
        try:
            with open(file, encoding=codec) as text:
                while text.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return codec
    return CODECS[0]


def _lines(stream: Iterator[str]) -> Iterator[str]:
    for line in stream:
        if len(line) > LONGEST_LINE or "\0" in line:
            raise Problem(_("The file is not a table of lines. Save it as CSV."), code="bad_table")
        yield line


def _table(lines: Iterator[str], delimiter: str) -> Table:
    notes = {}
    before = 0
    first = ""
    for first in lines:
        if first.strip() and not first.startswith("#"):
            break
        before += 1
        if said := NOTE.match(first):
            notes[said[1].strip().lower()] = said[2].strip()
    else:
        raise Problem(_("The file has no rows."), code="empty")
    delimiter = delimiter or max(",;\t|", key=first.count)
    reader = csv.reader(_chain(first, lines), delimiter=delimiter, strict=True)
    top = [cell.strip() for cell in next(reader)]
    titled = not any(NUMBER.fullmatch(cell) for cell in top)
    header = top if titled else [str(number + 1) for number in range(len(top))]
    if twice := next((title for title in header if header.count(title) > 1), None):
        message = _("The header names “%(column)s” twice. Give every column a name of its own.")
        raise Problem(message % {"column": twice}, code="bad_header")
    return Table(header, titled, _rows(reader, before, len(header), None if titled else top), notes)


def _chain(first: str, lines: Iterator[str]) -> Iterator[str]:
    yield first
    yield from lines


def _rows(
    reader: Iterator[list[str]], before: int, width: int, first: list[str] | None
) -> Iterator[tuple[int, list[str]]]:
    if first is not None:
        yield before + 1, first
    for row in reader:
        line: int = before + reader.line_num  # type: ignore[attr-defined]
        if not row:
            continue
        if len(row) != width:
            message = ngettext(
                "Line %(line)d has %(found)d field, the header has %(wanted)d. "
                "Put a field that holds a separator into quotation marks.",
                "Line %(line)d has %(found)d fields, the header has %(wanted)d. "
                "Put a field that holds a separator into quotation marks.",
                len(row),
            )
            values = {"line": line, "found": len(row), "wanted": width}
            raise Problem(message % values, code="bad_table", line=line)
        yield line, row

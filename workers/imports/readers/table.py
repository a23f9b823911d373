"""CSV and TSV with a header: a row a task, the columns that are not its content kept with it."""

import csv
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.media import EXAMINERS
from projects.problems import Problem
from workers.formats.cells import reader
from workers.imports import responses
from workers.imports.encodings import Line
from workers.imports.rows import Fault, Options, Row, checked

TEXT_NAMES = ["text", "文本", "content", "内容", "sentence", "句子", "正文", "原文", *responses.PROMPTS]
FILE_NAMES = ["file", "filename", "文件", "文件名"]
ID_NAMES = ["id", "external_id", "编号", "序号"]
NAME_NAMES = ["name", "名称"]
TOO_LONG = "row too long"
LONGEST_ROW = 4 << 20  # characters: of a row whose quotation mark is never closed, the memory would fill


def read_csv(lines: Iterable[Line], options: Options) -> Iterator[Row | Fault]:
    return _read(lines, options, None)


def read_tsv(lines: Iterable[Line], options: Options) -> Iterator[Row | Fault]:
    return _read(lines, options, "\t")


class _Feed:
    """Gives the csv module the lines as they stand, and keeps count of lines and of the characters of a row.

    A line that cannot be decoded ends its row, and so does one that makes it too long.
    """

    def __init__(self, lines: Iterable[Line]) -> None:
        self.lines = iter(lines)
        self.number = 0
        self.row = 0

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.number = line.number
        if line.fault:
            raise line.fault
        self.row += len(line.text)
        if self.row > LONGEST_ROW:
            raise csv.Error(TOO_LONG)
        return line.text


def _read(lines: Iterable[Line], options: Options, delimiter: str | None) -> Iterator[Row | Fault]:
    feed = _Feed(lines)
    first = next(feed, None)
    if first is None:
        yield Fault(None, "empty", _("The file is empty."))
        return
    delimiter = delimiter or delimiter_of(first)
    header_rows = reader(_chain(first, feed), delimiter)
    try:
        header = next(header_rows)
    except csv.Error as error:
        message = _(
            "The header cannot be read. Quotation marks inside a name must be doubled, and each must be closed."
        )
        raise Problem(message, code="bad_table") from error
    columns = Columns(header, options)
    if columns.unnamed:
        message = _("“%(line)s” was taken for the header. If it belongs to the data, put a line “%(usual)s” above it.")
        yield Fault(1, "header", message % {"line": header[0][:80], "usual": columns.usual}, refused=False)
    yield from _rows(feed, delimiter, columns)


def _chain(first: str, feed: _Feed) -> Iterator[str]:
    yield first
    yield from feed


def _rows(feed: _Feed, delimiter: str, columns: "Columns") -> Iterator[Row | Fault]:
    table = reader(feed, delimiter)
    is_empty = True
    while True:
        start, feed.row = feed.number + 1, 0
        try:
            fields = next(table)
        except StopIteration:
            if is_empty:
                yield Fault(None, "empty", _("The table has a header and no rows."))
            return
        except Problem as problem:
            yield Fault.of(problem, feed.number)
        except csv.Error as error:
            is_empty = False
            yield Fault(start, "bad_table", _sentence(str(error), start, feed.number))
        else:
            if fields and fields != [""]:
                is_empty = False
                yield columns.row(fields, start)


def _sentence(error: str, start: int, end: int) -> str:
    if error == TOO_LONG and start == end:
        return _("The row has more than %(limit)s characters. Split it.") % {"limit": f"{LONGEST_ROW:,}"}
    if "unexpected end of data" in error or error == TOO_LONG:
        return _("A quotation mark opened in the row of line %(line)d is never closed.") % {"line": start}
    message = _("The row of lines %(start)d to %(end)d cannot be read. Quotation marks inside a field must be doubled.")
    return message % {"start": start, "end": end}


def delimiter_of(header: str) -> str:
    """The sign that separates most columns of the header."""
    counts = {sign: len(next(reader([header], sign, strict=False), [])) for sign in ",;\t|"}
    return max(counts, key=lambda sign: counts[sign])


def guess(header: list[str], names: list[str]) -> str:
    """The column with one of the usual names, or ""."""
    plain = {column.strip().lower(): column for column in reversed(header)}
    return next((plain[name] for name in names if name in plain), "")


class Columns:
    """Which column of a table is what. Problem: none can be the content, or the header is not usable."""

    def __init__(self, header: list[str], options: Options) -> None:
        self.header = header
        twice = sorted({column for column in header if header.count(column) > 1})
        if twice:
            message = _("The header names “%(column)s” twice. Give every column a name of its own.")
            raise Problem(message % {"column": twice[0]}, code="bad_header")
        examiner = EXAMINERS.get(options.media)
        self.files = examiner is not None
        names = [*examiner.columns, *FILE_NAMES] if examiner else TEXT_NAMES
        self.usual = names[0]
        self.content = self._chosen(options.content_column) or guess(header, names)
        self.unnamed = not self.content and len(header) == 1  # the only column, or no header at all
        if self.unnamed:
            self.content = header[0]
        if not self.content:
            message = _("No column is called “%(usual)s”. Say which one it is: %(columns)s.")
            values = {"usual": self.usual, "columns": ", ".join(header)}
            raise Problem(message % values, code="choose_column", columns=header)
        self.id = self._chosen(options.id_column) or guess(header, ID_NAMES)
        self.name = guess(header, NAME_NAMES)

    def _chosen(self, column: str) -> str:
        if column and column not in self.header:
            message = _("There is no column “%(column)s”; there are: %(columns)s.")
            raise Problem(message % {"column": column, "columns": ", ".join(self.header)}, code="choose_column")
        return column

    def row(self, fields: list[str], line: int) -> Row | Fault:
        if len(fields) != len(self.header):
            message = ngettext(
                "The row has %(found)d field, the header has %(wanted)d. "
                "Put a field that holds a separator into quotation marks.",
                "The row has %(found)d fields, the header has %(wanted)d. "
                "Put a field that holds a separator into quotation marks.",
                len(fields),
            )
            return Fault(line, "bad_table", message % {"found": len(fields), "wanted": len(self.header)})
        values = dict(zip(self.header, fields, strict=True))
        content = values.pop(self.content)
        own = values.pop(self.id, "").strip()
        row = Row(line=line, id=own, name=values.pop(self.name, None), meta=values)
        if not self.files:
            return self._with_text(row, content)
        row.file = content.strip()
        return checked(row) if row.file else Fault(line, "no_content", _("The row names no file."))

    def _with_text(self, row: Row, content: str) -> Row | Fault:
        """The text, or the prompt that the responses of the row answer."""
        name = "prompt" if self.content.strip().lower() in responses.PROMPTS else "text"
        values = {name: content, **row.meta}
        try:
            prompt = responses.take(values)
        except responses.Unreadable as unreadable:
            return Fault(row.line, "bad_responses", str(unreadable))
        row.text = content if prompt is None else prompt
        row.meta = row.meta if prompt is None else values
        return checked(row)

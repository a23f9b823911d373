"""TXT: each line a task."""

from collections.abc import Iterable, Iterator

from workers.imports.encodings import Line
from workers.imports.rows import Fault, Options, Row, checked


def read_lines(lines: Iterable[Line], options: Options) -> Iterator[Row | Fault]:
    """Every line that is not blank. Its ending, LF or CRLF, is no part of it."""
    for line in lines:
        if line.fault:
            yield Fault.of(line.fault, line.number)
            continue
        text = line.text.removesuffix("\n").removesuffix("\r")
        if text.strip():
            yield checked(Row(line=line.number, text=text))

"""JSON Lines: one record a line, complete. What is read is what was written, byte for byte."""

from collections.abc import Iterator
from typing import BinaryIO

import orjson

from workers.formats.base import TIMED, About, Format, Record, Writer, _, canonical


class JsonlWriter(Writer):
    def add(self, step: int, record: Record) -> bytes:
        return canonical(record) + b"\n"


def read(source: BinaryIO, about: About | None = None) -> Iterator[Record]:
    """Records of a file of ours. ValueError with the line for what is not JSON."""
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            record: Record = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise ValueError(f"line {number}: {error}") from error
        yield record


FORMAT = Format(
    name="jsonl",
    title="JSONL",
    summary=_("Everything, one task a line. Can be imported again."),
    suffix=".jsonl",
    mime="application/jsonl",
    carries=frozenset({"text", "image", *TIMED}),
    read=read,
    writer=JsonlWriter,
)

"""One reader a format: the lines of a file -> rows and faults."""

from collections.abc import Callable, Iterable, Iterator

from projects.media import EXAMINERS
from workers.imports.encodings import Line
from workers.imports.readers import iob2, jsonl, table, text
from workers.imports.rows import Fault, Options, Row

Reader = Callable[[Iterable[Line], Options], Iterator[Row | Fault]]

READERS: dict[str, Reader] = {
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".csv": table.read_csv,
    ".tsv": table.read_tsv,
    ".tab": table.read_tsv,
    ".iob2": iob2.read,
    ".iob": iob2.read,
    ".bio": iob2.read,
    ".conll": iob2.read,
}
ROW_ENDINGS = frozenset(READERS)
TABLE_ENDINGS = frozenset({".csv", ".tsv", ".tab"})
TEXT_ENDINGS = frozenset({".txt", ".text"})
read_text_lines = text.read_lines


def row_endings(medium: str) -> frozenset[str]:
    """The endings of files made of rows, in a project of this medium: some media have files of such an ending."""
    examiner = EXAMINERS.get(medium)
    return ROW_ENDINGS - examiner.texts if examiner else ROW_ENDINGS

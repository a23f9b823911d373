"""CSV for tables and spreadsheets: a line for each region or label of each answer, the task's cells on every line.

A text cell that a spreadsheet would take for a formula, and one that begins with an apostrophe, gets an apostrophe in
front; reading takes it off again. Cells of numbers stay numbers. Lines end with \r\n (RFC 4180).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO

import orjson

from workers.formats.base import (
    TIMED,
    About,
    Answer,
    Format,
    KindFacts,
    Record,
    Writer,
    _,
    canonical,
    recording_of,
)
from workers.formats.cells import TableOptions, guarded, unguarded

IMAGE = {"file": str, "sha256": str, "width": int, "height": int, "mime": str}
BEFORE = ["task_id", "task_name", "media", "annotator", "state", "schema", "seconds", "decision", "field"]
FILE = {"file": str, "sha256": str, "mime": str, "duration": float, "width": int, "height": int, "facts": dict}
AFTER = [*(f"image_{name}" for name in IMAGE), "task_text", "text_sha256", "task_meta"]


class CsvWriter(Writer):
    options: TableOptions

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.columns = list(about.columns)
        # Of a file that runs in time there is more to say; tables of texts and images stay as they are.
        self.timed = any(body["media"] in TIMED for body in about.schemas.values())
        self.kind_of = {
            (version, field["name"]): about.kinds[field["kind"]]
            for version, body in about.schemas.items()
            for field in body["fields"]
        }

    def head(self, step: int) -> bytes:
        files = [f"file_{name}" for name in FILE] if self.timed else []
        return self.options.mark + _lines([[*BEFORE, *self.columns, *AFTER, *files]])

    def add(self, step: int, record: Record) -> bytes:
        task = _task_cells(record) + (_file_cells(record) if self.timed else [])
        answers: list[Answer | None] = [*record["annotations"]] or [None]
        return _lines(
            [record["id"], record["name"], record["media"], *cells, *task]
            for answer in answers
            for cells in self._answer_cells(answer)
        )

    def _answer_cells(self, answer: Answer | None) -> Iterator[list[Any]]:
        empty = [""] * len(self.columns)
        if answer is None:
            yield ["", "", "", "", "", "", *empty]
            return
        decision = _cell(answer["decision"]) if "decision" in answer else ""
        own = [answer["annotator"], *(answer.get(name, "") for name in ("state", "schema", "seconds")), decision]
        for name, value in answer["value"].items():
            rows = self.kind_of[answer.get("schema", 0), name].rows(value)
            for row in rows:
                yield [*own, name, *(_cell(row.get(column, "")) for column in self.columns)]
            if not rows:
                yield [*own, name, *empty]
        if not answer["value"]:
            yield [*own, "", *empty]


def _task_cells(record: Record) -> list[Any]:
    image: Mapping[str, Any] = record.get("image", {})
    meta = canonical(record["meta"]).decode() if record["meta"] else ""
    return [*(image.get(name, "") for name in IMAGE), record.get("text", ""), record.get("text_sha256", ""), meta]


def _file_cells(record: Record) -> list[Any]:
    file: Mapping[str, Any] = recording_of(record) or {}
    return [_cell(file.get(name, "")) for name in FILE]


def _cell(value: Any) -> Any:
    return canonical(value).decode() if isinstance(value, (dict, list, bool)) or value is None else value


def _lines(rows: Iterable[list[Any]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def read(source: BinaryIO, about: About) -> Iterator[Record]:
    """Records of a file of ours. The schemas say how the cells of a field become its value again."""
    lines = csv.DictReader(io.TextIOWrapper(source, "utf-8-sig", newline=""))
    rows = ({key: unguarded(cell) for key, cell in line.items()} for line in lines)
    for _id, lines_of_task in groupby(rows, key=lambda row: row["task_id"]):
        yield _record(list(lines_of_task), about)


def _record(rows: list[dict[str, str]], about: About) -> Record:
    first = rows[0]
    record: Record = {
        "id": first["task_id"],
        "name": first["task_name"],
        "media": first["media"],
        "meta": orjson.loads(first["task_meta"] or "{}"),
        "annotations": [
            _answer(list(lines), about)
            for annotator, lines in groupby(rows, key=lambda row: row["annotator"])
            if annotator
        ],
    }
    if first["text_sha256"]:
        record |= {"text": first["task_text"], "text_sha256": first["text_sha256"]}
    if first["image_file"]:
        image: Any = {name: kind(first[f"image_{name}"]) for name, kind in IMAGE.items()}
        record["image"] = image
    if first.get("file_file"):
        given: Any = {name: _file_cell(kind, first[f"file_{name}"]) for name, kind in FILE.items()}
        record[first["media"]] = {name: cell for name, cell in given.items() if cell != ""}  # type: ignore[literal-required]
    return record


def _file_cell(kind: type, cell: str) -> Any:
    if cell == "" or kind is str:
        return cell
    return orjson.loads(cell) if kind is dict else kind(cell)


def _answer(rows: list[dict[str, str]], about: About) -> Answer:
    first = rows[0]
    answer: Answer = {"annotator": first["annotator"], "value": {}}
    if first["schema"]:
        answer["schema"] = int(first["schema"])
    if first["state"]:
        answer["state"] = first["state"]
    if first["seconds"]:
        answer["seconds"] = float(first["seconds"])
    if first["decision"]:
        answer["decision"] = orjson.loads(first["decision"])
    kinds = {field["name"]: field["kind"] for field in about.schemas[answer.get("schema", 0)]["fields"]}
    for name, lines in groupby(rows, key=lambda row: row["field"]):
        if name:
            cells = [_regained(line, about.columns) for line in lines]
            answer["value"][name] = _value(about.kinds[kinds[name]], cells)
    return answer


def _regained(line: Mapping[str, str], columns: Mapping[str, type]) -> dict[str, Any]:
    """The cells that hold something: text as it is, everything else as the JSON it was written in."""
    return {
        name: line[name] if kind is str else orjson.loads(line[name])
        for name, kind in columns.items()
        if line[name] != ""
    }


def _value(kind: KindFacts, rows: list[dict[str, Any]]) -> Any:
    rows = [row for row in rows if row]
    if kind.of_rows:
        return kind.of_rows(rows)
    if kind.level == "regions":
        return rows
    labels = [row["label"] for row in rows]
    return labels if kind.level == "set" else labels[0]


FORMAT = Format(
    name="csv",
    title="CSV",
    summary=_("A table with a row for each label of each answer. Safe to open in a spreadsheet."),
    suffix=".csv",
    mime="text/csv",
    carries=frozenset({"text", "image", *TIMED}),
    options=TableOptions,
    read=read,
    writer=CsvWriter,
)

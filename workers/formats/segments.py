"""Segments of time as a table: a line for each, its borders in seconds and as the file of a series writes its times.

Text cells are guarded and lines end as in the CSV of everything.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any, BinaryIO

import orjson

from projects.series.stamps import stamp
from workers.formats.base import (
    TIMED,
    About,
    Answer,
    Format,
    Record,
    Recording,
    Writer,
    _,
    canonical,
    recording_of,
)
from workers.formats.cells import TableOptions, guarded, unguarded

TASK = ["task_id", "media", "file", "sha256", "mime", "duration", "facts"]
SEGMENT = ["label", "start", "end", "start_time", "end_time", "channel", "text", "attributes", "id"]
HEADER = [*TASK[:2], "annotator", "state", "field", *SEGMENT, *TASK[2:]]
NUMBERS = ("start", "end")
MADE = ("start_time", "end_time")  # of start and end, with what is known of the file


class SegmentsWriter(Writer):
    options: TableOptions

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.fields = {field["name"] for field in about.fields("time")}

    def head(self, step: int) -> bytes:
        return self.options.mark + _lines([HEADER])

    def add(self, step: int, record: Record) -> bytes:
        recording = recording_of(record)
        if recording is None:
            self.lost.add("no_file", record["id"])
            return b""
        return _lines(self._rows(record, recording))

    def _rows(self, record: Record, recording: Recording) -> Iterator[list[Any]]:
        file: Mapping[str, Any] = recording
        task = [canonical(file[name]).decode() if name == "facts" else file[name] for name in TASK[2:]]
        for answer in record["annotations"]:
            own = [record["id"], record["media"], answer["annotator"], answer.get("state", "")]
            self.lost.add("fields", record["id"], len(answer["value"].keys() - self.fields))
            given = {name: value for name, value in answer["value"].items() if name in self.fields}
            for name, segments in given.items():
                for segment in segments:
                    yield [*own, name, *_cells(segment, file["facts"]), *task]
                if not segments:
                    yield [*own, name, *[""] * len(SEGMENT), *task]
            if not given:
                yield [*own, "", *[""] * len(SEGMENT), *task]
        if not record["annotations"]:
            yield [record["id"], record["media"], "", "", "", *[""] * len(SEGMENT), *task]


def _cells(segment: Mapping[str, Any], facts: Mapping[str, Any]) -> list[Any]:
    said = {"attributes": canonical(segment["attributes"]).decode()} if segment.get("attributes") else {}
    times = {made: stamp(facts, segment[name]) for name, made in zip(NUMBERS, MADE, strict=True)}
    return [(segment | times | said).get(name, "") for name in SEGMENT]  # type: ignore[operator]


def _lines(rows: Any) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def read(source: BinaryIO, about: About) -> Iterator[Record]:
    """Records of a file of ours."""
    lines = csv.DictReader(io.TextIOWrapper(source, "utf-8-sig", newline=""))
    rows = ({key: unguarded(cell) for key, cell in line.items()} for line in lines)
    for _id, of_task in groupby(rows, key=lambda row: row["task_id"]):
        yield _record(list(of_task))


def _record(rows: list[dict[str, str]]) -> Record:
    first = rows[0]
    recording: Any = {name: first[name] for name in TASK[2:]}
    recording |= {"duration": float(first["duration"]), "facts": orjson.loads(first["facts"])}
    answers = [_answer(list(lines)) for who, lines in groupby(rows, key=lambda row: row["annotator"]) if who]
    record: Record = {"id": first["task_id"], "name": "", "media": first["media"], "meta": {}, "annotations": answers}
    record[first["media"]] = recording  # type: ignore[literal-required]
    return record


def _answer(rows: list[dict[str, str]]) -> Answer:
    value = {
        name: [_segment(row) for row in lines if row["label"]]
        for name, lines in groupby(rows, key=lambda row: row["field"])
        if name
    }
    answer: Answer = {"annotator": rows[0]["annotator"], "value": value}
    return answer | {"state": rows[0]["state"]} if rows[0]["state"] else answer


def _segment(row: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {name: row[name] for name in SEGMENT if row[name] and name not in MADE}
    found |= {name: float(row[name]) for name in NUMBERS}
    return found | ({"attributes": orjson.loads(row["attributes"])} if row["attributes"] else {})


FORMAT = Format(
    name="segments",
    title="Segments (CSV)",
    summary=_("A table of segments, each with its borders in seconds and as the file writes its times."),
    suffix=".csv",
    mime="text/csv",
    carries=frozenset(TIMED),
    geometry="time",
    losses={
        "fields": _("Only segments of time are written; the answers to other fields are left out."),
        "no_file": _("Tasks that do not run in time are left out."),
        "task": _("Name and meta of a task are left out."),
        "provenance": _("Which version of the labels an answer was given for, and how long it took, are left out."),
    },
    always=frozenset({"task", "provenance"}),
    options=TableOptions,
    read=read,
    writer=SegmentsWriter,
)

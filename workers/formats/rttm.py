"""RTTM, the table of who speaks when, as NIST's evaluations read it: a line a segment.

    SPEAKER calls/a.wav 1 6.69 0.43 <NA> <NA> speaker_1 <NA> <NA>

The second column is the task's id, the eighth the label; what a column cannot hold is written as %XX. A task in which
nothing is marked has a comment, `;; task calls/b.wav`. The end is start plus duration, as decimal numbers.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO
from urllib.parse import quote, unquote

from pydantic import Field

from workers.formats.base import About, Answer, Format, Options, Record, Writer, _, chosen
from workers.formats.recordings import as_stored

FIELD = "speech"  # where segments go when there is no schema to name their field
PLAIN = "/:@+,()[]{}=!$&*'~"  # signs that stand as they are, beside letters, digits and - . _
TASK = ";; task "


class RttmOptions(Options):
    field: str = Field(
        "",
        max_length=40,
        title=_("Field"),
        description=_("The field whose segments are written; the first one when this is empty."),
        json_schema_extra={"geometry": "time"},
    )


class RttmWriter(Writer):
    options: RttmOptions

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.field = self.options.field or _field(about)[0]

    def add(self, step: int, record: Record) -> bytes:
        answers = record["annotations"]
        self.lost.add("answers", record["id"], max(len(answers) - 1, 0))
        answer = chosen(answers)
        value = answer["value"] if answer else {}
        self.lost.add("unanswered", record["id"], self.field not in value)
        self.lost.add("fields", record["id"], len(value.keys() - {self.field}))
        segments = value.get(self.field, [])
        self.lost.add("texts", record["id"], sum("text" in one for one in segments))
        self.lost.add("attributes", record["id"], sum("attributes" in one for one in segments))
        if not segments:
            return f"{TASK}{_written(record['id'])}\n".encode()
        return "".join(_line(record["id"], one) for one in segments).encode()


def _line(task: str, segment: dict[str, Any]) -> str:
    start, end = Decimal(repr(segment["start"])), Decimal(repr(segment["end"]))
    channel = _written(segment.get("channel", "1"))
    times = f"{start:f} {end - start:f}"
    return f"SPEAKER {_written(task)} {channel} {times} <NA> <NA> {_written(segment['label'])} <NA> <NA>\n"


def _written(text: str) -> str:
    """Without spaces; letters of any alphabet stay."""
    return "".join(one if one.isalnum() or one in "-._" or one in PLAIN else quote(one) for one in text)


def read(source: BinaryIO, about: About | None = None) -> Iterator[Record]:
    """Records of an RTTM file; the lines of a task follow each other. ValueError with the line for what is none."""
    field, by_channel = _field(about) if about else (FIELD, False)
    media = next((str(body["media"]) for body in about.schemas.values()), "audio") if about else "audio"
    task: str | None = None
    segments: list[dict[str, Any]] = []

    def record() -> Record:
        answer: Answer = {"annotator": "a1", "value": {field: sorted(segments, key=as_stored)}}
        return {"id": str(task), "name": "", "media": media, "meta": {}, "annotations": [answer]}

    for number, raw in enumerate(source, start=1):
        line = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip()
        columns = line.split()
        if line.startswith(TASK):
            named = unquote(line.removeprefix(TASK))
        elif not columns or line.startswith(";;") or columns[0] != "SPEAKER":
            continue
        elif len(columns) < 8:
            raise ValueError(f"line {number}: a line of RTTM has nine or ten columns")
        else:
            named = unquote(columns[1])
        if task is not None and named != task:
            yield record()
            segments = []
        task = named
        if not line.startswith(TASK):
            segments.append(_segment(columns, len(segments) + 1, number, by_channel))
    if task is not None:
        yield record()


def _segment(columns: list[str], place: int, line: int, by_channel: bool) -> dict[str, Any]:
    try:
        start, duration = Decimal(columns[3]), Decimal(columns[4])
    except InvalidOperation:
        raise ValueError(f"line {line}: start and duration are numbers of seconds") from None
    segment: dict[str, Any] = {"id": f"r{place}", "label": unquote(columns[7])}
    segment |= {"start": float(start), "end": float(start + duration)}
    return segment | ({"channel": unquote(columns[2])} if by_channel else {})


def _field(about: About) -> tuple[str, bool]:
    """The first field of segments, and whether its segments name a channel."""
    found = next(iter(about.fields("time")), {})
    return str(found.get("name", FIELD)), bool(found.get("by_channel"))


FORMAT = Format(
    name="rttm",
    title="RTTM",
    summary=_("Who speaks when, a line for each segment; for diarization."),
    suffix=".rttm",
    mime="text/plain",
    carries=frozenset({"audio", "video"}),
    geometry="time",
    losses={
        "answers": _("Of several answers to a task one is written: settled first, then accepted, then the earliest."),
        "unanswered": _("Tasks without an answer to the field look as if nothing was marked."),
        "fields": _("Answers to other fields are left out."),
        "texts": _("What is said in a segment is left out."),
        "attributes": _("What is said of single regions is left out."),
        "regions": _("Regions are numbered anew."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
        "task": _("The name of a task, its facts and its file are not carried."),
    },
    always=frozenset({"regions", "provenance", "task"}),
    options=RttmOptions,
    read=read,
    writer=RttmWriter,
)

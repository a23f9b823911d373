"""Subtitles: for each answer to a recording one file of cues, as WebVTT or as SubRip (SRT).

A cue is a segment: its label is the voice that speaks, `<v …>` in WebVTT and "…: " in SRT, followed by what is said.
Cues count milliseconds.
"""

import re
from collections.abc import Iterator, Mapping
from html import escape, unescape
from typing import Any, BinaryIO, Literal

from pydantic import Field

from workers.formats.base import About, Format, Options, Record, _
from workers.formats.recordings import RecordingWriter, Segments, records_of

TIMES = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")
EMPTY_LINES = re.compile(r"\s*\n\s*\n\s*|\r")


class SubtitleOptions(Options):
    form: Literal["vtt", "srt"] = Field(
        "vtt",
        title=_("Form"),
        description=_("WebVTT is what browsers show; SRT is what most other players read."),
        json_schema_extra={"choices": {"vtt": "WebVTT", "srt": "SRT"}},
    )


class SubtitleWriter(RecordingWriter):
    options: SubtitleOptions

    def ending(self) -> str:
        return f".{self.options.form}"

    def file(self, record: Record, segments: Segments) -> tuple[str, dict[str, Any]]:
        every = [(field, one) for field, those in segments.items() for one in those]
        every.sort(key=lambda one: (one[1]["start"], one[1]["end"]))
        vtt = self.options.form == "vtt"
        cues, known = (["WEBVTT\n"] if vtt else []), []
        for number, (field, one) in enumerate(every, start=1):
            said = one.get("text", "")
            text = EMPTY_LINES.sub("\n", said).strip()
            start, end = round(one["start"] * 1000), round(one["end"] * 1000)
            self.lost.add("lines", record["id"], text != said)
            self.lost.add("milliseconds", record["id"], (start / 1000, end / 1000) != (one["start"], one["end"]))
            self.lost.add("channels", record["id"], "channel" in one)
            voice = f"<v {escape(one['label'], quote=False)}>" if vtt else f"{one['label']}: "
            times = f"{_clock(start, vtt)} --> {_clock(end, vtt)}"
            cues.append(f"{number}\n{times}\n{(voice + (escape(text, quote=False) if vtt else text)).rstrip()}\n")
            known.append({"field": field, "id": one["id"], "label": one["label"]})
        return "\n".join(cues), {"cues": known}


def _clock(milliseconds: int, vtt: bool) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{'.' if vtt else ','}{rest:03}"


def cues_of(text: str) -> Iterator[tuple[float, float, str]]:
    """Start, end and text of each cue of a WebVTT or SRT file; comments, styles and settings are left out."""
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n")):
        lines = block.strip("\n").split("\n")
        for at, line in enumerate(lines[:2]):
            if found := TIMES.match(line.strip()):
                parts = [int(part or 0) for part in found.groups()]
                yield _seconds(*parts[:4]), _seconds(*parts[4:]), "\n".join(lines[at + 1 :])
                break


def _seconds(hours: int, minutes: int, seconds: int, milliseconds: int) -> float:
    return (((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds) / 1000


def _segments(given: Mapping[str, Any], text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    vtt = given["file"].endswith(".vtt")
    for (start, end, cue), known in zip(cues_of(text), given["cues"], strict=True):
        label = known["label"]
        voice = f"<v {escape(label, quote=False)}>" if vtt else f"{label}: "
        said = cue.removeprefix(voice if cue.startswith(voice) else voice.rstrip())
        said = unescape(said) if vtt else said
        segment = {"id": known["id"], "label": label, "start": start, "end": end}
        yield known["field"], segment | ({"text": said} if said else {})


def read(source: BinaryIO, about: About) -> Iterator[Record]:
    """Records of such a tar."""
    return records_of(source, _segments)


FORMAT = Format(
    name="subtitles",
    title="WebVTT / SRT",
    summary=_("What is said as subtitles, one file for each answer to a recording."),
    suffix=".tar",
    mime="application/x-tar",
    carries=frozenset({"audio", "video"}),
    geometry="time",
    losses={
        "no_recording": _("Tasks without a recording are left out."),
        "fields": _("Answers to fields without segments are left out."),
        "attributes": _("What is said of single regions is left out."),
        "milliseconds": _("Times are rounded to milliseconds."),
        "lines": _("Empty lines, and spaces at the ends of a text, are left out."),
        "channels": _("The channel of a segment is left out."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
    },
    always=frozenset({"provenance"}),
    options=SubtitleOptions,
    read=read,
    writer=SubtitleWriter,
)

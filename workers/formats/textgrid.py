"""Praat TextGrids: for each answer to a recording one, with a tier of intervals for each label.

The intervals of a tier cover all of the time and share none of it, so segments of one label that overlap lie in tiers
below each other, and what lies between segments is an interval without a text. What is said in a segment is the text
of its interval; where nothing is written, the label is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from workers.formats.base import About, Format, Record, _, recording_of
from workers.formats.recordings import RecordingWriter, Segments, as_stored, records_of

TOKEN = re.compile(r'"((?:[^"]|"")*)"|(?<![\[\w.])(-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)(?![\]\w])|(<exists>)')


@dataclass(frozen=True)
class Interval:
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Tier:
    name: str
    intervals: list[Interval]


class TextGridWriter(RecordingWriter):
    def ending(self) -> str:
        return ".TextGrid"

    def file(self, record: Record, segments: Segments) -> tuple[str, dict[str, Any]]:
        recording = recording_of(record)
        assert recording is not None
        tiers, known = [], []
        for field, those in segments.items():
            for channel, label in sorted({(one.get("channel", ""), one["label"]) for one in those}):
                of_label = [one for one in those if (one.get("channel", ""), one["label"]) == (channel, label)]
                self.lost.add("same", record["id"], sum(one.get("text") == label for one in of_label))
                for number, row in enumerate(_rows(of_label), start=1):
                    parts = [field, label, *([channel] if channel else []), *([str(number)] if number > 1 else [])]
                    intervals = [Interval(one["start"], one["end"], one.get("text") or label) for one in row]
                    tiers.append(Tier("/".join(parts), intervals))
                    said = {"field": field, "label": label, "ids": [one["id"] for one in row]}
                    known.append(said | ({"channel": channel} if channel else {}))
        return text_of(tiers, recording["duration"]), {"tiers": known}


def _rows(segments: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Each segment in the first row that is free at its start."""
    rows: list[list[Mapping[str, Any]]] = []
    for one in segments:
        free = next((row for row in rows if row[-1]["end"] <= one["start"]), None)
        if free is None:
            rows.append([one])
        else:
            free.append(one)
    return rows


def text_of(tiers: Sequence[Tier], duration: float) -> str:
    """The long text form, which people can read and every version of Praat as well."""
    lines = [
        'File type = "ooTextFile"',
        'Object class = "TextGrid"',
        "",
        "xmin = 0",
        f"xmax = {duration!r}",
        "tiers? <exists>",
        f"size = {len(tiers)}",
        "item []:",
    ]
    for number, tier in enumerate(tiers, start=1):
        intervals = list(_filled(tier.intervals, duration))
        lines += [
            f"    item [{number}]:",
            '        class = "IntervalTier"',
            f"        name = {_quoted(tier.name)}",
            "        xmin = 0",
            f"        xmax = {duration!r}",
            f"        intervals: size = {len(intervals)}",
        ]
        for place, one in enumerate(intervals, start=1):
            lines += [
                f"        intervals [{place}]:",
                f"            xmin = {one.start!r}",
                f"            xmax = {one.end!r}",
                f"            text = {_quoted(one.text)}",
            ]
    return "\n".join(lines) + "\n"


def _filled(intervals: Sequence[Interval], duration: float) -> Iterator[Interval]:
    """The intervals with those between them that hold nothing."""
    at = 0.0
    for one in intervals:
        if one.start > at:
            yield Interval(at, one.start, "")
        yield one
        at = one.end
    if at < duration:
        yield Interval(at, duration, "")


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


def tiers_of(text: str) -> list[Tier]:
    """The tiers of intervals in a TextGrid, in the long or the short text form; tiers of points are left out.

    ValueError: it is none, or breaks off.
    """
    tokens = iter(TOKEN.findall(text.split("TextGrid", 1)[-1].lstrip('"')))

    def number() -> float:
        found = next(tokens, None)
        if found is None or not found[1]:
            raise ValueError("not a TextGrid: a number is missing")
        return float(found[1])

    def string() -> str:
        found = next(tokens, None)
        if found is None or found[1] or found[2]:
            raise ValueError("not a TextGrid: a text is missing")
        return str(found[0]).replace('""', '"')

    number(), number()
    if next(tokens, ("", "", ""))[2] != "<exists>":
        raise ValueError("not a TextGrid: it does not say whether it has tiers")
    tiers = []
    for _tier in range(int(number())):
        kind, name = string(), string()
        number(), number()
        found = []
        for _place in range(int(number())):
            if kind == "IntervalTier":
                found.append(Interval(number(), number(), string()))
            else:
                number(), string()
        if kind == "IntervalTier":
            tiers.append(Tier(name, found))
    return tiers


def _segments(given: Mapping[str, Any], text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    found = []
    for tier, known in zip(tiers_of(text), given["tiers"], strict=True):
        marked = [one for one in tier.intervals if one.text]
        for one, identity in zip(marked, known["ids"], strict=True):
            segment = {"id": identity, "label": known["label"], "start": one.start, "end": one.end}
            segment |= {"channel": known["channel"]} if "channel" in known else {}
            segment |= {"text": one.text} if one.text != known["label"] else {}
            found.append((known["field"], segment))
    yield from sorted(found, key=lambda one: as_stored(one[1]))


def read(source: BinaryIO, about: About) -> Iterator[Record]:
    """Records of such a tar."""
    return records_of(source, _segments)


FORMAT = Format(
    name="textgrid",
    title="Praat TextGrid",
    summary=_("Segments as tiers of intervals, one file for each answer to a recording; for phonetics."),
    suffix=".tar",
    mime="application/x-tar",
    carries=frozenset({"audio", "video"}),
    geometry="time",
    losses={
        "no_recording": _("Tasks without a recording are left out."),
        "fields": _("Answers to fields without segments are left out."),
        "attributes": _("What is said of single regions is left out."),
        "same": _("A text that is the name of its label is read as the label alone."),
        "provenance": _("State, schema version and seconds of an answer are not carried."),
    },
    always=frozenset({"provenance"}),
    read=read,
    writer=TextGridWriter,
)

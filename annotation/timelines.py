"""What lies in time as bars, for pages outside the workspace: in rows, so that those that share time are all seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotation.kinds import KINDS, checked
from annotation.kinds.keyframes import stretches
from annotation.values import NOTHING, Mark, mark_of
from projects.models import Asset, LabelSchema
from projects.schema import FieldBase
from projects.video.timing import timing_from


@dataclass(frozen=True)
class Bar:
    """A segment, or a stretch in which a thing that moves is seen: in seconds, and in percent of all the time.

    row     counted from above
    keys    of what moves: where in the bar its key frames lie, in percent
    """

    mark: Mark
    says: str
    start: float
    end: float
    left: float
    width: float
    row: int
    keys: tuple[float, ...] = ()


@dataclass(frozen=True)
class Timeline:
    bars: list[Bar]
    rows: int


def timeline(
    body: Mapping[str, Any] | LabelSchema,
    value: Mapping[str, Any],
    duration: float | None,
    facts: Mapping[str, Any] = NOTHING,
) -> Timeline:
    """What an answer says of time. Of one field, a segment lies in the first row that is free at its start."""
    bars: list[Bar] = []
    row = 0
    for field in checked(body.body if isinstance(body, LabelSchema) else body).fields:
        kind = KINDS[field.kind]
        if kind.geometry == "moving" and facts.get("timing"):
            tracks = value.get(field.name, [])
            bars += _of_tracks(field, tracks, duration, facts, row)
            row += len(tracks)
        if kind.geometry != "time":
            continue
        ends: list[float] = []
        for region in sorted(value.get(field.name, []), key=lambda one: (one["start"], one["end"])):
            start, end = region["start"], region["end"]
            at = next((n for n, until in enumerate(ends) if until <= start), len(ends))
            ends[at : at + 1] = [end]
            says = kind.says(region, value, facts) if kind.says else ""
            mark = mark_of(field, region["label"])
            bars.append(Bar(mark, says, start, end, *_share(start, end, duration), row=row + at))
        row += max(len(ends), 1)
    return Timeline(bars, row)


def _of_tracks(
    field: FieldBase, tracks: Sequence[Mapping[str, Any]], duration: float | None, facts: Mapping[str, Any], row: int
) -> list[Bar]:
    """A row for each track, with a bar wherever it is seen."""
    timing = timing_from(facts["timing"])
    bars = []
    for n, track in enumerate(tracks):
        mark, says = mark_of(field, track["label"]), KINDS[field.kind].says
        words = says(track, {}, facts) if says else ""
        for first, after in stretches(track, timing.frames):
            start, end = timing.seconds(first), timing.seconds(after)
            frames = [key["frame"] for key in track["keyframes"] if first <= key["frame"] < after]
            keys = tuple(round(100 * (timing.seconds(frame) - start) / (end - start), 2) for frame in frames)
            bars.append(Bar(mark, words, start, end, *_share(start, end, duration), row=row + n, keys=keys))
    return bars


def runs_in_time(asset: Asset) -> bool:
    return asset.duration is not None


def _share(start: float, end: float, duration: float | None) -> tuple[float, float]:
    whole = max(duration or end, end)
    return round(100 * start / whole, 4), round(100 * (end - start) / whole, 4)

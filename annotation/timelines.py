"""Segments of time as bars, for pages outside the workspace: in rows, so that those that share time are all seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotation.kinds import KINDS, checked
from annotation.values import NOTHING, Mark
from projects.models import Asset, LabelSchema
from projects.schema import Label
from projects.templatetags.house import titled


@dataclass(frozen=True)
class Bar:
    """One segment: where it lies in seconds, and in percent of all the time; the row is counted from above."""

    mark: Mark
    says: str
    start: float
    end: float
    left: float
    width: float
    row: int


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
        if kind.geometry != "time":
            continue
        ends: list[float] = []
        for region in sorted(value.get(field.name, []), key=lambda one: (one["start"], one["end"])):
            start, end = region["start"], region["end"]
            at = next((n for n, until in enumerate(ends) if until <= start), len(ends))
            ends[at : at + 1] = [end]
            says = kind.says(region, value, facts) if kind.says else ""
            mark = _mark(field.labels, region["label"])
            bars.append(Bar(mark, says, start, end, *_share(start, end, duration), row=row + at))
        row += max(len(ends), 1)
    return Timeline(bars, row)


def runs_in_time(asset: Asset) -> bool:
    return asset.duration is not None


def _share(start: float, end: float, duration: float | None) -> tuple[float, float]:
    whole = max(duration or end, end)
    return round(100 * start / whole, 4), round(100 * (end - start) / whole, 4)


def _mark(labels: Sequence[Label], name: str) -> Mark:
    label = next((one for one in labels if one.name == name), None)
    return Mark(titled(label.title.model_dump(), name), label.color) if label else Mark(name, "#6b7280")

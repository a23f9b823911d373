"""Stretches of time out of those of several annotators: a vote at each moment.

Between two borders of anybody all say the same, so it is voted from border to border. No grid is laid over the time,
and every border of the consensus is one that somebody chose.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from workers.consensus.clusters import clusters
from workers.consensus.regions import ENDS, Answers, Fused, Region
from workers.consensus.votes import Array
from workers.matching import span_overlaps

ALIKE = 0.3  # least mean overlap of two segments to be one thing, where one person's segments overlap
Layer = Mapping[int, Sequence[Region]]  # annotator -> segments that do not overlap, in their order


@dataclass(frozen=True)
class Moments:
    """found       in the order of time; `confidence` is the share of the annotators who have the label, on average over
                the segment, `by` and `of` who has it for half of it or more, and which of their segments that is
    confidence  share of the annotators who say the same as the consensus, on average over the time in which anybody
                says anything, each label by itself; 1 where nobody does
    """

    found: list[Fused]
    confidence: float


def voted_moments(answers: Answers, *, shortest: float = 0.0) -> Moments:
    """Each label, in each channel, at the moments at which more than half of the annotators have it.

    answers    annotator -> segments with "label", "start", "end" in seconds, and "channel" if any; half-open
    shortest   seconds that a segment has at least
    returns    Two labels that never share time with one person never do so here. Where one segment follows another at
               once, or after a gap of which all have their own, so that the vote goes through, they are parted where
               more than half part them: at the lower median of their borders. Where a person's segments of one label
               overlap, those of one thing are grouped first, and each group is voted by itself
    """
    by_label = sorted(
        ((_lane(one), who, one) for who, segments in sorted(answers.items()) for one in segments),
        key=lambda one: (one[0], one[1], one[2]["start"], one[2]["end"]),
    )
    found: list[Fused] = []
    agreeing, lasting = 0.0, 0.0
    for lane, members in groupby(by_label, key=lambda one: one[0]):
        for layer in _layers([(who, segment) for _, who, segment in members]):
            borders, share = _votes(layer, len(answers))
            times = np.diff(borders) * (share > 0)
            agreeing += float(times @ np.maximum(share, 1 - share))
            lasting += float(times.sum())
            pieces = list(_pieces(layer, borders, share, len(answers), shortest))
            found += _fused(lane, layer, pieces, borders, share)
    found.sort(key=lambda one: (one.region["start"], one.region["end"], one.region["label"]))
    return Moments(found, agreeing / lasting if lasting else 1.0)


def _lane(segment: Region) -> tuple[str, str]:
    return str(segment["label"]), str(segment.get("channel", ""))


def _layers(members: Sequence[tuple[int, Region]]) -> Iterator[Layer]:
    """All segments of a label, where nobody's overlap; otherwise one thing at a time."""
    mine = {who: [one for _, one in those] for who, those in groupby(members, key=lambda one: one[0])}
    if all(one["end"] <= two["start"] for those in mine.values() for one, two in pairwise(those)):
        yield mine
        return
    owner = [who for who, _ in members]
    ends = _ends([one for _, one in members])
    for group in clusters(span_overlaps(ends, ends), owner, ALIKE):
        yield {owner[i]: [members[i][1]] for i in group}


def _ends(segments: Sequence[Region]) -> Array:
    return np.array([[one[end] for end in ENDS] for one in segments], dtype=float).reshape(-1, 2)


def _votes(layer: Layer, people: int) -> tuple[Array, Array]:
    """(n + 1,) all borders in order, and (n,) the share of the annotators who have the label from one to the next."""
    ends = np.concatenate([_ends(segments) for segments in layer.values()])
    borders, place = np.unique(ends, return_inverse=True)
    begun, ended = (np.bincount(side, minlength=len(borders)) for side in place.reshape(-1, 2).T)
    return borders, np.cumsum(begun - ended)[:-1] / people


def _pieces(layer: Layer, borders: Array, share: Array, people: int, shortest: float) -> Iterator[tuple[float, float]]:
    """Begin and end of what more than half have, parted where more than half part it."""
    chosen = np.concatenate(([False], share > 0.5, [False]))
    edges = borders[np.flatnonzero(chosen[1:] != chosen[:-1])].reshape(-1, 2).tolist()
    partings = _partings(layer, people)
    for start, end in edges:
        for last, following in partings:
            if start < last and following < end:
                if last - start >= shortest * (1 - 1e-9):
                    yield start, last
                start = following
        if end - start >= shortest * (1 - 1e-9):
            yield start, end


def _partings(layer: Layer, people: int) -> list[tuple[float, float]]:
    """End of one segment and begin of the next, where more than half of the annotators have such."""
    here = sorted(
        (
            (one["end"], two["start"], who, min(_length(one), _length(two)) / 2)
            for who, two_by_two in layer.items()
            for one, two in pairwise(two_by_two)
        ),
        key=lambda one: (one[0] + one[1], one[0], one[2]),
    )
    found = []
    for group in _near(here):
        if 2 * len(group) > people:
            middle = (len(group) - 1) // 2
            found.append((sorted(one[0] for one in group)[middle], sorted(one[1] for one in group)[middle]))
    return sorted(found)


Parting = tuple[float, float, int, float]  # end, next start, whose, and how near to another it is the same


def _near(partings: Sequence[Parting]) -> Iterator[list[Parting]]:
    """Those that are the same parting, one of each annotator at most."""
    middles = [(last + following) / 2 for last, following, _, _ in partings]
    start = 0
    for i in range(1, len(partings) + 1):
        if i < len(partings) and middles[i] - middles[i - 1] < max(partings[i - 1][3], partings[i][3]):
            continue
        here, at = list(partings[start:i]), np.array(middles[start:i])
        start = i
        if len({one[2] for one in here}) == len(here) and at[-1] - at[0] < min(one[3] for one in here):
            yield here  # so they are in most answers
        else:
            reach = np.array([one[3] for one in here])
            reach = np.minimum.outer(reach, reach)
            alike = 1 - np.abs(np.subtract.outer(at, at)) / reach
            for group in clusters(np.maximum(alike, 0.0), [one[2] for one in here], 1e-9):
                yield [here[j] for j in group]


def _length(segment: Region) -> float:
    return float(segment["end"] - segment["start"])


def _fused(
    lane: tuple[str, str], layer: Layer, pieces: Sequence[tuple[float, float]], borders: Array, share: Array
) -> Iterator[Fused]:
    if not pieces:
        return
    whole = np.concatenate(([0.0], np.cumsum(np.diff(borders) * share)))
    ends = np.array(pieces)
    sure = (np.interp(ends[:, 1], borders, whole) - np.interp(ends[:, 0], borders, whole)) / (ends[:, 1] - ends[:, 0])
    label, channel = lane
    theirs = {who: _covering(ends, segments) for who, segments in sorted(layer.items())}
    for i, (start, end) in enumerate(pieces):
        by = [who for who, (_, covered, _) in theirs.items() if 2 * covered[i] >= end - start]
        region: dict[str, Any] = {"label": label, "start": start, "end": end}
        region |= {"channel": channel} if channel else {}
        of = tuple(layer[who][int(theirs[who][0][i])] for who in by)
        fit = float(np.mean([theirs[who][2][i] for who in by])) if by else 0.0
        yield Fused(region, tuple(by), min(float(sure[i]), 1.0), fit, of)


def _covering(pieces: Array, segments: Sequence[Region]) -> tuple[Array, Array, Array]:
    """Of each piece the segment that shares most time with it, all time that any share, and the overlap of that one."""
    ends = _ends(segments)
    shared = np.minimum.outer(pieces[:, 1], ends[:, 1]) - np.maximum.outer(pieces[:, 0], ends[:, 0])
    shared = np.maximum(shared, 0.0)
    best = shared.argmax(axis=1)
    most = shared[np.arange(len(pieces)), best]
    joint = (pieces[:, 1] - pieces[:, 0]) + (ends[best, 1] - ends[best, 0]) - most
    return best, shared.sum(axis=1), most / joint

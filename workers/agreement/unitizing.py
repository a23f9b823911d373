"""Krippendorff's first unitizing alpha, of one recording: how far units lie apart, and which were missed.

Not additive over documents, and the family in `segments` has taken its place; it is here to compare with older figures.
"""

from collections.abc import Mapping, Sequence
from itertools import permutations
from typing import Any

Stretch = tuple[int, int, bool]  # begin, length, whether it is a unit or a gap


def disagreements(
    answers: Mapping[int, Sequence[Mapping[str, Any]]], begin: int, length: int, label: str
) -> tuple[float, float]:
    """Observed and expected disagreement on the units of one label.

    answers    of two annotators or more: annotator -> segments with "label", "start", "end", in whole units of
               length; of one label none overlap
    begin, length   of the recording, in the same units
    source     Krippendorff (2004), Content Analysis, 2nd ed., section 11.6
    """
    lines = [_line([s for s in those if s["label"] == label], begin, length) for those in answers.values()]
    m = len(lines)
    observed = sum(_apart(one, two) for a, b in permutations(lines, 2) for one in a for two in b)
    units = [long for line in lines for _, long, unit in line if unit]
    gaps = [long for line in lines for _, long, unit in line if not unit]
    expected = 0.0
    for long in units:
        expected += (len(units) - 1) / 3 * (2 * long**3 - 3 * long**2 + long)
        expected += long**2 * sum(gap - long + 1 for gap in gaps if gap >= long)
    whole = m * length
    below = whole * (whole - 1) - sum(long * (long - 1) for long in units)
    return observed / (m * (m - 1) * length**2), 2 / length * expected / below


def alpha(answers: Mapping[int, Sequence[Mapping[str, Any]]], begin: int, length: int) -> float | None:
    """Of all labels together: 1 - the sum of what is observed over that of what is expected.

    answers    as for `disagreements`
    returns    1 for perfect agreement, 0 for chance; None without units, or with fewer than two annotators
    source     Krippendorff (2004), Content Analysis, 2nd ed., section 11.6
    """
    if len(answers) < 2:
        return None
    labels = sorted({str(segment["label"]) for those in answers.values() for segment in those})
    found = [disagreements(answers, begin, length, label) for label in labels]
    expected = sum(one for _, one in found)
    return 1 - sum(one for one, _ in found) / expected if expected > 0 else None


def _line(segments: Sequence[Mapping[str, Any]], begin: int, length: int) -> list[Stretch]:
    """Units and the gaps between them, from the begin to the end."""
    line: list[Stretch] = []
    at = begin
    for segment in sorted(segments, key=lambda one: int(one["start"])):
        start, end = int(segment["start"]), int(segment["end"])
        if start > at:
            line.append((at, start - at, False))
        line.append((start, end - start, True))
        at = end
    if at < begin + length:
        line.append((at, begin + length - at, False))
    return line


def _apart(one: Stretch, two: Stretch) -> float:
    """Squared distance of a unit of one annotator and a stretch of another."""
    (b, long, unit), (c, other, also) = one, two
    if unit and also:
        overlap = -long < b - c < other
        return float((b - c) ** 2 + (b + long - c - other) ** 2) if overlap else 0.0
    if unit and not also and other - long >= b - c >= 0:
        return float(long**2)
    if also and not unit and long - other >= c - b >= 0:
        return float(other**2)
    return 0.0

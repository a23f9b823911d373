"""Who spoke when: the diarization error rate of one annotator's segments against those of another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

import numpy as np
import scipy  # its parts are read when they are first used

from workers.agreement.counts import Array

Segment = Mapping[str, Any]  # "label" (the speaker), "start", "end"


@dataclass(frozen=True)
class Diarization:
    """missed       time that the reference gives to more speakers than the other does, once for each of these speakers
    false_alarm  the same the other way round
    confusion    time that both give to somebody, but not to the same one
    total        time of the reference's speakers; where two speak at once it counts twice
    speakers     speaker of the reference -> the other annotator's name for them, where there is one
    All times in the unit of the segments.
    """

    missed: float
    false_alarm: float
    confusion: float
    total: float
    speakers: Mapping[str, str] = field(default_factory=dict)

    @property
    def rate(self) -> float | None:
        """Errors over the total; above 1 where false alarms are many, None where nobody speaks in the reference."""
        return (self.missed + self.false_alarm + self.confusion) / self.total if self.total > 0 else None


def diarization_error(reference: Sequence[Segment], other: Sequence[Segment], collar: float = 0.0) -> Diarization:
    """The diarization error of the other's segments and its parts.

    reference, other   segments with "label", "start" and "end" in seconds, half-open, in any order. Different speakers
                       may overlap and all of them count; what overlaps itself under one label is spoken once
    collar             seconds before and after each start and end in the reference that are not scored
    errors             ValueError for a segment that does not end after it starts, and for a collar below 0
    returns            the parts and the rate. Speakers are matched one to one so that they share the most time; as in
                       NIST's md-eval that is decided before the collar is taken out. Not symmetric
    source             NIST (2009), The 2009 (RT-09) Rich Transcription Meeting Recognition Evaluation Plan
    """
    if not (isfinite(collar) and collar >= 0):
        raise ValueError(f"The collar is a number of seconds from 0 on, not {collar!r}.")
    for segment in (*reference, *other):
        if not (isfinite(segment["start"]) and isfinite(segment["end"]) and segment["start"] < segment["end"]):
            raise ValueError(f"A segment ends after it starts; {segment['start']!r} to {segment['end']!r} does not.")
    borders = [float(segment[side]) for segment in reference for side in ("start", "end")]
    silent = [(border - collar, border + collar) for border in borders]
    ends = [float(segment[side]) for segment in other for side in ("start", "end")]
    cuts = np.unique(np.array([*borders, *ends, *(edge for zone in silent for edge in zone)]))
    lengths = np.diff(cuts)
    names, one = _speaking(reference, cuts)
    others, two = _speaking(other, cuts)
    shared = (one * lengths) @ two.T
    rows, columns = scipy.optimize.linear_sum_assignment(shared, maximize=True)
    scored = lengths * np.logical_not(_covered(silent, cuts))
    n, m = one.sum(axis=0), two.sum(axis=0)
    right = (one[rows] & two[columns]).sum(axis=0)
    return Diarization(
        missed=float(scored @ np.maximum(n - m, 0)),
        false_alarm=float(scored @ np.maximum(m - n, 0)),
        confusion=float(scored @ (np.minimum(n, m) - right)),
        total=float(scored @ n),
        speakers={names[i]: others[j] for i, j in zip(rows, columns, strict=True) if shared[i, j] > 0},
    )


def _speaking(segments: Sequence[Segment], cuts: Array) -> tuple[list[str], Array]:
    """Speakers by name, and whether each of them speaks between two cuts: (speakers, cuts - 1)."""
    names = sorted({str(segment["label"]) for segment in segments})
    stretches = [[(float(s["start"]), float(s["end"])) for s in segments if str(s["label"]) == name] for name in names]
    rows = [_covered(those, cuts) for those in stretches]
    return names, np.array(rows, dtype=bool).reshape(len(names), max(len(cuts) - 1, 0))


def _covered(stretches: Sequence[tuple[float, float]], cuts: Array) -> Array:
    """Whether what lies between two cuts lies in one of these stretches, which begin and end at cuts."""
    covered = np.zeros(max(len(cuts) - 1, 0), dtype=bool)
    for start, end in stretches:
        covered[np.searchsorted(cuts, start) : np.searchsorted(cuts, end)] = True
    return covered

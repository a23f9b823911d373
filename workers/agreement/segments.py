"""Agreement on stretches of time: the family of unitizing alphas, events with a collar, and frames.

Times are whole numbers of one unit (milliseconds, frames, characters), half-open. Of one annotator no two overlap.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from workers.agreement import stretches
from workers.agreement.counts import Array
from workers.agreement.figures import Note, Report
from workers.agreement.state import Measure
from workers.agreement.sums import GRAIN, Document, Statistic, quotient, report, rounded
from workers.agreement.tally import Tally
from workers.matching import matching

Segment = Mapping[str, Any]  # "label", "start", "end"
GAP = stretches.OUTSIDE


class Lengths(Tally):
    """What unitizing alphas are read from; documents add up, as if they were one after the other.

    ("shared", value, value)   length on which one annotator says the one and another the other, over m - 1
    ("squares", value)         sum over units of the squared length; a gap counts as units of length 1
    ("pairable", value)        sum over units of the square of what they share with units of others, over m - 1
    All but plain lengths in billionths.
    """

    __slots__ = ()

    def add(self, answers: Mapping[int, Sequence[Segment]], length: int, times: int = 1) -> None:
        """A document of this length got these segments, by annotator; of one annotator alone it says nothing."""
        m = len(answers)
        if m < 2:
            return
        for long, labels in stretches.stretches(answers, length):
            for a, b in combinations(labels, 2):
                for one, two in ((labels[a], labels[b]), (labels[b], labels[a])):
                    self.count(("shared", one, two), times * rounded(long * GRAIN, m - 1))
            self.count(("squares", GAP), times * long * sum(label == GAP for label in labels.values()))
        for who, those in answers.items():
            others = [segment for one, segments in answers.items() if one != who for segment in segments]
            for segment in those:
                label, long = str(segment["label"]), int(segment["end"]) - int(segment["start"])
                self.count(("squares", label), times * long * long)
                shared = sum(max(0, min(segment["end"], o["end"]) - max(segment["start"], o["start"])) for o in others)
                self.count(("pairable", label), times * rounded(shared * shared * GRAIN, (m - 1) ** 2))

    def remove(self, answers: Mapping[int, Sequence[Segment]], length: int) -> None:
        """Take out a document that was added."""
        self.add(answers, length, -1)

    def family(self) -> "Family":
        """The alphas."""
        values = sorted({str(value) for row in self.rows if row[0] == "shared" for value in row[1:]})
        shared = np.array([[self.rows.get(("shared", c, k), 0) / GRAIN for k in values] for c in values])
        squares = np.array([float(self.rows.get(("squares", value), 0)) for value in values])
        pairable = np.array([self.rows.get(("pairable", value), 0) / GRAIN for value in values])
        named = np.array([value != GAP for value in values], dtype=bool)
        if not named.any():
            return Family(None, None, None, {})
        merged = np.array(
            [[shared[np.ix_(one, two)].sum() for two in (~named, named)] for one in (~named, named)], dtype=float
        )
        coded = shared[np.ix_(named, named)]
        names = [value for value in values if value != GAP]
        return Family(
            _alpha(shared, squares),
            _alpha(merged, np.array([squares[~named].sum(), squares[named].sum()])),
            _alpha(coded, pairable[named]),
            {value: _alpha_of(coded, pairable[named], i) for i, value in enumerate(names)},
        )


@dataclass(frozen=True)
class Family:
    """u        on where units are and what they are called
    binary   on where units are, whatever they are called (|u)
    cu       on what units are called, where two annotators both have one
    ku       the same for each value alone ((k)u)
    Each None where nothing else could have been expected.

    source   Krippendorff, Mathet, Bouvry & Widlöcher (2016), On the reliability of unitizing textual continua: further
             developments, Quality & Quantity 50:2347. u and binary as there; for cu and ku, what a unit shares with
             units of others stands for its length
    """

    u: float | None
    binary: float | None
    cu: float | None
    ku: dict[str, float | None]


def _expected(shared: Array, squares: Array) -> Array | None:
    """Shared lengths to be expected if the units of all annotators were put together by chance, none with itself."""
    lengths, total = shared.sum(axis=1), float(shared.sum())
    below = total * total - float(squares.sum())
    return total * (np.outer(lengths, lengths) - np.diag(squares)) / below if below > 0 else None


def _alpha(shared: Array, squares: Array) -> float | None:
    expected = _expected(shared, squares)
    others = ~np.eye(len(shared), dtype=bool)
    return None if expected is None else _quotient(shared[others], expected[others], shared)


def _alpha_of(shared: Array, squares: Array, value: int) -> float | None:
    expected = _expected(shared, squares)
    others = np.arange(len(shared)) != value
    return None if expected is None else _quotient(shared[value, others], expected[value, others], shared)


def _quotient(apart: Array, expected: Array, shared: Array) -> float | None:
    """1 - observed / expected; None where next to nothing was expected."""
    below = float(expected.sum())
    return 1 - float(apart.sum()) / below if below > 1e-12 * float(shared.sum()) else None


EVENTS = Statistic("event_f1", "events", quotient("same", "n", 2), undefined=Note.NOTHING_MARKED)


def events(one: Sequence[Segment], two: Sequence[Segment], collar: int) -> int:
    """Pairs of segments of the same label whose starts and whose ends lie no further apart than the collar.

    Matched one to one, as many as can be.
    source   Mesaros, Heittola & Virtanen (2016), Metrics for polyphonic sound event detection, Applied Sciences 6:162
    """
    if not one or not two:
        return 0
    close = np.array(
        [
            [
                a["label"] == b["label"]
                and abs(a["start"] - b["start"]) <= collar
                and abs(a["end"] - b["end"]) <= collar
                for b in two
            ]
            for a in one
        ],
        dtype=float,
    )
    return sum(bool(close[pair]) for pair in matching(close))


def measure(collar: int, length: int | None = None) -> Measure:
    """Event F1 with this collar, and alpha of frames: of those that somebody marked, and of all where the length is
    given."""

    def contribution(answers: Mapping[int, Sequence[Segment]]) -> Tally:
        tally = Tally()
        if len(answers) < 2:
            return tally
        document = Document(tally)
        document.pairwise("events", "", dict(_pairs(answers, collar)))
        stretches.count(document, answers, length)
        return tally

    def report_segments(tally: Tally) -> Report:
        alphas = [stretches.MARKED] if length is None else [stretches.MARKED, stretches.ALL]
        return report(tally, [EVENTS, *alphas], of_pairs=[EVENTS], regions="n")

    return Measure(contribution, report_segments, ("sums", "rater_sums", "slips", "pair_sums"))


def _pairs(answers: Mapping[int, Sequence[Segment]], collar: int) -> Iterator[tuple[tuple[int, int], dict[str, int]]]:
    for a, b in combinations(sorted(answers), 2):
        same = events(answers[a], answers[b], collar)
        yield (a, b), {"pairs": 1, "n": len(answers[a]) + len(answers[b]), "same": same}


def seconds(answers: Mapping[int, Sequence[Segment]], step: float = 0.001) -> dict[int, list[dict[str, Any]]]:
    """Segments whose times are seconds, in whole steps, as everything here takes them.

    answers    annotator -> segments with "start" and "end" in seconds
    step       seconds; times are rounded to the nearest one
    """
    found: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for who, those in answers.items():
        found[who] = [
            {**segment, "start": round(segment["start"] / step), "end": round(segment["end"] / step)}
            for segment in those
        ]
    return dict(found)

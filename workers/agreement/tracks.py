"""Agreement on things that move: frame by frame, and on which thing is which from frame to frame."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import scipy  # its parts are read when they are first used

from workers.agreement.figures import Note, Report
from workers.agreement.regions import Similarity
from workers.agreement.state import Measure
from workers.agreement.sums import GRAIN, Document, Statistic, quotient, report
from workers.agreement.tally import Tally
from workers.matching import matching

Track = Mapping[int, Mapping[str, Any]]  # frame -> region, with a "label"
IDENTITY = Statistic("identity_f1", "tracks", quotient("same_thing", "n", 2), undefined=Note.NOTHING_MARKED)
FRAMES = Statistic("frame_f1", "tracks", quotient("same_place", "n", 2), undefined=Note.NOTHING_MARKED)
FIT = Statistic("mean_iou", "tracks", quotient("fit", "same_place", 1 / GRAIN), undefined=Note.NOTHING_MARKED)
SWITCHES = Statistic("switches", "tracks", quotient("switches", "same_place"), undefined=Note.NOTHING_MARKED)


@dataclass(frozen=True)
class Compared:
    """n           regions of both annotators, in all frames
    same_place  pairs of regions matched frame by frame
    fit         sum of their similarity
    same_thing  pairs of regions that lie in tracks matched to each other as wholes
    switches    how often a track's partner changes from one matched frame to the next
    """

    n: int
    same_place: int
    fit: float
    same_thing: int
    switches: int


def compare(one: Sequence[Track], two: Sequence[Track], similarity: Similarity, at_least: float = 0.5) -> Compared:
    """Two annotators' tracks of one recording.

    similarity   as for `regions.contribution`
    at_least     similarity from which two regions are in the same place
    source       identity: Ristani et al. (2016), Performance measures and a data set for multi-target, multi-camera
                 tracking, ECCV Workshops; switches: Bernardin & Stiefelhagen (2008), CLEAR MOT, EURASIP Journal
    """
    frames = sorted({frame for track in (*one, *two) for frame in track})
    together: Counter[tuple[int, int]] = Counter()
    partner: dict[int, int] = {}
    places, fit, switches = 0, 0.0, 0
    for frame in frames:
        first, second = ([i for i, track in enumerate(those) if frame in track] for those in (one, two))
        if not first or not second:
            continue
        regions = [one[i][frame] for i in first], [two[j][frame] for j in second]
        alike = np.where(
            np.equal.outer([r["label"] for r in regions[0]], [r["label"] for r in regions[1]]), similarity(*regions), 0
        )
        together.update((first[i], second[j]) for i, j in np.argwhere(alike >= at_least).tolist())
        for i, j in matching(alike):
            if alike[i, j] >= at_least:
                places, fit = places + 1, fit + float(alike[i, j])
                switches += partner.get(first[i], second[j]) != second[j]
                partner[first[i]] = second[j]
    shared = np.zeros((len(one), len(two)))
    for (i, j), times in together.items():
        shared[i, j] = times
    rows, columns = scipy.optimize.linear_sum_assignment(shared, maximize=True) if shared.size else ([], [])
    n = sum(map(len, one)) + sum(map(len, two))
    return Compared(n, places, fit, int(shared[rows, columns].sum()) if shared.size else 0, switches)


def measure(similarity: Similarity, at_least: float = 0.5) -> Measure:
    """Identity F1, F1 of frames, mean similarity of what is in the same place, and switches a matched region."""

    def contribution(answers: Mapping[int, Sequence[Track]]) -> Tally:
        tally, pairs = Tally(), {}
        for a, b in combinations(sorted(answers), 2):
            found = compare(answers[a], answers[b], similarity, at_least)
            pairs[a, b] = {
                "pairs": 1,
                "n": found.n,
                "same_place": found.same_place,
                "fit": round(found.fit * GRAIN),
                "same_thing": found.same_thing,
                "switches": found.switches,
            }
        if pairs:
            Document(tally).pairwise("tracks", "", pairs)
        return tally

    def report_tracks(tally: Tally) -> Report:
        return report(tally, [IDENTITY, FRAMES, FIT, SWITCHES], of_pairs=[IDENTITY, FRAMES], regions="n")

    return Measure(contribution, report_tracks, ("sums", "rater_sums", "slips", "pair_sums"))

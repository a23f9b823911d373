"""Agreement on regions: spans, boxes, masks and whatever else has a label and can be more or less alike.

There is no number of "agreed absences" here, so chance-corrected coefficients have no ground to stand on; F1 between
annotators is what kappa tends to as that number grows.
source  Hripcsak & Rothschild (2005), Journal of the American Medical Informatics Association 12:296
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from workers.agreement.counts import Array
from workers.agreement.figures import Note, Report
from workers.agreement.intervals import Estimate, on_fisher_z
from workers.agreement.sums import GRAIN, Document, Pair, Statistic, Sums, nominal_alpha, quotient
from workers.agreement.sums import report as report_sums
from workers.agreement.tally import Tally
from workers.matching import matched, matching

Region = Mapping[str, Any]  # has a "label"; the rest is for the similarity alone
Similarity = Callable[[Sequence[Region], Sequence[Region]], Array]

GROUP = "regions"
MISSED = "–"  # what an annotator says of a region of the other that has no partner


@dataclass(frozen=True)
class Criterion:
    """When two matched regions count as the same.

    name       of the F1 it gives
    at_least   similarity, 0..1; 0 stands for any overlap above nothing
    mean       name under which the mean similarity of the pairs that count is also told, if wanted
    dice       the same for the mean Dice coefficient, where the similarity is intersection over union
    """

    name: str
    at_least: float
    mean: str = ""
    dice: str = ""

    def holds(self, similarity: int) -> bool:
        """Whether two regions as similar as this, in billionths, count as the same."""
        return similarity >= max(1, round(self.at_least * GRAIN))

    def statistics(self) -> Iterator[Statistic]:
        """Its F1, and the means asked for."""
        yield Statistic(self.name, GROUP, quotient(self.name, "n", 2), undefined=Note.NOTHING_MARKED)
        for mean in (self.mean, self.dice):
            if mean:
                yield Statistic(mean, GROUP, quotient(mean, self.name, 1 / GRAIN), undefined=Note.NOTHING_MARKED)


LABEL_ALPHA = Statistic("label_alpha", "matched", nominal_alpha(1), on_fisher_z, -1)


def contribution(
    answers: Mapping[int, Sequence[Region]],
    similarity: Similarity,
    criteria: Sequence[Criterion],
    across_labels: float | None = None,
) -> Tally:
    """What one document adds to the tables; nothing before two annotators have answered it.

    answers        annotator -> regions; no region is an answer too
    similarity     two lists of p and q regions -> (p, q) in 0..1; 1 only for equal regions
    criteria       when matched regions count as the same
    across_labels  similarity from which two regions are the same thing whatever their labels; then the agreement on
                   labels is counted too, with what the other missed as a label of its own
    returns        part "uses" (label), and the sums (see `sums`) of the groups "regions" and "matched"
    """
    tally = Tally()
    if len(answers) < 2:
        return tally
    by_label = {who: _by_label(regions) for who, regions in sorted(answers.items())}
    document = Document(tally)
    found: dict[str, dict[Pair, dict[str, int]]] = defaultdict(dict)
    for pair in combinations(by_label, 2):
        one, two = (by_label[who] for who in pair)
        whole = found[""][pair] = {"pairs": 1, "n": 0}
        for label in sorted(one.keys() | two.keys()):
            each = found[label][pair] = _compare(one.get(label, []), two.get(label, []), similarity, criteria)
            for name, n in each.items():
                whole[name] = whole.get(name, 0) + n
            each["pairs"] = 1
    for label, pairs in found.items():
        document.pairwise(GROUP, label, pairs)
    if across_labels is not None:
        document.pairwise("matched", "", dict(_labelled(answers, similarity, across_labels)), in_full=False)
    for regions in by_label.values():
        for label, those in regions.items():
            tally.count(("uses", label), len(those))
    return tally


def _by_label(regions: Sequence[Region]) -> dict[str, list[Region]]:
    found: dict[str, list[Region]] = {}
    for region in regions:
        found.setdefault(str(region["label"]), []).append(region)
    return found


def _compare(
    one: Sequence[Region], two: Sequence[Region], similarity: Similarity, criteria: Sequence[Criterion]
) -> dict[str, int]:
    """Regions of both; for each criterion the matches that count, by its name, and their similarity, by its means."""
    found = {"n": len(one) + len(two)}
    pairs = [round(value * GRAIN) for value in matched(similarity(one, two)).tolist()] if one and two else []
    for criterion in criteria:
        kept = [value for value in pairs if criterion.holds(value)]
        found[criterion.name] = len(kept)
        if criterion.mean:
            found[criterion.mean] = sum(kept)
        if criterion.dice:
            found[criterion.dice] = sum(2 * value * GRAIN // (GRAIN + value) for value in kept)
    return found


def _labelled(
    answers: Mapping[int, Sequence[Region]], similarity: Similarity, least: float
) -> Iterator[tuple[Pair, dict[str, int]]]:
    """For each pair: what they call the things that one of them or both marked."""
    for a, b in combinations(sorted(answers), 2):
        counted: dict[str, int] = defaultdict(int, pairs=1)
        for one, two in _things(answers[a], answers[b], similarity, least):
            counted[f"u:{one}"] += 1
            counted[f"u:{two}"] += 1
            counted["apart"] += 2 * (one != two)
        yield (a, b), dict(counted)


def _things(
    one: Sequence[Region], two: Sequence[Region], similarity: Similarity, least: float
) -> Iterator[tuple[str, str]]:
    found = partners(one, two, similarity, least)
    for i, region in enumerate(one):
        yield str(region["label"]), str(two[found[i]]["label"]) if i in found else MISSED
    for j, region in enumerate(two):
        if j not in found.values():
            yield MISSED, str(region["label"])


def partners(one: Sequence[Region], two: Sequence[Region], similarity: Similarity, least: float) -> dict[int, int]:
    """Which region of one annotator is which of the other, whatever their labels.

    similarity   p and q regions -> (p, q) in 0..1
    least        how alike the two must be; 0: any overlap
    returns      place in `one` -> place in `two`
    """
    alike = similarity(one, two) if one and two else np.zeros((len(one), len(two)))
    return {i: j for i, j in matching(alike) if round(alike[i, j] * GRAIN) >= max(1, round(least * GRAIN))}


def report(tally: Tally, criteria: Sequence[Criterion], further: Sequence[Statistic] = ()) -> Report:
    """The figures of a field: F1 by each criterion and the means asked for; the same for each label and each pair.

    tally      the sum of contributions; without its part "pair_labels", pairs are told without their labels
    further    other statistics of the whole field
    """
    each = [statistic for criterion in criteria for statistic in criterion.statistics()]
    return report_sums(tally, [*each, *further], of_labels=each, of_pairs=each, regions="n")


def f1_estimate(tally: Tally, criterion: Criterion, pair: Pair | None = None, label: str = "") -> Estimate:
    """F1 between annotators, 2 * matched / regions of both, with documents as the units of its interval.

    pair, label   of these two annotators, of this label; otherwise of all
    returns       None when there is no region
    """
    return _estimate(tally, next(criterion.statistics()), pair, label)


def mean_estimate(tally: Tally, criterion: Criterion, pair: Pair | None = None, label: str = "") -> Estimate:
    """Mean similarity of the matched pairs that count; it knows nothing of regions missed, so show it beside F1.

    returns       None when no pair counts
    """
    statistic = next(one for one in criterion.statistics() if one.name == criterion.mean)
    return _estimate(tally, statistic, pair, label)


def _estimate(tally: Tally, statistic: Statistic, pair: Pair | None, label: str) -> Estimate:
    sums = Sums(tally)
    place = sums.pairs[GROUP, label, pair] if pair else sums.whole[GROUP, label]
    return place.estimates(statistic)[0]

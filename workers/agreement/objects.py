"""Krippendorff's alpha of things that several annotators marked: what they are called, and where they lie.

Which of the annotators' regions are one thing is asked first, whatever their labels; every thing that anybody marked
is then a unit, and to have missed it is an answer as well.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from workers.agreement.any_distance import alpha_of, check_pairs
from workers.agreement.coefficients import alpha
from workers.agreement.counts import Array, Counts
from workers.agreement.regions import MISSED, Region, Similarity, partners

Answers = Mapping[int, Sequence[Region]]  # annotator -> regions; no region is an answer too
ROWS = 64  # regions compared with all others at once


def things(answers: Answers, similarity: Similarity, at_least: float = 0.5) -> list[dict[int, Region]]:
    """Which regions of the annotators of one document are the same thing.

    answers      annotator -> regions
    similarity   two lists of p and q regions -> (p, q) in 0..1
    at_least     similarity from which two regions are one thing; 0 stands for any overlap above nothing
    returns      for each thing who marked it, and how. One annotator after the other, by number, is matched one to one
                 with each before them in turn, and what is left over is new. So with three annotators or more the
                 order of their numbers may matter where regions crowd
    source       Tschirschwitz, Klemstein, Stein & Rodehorst (2022), A dataset for analysing complex document layouts in
                 the digital humanities and its evaluation with Krippendorff's alpha, GCPR, 354; with the matching of
                 `regions`, where a similarity of just the least still counts
    """
    found: list[dict[int, Region]] = []
    before: list[int] = []
    for who, regions in sorted(answers.items()):
        left = list(regions)
        for other in before:
            free = [thing for thing in found if other in thing and who not in thing]
            pairs = partners([thing[other] for thing in free], left, similarity, at_least)
            for i, j in pairs.items():
                free[i][who] = left[j]
            left = [region for j, region in enumerate(left) if j not in pairs.values()]
        found += [{who: region} for region in left]
        before.append(who)
    return found


def object_alpha(documents: Iterable[Answers], similarity: Similarity, at_least: float = 0.5) -> float | None:
    """Nominal alpha of what annotators call each thing, with "missed" as a label of its own: K-alpha.

    documents    for each, annotator -> regions, of all who answered it; they need not be the same on each
    similarity, at_least   when regions are one thing, see `things`
    returns      1 for perfect agreement, 0 for chance; None where nobody marked anything, and where everybody marked
                 all things with the same label: no variation. All things of all documents are units of one alpha;
                 the authors' program takes the mean, over pictures, of the alpha of each picture alone
    source       Tschirschwitz et al. (2022), see `things`
    """
    counts = Counts()
    for answers in documents:
        for thing in things(answers, similarity, at_least):
            counts.add(str(thing[who]["label"]) if who in thing else MISSED for who in answers)
    return alpha(counts)


def region_alpha(documents: Iterable[Answers], similarity: Similarity, at_least: float = 0.0) -> float | None:
    """Alpha of where things lie, whatever they are called: the distance of two regions is 1 less their similarity.

    documents    for each, annotator -> regions, of all who answered it; their places are measured in one unit, as
                 chance is how alike regions of any two documents are when these are laid over each other
    similarity, at_least   when regions are one thing, see `things`; similarity has to be the same both ways
    returns      1 for perfect agreement, 0 for chance; None where nobody marked anything, and where all regions are
                 equal. Who missed a thing is at distance 1 from who marked it, and at 0 from who missed it too
    raises       ValueError for more than 5,000,000 pairs of answers, see `alpha_of`
    source       Krippendorff (2019), Content Analysis, 4th ed., ch. 12, with the Jaccard distance of the areas
    """
    regions: list[Region] = []
    units: list[list[int]] = []  # for each thing the places of its regions, -1 where it was missed
    for answers in documents:
        if len(answers) < 2:
            continue
        for thing in things(answers, similarity, at_least):
            places = {who: len(regions) + i for i, who in enumerate(thing)}
            regions += thing.values()
            units.append([places.get(who, -1) for who in answers])
    check_pairs(sum(len(unit) for unit in units))
    alike = _among(regions, similarity)

    def apart(one: int, two: int) -> float:
        if one < 0 or two < 0:
            return float(one != two)
        return 1 - float(alike[one, two])

    return alpha_of(units, apart)


def _among(regions: Sequence[Region], similarity: Similarity) -> Array:
    """(n, n) how alike all regions are."""
    alike = np.zeros((len(regions), len(regions)))
    for start in range(0, len(regions), ROWS):
        alike[start : start + ROWS] = np.minimum(similarity(regions[start : start + ROWS], regions), 1)
    return alike

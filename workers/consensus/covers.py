"""Regions that are sets of places, pixels or characters: of those that several annotators made of one thing, the places
that they chose.

Places are whole numbers and a set of them is its edges, begin and end of each run in order: [3, 5, 9, 12] holds 3, 4,
9, 10 and 11. Between two edges of anybody all say the same, so votes are counted and reliability is learnt run by run,
however many places there are.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from workers.consensus.alike import Similarity, groups
from workers.consensus.masks import learnt
from workers.consensus.regions import Answers, Fused, Region
from workers.consensus.votes import Array

ENOUGH = 3  # annotators from whom it can be learnt who is careful
Runs = Callable[[Region], Array]


@dataclass(frozen=True)
class Cover:
    """edges       of the places that were chosen
    confidence  of the places that anybody chose: how sure the decision on each is, on average
    """

    edges: Array
    confidence: float


def place_vote(covers: Sequence[Array]) -> Cover:
    """Places that more than half of the annotators chose; as sure as the share that agrees.

    covers   (e,) edges of the places that each annotator chose
    """
    borders, said = _runs(covers)
    share = said.mean(axis=1)
    return _cover(borders, said, share)


def place_staple(covers: Sequence[Array], places: int) -> Cover:
    """Places that belong to the thing more probably than not, with each annotator's care learnt from these covers.

    covers   as for `place_vote`
    places   how many there are in all
    source   as `masks.staple`
    """
    borders, said = _runs(covers)
    times = np.append(np.diff(borders), max(places - int(np.diff(borders).sum()), 0))
    patterns = np.vstack([said, np.zeros(len(covers))])  # nobody chose what lies around
    return _cover(borders, said, learnt(patterns, times).weight[:-1])


def covered_regions(
    answers: Answers,
    similarity: Similarity,
    runs: Runs,
    of_runs: Callable[[Array, Region], dict[str, Any]],
    places: Callable[[Region], int] | None = None,
    *,
    alike: float = 0.3,
) -> list[Fused]:
    """Regions of all annotators, each made of the places that those who have it chose.

    runs, of_runs  region -> its edges; edges and one of the regions -> the geometry of a region
    places         region -> how many places there are; with it, three or more are weighed by STAPLE
    alike          least mean similarity of two groups of regions to be one thing
    returns        most people first; `fit` says how sure the places are. Where none has enough votes, the region
                   that is closest to all others stands for them
    """
    found = []
    for label, by, regions, closeness in groups(answers, similarity, alike):
        covers = [runs(region) for region in regions]
        weighed = places is not None and len(covers) >= ENOUGH
        cover = place_staple(covers, places(regions[0])) if weighed and places else place_vote(covers)
        closest = regions[int(closeness.mean(axis=1).argmax())]
        edges = cover.edges if len(cover.edges) else runs(closest)
        region = {"label": label} | of_runs(edges, closest)
        found.append(Fused(region, by, len(by) / len(answers), cover.confidence, tuple(regions)))
    return sorted(found, key=lambda one: (-one.confidence, -one.fit))


def _runs(covers: Sequence[Array]) -> tuple[Array, Array]:
    """(n + 1,) all edges, and (n, m) which annotators chose what lies between one and the next."""
    borders = np.unique(np.concatenate([np.asarray(cover, dtype=np.int64) for cover in covers]))
    inside = [np.searchsorted(cover, borders[:-1], side="right") % 2 for cover in covers]
    return borders, np.stack(inside, axis=1).astype(float)


def _cover(borders: Array, said: Array, weight: Array) -> Cover:
    """What has more than half of the weight."""
    chosen, times = weight > 0.5, np.diff(borders)
    down = np.concatenate(([False], chosen, [False]))
    edges = borders[np.flatnonzero(down[1:] != down[:-1])]
    anybody = times * said.any(axis=1)
    sure = np.maximum(weight, 1 - weight)
    return Cover(edges, float(sure @ anybody / anybody.sum()) if anybody.any() else 1.0)

"""Regions of any shape: of those that several annotators made of one thing, the one most like all others."""

from collections.abc import Callable, Iterator
from itertools import groupby

import numpy as np

from workers.consensus.clusters import clusters
from workers.consensus.regions import Answers, Fused, Region
from workers.consensus.votes import Array

Similarity = Callable[[Region, Region], float]


def alike_regions(
    answers: Answers, similarity: Similarity, *, at_least: float = 0.5, alike: float = 0.3
) -> list[Fused]:
    """Regions that enough annotators made, each as one of them made it.

    answers      annotator -> regions with "label" and "id"
    similarity   of two regions, 0..1
    at_least     share of the annotators who must have made it
    alike        least mean similarity of two groups of regions to be one thing
    returns      most confident first; without "id"
    source       the medoid of each group, as `workers.consensus.medoid` has it for texts: shapes have no median
    """
    found = []
    for label, by, regions, closeness in groups(answers, similarity, alike):
        if len(by) >= at_least * len(answers):
            inside = closeness.mean(axis=1)
            best = int(inside.argmax())
            region = {key: part for key, part in regions[best].items() if key != "id"} | {"label": label}
            found.append(Fused(region, by, len(by) / len(answers), float(inside[best])))
    return sorted(found, key=lambda one: (-one.confidence, -one.fit))


def groups(
    answers: Answers, similarity: Similarity, alike: float
) -> Iterator[tuple[str, tuple[int, ...], list[Region], Array]]:
    """Each thing: its label, who has it, their regions, and how alike each two of those are."""
    by_label = sorted(
        ((str(region["label"]), who, region) for who, regions in sorted(answers.items()) for region in regions),
        key=lambda one: one[0],
    )
    for label, members in groupby(by_label, key=lambda one: one[0]):
        _, owner, regions = zip(*members, strict=True)
        closeness = np.array([[similarity(one, two) for two in regions] for one in regions])
        for group in clusters(closeness, owner, alike):
            by = tuple(sorted(owner[i] for i in group))
            yield label, by, [regions[i] for i in group], closeness[np.ix_(group, group)]

"""Regions of any shape: of those that several annotators made of one thing, the one most like all others, or the middle
of them where the shape has one."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import numpy as np

from workers.consensus.clusters import clusters
from workers.consensus.regions import Answers, Fused, Region
from workers.consensus.votes import Array

Similarity = Callable[[Region, Region], float]
Middle = Callable[[Sequence[Region], int], dict[str, Any] | None]  # regions of one thing, which is most like all others


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
            region = _nameless(regions[best], label)
            found.append(Fused(region, by, len(by) / len(answers), float(inside[best]), tuple(regions)))
    return sorted(found, key=lambda one: (-one.confidence, -one.fit))


def middle_regions(answers: Answers, similarity: Similarity, middle: Middle, *, alike: float = 0.3) -> list[Fused]:
    """Regions of all annotators, each in the middle of those of one thing.

    answers      annotator -> regions with "label" and "id"
    similarity   of two regions, 0..1
    middle       what lies between regions; where it finds nothing the one closest to all others stands for them, and
                 where all are the same they stand for themselves, to the last bit
    alike        least mean similarity of two groups of regions to be one thing
    returns      most people first; without "id" and "attributes"
    """
    found = []
    for label, by, regions, closeness in groups(answers, similarity, alike):
        closest = int(closeness.mean(axis=1).argmax())
        shapes = [_shape(region) for region in regions]
        region = shapes[closest]
        if any(shape != region for shape in shapes):
            region = middle(regions, closest) or region
        region = {"label": label} | region
        named = {"id": ""} | region
        fit = float(np.mean([similarity(named, one) for one in regions]))
        found.append(Fused(region, by, len(by) / len(answers), fit, tuple(regions)))
    return sorted(found, key=lambda one: (-one.confidence, -one.fit))


def _nameless(region: Region, label: str) -> dict[str, Any]:
    return {key: part for key, part in region.items() if key != "id"} | {"label": label}


def _shape(region: Region) -> dict[str, Any]:
    return {key: part for key, part in region.items() if key not in ("id", "label", "attributes")}


def groups(
    answers: Answers, similarity: Similarity, alike: float
) -> Iterator[tuple[str, tuple[int, ...], list[Region], Array]]:
    """Each thing that somebody marked.

    answers      annotator -> regions, in any order
    similarity   two regions of one label -> 0..1
    alike        from which likeness on two regions of different annotators may be one thing
    yields       its label, who has it, their g regions in that order, and (g, g) how alike each two of those are
    """
    by_label = sorted(
        ((str(region["label"]), who, region) for who, regions in sorted(answers.items()) for region in regions),
        key=lambda one: one[0],
    )
    for label, members in groupby(by_label, key=lambda one: one[0]):
        _, owner, regions = zip(*members, strict=True)
        closeness = np.eye(len(regions))
        for i, one in enumerate(regions):
            for j in range(i):
                if owner[i] != owner[j]:  # of one annotator they are two things, however alike
                    closeness[i, j] = closeness[j, i] = similarity(one, regions[j])
        for group in clusters(closeness, owner, alike):
            by = tuple(owner[i] for i in group)  # in order, as the answers are
            yield label, by, [regions[i] for i in group], closeness[np.ix_(group, group)]

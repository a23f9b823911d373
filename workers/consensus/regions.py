"""One set of boxes or spans out of those of several annotators."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np

from workers.consensus.clusters import clusters
from workers.consensus.votes import Array
from workers.matching import box_overlaps, span_overlaps

Region = Mapping[str, Any]
Answers = Mapping[int, Sequence[Region]]  # annotator -> regions; no region is an answer too
SIDES = ("x", "y", "width", "height")
ENDS = ("start", "end")


@dataclass(frozen=True)
class Fused:
    """A region that stands for those of several annotators.

    region      "label" and the geometry
    by          who has it
    confidence  their share of all who answered
    fit         mean similarity of their regions to this one; 1 when all drew the same
    of          their regions, in the order of `by`
    """

    region: dict[str, Any]
    by: tuple[int, ...]
    confidence: float
    fit: float
    of: tuple[Region, ...] = ()


def fused_boxes(answers: Answers, *, at_least: float = 0.5, alike: float = 0.5) -> list[Fused]:
    """Boxes that enough annotators drew; each side is the median of theirs.

    answers    annotator -> boxes with "label", "x", "y", "width", "height"
    at_least   share of the annotators who must have drawn it (0 keeps all, so that a reviewer can choose)
    alike      least mean IoU of two groups of boxes to be one thing
    returns    most confident first
    source     medians of matched boxes instead of the weighted means of Solovyev, Wang & Gabruseva (2021), Image and
               Vision Computing 107:104117: people have no scores, and one careless corner should not move the box
    """
    return _fused(answers, _boxes_alike, _median_box, at_least, alike)


def voted_spans(answers: Answers, *, at_least: float = 0.5, alike: float = 0.3) -> list[Fused]:
    """Spans that enough annotators marked, with the ends that most of them chose.

    answers    annotator -> spans with "label", "start", "end"; they may overlap
    at_least   share of the annotators who must have marked it
    alike      least mean overlap of two groups of spans to be one thing
    returns    in the order of the text. The ends are always a pair that somebody chose, so a word is not cut: the most
               frequent one, of those that tie the closest to all others
    """
    found = _fused(answers, _spans_alike, _chosen_span, at_least, alike)
    return sorted(found, key=lambda one: (one.region["start"], one.region["end"], one.region["label"]))


def _fused(
    answers: Answers,
    similarity: Callable[[Sequence[Region], Sequence[Region]], Array],
    middle: Callable[[Sequence[Region]], dict[str, Any]],
    at_least: float,
    alike: float,
) -> list[Fused]:
    by_label = sorted(
        ((str(region["label"]), who, region) for who, regions in sorted(answers.items()) for region in regions),
        key=lambda one: one[0],
    )
    found = []
    for label, members in groupby(by_label, key=lambda one: one[0]):
        _, owner, regions = zip(*members, strict=True)
        for group in clusters(similarity(regions, regions), owner, alike):
            if len(group) >= at_least * len(answers):
                those = [regions[i] for i in group]
                region = {"label": label} | middle(those)
                by = tuple(owner[i] for i in group)  # in order, as the answers are
                fit = float(similarity([region], those).mean())
                found.append(Fused(region, by, len(by) / len(answers), fit, tuple(those)))
    return sorted(found, key=lambda one: (-one.confidence, -one.fit))


def _boxes_alike(one: Sequence[Region], two: Sequence[Region]) -> Array:
    return box_overlaps(*([[region[side] for side in SIDES] for region in those] for those in (one, two)))


def _spans_alike(one: Sequence[Region], two: Sequence[Region]) -> Array:
    return span_overlaps(*([[region[end] for end in ENDS] for region in those] for those in (one, two)))


def _median_box(regions: Sequence[Region]) -> dict[str, Any]:
    """The median of each of the four sides, not of corner and size, so that each side is judged alone."""
    first = {side: regions[0][side] for side in SIDES}
    if all({side: region[side] for side in SIDES} == first for region in regions):
        return first  # to the last bit
    edges = np.array([[r["x"], r["y"], r["x"] + r["width"], r["y"] + r["height"]] for r in regions], dtype=float)
    left, top, right, bottom = np.median(edges, axis=0).tolist()
    return {"x": left, "y": top, "width": right - left, "height": bottom - top}


def _chosen_span(regions: Sequence[Region]) -> dict[str, Any]:
    ends = [(int(region["start"]), int(region["end"])) for region in regions]
    closeness = _spans_alike(regions, regions).sum(axis=1)
    best = max(range(len(ends)), key=lambda i: (ends.count(ends[i]), closeness[i], -i))
    return dict(zip(ENDS, ends[best], strict=True))

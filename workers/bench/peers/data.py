"""Made-up answers with known truth, the same in every process that measures."""

from dataclasses import dataclass

import numpy as np

from workers.agreement.columns import Codes
from workers.agreement.counts import Array

ANNOTATORS, LABELS, KNOWN = 200, 5, 0.7
SPANS, TYPES, BOXES = 9, 4, 8


@dataclass(frozen=True)
class Answers:
    """unit, annotator, label (n,) in the order of the units, three to five answers each; truth (units,)."""

    unit: Codes
    annotator: Codes
    label: Codes
    truth: Codes


def answers(n: int) -> Answers:
    """About n answers of 200 annotators, five labels; seven times in ten somebody knows, otherwise they guess."""
    rng = np.random.default_rng(7)
    size = rng.integers(3, 6, n // 4).astype(np.int64)
    unit = np.repeat(np.arange(len(size), dtype=np.int32), size)
    people = np.sort(rng.integers(0, ANNOTATORS - 4, (len(size), 5), dtype=np.int16), axis=1)
    people += np.arange(5, dtype=np.int16)
    asked = np.arange(5) < size[:, None]
    truth = rng.integers(0, LABELS, len(size), dtype=np.int8)
    guess = rng.integers(0, LABELS, len(unit), dtype=np.int8)
    label = np.where(rng.random(len(unit), dtype=np.float32) < KNOWN, truth[unit], guess)
    return Answers(unit, people[asked], label, truth)


@dataclass(frozen=True)
class Spans:
    """document, annotator, label, start, end: (n,) each; no two of one annotator overlap."""

    document: Codes
    annotator: Codes
    label: Codes
    start: Codes
    end: Codes


def spans(documents: int) -> Spans:
    """Three annotators; 9 spans a document, of which each is left out or labelled otherwise now and then."""
    rng = np.random.default_rng(11)
    shape = (documents, 3, SPANS)
    start = np.broadcast_to(np.arange(SPANS) * 10 + rng.integers(0, 4, (documents, 1, SPANS)), shape)
    end = start + rng.integers(1, 5, (documents, 1, SPANS)) + (rng.random(shape) < 0.1)
    truth = rng.integers(0, TYPES, (documents, 1, SPANS))
    label = np.where(rng.random(shape) < 0.9, truth, rng.integers(0, TYPES, shape))
    there = rng.random(shape) < 0.95
    document, annotator, _ = np.nonzero(there)
    return Spans(document, annotator, label[there], start[there], end[there])


@dataclass(frozen=True)
class Boxes:
    """document, annotator (n,), in this order; box (n, 4) left, top, width, height."""

    document: Codes
    annotator: Codes
    box: Array


def boxes(documents: int) -> Boxes:
    """Three annotators who draw six to eight of eight boxes on a picture of 1,000 pixels, a few pixels off."""
    rng = np.random.default_rng(13)
    corner, size = rng.uniform(0, 900, (documents, 1, BOXES, 2)), rng.uniform(40, 140, (documents, 1, BOXES, 2))
    true = np.concatenate([corner, size], axis=-1)
    drawn = true + rng.normal(0, 4, (documents, 3, BOXES, 4))
    there = np.argsort(rng.random((documents, 3, BOXES)), axis=2) < rng.integers(6, 9, (documents, 3, 1))
    document, annotator, _ = np.nonzero(there)
    return Boxes(document, annotator, drawn[there])

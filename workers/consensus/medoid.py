"""The text that is closest to all others: a consensus that somebody really wrote."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz.distance import Levenshtein

Tokens = Callable[[str], Sequence[Hashable]]


@dataclass(frozen=True)
class Medoid:
    """index       which of the texts
    text        the text as it was written
    confidence  1 less its mean distance to the others, each by the longer of the two; 1 when all are equal
    tied        whether a different text is as close
    """

    index: int
    text: str
    confidence: float
    tied: bool


def medoid(texts: Sequence[str], tokens: Tokens = str, weights: Sequence[float] | None = None) -> Medoid:
    """The text with the least sum of edit distances to the others; the first one written of those that tie.

    texts      one an annotator, at least one
    tokens     what is counted: characters as they stand, or `str.split` for words; normalise here, not in the texts
    weights    how much each annotator counts; all alike when None
    source     Kohonen (1985), Median strings, Pattern Recognition Letters 3:309 (the set median)
    """
    if not texts:
        raise ValueError("There is no text to choose from.")
    cut = [tokens(text) for text in texts]
    heavy = np.ones(len(texts)) if weights is None else np.asarray(weights, dtype=float)
    apart, share = np.zeros((len(texts), len(texts))), np.zeros((len(texts), len(texts)))
    for i, one in enumerate(cut):
        for j in range(i):
            distance = Levenshtein.distance(one, cut[j])
            apart[i, j] = apart[j, i] = distance
            share[i, j] = share[j, i] = distance / max(len(one), len(cut[j]), 1)
    total = apart @ heavy
    best = int(total.argmin())
    others = heavy.sum() - heavy[best]
    confidence = 1 - float(share[best] @ heavy) / others if others > 0 else 1.0
    tied = any(apart[best, i] > 0 for i in np.flatnonzero(np.isclose(total, total[best])))
    return Medoid(best, texts[best], confidence, tied)

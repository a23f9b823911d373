"""Which region of one annotator is which region of another: an optimal one-to-one matching."""

from typing import Any

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used

Array = npt.NDArray[Any]

EXACT = 1e-6  # worth of an exact pair above its similarity, so that ties fall to it


def matched(similarity: Array) -> Array:
    """Similarities of the pairs of the one-to-one matching whose total similarity is largest.

    similarity (p, q) in 0..1, of each region of one annotator to each of the other
    returns    (min(p, q),) descending; pairs that have nothing in common appear with 0

    One matching serves every threshold: a pair counts at .5 when it is in the matching with at least .5. A pair that is
    exactly equal is always in it: 1 - IoU obeys the triangle inequality, so no exchange that gives up an exact pair
    gains, and among equals the exact pair is preferred.
    source     Kuhn (1955), Naval Research Logistics Quarterly 2:83; Lipkus (1999), Journal of Mathematical Chemistry
               26:263, for the triangle inequality
    """
    if similarity.size == 0:
        return np.zeros(0)
    a, b = _assigned(similarity)
    return -np.sort(-similarity[a, b])


def matching(similarity: Array) -> list[tuple[int, int]]:
    """The pairs (row, column) of that matching; `matched` has the reasons."""
    a, b = _assigned(similarity) if similarity.size else (np.zeros(0, int), np.zeros(0, int))
    return list(zip(a.tolist(), b.tolist(), strict=True))


def _assigned(similarity: Array) -> tuple[Array, Array]:
    found: tuple[Array, Array] = scipy.optimize.linear_sum_assignment(
        similarity + EXACT * (similarity >= 1), maximize=True
    )
    return found


def span_overlaps(a: npt.ArrayLike, b: npt.ArrayLike) -> Array:
    """Shared length over joint length of half-open spans.

    a, b       (p, 2) and (q, 2) start and end, in any one unit
    returns    (p, q) in 0..1
    """
    one, two = _columns(a, 2), _columns(b, 2)
    shared = np.minimum(one[:, None, 1], two[None, :, 1]) - np.maximum(one[:, None, 0], two[None, :, 0])
    shared = np.maximum(shared, 0)
    joint = (one[:, 1] - one[:, 0])[:, None] + (two[:, 1] - two[:, 0])[None, :] - shared
    return _share(shared, joint)


def box_overlaps(a: npt.ArrayLike, b: npt.ArrayLike) -> Array:
    """Intersection over union of upright boxes.

    a, b       (p, 4) and (q, 4) left, top, width, height, in any one unit
    returns    (p, q) in 0..1; 0 where both are empty
    """
    one, two = _columns(a, 4), _columns(b, 4)
    low = np.maximum(one[:, None, :2], two[None, :, :2])
    high = np.minimum((one[:, :2] + one[:, 2:])[:, None], (two[:, :2] + two[:, 2:])[None])
    shared = np.maximum(high - low, 0).prod(axis=2)
    joint = one[:, 2:].prod(axis=1)[:, None] + two[:, 2:].prod(axis=1)[None] - shared
    return np.where((one[:, None] == two[None]).all(axis=2) & (joint > 0), 1.0, _share(shared, joint))


def _columns(values: npt.ArrayLike, width: int) -> Array:
    return np.asarray(values, dtype=float).reshape(-1, width)


def _share(shared: Array, joint: Array) -> Array:
    return np.minimum(np.divide(shared, joint, out=np.zeros_like(joint), where=joint > 0), 1.0)

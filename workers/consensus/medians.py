"""The middle of points on a plane, many at once."""

import numpy as np

from workers.consensus.votes import Array

MOST = 1000
NEAR = 1e-12  # a point that is as near to another as this is the same one
STILL = 1e-10  # of the spread of the points: a step that is shorter is the last one


def geometric_medians(points: Array) -> Array:
    """Of each set of points the one with the least sum of distances to them.

    points   (n, m, 2) n sets of m points; NaN where one is absent
    returns  (n, 2); of several that are as good the one in the middle; exactly the point where all are the same; NaN of
             none
    source   Weiszfeld (1937), Tôhoku Mathematical Journal 43:355, with what Vardi & Zhang (2000), PNAS 97:1423, do
             where a step comes to lie on one of the points. Whether one of these is the answer is asked first
    """
    there = ~np.isnan(points[..., 0])
    places = np.where(there[..., None], points, 0.0)
    way = places[:, None] - places[:, :, None]  # from the second index to the third
    far = np.hypot(way[..., 0], way[..., 1])
    both = there[:, None] & there[:, :, None]
    apart = both & (far > NEAR)
    pull = np.divide(way, far[..., None], out=np.zeros_like(way), where=apart[..., None]).sum(axis=2)
    own = (both & ~apart).sum(axis=2)  # how many lie at the same place, itself included
    best = there & (np.hypot(pull[..., 0], pull[..., 1]) <= own + 1e-9)
    weight = np.divide(best, own, out=np.zeros(best.shape), where=best)
    kinds = weight.sum(axis=1)  # how many different points are the answer
    found = np.full((len(points), 2), np.nan)
    one = np.flatnonzero(best.any(axis=1) & (kinds < 1.5))
    found[one] = places[one, best[one].argmax(axis=1)]
    several = np.flatnonzero(kinds >= 1.5)
    found[several] = (weight[several, :, None] * places[several]).sum(axis=1) / kinds[several, None]
    left = np.flatnonzero(there.any(axis=1) & ~best.any(axis=1))
    found[left] = _between(places[left], there[left])
    return found


def _between(points: Array, there: Array) -> Array:
    """(n, 2) the same of sets of which no point is the answer itself."""
    count = there.sum(axis=1)[:, None]
    at = points.sum(axis=1) / np.maximum(count, 1)
    spread = np.abs(np.where(there[..., None], points - at[:, None], 0)).max(axis=(1, 2), initial=0)
    moving = np.arange(len(points))
    for _ in range(MOST):
        if not len(moving):
            break
        here = at[moving]
        at[moving] = _step(points[moving], there[moving], here)
        moving = moving[np.abs(at[moving] - here).max(axis=1) > STILL * spread[moving]]
    return np.asarray(at)


def _step(points: Array, there: Array, at: Array) -> Array:
    """(n, 2) the better of two steps: Weiszfeld's, which never leads away, and Newton's, which is quick at the end."""
    way = points - at[:, None]
    far = np.hypot(way[..., 0], way[..., 1])
    apart = there & (far > NEAR)
    weight = np.divide(1.0, far, out=np.zeros_like(far), where=apart)
    pull = (weight[..., None] * way).sum(axis=1)
    held = (there & ~apart).sum(axis=1) / np.maximum(np.hypot(pull[:, 0], pull[:, 1]), NEAR)
    slow = at + np.maximum(1 - held, 0.0)[:, None] * pull / weight.sum(axis=1)[:, None]
    x, y = np.moveaxis(weight[..., None] * way, 2, 0)
    xx, xy, yy = (weight * y * y).sum(axis=1), -(weight * x * y).sum(axis=1), (weight * x * x).sum(axis=1)
    area = np.maximum(xx * yy - xy * xy, NEAR**2)
    quick = at + np.column_stack([yy * pull[:, 0] - xy * pull[:, 1], xx * pull[:, 1] - xy * pull[:, 0]]) / area[:, None]
    better = _distance(points, there, quick) <= _distance(points, there, slow)
    return np.asarray(np.where(better[:, None], quick, slow))


def _distance(points: Array, there: Array, at: Array) -> Array:
    """(n,) the sum of the distances to the points."""
    way = points - at[:, None]
    return np.asarray((np.hypot(way[..., 0], way[..., 1]) * there).sum(axis=1))

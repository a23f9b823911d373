"""Named joints and loose points of several annotators, and those that stand for them."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from workers.consensus.clusters import clusters
from workers.consensus.medians import geometric_medians
from workers.consensus.regions import Region
from workers.consensus.votes import Array

MOST = 300  # points of all annotators that are compared each with each
NEAREST = 0.1  # least mean nearness of two groups of points to be one: about two tolerances


def middle_joints(regions: Sequence[Region], closest: int = 0) -> dict[str, Any] | None:
    """Joint by joint: placed where half or more placed it, at the geometric median of theirs, seen where most see it.

    regions   with "joints": name -> (x, y, visibility), 2 seen, 1 hidden, 0 not placed
    returns   the joints; None where no joint is placed
    """
    names = list(regions[closest]["joints"])
    given = np.array([[region["joints"].get(name, (0.0, 0.0, 0)) for region in regions] for name in names], dtype=float)
    placed = given[:, :, 2] > 0  # (joints, annotators)
    enough = 2 * placed.sum(axis=1) >= len(regions)
    if not enough.any():
        return None
    places = geometric_medians(np.where(placed[:, :, None], given[:, :, :2], np.nan))
    seen = 2 * (given[:, :, 2] == 2).sum(axis=1) >= placed.sum(axis=1)
    return {
        "joints": {
            name: [*places[i].tolist(), 2 if seen[i] else 1] if enough[i] else [0.0, 0.0, 0]
            for i, name in enumerate(names)
        }
    }


def middle_points(
    regions: Sequence[Region], closest: int = 0, *, tolerance: float = 10.0, most: int | None = None
) -> dict[str, Any] | None:
    """Points that half or more have, each at the geometric median of theirs; a region's points have no order.

    regions     with "points": (x, y) each
    tolerance   pixels that two points may lie apart and still be as much alike as different
    most        how many points there may be; those that most people have then
    returns     the points, in the order of the closest region; None where there are none, or too many to compare
    """
    owner = [who for who, region in enumerate(regions) for _ in region["points"]]
    points = np.array([point for region in regions for point in region["points"]], dtype=float)
    if len(points) > MOST:
        return None
    if len(points) == len(regions):
        return {"points": _medians(points[None])}
    apart = ((points[:, None] - points[None]) ** 2).sum(axis=2)
    groups = clusters(np.exp(-apart / (2 * tolerance**2)), owner, NEAREST)
    kept = [group for group in groups if 2 * len(group) >= len(regions)][:most]
    if not kept:
        return None
    first = owner.index(closest)
    kept.sort(key=lambda group: next((i - first for i in group if owner[i] == closest), len(points)))
    together = np.full((len(kept), max(map(len, kept)), 2), np.nan)
    for row, group in enumerate(kept):
        together[row, : len(group)] = points[group]
    return {"points": _medians(together)}


def _medians(points: Array) -> list[list[float]]:
    found: list[list[float]] = geometric_medians(points).tolist()
    return found

"""Mathet's gamma: how far annotators agree who mark stretches of one continuum themselves and name each of them.

Who marked what is aligned first, as well as it can be: an alignment puts every unit into one group of at most one unit
of each annotator, and is the better the less disorder its groups hold. Slow, for use offline: seconds for a hundred
units, minutes where very many lie over one another, as an alignment is sought for every sample too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil, comb, inf, isfinite

import numpy as np
import numpy.typing as npt
import scipy  # its parts are read when they are first used

from workers.agreement.counts import Array
from workers.agreement.limits import NORMAL

Unit = tuple[float, float, str]  # begin, end, category
Ids = npt.NDArray[np.int64]

MOST_UNITS = 2_000  # of all annotators: the distances of them all are kept at once
MOST_GROUPS = 20_000  # that an alignment is chosen from: where all units overlap, this many take some seconds
CELLS = 1_000_000  # looked at at once


@dataclass(frozen=True)
class Gamma:
    """Agreement, and the two disorders that it is read from.

    value      1 - observed / expected: 1 for the same units, about 0 for chance, below it for less than chance
    observed   disorder of the best alignment, in units of the distance of a unit and a missing partner
    expected   mean disorder of the best alignments of random annotations
    samples    how many of these were drawn
    """

    value: float
    observed: float
    expected: float
    samples: int


def gamma(
    annotations: Sequence[Sequence[Unit]],
    *,
    samples: int = 30,
    seed: int = 0,
    precision: float | None = None,
    extent: tuple[float, float] | None = None,
    alpha: float = 1,
    beta: float = 1,
) -> Gamma | None:
    """Gamma of annotators who marked and named units on one continuum; units may overlap.

    annotations  for each annotator the units, (begin, end, category), in any order and any unit of length
    samples      random annotations that say what chance would give
    seed         the same one gives the same value, whatever the order of the annotators
    precision    how far the expected disorder may be off, as a share of it and at 95 % confidence: where it spreads too
                 much for `samples`, as many more are drawn as that takes
    extent       where the continuum begins and ends; unset, with the first unit and with the last
    alpha, beta  weights of position and of category: the distance of two units is alpha ((|difference of begins| +
                 |difference of ends|) / sum of lengths)^2, and beta more if the categories differ
    returns      None for fewer than two annotators and where nobody marked anything
    raises       ValueError for units that do not end behind their begin or lie outside, and where there are too many
                 to align: more than 2,000 units, or more than 20,000 groups that an alignment could be made of
    source       Mathet, Widlöcher & Métivier (2015), The unified and holistic method gamma for inter-annotator
                 agreement measure and alignment, Computational Linguistics 41:437. In a random annotation every
                 annotator is one of the real ones, drawn with replacement as the authors' software does, the continuum
                 cut anywhere and its parts exchanged; a unit that is cut stays whole. Cuts lie at least the mean length
                 of a unit apart, around the ring that begin and end then form, where there is room. Where all who were
                 drawn marked nothing, they are drawn again
    """
    if samples < 2:
        raise ValueError(f"Chance needs at least 2 samples, not {samples}.")
    if precision is not None and not 0 < precision < 1:
        raise ValueError(f"The precision is a share above 0 and below 1, not {precision}.")
    if not (0 <= alpha < inf and 0 <= beta < inf and alpha + beta > 0):
        raise ValueError(f"The weights are zero or more, and one of them above, not {alpha} and {beta}.")
    begin, end = _extent(annotations, extent)
    if len(annotations) < 2 or not any(annotations):
        return None
    names = {name: code for code, name in enumerate(sorted({unit[2] for units in annotations for unit in units}))}
    lines = [  # in an order of their own, so that a seed draws the same from them whoever comes first
        np.array([(start, stop, names[name]) for start, stop, name in units], dtype=float).reshape(-1, 3)
        for units in sorted(sorted(units) for units in annotations)
    ]
    observed = _disorder(lines, alpha, beta)
    chance = np.random.default_rng(seed)
    drawn = [_disorder(_shuffled(lines, begin, end, chance), alpha, beta) for _ in range(samples)]
    if precision is not None and (mean := float(np.mean(drawn))) > 0:
        needed = ceil((NORMAL * float(np.std(drawn, ddof=1)) / mean / precision) ** 2)
        drawn += [_disorder(_shuffled(lines, begin, end, chance), alpha, beta) for _ in range(needed - samples)]
    expected = float(np.mean(drawn))
    return Gamma(1 - observed / expected, observed, expected, len(drawn)) if expected > 0 else None


def _extent(annotations: Sequence[Sequence[Unit]], extent: tuple[float, float] | None) -> tuple[float, float]:
    """Where the continuum begins and ends, once every unit was found to be one."""
    low, high = inf, -inf
    for start, stop, name in (unit for units in annotations for unit in units):
        if not (isfinite(start) and isfinite(stop) and start < stop):
            raise ValueError(f"A unit ends behind its begin, but {name!r} goes from {start} to {stop}.")
        low, high = min(low, start), max(high, stop)
    if extent is None:
        return low, high
    if not (isfinite(extent[0]) and isfinite(extent[1]) and extent[0] <= low and high <= extent[1]):
        raise ValueError(f"The continuum goes from {extent[0]} to {extent[1]}, but units from {low} to {high}.")
    return extent


def _disorder(lines: Sequence[Array], alpha: float, beta: float) -> float:
    """Of the best alignment: the disorders of its groups, over the mean number of units of an annotator."""
    units = np.concatenate(lines)
    groups, disorders = _groups(lines, alpha, beta)
    of, place = np.nonzero(groups < len(units))
    member = scipy.sparse.csr_array((np.ones(len(of)), (groups[of, place], of)), shape=(len(units), len(groups)))
    found = scipy.optimize.milp(
        disorders,
        integrality=np.ones(len(groups)),
        bounds=scipy.optimize.Bounds(0, 1),
        constraints=scipy.optimize.LinearConstraint(member, 1, 1),
        options={"mip_rel_gap": 0},
    )
    if found.x is None or found.status:
        raise RuntimeError(f"No best alignment was found: {found.message}")
    return float(disorders @ np.round(found.x)) * len(lines) / len(units)


def _groups(lines: Sequence[Array], alpha: float, beta: float) -> tuple[Ids, Array]:
    """What an alignment can be made of: (m, n) a unit of each annotator or that of none, and (m,) its disorder.

    The disorder is the mean distance of all pairs, 1 where one of the two is missing, or both. The paper leaves out
    groups of a disorder above n, as their units would be better off alone. Here are left out all with a unit that by
    itself would leave no more disorder than within, which are these and more: its distances to the others, each less
    1, reach the number of pairs. What is left out can be replaced, so the best alignment has the same disorder.
    """
    n, units = len(lines), np.concatenate(lines)
    if len(units) > MOST_UNITS:
        raise ValueError(
            f"{len(units)} units are too many to align, at most {MOST_UNITS}; take parts of the continuum."
        )
    none, pairs = len(units), comb(n, 2)
    beyond = np.zeros((none + 1, none + 1))  # distance less 1
    beyond[:none, :none] = _distances(units, alpha, beta) - 1
    firsts = np.cumsum([0, *map(len, lines)])
    groups: Ids = np.zeros((1, 0), dtype=np.int64)
    sums: Array = np.zeros((1, 0))  # of each member to the others
    for done, (first, last) in enumerate(pairwise(firsts), 1):
        more = np.append(np.arange(first, last), none)
        most = pairs + n - done  # those to come can be as near as 0, which is 1 less
        kept_groups, kept_sums, kept = [], [], 0
        step = max(1, CELLS // len(more))
        for part in range(0, len(groups), step):
            some, its = groups[part : part + step], sums[part : part + step]
            added = np.zeros((len(some), len(more)))
            for column in some.T:
                added += beyond[column[:, None], more]
            row, chosen = np.nonzero(added < most)
            to = beyond[some[row], more[chosen][:, None]]
            grown = np.column_stack([its[row] + to, added[row, chosen]])
            near = (grown < most).all(axis=1)
            kept_groups.append(np.column_stack([some[row], more[chosen]])[near])
            kept_sums.append(grown[near])
            kept += int(near.sum())
            if kept > MOST_GROUPS:
                raise ValueError(
                    f"{len(units)} units of {n} annotators can be put together in more than {MOST_GROUPS} ways, too "
                    "many to align; take parts of the continuum, or fewer annotators."
                )
        groups, sums = np.concatenate(kept_groups), np.concatenate(kept_sums)
    filled = (groups < none).any(axis=1)
    return groups[filled], 1 + sums[filled].sum(axis=1) / 2 / pairs


def _distances(units: Array, alpha: float, beta: float) -> Array:
    """(m, m) by position and category, as a share of what a missing partner costs."""
    start, stop, name = units.T
    apart = np.abs(start[:, None] - start) + np.abs(stop[:, None] - stop)
    long = stop - start
    return np.asarray(alpha * (apart / (long[:, None] + long)) ** 2 + beta * (name[:, None] != name))


def _shuffled(lines: Sequence[Array], begin: float, end: float, chance: np.random.Generator) -> list[Array]:
    """As many random annotators: each is one of the real ones, drawn by chance, with the continuum turned by chance."""
    apart = float(np.mean([stop - start for line in lines for start, stop, _ in line]))
    while True:
        drawn = [lines[one] for one in chance.integers(len(lines), size=len(lines))]
        if any(map(len, drawn)):
            break
    turned = []
    for line, turn in zip(drawn, _turns(len(lines), end - begin, apart, chance), strict=True):
        start = begin + (line[:, 0] - begin + turn) % (end - begin)
        turned.append(np.column_stack([start, start + line[:, 1] - line[:, 0], line[:, 2]]))
    return turned


def _turns(n: int, length: float, apart: float, chance: np.random.Generator) -> list[float]:
    """So many places on a ring, evenly by chance where no other is nearer than that; where there are none, anywhere."""
    turns: list[float] = []
    for _ in range(n):
        at = np.sort(turns)
        room = np.maximum(np.diff(at, append=at[:1] + length) - 2 * apart, 0).cumsum()
        if not len(room) or room[-1] <= 0:
            turns.append(chance.uniform(0, length))
            continue
        along = chance.uniform(0, room[-1])
        after = int(np.searchsorted(room, along, side="right"))
        turns.append(float(at[after] + apart + along - (room[after - 1] if after else 0)) % length)
    return turns

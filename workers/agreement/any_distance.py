"""Krippendorff's alpha of values of any type: whatever two of can be said to be so far apart."""

from collections.abc import Callable, Sequence
from itertools import combinations
from math import comb, fsum, inf
from typing import TypeVar

T = TypeVar("T")

MOST_PAIRS = 5_000_000  # of 3,162 values; some seconds for a simple distance


def alpha_of(units: Sequence[Sequence[T]], distance: Callable[[T, T], float]) -> float | None:
    """Krippendorff's alpha straight from its definition, with any distance.

    units      the values of each unit, in any order, without those that are missing; units with one value are ignored
    distance   two values -> how far apart they are, 0 or more and the same both ways; where alpha is defined with
               squared differences, as for intervals, already squared. Asked once for each two values, so where values
               have few different labels or are numbers, `alpha` of Counts says the same and is much quicker
    returns    1 less the mean distance within units, each unit weighing as many values as it has, over the mean
               distance of all pairs of values: 1 for perfect agreement, 0 for chance, below 0 for worse; None without
               two values on a unit, and where all values are the same: no variation
    raises     ValueError for more than 5,000,000 pairs of values (from 3,163 values on), and for a distance below 0 or
               not finite
    source     Krippendorff (2019), Content Analysis, 4th ed., ch. 12
    """
    paired = [unit for unit in units if len(unit) > 1]
    values = [value for unit in paired for value in unit]
    n = len(values)
    check_pairs(n)

    def apart(one: T, two: T) -> float:
        found = distance(one, two)
        if not 0 <= found < inf:
            raise ValueError(f"A distance has to be a number of 0 or more, not {found}.")
        return found

    expected = fsum(apart(one, two) for one, two in combinations(values, 2))
    if expected <= 0:
        return None
    observed = fsum(fsum(apart(one, two) for one, two in combinations(unit, 2)) / (len(unit) - 1) for unit in paired)
    return 1 - (n - 1) * observed / expected


def check_pairs(values: int) -> None:
    """ValueError where so many values have more pairs than can be compared one by one."""
    pairs = comb(values, 2)
    if pairs > MOST_PAIRS:
        raise ValueError(
            f"{values:,} values have {pairs:,} pairs, and at most {MOST_PAIRS:,} are compared one by one; "
            "give fewer units, for example some drawn at random."
        )

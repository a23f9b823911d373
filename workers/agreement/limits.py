"""How far two annotators' numbers lie apart, in their own unit: one's bias against the other, and limits around it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from workers.agreement.counts import Array
from workers.agreement.intervals import Estimate, t_quantile

LEAST_PAIRS = 3
NORMAL = 1.96  # standard deviations that hold 95 % of normal differences
EPSILON = 4 * float(np.finfo(float).eps)  # of a number's size: what differences of decimals are off by in binary


@dataclass(frozen=True)
class Limits:
    """Where the differences of two annotators lie, first less second, in the unit of their numbers.

    pairs         units that both answered
    bias          mean difference: how much higher the first one's numbers are
    sd            standard deviation of the differences (n - 1)
    lower, upper  limits of agreement: between them lie 95 % of the differences if these are normal
    """

    pairs: int
    bias: Estimate
    sd: float
    lower: Estimate
    upper: Estimate


def limits_of_agreement(
    one: Sequence[float], two: Sequence[float], level: float = 0.95, reach: float = NORMAL
) -> Limits | None:
    """Bland and Altman's limits of agreement of two annotators' numbers on the same units.

    one, two   (n,) a number for each unit, in the same order
    level      of the three intervals; Student's t with n - 1 degrees of freedom, exact for the bias of normal
               differences; for the limits with their approximate variance, sd^2 (1/n + reach^2 / 2(n - 1))
    reach      standard deviations from the bias to a limit; the paper of 1986 has 2
    returns    None for fewer than 3 units; no intervals where all differences are equal, which says nothing of how far
               others would vary. Differences that grow with the numbers call for logarithms: exp(bias) is then a ratio
    raises     ValueError for lengths that differ, and for numbers that are not finite
    source     Bland & Altman (1986), Lancet 327:307; (1999), Statistical Methods in Medical Research 8:135, section 2
    """
    first, second = _numbers(one, two)
    n = len(first)
    if n < LEAST_PAIRS:
        return None
    apart = first - second
    bias, sd = float(apart.mean()), float(apart.std(ddof=1))
    size = max(float(np.abs(first).max()), float(np.abs(second).max()))
    if sd <= EPSILON * size:
        return Limits(n, Estimate(bias), 0.0, Estimate(bias), Estimate(bias))
    t = t_quantile(n - 1, level)
    of_limit = sd * sqrt(1 / n + reach * reach / (2 * (n - 1)))
    return Limits(
        n,
        _around(bias, t * sd / sqrt(n)),
        sd,
        _around(bias - reach * sd, t * of_limit),
        _around(bias + reach * sd, t * of_limit),
    )


def pearson(one: Sequence[float], two: Sequence[float]) -> float | None:
    """Pearson's r of two annotators' numbers on the same units: how near they lie to one rising or falling line.

    An extra only: it is blind to bias and to scale. Who always says ten more than the other, or twice as much, has an
    r of 1 with them, and it grows with how much the units differ. Read it beside `limits_of_agreement`.

    one, two   (n,) a number for each unit, in the same order
    returns    from -1 to 1; None for fewer than 2 units, and where one of them said the same of all
    raises     ValueError for lengths that differ, and for numbers that are not finite
    source     Pearson (1896), Philosophical Transactions of the Royal Society A 187:253; that it does not measure
               agreement: Bland & Altman (1986), Lancet 327:307
    """
    first, second = (_centred(numbers) for numbers in _numbers(one, two))
    if not first.any() or not second.any():
        return None
    return float(np.clip(first @ second / np.linalg.norm(first) / np.linalg.norm(second), -1, 1))


def _numbers(one: Sequence[float], two: Sequence[float]) -> tuple[Array, Array]:
    if len(one) != len(two):
        raise ValueError(f"Both annotators need a number for each unit, but there are {len(one)} and {len(two)}.")
    first, second = np.asarray(one, dtype=float), np.asarray(two, dtype=float)
    if not (np.isfinite(first).all() and np.isfinite(second).all()):
        raise ValueError("Every number has to be finite; leave out the units that one of the two did not answer.")
    return first, second


def _centred(numbers: Array) -> Array:
    """Differences from the mean, the largest 1; all zero where the numbers are equal, whatever rounding does."""
    if not len(numbers) or (numbers == numbers[0]).all():
        return np.zeros(len(numbers))
    numbers = numbers / np.abs(numbers).max()
    apart = numbers - numbers.mean()
    return np.asarray(apart / np.abs(apart).max())


def _around(value: float, half: float) -> Estimate:
    return Estimate(value, value - half, value + half)

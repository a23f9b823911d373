"""How sure a number is: intervals from one state, without the raw labels."""

import math
from dataclasses import dataclass

import numpy as np
import scipy  # its parts are read when they are first used

from workers.agreement.counts import Array

ROUNDING = 1e-13  # part of sums that cancel which rounding leaves over


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number and its 95 % interval; None where the data do not define one."""

    value: float | None
    low: float | None = None
    high: float | None = None


NOTHING = Estimate(None)


def t_quantile(df: float, level: float = 0.95) -> float:
    """Two-sided quantile of Student's t: within so much of the middle lies the share `level` of it.

    df         degrees of freedom, above 0; need not be whole
    """
    return float(scipy.special.stdtrit(df, 0.5 + level / 2))


def jackknife_error(left_out: Array, units: Array) -> float | None:
    """Standard error by leaving out one unit at a time.

    left_out   (r,) the statistic without one unit of row r; nan where it is then undefined
    units      (r,) number of units of each row
    returns    the delete-one jackknife standard error, None for fewer than two units or an undefined part
    source     Efron & Tibshirani (1993), An Introduction to the Bootstrap, eq. 11.5
    """
    n = float(units.sum())
    if n < 2 or np.isnan(left_out).any():
        return None
    mean = units @ left_out / n
    return math.sqrt((n - 1) / n * float(units @ np.square(left_out - mean)))


def on_fisher_z(value: float, error: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of a coefficient within (-1, 1), built on atanh(value) so that it stays in range and leans as it should.

    source     Fisher (1921) for the transformation; that it covers best here is shown in docs/agreement.md
    """
    reach = t_quantile(df, level) * error
    if abs(value) >= 1:
        return value - reach, value + reach
    z, reach = math.atanh(value), reach / (1 - value * value)
    return math.tanh(z - reach), math.tanh(z + reach)


def on_log(value: float, error: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of a number above 0 without an upper end, built on its logarithm (delta method).

    error, df  standard error of the value and its degrees of freedom
    returns    low and high; both the value itself where it is not above 0
    """
    if value <= 0:
        return value, value
    reach = min(t_quantile(df, level) * error / value, 500.0)  # beyond that lies no number
    return value * math.exp(-reach), value * math.exp(reach)


def on_logit(value: float, error: float, df: float, level: float = 0.95) -> tuple[float, float]:
    """Interval of a share within (0, 1), built on its log odds (delta method).

    error, df  standard error of the value and its degrees of freedom
    returns    low and high; both the value itself where it is 0 or 1
    """
    if not 0 < value < 1:
        return value, value
    reach = t_quantile(df, level) * error / (value * (1 - value))
    centre = math.log(value / (1 - value))
    return _expit(centre - reach), _expit(centre + reach)


def _expit(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def unseen(units: float, level: float = 0.95) -> float:
    """Largest share of units that may behave differently although not one of `units` did: 1 - (1 - level)^(1/units).

    Where all units are alike every resampling finds a standard error of zero, which claims too much.
    source     Hanley & Lippman-Hand (1983), If nothing goes wrong, is everything all right?, JAMA 249:1743
    """
    return float(1 - (1 - level) ** (1 / units))


def ratio(n: int, x: float, y: float, xx: float, yy: float, xy: float, level: float = 0.95) -> Estimate:
    """A ratio of two sums over documents, sum(x) / sum(y) within 0 and 1, with documents as the units.

    n          documents
    x, y       the two sums
    xx, yy, xy sums over documents of x*x, y*y and x*y
    returns    None when sum(y) is 0; else the ratio, with the delta-method interval on its log odds for n >= 2
    source     Cochran (1977), Sampling Techniques, 3rd ed., section 6.3
    """
    if y <= 0:
        return NOTHING
    value = x / y
    if n < 2:
        return Estimate(value)
    squares = xx - 2 * value * xy + value * value * yy
    error = math.sqrt(max(squares, 0.0) * n / (n - 1)) / y
    if squares <= ROUNDING * (xx + value * value * yy):
        return Estimate(value, max(0.0, value - unseen(n, level)), min(1.0, value + unseen(n, level)))
    return Estimate(value, *on_logit(value, error, n - 1, level))


def mean_share(shares: Array, units: Array, level: float = 0.95) -> Estimate:
    """The mean of a share within 0 and 1 over units, with its interval on log odds.

    shares     (r,) the share of a unit of row r
    units      (r,) number of such units
    returns    None without a unit
    """
    n = float(units.sum())
    if n == 0:
        return NOTHING
    value = float(units @ shares / n)
    if n < 2:
        return Estimate(value)
    return ratio(int(n), value * n, n, float(units @ np.square(shares)), n, value * n, level)


def share(some: int, units: int, level: float = 0.95) -> Estimate:
    """`some` of all units, as a share with its interval on log odds."""
    return ratio(units, some, units, some, units, some, level)

"""Limits of agreement against the example of their authors, statsmodels and normal differences with known limits.

Pearson's r against SciPy.
"""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from workers.agreement import limits_of_agreement, pearson
from workers.agreement.intervals import Estimate

pytestmark = pytest.mark.once

# Bland & Altman (1986), table 1: peak expiratory flow in l/min, first reading by the large meter and by the small one.
LARGE = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
SMALL = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def ends(estimate):
    return estimate.low, estimate.high


def test_peak_flow_as_printed():
    """Printed from a bias and a deviation rounded to a tenth, so the limits are off by up to 0.1."""
    found = limits_of_agreement(LARGE, SMALL, reach=2)
    assert found.pairs == 17
    assert (found.bias.value, found.sd) == pytest.approx((-2.1, 38.8), abs=0.05)
    assert (found.lower.value, found.upper.value) == pytest.approx((-79.7, 75.5), abs=0.1)
    assert ends(found.bias) == pytest.approx((-22.0, 17.8), abs=0.1)


def test_their_intervals_are_close_to_those_printed_with_a_rounder_variance():
    """In 1986 the variance of a limit was 3 sd^2 / n, which is a little less than that of 1999."""
    found = limits_of_agreement(LARGE, SMALL, reach=2)
    assert ends(found.lower) == pytest.approx((-114.3, -45.1), abs=0.8)
    assert ends(found.upper) == pytest.approx((40.9, 110.1), abs=0.8)
    assert found.lower.high - found.lower.low > 114.3 - 45.1


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("level", [0.9, 0.95])
def test_equal_to_statsmodels_and_scipy(seed, level):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(3, 60))
    one, two = rng.normal(50, 10, n), rng.normal(48, 9, n)
    found, oracle = limits_of_agreement(list(one), list(two), level), DescrStatsW(one - two)
    assert found.bias.value == pytest.approx(oracle.mean, abs=1e-12)
    assert found.sd == pytest.approx(np.sqrt(oracle.var_ddof(1)), abs=1e-12)
    assert ends(found.bias) == pytest.approx(oracle.tconfint_mean(1 - level), abs=1e-10)
    for side, limit in ((-1, found.lower), (1, found.upper)):
        middle = oracle.mean + side * 1.96 * found.sd
        error = np.sqrt(found.sd**2 / n + 1.96**2 * found.sd**2 / (2 * n - 2))
        assert limit.value == pytest.approx(middle)
        assert ends(limit) == pytest.approx(stats.t.interval(level, n - 1, middle, error))


def test_the_intervals_hold_the_limits_of_the_population(rng):
    """Normal differences with mean 3 and deviation 2: nearly 95 of 100 intervals hold each of the three numbers."""
    held = np.zeros(3)
    for _ in range(2000):
        two = rng.normal(100, 20, 50)
        found = limits_of_agreement(two + rng.normal(3, 2, 50), two)
        three = ((found.lower, 3 - 1.96 * 2), (found.bias, 3), (found.upper, 3 + 1.96 * 2))
        held += [limit.low <= true <= limit.high for limit, true in three]
    assert held / 2000 == pytest.approx(0.95, abs=0.025)


def test_who_is_first_turns_the_signs():
    here, there = limits_of_agreement(LARGE, SMALL), limits_of_agreement(SMALL, LARGE)
    assert there.bias.value == pytest.approx(-here.bias.value)
    assert there.lower.value == pytest.approx(-here.upper.value)
    assert ends(there.lower) == pytest.approx((-here.upper.high, -here.upper.low))
    assert there.sd == pytest.approx(here.sd)


def test_another_unit_and_another_zero():
    found, base = (
        limits_of_agreement([10 * x + 7 for x in LARGE], [10 * x for x in SMALL]),
        limits_of_agreement(LARGE, SMALL),
    )
    assert found.sd == pytest.approx(10 * base.sd)
    assert found.upper.value == pytest.approx(10 * base.upper.value + 7)
    assert ends(found.upper) == pytest.approx(tuple(10 * end + 7 for end in ends(base.upper)))


def test_too_few_pairs():
    assert limits_of_agreement([], []) is None
    assert limits_of_agreement([1, 2], [2, 3]) is None
    assert limits_of_agreement([1, 2, 3], [2, 3, 5]) is not None


def test_equal_differences_have_no_intervals():
    found = limits_of_agreement([1.1, 2.1, 1000.1], [1, 2, 1000])
    assert found.sd == 0
    assert found.bias.value == found.lower.value == found.upper.value == pytest.approx(0.1)
    assert ends(found.bias) == ends(found.lower) == ends(found.upper) == (None, None)
    assert limits_of_agreement([0, 0, 0], [0, 0, 0]).bias == Estimate(0.0)


def test_small_differences_of_large_numbers_are_differences():
    found = limits_of_agreement([1e9 + 1e-5, 1e9, 1e9], [1e9, 1e9, 1e9 + 1e-5])
    assert found.sd == pytest.approx(1e-5, rel=0.02)


def test_what_does_not_fit_is_said():
    with pytest.raises(ValueError, match="there are 3 and 2"):
        limits_of_agreement([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="finite"):
        limits_of_agreement([1, 2, float("nan")], [1, 2, 3])


@pytest.mark.parametrize("seed", range(20))
def test_pearson_is_equal_to_scipy(seed):
    rng = np.random.default_rng(seed)
    n = int(rng.integers(2, 60))
    one = rng.normal(50, 10, n)
    two = rng.normal(0, 1) * one + rng.normal(48, 9, n)
    found = pearson(list(one), list(two))
    assert found == pytest.approx(stats.pearsonr(one, two).statistic, abs=1e-12)
    assert found == pytest.approx(pearson(two, one), abs=1e-15)


def test_pearson_of_the_peak_flow_as_printed():
    """Bland and Altman give r = 0.94 for the first readings, as what it does not tell."""
    assert pearson(LARGE, SMALL) == pytest.approx(0.94, abs=0.005)


def test_pearson_is_blind_to_bias_and_scale():
    assert pearson(LARGE, [x + 100 for x in LARGE]) == pytest.approx(1, abs=1e-15)
    assert pearson(LARGE, [-3 * x for x in LARGE]) == pytest.approx(-1, abs=1e-15)
    assert limits_of_agreement(LARGE, [x + 100 for x in LARGE]).bias.value == -100


@pytest.mark.parametrize("one", [[], [1.0], [0.1] * 6, [1e300] * 3])
def test_pearson_is_undefined_without_variation(one):
    two = [float(i) for i in range(len(one))]
    assert pearson(one, two) is None
    assert pearson(two, one) is None


def test_pearson_of_large_and_of_small_numbers():
    assert pearson([1e300, 2e300, 4e300], [1e-300, 2e-300, 4e-300]) == pytest.approx(1, abs=1e-15)


def test_pearson_of_what_does_not_fit():
    with pytest.raises(ValueError, match="there are 3 and 2"):
        pearson([1, 2, 3], [1, 2])
    with pytest.raises(ValueError, match="finite"):
        pearson([1, 2, float("inf")], [1, 2, 3])

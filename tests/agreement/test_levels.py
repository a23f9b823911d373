"""Coefficients of each level against their definition, and mean kappa against leaving out by hand."""

import krippendorff
import numpy as np
import pytest
from scipy.stats import t as student
from sklearn.metrics import cohen_kappa_score

from tests.agreement.test_oracles import random_design
from workers.agreement import Counts, ac1
from workers.agreement.coefficients import Coefficient, values
from workers.agreement.counts import Array
from workers.agreement.intervals import jackknife_error
from workers.agreement.levels import ac2, coefficients, uniform, weights
from workers.agreement.mean_kappa import Kappas
from workers.agreement.raters import Spread


def read(data: Array, how: Coefficient) -> float | None:
    return values(Counts.of([int(x) - 1 for x in unit if not np.isnan(x)] for unit in data.T), how)[0]


@pytest.mark.parametrize("seed", range(15))
@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_alpha_equals_krippendorff(seed, level):
    data = random_design(seed)
    numbers = np.arange(1.0, np.nanmax(data) + 1)
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert read(data, coefficients(level, numbers)["alpha"]) == pytest.approx(expected, abs=1e-12)


def test_interval_alpha_keeps_its_digits_far_from_zero():
    data = random_design(3)
    near, far = (read(data, coefficients("interval", np.arange(6.0) + shift)["alpha"]) for shift in (0, 1e7))
    assert near == pytest.approx(far, abs=1e-9)


def test_brennan_prediger_as_printed(published):
    """Gwet (2014), the table of Fleiss' extract: the coefficient is printed by irrCAC as 0.4388889."""
    rows = published["gwet_distrib6raters"]["counts"]
    counts = Counts.of([label for label, n in enumerate(row) for _ in range(n)] for row in rows)
    assert values(counts, uniform())[0] == pytest.approx(0.4388889, abs=1e-7)


@pytest.mark.parametrize("seed", range(5))
def test_ac2_without_partial_agreement_is_ac1(seed):
    data = random_design(seed)
    counts = Counts.of([int(x) - 1 for x in unit if not np.isnan(x)] for unit in data.T)
    assert values(counts, ac2(np.eye(6)))[0] == pytest.approx(ac1(counts), abs=1e-12)


def test_ac2_by_hand():
    """Two raters, labels 0 1 2, quadratic weights 1, 3/4, 0: units 00, 01, 22 agree 1, 3/4, 1."""
    counts = Counts.of([[0, 0], [0, 1], [2, 2]])
    weight = weights("interval", np.arange(3.0))
    shares = np.array([3, 1, 2]) / 6
    chance = weight.sum() / (3 * 2) * (shares * (1 - shares)).sum()
    assert values(counts, ac2(weight))[0] == pytest.approx((11 / 12 - chance) / (1 - chance))


def test_weights_of_ordinal_labels():
    assert weights("ordinal", np.arange(4.0))[0] == pytest.approx([1, 5 / 6, 3 / 6, 0])


def units_of(data):
    return [{r + 1: int(x) - 1 for r, x in enumerate(unit) if not np.isnan(x)} for unit in data.T]


@pytest.mark.parametrize("seed", range(5))
def test_mean_kappa_of_complete_data_is_the_plain_mean(seed):
    rng = np.random.default_rng(seed)
    data = np.where(rng.random((4, 60)) < 0.6, rng.integers(0, 3, 60), rng.integers(0, 3, (4, 60)))
    units = units_of(data + 1.0)
    for apart, how in ((1 - np.eye(3), None), (1 - weights("interval", np.arange(3.0)), "quadratic")):
        pairs = [(a, b) for a in range(4) for b in range(a)]
        expected = np.mean([cohen_kappa_score(data[a], data[b], weights=how) for a, b in pairs])
        assert Kappas.of(units, apart).mean()[0].value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_its_errors_are_those_of_leaving_out_by_hand(seed):
    units = units_of(random_design(seed))
    apart = 1 - np.eye(6)

    def mean(those):
        return Kappas.of(those, apart).mean()[0].value

    kappas = Kappas.of(units, apart)
    paired = [unit for unit in units if len(unit) > 1]
    by_unit = [mean([one for one in paired if one is not unit]) for unit in paired]
    people = sorted({who for unit in paired for who in unit})
    by_rater = [mean([{a: x for a, x in unit.items() if a != who} for unit in paired]) for who in people]
    by_label = [
        mean([{a: x for a, x in one.items() if one is not unit or a != who} for one in paired])
        for unit in paired
        for who in unit
    ]
    errors = [
        None if None in left else jackknife_error(np.array(left), np.ones(len(left)))
        for left in (by_unit, by_rater, by_label)
    ]
    if errors[0] is None:
        assert kappas.mean()[0].low is None
        return
    here, others = kappas.mean()
    assert np.arctanh(here.high) - np.arctanh(here.low) == pytest.approx(reach(here.value, errors[:1], paired, 1))
    if len(people) > 2:
        expected = reach(here.value, errors, paired, len(people))
        assert np.arctanh(others.high) - np.arctanh(others.low) == pytest.approx(expected)


def reach(value, errors, units, raters):
    """Width of an interval on Fisher's z."""
    spread = Spread(*[*errors, 0.0, 0.0][:3], len(units), raters)
    return 2 * student.ppf(0.975, spread.freedom) * spread.error / (1 - value**2)

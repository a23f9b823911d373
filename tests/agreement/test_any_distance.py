"""Alpha with any distance: equal to the alpha of label multisets, and to nltk where values are sets."""

import krippendorff
import numpy as np
import pytest
from nltk.metrics import jaccard_distance
from nltk.metrics.agreement import AnnotationTask

from workers.agreement import Counts, alpha, alpha_of, distances
from workers.agreement.any_distance import MOST_PAIRS

pytestmark = pytest.mark.once


def designs(seed):
    """Units of one to five values of one to six labels."""
    rng = np.random.default_rng(seed)
    labels = int(rng.integers(2, 7))
    truth = rng.integers(1, labels + 1, int(rng.integers(3, 40)))
    slips = rng.random()
    return [
        [int(rng.integers(1, labels + 1) if rng.random() < slips else true) for _ in range(rng.integers(1, 6))]
        for true in truth
    ]


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("name", ["nominal", "ordinal", "interval", "ratio"])
def test_equal_to_alpha_of_label_multisets(seed, name):
    units, metric = designs(seed), getattr(distances, name)
    paired = Counts.of(unit for unit in units if len(unit) > 1).to_rows()
    apart = metric(paired.labels, paired.units @ paired.counts)
    place = {label: i for i, label in enumerate(paired.labels)}
    found = alpha_of(units, lambda one, two: float(apart[place[one], place[two]]))
    expected = alpha(Counts.of(units), metric)
    assert found == (None if expected is None else pytest.approx(expected, abs=1e-12))


@pytest.mark.parametrize("seed", range(10))
def test_equal_to_krippendorff_for_numbers(seed):
    rng = np.random.default_rng(seed)
    table = rng.normal(0, 3, (25, 1)) + rng.normal(0, 1, (25, 4))
    table[rng.random(table.shape) < 0.3] = np.nan
    units = [[float(x) for x in row if not np.isnan(x)] for row in table]
    expected = krippendorff.alpha(reliability_data=table.T, level_of_measurement="interval")
    assert alpha_of(units, lambda one, two: (one - two) ** 2) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_equal_to_nltk_for_sets(seed):
    rng = np.random.default_rng(seed)
    units = [[frozenset(rng.choice(4, rng.integers(1, 4)).tolist()) for _ in range(3)] for _ in range(12)]
    task = AnnotationTask(
        [(who, i, value) for i, unit in enumerate(units) for who, value in enumerate(unit)], jaccard_distance
    )
    assert alpha_of(units, jaccard_distance) == pytest.approx(task.alpha(), abs=1e-12)


def differ(one, two):
    return float(one != two)


def test_values_that_cannot_be_hashed_or_sorted():
    units = [[{"x": 1}, {"x": 1}], [{"x": 2}, None], [None, None]]
    assert alpha_of(units, differ) == pytest.approx(1 - 5 * 1 / 11)


def test_units_with_fewer_than_two_values_say_nothing():
    units = [["a", "b"], ["a", "a"]]
    assert alpha_of([*units, ["c"], []], differ) == alpha_of(units, differ)


@pytest.mark.parametrize("units", [[], [[]], [["a"], ["b"]], [["a", "a"], ["a", "a", "a"]]])
def test_undefined_without_variation(units):
    assert alpha_of(units, differ) is None


def test_perfect_agreement():
    assert alpha_of([["a", "a"], ["b", "b", "b"]], differ) == 1


def test_too_many_pairs_are_refused_before_any_is_compared():
    def never(one, two):
        raise AssertionError

    assert MOST_PAIRS == 5_000_000
    with pytest.raises(ValueError, match="3,164 values have 5,003,866 pairs"):
        alpha_of([["a", "b"]] * 1582, never)
    with pytest.raises(AssertionError):
        alpha_of([["a", "b"]] * 1581, never)


@pytest.mark.parametrize("wrong", [-1.0, float("nan"), float("inf")])
def test_what_is_no_distance_is_refused(wrong):
    with pytest.raises(ValueError, match="0 or more"):
        alpha_of([["a", "b"]], lambda one, two: wrong)

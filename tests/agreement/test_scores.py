"""Numbers: alpha, intraclass correlations and differences, against the paper and other programs."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.agreement import Ratings, State, alpha, distances, scores
from workers.agreement.counts import Counts

numbers = st.dictionaries(st.integers(1, 4), st.integers(-50, 50), max_size=4)


def measured(units, measure=scores.VALUES):
    state = State(measure)
    for unit in units:
        state.add(unit)
    return state.report().figures


def units_of(table):
    return [{r + 1: float(x) for r, x in enumerate(row) if not np.isnan(x)} for row in table]


def ratings_of(table):
    ratings = Ratings()
    for unit in units_of(np.array(table, dtype=float)):
        ratings.add(unit)
    return ratings.variances()


def test_the_six_correlations_of_shrout_and_fleiss(published):
    example = published["shrout_fleiss1979_6x4"]
    found = ratings_of(example["data"])
    for k, name in ((False, "1"), (True, "k")):
        for number, how in (("1", found.one_way), ("2", found.two_way), ("3", found.fixed)):
            printed = example["printed"]["icc"][f"ICC({number},{name})"]
            assert how(k).value == pytest.approx(printed, abs=example["tolerance"])
            assert how(k).low < how(k).value < how(k).high


@pytest.mark.parametrize("seed", range(10))
def test_a_mean_of_k_answers_is_as_reliable_as_spearman_and_brown_say(seed):
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(5, 30)), int(rng.integers(2, 7))
    found = ratings_of(np.round(rng.normal(0, 2, (n, 1)) + rng.normal(0, 1, (1, k)) + rng.normal(0, 1, (n, k)), 4))
    for how in (found.one_way, found.two_way, found.fixed):
        single = how().value
        assert how(averaged=True).value == pytest.approx(k * single / (1 + (k - 1) * single), abs=1e-12)


def test_intervals_of_correlations_cover_as_they_promise():
    """Units, raters and slips drawn from normal distributions, so that each correlation of the population is known."""
    rng, repeats, held = np.random.default_rng(3), 400, np.zeros(3)
    for _ in range(repeats):
        table = rng.normal(0, 2, (30, 1)) + rng.normal(0, 0.7, (1, 5)) + rng.normal(0, 1, (30, 5))
        found = ratings_of(table)
        slips = rng.normal(0, 2, (30, 1)) + rng.normal(0, np.sqrt(1.49), (30, 5))
        for i, (estimate, truth) in enumerate(
            [(ratings_of(slips).one_way(), 4 / 5.49), (found.two_way(), 4 / 5.49), (found.fixed(), 4 / 5)]
        ):
            held[i] += estimate.low <= truth <= estimate.high
    assert (held / repeats).min() >= 0.93 - 2 * np.sqrt(0.95 * 0.05 / repeats)
    assert (held / repeats).max() <= 0.97 + 2 * np.sqrt(0.95 * 0.05 / repeats)


def test_with_missing_ratings_only_the_one_way_correlation_is_defined():
    found = ratings_of([[1, 2, np.nan], [3, 4, 5], [2, np.nan, 2]])
    assert found.one_way().value is not None
    assert found.two_way().value is None
    assert found.fixed().value is None


@pytest.mark.parametrize("seed", range(15))
def test_interval_alpha_from_sums_equals_krippendorff(seed):
    rng = np.random.default_rng(seed)
    table = np.round(rng.normal(0, 3, (40, 1)) + rng.normal(0, 1, (40, 4)), 4)
    table[rng.random(table.shape) < 0.4] = np.nan
    expected = krippendorff.alpha(reliability_data=table.T, level_of_measurement="interval")
    assert measured(units_of(table))["alpha"].value == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("shift", [0, 738_000, 10**9])
def test_where_the_zero_of_the_scale_lies_does_not_matter(shift):
    """A day is the seven hundred thousandth: what differs is in the last digits."""
    rng = np.random.default_rng(1)
    table = np.round(rng.normal(0, 3, (60, 1)) + rng.normal(0, 1, (60, 3)), 2)
    near, far = measured(units_of(table))["alpha"], measured(units_of(table + shift))["alpha"]
    for end in ("value", "low", "high", "population_low", "population_high"):
        assert getattr(near, end) == pytest.approx(getattr(far, end), abs=1e-9)


def test_the_interval_from_sums_is_near_the_jackknife_by_hand():
    rng = np.random.default_rng(5)
    units = units_of(np.round(rng.normal(0, 3, (90, 1)) + rng.normal(0, 1.5, (90, 3)), 3))
    found = measured(units)["alpha"]
    without = np.array(
        [
            krippendorff.alpha(
                reliability_data=np.array([[u[w] for u in units[:i] + units[i + 1 :]] for w in (1, 2, 3)]),
                level_of_measurement="interval",
            )
            for i in range(90)
        ]
    )
    error = np.sqrt(89 / 90 * np.square(without - without.mean()).sum())
    reach = np.arctanh(found.high) - np.arctanh(found.value)
    assert reach == pytest.approx(1.987 * error / (1 - found.value**2), rel=0.1)


@given(st.lists(numbers, max_size=12), st.lists(numbers, max_size=12))
def test_ratings_add_up_and_can_be_taken_out(one, two):
    both, first = Ratings(), Ratings()
    for unit in one + two:
        both.add(unit)
    for unit in two:
        both.remove(unit)
    for unit in one:
        first.add(unit)
    assert both == first


def test_ordinal_equals_interval_where_ranks_are_equally_apart():
    """Every rating used as often, and ratings one apart: then distances of ranks are distances of numbers."""
    units = [[1, 1], [2, 2], [3, 3], [1, 2], [2, 3], [3, 1]] * 4
    counts = Counts.of(units)
    assert alpha(counts, distances.ordinal) == pytest.approx(alpha(counts, distances.interval), abs=1e-12)


def test_ratings_and_numbers_say_the_same_of_the_same_answers():
    rng = np.random.default_rng(2)
    table = np.clip(rng.integers(1, 6, (50, 1)) + rng.integers(-1, 2, (50, 3)), 1, 5).astype(float)
    ratings, values = (
        measured([{w: int(x) for w, x in u.items()} for u in units_of(table)], scores.RATINGS),
        measured(units_of(table)),
    )
    for name in ("mean_difference", "icc_2"):
        assert ratings[name] == values[name]
    pairs = [abs(row[a] - row[b]) for row in table for a, b in ((0, 1), (0, 2), (1, 2))]
    assert values["mean_difference"].value == pytest.approx(np.mean(pairs))
    assert ratings["alpha"].value == pytest.approx(
        krippendorff.alpha(reliability_data=table.T, level_of_measurement="ordinal"), abs=1e-12
    )


def test_numbers_that_are_all_the_same_leave_alpha_undefined():
    found = measured([{1: 7.0, 2: 7.0, 3: 7.0}] * 40)
    assert found["alpha"].value is None
    assert found["alpha"].note == "no_variation"
    assert found["mean_difference"].value == 0
    assert found["mean_difference"].high > 0

"""Intervals "for annotators like these": what they are made of, and whether they hold what they promise."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.agreement.coverage import simulated
from tests.agreement.rater_coverage import drawn, held
from workers.agreement import Counts
from workers.agreement.coefficients import AC1, ALPHA, LABEL_ALPHA, PERCENT, estimates, values
from workers.agreement.raters import Leaving, Raters, Sums, population_estimates
from workers.agreement.sets import alpha_of_sets, jaccard, masi, written

REPEATS = 300
SLACK = 2 * (0.95 * 0.05 / REPEATS) ** 0.5  # two standard errors of a simulated coverage

answers = st.dictionaries(st.integers(1, 5), st.sampled_from("abc"), min_size=1, max_size=4)
units = st.lists(answers, min_size=1, max_size=15)


def table_of(data):
    raters = Raters()
    for unit in data:
        raters.add(unit)
    return raters


@given(units)
def test_it_holds_the_table_of_units(data):
    assert table_of(data).counts() == Counts.of(unit.values() for unit in data)


@given(units, units)
def test_tables_add_up_and_what_was_added_can_be_taken_out(one, two):
    both = table_of(one + two)
    assert table_of(one) + table_of(two) == both
    for unit in two:
        both.remove(unit)
    assert both == table_of(one)


@given(units)
@pytest.mark.parametrize("how", [ALPHA, AC1, PERCENT])
def test_leaving_a_rater_out_equals_counting_without_them(how, data):
    raters = table_of(data)
    sums = Sums.of(raters, how)
    people = list(raters.annotators())
    assert len(sums.rater) == len(people)
    for who, total in zip(people, sums.rater, strict=True):
        without = Counts.of([label for one, label in unit.items() if one != who] for unit in data)
        found = values(without, how)[0]
        if found is not None and set(without.to_rows().labels) == set(sums.labels):
            observed, expected = how.parts(sums.labels, total[None])
            assert 1 - observed[0, 0] / expected[0, 0] == pytest.approx(found, abs=1e-9)


@pytest.mark.parametrize(
    "raters, per_unit, shares",
    [
        (3, 3, [0.2] * 5),
        (10, 10, [0.2] * 5),
        (10, 10, [0.8, 0.2]),
        (30, 3, [0.2] * 5),
    ],
)
def test_intervals_hold_the_agreement_of_a_population_of_raters(rng, raters, per_unit, shares):
    """200 units; the interval over units alone, for the same data, misses it more often."""
    (by_units, by_raters), _ = (part.mean(axis=0) for part in held(rng, raters, per_unit, REPEATS, shares))
    assert 0.93 - SLACK <= by_raters <= 0.97 + SLACK
    assert by_units < by_raters - 2 * SLACK


@pytest.mark.parametrize(
    "raters, shares, known", [(3, [0.2] * 5, 0.7), (3, [0.9, 0.07, 0.03], 0.65), (2, [0.95, 0.05], 0.67)]
)
def test_intervals_over_units_hold_the_agreement_of_these_raters(rng, raters, shares, known):
    hits = 0
    for _ in range(2 * REPEATS):
        found = estimates(Counts.of(simulated(rng, 200, raters, shares, known).tolist()), ALPHA)[0]
        hits += found.low <= known**2 <= found.high
    assert 0.93 - SLACK <= hits / (2 * REPEATS) <= 0.97 + SLACK


def test_raters_who_are_alike_add_little(rng):
    table = table_of(drawn(rng, 300, 20, 3, [0.5, 0.5], 6e6, 3e6))
    wide, narrow = population_estimates(table, ALPHA)[0], estimates(table.counts(), ALPHA)[0]
    assert wide.value == pytest.approx(narrow.value, abs=1e-12)
    assert narrow.high - narrow.low <= wide.high - wide.low + 1e-9 < 1.6 * (narrow.high - narrow.low)


def test_two_raters_say_nothing_of_others():
    found = population_estimates(table_of([{1: "a", 2: "a"}, {1: "a", 2: "b"}, {1: "b", 2: "b"}] * 20), ALPHA)[0]
    assert found.value is not None
    assert found.low is None


def test_perfect_agreement_of_three_is_not_certainty_about_a_fourth():
    found = population_estimates(table_of([dict.fromkeys((1, 2, 3), label) for label in "abab" * 20]), ALPHA)[0]
    assert found.value == found.high == 1
    assert found.low < 0.5


def test_one_label_only_is_undefined():
    assert population_estimates(table_of([{1: "a", 2: "a", 3: "a"}] * 20), ALPHA)[0].value is None
    assert population_estimates(Raters(), ALPHA)[0].value is None


def test_every_label_gets_its_own_interval(rng):
    table = table_of(drawn(rng, 200, 6, 6, [0.5, 0.3, 0.2], 6, 3))
    found = population_estimates(table, LABEL_ALPHA)
    assert len(found) == 3
    assert all(one.low < one.value < one.high for one in found)


def test_without_one_of_two_raters_nothing_is_left_and_nothing_is_divided_by_it():
    """Taking out the last pair leaves 1e-17 of a sum of thirds: that over no labels is nothing, not infinity."""
    sets = [("a", "b"), ("a",), ("a", "b", "c"), ("b", "c"), ("a", "c"), ("b",)]
    units = [{1: written(sets[i % 6]), 2: written(sets[(i * i + 1) % 6])} for i in range(40)]
    raters = table_of(units)
    labels = Leaving.of(raters).labels
    for how in (alpha_of_sets(labels, masi), alpha_of_sets(labels, jaccard), ALPHA, LABEL_ALPHA):
        with np.errstate(divide="raise", invalid="raise"):
            found = population_estimates(raters, how)
        assert all(one.value is not None and one.low is None for one in found)

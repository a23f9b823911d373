"""Mathet's gamma: alignments by hand, against all that there are, and against the optimal assignment of two."""

from itertools import product
from math import comb

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from workers.agreement import Gamma, gamma

pytestmark = pytest.mark.once

# The example that comes with the authors' software, whose weight of position is 3.
ALEX = [(2, 9, "1"), (11, 17, "2"), (24, 30, "5"), (32, 36, "6"), (36, 44, "6"), (44, 60, "7")]
PAUL = [(2, 9, "1"), (11, 17, "3"), (19, 25, "5"), (32, 44, "6")]
SUZAN = [(2, 9, "1"), (11, 17, "4"), (21, 27, "5"), (32, 36, "6"), (36, 40, "6"), (40, 44, "6")]


def drawn(seed, n, most, length=30.0, least=0):
    """So many annotators with a few units each, anywhere, of three categories."""
    chance = np.random.default_rng(seed)
    return [
        [
            (start, start + long, str(name))
            for start, long, name in zip(
                chance.uniform(0, length, size=units),
                chance.uniform(1, 8, size=units),
                chance.integers(3, size=units),
                strict=True,
            )
        ]
        for units in chance.integers(least, most + 1, size=n)
    ]


def observed(annotations, **more):
    return gamma(annotations, samples=2, **more).observed


def distance(one, two):
    """Of two units, or of a unit and none, or of none and none."""
    if one is None or two is None:
        return 1.0
    apart = (abs(one[0] - two[0]) + abs(one[1] - two[1])) / (one[1] - one[0] + two[1] - two[0])
    return apart**2 + (one[2] != two[2])


def disorder(group):
    return sum(distance(group[i], group[j]) for i in range(len(group)) for j in range(i)) / comb(len(group), 2)


def least(left):
    """Sum over the best alignment, by trying all: the first unit left goes with any of the others' units, or none."""
    who = next((i for i, units in enumerate(left) if units), None)
    if who is None:
        return 0.0
    choices = [[None, *range(len(units))] if i > who else [0] if i == who else [None] for i, units in enumerate(left)]
    found = []
    for chosen in product(*choices):
        group = [None if one is None else units[one] for one, units in zip(chosen, left, strict=True)]
        rest = [
            units[:one] + units[one + 1 :] if one is not None else units
            for one, units in zip(chosen, left, strict=True)
        ]
        found.append(disorder(group) + least(rest))
    return min(found)


def test_the_same_units_agree():
    for n in (2, 3, 5):
        found = gamma([ALEX] * n)
        assert found.value == 1
        assert found.observed == 0
        assert found.expected > 0
        assert found.samples == 30


def test_the_example_of_the_authors_software():
    """pygamma-agreement, with the same way to shuffle, expects a disorder of 0.96 and a value from 0.44 to 0.47."""
    found = gamma([ALEX, PAUL, SUZAN], alpha=3, samples=100)
    # 2-9 of all; 11-17 with three names; 24-30, 19-25 and 21-27
    first = 0 + 1 + 3 * ((10 / 12) ** 2 + (6 / 12) ** 2 + (4 / 12) ** 2) / 3
    # 36-44, 32-44 and 40-44; 32-36 twice and a missing one; 36-40 and 44-60 alone
    last = 3 * ((4 / 20) ** 2 + (8 / 16) ** 2 + (4 / 12) ** 2) / 3 + 2 / 3 + 1 + 1
    assert found.observed == pytest.approx((first + last) / (16 / 3))
    assert found.observed == pytest.approx(0.96, abs=0.01)
    assert 0.44 <= found.value <= 0.47
    assert found.value == 1 - found.observed / found.expected


def test_disorder_by_hand():
    one = [(0, 10, "a")]
    assert observed([one, [(0, 10, "b")]]) == 1
    assert observed([one, [(2, 12, "a")]]) == pytest.approx((4 / 20) ** 2)
    assert observed([one, [(2, 12, "b")]]) == pytest.approx((4 / 20) ** 2 + 1)
    assert observed([one, [(2, 12, "b")]], alpha=3, beta=0.5) == pytest.approx(3 * (4 / 20) ** 2 + 0.5)
    assert observed([one, [(0, 5, "a")]]) == pytest.approx((5 / 15) ** 2)
    assert observed([one, one, []]) == pytest.approx((0 + 1 + 1) / 3 / (2 / 3))
    # a unit without a partner is one of disorder 1, of half a unit to each annotator
    assert observed([one, []]) == 2
    # so far apart that each is better off alone: two of disorder 1, of one unit to each annotator
    assert observed([one, [(20, 30, "a")]]) == 2
    assert observed([one, [(11, 21, "a")]]) == pytest.approx(1.1**2)


def test_the_whole_is_aligned_and_not_one_after_the_other():
    """The nearest pair, 10-20 and 6-16, would leave the outer two alone: 0.16 and 2."""
    one, two = [(0, 10, "a"), (10, 20, "a")], [(6, 16, "a"), (16, 26, "a")]
    assert observed([one, two]) == pytest.approx((0.6**2 + 0.6**2) / 2)


@pytest.mark.parametrize("seed", range(60))
def test_against_all_alignments(seed):
    n, most = [(2, 5), (3, 3), (4, 2), (5, 1)][seed % 4]
    annotations = drawn(seed, n, most, length=15)
    if any(annotations):
        assert observed(annotations) == pytest.approx(least(annotations) / (sum(map(len, annotations)) / n))


@pytest.mark.parametrize("seed", range(10))
def test_two_against_the_optimal_assignment(seed):
    one, two = drawn(seed, 2, 60, length=300, least=30)
    costs = np.zeros((len(one) + len(two),) * 2)
    costs[: len(one), : len(two)] = [[distance(a, b) for b in two] for a in one]
    costs[: len(one), len(two) :] = costs[len(one) :, : len(two)] = 1
    best = costs[linear_sum_assignment(costs)].sum()
    assert observed([one, two]) == pytest.approx(best / ((len(one) + len(two)) / 2))


@pytest.mark.parametrize("seed", range(8))
def test_who_is_first_and_where_the_continuum_lies_makes_no_difference(seed):
    annotations = drawn(seed, 4, 6, least=1)
    found = gamma(annotations, samples=5, seed=seed)
    assert gamma(annotations, samples=5, seed=seed) == found
    assert gamma([units[::-1] for units in annotations[::-1]], samples=5, seed=seed) == found
    longer = [[(60 * start + 7, 60 * stop + 7, f"of {name}") for start, stop, name in units] for units in annotations]
    again = gamma(longer, samples=5, seed=seed)
    assert (again.value, again.expected) == pytest.approx((found.value, found.expected))
    assert gamma(annotations, samples=5, seed=seed + 1).expected != found.expected


@pytest.mark.parametrize("n", [2, 3])
def test_chance_is_about_nothing(n):
    """Units anywhere on a ring, as the samples are: on average the disorder is what they expect."""
    values = []
    for seed in range(40):
        chance = np.random.default_rng(seed)
        annotations = [
            [(start, start + 6, str(chance.integers(3))) for start in chance.uniform(0, 200, size=15)] for _ in range(n)
        ]
        values.append(gamma(annotations, samples=5, seed=seed).value)
    assert abs(np.mean(values)) < 3 * np.std(values) / np.sqrt(len(values)) + 0.01
    assert abs(np.mean(values)) < 0.06


def test_less_agreement_is_less():
    line = [(20 * i, 20 * i + 10, "ab"[i % 2]) for i in range(12)]
    values = [
        gamma([line, [(start + shift, stop + shift, name) for start, stop, name in line]]).value
        for shift in (0, 1, 3, 5, 8)
    ]
    assert values[0] == 1
    assert values == sorted(values, reverse=True)
    renamed = [(start, stop, "ba"[i % 2]) for i, (start, stop, _) in enumerate(line)]
    assert gamma([line, renamed]).value < 0.3


def test_a_longer_continuum_leaves_more_to_chance():
    near = [[(40, 50, "a"), (52, 60, "b")], [(41, 50, "a"), (52, 61, "b")]]
    assert gamma(near, extent=(0, 200), samples=100).expected > gamma(near, samples=100).expected


def test_precision_draws_as_many_as_it_takes():
    annotations = [ALEX, PAUL, SUZAN]
    few, many = gamma(annotations, precision=0.5), gamma(annotations, precision=0.02)
    assert few.samples == 30
    assert few == gamma(annotations)
    assert many.samples > 30
    assert many == gamma(annotations, samples=many.samples)


def test_undefined():
    assert gamma([]) is None
    assert gamma([ALEX]) is None
    assert gamma([[], [], []]) is None
    assert isinstance(gamma([[(0, 1, "a")], []]), Gamma)


def test_what_cannot_be_is_refused():
    for start, stop in ((3, 3), (4, 3), (0, float("inf")), (float("nan"), 1)):
        with pytest.raises(ValueError, match="ends behind its begin"):
            gamma([ALEX, [(start, stop, "a")]])
    for extent in ((3, 60), (0, 59), (0, float("inf")), (float("nan"), 60)):
        with pytest.raises(ValueError, match="The continuum goes from"):
            gamma([ALEX, PAUL], extent=extent)
    with pytest.raises(ValueError, match="at least 2 samples"):
        gamma([ALEX, PAUL], samples=1)
    for precision in (0, 1, float("nan")):
        with pytest.raises(ValueError, match="precision is a share"):
            gamma([ALEX, PAUL], precision=precision)
    for alpha, beta in ((0, 0), (-1, 1), (1, float("nan"))):
        with pytest.raises(ValueError, match="weights are zero or more"):
            gamma([ALEX, PAUL], alpha=alpha, beta=beta)


def test_what_would_never_end_is_refused():
    with pytest.raises(ValueError, match="too many to align, at most 2000"):
        gamma([[(i, i + 1, "a") for i in range(1001)]] * 2)
    with pytest.raises(ValueError, match="in more than 20000 ways"):
        gamma([[(i / 10, 10 + i / 10, "a") for i in range(8)]] * 6)

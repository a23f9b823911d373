"""Rank-biased overlap against the lists of its paper, its formula and its definition, and what holds for any lists."""

import numpy as np
import pytest

from tests.agreement.test_rankings import random_ranking
from workers.agreement import rank_biased_overlap

pytestmark = pytest.mark.once


def test_overlap_of_the_two_lists_of_the_paper():
    """a b c d e f g and z c a v w x y (figure 5): 0, 0, 2/3, 2/4, 2/5, 2/6 and 2/7 of each depth are shared."""
    p = 0.9
    by_hand = (1 - p) * (2 / 3 * p**2 + 2 / 4 * p**3 + 2 / 5 * p**4 + 2 / 6 * p**5 + 2 / 7 * p**6) + 2 / 7 * p**7
    assert rank_biased_overlap("abcdefg", "zcavwxy") == pytest.approx(by_hand, abs=1e-12)


def overlap(one, two, depth):
    return len(set(one[:depth]) & set(two[:depth]))


@pytest.mark.parametrize("seed", range(30))
def test_overlap_by_its_formula(seed):
    """Equation 32 term by term, for lists of unequal lengths without ties."""
    rng = np.random.default_rng(seed)
    s, n = sorted(int(length) for length in rng.integers(1, 12, 2))
    p = float(rng.uniform(0.05, 0.99))
    short, long = (list(rng.permutation(list("abcdefghijklmno"))[:length]) for length in (s, n))
    to_s, to_n = overlap(short, long, s), overlap(short, long, n)
    seen = sum(overlap(short, long, d) / d * p**d for d in range(1, n + 1))
    unseen = sum(to_s * (d - s) / (s * d) * p**d for d in range(s + 1, n + 1))
    expected = (1 - p) / p * (seen + unseen) + ((to_n - to_s) / n + to_s / s) * p**n
    assert rank_biased_overlap(short, long, p) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_overlap_with_ties_by_its_definition(seed):
    """2 X / (|S| + |T|) of the items reached at each depth, in lists of one length, and the last one for ever after."""
    rng = np.random.default_rng(seed)
    p, n = float(rng.uniform(0.05, 0.9)), int(rng.integers(1, 10))
    one, two = (random_ranking(rng, rng.permutation(list("abcdefghijkl"))[:n], ties=0.5) for _ in range(2))

    def agreement(depth):
        first, second = (reached(ranking, min(depth, n)) for ranking in (one, two))
        return 2 * len(first & second) / (len(first) + len(second))

    expected = sum((1 - p) * p ** (depth - 1) * agreement(depth) for depth in range(1, 500))
    assert rank_biased_overlap(one, two, p) == pytest.approx(expected, abs=1e-12)


def reached(ranking, depth):
    found = set()
    for place in ranking:
        if len(found) < depth:
            found |= {place} if isinstance(place, str) else set(place)
    return found


def test_overlap_of_tied_items_by_hand():
    """Down to 1, 2, 3: a b | c shares 1, 2, 3 of its 2, 2, 3 items with 1, 2, 3 of b a c."""
    p = 0.8
    by_hand = (1 - p) * (2 * 1 / (2 + 1) + p * 1 + p**2 * 1) + p**3 * 1
    assert rank_biased_overlap([["a", "b"], "c"], ["b", "a", "c"], p) == pytest.approx(by_hand, abs=1e-12)


def test_overlap_of_tied_items_in_a_longer_list_by_hand():
    """a is all of the short list, so 2/3 is shared to depth 1 and taken to be shared of each place below."""
    p = 0.8
    by_hand = (1 - p) * (2 / 3 + p * 2 * (1 + 2 / 3) / 4 + p**2 * 2 * (1 + 4 / 3) / 6) + p**3 * 7 / 9
    assert rank_biased_overlap(["a"], [["a", "b"], "c"], p) == pytest.approx(by_hand, abs=1e-12)


@pytest.mark.parametrize("seed", range(30))
def test_overlap_whatever_the_lists(seed):
    rng = np.random.default_rng(seed)
    one, two = (random_ranking(rng, rng.permutation(list("abcdefghijkl"))[: rng.integers(1, 10)]) for _ in range(2))
    p = float(rng.uniform(0.05, 0.99))
    assert 0 <= rank_biased_overlap(one, two, p) <= 1
    assert rank_biased_overlap(one, two, p) == rank_biased_overlap(two, one, p)
    assert rank_biased_overlap(one, one, p) == 1
    assert rank_biased_overlap(one, ["other", "items"], p) == 0
    turned = [place if isinstance(place, str) else place[::-1] for place in one]
    assert rank_biased_overlap(turned, two, p) == rank_biased_overlap(one, two, p)


def test_the_top_weighs_more():
    """Two neighbours changed places: the further down, the closer; and the less so the further one reads."""
    items = list("abcdefgh")
    swapped = [[*items[:i], items[i + 1], items[i], *items[i + 2 :]] for i in range(7)]
    found = [rank_biased_overlap(items, those) for those in swapped]
    assert found == sorted(found)
    assert len(set(found)) == 7
    assert found[0] == pytest.approx(1 - 0.1)  # only depth 1 differs, all of it
    assert found[6] == pytest.approx(1 - 0.1 * 0.9**6 / 7)
    at_top = [rank_biased_overlap(items, swapped[0], p) for p in (0.1, 0.5, 0.9, 0.99)]
    assert at_top == pytest.approx([0.1, 0.5, 0.9, 0.99])


def test_the_beginning_of_a_list_agrees_with_it():
    assert rank_biased_overlap("abc", "abcdefgh") == 1
    assert rank_biased_overlap("abcdefgh", "a") == 1


def test_overlap_of_nothing_is_undefined():
    assert rank_biased_overlap([], ["a"]) is None
    assert rank_biased_overlap([], []) is None
    assert rank_biased_overlap([[]], ["a"]) is None


def test_what_does_not_fit_is_said():
    for p in (0, 1, -0.5, float("nan")):
        with pytest.raises(ValueError, match="above 0 and below 1"):
            rank_biased_overlap("ab", "ab", p)
    with pytest.raises(ValueError, match="'a' stands twice"):
        rank_biased_overlap(["a", ["b", "a"]], ["a"])

"""Spearman's rho of two rankings against SciPy and its short formula."""

from itertools import permutations

import numpy as np
import pytest
from scipy import stats

from workers.agreement import spearman
from workers.agreement.rankings import ranks

pytestmark = pytest.mark.once


def random_ranking(rng, items, ties=0.3):
    """Some of the items in some order; with ties, neighbours may stand in one place."""
    ranking = []
    for item in rng.permutation(list(items)):
        if ranking and rng.random() < ties:
            ranking[-1].append(str(item))
        else:
            ranking.append([str(item)])
    return [place[0] if len(place) == 1 else place for place in ranking]


@pytest.mark.parametrize("seed", range(30))
def test_spearman_equals_scipy(seed):
    rng = np.random.default_rng(seed)
    one, two = (ranks(random_ranking(rng, "abcdefghij"[: 3 + seed % 8])) for _ in range(2))
    found = spearman(one, two)
    if 1 in (len(set(one.values())), len(set(two.values()))):
        assert found is None
        return
    items = sorted(one)
    expected = stats.spearmanr([one[item] for item in items], [two[item] for item in items]).statistic
    assert found == pytest.approx(expected, abs=1e-12)
    assert spearman(two, one) == found


def test_spearman_ranks_anew_among_what_both_ranked():
    one, two = ranks(["x", "a", "y", "b", ["c", "z"], "d"]), ranks(["b", "a", ["d", "c"], "w"])
    expected = stats.spearmanr([1, 2, 3, 4], [2, 1, 3.5, 3.5]).statistic
    assert spearman(one, two) == pytest.approx(expected, abs=1e-12)


def test_spearman_without_ties_by_its_short_formula():
    """1 - 6 sum d^2 / n (n^2 - 1), for every order of five things."""
    for order in permutations("abcde"):
        apart = sum((i - order.index(item)) ** 2 for i, item in enumerate("abcde"))
        assert spearman(ranks("abcde"), ranks(order)) == pytest.approx(1 - 6 * apart / (5 * 24), abs=1e-12)


def test_spearman_at_its_ends_and_where_it_is_undefined():
    one = ranks(["a", ["b", "c"], "d"])
    assert spearman(one, one) == 1
    assert spearman(one, ranks(["d", ["c", "b"], "a"])) == -1
    assert spearman(one, ranks([["a", "b", "c", "d"]])) is None
    assert spearman(one, ranks(["a", "x", "y"])) is None
    assert spearman(one, {}) is None

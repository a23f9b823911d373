"""One order out of several: the closest one, exactly, against a search through all of them."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.consensus import borda, kemeny


def all_orders(things):
    """Every order of these things, with ties."""
    if not things:
        yield ()
    for size in range(1, len(things) + 1):
        for first in combinations(things, size):
            for rest in all_orders([one for one in things if one not in first]):
                yield (first, *rest)


def turns(order):
    rank = {thing: n for n, place in enumerate(order) for thing in place}
    return {pair: (rank[pair[0]] > rank[pair[1]]) - (rank[pair[0]] < rank[pair[1]]) for pair in PAIRS}


THINGS = range(4)
PAIRS = list(combinations(THINGS, 2))
WEAK = list(all_orders(list(THINGS)))
STRICT = [tuple((thing,) for thing in order) for order in permutations(THINGS)]


def distance(one, two):
    a, b = turns(one), turns(two)
    return sum(abs(a[pair] - b[pair]) for pair in PAIRS)


@pytest.mark.parametrize("ties", [True, False])
@given(data=st.data())
def test_no_order_is_closer(ties, data):
    allowed = WEAK if ties else STRICT
    orders = data.draw(st.lists(st.sampled_from(allowed), min_size=1, max_size=5))
    costs = {order: (sum(distance(order, one) for one in orders), len(order)) for order in allowed}
    least, found = min(costs.values()), kemeny(orders, ties=ties)
    assert costs[found.places] == least
    assert found.tied == (list(costs.values()).count(least) > 1)
    assert found.confidence == pytest.approx(1 - least[0] / (2 * len(orders) * len(PAIRS)))


def test_the_confidence_is_the_share_of_preferences_it_agrees_with():
    found = kemeny([[[0], [1], [2]], [[0], [1], [2]], [[2], [0], [1]]])
    assert found.places == ((0,), (1,), (2,))
    assert found.confidence == pytest.approx(7 / 9)
    assert not found.tied


def test_a_circle_has_no_closest_order():
    circle = [[[0], [1], [2]], [[1], [2], [0]], [[2], [0], [1]]]
    assert kemeny(circle).tied
    assert borda(circle).tied
    assert borda(circle, ties=True).places == ((0, 1, 2),)


def test_as_many_one_way_as_the_other_is_a_tie_where_there_may_be_one():
    apart = [[[0], [1], [2]], [[1], [0], [2]]]
    assert kemeny(apart).tied
    found = kemeny(apart, ties=True)
    assert (found.places, found.tied, found.confidence) == (((0, 1), (2,)), False, pytest.approx(5 / 6))


def test_many_things_are_ordered_by_their_mean_rank():
    order, other = [[thing] for thing in range(12)], [[thing] for thing in (1, 0, *range(2, 12))]
    with pytest.raises(ValueError, match="12 things"):
        kemeny([order])
    assert borda([order, order, other]).places == tuple((thing,) for thing in range(12))
    assert borda([order, other]).tied
    assert borda([order, other], ties=True).places[0] == (0, 1)

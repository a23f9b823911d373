"""The geometric median: nothing is closer to all points, and it is exact where it is one of them."""

import numpy as np
import pytest
import scipy
from hypothesis import given, settings
from hypothesis import strategies as st

from workers.consensus.medians import geometric_medians

spot = st.tuples(st.integers(-20, 20), st.integers(-20, 20))


def distance(points, at):
    return float(np.hypot(*(np.asarray(points, dtype=float) - at).T).sum())


@settings(max_examples=50, deadline=None)
@given(st.lists(spot, min_size=1, max_size=6))
def test_no_place_is_closer_to_all_points(points):
    [found] = geometric_medians(np.array([points], dtype=float))
    start = np.mean(points, axis=0)
    best = scipy.optimize.minimize(
        lambda at: distance(points, at), start, method="Nelder-Mead", options={"xatol": 1e-9}
    )
    least = min(best.fun, *(distance(points, np.array(point)) for point in points))
    assert distance(points, found) <= least + 1e-6


@given(spot, spot)
def test_one_careless_point_does_not_move_it(point, other):
    assert geometric_medians(np.array([[point, point, other]], dtype=float)).tolist() == [[*map(float, point)]]


def test_the_place_from_which_three_points_lie_at_120_degrees():
    """Torricelli's point of a right-angled triangle with equal legs; known in closed form."""
    [found] = geometric_medians(np.array([[(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)]]))
    assert found == pytest.approx([(3 - 3**0.5) / 6] * 2, abs=1e-9)


def test_between_two_it_is_the_middle_and_of_none_there_is_none():
    nan = (np.nan, np.nan)
    found = geometric_medians(np.array([[(0.0, 0.0), (4.0, 2.0), nan], [nan, nan, nan], [nan, (0.1, 0.2), nan]]))
    assert found[0].tolist() == [2, 1]
    assert np.isnan(found[1]).all()
    assert found[2].tolist() == [0.1, 0.2]


def test_many_sets_at_once_are_as_each_by_itself(rng):
    sets = rng.normal(size=(50, 5, 2)) * 100
    alone = np.concatenate([geometric_medians(one[None]) for one in sets])
    assert geometric_medians(sets) == pytest.approx(alone, abs=1e-6)

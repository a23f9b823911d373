"""Joints of skeletons, by hand and by what must not change the numbers."""

import math

import krippendorff
import numpy as np
import pytest
from scipy.spatial.distance import cdist

from workers.agreement import normalised_error, pck, visibility_alpha

pytestmark = pytest.mark.once

ONE = {"eye": (0.0, 0.0), "hip": (10.0, 0.0), "knee": (10.0, 20.0), "toe": (1.0, 1.0)}
TWO = {"eye": (3.0, 4.0), "hip": (10.0, 0.0), "knee": (10.0, 30.0), "ear": (2.0, 2.0)}  # 5, 0 and 10 pixels away


def test_pck_by_hand():
    assert pck(ONE, TWO, 50, 0) == pytest.approx(1 / 3)
    assert pck(ONE, TWO, 50, 0.09) == pytest.approx(1 / 3)
    assert pck(ONE, TWO, 50, 0.1) == pytest.approx(2 / 3)
    assert pck(ONE, TWO, 50, 0.2) == 1
    assert pck(ONE, TWO, 100, 0.1) == 1


def test_normalised_error_by_hand():
    assert normalised_error(ONE, TWO, 50) == pytest.approx((5 + 0 + 10) / 3 / 50)
    assert normalised_error(ONE, ONE, 50) == 0


def test_no_joint_of_both():
    for one, two in (({}, {}), (ONE, {}), ({"eye": (0.0, 0.0)}, {"hip": (0.0, 0.0)})):
        assert pck(one, two, 50, 0.1) is None
        assert normalised_error(one, two, 50) is None


@pytest.mark.parametrize("scale", [0, -1, math.nan, math.inf])
def test_a_thing_without_size_is_refused(scale):
    for joints in (ONE, {}):
        with pytest.raises(ValueError, match="above zero"):
            pck(joints, TWO, scale, 0.1)
        with pytest.raises(ValueError, match="above zero"):
            normalised_error(joints, TWO, scale)


@pytest.mark.parametrize("threshold", [-0.1, math.nan])
def test_a_threshold_below_zero_is_refused(threshold):
    with pytest.raises(ValueError, match="zero or more"):
        pck(ONE, TWO, 50, threshold)


def skeletons(rng, joints=12):
    """(joints, 2) true places and two annotators' own, and what the two say as the library takes it."""
    truth = rng.uniform(0, 200, (joints, 2))
    places = [truth + rng.normal(0, 8, (joints, 2)) for _ in "ab"]
    return places, [{f"j{i}": tuple(map(float, place)) for i, place in enumerate(those)} for those in places]


def test_against_arrays(rng):
    for _ in range(50):
        (first, second), (one, two) = skeletons(rng)
        scale, threshold = rng.uniform(50, 200), rng.uniform(0, 0.3)
        apart = cdist(first, second).diagonal()
        assert pck(one, two, scale, threshold) == pytest.approx((apart <= scale * threshold).mean(), abs=1e-12)
        assert normalised_error(one, two, scale) == pytest.approx(np.mean(apart / scale), abs=1e-12)


def changed(joints, by, times, turn):
    """Joints turned about the origin, made larger, and moved aside."""
    cos, sin = math.cos(turn), math.sin(turn)
    return {
        name: (times * (cos * x - sin * y) + by[0], times * (sin * x + cos * y) + by[1])
        for name, (x, y) in joints.items()
    }


def test_moving_turning_and_enlarging_make_no_difference(rng):
    for _ in range(50):
        _, (one, two) = skeletons(rng)
        by, times, turn = rng.uniform(-500, 500, 2), rng.uniform(0.1, 10), rng.uniform(0, 2 * math.pi)
        others = [changed(joints, by, times, turn) for joints in (one, two)]
        for threshold in (0.05, 0.1, 0.2):
            found = pck(one, two, 100, threshold)
            assert pck(*others, 100 * times, threshold) == pytest.approx(found, abs=1e-12)
            assert pck(two, one, 100, threshold) == found
        assert normalised_error(*others, 100 * times) == pytest.approx(normalised_error(one, two, 100), abs=1e-9)
        assert normalised_error(two, one, 100) == normalised_error(one, two, 100)


def test_a_wider_threshold_never_finds_fewer(rng):
    _, (one, two) = skeletons(rng)
    found = [pck(one, two, 100, threshold) for threshold in np.linspace(0, 1, 50)]
    assert found == sorted(found)
    assert found[-1] == 1


def test_alpha_of_visibility_by_hand():
    """Four units, answers 22, 22, 11, 10: n = 8, two of eight coincidences apart.

    Expected: 4 twos, 3 ones, 1 zero, so 2 * (4*3 + 4*1 + 3*1) = 38 of 8 * 7, and alpha = 1 - 7 * 2 / 38.
    """
    things = [
        [{"eye": 2, "hip": 1}, {"eye": 2, "hip": 1}],
        [{"eye": 2, "hip": 1, "toe": 2}, {"eye": 2, "hip": 0}],  # the toe of one annotator is no unit
    ]
    assert visibility_alpha(things) == pytest.approx(1 - 7 * 2 / 38)
    assert visibility_alpha(iter(things)) == visibility_alpha(things[::-1]) == visibility_alpha(things)


def test_alpha_of_visibility_is_undefined_without_variation():
    assert visibility_alpha([]) is None
    assert visibility_alpha([[]]) is None
    assert visibility_alpha([[{"eye": 2}, {"hip": 1}]]) is None
    assert visibility_alpha([[{"eye": 2, "hip": 2}, {"eye": 2, "hip": 2}]]) is None
    assert visibility_alpha([[{"eye": 2, "hip": 1}, {"eye": 2, "hip": 1}]]) == 1


@pytest.mark.parametrize("seen", [3, -1, 0.5])
def test_another_visibility_is_refused(seen):
    with pytest.raises(ValueError, match="0, 1 or 2"):
        visibility_alpha([[{"eye": 2}, {"eye": seen}]])


def test_alpha_of_visibility_against_krippendorff(rng):
    for _ in range(30):
        things, columns = [], []
        for _ in range(rng.integers(2, 8)):
            truth = rng.integers(0, 3, 6)
            said = np.where(rng.random((4, 6)) < 0.7, truth, rng.integers(0, 3, (4, 6))).astype(float)
            said[rng.random((4, 6)) < 0.2] = np.nan
            things.append([{f"j{i}": int(v) for i, v in enumerate(row) if not np.isnan(v)} for row in said])
            columns.append(said)
        expected = krippendorff.alpha(np.hstack(columns), level_of_measurement="nominal")
        assert visibility_alpha(things) == pytest.approx(expected, abs=1e-12)

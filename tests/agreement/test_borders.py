"""Borders of masks, by hand and against the distances between all their pixels."""

import math

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from workers.agreement import boundary_f, hausdorff_95

pytestmark = pytest.mark.once


def drawn(*lines):
    return np.array([[sign == "#" for sign in line] for line in lines])


def square(top, left, side, picture=(12, 14)):
    mask = np.zeros(picture, dtype=bool)
    mask[top : top + side, left : left + side] = True
    return mask


def test_a_border_is_what_touches_the_outside():
    """The middle of a small square is all that is not its border, so without it the border is the same."""
    full = drawn(".....", ".###.", ".###.", ".###.", ".....")
    frame = drawn(".....", ".###.", ".#.#.", ".###.", ".....")
    assert boundary_f(full, frame, 0) == 1
    assert hausdorff_95(full, frame) == 0


def test_a_hole_has_a_border():
    full = square(1, 1, 7)
    holed = full & ~square(4, 4, 1)
    # 24 outer pixels of both, and the four beside the hole, whose nearest outer pixel is two steps away
    assert boundary_f(full, holed, 1) == pytest.approx(2 * (24 / 28) / (1 + 24 / 28))
    assert boundary_f(full, holed, 2) == 1
    assert hausdorff_95(full, holed) == 2  # the farthest seventh


def test_the_edge_of_the_picture_is_a_border():
    everything, inside = np.ones((5, 5), dtype=bool), square(1, 1, 3, (5, 5))
    # the frame of 16 pixels around that of 8: corners a diagonal away
    assert boundary_f(everything, inside, 1) == pytest.approx(2 * (12 / 16) / (1 + 12 / 16))
    assert boundary_f(everything, inside, math.sqrt(2)) == 1
    assert hausdorff_95(everything, inside) == math.sqrt(2)


def test_two_single_pixels():
    one, two = square(1, 1, 1), square(4, 5, 1)
    assert hausdorff_95(one, two) == 5
    assert boundary_f(one, two, 5) == 1
    assert boundary_f(one, two, 4.9) == 0


def test_one_pixel_far_away_hardly_moves_the_percentile():
    one = np.zeros((3, 200), dtype=bool)
    one[0, :100] = True
    two = one.copy()
    two[0, 199] = True
    assert hausdorff_95(one, two) == 0
    two[0, 190:] = True
    # eleven hundredths and a bit of the second border: the percentile lies inside the ten pixels far away
    ranks = np.sort(np.concatenate([np.zeros(100), np.arange(190, 200) - 99]))
    assert hausdorff_95(one, two) == pytest.approx(ranks[103] + 0.55 * (ranks[104] - ranks[103]))


def test_nothing_marked():
    nothing, something = np.zeros((12, 14), dtype=bool), square(2, 2, 3)
    assert boundary_f(nothing, nothing, 2) is None
    assert hausdorff_95(nothing, nothing) is None
    for one, two in ((nothing, something), (something, nothing)):
        assert boundary_f(one, two, math.inf) == 0
        assert hausdorff_95(one, two) is None
    none = np.zeros((0, 0), dtype=bool)
    assert boundary_f(none, none, 1) is hausdorff_95(none, none) is None


def test_masks_of_different_pictures_are_refused():
    for two in (np.ones((12, 13), dtype=bool), np.ones((12, 14, 1), dtype=bool), np.ones(12, dtype=bool)):
        for measure in (lambda one, other: boundary_f(one, other, 1), hausdorff_95):
            with pytest.raises(ValueError, match="one height and one width"):
                measure(square(1, 1, 3), two)
    with pytest.raises(ValueError, match="one height and one width"):
        hausdorff_95(np.ones((2, 2, 2), dtype=bool), np.ones((2, 2, 2), dtype=bool))
    for tolerance in (-1, math.nan):
        with pytest.raises(ValueError, match="zero or more"):
            boundary_f(square(1, 1, 3), square(1, 1, 3), tolerance)


def border(mask):
    """(n, 2) pixels with a neighbour that is not of the mask, one by one."""
    height, width = mask.shape

    def inside(y, x):
        return 0 <= y < height and 0 <= x < width and mask[y, x]

    return np.array(
        [
            (y, x)
            for y, x in np.argwhere(mask)
            if not all(inside(y + dy, x + dx) for dy, dx in ((0, 1), (1, 0), (0, -1), (-1, 0)))
        ]
    )


def random_masks(seed):
    """Two masks of one picture: noise, or a blob and a blob like it."""
    chance = np.random.default_rng(seed)
    shape = tuple(chance.integers(3, 40, size=2))
    if seed % 2:
        masks = [chance.random(shape) < chance.uniform(0.02, 0.98) for _ in range(2)]
    else:
        y, x = np.indices(shape)
        middle, radius = chance.uniform(0, shape), chance.uniform(2, 15)
        masks = [
            np.hypot(y - middle[0] - chance.normal(), x - middle[1] - chance.normal()) < radius + chance.normal()
            for _ in range(2)
        ]
    for mask in masks:
        mask[tuple(chance.integers(0, shape))] = True
    return masks


@pytest.mark.parametrize("seed", range(80))
def test_against_all_distances(seed):
    one, two = random_masks(seed)
    apart = cdist(border(one), border(two))
    there, back = apart.min(axis=1), apart.min(axis=0)
    larger = max(np.percentile(there, 95), np.percentile(back, 95))
    assert hausdorff_95(one, two) == pytest.approx(larger, abs=1e-9)
    for tolerance in (0, 1, 1.5, 3):
        near = (there <= tolerance).mean(), (back <= tolerance).mean()
        f = 2 * near[0] * near[1] / sum(near) if sum(near) else 0
        assert boundary_f(one, two, tolerance) == pytest.approx(f, abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_who_is_first_where_and_which_way_up_makes_no_difference(seed):
    one, two = random_masks(seed)
    found = boundary_f(one, two, 1), hausdorff_95(one, two)
    for first, second in (
        (two, one),
        (one.T, two.T),
        (one[::-1], two[::-1]),
        (np.pad(one, ((3, 5), (0, 7))), np.pad(two, ((3, 5), (0, 7)))),
    ):
        f, apart = boundary_f(first, second, 1), hausdorff_95(first, second)
        assert f == pytest.approx(found[0], abs=1e-12)
        assert apart == pytest.approx(found[1], abs=1e-12)


def test_moved_aside():
    one, two = square(2, 2, 6), square(2, 4, 6)
    assert hausdorff_95(one, two) == 2
    assert boundary_f(one, two, 2) == 1
    assert boundary_f(one, one, 0) == 1
    assert hausdorff_95(one, one) == 0

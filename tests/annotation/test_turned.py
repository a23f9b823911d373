"""The area two turned boxes share, against plain geometry and against counting pixels."""

from math import sqrt
from random import Random

import pytest

from annotation.kinds.box import similarity
from annotation.kinds.turned import corners, shared_area


def box(x, y, width, height, rotation=0.0):
    return {"x": x, "y": y, "width": width, "height": height, "rotation": rotation}


def test_a_square_turned_by_half_a_right_angle_shares_an_octagon():
    upright, turned = box(10, 10, 20, 20), box(10, 10, 20, 20, 45)
    assert shared_area(upright, turned) == pytest.approx(2 * (sqrt(2) - 1) * 400)
    assert similarity(upright, turned) == pytest.approx(similarity(turned, upright))


def test_a_quarter_turn_swaps_width_and_height():
    assert similarity(box(0, 10, 40, 20, 90), box(10, 0, 20, 40)) == pytest.approx(1)
    assert similarity(box(0, 10, 40, 20, 180), box(0, 10, 40, 20)) == pytest.approx(1)


def test_turning_is_clockwise_on_the_screen():
    left_top = corners(box(0, 0, 20, 20, 90))[0]
    assert left_top == pytest.approx((20, 0))


def test_boxes_apart_share_nothing():
    assert similarity(box(0, 0, 10, 10, 30), box(100, 100, 10, 10, 60)) == 0


@pytest.mark.parametrize("seed", range(10))
def test_shared_area_equals_counted_points(seed):
    random = Random(seed)
    one, two = (
        box(random.uniform(0, 30), random.uniform(0, 30), random.uniform(20, 50), random.uniform(20, 50), turn)
        for turn in (random.uniform(-360, 360), random.uniform(-360, 360))
    )
    grid = [(x / 2, y / 2) for x in range(-40, 240) for y in range(-40, 240)]
    counted = sum(_holds(one, point) and _holds(two, point) for point in grid) / 4
    assert shared_area(one, two) == pytest.approx(counted, rel=0.03, abs=6)


def _holds(turned, point):
    a, b, _, d = corners(turned)
    along = (point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])
    across = (point[0] - a[0]) * (d[0] - a[0]) + (point[1] - a[1]) * (d[1] - a[1])
    return 0 <= along <= turned["width"] ** 2 and 0 <= across <= turned["height"] ** 2

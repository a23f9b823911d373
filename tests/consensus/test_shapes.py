"""Points, joints, turned boxes and ellipses in the middle of several."""

import pytest

from workers.consensus.keypoints import middle_joints, middle_points
from workers.consensus.turned import middle_ellipse, middle_turned_box


def a_box(rotation, x=10.0, y=20.0, width=60.0, height=30.0):
    return {"x": x, "y": y, "width": width, "height": height, "rotation": rotation}


@pytest.mark.parametrize(
    ("angles", "middle"),
    [((10, 20, 30), 20), ((179, -179, 178), 179), ((-179, 179), -180), ((350, 10, -1), -1), ((1, 181, 2), 1)],
)
def test_angles_meet_across_the_wrap(angles, middle):
    found = middle_turned_box([a_box(angle) for angle in angles])
    assert (found["rotation"] - middle) % 180 == pytest.approx(0, abs=1e-9)
    assert (found["width"], found["height"]) == (60, 30)


def test_a_box_that_was_begun_at_another_corner_is_the_same_box():
    upright = a_box(1.0)
    other = a_box(91.0, x=25.0, y=5.0, width=30.0, height=60.0)
    assert middle_turned_box([upright, other, upright]) == pytest.approx(upright)
    assert middle_turned_box([upright, other, other], closest=0) == pytest.approx(upright)


def test_one_careless_angle_does_not_turn_it():
    assert middle_turned_box([a_box(10), a_box(12), a_box(50)])["rotation"] == 12


def test_where_angles_cancel_out_there_is_no_middle():
    assert middle_turned_box([a_box(-5), a_box(5)]) is None
    assert middle_turned_box([a_box(0), a_box(0), a_box(5)]) is None
    assert middle_turned_box([a_box(0), a_box(0)])["rotation"] == 0


def test_an_ellipse_lies_in_the_middle():
    round_one = {"x": 5.0, "y": 5.0, "rx": 4.0, "ry": 2.0, "rotation": 179.0}
    turned = round_one | {"rx": 2.0, "ry": 4.0, "rotation": 90.0}
    assert middle_ellipse([round_one, turned, round_one | {"x": 8.0}]) == round_one


def body(**joints):
    return {"joints": joints}


def test_each_joint_is_in_the_middle_of_those_who_placed_it():
    one = body(head=(0.0, 0.0, 2), hand=(5.0, 5.0, 1), foot=(9.0, 9.0, 2))
    two = body(head=(0.0, 0.0, 2), hand=(7.0, 5.0, 1), foot=(0.0, 0.0, 0))
    three = body(head=(30.0, 0.0, 1), hand=(0.0, 0.0, 0), foot=(0.0, 0.0, 0))
    assert middle_joints([one, two, three])["joints"] == {
        "head": [0.0, 0.0, 2],  # one of three is far off, and sees it hidden
        "hand": [6.0, 5.0, 1],
        "foot": [0.0, 0.0, 0],  # one of three placed it
    }


def test_no_joint_that_enough_placed_is_no_body():
    bodies = [body(**{name: (1.0, 1.0, 2 if name == mine else 0) for name in "abc"}) for mine in "abc"]
    assert middle_joints(bodies) is None


def test_points_that_belong_together_have_no_order():
    one, two = {"points": [[0.0, 0.0], [50.0, 0.0]]}, {"points": [[52.0, 0.0], [0.0, 2.0]]}
    assert middle_points([one, two]) == {"points": [[0.0, 1.0], [51.0, 0.0]]}
    three = {"points": [[0.0, 0.0], [90.0, 0.0]]}
    assert middle_points([one, two, three])["points"][0] == [0.0, 0.0]
    assert len(middle_points([one, two, three])["points"]) == 2  # what one of three marked is left out
    assert middle_points([one, three], most=1) == {"points": [[0.0, 0.0]]}


def test_too_many_points_are_not_compared():
    assert middle_points([{"points": [[float(n), 0.0] for n in range(200)]}] * 2) is None

"""Regions on an image: what each kind takes, how alike two are, how they look."""

from math import exp, pi

import pytest
from shapely import Polygon

from annotation.kinds import KINDS, Subject, check_schema, check_value, example_value
from annotation.kinds.areas import area_of
from annotation.kinds.outlines import Outline
from annotation.values import shapes
from projects.problems import Invalid

IMAGE = Subject(width=320, height=240)
PLANE = sorted(name for name, kind in KINDS.items() if kind.geometry == "plane")
SQUARE = [[0, 0], [100, 0], [100, 100], [0, 100]]


def body(kind, **options):
    field = {"name": "f", "kind": kind, "labels": [{"name": "car"}], **KINDS[kind].example_options, **options}
    return {"media": "image", "fields": [field]}


def checked(kind, region, **options):
    value = {"f": [{"id": "r1", "label": "car", **region}]}
    return check_value(body(kind, **options), value, IMAGE)["f"][0]


def alike(kind, one, two):
    return KINDS[kind].similarity(one, two)


def polygon(points, *holes):
    return {"points": points, **({"holes": list(holes)} if holes else {})}


def shifted(points, x, y=0):
    return [[px + x, py + y] for px, py in points]


@pytest.mark.parametrize("kind", PLANE)
def test_a_hundred_openings_and_savings_change_nothing(kind):
    subject = KINDS[kind].example_subject
    value = first = check_value(body(kind), example_value(body(kind)), subject)
    for _ in range(100):
        value = check_value(body(kind), value, subject)
    assert value == first


@pytest.mark.parametrize("kind", PLANE)
def test_every_region_on_an_image_has_something_to_show(kind):
    (shape,) = shapes(body(kind), example_value(body(kind)))
    left, top, right, bottom = shape.outline.bounds
    assert 0 <= left <= right <= 320
    assert 0 <= top <= bottom <= 240
    assert shape.outline.path or shape.outline.dots


@pytest.mark.parametrize(
    ("kind", "region", "place"),
    [
        ("polygon", polygon([[0, 0], [10, 0]]), "f[0].points"),
        ("polygon", polygon([[0, 0], [10, 0], [5, 241]]), "f[0].points[2]"),
        ("polygon", polygon([[0, 0], [10, 0], [5, 0]]), "f[0].points"),
        ("polygon", polygon(SQUARE, [[1, 1], [2, 2], [-1, 2]]), "f[0].holes[0][2]"),
        ("polyline", {"points": [[0, 0]]}, "f[0].points"),
        ("polyline", {"points": [[0, 0], [321, 5]]}, "f[0].points[1]"),
        ("points", {"points": []}, "f[0].points"),
        ("points", {"points": [[float("nan"), 1]]}, "f[0].points[0][0]"),
        ("ellipse", {"x": 400, "y": 10, "rx": 5, "ry": 5}, "f[0][0]"),
        ("ellipse", {"x": 40, "y": 10, "rx": 0, "ry": 5}, "f[0].rx"),
        ("skeleton", {"joints": {"tail": [1, 1, 2]}}, "f[0].joints"),
        ("skeleton", {"joints": {"head": [1, 999, 2]}}, "f[0].joints.head[0]"),
        ("skeleton", {"joints": {"head": [1, 1, 3]}}, "f[0].joints.head[2]"),
        ("skeleton", {"joints": {"head": [0, 0, 0]}}, "f[0].joints"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(kind, region, place):
    with pytest.raises(Invalid) as refusal:
        checked(kind, region)
    assert refusal.value.detail["field"] == place


def test_a_polygon_without_holes_has_no_key_for_them():
    assert checked("polygon", {"points": SQUARE, "holes": []}) == {"id": "r1", "label": "car", "points": SQUARE}


def test_joints_come_in_the_order_of_the_field_and_those_not_placed_are_nowhere():
    joints = checked("skeleton", {"joints": {"hip": [5, 6, 1], "head": [7.5, 8, 2], "left_hand": [9, 9, 0]}})["joints"]
    assert list(joints.items()) == [
        ("head", [7.5, 8.0, 2]),
        ("left_hand", [0, 0, 0]),
        ("right_hand", [0, 0, 0]),
        ("hip", [5.0, 6.0, 1]),
    ]


@pytest.mark.parametrize(
    "options",
    [{"joints": []}, {"joints": [{"name": "a"}, {"name": "a"}]}, {"edges": [["head", "tail"]]}, {"joints": None}],
)
def test_a_skeleton_that_makes_no_sense_is_refused(options):
    with pytest.raises(Invalid):
        check_schema(body("skeleton", **options))


def test_points_that_stand_alone_take_one_click_each():
    with pytest.raises(Invalid, match="at most 1 point"):
        checked("points", {"points": [[1, 1], [2, 2]]}, together=1)


def test_polygons_overlap_by_their_area():
    assert alike("polygon", polygon(SQUARE), polygon(shifted(SQUARE, 50))) == pytest.approx(1 / 3)
    assert alike("polygon", polygon(SQUARE), polygon(shifted(SQUARE, 100))) == 0
    assert alike("polygon", polygon(SQUARE), polygon(SQUARE[2:] + SQUARE[:2])) == pytest.approx(1)


def test_a_hole_is_not_part_of_the_polygon():
    hole = [[25, 25], [75, 25], [75, 75], [25, 75]]
    assert alike("polygon", polygon(SQUARE), polygon(SQUARE, hole)) == pytest.approx(0.75)
    assert alike("polygon", polygon(hole), polygon(SQUARE, hole)) == 0


def test_what_a_crossing_line_encloses_counts_as_it_is_painted():
    bow = polygon([[0, 0], [100, 100], [100, 0], [0, 100]])
    assert area_of(KINDS["polygon"].outline(bow, None)).area == pytest.approx(5000)
    assert alike("polygon", bow, polygon(SQUARE)) == pytest.approx(0.5)
    outside = [[50, 50], [150, 50], [150, 60], [50, 60]]  # a hole that a dragged corner left half outside
    assert area_of(KINDS["polygon"].outline(polygon(SQUARE, outside), None)).area == pytest.approx(10_000)


def test_overlap_of_polygons_agrees_with_counting_pixels():
    one = polygon([[10, 10], [200, 30], [150, 120], [170, 200], [20, 180], [90, 90]])
    two = polygon([[60, 0], [220, 60], [100, 220], [0, 100]], [[80, 80], [120, 90], [90, 130]])

    def inside(shape, x, y):
        found = False
        for ring in [shape["points"], *shape.get("holes", [])]:
            for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
                if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                    found = not found
        return found

    cells = [(inside(one, x + 0.25, y + 0.25), inside(two, x + 0.25, y + 0.25)) for x in range(240) for y in range(240)]
    counted = sum(a and b for a, b in cells) / sum(a or b for a, b in cells)
    assert alike("polygon", one, two) == pytest.approx(counted, abs=0.005)


def test_ellipses_overlap_by_their_area_however_they_are_turned():
    def ellipse(x=100, rx=60, ry=30, rotation=0.0):
        return {"x": x, "y": 100, "rx": rx, "ry": ry, "rotation": rotation}

    assert alike("ellipse", ellipse(), ellipse(rotation=180)) == pytest.approx(1)
    assert alike("ellipse", ellipse(), ellipse(rx=30, ry=60, rotation=90)) == pytest.approx(1)
    assert alike("ellipse", ellipse(), ellipse(rx=30)) == pytest.approx(0.5)
    assert alike("ellipse", ellipse(), ellipse(x=300)) == 0
    (ring,) = KINDS["ellipse"].outline(ellipse(rotation=33), None).rings
    assert Polygon(ring).area == pytest.approx(pi * 60 * 30, rel=2e-4)


def test_lines_are_alike_when_they_run_beside_each_other():
    line = {"points": [[0, 100], [300, 100]]}
    near, far = {"points": [[0, 104], [150, 103], [300, 104]]}, {"points": [[0, 180], [300, 180]]}
    assert alike("polyline", line, {"points": line["points"][::-1]}) == 1
    assert alike("polyline", line, near) > 0.75
    assert alike("polyline", line, far) == 0
    assert alike("polyline", line, {"points": [[0, 100], [150, 100]]}) == pytest.approx(0.5, abs=0.05)
    assert KINDS["polyline"].tuned(check_schema(body("polyline", width=200)).fields[0])(line, far) > 0.3


def test_points_are_alike_when_they_are_near_in_whatever_order():
    one = {"points": [[10, 10], [200, 100]]}
    assert alike("points", one, {"points": one["points"][::-1]}) == 1
    assert alike("points", one, {"points": [[10, 10]]}) == 0.5
    assert alike("points", {"points": [[0, 0]]}, {"points": [[6, 8]]}) == pytest.approx(exp(-0.5))
    strict = KINDS["points"].tuned(check_schema(body("points", tolerance=1)).fields[0])
    assert strict({"points": [[0, 0]]}, {"points": [[6, 8]]}) < 1e-9


def test_skeletons_are_alike_by_their_joints_and_the_size_of_the_body():
    def body_at(x=0.0, **others):
        return {"joints": {"head": [50 + x, 10, 2], "hip": [50, 110, 2], "left_hand": [0, 60, 1], **others}}

    assert alike("skeleton", body_at(), body_at(right_hand=[0, 0, 0])) == 1
    assert alike("skeleton", body_at(), body_at(right_hand=[100, 60, 2])) == pytest.approx(0.75)
    size = 0.53 * 100 * 50  # square pixels of the body, of the box around its joints
    assert alike("skeleton", body_at(), body_at(-1)) == pytest.approx((2 + exp(-1 / (2 * size * 0.1**2))) / 3)
    joints = [{"name": name, "sigma": 1} for name in ("head", "hip", "left_hand")]
    easy = KINDS["skeleton"].tuned(check_schema(body("skeleton", joints=joints, edges=[])).fields[0])
    assert easy(body_at(), body_at(-20)) > 0.97 > alike("skeleton", body_at(), body_at(-20))


def test_alikeness_asks_nobody_first():
    for name in ("box", "ellipse", "points", "polygon", "polyline", "skeleton"):
        one = example_value(body(name))["f"][0]
        other = checked_shift(one)
        assert alike(name, one, other) == pytest.approx(alike(name, other, one))
        assert 0 <= alike(name, one, other) < 1


def checked_shift(region):
    """The region a little to the right."""
    moved = {**region}
    if "points" in region:
        moved["points"] = shifted(region["points"], 7)
    elif "joints" in region:
        moved["joints"] = {name: [x + 7, y, seen] for name, (x, y, seen) in region["joints"].items()}
    else:
        moved["x"] = region["x"] + 7
    return moved


def test_an_outline_is_an_svg_path():
    both = Outline(rings=(((0, 0), (10, 0), (5, 7.25)),), lines=(((1, 1), (2, 3)),))
    assert both.path == "M0 0L10 0L5 7.25ZM1 1L2 3"

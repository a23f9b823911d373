"""Every kind of shape, drawn on photographs by mouse and by keyboard, as it arrives in the database."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import body, label, stored, without_ids

pytestmark = pytest.mark.once

PHOTOS = Path(__file__).parents[2] / "workers" / "samples" / "photos"
LABELS = [label("cup", "1", "杯子", "Cup", "#b3392f"), label("spoon", "2", "勺子", "Spoon", "#2f6fd6")]
FACE = {
    "joints": [
        {"name": "left_eye", "title": {"zh": "左眼", "en": "Left eye"}, "at": [0.8, 0.2]},
        {"name": "right_eye", "title": {"zh": "右眼", "en": "Right eye"}, "at": [0.2, 0.2]},
        {"name": "nose", "title": {"zh": "鼻子", "en": "Nose"}, "at": [0.5, 1]},
    ],
    "edges": [["left_eye", "nose"], ["right_eye", "nose"]],
}


@pytest.fixture
def at_work(make, bench):
    """Opens a photograph for somebody who labels it with one kind of shape; gives what sends the answer."""

    def open_photo(kind, photo="coffee.jpg", **options):
        field = {"name": "things", "kind": kind, "title": {"zh": "物体", "en": "Things"}, "labels": LABELS, **options}
        project = make.project(body=body(field, media="image"), overlap=1)
        make.photo_task(PHOTOS / photo, name="photo")
        make.image_task(60, 40, name="after")
        person = make.annotator(language="en")
        bench.sign_in(make, person)
        bench.open(project)

        def sent():
            bench.submit()
            bench.expect_sent()
            return without_ids(stored(person)["photo"]["things"])

        return sent

    return open_photo


def clicks(bench, *points):
    for point in points:
        bench.click(*point)


def near(points, bench):
    """These points, give or take one pixel of the screen."""
    slack = 1 / bench.image()["scale"]
    return [[pytest.approx(x, abs=slack), pytest.approx(y, abs=slack)] for x, y in points]


def said(bench, text):
    expect(bench.page.locator("[aria-live=assertive]")).to_have_text(text)


def what(bench):
    return bench.page.locator(".region-name .what")


def test_a_polygon_is_drawn_corner_by_corner_mended_and_given_a_hole(at_work, bench):
    sent = at_work("polygon")
    cup = [(180, 60), (420, 60), (420, 330), (180, 330)]
    clicks(bench, *cup, cup[0])  # a click on the first corner closes it
    expect(what(bench)).to_have_text("4 corners")
    bench.drag((180, 330), (200, 340))  # a corner is pulled
    bench.drag((300, 60), (300, 40))  # a new one comes out of the middle of the upper edge
    bench.page.keyboard.down("Alt")
    bench.click(420, 330)  # and one goes
    bench.page.keyboard.up("Alt")
    expect(what(bench)).to_have_text("4 corners")
    bench.press("Shift+P")
    clicks(bench, (250, 120), (320, 120), (290, 180))
    bench.press("Enter")
    expect(what(bench)).to_have_text("4 corners, 1 hole")
    drawn = near([(180, 60), (300, 40), (420, 60), (200, 340)], bench)
    hole = near([(250, 120), (320, 120), (290, 180)], bench)
    assert sent() == [{"label": "cup", "points": drawn, "holes": [hole]}]


def test_a_polygon_is_made_shaped_and_cut_without_a_mouse(at_work, bench):
    sent = at_work("polygon")
    bench.press("2", "Shift+N", ".")
    said(bench, "Point 1 of 4")
    bench.press("ArrowLeft", "Shift+ArrowUp")  # the first corner alone
    bench.press("Insert")
    said(bench, "Point 2 of 5")
    bench.press(".", "Delete", "Escape")  # the corner behind it goes; Esc lets the point go, not the shape
    bench.press("ArrowRight")  # the whole shape
    bench.press("Shift+P", "Shift+N")
    expect(what(bench)).to_have_text("4 corners, 1 hole")
    [polygon] = sent()
    first, added, third, fourth = polygon["points"]
    assert polygon["label"] == "spoon"
    assert fourth[0] - first[0] == pytest.approx(1)  # its left edge was upright
    assert added == [pytest.approx((first[0] + third[0]) / 2, abs=0.02), pytest.approx(first[1] + 5, abs=0.02)]
    assert third[1] == fourth[1]
    assert len(polygon["holes"][0]) == 4


def test_the_last_corner_is_taken_back_and_what_is_no_polygon_is_not_kept(at_work, bench):
    sent = at_work("polygon")
    clicks(bench, (100, 100), (200, 100))
    bench.press("Enter")  # two corners: nothing to finish yet
    clicks(bench, (200, 200), (100, 220))
    bench.press("Backspace")
    clicks(bench, (100, 200), (100, 200))  # a second click on the last corner finishes, as a double click does
    clicks(bench, (300, 300))
    bench.press("Escape")
    expect(bench.regions).to_have_count(1)
    assert sent() == [{"label": "cup", "points": near([(100, 100), (200, 100), (200, 200), (100, 200)], bench)}]


def test_neighbours_share_their_corners_when_points_snap(at_work, bench):
    sent = at_work("polygon")
    clicks(bench, (100, 100), (200, 110), (200, 200), (100, 200), (100, 100))
    bench.press("Escape", "Shift+S")
    clicks(bench, (203, 108), (300, 100), (300, 220), (198, 203))
    bench.press("n")
    clicks(bench, (400, 2), (598, 3), (450, 150))
    bench.press("Enter")
    one, two, three = sent()
    assert two["points"][0] == one["points"][1]
    assert two["points"][3] == one["points"][2]
    assert three["points"][0][1] == 0
    assert three["points"][1] == [600, 0]


def test_a_line_is_drawn_over_other_shapes_and_finished_by_two_clicks(at_work, bench):
    sent = at_work("polyline", "china.jpg")
    clicks(bench, (50, 200), (320, 100), (600, 220), (600, 220))
    clicks(bench, (320, 100), (330, 300))  # begins on the line before
    bench.press("n")
    expect(bench.regions).to_have_count(2)
    assert [line["points"] for line in sent()] == [
        near([(50, 200), (320, 100), (600, 220)], bench),
        near([(320, 100), (330, 300)], bench),
    ]


def test_a_line_is_made_by_keys(at_work, bench):
    sent = at_work("polyline", "china.jpg")
    bench.press("Shift+N", ".", ".")
    said(bench, "Point 2 of 2")
    bench.press("Shift+ArrowDown", "Insert")
    expect(what(bench)).to_have_text("3 points · " + what(bench).inner_text().split(" · ")[1])
    [line] = sent()
    (ax, ay), (bx, by), (cx, cy) = line["points"]
    assert (bx, by) == (pytest.approx((ax + cx) / 2, abs=0.02), pytest.approx((ay + cy) / 2, abs=0.02))


def test_points_that_stand_alone_take_a_click_each(at_work, bench):
    sent = at_work("points", "chelsea.jpg", together=1)
    clicks(bench, (150, 120))
    bench.press("2")
    clicks(bench, (250, 130))
    bench.press("2", "Shift+N", "Escape", "v")
    expect(bench.regions).to_have_count(3)
    one, two, three = sent()
    assert [one["points"], two["points"]] == [near([(150, 120)], bench), near([(250, 130)], bench)]
    assert three["points"] == near([(225.5, 150)], bench)


def test_points_that_belong_together_are_one_region(at_work, bench):
    sent = at_work("points", "chelsea.jpg")
    clicks(bench, (150, 120), (250, 130), (200, 180))
    bench.press("Enter", ".", "Delete")
    expect(what(bench)).to_have_text("2 points")
    bench.press("Insert", "ArrowLeft")
    expect(what(bench)).to_have_text("3 points")
    [group] = sent()
    assert group["points"][:2] == near([(250, 130), (200, 180)], bench)


def test_joints_are_placed_one_by_one_hidden_left_out_and_corrected(at_work, bench):
    sent = at_work("skeleton", "astronaut.jpg", **FACE)
    clicks(bench, (250, 90))
    bench.press(".")  # the right eye is left out
    bench.page.keyboard.down("Shift")
    clicks(bench, (230, 120))  # the nose is hidden
    bench.page.keyboard.up("Shift")
    expect(what(bench)).to_have_text("2 of 3 joints, 1 hidden")
    bench.press("Insert")  # the right eye, after all
    said(bench, "Right eye")
    bench.press("u", "ArrowLeft")
    bench.drag((230, 120), (226, 126))
    expect(what(bench)).to_have_text("3 of 3 joints, 2 hidden")
    [face] = sent()
    ((left, nose),) = [near([(250, 90), (226, 126)], bench)]
    assert list(face["joints"]) == ["left_eye", "right_eye", "nose"]
    assert face["joints"]["left_eye"] == [*left, 2]
    assert face["joints"]["nose"] == [*nose, 1]
    assert face["joints"]["right_eye"][2] == 1


def test_a_whole_figure_is_put_down_by_dragging_a_box_or_by_a_key(at_work, bench):
    sent = at_work("skeleton", "astronaut.jpg", **FACE)
    bench.drag((200, 60), (280, 140))
    bench.press("Escape", "Shift+N", ".", ".", ".")
    said(bench, "Nose")
    bench.press("Delete")
    expect(what(bench).nth(1)).to_have_text("2 of 3 joints")
    one, two = sent()
    eye, nose = near([(264, 76), (240, 140)], bench)
    assert (one["joints"]["left_eye"], one["joints"]["nose"]) == ([*eye, 2], [*nose, 2])
    assert two["joints"]["nose"] == [0, 0, 0]


def test_an_ellipse_is_dragged_pulled_and_turned(at_work, bench):
    sent = at_work("ellipse")
    bench.drag((200, 100), (400, 200))
    bench.drag((400, 150), (420, 150))  # the right-hand handle
    bench.press("t", "t", "Control+Shift+ArrowRight", "Shift+T")
    bench.press("Escape", "Shift+N", "Alt+ArrowRight")
    one, two = sent()
    ((x, y), (rx, ry)) = near([(310, 150), (110, 50)], bench)
    assert one == {"label": "cup", "x": x, "y": y, "rx": rx, "ry": ry, "rotation": 16}
    assert two["rotation"] == 0


def test_a_box_is_turned_by_its_grip_and_by_keys(at_work, bench):
    sent = at_work("box")
    bench.drag((200, 150), (300, 250))
    grip = 26 / bench.image()["scale"]
    bench.drag((250, 150 - grip), (420, 200))  # the grip is pulled round to the right
    expect(what(bench)).to_contain_text("90°")
    bench.press("Shift+T", "Shift+T")
    expect(what(bench)).to_contain_text("88°")
    [box] = sent()
    (corner, size) = near([(200, 150), (100, 100)], bench)
    assert [box["x"], box["y"], box["width"], box["height"], box["rotation"]] == [*corner, *size, 88]

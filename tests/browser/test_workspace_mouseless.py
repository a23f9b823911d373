"""Everything works without a mouse: each kind that is drawn on an image or in a film, up to the stored answer."""

import pytest
from playwright.sync_api import expect

from annotation.kinds import rle
from tests.browser.test_workspace_video import TRACKS, Film, boxes
from tests.browser.workbench import body, label, stored, without_ids

pytestmark = pytest.mark.once

WIDTH, HEIGHT = 600, 400
TOOLS = {"box": "b", "polygon": "p", "polyline": "y", "points": "k", "skeleton": "j", "ellipse": "o"}
JOINTS = {
    "joints": [
        {"name": name, "at": at} for name, at in [("left", [0.8, 0.2]), ("right", [0.2, 0.2]), ("chin", [0.5, 1])]
    ],
    "edges": [["left", "chin"], ["right", "chin"]],
}


def field(kind, number):
    options = JOINTS if kind == "skeleton" else {}
    labels = [label(kind, "", kind, kind.capitalize())]
    return {"name": kind, "kind": kind, "title": {"zh": kind, "en": kind}, "labels": labels, **options}


def spread(kind, region):
    """The middle of a shape and how wide and high it is."""
    if kind == "box":
        return region["x"] + region["width"] / 2, region["y"] + region["height"] / 2, region["width"], region["height"]
    if kind == "ellipse":
        return region["x"], region["y"], 2 * region["rx"], 2 * region["ry"]
    points = region["joints"].values() if kind == "skeleton" else region["points"]
    xs, ys = [point[0] for point in points], [point[1] for point in points]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, max(xs) - min(xs), max(ys) - min(ys)


def test_every_shape_is_made_moved_sized_found_and_deleted_by_keys_alone(make, bench):
    kinds = [*TOOLS, "mask"]
    project = make.project(body=body(*(field(kind, n) for n, kind in enumerate(kinds)), media="image"), overlap=1)
    for name in ("first", "second"):
        make.image_task(WIDTH, HEIGHT, name=name)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    for number, (_kind, key) in enumerate(TOOLS.items(), 1):
        bench.press(key, "Shift+N")
        expect(bench.regions).to_have_count(number)
        bench.press("Escape", "Escape")
    bench.press("m", "d", "ArrowRight", "ArrowRight", "d", "Enter", "v", "Escape")
    expect(bench.regions).to_have_count(len(kinds))
    # A second one of each is moved: ten pixels to the right, then wider and higher.
    for number, (_kind, key) in enumerate(TOOLS.items(), 1):
        bench.press(key, "Shift+N", "Shift+ArrowRight")
        if key not in "k":
            bench.press("Alt+Shift+ArrowRight", "Alt+Shift+ArrowDown")
        bench.press("Escape", "Escape")
        expect(bench.regions).to_have_count(len(kinds) + number)
    bench.press("v", "Tab", "Shift+Tab", "Tab", "Tab", "Delete")  # after Esc, Tab leaves the image; then the second box
    expect(bench.regions).to_have_count(2 * len(kinds) - 2)
    bench.press("Control+z", "Shift+Tab", "Delete", "Control+z")
    expect(bench.regions).to_have_count(2 * len(kinds) - 1)
    bench.submit()
    bench.expect_sent()
    answer = stored(person)["first"]
    for kind in TOOLS:
        one, two = without_ids(answer[kind])
        (x, y, width, height), (x2, y2, width2, height2) = spread(kind, one), spread(kind, two)
        assert abs(x - WIDTH / 2) < 60, kind
        assert abs(y - HEIGHT / 2) < 60, kind
        if kind == "points":
            assert (x2, y2) == (pytest.approx(x + 10), pytest.approx(y))
        else:
            assert (width2, height2) == (pytest.approx(width + 10, abs=0.1), pytest.approx(height + 10, abs=0.1)), kind
    [mask] = answer["mask"]
    assert rle.bits_of(rle.edges_of(mask["counts"], WIDTH * HEIGHT), HEIGHT, WIDTH).any()


def test_a_thing_is_followed_through_a_film_by_keys_alone(make, bench):
    project = make.project(body=body(TRACKS, media="video"), overlap=1)
    make.video_task(name="film")
    make.video_task(name="after")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    film = Film(bench)
    film.wait()
    film.press("2", "Shift+N")
    expect(bench.regions).to_have_count(1)
    for frame in (10, 20):
        film.press("Shift+ArrowRight")
        film.expect_frame(frame)
    film.press(*["Control+Alt+ArrowRight"] * 5, "Alt+ArrowDown")
    for key, frame in (("u", 30), ("o", 40)):
        film.press("Shift+ArrowRight")
        film.expect_frame(frame)
        film.press(key)
    film.press("e", "e")
    film.expect_frame(20)
    bench.submit()
    bench.expect_sent()
    [track] = stored(person)["film"]["things"]
    places = boxes(track)
    x, y, width, height = places[0]
    assert track["label"] == "bus"
    assert list(places) == [0, 20, 30, 40]
    assert places[20] == [x + 5, y, width, height + 1]
    assert [key.get("occluded", False) for key in track["keyframes"]] == [False, False, True, False]
    assert track["keyframes"][-1]["outside"]

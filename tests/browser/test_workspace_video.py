"""Videos, as a person labels them with mouse and keyboard: every frame exactly, tracks up to the stored value."""

import pytest
from playwright.sync_api import expect

from tests import clips
from tests.browser.workbench import body, label, stored

pytestmark = pytest.mark.once

LABELS = [label("car", "1", "汽车", "Car", "#b3392f"), label("bus", "2", "公交车", "Bus", "#2f6fd6")]
TRACKS = {"name": "things", "kind": "track", "title": {"zh": "目标", "en": "Things"}, "labels": LABELS}
SCENES = {"name": "scenes", "kind": "segment", "title": {"zh": "片段", "en": "Scenes"}, "labels": LABELS[:1]}

ATTRIBUTES = [
    {"name": "plate", "kind": "text", "title": {"zh": "车牌", "en": "Plate"}},
    {
        "name": "state",
        "kind": "choice",
        "title": {"zh": "状态", "en": "State"},
        "required": True,
        "labels": [{"name": "parked"}, {"name": "moving"}],
    },
    {"name": "braking", "kind": "switch", "title": {"zh": "刹车", "en": "Braking"}},
]
CARS = TRACKS | {"attributes": ATTRIBUTES, "changing": ["state", "braking"]}

SQUARES = f"""() => {{
    const film = document.querySelector('.video-surface video');
    const canvas = new OffscreenCanvas({clips.WIDTH}, {clips.HEIGHT}), pen = canvas.getContext('2d');
    pen.drawImage(film, 0, 0);
    const row = pen.getImageData(0, {clips.HEIGHT - clips.SQUARE // 2}, {clips.WIDTH}, 1).data;
    let frame = 0;
    for (let n = 0; n < {clips.DIGITS}; n++) frame = frame * 2 + (row[4 * (n * {clips.SQUARE} + 10)] > 127);
    return frame;
}}"""


class Film:
    """The video on the desk."""

    def __init__(self, bench):
        self.bench = bench
        self.page = bench.page

    def wait(self):
        """Until the first picture is there."""
        expect(self.page.locator(".video-surface")).to_have_attribute("aria-busy", "false")
        self.expect_frame(0)

    def expect_frame(self, frame):
        """It is what the page says, and what the picture shows."""
        expect(self.page.locator(".frame-number input")).to_have_attribute("data-frame", str(frame))
        assert self.page.evaluate(SQUARES) == frame

    def at(self, x, y):
        lies = self.page.evaluate(
            """() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => {
                const film = document.querySelector('.video-surface video');
                const { left, top, width } = film.getBoundingClientRect();
                done({ left, top, scale: width / film.videoWidth });
            })))"""
        )
        return lies["left"] + x * lies["scale"], lies["top"] + y * lies["scale"]

    def drag(self, start, end):
        mouse = self.page.mouse
        mouse.move(*self.at(*start))
        mouse.down()
        mouse.move(*self.at((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        mouse.move(*self.at(*end))
        mouse.up()

    def press(self, *strokes):
        self.bench.press(*strokes)

    def go(self, frame):
        field = self.page.locator(".frame-number input")
        field.fill(str(frame))
        field.press("Enter")
        self.expect_frame(frame)


@pytest.fixture
def at_work(make, bench):
    """Opens a video for somebody who labels it; gives the film and what sends the answer."""

    def open_video(*fields, content=None):
        project = make.project(body=body(*(fields or (TRACKS,)), media="video"), overlap=1)
        make.video_task(content, name="film")
        make.video_task(clips.retimed([n * 50 for n in range(clips.FRAMES)]), name="after")
        person = make.annotator(language="en")
        bench.sign_in(make, person)
        bench.open(project)
        film = Film(bench)
        film.wait()

        def sent():
            bench.submit()
            bench.expect_sent()
            return stored(person)["film"]

        return film, sent

    return open_video


def boxes(track):
    return {key["frame"]: [round(key[side]) for side in ("x", "y", "width", "height")] for key in track["keyframes"]}


def test_every_frame_that_keys_lead_to_is_the_one_that_is_seen(at_work):
    film, _sent = at_work()
    for keys, frame in [
        ("ArrowRight", 1),
        ("ArrowRight", 2),
        ("Shift+ArrowRight", 12),
        ("ArrowLeft", 11),
        ("Shift+ArrowLeft", 1),
        ("End", 59),
        ("ArrowRight", 59),
        ("Home", 0),
        ("ArrowLeft", 0),
    ]:
        film.press(keys)
        film.expect_frame(frame)
    film.press(*["ArrowRight"] * 7)
    film.expect_frame(7)
    for frame in (41, 19, 20, 58, 3):
        film.go(frame)


def test_frames_of_a_changing_rate_are_met_exactly_too(at_work):
    times = [0, 40, 100, 120, 500]
    film, _sent = at_work(content=clips.retimed(times + [540 + 33 * n for n in range(clips.FRAMES - len(times))]))
    for frame in (1, 2, 3, 4, 5, 4, 3, 30, 59):
        film.go(frame)
    film.press("ArrowLeft", "ArrowLeft")
    film.expect_frame(57)


def test_every_frame_of_h264_is_met_exactly(at_work, bench):
    if not bench.page.evaluate("""document.createElement('video').canPlayType('video/mp4; codecs="avc1.42001e"')"""):
        pytest.skip("this browser plays no H.264, as builds without licensed codecs do")
    film, sent = at_work(content=clips.COUNTED_H264.read_bytes())
    for frame in (1, 2, 41, 19, 20, 21, 58, 59, 3):
        film.go(frame)
    film.press("ArrowRight", "Shift+ArrowRight", "ArrowLeft")
    film.expect_frame(13)
    film.drag((62, 40), (122, 80))
    (track,) = sent()["things"]
    assert boxes(track) == {13: [62, 40, 60, 40]}


def test_a_thing_is_followed_by_two_key_frames_and_the_frames_between_follow(at_work):
    film, sent = at_work()
    expect(film.page.locator(".regions .hint")).to_contain_text("drag on the image")
    film.press("1")
    film.drag((10, 40), (70, 80))
    expect(film.bench.regions).to_have_count(1)
    film.go(20)
    film.drag((40, 60), (120, 60))
    film.go(10)
    expect(film.page.locator(".frame-state")).to_contain_text("between key frames")
    x, y = film.at(80, 60)  # the middle of the box that was placed by nobody
    film.press("Escape")
    film.press("v")
    film.page.mouse.click(x, y)
    expect(film.bench.regions).to_have_attribute("aria-pressed", "true")
    film.press("Escape")
    film.page.mouse.click(*film.at(30, 60))  # where the box was in frame 0, it is not any more
    expect(film.bench.regions).to_have_attribute("aria-pressed", "false")
    things = sent()["things"]
    assert [track["label"] for track in things] == ["car"]
    assert boxes(things[0]) == {0: [10, 40, 60, 40], 20: [90, 40, 60, 40]}


def test_it_is_hidden_and_gone_from_a_frame_on_and_undo_takes_back(at_work):
    film, sent = at_work()
    film.drag((10, 40), (70, 80))
    film.go(10)
    film.press("u")
    expect(film.page.locator(".frame-state")).to_contain_text("hidden")
    film.go(15)
    film.press("u")
    film.go(30)
    film.press("o")
    expect(film.page.locator(".frame-state")).to_contain_text("not in the picture")
    film.go(40)
    film.press("o", "Control+z")
    expect(film.page.locator(".frame-state")).to_contain_text("not in the picture")
    film.press("e")
    film.expect_frame(30)
    film.press("e", "e")
    film.expect_frame(10)
    film.press("r")
    film.expect_frame(15)
    film.press("k")  # no key frame any more: hidden until it is gone
    keys = sent()["things"][0]["keyframes"]
    assert [(key["frame"], key.get("occluded", False), key.get("outside", False)) for key in keys] == [
        (0, False, False),
        (10, True, False),
        (30, False, True),
    ]


def test_a_thing_that_stands_still_is_placed_as_in_the_key_frame_before(at_work):
    film, sent = at_work()
    film.drag((10, 40), (70, 80))
    film.go(20)
    film.drag((40, 60), (120, 60))
    film.go(12)
    film.press("Shift+k")
    expect(film.page.locator(".frame-state")).to_contain_text("key frame")
    (track,) = sent()["things"]
    assert boxes(track) == {0: [10, 40, 60, 40], 12: [10, 40, 60, 40], 20: [90, 40, 60, 40]}


def test_a_track_is_split_joined_and_deleted(at_work):
    film, sent = at_work()
    film.drag((10, 40), (70, 80))
    film.go(20)
    film.press("s")
    expect(film.bench.regions).to_have_count(2)
    film.press("2", "Control+z", "m")
    film.bench.regions.first.click()
    expect(film.bench.regions).to_have_count(1)
    film.press("Control+z")
    expect(film.bench.regions).to_have_count(2)
    film.press("Delete")
    expect(film.bench.regions).to_have_count(1)
    (track,) = sent()["things"]
    assert boxes(track) == {20: [10, 40, 60, 40]}


def test_attributes_hold_for_the_whole_track_or_from_a_frame_on(at_work):
    film, sent = at_work(CARS)
    panel = film.page.get_by_label("Attributes of the selected region")
    film.drag((10, 40), (70, 80))
    film.go(20)
    film.press("Control+Enter")
    expect(film.page.locator(".complaint")).to_contain_text("“State” is missing in frame 0")
    film.go(0)
    film.press("a")
    film.page.keyboard.insert_text("川A12345")
    film.press("Enter", "1", "Escape")
    expect(film.page.locator(".frame-state")).to_contain_text("key frame · Plate 川A12345 · parked")
    film.go(20)
    expect(panel.get_by_role("radio", name="parked")).to_be_checked()
    expect(panel).to_contain_text("since frame 0")
    film.press("a", "Enter", "2", "Enter", "Space", "Enter")
    expect(film.page.locator(".video-surface")).to_be_focused()
    expect(film.page.locator(".frame-state")).to_contain_text("key frame · Plate 川A12345 · moving · Braking")
    film.go(30)
    expect(film.page.locator(".frame-state")).to_contain_text("between key frames · Plate 川A12345 · moving · Braking")
    panel.get_by_text("Braking").click()
    expect(panel.get_by_text("said in this frame")).to_have_count(1)
    film.press("Control+z")
    expect(panel.get_by_role("checkbox", name="Braking")).to_be_checked()
    film.press("Control+y")
    expect(panel.get_by_role("checkbox", name="Braking")).not_to_be_checked()
    film.go(10)
    panel.get_by_text("parked").click()  # a second press takes it back where it was said, and nowhere else
    expect(film.page.locator(".told")).to_contain_text("said in frame 0")
    film.bench.wait_until(film.bench.draft)
    film.page.reload()
    film.wait()
    film.bench.regions.click()
    film.go(25)
    expect(panel.get_by_role("radio", name="moving")).to_be_checked()
    (track,) = sent()["things"]
    assert track["attributes"] == {"plate": "川A12345"}
    assert [(key["frame"], key["attributes"]) for key in track["keyframes"]] == [
        (0, {"state": "parked", "braking": False}),
        (20, {"state": "moving", "braking": True}),
        (30, {"braking": False}),
    ]


def test_the_row_of_a_track_takes_it_and_leads_to_its_moments(at_work):
    film, _sent = at_work()
    film.go(10)
    film.drag((10, 40), (70, 80))
    film.press("Escape")
    lanes = film.page.locator(".track-lanes").bounding_box()
    film.page.mouse.click(lanes["x"] + lanes["width"] * 30.5 / clips.FRAMES, lanes["y"] + 10)
    film.expect_frame(30)
    expect(film.bench.regions).to_have_attribute("aria-pressed", "true")
    film.page.mouse.click(lanes["x"] + lanes["width"] * 10.5 / clips.FRAMES, lanes["y"] + 10)
    film.expect_frame(10)


def test_points_are_tracked_as_boxes_are(at_work):
    film, sent = at_work(TRACKS | {"shape": "points"})
    film.press("1")
    film.page.mouse.click(*film.at(50, 60))
    film.go(10)
    film.press("v")
    film.drag((50, 60), (90, 100))
    (track,) = sent()["things"]
    assert [[round(x) for x in key["points"][0]] for key in track["keyframes"]] == [[50, 60], [90, 100]]


def test_playing_runs_through_the_frames_and_pausing_stops_in_one(at_work):
    film, _sent = at_work()
    number = film.page.locator(".frame-number input")
    film.press("Space")
    expect(number).not_to_have_value("0")
    film.press("Space")
    expect(film.page.get_by_role("button", name="Play or pause")).to_have_attribute("aria-pressed", "false")
    film.press("Home")
    film.expect_frame(0)


def test_stretches_of_a_film_lie_on_its_timeline(at_work):
    film, sent = at_work(SCENES, TRACKS)
    film.go(5)
    film.press("Escape", "i")
    film.go(15)
    film.press("o", "Enter")
    answer = sent()
    assert [(one["start"], one["end"]) for one in answer["scenes"]] == [(0.2, 0.6)]


def test_a_browser_that_cannot_play_it_says_so(make, bench):
    project = make.project(body=body(TRACKS, media="video"), overlap=1)
    task = make.video_task(name="film")
    task.asset.facts["codec"] = "h265"
    task.asset.save()
    bench.page.route("**/file*", lambda route: route.fulfill(body=b"no film", content_type="video/mp4"))
    bench.sign_in(make, make.annotator(language="en"))
    bench.open(project)
    expect(bench.page.get_by_role("alert")).to_contain_text("cannot play the video (H.265)")

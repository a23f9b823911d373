"""Suggestions of models in the workspace: decided by keys, mouse and list, undone, kept, and stored."""

import pytest
from playwright.sync_api import expect

from annotation import predictions
from annotation.models import Annotation, Draft, Outcome
from projects.models import Project
from tests.browser.workbench import BOXES, MOOD, SPANS, SPEECH, body, label, stored, without_ids
from tests.makers import sound

CAR = {"id": "p1", "label": "car", "x": 20.0, "y": 20.0, "width": 60.0, "height": 40.0}
BUS = {"id": "p2", "label": "bus", "x": 150.0, "y": 60.0, "width": 80.0, "height": 60.0}
TEXT = "小明从成都坐火车去沈阳。"
WORKS = {
    "name": "relations",
    "kind": "relation",
    "field": "entities",
    "labels": [label("from", "4", "来自", "From")],
}


def predict(task, value, **more):
    return predictions.add(task, {"model": "yolo", "version": "3", "value": value, **more}, by=None)[0]


def became():
    return [outcome.became for outcome in Outcome.objects.filter(in_force=True).order_by("pk")]


def suggestions(bench):
    return bench.page.locator(".suggestions .region-name")


@pytest.fixture
def boxes(make, bench):
    """Two suggested boxes and a suggested answer on the first of two tasks."""
    project = make.project(body=body(BOXES, MOOD | {"required": False}, media="image"), overlap=1)
    task = make.image_task(name="first")
    make.image_task(name="second")
    predict(
        task,
        {"objects": [{**CAR, "score": 0.9}, {**BUS, "score": 0.3}], "mood": "good"},
        score=0.8,
    )
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def test_the_least_certain_is_confirmed_and_another_is_rejected_by_keys(boxes, bench):
    expect(suggestions(bench)).to_have_count(2)
    expect(bench.page.locator(".suggested-answer")).to_contain_text("Suggested: Good")
    bench.press("\\")
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("Bus")
    bench.press(";")
    expect(bench.regions).to_have_count(2)  # of the answer one, still suggested one
    expect(bench.page.locator(".suggested-answer.current")).to_be_visible()
    bench.press("'")
    expect(bench.page.locator(".suggested-answer")).to_have_count(0)
    bench.submit()
    bench.expect_sent()
    assert without_ids(stored(boxes)["first"]["objects"]) == [
        {key: value for key, value in BUS.items() if key != "id"} | {"rotation": 0}
    ]
    assert became() == [{"objects": {"p1": "left", "p2": "confirmed"}, "mood": "rejected"}]


def test_all_are_confirmed_at_once_one_is_changed_and_undo_takes_all_back(boxes, bench):
    bench.press(":")
    expect(bench.page.locator(".suggestions")).to_have_count(0)
    expect(bench.regions).to_have_count(2)
    bench.press("Control+z")
    expect(suggestions(bench)).to_have_count(2)
    bench.press(":")
    bench.regions.first.click()
    bench.page.locator(".surface").focus()
    bench.press("ArrowRight")
    bench.submit()
    bench.expect_sent()
    value = stored(boxes)["first"]
    assert (value["mood"], [region["x"] for region in value["objects"]]) == ("good", [21, 150])
    assert became() == [{"objects": {"p1": "changed", "p2": "confirmed"}, "mood": "confirmed"}]


def test_the_list_and_the_image_choose_which_one_is_decided(boxes, bench):
    bench.press("v")
    bench.click(190, 90)
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("Bus")
    row = bench.page.locator(".suggestions .region").filter(has_text="Car")
    row.get_by_role("button", name="Reject").click()
    expect(suggestions(bench)).to_have_count(1)
    bench.press("Escape")
    expect(bench.page.locator(".suggestions .region.selected")).to_have_count(0)
    bench.submit()
    bench.expect_sent()
    assert not stored(boxes)["first"].get("objects")
    assert became() == [{"objects": {"p1": "rejected", "p2": "left"}, "mood": "left"}]


def test_what_was_decided_is_kept_in_the_draft_and_with_the_answer(boxes, bench):
    bench.press("\\", "'")
    expect(suggestions(bench)).to_have_count(1)
    bench.wait_until(lambda: Draft.objects.exists())
    bench.page.reload()
    expect(suggestions(bench)).to_have_count(1)
    bench.submit()
    bench.expect_sent()
    bench.press("Control+ArrowLeft")
    bench.expect_task("first")
    expect(suggestions(bench)).to_have_count(1)
    bench.page.goto(f"{bench.page.url.split('?')[0]}?assignment={Annotation.objects.get().assignment_id}")
    expect(suggestions(bench)).to_have_count(1)
    bench.press(";", ";", ";")
    expect(suggestions(bench)).to_have_count(0)
    bench.submit()
    bench.expect_sent()
    assert became() == [{"objects": {"p1": "confirmed", "p2": "rejected"}, "mood": "confirmed"}]


def test_suggested_relations_take_the_spans_they_join_along(make, bench):
    project = make.project(body=body(SPANS, WORKS), overlap=1)
    task = make.text_task(TEXT, name="first")
    make.text_task("一句话。", name="second")
    spans = [
        {"id": "a", "label": "PER", "start": 0, "end": 2, "text": "小明"},
        {"id": "b", "label": "LOC", "start": 3, "end": 5, "text": "成都"},
        {"id": "c", "label": "LOC", "start": 9, "end": 11, "text": "沈阳"},
    ]
    relation = {"id": "r", "label": "from", "from": "a", "to": "b"}
    predict(task, {"entities": spans, "relations": [{**relation, "score": 0.2}]}, score=0.7)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.locator(".badge.suggested")).to_have_count(3)
    expect(bench.page.locator(".arc.suggested")).to_have_count(1)
    bench.press("\\", ";")
    expect(bench.page.locator(".badge.suggested")).to_have_count(1)
    expect(bench.page.locator(".arc.suggested")).to_have_count(0)
    bench.page.locator(".badge.suggested").click()
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("沈阳")
    bench.press("'")
    bench.submit()
    bench.expect_sent()
    value = stored(person)["first"]
    assert [span["text"] for span in value["entities"]] == ["小明", "成都"]
    assert [(one["from"], one["to"]) for one in value["relations"]] == [tuple(one["id"] for one in value["entities"])]
    assert became() == [
        {"entities": {"a": "confirmed", "b": "confirmed", "c": "rejected"}, "relations": {"r": "confirmed"}}
    ]


def test_a_person_s_own_answer_decides_and_is_never_overruled(make, bench):
    project = make.project(body=body(MOOD), overlap=1)
    predict(make.text_task(TEXT, name="first"), {"mood": "good"})
    make.text_task("一句话。", name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.locator(".suggested-answer")).to_be_visible()
    bench.press("2", ":")
    expect(bench.page.locator(".suggested-answer")).to_have_count(0)
    bench.press("Enter")
    bench.expect_task("second")
    bench.expect_sent()
    assert stored(person)["first"] == {"mood": "bad"}
    assert became() == [{"mood": "changed"}]


def test_where_agreement_is_measured_blind_nothing_is_suggested(make, bench):
    project = make.project(body=body(MOOD), overlap=1)
    predict(make.text_task(TEXT, name="first"), {"mood": "good"})
    lead = make.lead(language="en")
    bench.sign_in(make, lead)
    bench.page.goto(f"{bench.url}/projects/{project.pk}/settings")
    bench.page.get_by_label("Show what models suggest").uncheck()
    bench.page.get_by_role("button", name="Save").click()
    bench.wait_until(lambda: not Project.objects.get(pk=project.pk).show_predictions)
    bench.sign_in(make, make.annotator(language="en"))
    bench.open(project)
    bench.expect_task("first")
    expect(bench.page.locator(".suggested-answer")).to_have_count(0)


@pytest.fixture
def speech(make, bench):
    """Two suggested segments of a recording, the later one less certain."""
    project = make.project(body=body(SPEECH, media="audio"), overlap=1)
    task = make.audio_task(sound(6.0), name="first")
    make.audio_task(name="second")
    segments = [{"label": "a", "start": at, "end": at + 1.0, "score": score} for at, score in ((1.0, 0.9), (4.0, 0.2))]
    predict(task, {"speech": segments})
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(suggestions(bench)).to_have_count(2)
    return person


def test_suggested_segments_of_a_recording_lie_on_its_strip(speech, bench):
    expect_dashes(bench, ".time-overlay")
    bench.press("\\")
    expect(bench.page.locator(".time-now strong")).to_have_text("0:04.000")
    bench.press(";", "'")
    expect(suggestions(bench)).to_have_count(0)
    expect_dashes(bench, ".time-overlay", seen=False)
    bench.submit()
    bench.expect_sent()
    assert [(one["start"], one["end"]) for one in stored(speech)["first"]["speech"]] == [(4, 5)]
    assert became() == [{"speech": {"p1": "rejected", "p2": "confirmed"}}]


def test_suggested_segments_are_confirmed_all_at_once_and_one_is_shortened(speech, bench):
    bench.press('"')
    expect(suggestions(bench)).to_have_count(0)
    bench.press("Control+z", ":")
    expect(bench.regions).to_have_count(2)
    bench.regions.first.click()
    bench.page.locator(".surface").focus()
    bench.press("Alt+ArrowLeft")  # its end
    bench.submit()
    bench.expect_sent()
    first, second = stored(speech)["first"]["speech"]
    assert first["start"] == 1
    assert 1.9 < first["end"] < 2
    assert (second["start"], second["end"]) == (4, 5)
    assert became() == [{"speech": {"p1": "changed", "p2": "confirmed"}}]


THINGS = {"name": "things", "kind": "track", "title": {"zh": "目标", "en": "Things"}, "labels": BOXES["labels"]}


def suggested_track(name, label, score, *frames):
    keys = [{"frame": frame, "x": 20.0 + frame, "y": 30.0, "width": 60.0, "height": 40.0} for frame in frames]
    return {"id": name, "label": label, "score": score, "keyframes": keys}


@pytest.fixture
def tracks(make, bench):
    """A car that is suggested from the first frame on, and a less certain bus from frame 30 on."""
    project = make.project(body=body(THINGS, media="video"), overlap=1)
    task = make.video_task(name="first")
    make.video_task(name="second")
    predict(task, {"things": [suggested_track("p1", "car", 0.9, 0, 40), suggested_track("p2", "bus", 0.3, 30, 50)]})
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.locator(".video-surface")).to_have_attribute("aria-busy", "false")
    expect(suggestions(bench)).to_have_count(2)
    return person


def test_suggested_tracks_are_gone_to_and_decided_one_by_one(tracks, bench):
    frame = bench.page.locator(".frame-number input")
    expect_dashes(bench, ".shapes")
    expect_dashes(bench, ".track-lanes canvas")
    bench.press("\\")
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("Bus")
    expect(frame).to_have_attribute("data-frame", "30")
    bench.press(";")
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("Car")
    expect_dashes(bench, ".shapes")
    bench.press("'")
    expect(suggestions(bench)).to_have_count(0)
    expect_dashes(bench, ".shapes", seen=False)
    expect_dashes(bench, ".track-lanes canvas", seen=False)
    bench.submit()
    bench.expect_sent()
    (bus,) = stored(tracks)["first"]["things"]
    assert (bus["label"], [(key["frame"], key["x"]) for key in bus["keyframes"]]) == ("bus", [(30, 50.0), (50, 70.0)])
    assert became() == [{"things": {"p1": "rejected", "p2": "confirmed"}}]


def test_a_suggested_track_is_taken_from_the_picture_or_its_row(tracks, bench):
    bench.press("Escape", "v")
    bench.click(50, 50)
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("Car")
    bench.press("Escape")
    lanes = bench.page.locator(".track-lanes").bounding_box()
    bench.page.mouse.click(lanes["x"] + lanes["width"] * 0.7, lanes["y"] + 30)
    expect(bench.page.locator(".suggestions .region.selected")).to_contain_text("Bus")
    bench.press("'")
    bench.submit()
    bench.expect_sent()
    assert became() == [{"things": {"p1": "left", "p2": "rejected"}}]


def test_suggested_tracks_are_confirmed_all_at_once_and_one_is_moved_in_a_frame(tracks, bench):
    bench.press('"')
    expect(suggestions(bench)).to_have_count(0)
    bench.press("Control+z", ":")
    expect(bench.regions).to_have_count(2)
    bench.page.locator(".region-name", has_text="Car").click()
    bench.page.locator(".surface").focus()
    bench.press("Control+Alt+ArrowDown")
    bench.submit()
    bench.expect_sent()
    car = stored(tracks)["first"]["things"][0]
    assert [(key["frame"], key["y"]) for key in car["keyframes"]] == [(0, 31.0), (40, 30.0)]
    assert became() == [{"things": {"p1": "changed", "p2": "confirmed"}}]


# How many strokes and gaps of the same lengths follow each other in a row of a canvas, in one of these colours: letters
# are not so regular.
DASHES = """([selector, colours]) => {
    const canvas = document.querySelector(selector);
    const copy = new OffscreenCanvas(canvas.width, canvas.height), pen = copy.getContext('2d');
    pen.drawImage(canvas, 0, 0);
    const { data } = pen.getImageData(0, 0, copy.width, copy.height);
    const wanted = colours.map(colour => [1, 3, 5].map(at => parseInt(colour.slice(at, at + 2), 16)));
    let most = 0;
    for (let y = 0; y < copy.height; y++) {
        let runs = [], since = 0, before = false;
        for (let x = 0; x < copy.width; x++) {
            const at = 4 * (y * copy.width + x);
            const near = rgb => data[at + 3] > 90 && rgb.every((value, n) => Math.abs(data[at + n] - value) < 40);
            const now = wanted.some(near);
            if (now === before) continue;
            runs.push(x - since);
            [since, before] = [x, now];
        }
        let streak = 0;
        runs.forEach((run, i) => {
            const regular = run >= 2 && run <= 12 && Math.abs(run - (runs[i - 2] ?? 0)) <= 1;
            most = Math.max(most, streak = regular ? streak + 1 : 0);
        });
    }
    return most;
}"""
OFTEN = 12


def expect_dashes(bench, selector, *, seen=True):
    colours = [each["color"] for each in BOXES["labels"]]
    bench.wait_until(lambda: (bench.page.evaluate(DASHES, [selector, colours]) >= OFTEN) == seen)

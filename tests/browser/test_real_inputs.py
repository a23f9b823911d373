"""Real files, where they lie beside the checkout: opened in the workspace, labelled by hand, stored as drawn."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import BOXES, SPANS, SPEECH, body, label, stored
from tests.imports.files import SAMPLES, brought, counted
from workers.formats import rttm
from workers.formats.textgrid import tiers_of

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not SAMPLES.exists(), reason="the real files are not beside this checkout"),
]

TRACKS = {"name": "things", "kind": "track", "labels": [label("bike", "1", "自行车", "Bicycle")]}
AREAS = {"name": "areas", "kind": "polygon", "labels": [label("vessel", "1", "血管", "Vessel")]}


@pytest.fixture
def opened(make, bench):
    """Imports a real file as a person's only task and opens it; gives what sends the answer."""

    def open_it(name, field, media):
        project = make.project(body=body(field, media=media), overlap=1)
        row = brought(project, {name.rpartition("/")[2]: (SAMPLES / name).read_bytes()}, txt="file")
        assert counted(row)[2] == 0, list(row.problems.values())
        person = make.annotator(language="en", project=project)
        bench.sign_in(make, person)
        bench.open(project)

        def sent():
            bench.submit()
            bench.expect_sent()
            (value,) = stored(person).values()
            return value[field["name"]]

        return sent

    return open_it


@pytest.mark.parametrize(
    "name",
    [
        "driving/solidYellowCurve.jpg",
        "medical/ihc.png",
        "medical/retina.jpg",
        "images/pcb_board.jpg",
        "remote/landsat_bahamas_RGB.byte.tif",
    ],
)
def test_a_box_on_a_real_image_lies_where_it_was_drawn(bench, opened, name):
    sent = opened(name, BOXES, "image")
    bench.press("1")
    bench.drag((40, 60), (200, 150))
    expect(bench.regions).to_have_count(1)
    (box,) = sent()
    assert [box["x"], box["y"], box["width"], box["height"]] == pytest.approx([40, 60, 160, 90], abs=3)


def test_a_vessel_of_an_eye_is_outlined(bench, opened):
    sent = opened("medical/retina.jpg", AREAS, "image")
    bench.press("1")
    corners = [(500, 500), (700, 480), (720, 620), (520, 640)]
    for corner in corners:
        bench.click(*corner)
    bench.press("Enter")
    (area,) = sent()
    assert sorted(area["points"]) == [pytest.approx(list(corner), abs=3) for corner in sorted(corners)]


def test_who_speaks_is_marked_as_the_diarization_has_it(bench, opened):
    sent = opened("audio/two_speakers.wav", SPEECH, "audio")
    expect(bench.page.locator(".waveform[data-drawn]")).to_be_visible()
    with open(SAMPLES / "audio/two_speakers.rttm", "rb") as file:
        (record,) = rttm.read(file)
    every = [(one["start"], one["end"], one["label"]) for one in record["annotations"][0]["value"]["speech"]]
    # Not those that begin where another one ends: there the mouse would pull its border.
    turns = [turn for before, turn in zip([(0, 0, ""), *every], every, strict=False) if turn[0] - before[1] > 0.2]
    assert len(turns) == 3
    voices = sorted({voice for _, _, voice in turns})
    for start, end, voice in turns:
        bench.stretch(".time-picture", start / 30, end / 30)
        bench.press(str(voices.index(voice) + 1))
    marked = [(one["start"], one["end"], one["label"]) for one in sent()]
    assert [label for *_, label in marked] == ["ab"[voices.index(voice)] for *_, voice in turns]
    borders = [border for start, end, _ in turns for border in (start, end)]
    assert [border for start, end, _ in marked for border in (start, end)] == pytest.approx(borders, abs=0.1)


def test_the_words_of_a_textgrid_are_marked_and_written_down(bench, opened):
    sent = opened("audio/mary.wav", SPEECH, "audio")
    expect(bench.page.locator(".waveform[data-drawn]")).to_be_visible()
    tiers = {tier.name: tier.intervals for tier in tiers_of((SAMPLES / "audio/mary.TextGrid").read_text())}
    words = [(one.start, one.end, one.text) for one in tiers["word"] if one.text][::2]
    for start, end, word in words:
        bench.stretch(".time-picture", start / 1.8696875, end / 1.8696875)
        bench.press("1")
        bench.page.locator(".transcript.selected textarea").fill(word)
        bench.press("Escape")
    assert [(one["text"], one["start"]) for one in sent()] == [
        (word, pytest.approx(start, abs=0.02)) for start, _, word in words
    ]


def test_a_bicycle_is_followed_through_a_real_film(bench, opened):
    sent = opened("video/bikes.mp4", TRACKS, "video")
    expect(bench.page.locator(".video-surface")).to_have_attribute("aria-busy", "false")
    bench.press("1")
    bench.drag((100, 60), (160, 120))
    bench.press("Shift+ArrowRight")
    expect(bench.page.locator(".frame-number input")).to_have_attribute("data-frame", "10")
    bench.drag((130, 90), (150, 100))
    (track,) = sent()
    frames = {key["frame"]: [key["x"], key["y"], key["width"], key["height"]] for key in track["keyframes"]}
    assert frames == {0: pytest.approx([100, 60, 60, 60], abs=2), 10: pytest.approx([120, 70, 60, 60], abs=2)}


def test_a_name_in_a_real_sentence_is_stored_to_the_code_point(bench, opened):
    sent = opened("text/uner_zh_gsdsimp_test.iob2", SPANS, "text")
    text = bench.page.evaluate("[...document.querySelectorAll('.page .para')].map(one => one.textContent).join('\\n')")
    piece = text[3:6]
    bench.select(piece)
    bench.press("2")
    (span,) = sent()
    start = text.index(piece)
    assert (span["label"], span["start"], span["end"], span["text"]) == ("LOC", start, start + 3, piece)

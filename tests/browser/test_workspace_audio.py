"""Segments of a recording, by mouse and by keys, with what is said in them, exact to the sample."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import SPEECH, body, stored, without_ids
from tests.makers import sound

pytestmark = pytest.mark.once

RATE = 16_000
SECONDS = 6.0
SAID = "你好，今天去𠮷野家。"


@pytest.fixture
def listener(make, bench):
    """An annotator with two recordings, the page open. The first has six seconds."""
    project = make.project(body=body(SPEECH, media="audio"), overlap=1)
    make.audio_task(sound(SECONDS), name="first")
    make.audio_task(name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.locator(".waveform[data-drawn]")).to_be_visible()
    expect(bench.page.locator(".regions .hint")).to_contain_text("mark it with I and O")
    return person


def at(bench, seconds, part=".time-picture"):
    """The point of the screen that shows a moment, while all of the recording is seen."""
    box = bench.page.locator(part).bounding_box()
    return box["x"] + box["width"] * seconds / SECONDS, box["y"] + box["height"] / 2


def drag(bench, start, end):
    mouse = bench.page.mouse
    mouse.move(*at(bench, start))
    mouse.down()
    mouse.move(*at(bench, (start + end) / 2))
    mouse.move(*at(bench, end))
    mouse.up()


def sent(bench, person):
    bench.submit()
    bench.expect_sent()
    return without_ids(stored(person)["first"]["speech"])


def test_the_recording_is_seen_and_plays_and_pauses(bench, listener):
    drawn = """selector => {
        const canvas = document.querySelector(selector);
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const colours = new Set();
        for (let i = 0; i < data.length; i += 4) colours.add(data.slice(i, i + 4).join());
        return colours.size;
    }"""
    bench.wait_until(lambda: bench.page.evaluate(drawn, ".waveform") >= 2)
    bench.wait_until(lambda: bench.page.evaluate(drawn, ".spectrogram") > 20)
    now = bench.page.locator(".time-now strong")
    expect(now).to_have_text("0:00.000")
    bench.press("Space")
    play = bench.page.get_by_role("button", name="Play or pause")
    expect(play).to_have_attribute("aria-pressed", "true")
    bench.wait_until(lambda: now.inner_text() > "0:00.200")
    bench.press("Space")
    expect(play).to_have_attribute("aria-pressed", "false")
    bench.press("Home", ".", ".", ",", "ArrowRight", "Shift+ArrowRight")
    expect(now).to_have_text("0:01.110")
    bench.press(">", ">")
    expect(bench.page.get_by_label("Speed")).to_have_value("1.5")


def test_segments_are_marked_by_mouse_and_their_borders_lie_on_samples(bench, listener):
    drag(bench, 0.5, 1.5)
    bench.press("1")
    bench.press("2")  # the selected one is relabelled
    expect(bench.regions).to_have_count(1)
    drag(bench, 3, 4)
    bench.press("1")
    expect(bench.regions).to_have_count(2)
    first, second = sent(bench, listener)
    assert (first["label"], second["label"]) == ("b", "a")
    for segment, (start, end) in ((first, (0.5, 1.5)), (second, (3, 4))):
        for found, wanted in ((segment["start"], start), (segment["end"], end)):
            assert found == round(found * RATE) / RATE
            assert found == pytest.approx(wanted, abs=0.02)


def test_everything_goes_without_a_mouse_to_the_sample(bench, listener):
    bench.press(".", "i", ".", "ArrowRight", "o", "1")
    bench.press("Escape", "Home", "2", ".", ".", ".", "i", ".", "ArrowRight", "ArrowRight", "o")
    expect(bench.regions).to_have_count(2)
    bench.press("Alt+ArrowRight", "Alt+Shift+ArrowLeft", "t")
    bench.page.keyboard.insert_text(SAID)
    bench.press("Escape", "Control+z", "Control+Shift+z")
    expect(bench.page.get_by_label("What is said at 0:02.990–0:04.030")).to_have_value(SAID)
    assert sent(bench, listener) == [
        {"label": "a", "start": 1.0, "end": 2.01},
        {"label": "b", "start": 2.99, "end": 4.03, "text": SAID},
    ]


def test_an_input_method_writes_and_presses_nothing(bench, listener):
    bench.press(".", "i", ".", "o", "1", "t")
    session = bench.context.new_cdp_session(bench.page)
    session.send("Input.imeSetComposition", {"text": "ni", "selectionStart": 2, "selectionEnd": 2})
    session.send("Input.insertText", {"text": "你好1 x"})
    bench.press("Escape")
    assert sent(bench, listener) == [{"label": "a", "start": 1.0, "end": 2.0, "text": "你好1 x"}]


def test_a_border_is_pulled_and_undo_takes_every_step_back(bench, listener):
    bench.press(".", "i", ".", "o", "1")
    drag(bench, 2, 3)
    expect(bench.regions.first).to_contain_text("0:03.0")
    bench.press("Control+z")
    expect(bench.regions.first).to_contain_text("0:01.000–0:02.000")
    bench.press("Control+z")
    expect(bench.regions).to_have_count(0)
    bench.press("Control+Shift+z")
    assert sent(bench, listener) == [{"label": "a", "start": 1.0, "end": 2.0}]


def test_what_was_marked_offline_is_there_after_a_reload(bench, listener):
    bench.press(".", "i", ".", "o", "1", "t")
    bench.context.set_offline(True)
    bench.page.keyboard.insert_text(SAID)
    bench.press("Escape")
    bench.wait_until(lambda: any("text" in str(draft) and SAID in str(draft) for draft in bench.draft()))
    bench.context.set_offline(False)
    bench.page.reload()
    expect(bench.regions).to_have_count(1)
    assert sent(bench, listener) == [{"label": "a", "start": 1.0, "end": 2.0, "text": SAID}]


def test_a_schema_for_recordings_can_be_tried_beside_its_form(make, bench):
    project = make.project(body=body(SPEECH, media="audio"))
    bench.sign_in(make, make.lead(language="en"))
    bench.page.goto(f"{bench.url}/projects/{project.pk}/labels")
    preview = bench.page.locator("[data-schema-preview]")
    expect(preview.get_by_role("button", name="Speaker A")).to_be_visible()
    expect(preview.locator(".time-surface")).to_be_visible()


def test_a_lead_writes_the_settled_answer_of_a_recording(make, bench):
    make.project(body=body(SPEECH, media="audio"), overlap=2)
    task = make.audio_task(sound(SECONDS), name="first")
    for end in (2.0, 2.5):
        make.submitted({"speech": [{"id": "r1", "label": "a", "start": 1.0, "end": end}]}, task=task)
    bench.sign_in(make, make.lead(language="en"))
    bench.page.goto(f"{bench.url}/tasks/{task.pk}/settle")
    expect(bench.page.locator(".time-surface")).to_be_visible()
    expect(bench.page.locator(".region-name")).to_have_count(1)
    expect(bench.page.locator(".transcript")).to_have_count(1)


def test_segments_of_a_call_lie_in_the_channel_they_were_drawn_in(make, bench):
    make_of = SPEECH | {"by_channel": True, "overlapping": False}
    project = make.project(body=body(make_of, media="audio"), overlap=1)
    make.audio_task(sound(SECONDS, channels=2), name="first")
    make.audio_task(name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    expect(bench.page.locator(".waveform[data-drawn]")).to_be_visible()
    lanes = bench.page.locator(".time-surface > div").last.bounding_box()
    mouse = bench.page.mouse
    for row, (start, end) in enumerate([(1, 2), (1.5, 3)]):
        mouse.move(at(bench, start)[0], lanes["y"] + 26 * row + 13)
        mouse.down()
        mouse.move(at(bench, end)[0], lanes["y"] + 26 * row + 13, steps=3)
        mouse.up()
        bench.press("1")
    expect(bench.regions).to_have_count(2)
    bench.press("Home", ".", ".", "[", "]")  # of the second: it begins at two seconds; a segment is never empty
    found = sent(bench, person)
    assert [one["channel"] for one in found] == ["1", "2"]
    assert found[1]["start"] == 2.0
    assert found[1]["end"] > 2.0


def test_what_is_selected_is_played_again_and_again(bench, listener):
    bench.press(".", "i", "Shift+ArrowRight", "Shift+ArrowRight", "o", "1", "r")
    loop = bench.page.get_by_role("button", name="Play the selected stretch again and again, or no more")
    expect(loop).to_have_attribute("aria-pressed", "true")
    now = bench.page.locator(".time-now strong")
    seen = []
    bench.wait_until(lambda: (seen.append(now.inner_text()), sum(b < a for a, b in pairwise(seen)) > 2)[1])
    assert all("0:00.99" < time < "0:02" for time in seen), seen  # it goes back with a frame, which may come late
    bench.press("r", "Space")
    expect(loop).to_have_attribute("aria-pressed", "false")

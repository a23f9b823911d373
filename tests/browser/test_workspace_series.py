"""Series of measurements: segments marked by mouse and keys, as they arrive in the database: to the sample."""

import csv
import math
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from projects.models import Asset
from tests.browser.workbench import body, label, stored
from tests.imports.files import brought, counted

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared/data/samples/timeseries"
REAL = SAMPLES / "machine_temperature_system_failure.csv"
# The labelled windows of this series in the Numenta Anomaly Benchmark, combined_windows.json.
WINDOWS = [
    ("2013-12-10 06:25:00", "2013-12-12 05:35:00"),
    ("2013-12-15 17:50:00", "2013-12-17 17:00:00"),
    ("2014-01-27 14:20:00", "2014-01-29 13:30:00"),
    ("2014-02-07 14:55:00", "2014-02-09 14:05:00"),
]
FIRST = datetime.fromisoformat("2013-12-02 21:15:00")
EVENTS = {
    "name": "events",
    "kind": "segment",
    "title": {"zh": "事件", "en": "Events"},
    "labels": [
        label("anomaly", "1", "异常", "Anomaly", "#b3392f"),
        label("service", "2", "检修", "Service", "#2f6fd6"),
    ],
}


def plant():
    """A machine's temperature every five minutes for 79 days; the hour that was written twice is left out."""
    if REAL.exists():
        rows = list(csv.reader(REAL.read_text().splitlines()))[1:]
        last = ""
        kept = []
        for time, value in rows:
            if time > last:
                kept.append(f"{time},{value}\n")
                last = time
        return "timestamp,value\n" + "".join(kept)
    start = FIRST.timestamp()
    lines = (f"{datetime.fromtimestamp(start + 300 * n)},{80 + 9 * math.sin(n / 700):.8f}\n" for n in range(22_683))
    return "timestamp,value\n" + "".join(lines)


@pytest.fixture
def opened(make, bench):
    def open_it(files, *fields):
        project = make.project(body=body(*fields, media="series"), overlap=1)
        row = brought(project, files)
        assert counted(row) == (len(files), 0, 0), list(row.problems.values())
        person = make.annotator(language="en", project=project)
        bench.sign_in(make, person)
        bench.open(project)
        expect(bench.page.locator("canvas.series-channels[data-drawn]")).to_be_visible()
        return person

    return open_it


class Strip:
    """What somebody sees of the strip: where a moment lies."""

    def __init__(self, bench):
        self.bench = bench
        self.duration = Asset.objects.get().duration
        self.box = bench.page.locator("canvas.series-channels").bounding_box()

    def x(self, seconds):
        """From the part of the whole that is marked as seen below the strip."""
        start, length = (part * self.duration for part in self.seen)
        return self.box["x"] + (seconds - start) / length * self.box["width"]

    @property
    def y(self):
        return self.box["y"] + self.box["height"] * 0.7

    @property
    def seen(self):
        """Where what is seen begins and how much of the whole it is."""
        return self.bench.page.locator(".time-overview b").evaluate(
            "seen => [parseFloat(seen.style.insetInlineStart) / 100, parseFloat(seen.style.width) / 100]"
        )

    def changes(self, act):
        """Do something and wait until another part is seen."""
        before = self.seen
        act()
        self.bench.wait_until(lambda: self.seen != before)

    def near(self, seconds):
        """Turn the wheel over a moment, until rows can be told apart."""
        self.bench.page.mouse.move(self.x(seconds), self.y)
        self.changes(lambda: self.bench.page.mouse.wheel(0, -1400))

    def drag(self, start, end):
        mouse = self.bench.page.mouse
        mouse.move(self.x(start), self.y)
        mouse.down()
        mouse.move(self.x((start + end) / 2), self.y)
        mouse.move(self.x(end), self.y)
        mouse.up()

    def pull(self, start, end):
        """Drag a border, with Alt, so that it does not snap to another."""
        self.bench.page.keyboard.down("Alt")
        self.drag(start, end)
        self.bench.page.keyboard.up("Alt")


def after(stamp):
    return (datetime.fromisoformat(stamp) - FIRST).total_seconds()


def sent(bench, person):
    bench.press("Control+Enter")
    bench.wait_until(lambda: stored(person))
    [answer] = stored(person).values()
    return answer


def test_the_anomalies_of_a_real_machine_are_marked_to_the_sample(bench, opened):
    person = opened({"plant.csv": plant()}, EVENTS)
    strip = Strip(bench)
    expect(bench.page.locator(".time-now strong")).to_have_text("2013-12-02 21:15:00")
    bench.press("1")  # the label waits for stretches
    chosen = bench.page.locator(".time-chosen")
    for number, (first, last) in enumerate(WINDOWS, 1):
        start, end = after(first), after(last)
        strip.drag(start + 4000, end - 5000)  # roughly, over all 79 days
        expect(bench.regions).to_have_count(number)
        for place, exact in ((0, start), (1, end)):
            strip.changes(lambda: bench.press("z"))
            rough = (datetime.fromisoformat(chosen.inner_text().split(" – ")[place][:19]) - FIRST).total_seconds()
            strip.near(rough)
            strip.pull(rough, exact)
        expect(chosen).to_contain_text(f"{first} – {last}")
        bench.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowLeft", "Alt+Shift+ArrowLeft")
        bench.press("Control+z", "Control+z")
        expect(chosen).to_contain_text(f"{first} – {last}")
        strip.changes(lambda: bench.press("0"))
    found = sent(bench, person)["events"]
    assert [(one["label"], one["start"], one["end"]) for one in found] == [
        ("anomaly", after(first), after(last)) for first, last in WINDOWS
    ]


def test_segments_of_chosen_channels_are_marked_by_keys_alone_and_survive_a_reload(bench, opened):
    rows = "".join(f"{t},{t % 7},{40 - t}\n" for t in [*range(20), 20.25, 20.5, *range(21, 60)])
    person = opened({"two.csv": f"t,温度,压力\n{rows}"}, EVENTS | {"by_channel": True, "overlapping": False})
    bench.press("2", "i", *["ArrowRight"] * 3, "o")
    expect(bench.regions).to_have_count(1)
    bench.press("Escape", "Escape", "1", *["Shift+ArrowRight"] * 2, "i", "ArrowLeft", "ArrowLeft", "o")
    expect(bench.regions).to_have_count(2)
    bench.press("Alt+ArrowRight", "Alt+Shift+ArrowLeft")
    expect(bench.page.locator(".time-chosen")).to_contain_text("20.25 – 23")
    bench.press("Control+z", "Control+z", "Control+y")
    expect(bench.page.locator(".time-chosen")).to_contain_text("20.5 – 23")
    bench.wait_until(lambda: len(bench.draft()) == 1)
    bench.wait_until(lambda: bench.draft()[0]["value"]["events"][1]["end"] == 23)
    bench.page.reload()
    expect(bench.regions).to_have_count(2)
    found = sent(bench, person)["events"]
    assert [(one["label"], one["start"], one["end"], one["channel"]) for one in found] == [
        ("service", 0, 3, "温度"),
        ("anomaly", 20.5, 23, "温度"),
    ]


def test_a_stretch_dragged_in_the_lane_of_a_channel_is_of_that_channel(bench, opened):
    rows = "".join(f"{t},{t % 7},{40 - t}\n" for t in range(60))
    person = opened({"two.csv": f"t,温度,压力\n{rows}"}, EVENTS | {"by_channel": True})
    strip = Strip(bench)
    bench.press("1")
    surface = bench.page.locator(".time-surface").bounding_box()
    lane = surface["y"] + surface["height"] - 14  # the lowest: of the second channel
    bench.page.mouse.move(strip.x(10), lane)
    bench.page.mouse.down()
    bench.page.mouse.move(strip.x(12), lane)
    bench.page.mouse.move(strip.x(20), lane)
    bench.page.mouse.up()
    expect(bench.regions).to_have_count(1)
    [one] = sent(bench, person)["events"]
    assert (one["start"], one["end"], one["channel"]) == (10, 20, "压力")

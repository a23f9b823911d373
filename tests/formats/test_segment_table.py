"""Segments as a table, for programs that know nothing of us; and times as their file writes them."""

import csv
import io
import json
from pathlib import Path

import pytest

from projects.series.stamps import stamp
from workers.formats import FORMATS

from .records import ABOUT_SERIES, ABOUT_TIMES, answer, audio, event, segment, series, written

# The workspace passes the same table: static/src/label/series/series.test.ts.
STAMPS = json.loads(Path(__file__).with_name("stamps.json").read_text())


@pytest.mark.parametrize("case", STAMPS, ids=lambda case: case["stamp"])
def test_a_moment_is_written_as_the_file_writes_its_times(case):
    assert stamp({"time": case["time"]}, case["seconds"]) == case["stamp"]


def rows(about, *records):
    content, _lost = written(FORMATS["segments"], about, list(records))
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_each_segment_has_its_borders_in_seconds_and_as_time_stamps():
    marked = answer(events=[event(1, 90.0, 3600.5, channel="p")])
    [row] = rows(ABOUT_SERIES, series("plant", marked))
    assert (row["start"], row["end"]) == ("90.0", "3600.5")
    assert (row["start_time"], row["end_time"]) == ("2026-01-01 00:01:30", "2026-01-01 01:00:00.5")
    assert (row["task_id"], row["annotator"], row["field"], row["label"], row["channel"]) == (
        "plant",
        "a1",
        "events",
        "anomaly",
        "p",
    )


def test_what_has_no_time_of_its_own_has_seconds_only():
    [row] = rows(ABOUT_TIMES, audio("c", answer(speech=[segment(1, 0.5, 2.0, text="喂")])))
    assert (row["start"], row["start_time"], row["end_time"], row["text"]) == ("0.5", "", "", "喂")

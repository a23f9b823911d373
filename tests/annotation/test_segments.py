"""Segments of time: in seconds as they were given, inside the recording, and what a field may ask of them."""

import pytest

from annotation.kinds import Subject, check_schema, check_value
from annotation.kinds.segment import clock, overlap
from projects.problems import Invalid

pytestmark = pytest.mark.once
RATE = 16_000
CALL = Subject(duration=60.0, facts={"channels": 2})
SENSORS = Subject(duration=60.0, facts={"channels": ["温度", "压力"]})


def body(**options):
    labels = [{"name": "speech"}, {"name": "noise"}]
    return {"media": "audio", "fields": [{"name": "f", "kind": "segment", "labels": labels, **options}]}


def check(*segments, subject=CALL, **options):
    value = [{"id": f"r{n}", "label": "speech", **segment} for n, segment in enumerate(segments)]
    return check_value(body(**options), {"f": value}, subject)["f"]


def refusal(*segments, subject=CALL, **options):
    with pytest.raises(Invalid) as refused:
        check(*segments, subject=subject, **options)
    return refused.value.detail["field"], str(refused.value.message)


def test_times_are_kept_to_the_sample_and_in_order():
    start, end = 7 / RATE, 959_999 / RATE
    found = check({"start": end - 1, "end": end}, {"start": start, "end": 2})
    assert [(one["id"], one["start"], one["end"]) for one in found] == [("r1", start, 2.0), ("r0", end - 1, end)]
    assert [round(one["end"] * RATE) for one in found] == [32_000, 959_999]
    assert check({"start": 0, "end": 60})[0]["end"] == 60.0


@pytest.mark.parametrize(("start", "end"), [(2, 2), (3, 2), (59, 60.001)])
def test_a_segment_lies_inside_the_recording(start, end):
    place, sentence = refusal({"start": start, "end": end})
    assert place == "f[0].end"
    assert "60 seconds" in sentence


@pytest.mark.parametrize("start", [-1, "1", True, float("nan")])
def test_a_time_is_a_number_of_seconds(start):
    assert refusal({"start": start, "end": 2})[0] == "f[0].start"


def test_segments_may_not_overlap_where_the_field_says_so():
    two = ({"start": 0, "end": 2}, {"start": 1.5, "end": 3})
    assert len(check(*two)) == 2
    assert refusal(*two, overlapping=False)[0] == "f[1]"
    assert len(check({"start": 0, "end": 2}, {"start": 2, "end": 3}, overlapping=False)) == 2
    apart = ({"start": 0, "end": 2, "channel": "1"}, {"start": 1, "end": 3, "channel": "2"})
    assert len(check(*apart, overlapping=False, by_channel=True)) == 2


def test_a_segment_has_its_least_length():
    assert refusal({"start": 1, "end": 1.4}, shortest=0.5)[0] == "f[0].end"
    assert check({"start": 1.1, "end": 1.6}, shortest=0.5)  # 0.5000000000000002 or 0.4999…: the same


def test_what_is_said_is_written_where_the_field_asks_for_it():
    said = {"start": 0, "end": 1, "text": "你好，𠮷野家"}
    assert check(said, transcript="optional")[0]["text"] == "你好，𠮷野家"
    assert "text" not in check(said | {"text": " "}, transcript="optional")[0]
    assert refusal(said)[0] == "f[0].text"
    assert refusal(said | {"text": ""}, transcript="required")[0] == "f[0].text"


def test_a_segment_of_one_channel_names_one_that_is_there():
    one = {"start": 0, "end": 1}
    assert check(one | {"channel": "2"}, by_channel=True)[0]["channel"] == "2"
    assert check(one | {"channel": "压力"}, by_channel=True, subject=SENSORS)
    for wrong in (one, one | {"channel": "3"}, one | {"channel": "温度"}):
        assert refusal(wrong, by_channel=True)[0] == "f[0].channel"
    assert refusal(one | {"channel": "1"})[0] == "f[0].channel"


def test_segments_are_as_alike_as_the_time_they_share():
    one = {"start": 0, "end": 4}
    assert overlap(one, {"start": 2, "end": 6}) == pytest.approx(1 / 3)
    assert overlap(one, {"start": 4, "end": 6}) == 0
    assert overlap(one | {"channel": "1"}, one | {"channel": "2"}) == 0


def test_times_are_read_as_clocks():
    assert [clock(4.25), clock(59.9996), clock(3723.5)] == ["0:04.250", "1:00.000", "1:02:03.500"]


def test_segments_lie_on_what_runs_in_time_only():
    schema = body() | {"media": "text"}
    with pytest.raises(Invalid):
        check_schema(schema)

"""Series of measurements: which column is the time, what is refused with its line, and what a browser reads."""

import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation

from projects.media import series
from projects.problems import Problem
from projects.series.drawing import curves

pytestmark = pytest.mark.once
REAL = (
    Path(__file__).resolve().parents[2].parent / "shared/data/samples/timeseries/machine_temperature_system_failure.csv"
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def examined(tmp_path, content, name="a.csv"):
    path = tmp_path / "file"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return series.examine(path, name)


def refused(tmp_path, content, name="a.csv"):
    with pytest.raises(Problem) as problem:
        examined(tmp_path, content, name)
    return problem.value.code, problem.value.detail.get("line"), str(problem.value.message)


class Packed:
    """What a browser reads of a packed series."""

    def __init__(self, found):
        buffer = io.BytesIO()
        found.derived["series"].content(buffer)
        self.raw = buffer.getvalue()
        assert self.raw[:8] == b"BZSERIES"
        (length,) = struct.unpack("<I", self.raw[8:12])
        assert (12 + length) % 8 == 0
        self.head = json.loads(self.raw[12 : 12 + length])
        self.start = 12 + length

    def array(self, kind, at, count):
        return np.frombuffer(self.raw, kind, count, self.start + at)

    def channel(self, number):
        head = self.head["channels"][number]
        return self.array(f"<{head['type']}", head["at"], self.head["rows"])

    def times(self):
        return self.array("<f8", self.head["times"], self.head["rows"])


@pytest.mark.parametrize(
    ("cells", "kind", "step", "first"),
    [
        (["2026-01-01 00:00:00", "2026-01-01 00:05:00", "2026-01-01 00:10:00"], "iso", 300.0, "2026-01-01 00:00:00"),
        (["2026-01-01T00:00:00.000Z", "2026-01-01T00:00:00.004Z", "2026-01-01T00:00:00.008Z"], "iso", 0.004, None),
        (["2026/01/01", "2026/01/02", "2026/01/03"], "iso", 86_400.0, "2026/01/01"),
        (["2026-03-29T01:59:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-29T03:01:00+02:00"], "iso", 60.0, None),
        (["1767225600", "1767225601", "1767225602"], "epoch", 1.0, "1767225600"),
        (["1767225600000", "1767225600250", "1767225600500"], "epoch", 0.25, None),
        (["0.0", "0.1", "0.2"], "seconds", 0.1, "0.0"),
    ],
)
def test_the_time_is_told_by_its_cells(tmp_path, cells, kind, step, first):
    found = examined(tmp_path, "time,v\n" + "".join(f"{cell},{n}\n" for n, cell in enumerate(cells)))
    time = found.facts["time"]
    assert (time["column"], time["kind"], found.facts["step"], found.duration) == ("time", kind, step, 3 * step)
    assert time["first"] == (first or cells[0])
    assert [remark.code for remark in found.remarks] == ["recognised"]


def test_the_time_is_told_by_its_name_wherever_it_stands(tmp_path):
    found = examined(tmp_path, "温度（℃）;时间;备注\n20.5;0;开机\n21;2;\n", "b.csv")
    assert (found.facts["channels"], found.facts["time"]["column"]) == (["温度（℃）"], "时间")
    assert [remark.code for remark in found.remarks] == ["recognised", "columns"]
    assert "备注" in found.remarks[1].message


def test_without_a_time_rows_are_counted_at_the_rate_that_is_noted(tmp_path):
    found = examined(tmp_path, "# 采样率: 250 Hz\nindex\tII\tV1\n0\t1\t2\n1\t3\t4\n2\t5\t6\n", "ecg.tsv")
    assert (found.mime, found.facts["channels"]) == ("text/tab-separated-values", ["II", "V1"])
    assert (found.facts["time"]["kind"], found.facts["step"], found.duration) == ("index", 0.004, 0.012)
    bare = examined(tmp_path, "1.5,2\n3,4\n5,6\n")
    assert (bare.facts["channels"], bare.facts["rows"], bare.duration) == (["1", "2"], 3, 3.0)


def test_times_that_do_not_rise_are_refused_with_their_line(tmp_path):
    code, line, sentence = refused(tmp_path, "t,v\n0,1\n1,1\n1,1\n")
    assert (code, line) == ("not_rising", 4)
    assert "again" in sentence
    code, line, sentence = refused(tmp_path, "# from the plant\nt,v\n0,1\n\n5,1\n3,1\n")
    assert (code, line) == ("not_rising", 6)
    assert "“3” stands after “5”" in sentence


def test_a_time_that_goes_back_between_two_pieces_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr("projects.series.tables.ROWS", 2)
    assert refused(tmp_path, "t,v\n0,1\n1,1\n1,2\n2,2\n")[:2] == ("not_rising", 4)


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("time,v\n2026-01-01,1\nyesterday,2\n", "bad_time", 3),
        ("time,v\n0,1\nx,2\n", "bad_time", 3),
        ("time,v\n0,1\n1,on\n", "not_a_number", 3),
        ("time,v\n0,1\n1,inf\n", "not_a_number", 3),
        ("time,v\n0,1\n1,2,3\n", "bad_table", 3),
        ("time,v\n0,1\n", "too_short", None),
        ("time,v,v\n0,1,1\n", "bad_header", None),
        ("time,state\n0,on\n1,off\n", "no_channels", None),
        ("", "empty", None),
        ("\0\0\0\0", "bad_table", None),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path, content, code, line):
    assert refused(tmp_path, content)[:2] == (code, line)


def test_every_measurement_is_stored_as_it_was_written(tmp_path):
    values = ["73.96732207", "0.1", "-1e-9", "", "12345678.9"]
    found = examined(tmp_path, "t,exact,short\n" + "".join(f"{n},{value},{n / 8}\n" for n, value in enumerate(values)))
    packed = Packed(found)
    assert [head["type"] for head in packed.head["channels"]] == ["f8", "f4"]
    exact = packed.channel(0)
    assert [float(value) for value in values if value] == [*exact[:3], exact[4]]
    assert np.isnan(exact[3])
    assert list(packed.channel(1)) == [0, 0.125, 0.25, 0.375, 0.5]


def test_each_level_holds_the_least_and_the_greatest_of_its_rows(tmp_path):
    rng = np.random.default_rng(11)
    values = np.round(rng.normal(size=20_011), 3)
    text = "t,v\n" + "".join(f"{n},{'' if 4000 <= n < 4300 else value}\n" for n, value in enumerate(values))
    packed = Packed(examined(tmp_path, text))
    values[4000:4300] = np.nan
    assert [level["every"] for level in packed.head["levels"]] == [256, 16]
    for level in packed.head["levels"]:
        ends = packed.array("<f4", level["channels"][0], 2 * level["count"]).reshape(-1, 2)
        assert len(ends) == -(-len(values) // level["every"])
        for number, (least, greatest) in enumerate(ends):
            part = values[number * level["every"] : (number + 1) * level["every"]]
            part = part[~np.isnan(part)]
            assert (
                (np.isnan(least) and np.isnan(greatest))
                if not part.size
                else (least == np.float32(part.min()) and greatest == np.float32(part.max()))
            )


def test_uneven_times_are_kept_and_their_gaps_told(tmp_path):
    found = examined(tmp_path, "t,v\n" + "".join(f"{t},1\n" for t in (0, 1, 2.5, 3, 4, 60, 61)))
    assert (found.facts["step"], found.facts["usual_step"], found.duration) == (None, 1.0, 62.0)
    assert list(Packed(found).times()) == [0, 1, 2.5, 3, 4, 60, 61]
    assert [remark.code for remark in found.remarks] == ["recognised", "gaps"]
    assert "56 s after row 5" in found.remarks[1].message


def drawn(found):
    buffer = io.BytesIO()
    found.derived["series"].content(buffer)
    return curves(buffer, found.duration)


def points(path):
    return [tuple(map(float, point.split())) for part in path.split("M")[1:] for point in part[:-1].split("L")]


def test_small_curves_show_the_single_spike_and_the_gap(tmp_path):
    rows = "".join(f"{n},{'' if 20_000 <= n < 25_000 else 50 if n == 7_777 else n % 2},5\n" for n in range(40_000))
    spike, flat = drawn(examined(tmp_path, f"t,v,w\n{rows}"))
    places = points(spike)
    top = min(places, key=lambda place: place[1])
    assert top[0] == pytest.approx(7_777 / 40_000 * 1000, abs=3)
    assert not [x for x, _y in places if 502 < x < 623]
    assert spike.count("M") == 2
    assert len(places) <= 2 * 500
    assert {y for _x, y in points(flat)} == {38.0}


def test_small_curves_of_uneven_times_lie_where_they_were_measured(tmp_path):
    [path] = drawn(examined(tmp_path, "t,v\n0,1\n1,3\n90,2\n99,2\n"))
    assert sorted({x for x, _y in points(path)}) == pytest.approx([0, 1000 / 108, 90_000 / 108, 99_000 / 108], abs=0.1)


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encodings_of_tables_are_told(tmp_path, codec):
    assert examined(tmp_path, "时间,温度\n0,1\n1,2\n".encode(codec)).facts["channels"] == ["温度"]


@pytest.mark.skipif(not REAL.exists(), reason="the sample is not on this machine")
def test_the_hour_that_a_real_plant_wrote_twice_is_found():
    with pytest.raises(Problem) as problem:
        series.examine(REAL, REAL.name)
    assert problem.value.detail["line"] == 10_151

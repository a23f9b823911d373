"""Segments of time as programs that are not ours read them, and files that are not ours as we read them."""

import tarfile
from io import BytesIO, StringIO
from itertools import pairwise
from pathlib import Path

import pytest
import srt
import textgrid
import webvtt

from tests.imports.files import SAMPLES
from workers.formats import FORMATS, rttm
from workers.formats.textgrid import tiers_of

from .records import ABOUT_TIMES, answer, audio, segment, written

SAID = 'say "你好" & <嗯>'
CALL = audio(
    "calls/a.wav",
    answer(
        speech=[
            segment(1, 0.125, 2.5, text=SAID),
            segment(2, 1.75, 4.0, "说话人<乙>", text="好的\n请讲"),
            segment(3, 3.0, 4.5),
        ]
    ),
)


def unpacked(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(content)) as files:
        return {info.name: files.extractfile(info).read() for info in files}


def test_textgrids_are_read_by_another_program_with_every_tier_covering_all_the_time(tmp_path):
    files = unpacked(written(FORMATS["textgrid"], ABOUT_TIMES, [CALL])[0])
    path = tmp_path / "a.TextGrid"
    path.write_bytes(files["a1/calls/a.wav.wav.TextGrid"])
    found = textgrid.TextGrid()
    found.read(str(path), 15)
    assert found.maxTime == CALL["audio"]["duration"]
    assert [tier.name for tier in found.tiers] == ["speech/speaker 1", "speech/说话人<乙>"]
    first, second = found.tiers
    assert [(one.minTime, one.maxTime, one.mark) for one in first if one.mark] == [
        (0.125, 2.5, SAID),
        (3.0, 4.5, "speaker 1"),
    ]
    assert [one.mark for one in second if one.mark] == ["好的\n请讲"]
    for tier in found.tiers:
        edges = [(one.minTime, one.maxTime) for one in tier]
        assert (edges[0][0], edges[-1][1]) == (0, CALL["audio"]["duration"])
        assert all(before[1] == after[0] for before, after in pairwise(edges))


def test_subtitles_are_read_by_other_programs():
    files = unpacked(written(FORMATS["subtitles"], ABOUT_TIMES, [CALL])[0])
    shown = webvtt.from_string(files["a1/calls/a.wav.wav.vtt"].decode())
    assert [(cue.start, cue.end, cue.voice) for cue in shown] == [
        ("00:00:00.125", "00:00:02.500", "speaker 1"),
        ("00:00:01.750", "00:00:04.000", "说话人&lt;乙&gt;"),
        ("00:00:03.000", "00:00:04.500", "speaker 1"),
    ]
    files = unpacked(written(FORMATS["subtitles"], ABOUT_TIMES, [CALL], form="srt")[0])
    lines = list(srt.parse(StringIO(files["a1/calls/a.wav.wav.srt"].decode())))
    assert [(line.index, line.start.total_seconds(), line.content) for line in lines] == [
        (1, 0.125, f"speaker 1: {SAID}"),
        (2, 1.75, "说话人<乙>: 好的\n请讲"),
        (3, 3.0, "speaker 1:"),
    ]


def test_rttm_has_the_columns_of_the_evaluations():
    content, lost = written(FORMATS["rttm"], ABOUT_TIMES, [CALL, audio("b", answer(speech=[]))])
    assert content.decode().splitlines() == [
        "SPEAKER calls/a.wav 1 0.125 2.375 <NA> <NA> speaker%201 <NA> <NA>",
        "SPEAKER calls/a.wav 1 1.75 2.25 <NA> <NA> 说话人%3C乙%3E <NA> <NA>",
        "SPEAKER calls/a.wav 1 3.0 1.5 <NA> <NA> speaker%201 <NA> <NA>",
        ";; task b",
    ]
    assert {code: entry["count"] for code, entry in lost.items()} == {"texts": 2}


@pytest.mark.parametrize(
    ("line", "said"),
    [(b"SPEAKER a 1 0.5\n", "line 1"), (b"SPEAKER a 1 x 2 <NA> <NA> b <NA> <NA>\n", "numbers")],
)
def test_what_is_no_rttm_is_refused_with_its_line(line, said):
    with pytest.raises(ValueError, match=said):
        list(rttm.read(BytesIO(line)))


FOREIGN_RTTM = b"""SPEAKER call 1 6.690 0.430 <NA> <NA> speaker90 <NA> <NA>
SPEAKER call 1 7.550 0.800 <NA> <NA> speaker91 <NA> <NA>
"""
SHORT_TEXTGRID = """File type = "ooTextFile"
Object class = "TextGrid"

0
1.5
<exists>
2
"IntervalTier"
"phone"
0
1.5
2
0
0.5
""
0.5
1.5
"m ""x"" 2"
"TextTier"
"points"
0
1.5
1
0.7
"here"
"""


def test_files_of_other_programs_are_read():
    (record,) = rttm.read(BytesIO(FOREIGN_RTTM))
    assert record["id"] == "call"
    assert [(one["label"], one["start"], one["end"]) for one in record["annotations"][0]["value"]["speech"]] == [
        ("speaker90", 6.69, 7.12),
        ("speaker91", 7.55, 8.35),
    ]
    (tier,) = tiers_of(SHORT_TEXTGRID)
    assert (tier.name, [(one.start, one.end, one.text) for one in tier.intervals]) == (
        "phone",
        [(0, 0.5, ""), (0.5, 1.5, 'm "x" 2')],
    )
    with pytest.raises(ValueError, match="not a TextGrid"):
        tiers_of(SHORT_TEXTGRID[:60])


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample recordings are not beside this checkout")
def test_real_files_of_other_programs_are_read():
    folder = Path(SAMPLES / "audio")
    with open(folder / "two_speakers.rttm", "rb") as file:
        (record,) = rttm.read(file)
    segments = record["annotations"][0]["value"]["speech"]
    assert len(segments) == 10
    assert (segments[-1]["start"], segments[-1]["end"]) == (27.85, 30.0)
    ours = tiers_of((folder / "mary.TextGrid").read_text())
    assert [(tier.name, len(tier.intervals)) for tier in ours] == [("phone", 16), ("word", 6)]
    assert [one.text for one in ours[1].intervals if one.text] == ["mary", "rolled", "the", "barrel"]
    assert ours[1].intervals[1].end == ours[0].intervals[5].start == 0.6755499913498981

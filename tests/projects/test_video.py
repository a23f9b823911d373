"""What a video file says of its frames: exactly, or refused with a sentence."""

from pathlib import Path
from struct import pack

import pytest
from django.utils import translation

from projects.media import EXAMINERS, sniff
from projects.problems import Problem
from projects.video import read_footage, remarks
from projects.video.timing import timing_of
from tests import clips

pytestmark = pytest.mark.once

SAMPLES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "samples" / "video"
REAL = {  # frames, size, the largest gap between key frames, sound
    "bigbuckbunny.mp4": (132, (1280, 720), 132, True),
    "bikes.mp4": (250, (640, 272), 61, False),
    "road_solidWhiteRight.mp4": (221, (960, 540), 30, True),
}
UPRIGHT = (1, 0, 0, 0, 1, 0, 0, 0, 0x4000)
QUARTER_TURN = (0, 1, 0, -1, 0, 0, 0, 0, 0x4000)


@pytest.fixture
def footage(tmp_path):
    def read(content):
        file = tmp_path / "film"
        file.write_bytes(content)
        return read_footage(file)

    return read


def box(kind, *content):
    body = b"".join(content)
    return pack(">I4s", 8 + len(body), kind) + body


def full(kind, *content, version=0, flags=0):
    return box(kind, pack(">I", version << 24 | flags), *content)


def mp4(*, durations, offsets=None, keys=None, edits=(), scale=1000, turn=UPRIGHT, codec=b"avc1", more=b"", tail=b""):
    """A film without pictures: only the tables that say when they are shown.

    durations, offsets   (how many, ticks) as stts and ctts hold them
    keys                 numbers of the key frames, from 1 on
    edits                (how long it is shown, where it begins)
    """
    count = sum(n for n, _ in durations)
    entry = box(codec, bytes(24), pack(">HH", 320, 180), bytes(50))
    tables = [
        full(b"stsd", pack(">I", 1), entry),
        full(b"stts", pack(">I", len(durations)), *(pack(">II", *run) for run in durations)),
    ]
    if offsets:
        tables.append(full(b"ctts", pack(">I", len(offsets)), *(pack(">Ii", *run) for run in offsets)))
    if keys is not None:
        tables.append(full(b"stss", pack(">I", len(keys)), *(pack(">I", key) for key in keys)))
    track = [
        full(b"tkhd", bytes(8), pack(">I", 1), bytes(24), pack(">9i", *(n << 16 for n in turn)), bytes(8)),
        box(
            b"mdia",
            full(b"mdhd", bytes(8), pack(">II", scale, count), bytes(4)),
            full(b"hdlr", bytes(4), b"vide", bytes(13)),
            box(b"minf", box(b"stbl", *tables)),
        ),
    ]
    if edits:
        listed = [pack(">Iii", *edit, 1 << 16) for edit in edits]
        track.insert(1, box(b"edts", full(b"elst", pack(">I", len(edits)), *listed)))
    head = full(b"mvhd", bytes(8), pack(">II", 1000, count), bytes(80))
    return box(b"ftyp", b"isom", bytes(4)) + box(b"moov", head, box(b"trak", *track), more) + box(b"mdat") + tail


def test_frames_of_a_constant_rate_are_one_run(footage):
    found = footage(mp4(durations=[(250, 40)], keys=[1, 101, 201]))
    assert (found.container, found.codec, found.width, found.height) == ("mp4", "h264", 320, 180)
    assert found.timing.runs == ((250, 40),)
    assert (found.timing.frames, found.timing.rate, found.timing.end, found.farthest) == (250, 25, 10, 100)


def test_frames_of_a_changing_rate_keep_their_times(footage):
    found = footage(mp4(durations=[(3, 33), (1, 500), (2, 16)]))
    assert not found.timing.is_constant
    assert found.timing.ticks == [0, 33, 66, 99, 599, 615]
    assert [code for code, _ in remarks(found)] == ["frame_rate"]


def test_frames_are_counted_as_they_are_shown_not_as_they_are_stored(footage):
    """Frames that are decoded in another order, as every film with B-frames; the edit list takes the delay away."""
    found = footage(mp4(durations=[(4, 40)], offsets=[(1, 40), (1, 120), (2, 0)], edits=[(160, 40)], keys=[1]))
    assert found.timing.ticks == [0, 40, 80, 120]
    assert (found.timing.start, found.farthest) == (0, 4)


def test_what_the_edit_list_cuts_away_at_the_start_is_no_frame(footage):
    found = footage(mp4(durations=[(10, 40)], edits=[(320, 80)]))
    assert (found.timing.frames, found.timing.start) == (8, 0)
    waits = footage(mp4(durations=[(10, 40)], edits=[(200, -1), (400, 0)]))
    assert (waits.timing.frames, waits.timing.start) == (10, 200)


def test_a_film_that_was_recorded_lying_is_measured_upright(footage):
    found = footage(mp4(durations=[(10, 40)], turn=QUARTER_TURN))
    assert (found.width, found.height, found.rotation) == (180, 320, 90)


def test_a_recording_in_pieces_is_read_piece_by_piece(footage):
    usual = full(b"trex", pack(">5I", 1, 1, 40, 0, 0x10000))

    def piece(start, count):
        run = full(b"trun", pack(">II", count, 0), flags=0x4)
        return box(b"moof", box(b"traf", full(b"tfhd", pack(">I", 1)), full(b"tfdt", pack(">I", start)), run))

    pieces = piece(0, 5) + box(b"mdat", bytes(30)) + piece(200, 7)
    found = footage(mp4(durations=[], more=box(b"mvex", usual), tail=pieces))
    assert found.timing.runs == ((12, 40),)
    assert found.farthest == 7


def test_times_that_a_container_rounds_are_the_rate_that_was_meant(footage):
    assert footage(clips.counted()).timing.runs == ((60, 1000),)
    found = footage(clips.retimed([round(n * 1001 / 30) for n in range(clips.FRAMES)])).timing
    assert found.is_constant
    assert found.rate == pytest.approx(30000 / 1001)


def test_webm_of_a_changing_rate_keeps_its_times(footage):
    times = [0, 40, 100, 120, 500, *(540 + 33 * n for n in range(clips.FRAMES - 5))]
    found = footage(clips.retimed(times))
    assert found.timing.ticks == times
    assert (found.codec, found.width, found.height, found.farthest) == ("vp8", clips.WIDTH, clips.HEIGHT, 20)


def test_a_missing_frame_is_no_rounding():
    times = [0, 1, 2, 4, 5, 6, 7]
    assert timing_of(times, 25, rounded=True).ticks == times
    assert timing_of([time * 40 for time in times], 1000, rounded=True).ticks == [time * 40 for time in times]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"RIFF\0\0\0\0AVI LIST", "not_a_video"),
        (box(b"ftyp", b"isom", bytes(4)) + box(b"mdat", bytes(100)), "damaged"),
        (mp4(durations=[(10, 40)])[:200], "damaged"),
        (mp4(durations=[(10, 40)], codec=b"mp4v"), "codec"),
        (mp4(durations=[(1, 10 + n % 2) for n in range(40_002)]), "frame_rate"),
        (b"\x1aE\xdf\xa3" + b"\x00" * 40, "damaged"),
        (clips.counted()[:60], "no_video"),
    ],
)
def test_what_cannot_be_labelled_is_refused_with_a_sentence(footage, content, code):
    with translation.override("en"), pytest.raises(Problem) as refusal:
        footage(content)
    assert refusal.value.code == code
    assert len(refusal.value.message) > 20


def test_a_codec_that_few_browsers_play_is_remarked(footage):
    assert [code for code, _ in remarks(footage(mp4(durations=[(10, 40)], codec=b"hvc1")))] == ["codec"]


def test_videos_are_told_by_their_content():
    assert sniff(clips.counted()[:64]) == "video"
    assert sniff(mp4(durations=[(10, 40)])[:64]) == "video"
    assert not EXAMINERS["video"].recognises(box(b"ftyp", b"M4A ", bytes(4)))


def test_what_is_stored_of_a_video():
    found = EXAMINERS["video"].examine(clips.COUNTED, "film.mp4")
    assert (found.mime, found.suffix) == ("video/webm", ".webm")
    assert (found.width, found.height, found.duration) == (320, 180, 2.4)
    assert {name: found.facts[name] for name in ("frames", "fps", "constant", "codec", "key_frame_gap")} == {
        "frames": 60,
        "fps": 25.0,
        "constant": True,
        "codec": "vp8",
        "key_frame_gap": 20,
    }
    assert [remark.code for remark in found.remarks] == ["extension"]


def test_a_real_film_of_h264_has_the_frames_that_it_has():
    found = read_footage(clips.COUNTED_H264)
    assert (found.container, found.codec, found.width, found.height) == ("mp4", "h264", 320, 180)
    assert (found.timing.frames, found.timing.rate, found.farthest) == (60, 25, 20)


@pytest.mark.parametrize("name", REAL)
def test_real_films_have_the_frames_that_they_have(name):
    file = SAMPLES / name
    if not file.exists():
        pytest.skip("the sample films are not here; films made above stand for them")
    found = read_footage(file)
    frames, size, gap, sound = REAL[name]
    assert (found.timing.frames, (found.width, found.height), found.farthest, found.sound) == (frames, size, gap, sound)
    assert (found.codec, found.timing.rate, found.timing.is_constant) == ("h264", 25, True)

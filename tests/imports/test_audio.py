"""Recordings come in with their length to the sample, in a form that browsers play, and with what is seen of them."""

import io
import json

import numpy as np
import pytest
import soundfile

from projects import media, storage
from projects.media import audio
from projects.media.sound import BANDS, BUCKET
from projects.models import Asset
from projects.problems import Problem
from tests.imports.files import SAMPLES, brought, counted, told
from tests.makers import sound

RATE = 16_000


def examined(tmp_path, raw, name="a.wav"):
    path = tmp_path / "file"
    path.write_bytes(raw)
    return audio.examine(path, name)


def levels(content):
    """The header of a pyramid, and the columns of each of its levels, coarsest first."""
    length = int.from_bytes(content[:4], "little")
    head = json.loads(content[4 : 4 + length])
    width = head["width"]
    found = [content[one["at"] : one["at"] + one["count"] * width] for one in head["levels"]]
    return head, [np.frombuffer(level, np.uint8).reshape(-1, width) for level in found]


@pytest.mark.once
@pytest.mark.parametrize(
    ("kind", "subtype", "mime", "original"),
    [
        ("WAV", "PCM_16", "audio/wav", ".wav"),
        ("WAV", "FLOAT", "audio/wav", ".wav"),
        ("WAV", "ULAW", "audio/flac", ".wav"),
        ("FLAC", "PCM_24", "audio/flac", ".flac"),
        ("OGG", "VORBIS", "audio/ogg", ".ogg"),
        ("OGG", "OPUS", "audio/ogg", ".ogg"),
        ("MP3", "MPEG_LAYER_III", "audio/flac", ".mp3"),
        ("AIFF", "PCM_16", "audio/flac", ".aiff"),
    ],
)
def test_what_browsers_do_not_play_or_jump_in_is_heard_as_flac_with_the_same_samples(
    tmp_path, kind, subtype, mime, original
):
    samples, rate = soundfile.read(io.BytesIO(sound(2.5)), dtype="float32")
    buffer = io.BytesIO()
    soundfile.write(buffer, samples, rate, format=kind, subtype=subtype)
    decoded, _rate = soundfile.read(io.BytesIO(buffer.getvalue()), dtype="float32")
    assert media.sniff(buffer.getvalue()[:64]) == "audio"
    found = examined(tmp_path, buffer.getvalue(), f"a{original}")
    assert (found.mime, found.original_suffix, found.remarks) == (mime, original, [])
    assert found.facts == {"sample_rate": found.facts["sample_rate"], "channels": 1, "samples": len(decoded)}
    assert found.duration == len(decoded) / found.facts["sample_rate"]
    assert (found.shown is not None) == (kind in ("MP3", "AIFF") or subtype == "ULAW")
    if found.shown is not None:
        heard, _rate = soundfile.read(found.shown, dtype="float32")
        found.shown.unlink()
        assert len(heard) == len(decoded)
        assert np.abs(heard - np.clip(decoded, -1, 1)).max() < 1e-4


@pytest.mark.once
def test_the_peaks_are_the_extremes_of_every_few_samples_at_every_scale(tmp_path):
    raw = sound(40, channels=2)
    samples, _rate = soundfile.read(io.BytesIO(raw), dtype="float32")
    head, found = levels(examined(tmp_path, raw).derived["peaks"].content)
    assert (head["channels"], head["bucket"], head["samples"], head["rate"]) == (2, BUCKET, 40 * RATE, RATE)
    assert [level["scale"] for level in head["levels"]] == [16, 4, 1]
    for level, columns in zip(head["levels"], found, strict=True):
        size = BUCKET * level["scale"]
        assert len(columns) == level["count"] == -(-len(samples) // size)
        for n in (0, 7, level["count"] - 1):
            part = samples[n * size : (n + 1) * size]
            wanted = np.stack([part.min(axis=0), part.max(axis=0)], axis=1).ravel() * 127
            assert np.abs(columns[n].view(np.int8) - wanted).max() <= 0.5001


@pytest.mark.once
def test_the_spectrogram_shows_a_tone_in_its_band_and_at_its_time(tmp_path):
    time = np.arange(4 * RATE) / RATE
    tone = np.where((time >= 1) & (time < 2), 0.5 * np.sin(2 * np.pi * 2000 * time), 0).astype("float32")
    buffer = io.BytesIO()
    soundfile.write(buffer, tone, RATE, format="WAV")
    head, found = levels(examined(tmp_path, buffer.getvalue()).derived["spectrogram"].content)
    columns = found[-1]
    assert (head["step"], head["width"], len(columns)) == (160, BANDS, 401)
    assert abs(int(columns[150].argmax()) - 2000 / (head["top"] / BANDS)) <= 1
    assert columns[150].max() > 200
    assert columns[:96].max() == columns[205:].max() == 0


@pytest.mark.once
@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"RIFF\x24\0\0\0WAVEfmt ", "damaged"),
        (sound(1)[:40], "damaged"),
        (b"\0\0\0\x20ftypM4A \0\0\0\0" + bytes(100), "not_decoded"),
        (b"OggS" + bytes(200), "damaged"),
    ],
)
def test_what_cannot_be_decoded_is_told_in_a_sentence(tmp_path, raw, code):
    assert media.sniff(raw[:64]) == "audio"
    with pytest.raises(Problem) as refused:
        examined(tmp_path, raw)
    assert refused.value.code == code
    assert str(refused.value.message).endswith(".")


@pytest.mark.once
@pytest.mark.parametrize("text", ["\ufeff你好，这是文本".encode("utf-16-le"), b"plain text", "﻿utf8".encode()])
def test_a_text_is_not_taken_for_a_recording(text):
    assert media.sniff(text[:64]) is None


def test_recordings_become_tasks_beside_rows_that_name_them(make):
    project = make.project("segment")
    rows = (
        '{"audio": "calls/a.wav", "id": "a-1", "meta": {"line": "客服"}}\n{"audio": "calls/none.wav"}\n{"text": "no"}\n'
    )
    files = {"calls/a.wav": sound(2), "calls/b.mp3": sound(1, kind="MP3"), "rows.jsonl": rows}
    row = brought(project, files)
    assert counted(row) == (1, 0, 3)
    assert told(row) == [
        ("rows.jsonl", 2, "no_file"),
        ("rows.jsonl", 3, "media"),
        ("calls/b.mp3", None, "not_named"),
    ]
    task = project.tasks.get()
    asset = task.asset
    assert (task.external_id, task.meta, asset.media) == ("a-1", {"line": "客服"}, "audio")
    assert (asset.duration, asset.facts["samples"]) == (2.0, 2 * RATE)
    assert sorted(asset.derived) == ["peaks", "spectrogram"]
    assert all(storage.exists(name) for name in (asset.file, *asset.derived.values()))
    assert counted(brought(project, {"again.wav": sound(2)})) == (0, 1, 0)


def test_a_recording_is_no_task_of_another_medium(make):
    project = make.project("box")
    row = brought(project, {"a.wav": sound(1), "b.wav": b"not at all"})
    assert [code for _file, _line, code in told(row)] == ["media", "not_a_recording"]
    assert not Asset.objects.filter(project=project).exists()


@pytest.mark.skipif(not SAMPLES.exists(), reason="the sample recordings are not beside this checkout")
def test_real_recordings_come_in_whole(make):
    folder = SAMPLES / "audio"
    names = ["aishell_zh_BAC009S0724W0121.wav", "chinese.flac", "mary.wav", "two_speakers.wav"]
    project = make.project("segment")
    row = brought(project, {name: (folder / name).read_bytes() for name in names})
    assert counted(row) == (4, 0, 0)
    found = {task.external_id: (task.asset.facts["samples"], task.asset.duration) for task in project.tasks.all()}
    assert found == {
        "aishell_zh_BAC009S0724W0121.wav": (68_496, 4.281),
        "chinese.flac": (45_910, 45_910 / 48_000),
        "mary.wav": (89_745, 1.8696875),
        "two_speakers.wav": (480_000, 30.0),
    }

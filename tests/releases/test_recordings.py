"""A project of recordings, released and exported with its files, and its tasks imported again."""

import io
import zipfile

import orjson
import soundfile

from tests.imports.files import brought, counted
from tests.makers import sound
from workers import exporting
from workers.exporting import about
from workers.formats import FORMATS

from .making import bytes_of

SEGMENTS = [{"id": "r1", "label": "speech", "start": 7 / 16_000, "end": 1.5}]


def answered(make):
    project = make.project("segment", overlap=1)
    brought(project, {"calls/a.mp3": sound(2, kind="MP3"), "calls/b.wav": sound(3)})
    for task in project.tasks.order_by("external_id"):
        make.submitted({"answer": SEGMENTS}, task=task)
    return project


def test_recordings_go_out_with_their_answers_and_come_in_again(make, release, export):
    project = answered(make)
    made = release(project)
    written = export(made, "jsonl", images=True)
    with zipfile.ZipFile(io.BytesIO(bytes_of(written))) as archive:
        records = [orjson.loads(line) for line in archive.read("annotations.jsonl").splitlines()]
        files = {record["audio"]["file"]: archive.read(f"audio/{record['audio']['file']}") for record in records}
    first, second = records
    assert second["audio"]["file"] == "calls/b.wav"
    assert first["audio"]["file"].endswith(".flac")  # what is heard of an MP3, with the samples that were counted
    heard, rate = soundfile.read(io.BytesIO(files[first["audio"]["file"]]))
    assert (len(heard), len(heard) / rate) == (first["audio"]["facts"]["samples"], first["audio"]["duration"])
    assert first["annotations"][0]["value"] == {"answer": SEGMENTS}
    other = make.project("segment")
    rows = b"\n".join(orjson.dumps(record) for record in records)
    assert counted(brought(other, {"rows.jsonl": rows, **files})) == (2, 0, 0)
    assert [task.external_id for task in other.tasks.order_by("pk")] == ["calls/a.mp3", "calls/b.wav"]


def test_every_format_that_is_offered_for_recordings_holds_the_segments(make, release, export):
    made = release(answered(make))
    offered = exporting.fitting(made)
    assert {"jsonl", "csv", "rttm", "subtitles", "textgrid"} <= {fmt.name for fmt in offered}
    for fmt in offered:
        content = io.BytesIO(bytes_of(export(made, fmt.name)))
        for record in FORMATS[fmt.name].read(content, about(made)):
            (segment,) = record["annotations"][0]["value"]["answer"]
            assert (segment["label"], segment["end"]) == ("speech", 1.5)

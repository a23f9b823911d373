"""What formats for single recordings have in common: they stand in one tar file, with what is said of each task.

`tasks/000001.json` comes first, then a file for each of its answers: `a1/calls/a.wav.TextGrid` for annotator a1. What
the file of an answer cannot say of its segments, such as their ids, stands in the task's.
"""

import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import orjson

from workers.formats.base import About, Answer, Record, Writer, canonical, recording_of
from workers.formats.masks import entry

Segments = Mapping[str, list[Mapping[str, Any]]]  # field -> its segments


class RecordingWriter(Writer):
    """Writes the tar. A format says what the file of one answer holds, and its ending."""

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        super().__init__(about, options, state)
        self.state.setdefault("tasks", 0)
        self.fields = [field["name"] for field in about.fields("time")]

    def ending(self) -> str:
        raise NotImplementedError

    def file(self, record: Record, segments: Segments) -> tuple[str, dict[str, Any]]:
        """The text of the file of one answer, and what else must be known to read it again."""
        raise NotImplementedError

    def add(self, step: int, record: Record) -> bytes:
        recording = recording_of(record)
        if recording is None:
            self.lost.add("no_recording", record["id"])
            return b""
        self.state["tasks"] += 1
        files: list[bytes] = []
        answers = []
        for answer in record["annotations"]:
            segments = {name: answer["value"][name] for name in self.fields if name in answer["value"]}
            self.lost.add("fields", record["id"], len(answer["value"].keys() - segments.keys()))
            self._count_attributes(record["id"], segments)
            text, known = self.file(record, segments)
            path = f"{answer['annotator']}/{recording['file']}{self.ending()}"
            files.append(entry(path, text.encode()))
            answers.append({"annotator": answer["annotator"], "file": path, "fields": list(segments), **known})
        said = {"id": record["id"], "name": record["name"], "meta": record["meta"], "media": record["media"]}
        head = canonical(said | {"recording": recording, "answers": answers})
        return entry(f"tasks/{self.state['tasks']:06}.json", head) + b"".join(files)

    def tail(self, step: int) -> bytes:
        return bytes(2 * tarfile.BLOCKSIZE)

    def _count_attributes(self, task: str, segments: Segments) -> None:
        self.lost.add("attributes", task, sum("attributes" in one for those in segments.values() for one in those))


def records_of(
    source: BinaryIO, segments_of: Callable[[Mapping[str, Any], str], Iterable[tuple[str, dict[str, Any]]]]
) -> Iterator[Record]:
    """Records of such a tar. `segments_of` reads the file of one answer: (field, segment) of all it holds, from what is
    known of the answer and its text.
    """
    for task, texts in tasks_of(source):
        answers: list[Answer] = []
        for given in task["answers"]:
            value: dict[str, Any] = {field: [] for field in given["fields"]}
            for field, segment in segments_of(given, texts[given["file"]]):
                value[field].append(segment)
            answers.append({"annotator": given["annotator"], "value": value})
        yield record_of(task, answers)


def tasks_of(source: BinaryIO) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """What is said of each task, with the texts of its answers' files by their names."""
    with tarfile.open(fileobj=source, mode="r|") as files:
        task: dict[str, Any] | None = None
        texts: dict[str, str] = {}
        for info in files:
            content = files.extractfile(info)
            raw = content.read() if content else b""
            if info.name.startswith("tasks/"):
                if task:
                    yield task, texts
                task, texts = orjson.loads(raw), {}
            else:
                texts[info.name] = raw.decode()
        if task:
            yield task, texts


def record_of(task: Mapping[str, Any], answers: list[Answer]) -> Record:
    """The record of a task, as `tasks_of` says what it was, with its answers."""
    record: Record = {
        "id": task["id"],
        "name": task["name"],
        "media": task["media"],
        "meta": task["meta"],
        "annotations": answers,
    }
    more: Any = {task["media"]: task["recording"]}
    record.update(more)
    return record


def as_stored(segment: Mapping[str, Any]) -> tuple[Any, ...]:
    """What the segments of a stored answer are sorted by."""
    return segment["start"], segment["end"], segment.get("channel", ""), segment["label"], segment["id"]

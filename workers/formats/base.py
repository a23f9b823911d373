"""What a format has to say of itself, and the records that all of them read and write.

A record is one task with all its answers: a line of a release.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, NotRequired, Protocol, TypedDict

import orjson
from pydantic import BaseModel, ConfigDict


def _(text: str) -> str:
    """Marks a sentence for the catalogues; it is translated where it is shown."""
    return text


class Image(TypedDict):
    """The upright image, in pixels. `file` is a relative path that no other task of the release has."""

    file: str
    sha256: str
    width: int
    height: int
    mime: str


class Recording(TypedDict):
    """A file that runs in time, in seconds. `file` as of an image; `facts` are those of its medium."""

    file: str
    sha256: str
    mime: str
    duration: float
    facts: dict[str, Any]
    width: NotRequired[int]
    height: NotRequired[int]


Decision = TypedDict("Decision", {"how": str, "from": list[str], "reason": str})


class Answer(TypedDict):
    """What one person said. `annotator` is a pseudonym, `schema` the version of the schema the value was given for.

    The settled answer of a task is one more of them, with `annotator` and `state` both "settled": it wins. Its
    `decision` says how and why it came about, and the pseudonyms of those whose answers it was made of.

    suggestions   what became of the predictions that this person saw
    """

    annotator: str
    value: dict[str, Any]
    schema: NotRequired[int]
    state: NotRequired[str]
    seconds: NotRequired[float]
    suggestions: NotRequired[list[dict[str, Any]]]
    decision: NotRequired[Decision]


class Record(TypedDict):
    """One task. Answers stand in the order in which they were submitted.

    consensus   field -> value, confidence and method of what two or more answers come to
    predictions what models suggested to those who answered
    """

    id: str
    name: str
    media: str
    meta: dict[str, Any]
    annotations: list[Answer]
    text: NotRequired[str]
    text_sha256: NotRequired[str]
    image: NotRequired[Image]
    audio: NotRequired[Recording]
    video: NotRequired[Recording]
    series: NotRequired[Recording]
    consensus: NotRequired[dict[str, Any]]
    predictions: NotRequired[list[dict[str, Any]]]


TIMED = ("audio", "video", "series")
FOLDERS = {"image": "images"} | {medium: medium for medium in TIMED}  # in an archive, by medium


def file_of(record: Record) -> Image | Recording | None:
    """The file that a record's task is about; None where it is a text."""
    return record.get("image") or recording_of(record)


def recording_of(record: Record) -> Recording | None:
    """The file of a task that runs in time."""
    return record.get("audio") or record.get("video") or record.get("series")


class KindFacts(Protocol):
    """The part of `annotation.kinds.Kind` that formats ask for."""

    @property
    def level(self) -> str: ...
    @property
    def geometry(self) -> str: ...
    @property
    def rows(self) -> Callable[[Any], list[dict[str, Any]]]: ...
    @property
    def outline(self) -> Callable[[Any, Any], Any] | None: ...
    @property
    def pixels(self) -> Callable[[Any], Any] | None: ...
    @property
    def of_pixels(self) -> Callable[[Any], dict[str, Any]] | None: ...
    @property
    def of_rows(self) -> Callable[[list[dict[str, Any]]], Any] | None: ...


@dataclass(frozen=True)
class About:
    """What stands behind the records.

    schemas   version -> body of each label schema that an answer names, and of the newest
    kinds     name -> kind of label
    columns   name -> type of each cell that the rows of the schemas' kinds have, in order
    """

    schemas: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    kinds: Mapping[str, KindFacts] = field(default_factory=dict)
    columns: Mapping[str, type] = field(default_factory=dict)

    def fields(self, geometry: str) -> list[Mapping[str, Any]]:
        """The fields of this geometry by name, each as the newest schema that has it says."""
        found: dict[str, Mapping[str, Any]] = {}
        for version in sorted(self.schemas, reverse=True):
            for one in self.schemas[version]["fields"]:
                if self.kinds[one["kind"]].geometry == geometry:
                    found.setdefault(one["name"], one)
        return list(found.values())

    def labels(self, name: str) -> list[str]:
        """The labels of a field in the order of the newest schema; those of older ones follow, but no former names."""
        names: dict[str, None] = {}
        former: set[str] = set()
        for version in sorted(self.schemas, reverse=True):
            for one in self.schemas[version]["fields"]:
                if one["name"] == name:
                    labels = one.get("labels", [])
                    names |= dict.fromkeys(label["name"] for label in labels if label["name"] not in former)
                    former |= {old for label in labels for old in label.get("formerly", [])} - {*names}
        return list(names)


class Options(BaseModel):
    """How to write. Titles and descriptions are shown in the form.

    A field's `json_schema_extra` may hold `choices` (value -> title), or `geometry`: then it names a field of the
    schema that has this geometry, and "" stands for the first one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)


class Lost:
    """What could not be carried: for each code how often, and in which tasks (the first hundred)."""

    SHOWN = 100

    def __init__(self, state: dict[str, Any]) -> None:
        self.state = state

    def add(self, code: str, task: str, count: int = 1) -> None:
        if count:
            entry = self.state.setdefault(code, {"count": 0, "tasks": []})
            entry["count"] += count
            if len(entry["tasks"]) < self.SHOWN and task not in entry["tasks"][-1:]:
                entry["tasks"].append(task)


class Writer:
    """Turns records into bytes, piece by piece.

    All records come in order, once in each pass; the bytes of all pieces in that order are the file. `state` is JSON
    and all that is remembered from one record to the next: a writer made again with it goes on as if nothing was.
    """

    passes = 1

    def __init__(self, about: About, options: Any, state: dict[str, Any] | None = None) -> None:
        self.about = about
        self.options = options
        self.state: dict[str, Any] = {"lost": {}} if state is None else state
        self.lost = Lost(self.state["lost"])

    def head(self, step: int) -> bytes:
        return b""

    def add(self, step: int, record: Record) -> bytes:
        raise NotImplementedError

    def tail(self, step: int) -> bytes:
        return b""


Reader = Callable[[BinaryIO, About], Iterator[Record]]


@dataclass(frozen=True)
class Format:
    """One format.

    name      in addresses and commands
    title     its own name, the same in all languages
    summary   what it is good for, in a sentence
    suffix    of its files
    mime      of its files
    carries   the media it can carry
    geometry  when it carries only regions: where they lie, as `Kind.geometry` says
    pixels    when it carries only regions that are sets of pixels
    losses    code -> sentence about what a file of this format cannot hold; the writer reports where it happened
    always    codes of losses that every file has, and that are not counted
    options   how it can be written
    read      a file -> records, streaming
    writer    makes the Writer of one file
    """

    name: str
    title: str
    summary: str
    suffix: str
    mime: str
    carries: frozenset[str]
    read: Reader
    writer: type[Writer]
    geometry: str | None = None
    pixels: bool = False
    losses: Mapping[str, str] = field(default_factory=dict)
    always: frozenset[str] = frozenset()
    options: type[Options] = Options

    def fits(self, about: About) -> bool:
        """Whether anything of such records could be written."""
        media = {body["media"] for body in about.schemas.values()}
        if not media & self.carries:
            return False
        fields = about.fields(self.geometry) if self.geometry else []
        if self.pixels:
            return any(about.kinds[field["kind"]].pixels for field in fields)
        return self.geometry is None or bool(fields)

    def write(
        self, records: Callable[[], Iterable[Record]], target: BinaryIO, about: About, options: Options | None = None
    ) -> dict[str, Any]:
        """Write all records and return what was lost. `records` is called once for each pass."""
        writer = self.writer(about, options or self.options())
        for step in range(writer.passes):
            target.write(writer.head(step))
            for record in records():
                target.write(writer.add(step, record))
            target.write(writer.tail(step))
        lost: dict[str, Any] = writer.state["lost"]
        return lost


def canonical(value: Any) -> bytes:
    """JSON with one form for each content: UTF-8, keys in order, no spaces."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def chosen(answers: list[Answer]) -> Answer | None:
    """The one answer of a task where a format has room for one: settled, then accepted, then the earliest."""
    order = {"settled": 0, "accepted": 1}
    return min(answers, key=lambda answer: order.get(answer.get("state", ""), 2), default=None)

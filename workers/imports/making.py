"""From a file to what is saved: its rows, and for each of them the content of a task, stored and measured."""

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from django.utils.translation import gettext as _

from annotation.kinds import Subject, responses_needed
from annotation.moves import subject_of
from annotation.predictions import Checked, read_prediction
from annotation.responses import responses_of
from projects import media, storage
from projects.models import Asset, LabelSchema, Task
from projects.problems import Problem
from workers.imports.answers import Fitting, Given
from workers.imports.encodings import Encoding, lines, recognise, whole
from workers.imports.readers import READERS, TEXT_ENDINGS, read_text_lines
from workers.imports.rows import LONGEST_ID, LONGEST_NAME, LONGEST_TEXT, Fault, Options, Row, checked
from workers.imports.sources import OFFICE, Plan, Source

PIECE = 1 << 20
OF_TEXTS, OF_FILES = ["TXT", "JSONL", "CSV", "TSV", "IOB2", "ZIP"], ["JSONL", "CSV", "TSV", "ZIP"]

# What makes a task the same one when it is imported again: the id it was given, the line it stands in, its content.
Identity = Literal["id", "line", "content"]


@dataclass(slots=True)
class Content:
    """What the asset of a task will be."""

    sha256: str
    media: str
    mime: str = "text/plain"
    bytes: int = 0
    text: str = ""
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    file: str = ""
    original: str = ""
    thumbnail: str = ""
    derived: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Made:
    """A task ready to be saved."""

    upload: int
    file: str
    line: int | None
    identity: Identity
    id: str
    name: str
    meta: dict[str, Any]
    content: Content
    predictions: list[Checked] = field(default_factory=list)
    answers: list[Given] = field(default_factory=list)


Known = Callable[[str], Content | None]  # the content with this hash that the project holds already


@dataclass
class Maker:
    """Reads the sources of a plan one by one.

    known       asks the project for a content, so that a file it has is not decoded again
    named       whether a row has named a file: then files are material, not tasks of their own
    encodings   upload -> the encodings found in it
    fitting     fits the answers that rows carry to the project's labels
    used        the hashes of the files that rows named in this attempt; they may not be saved yet
    schema      the labels that predictions are checked against
    """

    options: Options
    plan: Plan
    known: Known
    named: bool = False
    encodings: dict[int, set[str]] = field(default_factory=dict)
    fitting: Fitting = field(default_factory=Fitting)
    used: set[str] = field(default_factory=set)
    schema: LabelSchema | None = None
    needed: int = field(init=False)  # responses of each row

    def __post_init__(self) -> None:
        self.needed = responses_needed(self.schema.body) if self.schema else 0

    @property
    def examiner(self) -> media.Examiner | None:
        """Of the files that this project labels; None where it labels texts."""
        return media.EXAMINERS.get(self.options.media)

    def rows(self, source: Source) -> Iterator[Row | Fault]:
        """What stands in a file. A fault that ends the file comes last. The same again at every attempt."""
        try:
            yield from self._rows(source)
        except Problem as problem:
            yield Fault.of(problem, problem.detail.get("line"))

    def make(self, source: Source, row: Row) -> list[Made | Fault]:
        """The task of a row and what is to be told about it, or why there is none."""
        loose = row.line is None
        place = source.name if self.plan.by_name.get(source.name) is source else source.shown
        made = Made(
            upload=source.upload,
            file=source.shown,
            line=row.line,
            identity="id" if row.id else "content" if loose else "line",
            id=row.id or fitting(place if loose else f"{place}:{row.line}"),
            name=row.name or "",
            meta=row.meta,
            content=Content("", self.options.media),
        )
        if (given := len(responses_of(row.meta))) < self.needed:
            return [_too_few(row, given, self.needed)]
        found = self._with_text(made, row) if row.text is not None else self._with_file(made, row, source)
        if made not in found or not (row.predictions or row.answers):
            return found
        task = Task(asset=Asset(**{name: getattr(made.content, name) for name in Content.__slots__}), meta=made.meta)
        subject = subject_of(task)
        return [*found, *self._predicted(made, row, subject), *self._answered(made, row, subject)]

    def _predicted(self, made: Made, row: Row, subject: Subject) -> list[Fault]:
        """Check what models suggest for the task, which is imported whether they can be taken or not."""
        faults = []
        taken: dict[tuple[str, str], Checked] = {}
        for i, said in enumerate(row.predictions):
            try:
                one = read_prediction(said, self.schema, subject, f"predictions[{i}].")
                if taken.setdefault((one.model, one.version), one) is not one:
                    raise Problem(_("Two predictions of one task are of the same version of a model. Keep one."))
            except Problem as problem:
                faults.append(self.not_taken(row.line, problem.message))
        made.predictions = list(taken.values())
        return faults

    def not_taken(self, line: int | None, why: str) -> Fault:
        message = _("A prediction was not taken: %(why)s")
        return Fault(line, "bad_prediction", message % {"why": why}, refused=self.options.all_or_none)

    def _answered(self, made: Made, row: Row, subject: Subject) -> Iterator[Fault]:
        """Put the answers of a row to its task, and tell of those that do not fit."""
        for given in self.fitting.read(row.answers, subject):
            if isinstance(given, str):
                yield Fault(row.line, "bad_answer", given)
            else:
                made.answers.append(given)

    def _rows(self, source: Source) -> Iterator[Row | Fault]:
        if source.size == 0:
            raise Problem(_("The file is empty."), code="empty")
        kind = source.kind()
        if kind in media.EXAMINERS or self._claims(source, kind):
            yield Row(file=source.name)
        elif kind is not None:
            known = "office" if source.suffix in OFFICE else kind
            raise Problem(_UNREAD[known]() if known in _UNREAD else self._unread(), code="unknown_kind")
        elif promised := next(
            (one for one in media.EXAMINERS.values() if source.suffix in one.all_endings - one.texts), None
        ):
            raise Problem(str(promised.not_one), code=promised.none_code)
        elif source.suffix in READERS:
            yield from _some(self._lines(source))
        elif source.suffix in TEXT_ENDINGS:
            yield from _some(self._text(source))
        elif source.suffix == ".json":
            message = _("A JSON file is not read. Save it as JSONL: an object a line, without brackets around them.")
            raise Problem(message, code="unknown_kind")
        else:
            raise Problem(self._unread(), code="unknown_kind")

    def _unread(self) -> str:
        """The sentence for a file that nothing can be made of, with what this project reads."""
        formats = [*str(self.examiner.formats).split(", "), *OF_FILES] if self.examiner else OF_TEXTS
        return _("Files of this kind are not read. These are: %(formats)s.") % {
            "formats": ", ".join(dict.fromkeys(formats))
        }

    def _claims(self, source: Source, kind: str | None) -> bool:
        """Whether this text file is one of those that the project labels."""
        return kind is None and self.examiner is not None and source.suffix in self.examiner.texts

    def _encoding(self, source: Source) -> Generator[Row | Fault, None, Encoding]:
        encoding = recognise(source.open, self.options.encoding)
        self.encodings.setdefault(source.upload, set()).add(encoding.name)
        if source.from_archive and encoding.codec != "utf-8":
            message = _("It was read as %(encoding)s.") % {"encoding": encoding.name}
            yield Fault(None, "encoding", message, refused=False)
        return encoding

    def _lines(self, source: Source) -> Iterator[Row | Fault]:
        encoding = yield from self._encoding(source)
        with source.open() as stream:
            yield from READERS[source.suffix](lines(stream, encoding), self.options)

    def _text(self, source: Source) -> Iterator[Row | Fault]:
        encoding = yield from self._encoding(source)
        with source.open() as stream:
            if self.options.txt == "line":
                yield from read_text_lines(lines(stream, encoding), self.options)
            else:
                yield checked(Row(text=whole(stream, encoding, LONGEST_TEXT * 4)))

    def _with_text(self, made: Made, row: Row) -> list[Made | Fault]:
        if self.examiner is not None:
            return [Fault(row.line, "media", str(self.examiner.only))]
        assert row.text is not None
        raw = row.text.encode()
        made.content.sha256 = sha256(raw).hexdigest()
        made.content.bytes = len(raw)
        made.content.text = row.text
        if row.sha256 and row.sha256 != made.content.sha256:
            return [Fault(row.line, "changed", _("The text is not the one that its hash was made of. It was changed."))]
        return [made]

    def _with_file(self, made: Made, row: Row, source: Source) -> list[Made | Fault]:
        if self.examiner is None:
            message = _("This project labels texts; nothing else can be one of its tasks.")
            return [Fault(row.line, "media", message)]
        found: Source | None = source
        if row.line is not None:
            found = self.plan.find(row.file, source)
            self.named = self.named or (found is not None and self._is_one(found))
            if row.name is None:
                made.name = row.file[-LONGEST_NAME:]
        if found is None:
            message = _(
                "The file “%(name)s” is not among the files of this import, or several have that name. "
                "Add it, or name it with its folder."
            )
            return [Fault(row.line, "no_file", message % {"name": row.file})]
        if not self._is_one(found):
            return [Fault(row.line, "media", str(self.examiner.only))]
        try:
            if row.line is None and self.named:
                return self._material(found)
            remarks = self._store(made.content, found, self.examiner)
        except Problem as problem:
            return [Fault.of(problem, row.line)]
        if row.line is not None:
            self.used.add(made.content.sha256)
        if row.sha256 and row.sha256 not in (made.content.sha256, storage.hash_in(made.content.file)):
            return [Fault(row.line, "changed", _("The file is not the one that its hash was made of. It was changed."))]
        return [made, *(Fault(row.line, remark.code, remark.message, refused=False) for remark in remarks)]

    def _is_one(self, source: Source) -> bool:
        """Whether a file is of the medium that the project labels."""
        kind = source.kind()
        return kind == self.options.media or self._claims(source, kind)

    def _material(self, source: Source) -> list[Made | Fault]:
        """A file beside rows that name files: either one of them did, or it is left out."""
        content = sha256()
        with source.open() as stream:
            while piece := stream.read(PIECE):
                content.update(piece)
        digest = content.hexdigest()
        if digest in self.used or self.known(digest):
            return []
        return [Fault(None, "not_named", _("No row names this file, so it was left out."))]

    def _store(self, content: Content, source: Source, examiner: media.Examiner) -> list[media.Remark]:
        """Bring the file into the storage, with what is made of it; what the project has already is only looked up."""
        with source.open() as stream, storage.draft() as draft:
            try:
                storage.copy(stream, draft, examiner.largest)
            except ValueError:
                message = _("The file has more than %(limit)d MB. Cut it.") % {"limit": examiner.largest >> 20}
                raise Problem(message, code="too_large") from None
            if known := self.known(draft.sha256):
                _copy(known, content)
                return []
            examined = examiner.examine(draft.settle(), source.name)
            content.sha256, content.bytes = draft.sha256, draft.bytes
            content.original = draft.keep(examined.original_suffix)
        content.file = content.original
        if isinstance(examined.shown, Path):
            content.file = storage.keep_file(examined.shown, examined.suffix)
        elif examined.shown is not None:
            content.file = storage.keep(examined.shown, examined.suffix)
        if examined.thumbnail is not None:
            content.thumbnail = storage.keep(examined.thumbnail, ".webp")
        content.derived = {name: kept(made) for name, made in examined.derived.items()}
        content.mime, content.width, content.height = examined.mime, examined.width, examined.height
        content.duration, content.facts = examined.duration, dict(examined.facts)
        return examined.remarks


def _some(rows: Iterator[Row | Fault]) -> Iterator[Row | Fault]:
    """The same rows; that there are none at all is told, or somebody would look for the tasks."""
    first = next(rows, None)
    if first is None:
        raise Problem(_("There is no row in this file."), code="empty")
    yield first
    yield from rows


def kept(made: media.Derived) -> str:
    if isinstance(made.content, bytes):
        return storage.keep(made.content, made.suffix)
    with storage.draft() as draft:
        made.content(draft)
        return draft.keep(made.suffix)


def _copy(known: Content, content: Content) -> None:
    for name in Content.__slots__:
        setattr(content, name, getattr(known, name))


def fitting(name: str) -> str:
    """A name as an id: its end, with a hash in front, where it is too long."""
    if len(name) <= LONGEST_ID:
        return name
    return f"{sha256(name.encode()).hexdigest()[:12]}~{name[-(LONGEST_ID - 13) :]}"


_UNREAD: dict[str, Callable[[], str]] = {
    "zip": lambda: _("An archive inside an archive is not read. Unpack it."),
    "office": lambda: _("Office documents are not read. Save a table as CSV and a text as TXT, both in UTF-8."),
    "gzip": lambda: _("A gzip file is not read. Unpack it, or pack the files as ZIP."),
    "rar": lambda: _("A RAR file is not read. Pack the files as ZIP."),
    "7z": lambda: _("A 7z file is not read. Pack the files as ZIP."),
    "pdf": lambda: _("A PDF is not read. Save its pages as images or its text as TXT."),
    "heif": lambda: _("HEIC and AVIF images are not read. Save them as JPEG."),
}


def _too_few(row: Row, given: int, needed: int) -> Fault:
    message = _(
        "Responses are compared here: a row needs a “prompt” with at least %(needed)d “responses”, and this one has "
        "%(given)d. In a table they are the columns prompt, response_a, response_b, …"
    )
    return Fault(row.line, "too_few_responses", message % {"needed": needed, "given": given})

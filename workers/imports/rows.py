"""What a reader finds in a file: rows, each a task to be, and faults, each a line that cannot be one."""

from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from projects.incoming import DEEPEST, levels, too_deep
from projects.problems import Problem

LONGEST_TEXT = 1_000_000  # characters of one task: what a browser can still lay out and a person still label
LONGEST_ID = 200
LONGEST_NAME = 400


@dataclass(frozen=True, slots=True)
class Options:
    """What the lead chose for one import."""

    media: str = "text"  # what the project labels
    all_or_none: bool = False
    txt: Literal["file", "line"] = "file"  # a TXT is one task, or each of its lines
    encoding: str = ""  # of all texts; "" to recognise it
    content_column: str = ""  # of CSV and TSV: the text, or the file's name; "" for a column with a usual name
    id_column: str = ""
    answers: bool = True  # those that a release carries are taken in
    origin: str = ""  # whose they are, where several releases number their annotators alike


@dataclass(slots=True)
class Row:
    """One task to be. It has a text, or names a file of the same import."""

    line: int | None = None
    id: str = ""
    text: str | None = None
    file: str = ""
    sha256: str = ""  # what the row says of its content; compared
    name: str | None = None  # "" is a name too: the task is to have none
    meta: dict[str, Any] = field(default_factory=dict)
    annotated: bool = False  # carries answers
    answers: list[Any] = field(default_factory=list)  # as the file has them, where they are taken in
    predictions: list[Any] = field(default_factory=list)  # of models, unchecked


@dataclass(slots=True)
class Fault:
    line: int | None
    code: str
    message: str
    refused: bool = True  # False: imported, but worth knowing
    file: str = ""  # the member of the archive, where it is about one

    @classmethod
    def of(cls, problem: Problem, line: int | None = None) -> "Fault":
        return cls(line, problem.code, str(problem.message))


def checked(row: Row) -> Row | Fault:
    """The row, or what makes it impossible to store or to label."""
    if row.text is not None:
        if not row.text.strip():
            return Fault(row.line, "empty_text", _("The text is empty."))
        if len(row.text) > LONGEST_TEXT:
            message = _("The text has %(count)d characters; at most %(limit)d can be labelled as one. Split it.")
            return Fault(row.line, "too_long", message % {"count": len(row.text), "limit": LONGEST_TEXT})
        if "\0" in row.text:
            message = _(
                "The text holds the character U+0000 at position %(position)d, which cannot be stored. Remove it."
            )
            return Fault(row.line, "nul", message % {"position": row.text.index("\0")})
    if any(depth > DEEPEST for depth, _level in enumerate(levels([row.meta, row.predictions, row.answers]))):
        return Fault(row.line, "too_deep", too_deep())
    if "\0" in row.id or "\0" in (row.name or "") or holds_nul([row.meta, row.predictions]):
        return Fault(row.line, "nul", _("A value holds the character U+0000, which cannot be stored. Remove it."))
    if len(row.id) > LONGEST_ID:
        message = _("The id has %(count)d characters; at most %(limit)d fit. Shorten it.")
        return Fault(row.line, "bad_id", message % {"count": len(row.id), "limit": LONGEST_ID})
    row.name = row.name and row.name[:LONGEST_NAME]
    return row


def holds_nul(value: Any) -> bool:
    return any(isinstance(one, str) and "\0" in one for level in levels(value) for one in level)

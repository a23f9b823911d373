"""Several answers to one task, laid over each other: each person gets a letter, a colour and a dash of their own."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from annotation.kinds import KINDS, checked
from annotation.models import Annotation
from annotation.values import NOTHING, Mark, Piece, Shape, pieces, shapes
from projects.models import LabelSchema
from projects.schema import FieldBase, Label, named_today, renames, schema_today
from projects.templatetags.house import titled

# Colours that people with any kind of colour vision tell apart, darkened for white (after Okabe & Ito 2008).
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b07800", "#3d8fc4", "#a04668", "#7a7a2c")
DASHES = ("", "7 4", "2 3", "10 3 2 3")
LANE = 5  # pixels from one person's line under a text to the next


@dataclass(frozen=True)
class Marked:
    """A region of somebody's answer, to be taken over into the settled one. `text`: what it covers or where it is."""

    field: str
    id: str
    mark: Mark
    text: str


@dataclass(frozen=True)
class Voice:
    """One person's answer.

    said      what it says to each question that is answered as a whole, by the question's name
    regions   what it marks
    shapes    those of them that lie on the image
    """

    letter: str
    color: str
    dash: str
    answer: Annotation
    said: dict[str, Piece]
    regions: list[Marked]
    shapes: list[Shape]

    @property
    def person(self) -> Any:
        return self.answer.assignment.annotator


@dataclass(frozen=True)
class Line:
    """A question that is answered as a whole: each person's answer, and whether they are all the same."""

    name: str
    title: str
    cells: list[tuple[Voice, Piece | None]]
    same: bool


@dataclass(frozen=True)
class Lane:
    """A piece of a text between two borders of anybody's spans.

    begins   who begins a span here, and its label
    style    a line under it for each person who marked it, each in that person's lane
    """

    text: str
    begins: list[tuple[Voice, Mark]]
    style: str


def voices(
    answers: Iterable[Annotation], now: LabelSchema | None = None, facts: Mapping[str, Any] = NOTHING
) -> list[Voice]:
    """The answers as voices, in the order given.

    now     the schema in force: labels that it renamed appear under the names of today
    facts   of the task's file
    """
    return [_voice(number, _today(answer, now), facts) for number, answer in enumerate(answers)]


def _today(answer: Annotation, now: LabelSchema | None) -> Annotation:
    """The answer as it reads today; not to be saved."""
    if now is None or not (names := renames(now.body)):
        return answer
    shown = copy(answer)
    shown.value = named_today(answer.value, names)
    shown.schema = copy(answer.schema)
    shown.schema.body = schema_today(answer.schema.body, now.body)
    return shown


def letter(number: int) -> str:
    """A name that tells nothing: A, B, …, Z, A2, …"""
    return chr(ord("A") + number % 26) + (str(number // 26 + 1) if number >= 26 else "")


def lines(heard: Sequence[Voice]) -> list[Line]:
    """The questions that are answered as a whole, in the order of the first answer's schema."""
    names = dict.fromkeys(name for voice in heard for name in voice.said)
    found = []
    for name in names:
        cells = [(voice, voice.said.get(name)) for voice in heard]
        title = next(piece.title for _, piece in cells if piece)
        given = [voice.answer.value.get(name) for voice in heard]
        found.append(Line(name, title, cells, all(value == given[0] for value in given)))
    return found


def lanes(heard: Sequence[Voice], text: str) -> list[Lane]:
    """The text, cut wherever a span of anybody begins or ends. What lies behind its end is left out."""
    spans = [
        (start, min(end, len(text)), number, mark)
        for number, voice in enumerate(heard)
        for start, end, mark in _spans(voice.answer)
        if start < len(text)
    ]
    borders = sorted({0, len(text), *(border for start, end, *_ in spans for border in (start, end))})
    return [
        Lane(
            text[here:there],
            [(heard[number], mark) for start, _, number, mark in spans if start == here],
            _underlines({number for start, end, number, _ in spans if start <= here and there <= end}, heard),
        )
        for here, there in pairwise(borders)
    ]


def _voice(number: int, answer: Annotation, facts: Mapping[str, Any]) -> Voice:
    body, value = answer.schema.body, answer.value
    fields = checked(body).fields
    answered = [field.name for field in fields if field.name in value]
    said = dict(zip(answered, pieces(body, value), strict=True))
    spread = [field for field in fields if KINDS[field.kind].level == "regions"]
    for field in spread:
        said.pop(field.name, None)
    return Voice(
        letter=letter(number),
        color=COLOURS[number % len(COLOURS)],
        dash=DASHES[number % len(DASHES)],
        answer=answer,
        said=said,
        regions=[
            Marked(field.name, region["id"], _mark(field, region["label"]), _says(field, region, facts))
            for field in spread
            for region in value.get(field.name, [])
        ],
        shapes=shapes(body, value),
    )


def _says(field: FieldBase, region: dict[str, Any], facts: Mapping[str, Any]) -> str:
    kind = KINDS[field.kind]
    return kind.says(region, {}, facts) if kind.geometry in ("time", "moving") and kind.says else region.get("text", "")


def _spans(answer: Annotation) -> Iterable[tuple[int, int, Mark]]:
    for field in checked(answer.schema.body).fields:
        if KINDS[field.kind].geometry == "line":
            for region in answer.value.get(field.name, []):
                for start, end in region.get("parts", [(region["start"], region["end"])]):
                    yield start, end, _mark(field, region["label"])


def _mark(field: FieldBase, name: str) -> Mark:
    label: Label | None = next((label for label in field.labels if label.name == name), None)
    return Mark(titled(label.title.model_dump(), label.name), label.color) if label else Mark(name, "#6b7280")


def _underlines(numbers: set[int], heard: Sequence[Voice]) -> str:
    """Lines below each other, by CSS: one background for each person who marked the piece."""
    if not numbers:
        return ""
    drawn = [
        f"linear-gradient({heard[n].color}, {heard[n].color}) 0 calc(1.45em + {n * LANE}px)" for n in sorted(numbers)
    ]
    return "background: " + ", ".join(f"{one} / 100% 3px no-repeat" for one in drawn)

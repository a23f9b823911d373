"""Answers for people to look at: which labels, where. Everything that depends on the kind is asked of the kind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from annotation.kinds import KINDS, checked
from annotation.kinds.outlines import Outline
from annotation.turns import Turn
from projects.schema import Attribute, FieldBase, Label, Option
from projects.templatetags.house import titled

NO_COLOR = "#6b7280"
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Mark:
    """A label as it is shown, how often it was given, and the stretches of the text that it was given to."""

    title: str
    color: str
    count: int = 1
    texts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """What an answer says to one question."""

    title: str
    marks: list[Mark]


@dataclass(frozen=True)
class Shape:
    """A region on an image, in pixels."""

    mark: Mark
    outline: Outline

    @property
    def corner(self) -> tuple[float, float]:
        """Where its name is written."""
        left, top, _right, _bottom = self.outline.bounds
        return left, top


@dataclass(frozen=True)
class Opening:
    """How a turn of a dialogue is headed."""

    speaker: str
    marks: list[Mark]


@dataclass(frozen=True)
class Stretch:
    """A piece of a text between two borders: the labels that cover it, and those that begin with it.

    opens   the turn of a dialogue that begins here: who speaks, and which labels the turn was given
    """

    text: str
    marks: list[Mark]
    begins: list[Mark]
    opens: Opening | None = None


def pieces(body: Any, value: dict[str, Any], facts: Mapping[str, Any] = NOTHING) -> list[Piece]:
    """For each question that was answered, the labels in the schema's order with their numbers, or what was written."""
    shown = []
    for field in checked(body).fields:
        words = KINDS[field.kind].words
        if field.name in value and words is not None:
            shown.append(Piece(_title(field), [Mark(words(value[field.name], field), NO_COLOR)]))
        elif field.name in value:
            given = Counter(KINDS[field.kind].labels(value[field.name]))
            order = [*(label.name for label in field.labels if label.name in given), *_unknown(field, given)]
            texts = _texts(field, value, facts)
            shown.append(
                Piece(_title(field), [mark_of(field, name, given[name], texts.get(name, ())) for name in order])
            )
    return shown


def _texts(field: FieldBase, value: dict[str, Any], facts: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """Of each label what its regions say, such as the marked stretches, in the order of the text."""
    kind = KINDS[field.kind]
    found: dict[str, tuple[str, ...]] = {}
    for region in value[field.name] if kind.says or kind.geometry == "line" else []:
        text = kind.says(region, value, facts) if kind.says else region["text"]
        found[region["label"]] = (*found.get(region["label"], ()), text)
    for region in value[field.name] if field.asks_regions else []:
        label = region["label"]
        said = [attributes_read(field, region)] if "attributes" in region else []
        for n, key in enumerate(region.get("keyframes", ())):
            # What is off from the beginning goes without saying.
            if "attributes" in key and (n or any(key["attributes"].values())):
                said.append(f"{key['frame']}: {attributes_read(field, {'label': label, **key})}")
        found[label] = (*found.get(label, ()), *said)
    return found


def attributes_read(field: FieldBase, region: Mapping[str, Any]) -> str:
    """What else was said of a region: a switch by its name, a choice by its title, others with their name."""
    of_label = (each for label in field.labels if label.name == region["label"] for each in label.attributes)
    parts = []
    for attribute in (*field.attributes, *of_label):
        given, title = region["attributes"].get(attribute.name), _title(attribute)
        chosen = next((_title(option) for option in attribute.labels if option.name == given), None)
        if given is True:
            parts.append(title)
        elif given not in (None, False):
            parts.append(chosen or f"{title} {given}")
    return " · ".join(parts) or "–"


def shapes(body: Any, value: dict[str, Any]) -> list[Shape]:
    """Everything in the answer that lies on an image."""
    found = []
    for field, region in _regions(body, value, "plane"):
        outline = KINDS[field.kind].outline
        if outline is not None:
            found.append(Shape(mark_of(field, region["label"]), outline(region, field)))
    return found


def stretches(body: Any, value: dict[str, Any], text: str, turns: Sequence[Turn] = ()) -> list[Stretch]:
    """The text, cut wherever a span or a turn begins or ends. What lies behind its end is left out."""
    opens = {turn.start: Opening(turn.speaker, _of_turn(body, value, number)) for number, turn in enumerate(turns)}
    spans = [
        (start, min(end, len(text)), mark_of(field, region["label"]))
        for field, region in _regions(body, value, "line")
        for start, end in region.get("parts", [(region["start"], region["end"])])
        if start < len(text)
    ]
    edges = [start for start in opens if start < len(text)]
    borders = sorted({0, len(text), *edges, *(border for start, end, _ in spans for border in (start, end))})
    return [
        Stretch(
            text[here:there],
            [mark for start, end, mark in spans if start <= here and there <= end],
            [mark for start, _, mark in spans if start == here],
            opens.get(here),
        )
        for here, there in pairwise(borders)
    ]


def _of_turn(body: Any, value: dict[str, Any], number: int) -> list[Mark]:
    """The labels that one turn was given."""
    fields = [field for field in checked(body).fields if KINDS[field.kind].level == "units"]
    given = [(field, value.get(field.name, {}).get(str(number))) for field in fields]
    return [mark_of(field, name) for field, name in given if name]


def _regions(body: Any, value: dict[str, Any], geometry: str) -> list[tuple[FieldBase, dict[str, Any]]]:
    fields = [field for field in checked(body).fields if KINDS[field.kind].geometry == geometry]
    return [(field, region) for field in fields for region in value.get(field.name, [])]


def _title(thing: FieldBase | Label | Attribute | Option) -> str:
    return titled(thing.title.model_dump(), thing.name)


def mark_of(field: FieldBase, name: str, count: int = 1, texts: tuple[str, ...] = ()) -> Mark:
    label = next((label for label in field.labels if label.name == name), None)
    return Mark(_title(label), label.color, count, texts) if label else Mark(name, NO_COLOR, count, texts)


def _unknown(field: FieldBase, given: Counter[str]) -> list[str]:
    known = {label.name for label in field.labels}
    return [name for name in given if name not in known]

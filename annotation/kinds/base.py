"""What a kind of label has to say of itself."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from annotation.kinds.outlines import Outline
from projects.schema import FieldBase

Level = Literal[
    "nominal", "ordinal", "interval", "set", "ranking", "text", "preference", "units", "regions", "relations"
]
Geometry = Literal["none", "line", "plane", "time", "moving"]
Likeness = Literal["iou", "oks"]
Similarity = Callable[[Mapping[str, Any], Mapping[str, Any]], float]


@dataclass(frozen=True)
class Subject:
    """What an annotation speaks of, as far as its value has to fit: the text, or the image's size in pixels.

    duration    in seconds, of what runs in time
    facts       what else is known of its file, such as the frames of a video or the channels of a series
    responses   key -> text of each response to the text
    shown       their keys, in the order in which the person who answers sees them
    """

    text: str | None = None
    width: int | None = None
    height: int | None = None
    duration: float | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    turns: int = 1
    responses: Mapping[str, str] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of label, made of plain functions.

    name        as the schema writes it
    media       on which media it can be used
    level       level of measurement: decides which statistics fit
    options     what a field of this kind may say in the schema
    check       (value, options, subject, place) -> the value in its one canonical form; raises Invalid at a place
    rows        value -> flat rows of plain cells, for tables and CSV
    pixels      for regions that are sets of pixels: region -> array of rows and columns, True where it is
    runs        for regions that are sets of pixels or characters: region -> begin and end of each run of them
    of_runs     such edges, and a region beside which they lie -> what the kind keeps of them
    places      region -> how many places there are in all; None where that is not known
    of_pixels   such an array -> what the kind keeps of it
    of_rows     the rows that a table held -> the value again; None: they are the regions, or name the labels
    labels      value -> the names of the labels it uses, in order, with repeats
    responses   how many responses to its text a task needs before this can be asked
    example     options -> a value that passes `check` on `example_subject`
    geometry    for regions: where they lie; `line` has start and end in characters, `time` in seconds, `plane` has
                x, y, width, height, and `moving` has key frames with such
    similarity  for regions: two regions -> 0..1
    likeness    what that similarity is: intersection over union, or nearness as in the keypoint similarity of COCO
    tuned       for regions whose likeness depends on the field: options -> `similarity`
    frames      for what moves: (region, numbers of frames) -> frame -> where it is in those in which it is seen
    in_frame    for what moves: options -> how alike two such places in one frame are, 0..1
    outline     for regions on a plane: (region, options) -> its lines, so that it can be shown
    beside      (value, options, all answers, place) -> the value, checked against the answers to other fields
    fits        (options, fields by name, place); raises Invalid where the other fields of the schema do not fit
    words       (value, options) -> what a person reads of an answer that has no labels
    says        (region, all answers, facts of the task's file) -> what a person reads of it; None: its text, where it
                lies in one
    example_options  what a field of this kind must say besides its labels
    example_beside   fields that it needs beside itself
    absent      the value of a field that was left empty; None: then it is not in the annotation at all
    follows     whether an answer says what was suggested: (suggestion, answer) -> bool; None: when they are equal
    rejoined    for regions that name others: (region, id -> id) -> the region with the other ids
    """

    name: str
    media: frozenset[str]
    level: Level
    options: type[FieldBase]
    check: Callable[[Any, Any, Subject, str], Any]
    rows: Callable[[Any], list[dict[str, Any]]]
    labels: Callable[[Any], list[str]]
    example: Callable[[Any], Any]
    pixels: Callable[[Mapping[str, Any]], Any] | None = None
    of_pixels: Callable[[Any], dict[str, Any]] | None = None
    runs: Callable[[Mapping[str, Any]], Any] | None = None
    of_runs: Callable[[Any, Mapping[str, Any]], dict[str, Any]] | None = None
    places: Callable[[Mapping[str, Any]], int] | None = None
    of_rows: Callable[[list[dict[str, Any]]], Any] | None = None
    example_subject: Subject = field(default_factory=Subject)
    geometry: Geometry = "none"
    similarity: Similarity | None = None
    likeness: Likeness = "iou"
    tuned: Callable[[Any], Similarity] | None = None
    frames: Callable[[Mapping[str, Any], Iterable[int]], dict[int, dict[str, Any]]] | None = None
    in_frame: Callable[[Any], Similarity] | None = None
    outline: Callable[[Mapping[str, Any], Any], Outline] | None = None
    beside: Callable[[Any, Any, Mapping[str, Any], str], Any] | None = None
    fits: Callable[[Any, Mapping[str, FieldBase], str], None] | None = None
    words: Callable[[Any, Any], str] | None = None
    says: Callable[[Mapping[str, Any], Mapping[str, Any], Mapping[str, Any]], str] | None = None
    example_options: Mapping[str, Any] = field(default_factory=dict)
    example_beside: tuple[Mapping[str, Any], ...] = ()
    responses: int = 0
    absent: Any = None
    follows: Callable[[Any, Any], bool] | None = None
    rejoined: Callable[[Mapping[str, Any], Mapping[str, str]], dict[str, Any]] | None = None

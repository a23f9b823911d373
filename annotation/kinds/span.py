"""Mark stretches of a text. Offsets count Unicode code points of the stored text, half-open; spans may overlap.

A span in several stretches has `parts`, in order and with text between them: start and end are then the first and the
last border, and its text is that of the parts with " … " between them.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Annotated, Any, NotRequired

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.regions import Region, read_regions
from projects.problems import Invalid

Part = tuple[int, int]
Offset = Annotated[int, Field(ge=0, strict=True)]

GAP = " … "
MOST_PARTS = 50


@with_config(ConfigDict(extra="forbid"))
class Span(Region):
    start: Offset
    end: Annotated[int, Field(ge=1, strict=True)]
    text: NotRequired[str]
    parts: NotRequired[Annotated[list[Annotated[list[Offset], Field(min_length=2, max_length=2)]], Field(min_length=1)]]


SPANS = TypeAdapter(list[Span])


class SpanOptions(LabelOptions):
    """overlapping     whether two spans may share characters
    discontinuous   whether a span may have several parts
    """

    overlapping: bool = True
    discontinuous: bool = True


def check(value: Any, options: SpanOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    text = subject.text or ""
    spans = read_regions(SPANS, value, options, at)
    for i, span in enumerate(spans):
        _check_one(span, options, text, f"{at}[{i}]")
    spans.sort(key=lambda span: (span["start"], span["end"], span["label"], span["id"]))
    if not options.overlapping:
        _refuse_overlap(spans, at)
    if options.required and not spans:
        raise Invalid(_("Mark at least one stretch in %(field)s") % {"field": options.name}, field=at)
    return spans


def _check_one(span: dict[str, Any], options: SpanOptions, text: str, here: str) -> None:
    """One span inside the text, in its canonical form."""
    start, end = span["start"], span["end"]
    if not start < end <= len(text):
        message = ngettext(
            "%(start)d–%(end)d is not a stretch of the text, which has %(n)d character",
            "%(start)d–%(end)d is not a stretch of the text, which has %(n)d characters",
            len(text),
        )
        raise Invalid(message % {"start": start, "end": end, "n": len(text)}, field=f"{here}.end")
    parts = _joined(span.pop("parts", [(start, end)]), f"{here}.parts")
    if (parts[0][0], parts[-1][1]) != (start, end):
        message = _("the parts run from %(first)d to %(last)d, but the span from %(start)d to %(end)d")
        given = {"first": parts[0][0], "last": parts[-1][1], "start": start, "end": end}
        raise Invalid(message % given, field=f"{here}.parts")
    if len(parts) > 1:
        if not options.discontinuous:
            message = _("a span in several parts is not allowed in %(field)s")
            raise Invalid(message % {"field": options.name}, field=f"{here}.parts")
        span["parts"] = [list(part) for part in parts]
    there = GAP.join(text[first:last] for first, last in parts)
    if span.get("text", there) != there:
        message = _("the text at %(start)d–%(end)d is %(there)r, not %(given)r; count code points")
        given = {"start": start, "end": end, "there": there, "given": span["text"]}
        raise Invalid(message % given, field=f"{here}.text")
    span["text"] = there


def _joined(parts: list[Any], at: str) -> list[Part]:
    """The parts in order; those that touch or overlap are one."""
    joined: list[Part] = []
    for start, end in sorted(map(tuple, parts)):
        if start >= end:
            raise Invalid(_("the part %(start)d–%(end)d is empty") % {"start": start, "end": end}, field=at)
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    if len(joined) > MOST_PARTS:
        raise Invalid(_("a span has at most %(most)d parts") % {"most": MOST_PARTS}, field=at)
    return joined


def parts_of(span: Mapping[str, Any]) -> list[Part]:
    """The stretches of a span, one or more."""
    return [(start, end) for start, end in span.get("parts", [(span["start"], span["end"])])]


def _refuse_overlap(spans: list[dict[str, Any]], at: str) -> None:
    stretches = sorted((start, end, i) for i, span in enumerate(spans) for start, end in parts_of(span))
    for (_start, end, one), (start, _end, two) in pairwise(stretches):
        if start < end:
            message = _("%(one)r and %(two)r overlap, which this field does not allow")
            raise Invalid(message % {"one": spans[one]["text"], "two": spans[two]["text"]}, field=at)


def similarity(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Characters shared over characters covered, 0..1."""
    ours, theirs = parts_of(one), parts_of(two)
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in ours for b in theirs)
    return shared / (_length(ours) + _length(theirs) - shared)


def _length(parts: list[Part]) -> int:
    return sum(end - start for start, end in parts)


def runs(span: Mapping[str, Any]) -> list[int]:
    """The borders of its parts, in order."""
    return [border for part in parts_of(span) for border in part]


def of_runs(edges: Any, beside: Mapping[str, Any]) -> dict[str, Any]:
    borders = [int(border) for border in edges]
    several = {"parts": [list(part) for part in zip(borders[::2], borders[1::2], strict=True)]}
    return {"start": borders[0], "end": borders[-1]} | (several if len(borders) > 2 else {})


def rows(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row a span; `parts` only where it has several."""
    cells = ("label", "start", "end", "text", "parts", "id")
    return [{name: span[name] for name in cells if name in span} for span in value]


def example(options: SpanOptions) -> list[dict[str, Any]]:
    """Two spans, or as many as may be; the first in two parts where that may be."""
    label = options.names[0]
    first: dict[str, Any] = {"id": "r1", "label": label, "start": 0, "end": 2, "text": "示例"}
    if options.discontinuous:
        first |= {"end": 6, "text": f"示例{GAP}本", "parts": [[0, 2], [5, 6]]}
    return [first, {"id": "r2", "label": label, "start": 2, "end": 4, "text": "标注"}][: options.maximum]


KIND = Kind(
    name="span",
    media=frozenset({"text"}),
    level="regions",
    options=SpanOptions,
    check=check,
    rows=rows,
    labels=lambda value: [span["label"] for span in value],
    example=example,
    example_subject=Subject(text="示例标注文本"),
    geometry="line",
    similarity=similarity,
    runs=runs,
    of_runs=of_runs,
    absent=(),
)

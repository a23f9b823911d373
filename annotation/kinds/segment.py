"""Mark stretches of time, in seconds, half-open: of a recording, a film or a series of measurements.

Times are kept as they were given, so a border on a sample, a frame or a row is exactly there. What is said in a segment
is its `text`; of several channels it names its own.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from typing import Annotated, Any, Literal, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, with_config

from annotation.kinds.base import Kind, Subject
from annotation.kinds.labels import LabelOptions
from annotation.kinds.regions import Region, read_regions
from projects.problems import Invalid
from projects.schema import TIMED
from projects.series.stamps import stamp

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
LONGEST_TEXT = 10_000  # characters of what is said in one segment


@with_config(ConfigDict(extra="forbid"))
class Segment(Region):
    start: Seconds
    end: Seconds
    text: NotRequired[Annotated[str, Field(max_length=LONGEST_TEXT)]]
    channel: NotRequired[Annotated[str, Field(min_length=1, max_length=200)]]


SEGMENTS = TypeAdapter(list[Segment])


class SegmentOptions(LabelOptions):
    """overlapping   whether two segments may share time; of different channels they always may
    shortest      seconds that each has at least
    transcript    whether what is said is written beside each segment
    by_channel    whether each lies in one channel, instead of all of them
    """

    overlapping: bool = True
    shortest: float = Field(0, ge=0, le=3600)
    transcript: Literal["off", "optional", "required"] = "off"
    by_channel: bool = False


def channels_of(facts: Mapping[str, Any]) -> list[str]:
    """The channels of a file by name; those that have only a number are called 1, 2, …"""
    given = facts.get("channels", 0)
    return [str(n + 1) for n in range(given)] if isinstance(given, int) else [str(name) for name in given]


def check(value: Any, options: SegmentOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    segments = read_regions(SEGMENTS, value, options, at)
    channels = channels_of(subject.facts)
    for i, segment in enumerate(segments):
        _check_one(segment, options, subject.duration, f"{at}[{i}]")
        _check_channel(segment, options, channels, f"{at}[{i}].channel")
    segments.sort(key=lambda one: (one["start"], one["end"], one.get("channel", ""), one["label"], one["id"]))
    if not options.overlapping:
        _refuse_overlap(segments, at)
    if options.required and not segments:
        raise Invalid(_("Mark at least one stretch in %(field)s") % {"field": options.name}, field=at)
    return segments


def _check_one(segment: dict[str, Any], options: SegmentOptions, duration: float | None, here: str) -> None:
    """One segment inside the recording, in its canonical form."""
    segment["start"], segment["end"] = start, end = float(segment["start"]), float(segment["end"])
    if not start < end <= (duration if duration is not None else end):
        message = _("%(start)s–%(end)s is not a stretch of what lasts %(duration)s seconds")
        given = {"start": f"{start:g}", "end": f"{end:g}", "duration": f"{duration or 0:g}"}
        raise Invalid(message % given, field=f"{here}.end")
    if end - start < options.shortest * (1 - 1e-9):  # the difference of two borders is not exact
        message = _("%(start)s–%(end)s is shorter than the %(shortest)s seconds that %(field)s asks for")
        given = {"start": f"{start:g}", "end": f"{end:g}", "shortest": f"{options.shortest:g}", "field": options.name}
        raise Invalid(message % given, field=f"{here}.end")
    said = segment.pop("text", "")
    if said.strip():
        if options.transcript == "off":
            message = _("%(field)s takes no texts; its labels say everything")
            raise Invalid(message % {"field": options.name}, field=f"{here}.text")
        segment["text"] = said
    elif options.transcript == "required":
        message = _("what is said at %(start)s–%(end)s is not written yet")
        raise Invalid(message % {"start": clock(start), "end": clock(end)}, field=f"{here}.text")


def _check_channel(segment: dict[str, Any], options: SegmentOptions, channels: list[str], at: str) -> None:
    given = segment.get("channel")
    if not options.by_channel:
        if given is not None:
            message = _("%(field)s speaks of all channels at once; leave “channel” out")
            raise Invalid(message % {"field": options.name}, field=at)
    elif given is None or (channels and given not in channels):
        message = _("say which channel it is: %(channels)s")
        raise Invalid(message % {"channels": ", ".join(channels)}, field=at)


def _refuse_overlap(segments: list[dict[str, Any]], at: str) -> None:
    by_channel = sorted(enumerate(segments), key=lambda one: one[1].get("channel", ""))
    for _channel, those in groupby(by_channel, key=lambda one: one[1].get("channel", "")):
        for (_i, one), (j, two) in pairwise(those):
            if two["start"] < one["end"]:
                message = _("the segments at %(one)s and %(two)s overlap, which is not allowed here")
                given = {"one": clock(one["start"]), "two": clock(two["start"])}
                raise Invalid(message % given, field=f"{at}[{j}]")


def clock(seconds: float) -> str:
    """A time as it is read: 1:02.350, or 1:00:02.350 from an hour on."""
    whole = round(seconds * 1000)
    hours, minutes = divmod(whole // 60_000, 60)
    rest = f"{whole % 60_000 / 1000:06.3f}"
    return f"{hours}:{minutes:02}:{rest}" if hours else f"{minutes}:{rest}"


def overlap(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
    """Shared time over joint time; nothing in common where they lie in different channels."""
    if one.get("channel") != two.get("channel"):
        return 0.0
    shared = min(one["end"], two["end"]) - max(one["start"], two["start"])
    joint = max(one["end"], two["end"]) - min(one["start"], two["start"])
    return max(0.0, shared) / joint if joint > 0 else 0.0


def rows(value: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    cells = ("label", "start", "end", "channel", "text", "id")
    return [{name: segment[name] for name in cells if name in segment} for segment in value]


def says(segment: Mapping[str, Any], answers: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """Where it lies, in the times that the file is written in; then what it says."""
    start, end = (stamp(facts, segment[end]) or clock(segment[end]) for end in ("start", "end"))
    where = f"{start} – {end}" if facts.get("time") else f"{start}–{end}"
    return " ".join([where, *(segment[name] for name in ("channel", "text") if name in segment)])


def example(options: SegmentOptions) -> list[dict[str, Any]]:
    label = options.names[0]
    more: dict[str, Any] = {"text": "示例"} if options.transcript != "off" else {}
    more |= {"channel": "1"} if options.by_channel else {}
    first = {"id": "r1", "label": label, "start": 0.125, "end": 0.5, **more}
    return [first, {"id": "r2", "label": label, "start": 0.5, "end": 0.9375, **more}][: options.maximum]


KIND = Kind(
    name="segment",
    media=TIMED,
    level="regions",
    options=SegmentOptions,
    check=check,
    rows=rows,
    labels=lambda value: [segment["label"] for segment in value],
    example=example,
    example_subject=Subject(duration=1.0, facts={"channels": 2}),
    geometry="time",
    similarity=overlap,
    says=says,
    absent=(),
)

"""Follow things through a video: boxes or groups of points, placed in key frames.

Frames are whole numbers from 0 on, in the order in which they are shown. Places are pixels of the upright picture as
floats, origin top left. Where a thing is between its key frames: see `keyframes`. `outside` says that it is not to be
seen from there on, `occluded` that it is hidden behind something; both are kept only where they are true.

Attributes belong to the track as a whole, but for those that the field names as `changing`: they stand in key frames,
and what one says holds until another one says otherwise.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, NotRequired

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, TypeAdapter, model_validator, with_config
from typing_extensions import TypedDict

from annotation.kinds import box, points
from annotation.kinds.attributes import read_attributes
from annotation.kinds.base import Kind, Similarity, Subject
from annotation.kinds.keyframes import SIDES, at_frames, first_and_last
from annotation.kinds.labels import LabelOptions
from annotation.kinds.pixels import Degrees, Length, Pixels, Position, require_inside, require_some
from annotation.kinds.regions import Region, read_regions
from projects.problems import Invalid

LOOKED_AT = 400  # frames in which two tracks are compared, evenly spaced where there are more

Frame = Annotated[int, Field(ge=0, le=100_000_000, strict=True)]


@with_config(ConfigDict(extra="forbid"))
class KeyFrame(TypedDict):
    frame: Frame
    outside: NotRequired[Annotated[bool, Field(strict=True)]]
    occluded: NotRequired[Annotated[bool, Field(strict=True)]]
    attributes: NotRequired[dict[str, Any]]


@with_config(ConfigDict(extra="forbid"))
class BoxKey(KeyFrame):
    x: Pixels
    y: Pixels
    width: Length
    height: Length
    rotation: NotRequired[Degrees]


@with_config(ConfigDict(extra="forbid"))
class PointsKey(KeyFrame):
    points: Annotated[list[Position], Field(min_length=1, max_length=2_000)]


@with_config(ConfigDict(extra="forbid"))
class BoxTrack(Region):
    keyframes: Annotated[list[BoxKey], Field(min_length=1, max_length=100_000)]


@with_config(ConfigDict(extra="forbid"))
class PointsTrack(Region):
    keyframes: Annotated[list[PointsKey], Field(min_length=1, max_length=100_000)]


TRACKS: dict[str, TypeAdapter[Any]] = {"box": TypeAdapter(list[BoxTrack]), "points": TypeAdapter(list[PointsTrack])}


class TrackOptions(LabelOptions):
    """shape       what is placed in key frames
    together    how many points a track has at most
    changing    names of attributes that may change from key frame to key frame
    tolerance   how many pixels apart two points are still as much alike as different
    """

    shape: Literal["box", "points"] = "box"
    together: int = Field(1, ge=1, le=2_000)
    changing: list[str] = Field(default_factory=list, max_length=100)
    tolerance: Length = points.TOLERANCE

    @model_validator(mode="after")
    def _known(self) -> "TrackOptions":
        for name in self.changing:
            if name not in self.attribute_names:
                message = _("%(name)s is said to change, but is not an attribute of %(field)s.")
                raise ValueError(message % {"name": name, "field": self.name})
        for attribute in [*self.attributes, *(each for label in self.labels for each in label.attributes)]:
            for condition in attribute.visible_when:
                if attribute.name not in self.changing and condition.attribute in self.changing:
                    message = _("%(name)s waits for %(other)s, which changes: let %(name)s change too.")
                    raise ValueError(message % {"name": attribute.name, "other": condition.attribute})
        return self

    @cached_property
    def whole(self) -> LabelOptions:
        """The same field with the attributes only that belong to a track as a whole."""
        body = {key: getattr(self, key) for key in ("name", "kind", "required", "minimum", "maximum")}
        stay = [each for each in self.attributes if each.name not in self.changing]
        labels = [
            label.model_copy(update={"attributes": [a for a in label.attributes if a.name not in self.changing]})
            for label in self.labels
        ]
        return LabelOptions(**body, attributes=stay, labels=labels)


def check(value: Any, options: TrackOptions, subject: Subject, at: str) -> list[dict[str, Any]]:
    tracks = read_regions(TRACKS[options.shape], value, options.whole, at)
    for i, track in enumerate(tracks):
        place = f"{at}[{i}]"
        keys = [_plain(key, subject, options, f"{place}.keyframes[{n}]") for n, key in enumerate(track["keyframes"])]
        _require_order(keys, subject, f"{place}.keyframes")
        track["keyframes"] = keys
        _read_changing(track, options, place)
    require_some(tracks, options, at)
    return tracks


def _plain(key: Mapping[str, Any], subject: Subject, options: TrackOptions, at: str) -> dict[str, Any]:
    """A key frame in its one form, inside the picture."""
    kept = {name: value for name, value in key.items() if value is not False and value != {}}
    if options.shape == "box":
        kept.setdefault("rotation", 0.0)
        box.require_inside(kept, subject, at)
    else:
        require_inside(kept["points"], subject, f"{at}.points")
        if len(kept["points"]) > options.together:
            message = _("a track has at most %(n)d points in a frame")
            raise Invalid(message % {"n": options.together}, field=f"{at}.points")
        kept["points"] = [list(point) for point in kept["points"]]
    return kept


def _require_order(keys: list[dict[str, Any]], subject: Subject, at: str) -> None:
    if keys[0].get("outside"):
        message = _("a track begins where the thing is first seen: its first key frame cannot be outside")
        raise Invalid(message, field=f"{at}[0].outside")
    for n, key in enumerate(keys):
        place, frame = f"{at}[{n}]", key["frame"]
        if frame >= subject.facts.get("frames", frame + 1):
            message = _("frame %(frame)d is not in the video, which has the frames 0 to %(last)d")
            raise Invalid(message % {"frame": frame, "last": subject.facts["frames"] - 1}, field=f"{place}.frame")
        before = keys[n - 1]["frame"] if n else -1
        if frame == before:
            message = _("a track has two key frames at frame %(frame)d; leave one out")
            raise Invalid(message % {"frame": frame}, field=f"{place}.frame")
        if frame < before:
            message = _("the key frames are not in order: %(frame)d comes after %(before)d")
            raise Invalid(message % {"frame": frame, "before": before}, field=f"{place}.frame")
        if len(key.get("points", ())) != len(keys[0].get("points", ())):
            message = _("every key frame of a track has the same number of points; the first has %(count)d")
            raise Invalid(message % {"count": len(keys[0]["points"])}, field=f"{place}.points")


def _read_changing(track: dict[str, Any], options: TrackOptions, at: str) -> None:
    """What key frames say beside the place, checked as it holds at each of them."""
    whole: dict[str, Any] = track.get("attributes", {})
    holds: dict[str, Any] = {}
    for n, key in enumerate(track["keyframes"]):
        place = f"{at}.keyframes[{n}].attributes"
        given = key.pop("attributes", {})
        for name in given:
            if name not in options.changing:
                message = _("%(name)s does not change from frame to frame: it belongs to the track as a whole")
                raise Invalid(message % {"name": name}, field=f"{place}.{name}")
        if not options.changing:
            continue
        holds |= given
        said = read_attributes(whole | holds, options, track["label"], place)
        kept = {name: said[name] for name in said if name in given or (n == 0 and name in options.changing)}
        if kept:
            key["attributes"] = kept


def similarity(one: Mapping[str, Any], two: Mapping[str, Any], *, tolerance: float = points.TOLERANCE) -> float:
    """How alike two tracks are, 0..1, from the first to the last key frame of either.

    Of boxes the area that both cover, summed over the frames, over the area that either covers; of points the mean
    nearness over the frames in which either is to be seen.

    source  boxes: the spatio-temporal tube IoU, e.g. Yang et al. (2019), Video instance segmentation, ICCV
    """
    if one["keyframes"] == two["keyframes"]:
        return 1.0
    frames = looked_at(*first_and_last([one, two]))
    first, second = at_frames(one, frames), at_frames(two, frames)
    shared, joint = 0.0, 0.0
    for frame in first.keys() | second.keys():
        a, b = first.get(frame), second.get(frame)
        if "points" in (a or b or {}):
            shared += points.similarity(a, b, tolerance=tolerance) if a and b else 0.0
            joint += 1
        else:
            areas = [there["width"] * there["height"] for there in (a, b) if there]
            common = box.shared(a, b) if a and b else 0.0
            shared, joint = shared + common, joint + sum(areas) - common
    return min(shared / joint, 1.0) if joint else 0.0


def looked_at(first: int, last: int, most: int = LOOKED_AT) -> range:
    """Frames from the first to the last, evenly spaced, at most so many."""
    return range(first, last + 1, -(-(last - first + 1) // most))


def tuned(options: TrackOptions) -> Similarity:
    return lambda one, two: similarity(one, two, tolerance=options.tolerance)


def in_frame(options: TrackOptions | None) -> Similarity:
    """How alike two things are in one frame: boxes by the area they share, points by their nearness."""
    tolerance = options.tolerance if options else points.TOLERANCE

    def alike(one: Mapping[str, Any], two: Mapping[str, Any]) -> float:
        if "points" in one or "points" in two:
            both = "points" in one and "points" in two
            return points.similarity(one, two, tolerance=tolerance) if both else 0.0
        return box.similarity(one, two)

    return alike


def rows(value: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each key frame."""
    return [_row(track, key) for track in value for key in track["keyframes"]]


def _row(track: Mapping[str, Any], key: Mapping[str, Any]) -> dict[str, Any]:
    place = {name: key[name] for name in (*SIDES, "rotation", "points") if name in key}
    flags = {name: bool(key.get(name)) for name in ("outside", "occluded")}
    said = {"frame_attributes": key["attributes"]} if "attributes" in key else {}
    return {"label": track["label"], "frame": key["frame"], **place, **flags, "id": track["id"], **said}


def of_rows(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    tracks: dict[str, dict[str, Any]] = {}
    for row in rows:
        own: dict[str, Any] = {name: row[name] for name in ("id", "label", "attributes") if name in row}
        track = tracks.setdefault(row["id"], {**own, "keyframes": []})
        key = {name: row[name] for name in ("frame", *SIDES, "rotation", "points") if name in row}
        key |= {name: True for name in ("outside", "occluded") if row.get(name)}
        if "frame_attributes" in row:
            key["attributes"] = row["frame_attributes"]
        track["keyframes"].append(key)
    return list(tracks.values())


def says(track: Mapping[str, Any], answers: Mapping[str, Any], facts: Mapping[str, Any]) -> str:
    """From which frame to which it is followed."""
    first, last = track["keyframes"][0]["frame"], track["keyframes"][-1]
    end = last["frame"] - 1 if last.get("outside") else facts.get("frames", last["frame"] + 1) - 1
    return _("frames %(first)d–%(last)d") % {"first": first, "last": end}


def example(options: TrackOptions) -> list[dict[str, Any]]:
    places: list[dict[str, Any]] = [
        {"x": 40.0, "y": 30.0, "width": 120.0, "height": 80.0, "rotation": 0.0},
        {"x": 90.0, "y": 40.0, "width": 110.0, "height": 75.0, "rotation": 0.0},
    ]
    if options.shape == "points":
        places = [{"points": [[40.0, 30.0]]}, {"points": [[90.0, 40.0]]}]
    keys = [{"frame": frame, **place} for frame, place in zip((0, 25), places, strict=True)]
    return [{"id": "r1", "label": options.names[0], "keyframes": keys}]


KIND = Kind(
    name="track",
    media=frozenset({"video"}),
    level="regions",
    options=TrackOptions,
    check=check,
    rows=rows,
    of_rows=of_rows,
    labels=lambda value: [track["label"] for track in value],
    example=example,
    example_subject=Subject(width=320, height=240, facts={"frames": 50}),
    geometry="moving",
    similarity=similarity,
    tuned=tuned,
    frames=at_frames,
    in_frame=in_frame,
    says=says,
    absent=(),
)

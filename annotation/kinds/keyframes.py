"""Where a thing is between the frames in which somebody placed it.

A track has key frames, in the order of their numbers. It begins with its first one. From one key frame to the next
everything in it that is a number changes evenly; angles go the shorter way round. `outside` and `occluded` hold from
a key frame until the next one, and what the last one says holds to the end of the video.

`static/src/label/video/keyframes.ts` finds the same, to the last bit: both pass `tests/annotation/keyframes.json`.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import floor
from typing import Any

SIDES = ("x", "y", "width", "height")

Key = Mapping[str, Any]
Track = Mapping[str, Any]


def at_frame(track: Track, frame: int) -> dict[str, Any] | None:
    """The thing in one frame: its place, `occluded`, and what was said of it; None where it is not to be seen."""
    keys = track["keyframes"]
    after = bisect_right(keys, frame, key=lambda key: key["frame"])
    if not after or keys[after - 1].get("outside"):
        return None
    before = keys[after - 1]
    place = _between(before, keys[after], frame) if after < len(keys) else _place(before)
    said = dict(track.get("attributes", {}))
    for key in keys[:after]:
        said |= key.get("attributes", {})
    found = {"id": track["id"], "label": track["label"], **place, "occluded": bool(before.get("occluded"))}
    return found | ({"attributes": said} if said else {})


def at_frames(track: Track, frames: Iterable[int]) -> dict[int, dict[str, Any]]:
    """The thing in each of these frames in which it is to be seen."""
    found = ((frame, at_frame(track, frame)) for frame in frames)
    return {frame: there for frame, there in found if there is not None}


def stretches(track: Track, frames: int) -> list[tuple[int, int]]:
    """The stretches in which it is to be seen: first frame, and the one after the last."""
    found: list[tuple[int, int]] = []
    ends = [*(key["frame"] for key in track["keyframes"][1:]), frames]
    for key, end in zip(track["keyframes"], ends, strict=True):
        if key.get("outside") or end <= key["frame"]:
            continue
        if found and found[-1][1] == key["frame"]:
            found[-1] = found[-1][0], end
        else:
            found.append((key["frame"], end))
    return found


def first_and_last(tracks: Sequence[Track]) -> tuple[int, int]:
    """The first and the last key frame of all."""
    return min(t["keyframes"][0]["frame"] for t in tracks), max(t["keyframes"][-1]["frame"] for t in tracks)


def _place(key: Key) -> dict[str, Any]:
    if "points" in key:
        return {"points": [list(point) for point in key["points"]]}
    return {side: key[side] for side in SIDES} | {"rotation": key.get("rotation", 0.0)}


def _between(one: Key, two: Key, frame: int) -> dict[str, Any]:
    share = (frame - one["frame"]) / (two["frame"] - one["frame"])
    if frame == one["frame"]:
        return _place(one)
    if "points" in one:
        pairs = zip(one["points"], two["points"], strict=True)
        return {"points": [[_even(a[0], b[0], share), _even(a[1], b[1], share)] for a, b in pairs]}
    turned = one.get("rotation", 0.0) + _turn(one.get("rotation", 0.0), two.get("rotation", 0.0)) * share
    return {side: _even(one[side], two[side], share) for side in SIDES} | {"rotation": turned}


def _even(one: float, two: float, share: float) -> float:
    return one + (two - one) * share


def _turn(one: float, two: float) -> float:
    """Degrees from one angle to another, the shorter way round: from -180 to below 180."""
    by = two - one
    return by - 360 * floor((by + 180) / 360)

"""Tracks through a video: where several annotators saw one thing, in as few key frames as say it.

Between key frames every number changes evenly, so the median of several tracks changes evenly too, but where tracks
cross each other. Looking at key frames and crossings is therefore as good as looking at every frame.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import scipy  # its parts are read when they are first used

from workers.consensus.medians import geometric_medians
from workers.consensus.regions import SIDES, Region
from workers.consensus.turned import quarters
from workers.consensus.votes import Array

TOLERANCE = 0.5  # pixels that a side, or a point, may lie beside the median in any frame
LOOKED_AT = 400  # frames in which two tracks are compared
EVERY = 2000  # frames in which points and turned boxes are looked at: their middle does not change evenly
Said = Mapping[str, Any]


@dataclass(frozen=True)
class Laid:
    """A track as numbers, at each of its k key frames.

    frames    (k,) numbers of the frames
    values    (k, c) left, top, right and bottom; of turned boxes the centre, width, height and angle, which goes on
              counting where it passes a whole turn; of points x and y of each
    outside   (k,) not to be seen from there on
    occluded  (k,) hidden from there on
    """

    frames: Array
    values: Array
    outside: Array
    occluded: Array

    @classmethod
    def of(cls, track: Region, turned: bool = False) -> "Laid":
        keys = track["keyframes"]
        if "points" in keys[0]:
            values = np.array([key["points"] for key in keys], dtype=float).reshape(len(keys), -1)
        else:
            values = np.array([[key[side] for side in SIDES] for key in keys], dtype=float)
            if turned:
                angle = np.unwrap([key.get("rotation", 0.0) for key in keys], period=360)
                values = np.column_stack([values[:, :2] + values[:, 2:] / 2, values[:, 2:], angle])
            else:
                values[:, 2:] += values[:, :2]
        flags = ([bool(key.get(name)) for key in keys] for name in ("outside", "occluded"))
        return cls(np.array([key["frame"] for key in keys]), values, *map(np.array, flags))

    def at(self, frames: Array) -> tuple[Array, Array, Array]:
        """(f, c) where it is in these frames, (f,) whether it is to be seen there, and (f,) whether it is occluded."""
        before = np.searchsorted(self.frames, frames, side="right") - 1
        one, two = np.maximum(before, 0), np.clip(before + 1, 0, len(self.frames) - 1)
        lasting = np.maximum(self.frames[two] - self.frames[one], 1)
        share = np.where((before >= 0) & (two > one), (frames - self.frames[one]) / lasting, 0.0)[:, None]
        values = self.values[one] + (self.values[two] - self.values[one]) * share
        return values, (before >= 0) & ~self.outside[one], self.occluded[one]


def alike_boxes(one: Laid, two: Laid) -> float:
    """How alike two tracks of upright boxes are: the area they share over the area of both, summed over frames.

    returns    0..1, by LOOKED_AT evenly spaced frames at most, from the first key frame of either to the last
    """
    first = min(int(one.frames[0]), int(two.frames[0]))
    last = max(int(one.frames[-1]), int(two.frames[-1]))
    frames = np.arange(first, last + 1, -(-(last - first + 1) // LOOKED_AT))
    (a, a_seen, _), (b, b_seen, _) = one.at(frames), two.at(frames)
    sides = np.minimum(a[:, 2:], b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    shared = float((np.maximum(sides, 0.0).prod(axis=1) * (a_seen & b_seen)).sum())
    areas = [float(((v[:, 2:] - v[:, :2]).prod(axis=1) * seen).sum()) for v, seen in ((a, a_seen), (b, b_seen))]
    joint = sum(areas) - shared
    return min(shared / joint, 1.0) if joint > 0 else 0.0


def apart(one: Laid, two: Laid) -> bool:
    """Whether two tracks of upright boxes never share a pixel, whenever they are looked at."""
    low, high = (np.array([getattr(t.values, end)(axis=0) for t in (one, two)]) for end in ("min", "max"))
    return bool((np.maximum(*low[:, :2]) >= np.minimum(*high[:, 2:])).any())


def middle_track(
    tracks: Sequence[Region],
    closest: int = 0,
    *,
    tolerance: float = TOLERANCE,
    agree: Callable[[Sequence[Said]], Said] | None = None,
) -> dict[str, Any] | None:
    """The key frames of the track that stands for several of one thing.

    tracks     with "keyframes": "frame", a box or "points", "outside" and "occluded"
    closest    the one that is most like all others: angles and points are counted as it has them
    tolerance  pixels that any side, or the place of a point, may lie beside its median in any frame
    agree      what holds in a frame for each who sees the thing, attributes of the whole track among it -> what is said
               in key frames; it is said again where it changes
    returns    seen where more than half see it; in each frame the median of each side, of turned boxes that of centre,
               sides and angle, of points the geometric median, of those who see it there; occluded where more than half
               of these say so. None where no frame is seen by more than half, or tracks have not as many points
    """
    points = "points" in tracks[0]["keyframes"][0]
    turned = not points and any(key.get("rotation") for track in tracks for key in track["keyframes"])
    laid = [Laid.of(track, turned) for track in tracks]
    if len({one.values.shape[1] for one in laid}) > 1:
        return None
    if points:
        laid = _paired(laid, closest)
    borders = np.unique(np.concatenate([one.frames for one in laid]))
    frames = _looked_at(laid, borders, points or turned)
    given, seen, hidden = (np.array(parts) for parts in zip(*(one.at(frames) for one in laid), strict=True))
    shown = 2 * seen.sum(axis=0) > len(tracks)
    if not shown.any():
        return None
    if turned:
        given = _turned_alike(given, closest)
    values = _points(given, seen, shown) if points else _medians(given, seen)
    occluded = 2 * (hidden & seen).sum(axis=0) > seen.sum(axis=0)
    said = _said(tracks, frames, seen, agree) if agree else [{}] * len(frames)
    keys: list[dict[str, Any]] = []
    for first, last in _runs(shown):
        holds = slice(first, last + 1)
        fixed = [i for i in range(first + 1, last + 1) if occluded[i] != occluded[i - 1] or said[i] != said[i - 1]]
        fixed += _quarters_on(values[holds, 4], first) if turned else []
        for i in _fewest(frames[holds], _pixels(values[holds], turned), [i - first for i in fixed], tolerance):
            keys.append(_key(int(frames[first + i]), values[first + i], turned, points))
            if occluded[first + i]:
                keys[-1]["occluded"] = True
            if said[first + i]:
                keys[-1]["attributes"] = said[first + i]
        if last + 1 < len(frames):
            keys.append(_key(int(frames[last + 1]), values[last], turned, points) | {"outside": True})
    return {"keyframes": _said_once(keys)}


def _looked_at(laid: Sequence[Laid], borders: Array, bent: bool) -> Array:
    """The frames between which the middle changes evenly; as many as can be looked at where it does not."""
    found = [borders, borders[1:] - 1]
    first, last = int(borders[0]), int(borders[-1])
    if bent and len(laid) > 2:
        found.append(np.arange(first, last + 1, -(-(last - first + 1) // EVERY)))
    elif len(laid) > 2:
        values = np.array([one.at(borders)[0] for one in laid])
        ends = np.array([one.at(np.maximum(borders[1:] - 1, borders[:-1]))[0] for one in laid])
        lasting = np.maximum(borders[1:] - 1 - borders[:-1], 0)[:, None]
        for i in range(len(laid)):
            for j in range(i):
                here, there = values[i, :-1] - values[j, :-1], ends[i] - ends[j]
                share = np.divide(here, here - there, out=np.zeros_like(here), where=here * there < 0)
                at = (borders[:-1, None] + share * lasting)[here * there < 0]
                found += [np.floor(at).astype(int), np.ceil(at).astype(int)]
    frames = np.unique(np.concatenate(found))
    return frames[(frames >= first) & (frames <= last)]


def _medians(given: Array, seen: Array) -> Array:
    """(f, c) the median of those who see it; of a frame in which nobody does, anything."""
    ordered = np.sort(np.where(seen[:, :, None], given, np.inf), axis=0)
    count = np.maximum(seen.sum(axis=0), 1)[None, :, None]
    low, high = (np.take_along_axis(ordered, k, axis=0)[0] for k in ((count - 1) // 2, count // 2))
    return np.asarray(np.where(low == high, low, (low + high) / 2))


def _points(given: Array, seen: Array, shown: Array) -> Array:
    """(f, 2p) the geometric median of each point."""
    people, frames, numbers = given.shape
    each = np.where(seen[:, :, None], given, np.nan)[:, shown].reshape(people, -1, 2).swapaxes(0, 1)
    found = np.zeros((frames, numbers))
    found[shown] = geometric_medians(each).reshape(-1, numbers)
    return found


def _paired(laid: Sequence[Laid], closest: int) -> list[Laid]:
    """The tracks with their points in the order of the closest one's: points of a track have no order."""
    return [one if one is laid[closest] else _ordered_as(laid[closest], one) for one in laid]


def _ordered_as(model: Laid, one: Laid) -> Laid:
    frame = np.array([max(int(model.frames[0]), int(one.frames[0]))])
    a, b = (those.at(frame)[0].reshape(-1, 2) for those in (model, one))
    far = np.hypot(*(a[:, None] - b[None]).transpose(2, 0, 1))
    _, order = scipy.optimize.linear_sum_assignment(far)
    values = one.values.reshape(len(one.frames), -1, 2)[:, order].reshape(len(one.frames), -1)
    return Laid(one.frames, values, one.outside, one.occluded)


def _turned_alike(given: Array, closest: int) -> Array:
    """The boxes with their angles within 45 degrees of the closest one's, sides exchanged where need be."""
    turns = quarters(given[:, :, 4], given[closest, :, 4])
    odd = (turns % 2 != 0)[:, :, None]
    sides = np.where(odd, given[:, :, 3:1:-1], given[:, :, 2:4])
    angles = given[:, :, 4] - 90 * turns
    return np.concatenate([given[:, :, :2], sides, angles[:, :, None]], axis=2)


def _runs(shown: Array) -> list[tuple[int, int]]:
    """First and last of each row of frames in which it is seen."""
    steps = np.diff(np.concatenate(([0], shown.astype(int), [0])))
    return list(zip(np.flatnonzero(steps > 0).tolist(), (np.flatnonzero(steps < 0) - 1).tolist(), strict=True))


def _quarters_on(angles: Array, first: int) -> list[int]:
    """Where it has turned by a quarter since the last such frame: between key frames angles go the shorter way."""
    found, since = [], angles[0]
    for i, angle in enumerate(angles):
        if abs(angle - since) >= 90:
            found.append(first + i)
            since = angle
    return found


def _pixels(values: Array, turned: bool) -> Array:
    """The values in pixels: of an angle the way that a corner goes."""
    if not turned:
        return values
    reach = np.hypot(values[:, 2], values[:, 3]).max() / 2
    return np.column_stack([values[:, :4], np.radians(values[:, 4]) * reach])


def _fewest(frames: Array, values: Array, fixed: Sequence[int], tolerance: float) -> list[int]:
    """Which of the frames to keep, so that what lies evenly between those is never further off than the tolerance.

    source  Douglas & Peucker (1973), Cartographica 10:112, with the distance in each frame instead of that on the plane
    """
    kept = {0, len(frames) - 1, *fixed}
    ends = sorted(kept)
    waiting = list(pairwise(ends))
    while waiting:
        one, two = waiting.pop()
        if two - one < 2:
            continue
        inside = slice(one + 1, two)
        share = ((frames[inside] - frames[one]) / (frames[two] - frames[one]))[:, None]
        off = np.abs(values[inside] - values[one] - (values[two] - values[one]) * share).max(axis=1)
        if off.max() > tolerance:
            middle = one + 1 + int(off.argmax())
            kept.add(middle)
            waiting += [(one, middle), (middle, two)]
    return sorted(kept)


def _key(frame: int, values: Array, turned: bool, points: bool) -> dict[str, Any]:
    if points:
        return {"frame": frame, "points": values.reshape(-1, 2).tolist()}
    numbers = values.tolist()
    if turned:
        x, y, width, height, angle = numbers
        place = {"x": x - width / 2, "y": y - height / 2, "width": width, "height": height}
        return {"frame": frame, **place, "rotation": float(np.fmod(angle, 360))}
    left, top, right, bottom = numbers
    return {"frame": frame, "x": left, "y": top, "width": right - left, "height": bottom - top, "rotation": 0.0}


def _said(
    tracks: Sequence[Region], frames: Array, seen: Array, agree: Callable[[Sequence[Said]], Said]
) -> list[dict[str, Any]]:
    """What holds in each of the frames."""
    held = []
    for track in tracks:
        holds: dict[str, Any] = dict(track.get("attributes", {}))
        mine = [holds := holds | key.get("attributes", {}) for key in track["keyframes"]]
        numbers = [key["frame"] for key in track["keyframes"]]
        held.append([mine[max(i, 0)] for i in np.searchsorted(numbers, frames, side="right") - 1])
    found: list[dict[str, Any]] = []
    before: list[Said] | None = None
    for i in range(len(frames)):
        here = [held[who][i] for who in np.flatnonzero(seen[:, i])]
        found.append(found[-1] if here == before else dict(agree(here)) if any(here) else {})
        before = here
    return found


def _said_once(keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Key frames that say only what has changed."""
    holds: dict[str, Any] = {}
    for key in keys:
        new = {name: value for name, value in key.pop("attributes", {}).items() if holds.get(name) != value}
        holds |= new
        if new:
            key["attributes"] = new
    return keys

"""A packed series as small curves for pages: what is least and greatest in each of a few hundred parts of the time."""

import json
import os
import struct
from collections.abc import Iterator
from typing import Any, BinaryIO

import numpy as np

from projects.series.packing import MAGIC

PARTS = 500
MOST_READ = PARTS * 16  # cells or rows that are read for one curve
WIDTH, HEIGHT = 1000, 40

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]


def curves(file: BinaryIO, duration: float) -> list[str]:
    """For each channel the `d` of an SVG path, WIDTH by HEIGHT; "" where nothing was measured."""
    file.seek(len(MAGIC))
    (length,) = struct.unpack("<I", file.read(4))
    head = json.loads(file.read(length))
    start = file.tell()

    def array(kind: str, at: int, count: int) -> Floats:
        file.seek(start + at, os.SEEK_SET)
        return np.frombuffer(file.read(count * int(kind[-1])), kind)

    level = next((one for one in reversed(head["levels"]) if one["count"] <= MOST_READ), None)
    found = []
    for channel, column in enumerate(head["channels"]):
        if head["rows"] <= MOST_READ or level is None:
            least = greatest = array(f"<{column['type']}", column["at"], head["rows"])
            every, times = 1, head["times"]
        else:
            ends = array("<f4", level["channels"][channel], 2 * level["count"]).reshape(-1, 2)
            least, greatest, every, times = ends[:, 0], ends[:, 1], level["every"], level["times"]
        when = np.arange(len(least)) * every * head["step"] if times is None else array("<f8", times, len(least))
        found.append(_path(when / duration * WIDTH, least, greatest))
    return found


def _path(x: Floats, least: Floats, greatest: Floats) -> str:
    if np.isnan(least).all():
        return ""
    part = np.minimum((x / WIDTH * PARTS).astype(int), PARTS - 1)
    first = np.flatnonzero(np.diff(part, prepend=-1))
    low, high = np.fmin.reduceat(least, first), np.fmax.reduceat(greatest, first)
    bottom, top = float(np.nanmin(low)), float(np.nanmax(high))
    scale = (HEIGHT - 4) / (top - bottom) if top > bottom else 0.0
    ups, downs = HEIGHT - 2 - (high - bottom) * scale, HEIGHT - 2 - (low - bottom) * scale
    return "".join(_outline(x[first][run], ups[run], downs[run]) for run in _runs(~np.isnan(low)))


def _runs(there: "np.ndarray[Any, np.dtype[np.bool_]]") -> Iterator[slice]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], there, [False]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        yield slice(int(start), int(end))


def _outline(x: Floats, ups: Floats, downs: Floats) -> str:
    """Along the greatest values and back along the least."""
    there = [f"{at:.1f} {y:.1f}" for at, y in zip(x, ups, strict=True)]
    back = [f"{at:.1f} {y:.1f}" for at, y in zip(x[::-1], downs[::-1], strict=True)]
    return f"M{'L'.join(there + back)}Z"

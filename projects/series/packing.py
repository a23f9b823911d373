"""A series as a file that a browser reads piece by piece: of what is seen only as many numbers as there are pixels.

    BZSERIES, the length of the head (uint32), the head (JSON), spaces up to a multiple of 8, then the data.

The data begin with the coarsest level. A level holds for each `every` rows the least and the greatest value of each
channel (float32, in pairs; NaN where nothing was measured) and, where rows are not even, the time of the first of them
(float64, seconds). After the levels come the channels themselves (`f4` where that is exact, else `f8`), then the times.
Places are bytes from the beginning of the data on. Everything is little-endian.
"""

import json
import struct
from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np

MAGIC = b"BZSERIES"
EACH = 16  # rows or cells of the level below that a cell joins
FEW = 512  # cells of the coarsest level, at most

Floats = np.ndarray[Any, np.dtype[np.floating[Any]]]


class Target(Protocol):
    def write(self, piece: bytes, /) -> int: ...


def write(target: Target, channels: Mapping[str, Floats], times: Floats | None, step: float | None) -> None:
    """times   seconds after the first row; None where rows are even, `step` seconds apart"""
    rows = len(next(iter(channels.values())))
    parts: list[bytes] = []
    at = 0

    def put(array: Floats) -> int:
        nonlocal at
        raw = array.tobytes()
        raw += b"\0" * (-len(raw) % 8)
        parts.append(raw)
        at += len(raw)
        return at - len(raw)

    levels = []
    for every, ends in reversed(_levels(list(channels.values()), rows)):
        starts = None if times is None else put(times[::every].astype("<f8"))
        places = [put(np.stack(pair, axis=-1).astype("<f4")) for pair in ends]
        levels.append({"every": every, "count": len(ends[0][0]), "channels": places, "times": starts})
    columns = []
    for values in channels.values():
        kind = "f4" if _is_exact(values) else "f8"
        columns.append({"type": kind, "at": put(values.astype(f"<{kind}"))})
    head: dict[str, Any] = {"rows": rows, "step": step, "levels": levels, "channels": columns}
    head["times"] = None if times is None else put(times.astype("<f8"))
    text = json.dumps(head, separators=(",", ":")).encode()
    text += b" " * (-(len(MAGIC) + 4 + len(text)) % 8)
    target.write(MAGIC + struct.pack("<I", len(text)) + text)
    for part in parts:
        target.write(part)


def _levels(channels: list[Floats], rows: int) -> list[tuple[int, list[tuple[Floats, Floats]]]]:
    """(rows a cell, (least, greatest) of each channel), the finest first."""
    ends = [(values, values) for values in channels]
    found = []
    every = 1
    while rows > 1 and (every == 1 or len(ends[0][0]) > FEW):
        every *= EACH
        ends = [(_joined(least, np.fmin), _joined(greatest, np.fmax)) for least, greatest in ends]
        found.append((every, ends))
    return found


def _joined(values: Floats, how: Any) -> Floats:
    short = -len(values) % EACH
    padded = np.concatenate([values, np.full(short, np.nan)]) if short else values
    joined: Floats = how.reduce(padded.reshape(-1, EACH), axis=1)
    return joined


def _is_exact(values: Floats) -> bool:
    """Whether seven digits say all of these numbers, as people write them: then float32 gives the same digits again."""
    there = values[np.isfinite(values)]
    with np.errstate(divide="ignore", invalid="ignore", over="ignore", under="ignore"):
        size = np.where(there == 0, 0, np.floor(np.log10(np.abs(there))))
        unit = 10.0 ** (6 - size)
        whole = np.abs(np.rint(there * unit) / unit - there) <= 1e-12 * np.abs(there)
    return bool(whole.all() and (np.abs(there) < 1e38).all() and not ((there != 0) & (np.abs(there) < 1e-37)).any())

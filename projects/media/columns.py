"""Columns of bytes along the time, at several scales in one file, of which a browser fetches only what it shows.

    4 bytes        length of the header, little-endian
    header         JSON: what the caller says, and "levels", coarsest first: {"scale", "count", "at"}
    levels         one after the other, `count` columns of `width` bytes each; "at" counts from the file's start

A column of scale 1 is the finest; one of scale 4 stands for four of those.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Columns = npt.NDArray[Any]  # (count, width) of one byte each

FACTOR = 4
COARSEST = 512  # no level has fewer columns, but the finest of what is short


def packed(facts: Mapping[str, Any], finest: Columns, fold: Callable[[Columns], Columns]) -> bytes:
    """The file.

    facts     what the header says besides its levels
    finest    the columns of scale 1
    fold      (count, FACTOR, width) columns that become one -> (count, width)
    """
    levels = [np.ascontiguousarray(finest)]
    while len(levels[-1]) // FACTOR >= COARSEST:
        levels.append(_folded(levels[-1], fold))
    levels.reverse()
    scales = [FACTOR ** (len(levels) - 1 - n) for n in range(len(levels))]
    # The places depend on the header's length, which depends on the places: so it is filled up to a fixed one.
    room = len(_header(facts, levels, scales, 0)) + 12 * len(levels)
    header = _header(facts, levels, scales, 4 + room).ljust(room)
    return len(header).to_bytes(4, "little") + header + b"".join(level.tobytes() for level in levels)


def _header(facts: Mapping[str, Any], levels: list[Columns], scales: list[int], start: int) -> bytes:
    described = []
    for level, scale in zip(levels, scales, strict=True):
        described.append({"scale": scale, "count": len(level), "at": start})
        start += level.size
    return json.dumps({**facts, "width": levels[0].shape[1], "levels": described}, separators=(",", ":")).encode()


def _folded(level: Columns, fold: Callable[[Columns], Columns]) -> Columns:
    short = -len(level) % FACTOR
    full = np.concatenate([level, np.repeat(level[-1:], short, axis=0)]) if short else level
    return np.ascontiguousarray(fold(full.reshape(-1, FACTOR, level.shape[1])), dtype=level.dtype)

"""Masks as run lengths: which pixels belong to a region, written as COCO writes it.

Pixels are counted down the columns. A mask in the hand is the positions where it changes, begin and end of each run:
`[3, 5, 9, 12]` covers the pixels 3, 4, 9, 10, 11. So every question is answered by sorting, and none needs the picture.

source  COCO API, maskApi.c: the counts, and how `counts` packs them into text
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from annotation.kinds.outlines import Line

Edges = NDArray[np.int64]
Bits = NDArray[np.bool_]

CHARACTERS = 7  # in one number: five bits each, for 32 bits and a sign
SHOWN = 400  # cells a side of a drawing: finer than a page shows


def unpacked(text: str) -> NDArray[np.int64]:
    """The numbers of a `counts` string, or ValueError when it is none."""
    raw = np.frombuffer(text.encode("ascii"), np.uint8).astype(np.int64) - 48
    if raw.size == 0 or raw.min() < 0 or raw.max() > 63 or raw[-1] & 32:
        raise ValueError("not packed counts")
    last = np.flatnonzero((raw & 32) == 0)
    first = np.concatenate(([0], last[:-1] + 1))
    length = last - first + 1
    if length.max() > CHARACTERS:
        raise ValueError("a number that is too long")
    place = np.arange(raw.size) - np.repeat(first, length)
    numbers = np.add.reduceat((raw & 31) << (5 * place), first)
    numbers -= np.where(raw[last] & 16, np.int64(1) << (5 * length), 0)
    # From the fourth on each stands as its difference from the one before the last.
    numbers[1::2] = np.cumsum(numbers[1::2])
    numbers[2::2] = np.cumsum(numbers[2::2])
    return numbers


def packed(counts: NDArray[np.int64]) -> str:
    """The `counts` string of run lengths, the first of which is of pixels outside."""
    numbers = counts.astype(np.int64)
    numbers[3:] -= counts[1:-2]
    fits = [(numbers >= -(1 << (5 * n - 1))) & (numbers < 1 << (5 * n - 1)) for n in range(1, CHARACTERS + 1)]
    length = 1 + CHARACTERS - np.sum(fits, axis=0)
    place = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length)
    bits = (np.repeat(numbers, length) >> (5 * place)) & 31
    more = place < np.repeat(length, length) - 1
    text: bytes = (bits + 32 * more + 48).astype(np.uint8).tobytes()
    return text.decode("ascii")


@lru_cache(maxsize=128)
def edges_of(counts: str, pixels: int) -> Edges:
    """Where the mask begins and ends; ValueError when the counts do not fill an image of so many pixels."""
    runs = unpacked(counts)
    if runs.min() < 0 or runs.sum() != pixels:
        raise ValueError("the runs do not fill the image")
    edges = np.cumsum(runs)[: -1 if runs.size % 2 else None]
    # Runs of no length join their neighbours, so that a mask has one form.
    double = np.flatnonzero(edges[1:] == edges[:-1])
    if double.size:
        edges = edges[_odd(edges)]
    edges.flags.writeable = False
    return edges


def _odd(edges: Edges) -> Bits:
    """Of positions in order, the first of each that stands there an odd number of times."""
    first = np.flatnonzero(np.concatenate(([True], edges[1:] != edges[:-1])))
    times = np.diff(np.concatenate((first, [edges.size])))
    keep = np.zeros(edges.size, np.bool_)
    keep[first[times % 2 == 1]] = True
    return keep


def counts_of(edges: Edges, pixels: int) -> str:
    borders = np.concatenate(([0], edges, [pixels]))
    return packed(np.diff(borders[:-1] if edges.size and edges[-1] == pixels else borders).astype(np.int64))


def edges_in(bits: Bits) -> Edges:
    """The edges of a picture, which is True where the mask is."""
    down = np.concatenate(([False], bits.ravel(order="F"), [False]))
    return np.flatnonzero(down[1:] != down[:-1]).astype(np.int64)


def bits_of(edges: Edges, height: int, width: int) -> Bits:
    runs = np.diff(np.concatenate(([0], edges, [height * width])))
    picture = np.repeat(np.arange(runs.size) % 2 == 1, runs)
    return picture.reshape((height, width), order="F")


def area(edges: Edges) -> int:
    return int(edges[1::2].sum() - edges[::2].sum())


def box(edges: Edges, height: int) -> tuple[int, int, int, int]:
    """x, y, width and height of the smallest box around a mask that has pixels."""
    starts, lasts = edges[::2], edges[1::2] - 1
    left, right = int(starts[0] // height), int(lasts[-1] // height)
    over = starts // height != lasts // height  # runs that go on in the next column touch both borders
    top = 0 if over.any() else int((starts % height).min())
    bottom = height - 1 if over.any() else int((lasts % height).max())
    return left, top, right - left + 1, bottom - top + 1


def shared(one: Edges, two: Edges) -> int:
    """Pixels that lie in both masks, found from their runs alone."""
    fewer, more = (one, two) if one.size <= two.size else (two, one)
    if not fewer.size:
        return 0
    covered = _covered_before(more, fewer)
    return int(covered[1::2].sum() - covered[::2].sum())


def _covered_before(edges: Edges, places: Edges) -> NDArray[np.int64]:
    """For each place, how many pixels before it the mask has."""
    starts, ends = edges[::2], edges[1::2]
    until = np.concatenate(([0], np.cumsum(ends - starts)))
    run = np.searchsorted(starts, places, side="right")
    inside = np.maximum(ends[np.maximum(run - 1, 0)] - places, 0)
    covered: NDArray[np.int64] = until[run] - np.where(run > 0, inside, 0)
    return covered


def rings(edges: Edges, height: int) -> tuple[Line, ...]:
    """Closed lines around the pixels, holes included, to be filled even-odd; a large mask on a coarser grid."""
    x, y, wide, high = box(edges, height)
    within = bits_of(edges - x * height, height, wide)[y : y + high]
    step = -(-max(wide, high) // SHOWN)
    cells = _coarser(within, step)
    xs = np.minimum(np.arange(cells.shape[1] + 1) * step, wide) + x
    ys = np.minimum(np.arange(cells.shape[0] + 1) * step, high) + y
    return tuple(tuple((float(xs[column]), float(ys[row])) for row, column in ring) for ring in _around(cells))


def _coarser(bits: Bits, step: int) -> Bits:
    """One cell for so many pixels a side; it belongs to the mask when any of them does."""
    if step == 1:
        return bits
    rows = np.logical_or.reduceat(bits, np.arange(0, bits.shape[0], step), axis=0)
    cells: Bits = np.logical_or.reduceat(rows, np.arange(0, bits.shape[1], step), axis=1)
    return cells


def _around(cells: Bits) -> list[list[tuple[int, int]]]:
    """Corners, as row and column, of the closed lines around the cells.

    A corner lies where an odd number of the four cells around it are set, two of them where the cells touch by a corner
    only. Along each row, and along each column, corners in pairs are the ends of a side.
    """
    padded = np.pad(cells, 1).astype(np.int8)
    a, b, c, d = padded[:-1, :-1], padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]
    single = np.argwhere((a + b + c + d) % 2 == 1)
    double = np.argwhere((a == d) & (b == c) & (a != b))
    corners = np.concatenate((single, double, double))
    across = _partners(np.lexsort((corners[:, 1], corners[:, 0])))
    along = _partners(np.lexsort((corners[:, 0], corners[:, 1])))
    found, seen = [], np.zeros(len(corners), np.bool_)
    for start in range(len(corners)):
        ring, at = [], start
        while not seen[at]:
            beside = across[at]
            seen[at] = seen[beside] = True
            ring += [at, beside]
            at = along[beside]
        if ring:
            found.append([(int(row), int(column)) for row, column in corners[ring]])
    return found


def _partners(order: NDArray[np.int64]) -> NDArray[np.int64]:
    """For corners in this order two by two, the other one of each pair."""
    other = np.empty_like(order)
    other[order[::2]], other[order[1::2]] = order[1::2], order[::2]
    return other

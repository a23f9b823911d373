"""Images too large to be shown in one piece, as tiles: a pyramid of ever smaller versions in one file.

Level 0 is the image itself, each further one has half its sides, rounded up, so that a pixel of level n covers
2ⁿ × 2ⁿ pixels of the image, counted from its upper left corner; the last level fits in one tile. The file holds the
tiles level by level and row by row, then an overview in one piece, then where each of them begins, then the footer.
Being one file it is complete or not there, lies where all content lies, and is cleared away like all content.
"""

import io
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Protocol

import numpy as np
from PIL import Image

SIDE = 512
LONGEST_SHOWN = 16_384  # pixels of a side: the largest picture that the graphics chips of today hold
MOST_SHOWN = 64_000_000  # pixels: unpacked in a browser they take 256 MB
OVERVIEW = 2048  # pixels of its longer side
QUALITY = 90
SUFFIX = ".tiles"
MAGIC = b"BZTILES1"
FOOTER = struct.Struct("<8sIIB")  # MAGIC, width, height, number of the kind
KINDS = ("image/jpeg", "image/webp")  # WebP where something is transparent


class Target(Protocol):
    def write(self, piece: bytes, /) -> int: ...


def is_needed(width: int, height: int) -> bool:
    return max(width, height) > LONGEST_SHOWN or width * height > MOST_SHOWN


@dataclass(frozen=True)
class Grid:
    """Which tiles the pyramid of an image of this size has."""

    width: int
    height: int

    @property
    def levels(self) -> int:
        return ((max(self.width, self.height) - 1) // SIDE).bit_length() + 1

    @property
    def count(self) -> int:
        return self._before(self.levels)

    def number(self, level: int, column: int, row: int) -> int | None:
        """The place of a tile among all of them; None where there is none."""
        if not 0 <= level < self.levels:
            return None
        columns, rows = self._shape(level)
        inside = 0 <= column < columns and 0 <= row < rows
        return self._before(level) + row * columns + column if inside else None

    def _shape(self, level: int) -> tuple[int, int]:
        """Columns and rows of tiles."""
        return -(-self.width // (SIDE << level)), -(-self.height // (SIDE << level))

    def _before(self, level: int) -> int:
        return sum(columns * rows for columns, rows in map(self._shape, range(level)))


# Writing


def write(image: Image.Image, target: Target, profile: bytes | None = None) -> None:
    """Cut an upright image into tiles. Beside the image this takes a third of its memory.

    profile   the ICC profile of its colours, given to every tile
    """
    width, height = image.size
    image = image.convert("L") if image.mode == "1" else image
    kind = KINDS[image.mode in ("LA", "RGBA")]
    starts = [0]
    for picture in _pictures(image):
        starts.append(starts[-1] + target.write(_encoded(picture, kind, profile)))
    target.write(np.array(starts, "<u8").tobytes())
    target.write(FOOTER.pack(MAGIC, width, height, KINDS.index(kind)))


def _pictures(image: Image.Image) -> Iterator[Image.Image]:
    overview = None
    for level in range(Grid(*image.size).levels):
        image = image.reduce(2) if level else image
        width, height = image.size
        if overview is None and max(image.size) < 2 * OVERVIEW:
            overview = image
        for top in range(0, height, SIDE):
            for left in range(0, width, SIDE):
                yield image.crop((left, top, min(left + SIDE, width), min(top + SIDE, height)))
    assert overview is not None
    scale = min(1.0, OVERVIEW / max(overview.size))
    yield overview.resize((max(1, round(overview.width * scale)), max(1, round(overview.height * scale))))


def _encoded(picture: Image.Image, kind: str, profile: bytes | None) -> bytes:
    buffer = io.BytesIO()
    if kind == "image/webp":
        picture.convert("RGBA").save(buffer, "WEBP", quality=QUALITY, method=2, icc_profile=profile)
    else:
        picture.save(buffer, "JPEG", quality=QUALITY, subsampling=0, icc_profile=profile)
    return buffer.getvalue()


# Reading


class Pyramid:
    """An open file of tiles."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._end = file.seek(-FOOTER.size, os.SEEK_END)
        magic, width, height, kind = FOOTER.unpack(file.read(FOOTER.size))
        if magic != MAGIC:
            raise ValueError("not a file of tiles")
        self.grid = Grid(width, height)
        self.mime = KINDS[kind]

    def tile(self, level: int, column: int, row: int) -> bytes | None:
        number = self.grid.number(level, column, row)
        return None if number is None else self._piece(number)

    def overview(self) -> bytes:
        return self._piece(self.grid.count)

    def _piece(self, number: int) -> bytes:
        places = self.grid.count + 2  # of every tile, of the overview, and the end
        self._file.seek(self._end - 8 * (places - number))
        start, end = struct.unpack("<QQ", self._file.read(16))
        self._file.seek(start)
        return self._file.read(end - start)

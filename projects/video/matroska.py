"""WebM and Matroska: when each block of the film is shown, read from the heads of the blocks.

Elements that hold others are entered and all others stepped over, so that it does not matter where one ends, which
recorders that do not know when they will stop leave open.

source   RFC 8794 (EBML), RFC 9559 (Matroska)
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import BinaryIO

from django.utils.translation import gettext as _

from projects.problems import Problem
from projects.video.footage import Footage, longest_gap
from projects.video.timing import timing_of

SEGMENT, INFO, TRACKS, CLUSTER, GROUP = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0xA0
TRACK, VIDEO = 0xAE, 0xE0
ENTERED = {SEGMENT, INFO, TRACKS, CLUSTER, GROUP, TRACK, VIDEO}
SCALE, CLUSTER_TIME = 0x2AD7B1, 0xE7
NUMBER, KIND, CODEC, USUAL = 0xD7, 0x83, 0x86, 0x23E383
WIDTH, HEIGHT, SHOWN_WIDTH, SHOWN_HEIGHT, UNIT = 0xB0, 0xBA, 0x54B0, 0x54BA, 0x54B2
SIMPLE, BLOCK, REFERENCE = 0xA3, 0xA1, 0xFB
NUMBERS = {SCALE, CLUSTER_TIME, NUMBER, KIND, USUAL, WIDTH, HEIGHT, SHOWN_WIDTH, SHOWN_HEIGHT, UNIT}
FILM, SOUND = 1, 2
SECOND = 1_000_000_000
CODECS = {"V_VP8": "vp8", "V_VP9": "vp9", "V_AV1": "av1", "V_MPEG4/ISO/AVC": "h264", "V_MPEGH/ISO/HEVC": "h265"}
HEAD = 16  # of a block: the number of its track, its time, its flags


@dataclass
class Found:
    """tracks   what each says of itself, by the ids of its elements
    shown    number of a track -> ticks of its blocks in the order of the file
    keys     number of a track -> whether each of them is a key frame
    """

    scale: int = 1_000_000
    tracks: list[dict[int, int | str]] = field(default_factory=list)
    shown: dict[int, list[int]] = field(default_factory=dict)
    keys: dict[int, list[bool]] = field(default_factory=dict)


def read(stream: BinaryIO) -> Footage:
    found = _found(stream)
    film = next((track for track in found.tracks if track.get(KIND) == FILM and found.shown.get(_number(track))), None)
    if film is None:
        raise Problem(
            _("The file holds no moving pictures. Sound alone belongs into a project for audio."), code="no_video"
        )
    shown, keys = found.shown[_number(film)], found.keys[_number(film)]
    order = sorted(range(len(shown)), key=shown.__getitem__)
    scale = Fraction(SECOND, found.scale)
    ticks = [time * scale.denominator for time in shown]
    usual = film.get(USUAL)
    last = round(int(usual) * scale / SECOND * scale.denominator) if usual else None
    width, height = int(film[WIDTH]), int(film[HEIGHT])
    if not film.get(UNIT):
        width, height = int(film.get(SHOWN_WIDTH, width)), int(film.get(SHOWN_HEIGHT, height))
    codec = str(film.get(CODEC, ""))
    return Footage(
        container="webm",
        codec=CODECS.get(codec, codec),
        width=width,
        height=height,
        rotation=0,
        timing=timing_of(ticks, scale.numerator, last, rounded=True),
        farthest=longest_gap([place for place, index in enumerate(order) if keys[index]], len(shown)),
        sound=any(track.get(KIND) == SOUND for track in found.tracks),
    )


def _number(track: dict[int, int | str]) -> int:
    return int(track[NUMBER])


def _found(stream: BinaryIO) -> Found:
    found = Found()
    cluster = 0
    last = 0
    for element, start, size in _elements(stream):
        if element == TRACK:
            found.tracks.append({})
        elif element == CODEC:
            stream.seek(start)
            found.tracks[-1][CODEC] = stream.read(size).rstrip(b"\0").decode("ascii", "replace")
        elif element in (SIMPLE, BLOCK):
            stream.seek(start)
            head = stream.read(min(size, HEAD))
            last, length = _vint(head, 0, marked=False)
            time = int.from_bytes(head[length : length + 2], signed=True)
            found.shown.setdefault(last, []).append(cluster + time)
            found.keys.setdefault(last, []).append(element == BLOCK or bool(head[length + 2] & 0x80))
        elif element == REFERENCE:
            found.keys[last][-1] = False
        elif element in NUMBERS:
            stream.seek(start)
            value = int.from_bytes(stream.read(size))
            if element == SCALE:
                found.scale = value
            elif element == CLUSTER_TIME:
                cluster = value
            elif found.tracks:
                found.tracks[-1][element] = value
    return found


def _elements(stream: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """Every element with where its content lies. What is cut off at the end is left out."""
    end = stream.seek(0, 2)
    at = 0
    while at < end:
        stream.seek(at)
        head = stream.read(12)
        element, length = _vint(head, 0, marked=True)
        size, more = _vint(head, length, marked=False)
        start = at + length + more
        if element in ENTERED:
            yield element, start, 0
            at = start
            continue
        if start + size > end:
            return
        yield element, start, size
        at = start + size


def _vint(head: bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """A number of variable length, with the bit that says how long it is or without, and its length in bytes."""
    if at >= len(head):
        raise EOFError
    first = head[at]
    if not first:
        raise ValueError("not an element")
    length = 9 - first.bit_length()
    value = int.from_bytes(head[at : at + length])
    return (value if marked else value & ((1 << (7 * length)) - 1)), length

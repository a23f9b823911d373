"""MP4 and MOV: the boxes that say how a film is stored, and none of the film.

source   ISO/IEC 14496-12, ISO base media file format; QuickTime File Format Specification
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from struct import unpack_from
from typing import BinaryIO

from django.utils.translation import gettext as _

from projects.problems import Problem
from projects.video.footage import Footage, longest_gap
from projects.video.timing import timing_of

LARGEST_INDEX = 256 << 20
CODECS = {
    b"avc1": "h264",
    b"avc3": "h264",
    b"hvc1": "h265",
    b"hev1": "h265",
    b"vp08": "vp8",
    b"vp09": "vp9",
    b"av01": "av1",
}
NO_KEYFRAME = 0x10000  # of the flags of a sample in a fragment


@dataclass
class Sample:
    decoded: int
    offset: int
    lasts: int
    key: bool


@dataclass
class Track:
    """One track as its boxes say."""

    number: int = 0
    handler: bytes = b""
    codec: bytes = b""
    size: tuple[int, int] = (0, 0)
    pixel: tuple[int, int] = (1, 1)  # how wide a pixel is for how high
    rotation: int = 0
    timescale: int = 1
    skipped: int = 0  # ticks that the edit list leaves out at the start
    waited: float = 0.0  # seconds that it waits before the first frame
    samples: list[Sample] = field(default_factory=list)
    usual: tuple[int, int] = (0, 0)  # duration and flags of a sample in a fragment that says nothing


def read(stream: BinaryIO) -> Footage:
    tracks: list[Track] = []
    for kind, start, end in _outer(stream):
        if kind in (b"moov", b"moof"):
            if end - start > LARGEST_INDEX:
                raise ValueError("an index larger than any film needs")
            stream.seek(start)
            body = stream.read(end - start)
            if len(body) < end - start:
                raise EOFError
            if kind == b"moov":
                tracks = _movie(body)
            else:
                _fragment(body, tracks)
    if not tracks:
        message = _("The file has no index (moov): it was cut off before the recording was finished. Save it again.")
        raise Problem(message, code="damaged")
    return _footage(tracks)


def _footage(tracks: list[Track]) -> Footage:
    films = [track for track in tracks if track.handler == b"vide" and track.samples]
    if not films:
        raise Problem(
            _("The file holds no moving pictures. Sound alone belongs into a project for audio."), code="no_video"
        )
    film = films[0]
    shown = [sample.decoded + sample.offset - film.skipped for sample in film.samples]
    wait = round(film.waited * film.timescale)
    order = sorted(range(len(shown)), key=shown.__getitem__)
    kept = [index for index in order if shown[index] + film.samples[index].lasts > 0]
    first = max(0, shown[kept[0]])
    timing = timing_of(
        [max(shown[index], first) + wait for index in kept], film.timescale, film.samples[kept[-1]].lasts
    )
    keys = [place for place, index in enumerate(kept) if film.samples[index].key]
    width, height = film.size
    across, down = film.pixel
    width = round(width * across / down) if across and down else width
    if film.rotation in (90, 270):
        width, height = height, width
    return Footage(
        container="mp4",
        codec=CODECS.get(film.codec, film.codec.decode("latin-1")),
        width=width,
        height=height,
        rotation=film.rotation,
        timing=timing,
        farthest=longest_gap(keys, len(kept)),
        sound=any(track.handler == b"soun" for track in tracks),
    )


def _outer(stream: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """The boxes of a file with where their content lies."""
    at = stream.seek(0, 2) * 0
    end = stream.tell()
    while at + 8 <= end:
        stream.seek(at)
        head = stream.read(16)
        size, kind = unpack_from(">I4s", head)
        start = at + 8
        if size == 1:
            size, start = unpack_from(">Q", head, 8)[0], at + 16
        elif size == 0:
            size = end - at
        if size < start - at:
            raise ValueError("a box smaller than its head")
        yield kind, start, min(at + size, end) if kind == b"mdat" else at + size
        at += size


def _boxes(body: bytes, start: int = 0, end: int | None = None) -> Iterator[tuple[bytes, int, int]]:
    end = len(body) if end is None else end
    while start + 8 <= end:
        size, kind = unpack_from(">I4s", body, start)
        inner = start + 8
        if size == 1:
            size, inner = unpack_from(">Q", body, inner)[0], inner + 8
        elif size == 0:
            size = end - start
        if size < inner - start or start + size > end:
            raise ValueError("a box that reaches out of the one around it")
        yield kind, inner, start + size
        start += size


def _movie(body: bytes) -> list[Track]:
    tracks, scale, usual = [], 1, {}
    for kind, start, end in _boxes(body):
        if kind == b"mvhd":
            scale = unpack_from(">I", body, start + (20 if body[start] else 12))[0]
        elif kind == b"trak":
            tracks.append(_track(body, start, end, scale))
        elif kind == b"mvex":
            for inner, at, _end in _boxes(body, start, end):
                if inner == b"trex":
                    number, _description, lasts, _size, flags = unpack_from(">5I", body, at + 4)
                    usual[number] = (lasts, flags)
    for track in tracks:
        track.usual = usual.get(track.number, (0, 0))
    return tracks


def _track(body: bytes, start: int, end: int, movie_scale: int) -> Track:
    track = Track()
    edits: list[tuple[int, int]] = []
    tables: dict[bytes, tuple[int, int]] = {}

    def walk(start: int, end: int) -> None:
        for kind, at, until in _boxes(body, start, end):
            if kind in (b"mdia", b"minf", b"stbl", b"edts"):
                walk(at, until)
            elif kind == b"tkhd":
                long = body[at] == 1
                track.number = unpack_from(">I", body, at + (20 if long else 12))[0]
                track.rotation = _rotation(unpack_from(">9i", body, at + (52 if long else 40)))
            elif kind == b"mdhd":
                track.timescale = unpack_from(">I", body, at + (20 if body[at] else 12))[0]
            elif kind == b"hdlr" and not track.handler:
                track.handler = body[at + 8 : at + 12]
            elif kind == b"elst":
                edits.extend(_edits(body, at))
            elif kind == b"stsd":
                _describe(track, body, at, until)
            else:
                tables[kind] = (at, until)

    walk(start, end)
    for lasts, begins in edits:
        if begins == -1:
            track.waited += lasts / movie_scale
        else:
            track.skipped = begins
            break
    track.samples = _samples(body, tables)
    return track


def _rotation(matrix: tuple[int, ...]) -> int:
    """Degrees clockwise; only quarter turns are ever written."""
    a, b = matrix[0] >> 16, matrix[1] >> 16
    return {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}.get((a, b), 0)


def _edits(body: bytes, at: int) -> list[tuple[int, int]]:
    """How long each part is shown, in the scale of the movie, and the tick at which it begins (-1: nothing is)."""
    count = unpack_from(">I", body, at + 4)[0]
    if body[at]:
        return [unpack_from(">Qq", body, at + 8 + 20 * n) for n in range(count)]
    return [unpack_from(">Ii", body, at + 8 + 12 * n) for n in range(count)]


def _describe(track: Track, body: bytes, at: int, until: int) -> None:
    if track.handler and track.handler != b"vide":
        return
    for kind, start, end in _boxes(body, at + 8, until):
        if end - start < 78:
            return
        track.codec = kind
        track.size = unpack_from(">HH", body, start + 24)
        for inner, place, _end in _boxes(body, start + 78, end):
            if inner == b"pasp":
                track.pixel = unpack_from(">II", body, place)
        return


def _samples(body: bytes, tables: dict[bytes, tuple[int, int]]) -> list[Sample]:
    if b"stts" not in tables:
        return []
    lasts = _runs(body, tables[b"stts"][0], ">II")
    if not lasts:
        return []
    offsets = _runs(body, tables[b"ctts"][0], ">Ii") if b"ctts" in tables else [0] * len(lasts)
    keys = None
    if b"stss" in tables:
        at = tables[b"stss"][0]
        count = unpack_from(">I", body, at + 4)[0]
        keys = set(unpack_from(f">{count}I", body, at + 8))
    decoded = accumulate(lasts[:-1], initial=0)
    return [
        Sample(time, offset, ticks, keys is None or number in keys)
        for number, (time, offset, ticks) in enumerate(zip(decoded, offsets, lasts, strict=True), start=1)
    ]


def _runs(body: bytes, at: int, form: str) -> list[int]:
    """A table that says so many times the same, written out."""
    count = unpack_from(">I", body, at + 4)[0]
    values: list[int] = []
    for n in range(count):
        times, value = unpack_from(form, body, at + 8 + 8 * n)
        if times > 10_000_000 - len(values):
            raise ValueError("more samples than any film has")
        values += [value] * times
    return values


def _fragment(body: bytes, tracks: list[Track]) -> None:
    """The samples that one piece of a film adds, as recorders write it that do not know when they will stop."""
    by_number = {track.number: track for track in tracks}
    for kind, start, end in _boxes(body):
        if kind == b"traf":
            _pieces(body, start, end, by_number)


def _pieces(body: bytes, start: int, end: int, by_number: dict[int, Track]) -> None:
    track: Track | None = None
    usual, clock = (0, 0), 0
    for kind, at, _end in _boxes(body, start, end):
        flags = int.from_bytes(body[at + 1 : at + 4])
        if kind == b"tfhd":
            track = by_number.get(unpack_from(">I", body, at + 4)[0])
            if track is None:
                return
            usual = _usual(body, at + 8, flags, track.usual)
            last = track.samples[-1] if track.samples else None
            clock = last.decoded + last.lasts if last else 0
        elif kind == b"tfdt":
            clock = unpack_from(">Q" if body[at] else ">I", body, at + 4)[0]
        elif kind == b"trun" and track:
            clock = _run(body, at, flags, usual, clock, track.samples)


def _usual(body: bytes, at: int, flags: int, usual: tuple[int, int]) -> tuple[int, int]:
    at += 8 * bool(flags & 0x1) + 4 * bool(flags & 0x2)
    lasts, look = usual
    if flags & 0x8:
        lasts = unpack_from(">I", body, at)[0]
        at += 4
    at += 4 * bool(flags & 0x10)
    if flags & 0x20:
        look = unpack_from(">I", body, at)[0]
    return lasts, look


def _run(body: bytes, at: int, flags: int, usual: tuple[int, int], clock: int, samples: list[Sample]) -> int:
    version, count = body[at], unpack_from(">I", body, at + 4)[0]
    at += 8 + 4 * bool(flags & 0x1)
    first = None
    if flags & 0x4:
        first = unpack_from(">I", body, at)[0]
        at += 4
    for n in range(count):
        lasts, look, offset = usual[0], usual[1], 0
        if flags & 0x100:
            lasts = unpack_from(">I", body, at)[0]
            at += 4
        at += 4 * bool(flags & 0x200)
        if flags & 0x400:
            look = unpack_from(">I", body, at)[0]
            at += 4
        elif n == 0 and first is not None:
            look = first
        if flags & 0x800:
            offset = unpack_from(">i" if version else ">I", body, at)[0]
            at += 4
        samples.append(Sample(clock, offset, lasts, not look & NO_KEYFRAME))
        clock += lasts
    return clock

"""Reads a video file, and says what people should know of it before they label it."""

from collections.abc import Callable
from pathlib import Path
from struct import error as StructError
from typing import BinaryIO

from django.utils.translation import gettext as _

from projects.problems import Problem
from projects.video import matroska, mp4
from projects.video.footage import Footage

PLAYED = {"h264", "vp8", "vp9", "av1", "h265"}
PLAYED_BY_SOME = {"h265": "H.265"}
FLUENT = 60  # frames from one key frame to the next up to which going back is immediate
RUNS = 40_000  # changes of the frame rate: they travel with every task
REMEDY = "ffmpeg -i FILE -c:v libx264 -pix_fmt yuv420p -g 30 -fps_mode cfr OUT.mp4"
DAMAGE = (EOFError, ValueError, IndexError, KeyError, ZeroDivisionError, OverflowError, StructError)


def read_footage(file: Path) -> Footage:
    """What the file says. Problem with a sentence: no video, damaged, or one that no browser plays."""
    with file.open("rb") as stream:
        read = _reader(stream.read(16))
        stream.seek(0)
        try:
            footage = read(stream)
        except DAMAGE as error:
            message = _("The video is damaged or cut off. Save it again and import it anew.")
            raise Problem(message, code="damaged") from error
    _require_played(footage)
    return footage


def _reader(head: bytes) -> Callable[[BinaryIO], Footage]:
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"):
        return mp4.read
    if head[:4] == b"\x1aE\xdf\xa3":
        return matroska.read
    message = _("Only MP4, MOV and WebM files can be labelled. Convert this one first: %(command)s")
    raise Problem(message % {"command": REMEDY}, code="not_a_video")


def _require_played(footage: Footage) -> None:
    if footage.codec not in PLAYED:
        message = _("Browsers do not play its codec (%(codec)s). Convert it first: %(command)s")
        raise Problem(message % {"codec": footage.codec.strip() or "?", "command": REMEDY}, code="codec")
    if not footage.width or not footage.height:
        raise Problem(
            _("The video does not say how large its picture is. Save it again as MP4 or WebM."), code="damaged"
        )
    if len(footage.timing.runs) > RUNS:
        message = _(
            "Its frame rate changes %(count)d times; at most %(limit)d changes can be followed frame by frame. "
            "Give it a constant one first: %(command)s"
        )
        values = {"count": len(footage.timing.runs), "limit": RUNS, "command": REMEDY}
        raise Problem(message % values, code="frame_rate")


def remarks(footage: Footage) -> list[tuple[str, str]]:
    """What does not keep anybody from labelling it, but explains what they will notice: codes with sentences."""
    found = []
    if footage.codec in PLAYED_BY_SOME:
        message = _("Only some browsers play its codec (%(codec)s). If yours do not, convert it: %(command)s")
        found.append(("codec", message % {"codec": PLAYED_BY_SOME[footage.codec], "command": REMEDY}))
    if footage.farthest > FLUENT:
        message = _("Up to %(count)d frames lie between two key frames: going back frame by frame will be slow.")
        found.append(("key_frames", message % {"count": footage.farthest}))
    if not footage.timing.is_constant:
        message = _("Its frame rate changes. Frames are counted one by one, so nothing is lost.")
        found.append(("frame_rate", message))
    return found

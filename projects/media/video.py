"""Videos: what their files say of size and frames. They are kept as they are, and decoded by the browser only."""

from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.media.base import Examined, Examiner, Remark
from projects.video import read_footage, remarks

ENDINGS = {"video/mp4": (".mp4", ".mov", ".m4v"), "video/webm": (".webm", ".mkv")}
BOXES = (b"ftyp", b"moov", b"mdat", b"wide")  # what MP4 and MOV begin with
SOUND = (b"M4A ", b"M4B ")  # of those, the brands of recordings without a picture


def recognises(head: bytes) -> bool:
    if head[:4] == b"\x1aE\xdf\xa3":
        return True
    return head[4:8] in BOXES and not (head[4:8] == b"ftyp" and head[8:12] in SOUND)


def examine(file: Path, name: str) -> Examined:
    """Read the tables of frames. Problem with a sentence: no video, damaged, or one that no browser plays."""
    footage = read_footage(file)
    timing = footage.timing
    mime = f"video/{footage.container}"
    noticed = [Remark(code, message) for code, message in remarks(footage)]
    ending = PurePosixPath(name).suffix.lower()
    if ending not in ENDINGS[mime]:
        message = _("The name ends in “%(ending)s”, but the content is %(kind)s. It was read as %(kind)s.")
        kind = {"mp4": "MP4", "webm": "WebM"}[footage.container]
        noticed.append(Remark("extension", message % {"ending": ending, "kind": kind}))
    return Examined(
        mime=mime,
        suffix=ENDINGS[mime][0],
        original_suffix=ENDINGS[mime][0],
        width=footage.width,
        height=footage.height,
        duration=timing.end,
        facts={
            "frames": timing.frames,
            "fps": round(timing.rate, 6),
            "constant": timing.is_constant,
            "codec": footage.codec,
            "rotation": footage.rotation,
            "key_frame_gap": footage.farthest,
            "sound": footage.sound,
            "timing": timing.as_json(),
        },
        remarks=noticed,
    )


EXAMINER = Examiner(
    medium="video",
    recognises=recognises,
    endings=ENDINGS,
    shown=frozenset(ENDINGS),
    examine=examine,
    largest=8 << 30,
    columns=("video", "视频", "file", "filename", "文件", "文件名"),
    icon="film",
    formats="MP4, MOV, WebM",
    about=gettext_lazy("Objects followed through films, and stretches of them"),
    drop=gettext_lazy("Drop videos here, or a ZIP with videos"),
    becomes=gettext_lazy(
        "Each video becomes a task and is kept as it is. Its frames are counted when it is imported: H.264, VP8, VP9 "
        "and AV1 in MP4, MOV or WebM, with a constant or a changing frame rate."
    ),
    only=gettext_lazy("This project labels videos; nothing else can be one of its tasks."),
    not_one=gettext_lazy("The content is not a video, whatever the name says. Save it again as MP4 or WebM."),
    none_code="not_a_video",
)

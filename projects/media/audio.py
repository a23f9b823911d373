"""Recordings of sound: how long they are to the sample, what a browser plays of them, and what is seen of them.

libsndfile reads them (through the package soundfile) and runs in a worker, never while somebody waits for a page.
"""

import tempfile
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
import soundfile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.media.base import Derived, Examined, Examiner, Remark
from projects.media.sound import Peaks, Spectrogram
from projects.problems import Problem

LONGEST = 24 * 3600  # seconds: more is a stream of days, and is better cut
PIECE = 1 << 18  # samples read at once
FORMATS = {  # libsndfile's name: MIME type
    "WAV": "audio/wav",
    "WAVEX": "audio/wav",
    "RF64": "audio/wav",
    "FLAC": "audio/flac",
    "MP3": "audio/mpeg",
    "OGG": "audio/ogg",
    "AIFF": "audio/aiff",
    "AU": "audio/basic",
    "CAF": "audio/x-caf",
    "W64": "audio/x-w64",
    "NIST": "audio/x-nist",
}
ENDINGS = {
    "audio/wav": (".wav", ".wave"),
    "audio/flac": (".flac",),
    "audio/mpeg": (".mp3",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/aiff": (".aiff", ".aif"),
    "audio/basic": (".au", ".snd"),
    "audio/x-caf": (".caf",),
    "audio/x-w64": (".w64",),
    "audio/x-nist": (".sph",),
    "audio/mp4": (".m4a", ".m4b"),
}
# What every browser plays, and jumps in to the sample. In MP3 players guess where a moment is, so it is not among them.
PLAYED = {
    "audio/wav": {"PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT"},
    "audio/flac": {"PCM_S8", "PCM_16", "PCM_24"},
    "audio/ogg": {"VORBIS", "OPUS"},
}
FLAC_RATES = 655_350  # hertz at most
FLAC_CHANNELS = 8
M4A = (b"M4A ", b"M4B ", b"M4P ")


def recognises(head: bytes) -> bool:
    """By the first bytes. A frame of MP3 without a tag begins with eleven set bits, and says that it is layer III."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return True
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return True
    if head[4:8] == b"ftyp" and head[8:12] in M4A:
        return True
    if head.startswith((b"fLaC", b"OggS", b"ID3", b".snd", b"caff", b"NIST_1A", b"riff\x2e\x91\xcf\x11")):
        return True
    return len(head) > 3 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[2] & 0xF0 != 0xF0


def examine(file: Path, name: str) -> Examined:
    """Decode the whole recording once, piece by piece.

    file      where the bytes lie
    name      as the person knows it; only its ending is looked at
    Problem   with a sentence: no sound, damaged, too long, not read
    """
    with open(file, "rb") as stream:
        head = stream.read(12)
    if head[4:8] == b"ftyp":
        message = _("M4A (AAC) cannot be decoded here. Save it as WAV, FLAC, MP3 or Ogg.")
        raise Problem(message, code="not_decoded")
    try:
        with soundfile.SoundFile(file) as sound:
            return _examined(sound, name)
    except Problem:
        raise
    except MemoryError:
        raise Problem(_("There is not enough memory to decode this recording. Cut it."), code="too_large") from None
    except (soundfile.SoundFileError, RuntimeError, ValueError, TypeError, OSError) as error:
        message = _("The recording is damaged, cut off, or coded in a way that cannot be read. Save it as WAV or FLAC.")
        raise Problem(message, code="damaged") from error


def _examined(sound: Any, name: str) -> Examined:
    mime = FORMATS.get(sound.format)
    if mime is None:
        raise Problem(_("%(format)s is not read. Save it as WAV or FLAC.") % {"format": sound.format}, code="not_read")
    rate, channels = sound.samplerate, sound.channels
    played = sound.subtype in PLAYED.get(mime, ())
    copy = None if played or channels > FLAC_CHANNELS or rate > FLAC_RATES else _Copy(sound)
    if not played and copy is None:
        raise Problem(
            _("So many channels or samples a second cannot be played. Split the channels, or resample it."),
            code="not_decoded",
        )
    peaks, spectrogram, samples = Peaks(channels), Spectrogram(rate), 0
    try:
        while len(piece := sound.read(PIECE, dtype="float32", always_2d=True)):
            samples += len(piece)
            if samples > LONGEST * rate:
                message = _("The recording is longer than %(hours)d hours. Cut it.")
                raise Problem(message % {"hours": LONGEST // 3600}, code="too_long")
            piece = np.nan_to_num(piece)
            peaks.add(piece)
            spectrogram.add(piece)
            if copy:
                copy.add(piece)
        if samples == 0:
            raise Problem(_("There is no sound in the file. Save it again from where it came."), code="empty")
    except BaseException:
        if copy:
            copy.drop()
        raise
    remarks = _remarks(mime, name)
    facts = {"rate": rate, "samples": samples}
    return Examined(
        mime="audio/flac" if copy else mime,
        suffix=".flac" if copy else ENDINGS[mime][0],
        original_suffix=ENDINGS[mime][0],
        shown=copy.close() if copy else None,
        duration=samples / rate,
        facts={"sample_rate": rate, "channels": channels, "samples": samples},
        derived={
            "peaks": Derived(peaks.file(facts), ".peaks"),
            "spectrogram": Derived(spectrogram.file(facts), ".spectrogram"),
        },
        remarks=remarks,
    )


class _Copy:
    """The same samples as FLAC, for what browsers do not play or do not find their way in."""

    def __init__(self, sound: Any) -> None:
        with tempfile.NamedTemporaryFile(suffix=".flac", delete=False) as made:
            self.path = Path(made.name)
        deep = sound.subtype in ("PCM_24", "PCM_32", "FLOAT", "DOUBLE")
        self._file = soundfile.SoundFile(
            self.path, "w", sound.samplerate, sound.channels, "PCM_24" if deep else "PCM_16", format="FLAC"
        )

    def add(self, piece: Any) -> None:
        self._file.write(np.clip(piece, -1, 1))

    def close(self) -> Path:
        self._file.close()
        return self.path

    def drop(self) -> None:
        self._file.close()
        self.path.unlink(missing_ok=True)


def _remarks(mime: str, name: str) -> list[Remark]:
    ending = PurePosixPath(name).suffix.lower()
    if ending in ENDINGS[mime]:
        return []
    message = _("The name ends in “%(ending)s”, but the content is %(kind)s. It was read as %(kind)s.")
    return [Remark("extension", message % {"ending": ending, "kind": ENDINGS[mime][0][1:].upper()})]


EXAMINER = Examiner(
    medium="audio",
    recognises=recognises,
    endings=ENDINGS,
    shown=frozenset(PLAYED),
    examine=examine,
    largest=8 << 30,
    columns=("audio", "音频", "录音"),
    icon="audio-lines",
    formats="WAV, FLAC, MP3, Ogg, Opus, AIFF",
    about=gettext_lazy("Speech, calls, machines and other sounds"),
    drop=gettext_lazy("Drop recordings, folders or a zip here"),
    becomes=gettext_lazy(
        "Each recording becomes a task. Its length is counted to the sample, and its waveform and spectrogram are made "
        "ahead. What browsers cannot play or jump in exactly, such as MP3, is kept as it came and heard as FLAC with "
        "the same samples."
    ),
    only=gettext_lazy("This project labels audio; nothing else can be one of its tasks."),
    not_one=gettext_lazy("The content is not a recording, whatever the name says. Save it again as WAV or FLAC."),
    none_code="not_a_recording",
)

"""Compute the recordings of the Hefei signal sample: what a microphone in a car might hear, with known sounds.

A recording is data: its noise, and each sound with its label, its start and its end in seconds. The random numbers give
the noise only. Nobody speaks: what is called a voice is a buzz through moving formants, in the rhythm of syllables and
without words.
"""

import io
import wave
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Wave = NDArray[np.float64]  # (samples,), from -1 to 1

RATE = 16_000
SYLLABLE = 0.22  # seconds


def draw(recording: Mapping[str, Any]) -> tuple[bytes, list[tuple[str, float, float]]]:
    """The recording as WAV, and its sounds: (label, start, end)."""
    random = np.random.default_rng(recording["seed"])
    length = round(recording["seconds"] * RATE)
    heard = recording["noise"] * _road(length, random)
    for sound in recording["sounds"]:
        first, last = round(sound["from"] * RATE), round(sound["to"] * RATE)
        time = np.arange(last - first) / RATE
        heard[first:last] += 0.3 * SOUNDS[sound["label"]](time) * _faded(len(time))
    samples = (np.clip(heard, -1, 1) * 32767).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setnchannels(1)
        target.setsampwidth(2)
        target.setframerate(RATE)
        target.writeframes(samples.tobytes())
    return file.getvalue(), [(sound["label"], sound["from"], sound["to"]) for sound in recording["sounds"]]


def _road(length: int, random: np.random.Generator) -> Wave:
    """Low noise of tyres and wind: what is left of white noise when each sample leans on the one before."""
    white = np.fft.rfft(random.normal(0, 1, length))
    pitch = np.fft.rfftfreq(length, 1 / RATE)
    low = np.fft.irfft(white / (1 + (pitch / 180) ** 1.5), length)
    return np.asarray(low / np.abs(low).max())


def _faded(length: int) -> Wave:
    edge = np.minimum(np.arange(length), np.arange(length)[::-1]) / (0.01 * RATE)
    return np.minimum(edge, 1)


def _tone(time: Wave, hertz: float) -> Wave:
    return np.asarray(np.sin(2 * np.pi * hertz * time))


def _turn(time: Wave) -> Wave:
    """Two clicks a second and a half, as of a relay."""
    beat = time % 0.35
    return np.asarray(np.exp(-beat * 60) * _tone(time, 1900))


def _belt(time: Wave) -> Wave:
    return np.asarray(_tone(time, 880) * ((time % 0.8) < 0.45))


def _radar(time: Wave) -> Wave:
    """Beeps that come ever faster."""
    share = time / max(time[-1], 1e-9)
    phase = np.cumsum(2 + 6 * share) / RATE
    return np.asarray(_tone(time, 1400) * ((phase % 1) < 0.5))


def _fault(time: Wave) -> Wave:
    return np.asarray(0.5 * np.sign(_tone(time, 520)) * ((time % 0.3) < 0.2))


def _voice(time: Wave) -> Wave:
    """A buzz of 130 Hz through two formants that move from syllable to syllable. It says nothing."""
    syllable = (time / SYLLABLE).astype(int)
    first, second = 450 + 150 * (syllable * 7 % 4), 1100 + 220 * (syllable * 5 % 5)
    heard = np.zeros(len(time))
    for harmonic in range(1, 22):
        hertz = 130 * harmonic
        strength = np.exp(-(((hertz - first) / 160) ** 2)) + 0.6 * np.exp(-(((hertz - second) / 220) ** 2))
        heard += strength * _tone(time, hertz)
    return np.asarray(heard * np.sin(np.pi * (time % SYLLABLE) / SYLLABLE) / 2)


SOUNDS: dict[str, Callable[[Wave], Wave]] = {
    "turn": _turn,
    "belt": _belt,
    "radar": _radar,
    "fault": _fault,
    "voice": _voice,
}

"""What of a sound can be seen: its peaks, and its spectrogram. Read piece by piece, so memory does not grow with it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from projects.media.columns import packed

Samples = npt.NDArray[np.float32]  # (count, channels), -1 to 1
Bytes = npt.NDArray[Any]

BUCKET = 32  # samples that one finest column of the peaks stands for
STEP_SECONDS = 0.01  # between two columns of the spectrogram
WINDOW_SECONDS = 0.025
BANDS = 96
TOP_HERTZ = 8000  # above it there is little to see of speech, and the rest would have less room
QUIETEST = -90.0  # decibels below the loudest possible tone; black


class Peaks:
    """The lowest and the highest of every few samples, in each channel: -127 to 127, low then high."""

    def __init__(self, channels: int) -> None:
        self.channels = channels
        self._done: list[Bytes] = []
        self._left: Samples = np.zeros((0, channels), np.float32)

    def add(self, piece: Samples) -> None:
        both = np.concatenate([self._left, piece])
        whole = len(both) // BUCKET * BUCKET
        self._left = both[whole:]
        if whole:
            self._done.append(_extremes(both[:whole].reshape(-1, BUCKET, self.channels)))

    def file(self, facts: Mapping[str, Any]) -> bytes:
        if len(self._left):
            self._done.append(_extremes(self._left[None]))
        facts = {**facts, "kind": "peaks", "channels": self.channels, "bucket": BUCKET}
        return packed(facts, np.concatenate(self._done), _wider)


def _extremes(buckets: Samples) -> Bytes:
    low, high = buckets.min(axis=1), buckets.max(axis=1)
    both = np.clip(np.round(np.stack([low, high], axis=2) * 127), -127, 127)
    return both.reshape(len(both), -1).astype(np.int8)


def _wider(columns: Bytes) -> Bytes:
    folded = np.empty((len(columns), columns.shape[2]), columns.dtype)
    folded[:, 0::2] = columns[:, :, 0::2].min(axis=1)
    folded[:, 1::2] = columns[:, :, 1::2].max(axis=1)
    return folded


class Spectrogram:
    """How loud each band of frequencies is, of all channels together: 0 is silence, 255 a full tone.

    Column n is the sound about the moment n * step / rate, under a Hann window.
    """

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self.step = max(1, round(rate * STEP_SECONDS))
        self.window = max(16, round(rate * WINDOW_SECONDS))
        self.length = 1 << (self.window - 1).bit_length()
        self.top = min(TOP_HERTZ, rate / 2)
        self._shape = np.hanning(self.window).astype(np.float32)
        self._done: list[Bytes] = []
        # The first column looks as far back as forward.
        self._left = np.zeros(self.window // 2, np.float32)

    def add(self, piece: Samples) -> None:
        self._take(np.concatenate([self._left, piece.mean(axis=1)]))

    def file(self, facts: Mapping[str, Any]) -> bytes:
        self._take(np.concatenate([self._left, np.zeros(self.window // 2, np.float32)]))
        columns = np.concatenate(self._done) if self._done else np.zeros((1, BANDS), np.uint8)
        facts = {**facts, "kind": "spectrogram", "step": self.step, "top": self.top}
        return packed(facts, columns, lambda four: four.mean(axis=1).round())

    def _take(self, sound: npt.NDArray[np.float32]) -> None:
        count = max(0, (len(sound) - self.window) // self.step + 1)
        for first in range(0, count, 4096):
            here = np.arange(first, min(first + 4096, count))[:, None] * self.step + np.arange(self.window)
            self._done.append(self._columns(sound[here]))
        self._left = sound[count * self.step :]

    def _columns(self, windows: npt.NDArray[np.float32]) -> Bytes:
        power = np.abs(np.fft.rfft(windows * self._shape, self.length)) ** 2
        borders = np.linspace(0, self.top / (self.rate / 2) * (power.shape[1] - 1), BANDS + 1)
        first = np.minimum(borders[:-1].astype(int), power.shape[1] - 1)
        last = np.maximum(np.ceil(borders[1:]).astype(int), first + 1)
        sums = np.concatenate([np.zeros((len(power), 1)), np.cumsum(power, axis=1)], axis=1)
        level = (sums[:, last] - sums[:, first]) / (last - first)
        loudest = (self._shape.sum() / 2) ** 2
        decibels = 10 * np.log10(level / loudest + 1e-12)
        return np.clip((decibels - QUIETEST) / -QUIETEST * 255, 0, 255).round().astype(np.uint8)

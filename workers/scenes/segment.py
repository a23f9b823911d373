"""Two signals in a recording, marked on its waveform. The recording is computed: hum, and two tones in it."""

import math
import wave
from array import array
from pathlib import Path

from workers.scenes.base import Scene, field, label
from workers.scenes.hand import Hand

RATE = 16_000
SECONDS = 6
TONES = [(0.9, 1.7, 880), (3.2, 4.6, 440)]  # from, to, hertz
SIGNALS = [label("ready", "1", "就绪音", "Ready", "#0f766e"), label("alarm", "2", "报警音", "Alarm", "#b3392f")]


def sample(at: float) -> float:
    hum = 0.04 * math.sin(2 * math.pi * 50 * at)
    for start, end, hertz in TONES:
        if start <= at < end:
            fade = min(1.0, (at - start) * 8, (end - at) * 8)
            hum += 0.6 * fade * math.sin(2 * math.pi * hertz * at)
    return hum


def record(folder: Path) -> None:
    with wave.open(str(folder / "signals.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        samples = (int(32767 * sample(n / RATE)) for n in range(RATE * SECONDS))
        file.writeframes(array("h", samples).tobytes())


def act(hand: Hand) -> None:
    hand.page.locator(".waveform[data-drawn]").wait_for()
    for key, (start, end, _hertz) in zip("12", TONES, strict=True):
        hand.stretch(".time-picture", start / SECONDS, end / SECONDS)
        hand.press(key)
        hand.press("Escape")


SCENE = Scene(
    media="audio",
    fields=[field("segment", "提示音", "Signals", SIGNALS)],
    row={"audio": "signals.wav"},
    files=record,
    act=act,
    gives=["ready", "alarm"],
)

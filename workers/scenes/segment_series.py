"""A pump on its way to a fault: two channels of measurements, computed, with the fault and its signs marked."""

import math
from datetime import datetime, timedelta
from pathlib import Path

from workers.scenes.base import Scene, field, label
from workers.scenes.hand import Hand

BEGINS = datetime(2026, 3, 2, 8, 0)
EVERY = timedelta(minutes=1)
ROWS = 600
SIGNS, FAULT = (330, 420), (420, 480)  # rows from which to which
EVENTS = [label("sign", "1", "异常前兆", "Sign", "#a16207"), label("fault", "2", "故障", "Fault", "#b3392f")]


def row(n: int) -> str:
    """Time, vibration, temperature: both rise before the fault, and fall when the pump is switched off."""
    rising = min(max((n - SIGNS[0]) / (FAULT[1] - SIGNS[0]), 0.0), 1.0) if n < FAULT[1] else 0.0
    vibration = 1.2 + 2.6 * rising + (0.15 + 0.9 * rising) * math.sin(n * 1.7) + 0.1 * math.sin(n * 0.61)
    temperature = 61 + 3 * math.sin(n / 70) + 14 * rising**2 - (9 if n >= FAULT[1] else 0)
    return f"{(BEGINS + n * EVERY).isoformat(sep=' ')},{vibration:.3f},{temperature:.2f}\n"


def measure(folder: Path) -> None:
    text = "time,vibration_mm_s,temperature_c\n" + "".join(row(n) for n in range(ROWS))
    (folder / "pump.csv").write_text(text, encoding="utf-8")


def act(hand: Hand) -> None:
    hand.page.locator(".series-channels").wait_for()
    for key, (start, end) in zip("12", (SIGNS, FAULT), strict=True):
        hand.stretch(".time-picture", start / ROWS, end / ROWS)
        hand.press(key)
        hand.press("Escape")


SCENE = Scene(
    media="series",
    fields=[field("segment", "设备事件", "Events", EVENTS)],
    row={"series": "pump.csv"},
    files=measure,
    act=act,
    gives=["sign", "fault"],
)

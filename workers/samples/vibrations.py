"""Compute the series of the Shenyang machine sample: what three sensors of a spindle would say, with known events.

A run is data: how the machine works, and each event with its label and the rows it lasts. The random numbers give the
noise only, never the place of an event, so that answers recorded for a run stay true to its curves. No machine was
measured.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

Channel = NDArray[np.float64]  # (ROWS,)

ROWS = 1200  # one a second
CHANNELS = ("振动速度 mm/s", "轴承温度 ℃", "主轴转速 r/min")
ROOM = 22.0  # ℃
LAG = 90.0  # seconds in which the temperature goes most of the way to where it tends


def draw(run: Mapping[str, Any]) -> tuple[bytes, list[tuple[str, int, int]]]:
    """The table of a run as CSV, and its events: (label, first row, first row after it)."""
    random = np.random.default_rng(run["seed"])
    second = np.arange(ROWS, dtype=float)
    speed = np.full(ROWS, float(run["speed"]))
    shaking = np.full(ROWS, float(run["shaking"]))
    shaking *= 1 + 0.12 * np.sin(2 * np.pi * second / run.get("cycle", 75))  # one workpiece after the other
    for event in run["events"]:
        part = slice(event["from"], event["to"])
        share = np.linspace(0, 1, event["to"] - event["from"], endpoint=False)
        if event["label"] == "precursor":
            shaking[part] *= 1 + event.get("growth", 0.9) * share
        elif event["label"] == "anomaly":
            shaking[part] *= event.get("times", 3.2) + 0.8 * np.sin(2 * np.pi * share * event.get("beats", 9))
        elif event["label"] == "service":
            speed[part] = 0
            shaking[part] = 0.04
    heat = ROOM + 8 * shaking + speed / 260
    warm = _slowly(heat)
    shaking = np.abs(shaking + random.normal(0, 0.05 * run["shaking"], ROWS))
    warm += random.normal(0, 0.06, ROWS)
    speed = np.where(speed > 0, speed + random.normal(0, 3, ROWS), 0)
    for event in run["events"]:
        if event["label"] == "sensor":  # the last value again and again: the wire is broken
            warm[event["from"] : event["to"]] = warm[event["from"] - 1]
    channels = (shaking, warm, np.maximum(speed, 0))
    return _table(run, channels), [(event["label"], event["from"], event["to"]) for event in run["events"]]


def _slowly(heat: Channel) -> Channel:
    warm = np.empty(ROWS)
    now = heat[0]
    for row in range(ROWS):
        now += (heat[row] - now) / LAG
        warm[row] = now
    return warm


def _table(run: Mapping[str, Any], channels: tuple[Channel, ...]) -> bytes:
    start = datetime.fromisoformat(run["start"])
    times = ((start + timedelta(seconds=row)).isoformat(sep=" ") for row in range(ROWS))
    rows = zip(times, *(channel.tolist() for channel in channels), strict=True)
    lines = (f"{time},{shaking:.3f},{warm:.2f},{speed:.0f}" for time, shaking, warm, speed in rows)
    return ("\n".join([",".join(("时间", *CHANNELS)), *lines]) + "\n").encode()

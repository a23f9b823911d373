"""Times of a series as they stand in its file: seconds after its first time back to what the file would say there."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

DIGITS = 15
ISO = re.compile(
    r"(?P<date>\d{4}(?P<sign>[-/])\d{1,2}[-/]\d{1,2})"
    r"(?:(?P<between>[T ])(?P<hm>\d{1,2}:\d{2})(?P<s>:\d{2}(?:(?P<point>[.,])(?P<fraction>\d+))?)?)?"
    r"(?P<zone>\s*(?:Z|[-+]\d{2}:?\d{2}))?"
)


def stamp(facts: Mapping[str, Any], seconds: float) -> str:
    """What the file says, or would say, so many seconds after its first row; "" where it says nothing of time.

    facts   of the series: `time` has the kind of times, the first one as it stands, and the seconds of its unit
    """
    time = facts.get("time")
    if not time:
        return ""
    if time["kind"] == "iso":
        return _iso(time["first"], seconds)
    value = float(time["first"]) + seconds / time["unit"]
    return str(round(value)) if time["kind"] == "index" else _plain(value)


def _plain(value: float) -> str:
    """A number as people write it, with the digits that a float has."""
    text = f"{value:.{DIGITS}g}"
    if "e" in text:
        text = f"{float(text):f}".rstrip("0").rstrip(".") if 1e-6 < abs(value) < 1e21 else text
    return text


def _iso(first: str, seconds: float) -> str:
    found = ISO.fullmatch(first)
    if not found:
        return ""
    year, month, day = (int(part) for part in re.split("[-/]", found["date"]))
    hour, minute = (int(part) for part in (found["hm"] or "0:0").split(":"))
    second = int(found["s"][1:3]) if found["s"] else 0
    micros = int((found["fraction"] or "").ljust(6, "0")[:6])
    origin = datetime(year, month, day, hour, minute, second, micros, UTC)
    moment = origin + timedelta(microseconds=round(seconds * 1_000_000))
    rest = f"{moment.microsecond:06d}"
    digits = max(len(found["fraction"] or ""), len(rest.rstrip("0")))
    fraction = (found["point"] or ".") + rest.ljust(digits, "0")[:digits] if digits else ""
    date = found["sign"].join([f"{moment.year:04d}", f"{moment.month:02d}", f"{moment.day:02d}"])
    clock = (moment.hour, moment.minute, moment.second, moment.microsecond)
    if found["between"] is None and not any(clock):
        return date + (found["zone"] or "")
    has_seconds = found["s"] is not None or found["between"] is None or any(clock[2:])
    exact = f":{moment.second:02d}{fraction}" if has_seconds else ""
    return f"{date}{found['between'] or ' '}{moment.hour:02d}:{moment.minute:02d}{exact}{found['zone'] or ''}"

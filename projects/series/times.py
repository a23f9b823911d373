"""Which column of a table is its time, and what its cells mean in seconds after the first.

Four kinds are told: ISO timestamps, seconds (or milli-, micro-, nanoseconds) since 1970, seconds from anywhere, and the
number of a row, with so many rows a second. Times must rise from row to row.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from projects.problems import Problem

Floats = np.ndarray[Any, np.dtype[np.float64]]

NAMES = [
    "timestamp",
    "datetime",
    "date",
    "time",
    "t",
    "ts",
    "epoch",
    "seconds",
    "时间戳",
    "日期时间",
    "时间",
    "日期",
    "秒",
]
INDEX_NAMES = ["index", "sample", "n", "no", "row", "序号", "样本", "采样点"]
RATE_NOTES = ["rate", "sample rate", "sampling rate", "sample_rate", "sampling_rate", "fs", "采样率", "频率"]
ISO = re.compile(r"\s*\d{4}[-/]\d{1,2}[-/]\d{1,2}([T ]\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?)?\s*(Z|[-+]\d{2}:?\d{2})?\s*")
ZONE = re.compile(r"(Z|[-+]\d{2}:?\d{2})$")
SINCE_1970 = [(1e17, "ns", 1e-9), (1e14, "us", 1e-6), (1e11, "ms", 1e-3), (1e8, "s", 1.0)]  # from this size on


@dataclass
class Clock:
    """Turns the cells of the time column into numbers, piece by piece.

    column   its number; None: there is none, and rows are counted
    kind     iso, epoch, seconds or index
    unit     seconds that one of its numbers takes
    first    the first cell as it stands
    """

    column: int | None
    kind: str
    first: str = ""
    unit: float = 1.0
    unit_name: str = "s"
    counted: int = 0
    zone: str = ""
    raws: list[Floats] = field(default_factory=list)
    origin: float = 0.0

    def read(self, cells: Sequence[str] | None, lines: Sequence[int]) -> Floats:
        """Times in units after the first one. They are exact: whole microseconds, or what a number says."""
        if cells is None:
            found = np.arange(self.counted, self.counted + len(lines), dtype=np.float64)
        elif self.kind == "iso":
            found = self._dates(cells, lines)
        else:
            found = _numbers(cells, lines)
        if not self.counted and len(found):
            self.origin = float(found[0])
        self.counted += len(found)
        return found - self.origin

    def _dates(self, cells: Sequence[str], lines: Sequence[int]) -> Floats:
        """In microseconds."""
        try:
            texts = [cell.strip().replace("/", "-") for cell in cells]
            if self.zone:
                if not all(text.endswith(self.zone) for text in texts):
                    raise ValueError
                texts = [text[: -len(self.zone)].rstrip() for text in texts]
            elif any(text[-1:] == "Z" or "+" in text for text in texts):
                raise ValueError
            micros = np.array(texts, "datetime64[us]")
            if np.isnat(micros).any():
                raise ValueError
            return micros.astype(np.int64).astype(np.float64)
        except ValueError:
            return np.array([_micros(cell, line) for cell, line in zip(cells, lines, strict=True)])


def clock_of(header: Sequence[str], columns: Sequence[Sequence[str]], notes: dict[str, str]) -> Clock:
    """Which column is the time, by its name or by its timestamps; without one rows are counted at the noted rate."""
    plain = [re.sub(r"\s*[(\[（].*", "", title).strip().lower() for title in header]
    found = next((plain.index(name) for name in NAMES if name in plain), None)
    if found is None and ISO.fullmatch(columns[0][0]):
        found = 0
    counted = next((plain.index(name) for name in INDEX_NAMES if name in plain), None)
    if found is None:
        rate = _rate(notes)
        return Clock(counted, "index", columns[counted][0] if counted is not None else "0", 1 / rate)
    first = columns[found][0].strip()
    if ISO.fullmatch(first):
        zone = ZONE.search(first)
        return Clock(found, "iso", first, 1e-6, zone=zone[0] if zone and ":" in first else "")
    size = abs(_numbers([first], [0])[0]) if _is_number(first) else 0.0
    title = header[found].lower()
    for least, name, unit in SINCE_1970:
        if size >= least:
            return Clock(found, "epoch", first, unit, name)
    milli = "ms" in re.split(r"\W+|_", title) or "毫秒" in title
    return Clock(found, "seconds", first, 1e-3 if milli else 1.0, "ms" if milli else "s")


def _rate(notes: dict[str, str]) -> float:
    for name in RATE_NOTES:
        if name in notes and (said := re.match(r"[\d.]+", notes[name])) and float(said[0]) > 0:
            return float(said[0])
    return 1.0


def _is_number(cell: str) -> bool:
    try:
        return bool(np.isfinite(float(cell)))
    except ValueError:
        return False


def _numbers(cells: Sequence[str], lines: Sequence[int]) -> Floats:
    try:
        found = np.array(cells, dtype=np.float64)
        if np.isfinite(found).all():
            return found
    except ValueError:
        pass
    at = next(i for i, cell in enumerate(cells) if not _is_number(cell))
    raise _no_time(cells[at], lines[at])


def _micros(cell: str, line: int) -> float:
    try:
        said = datetime.fromisoformat(cell.strip().replace("/", "-").replace(",", "."))
    except ValueError:
        raise _no_time(cell, line) from None
    since = said.replace(tzinfo=said.tzinfo or UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return float((since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


def _no_time(cell: str, line: int) -> Problem:
    message = _("Line %(line)d: “%(cell)s” is not a time. ISO timestamps, seconds since 1970 and seconds are read.")
    return Problem(message % {"line": line, "cell": cell[:60]}, code="bad_time", line=line)


def require_rising(times: Floats, lines: Sequence[int], shown: Sequence[str]) -> None:
    """Problem with the first line whose time is not later than the one before."""
    wrong = np.flatnonzero(np.diff(times) <= 0)
    if not wrong.size:
        return
    at = int(wrong[0])
    same = times[at + 1] == times[at]
    message = (
        _("Line %(line)d has the time “%(time)s” of the row before it again. Every row needs a time of its own.")
        if same
        else _("Line %(line)d goes back in time: “%(time)s” stands after “%(before)s”. Sort the rows by time.")
    )
    values = {"line": lines[at + 1], "time": shown[at + 1].strip(), "before": shown[at].strip()}
    raise Problem(message % values, code="not_rising", line=lines[at + 1])


def step_of(times: Floats) -> float | None:
    """The even distance of all rows, in the unit of the times; None where they are not even."""
    step = float(f"{(times[-1] - times[0]) / (len(times) - 1):.12g}")
    even = np.abs(times - np.arange(len(times)) * step).max() <= 1e-6 * step
    return step if even else None

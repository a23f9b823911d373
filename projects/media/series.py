"""Series of measurements: CSV and TSV with one column of times and one or many channels of numbers."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.media.base import Derived, Examined, Examiner, Remark
from projects.problems import Problem
from projects.series import packing
from projects.series.tables import Table, opened
from projects.series.times import Clock, Floats, clock_of, require_rising, step_of

MOST_ROWS = 20_000_000
MOST_CHANNELS = 64
NOTHING = {"", "na", "n/a", "nan", "null", "none", "-", "--", "?", "缺失"}  # what stands where nothing was measured
GAP = 1.5  # times the usual distance


def examine(file: Path, name: str) -> Examined:
    """Read the whole table once.

    Problem   with a sentence and the line: no table, no numbers, a time that does not rise
    """
    with opened(file, name) as table:
        clock, times, channels, left_out = _read(table)
    if len(times) < 2:
        raise Problem(_("The series has fewer than two rows."), code="too_short")
    step = step_of(times)
    even = None if step is None else float(f"{step * clock.unit:.15g}")
    seconds: Floats = times * clock.unit if even is None else np.arange(len(times), dtype=np.float64) * even
    usual = even or float(np.median(np.diff(seconds)))
    facts = {
        "channels": list(channels),
        "rows": len(times),
        "step": even,
        "usual_step": usual,
        "time": _time_facts(clock, table.header),
    }
    suffix = ".tsv" if name.lower().endswith((".tsv", ".tab")) else ".csv"
    return Examined(
        mime="text/tab-separated-values" if suffix == ".tsv" else "text/csv",
        suffix=suffix,
        original_suffix=suffix,
        duration=float(seconds[-1] + usual),
        facts=facts,
        derived={
            "series": Derived(
                lambda target: packing.write(target, channels, None if even else seconds, even), ".series"
            )
        },
        remarks=[_recognised(clock, table.header, facts), *_gaps(seconds, usual, even), *_left_out(left_out)],
    )


def _read(table: Table) -> tuple[Clock, Floats, dict[str, Floats], list[str]]:
    clock: Clock | None = None
    numbers: dict[int, list[Floats]] = {}
    times: list[Floats] = []
    left_out: list[str] = []
    last: tuple[Floats, int, str] | None = None
    rows = 0
    for lines, columns in table.pieces():
        if clock is None:
            clock = clock_of(table.header, columns, table.notes)
            wanted = [i for i in range(len(table.header)) if i != clock.column]
            numbers = {i: [] for i in wanted if _has_numbers(columns[i])}
            left_out = [table.header[i] for i in wanted if i not in numbers]
            if not 0 < len(numbers) <= MOST_CHANNELS:
                raise _no_channels(len(numbers), table.header)
        rows += len(lines)
        if rows > MOST_ROWS:
            message = _("The series has more than %(limit)d million rows. Split it.")
            raise Problem(message % {"limit": MOST_ROWS // 1_000_000}, code="too_large")
        cells = None if clock.column is None else columns[clock.column]
        found = clock.read(cells, lines)
        before, line, shown = last or (found[:0], 0, "")
        require_rising(
            np.concatenate([before, found]),
            [line][: len(before)] + lines,
            [shown][: len(before)] + list(cells or map(str, lines)),
        )
        last = found[-1:], lines[-1], cells[-1] if cells else str(lines[-1])
        times.append(found)
        for i, pieces in numbers.items():
            pieces.append(_values(columns[i], lines, table.header[i]))
    if clock is None:
        raise Problem(_("The file has no rows."), code="empty")
    return (
        clock,
        np.concatenate(times),
        {table.header[i]: np.concatenate(pieces) for i, pieces in numbers.items()},
        left_out,
    )


def _has_numbers(cells: Sequence[str]) -> bool:
    return any(cell.strip().lower() not in NOTHING and _number(cell) is not None for cell in cells)


def _number(cell: str) -> float | None:
    """NaN where nothing was measured; None for what is no number."""
    if cell.strip().lower() in NOTHING:
        return float("nan")
    try:
        found = float(cell)
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def _values(cells: Sequence[str], lines: Sequence[int], title: str) -> Floats:
    try:
        found = np.array(cells, dtype=np.float64)
        if np.isfinite(found).all():
            return found
    except ValueError:
        pass
    values = [_number(cell) for cell in cells]
    wrong = next((i for i, value in enumerate(values) if value is None), None)
    if wrong is not None:
        message = _(
            "Line %(line)d: “%(cell)s” in the column “%(column)s” is not a number. "
            "Leave it empty if nothing was measured."
        )
        given = {"line": lines[wrong], "cell": cells[wrong][:60], "column": title}
        raise Problem(message % given, code="not_a_number", line=lines[wrong])
    return np.array(values, dtype=np.float64)


def _no_channels(count: int, header: Sequence[str]) -> Problem:
    if count:
        message = _("The series has %(count)d channels; at most %(limit)d are shown. Split it.")
        return Problem(message % {"count": count, "limit": MOST_CHANNELS}, code="too_large")
    message = _("No column holds numbers beside the time; there are: %(columns)s.")
    return Problem(message % {"columns": ", ".join(header)}, code="no_channels")


def _time_facts(clock: Clock, header: Sequence[str]) -> dict[str, Any]:
    column = None if clock.column is None else header[clock.column]
    return {"column": column, "kind": clock.kind, "first": clock.first, "unit": clock.unit}


def _recognised(clock: Clock, header: Sequence[str], facts: dict[str, Any]) -> Remark:
    kinds = {
        "iso": _("timestamps"),
        "epoch": _("time since 1970 in %(unit)s") % {"unit": clock.unit_name},
        "seconds": _("time in %(unit)s") % {"unit": clock.unit_name},
        "index": _("number of the row, %(rate)g a second") % {"rate": 1 / clock.unit},
    }
    column = _("no column") if clock.column is None else f"“{header[clock.column]}”"
    even = _("even, %(step)g s apart") if facts["step"] else _("not even, mostly %(step)g s apart")
    message = _("Time: %(column)s (%(kind)s), %(even)s. %(rows)d rows of: %(channels)s.")
    values = {
        "column": column,
        "kind": kinds[clock.kind],
        "even": even % {"step": facts["usual_step"]},
        "rows": facts["rows"],
        "channels": ", ".join(facts["channels"][:8]) + ("…" if len(facts["channels"]) > 8 else ""),
    }
    return Remark("recognised", message % values)


def _gaps(seconds: Floats, usual: float, even: float | None) -> list[Remark]:
    if even is not None:
        return []
    lengths = np.diff(seconds)
    wide = lengths > GAP * usual
    if not wide.any():
        return []
    count, row = int(wide.sum()), int(lengths.argmax()) + 1
    message = ngettext(
        "It has %(count)d gap, of %(seconds)g s after row %(row)d.",
        "It has %(count)d gaps, the longest of %(seconds)g s after row %(row)d.",
        count,
    )
    return [Remark("gaps", message % {"count": count, "seconds": float(lengths.max()), "row": row})]


def _left_out(titles: list[str]) -> list[Remark]:
    if not titles:
        return []
    message = _("Columns without numbers were left out: %(columns)s.")
    return [Remark("columns", message % {"columns": ", ".join(titles)})]


EXAMINER = Examiner(
    medium="series",
    recognises=lambda head: False,  # a table begins like any other text
    texts=frozenset({".csv", ".tsv", ".tab"}),
    endings={"text/csv": (".csv",), "text/tab-separated-values": (".tsv", ".tab")},
    shown=frozenset(),
    examine=examine,
    largest=1 << 30,
    columns=("series", "时序", "序列"),
    icon="chart-line",
    formats="CSV, TSV",
    about=gettext_lazy("Measurements over time, of one or many sensors"),
    drop=gettext_lazy("Drop tables of measurements, folders or a zip here"),
    becomes=gettext_lazy(
        "Each table becomes a task: one column of times that rise from row to row, and one or many of numbers. "
        "The report says which column is the time."
    ),
    only=gettext_lazy("This project labels time series; nothing else can be one of its tasks."),
    not_one=gettext_lazy("The content is not a table of measurements, whatever the name says. Save it again as CSV."),
    none_code="not_a_series",
)

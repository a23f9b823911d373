"""Agreement in a plain table of answers, without a site: `python -m workers.agreement FILE.csv`."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workers.agreement.figures import Note
from workers.agreement.levels import LEVELS
from workers.agreement.summary import Measured, Summary, summary
from workers.agreement.table import NAMES, BadTable, Table, read
from workers.consensus.answers import averaged, chosen

NAME = {
    "alpha": "Krippendorff's alpha",
    "alpha_nominal": "alpha, equal or not",
    "percent": "percent agreement",
    "ac1": "Gwet's AC1",
    "ac2": "Gwet's AC2",
    "multi_pi": "Fleiss' kappa (multi-pi)",
    "brennan_prediger": "Brennan-Prediger",
    "kappa": "mean pairwise kappa",
}
SAYS = {
    Note.TOO_FEW: "too few units to rely on",
    Note.FEW_UNITS: "few units: read with caution",
    Note.RARE_LABEL: "a label is rare: read with caution",
    Note.NO_VARIATION: "undefined: no variation, everybody used one label",
}
PAIRS_SHOWN = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; 0 when it went well, 1 with a sentence on standard error when the file is bad."""
    options = _parser().parse_args(arguments)
    columns = {what: getattr(options, what) for what in NAMES}
    order = [label.strip() for label in options.order.split(",") if label.strip()]
    try:
        table = read(options.file, options.level, columns, order, last=options.last)
        if options.consensus:
            _write(options.consensus, _consensus(table, options.level))
    except BadTable as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    found = summary(table, options.level)
    sys.stdout.write(json.dumps(_document(found), ensure_ascii=False) + "\n" if options.json else _page(found, table))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m workers.agreement",
        description="How far annotators agree: every coefficient that fits the level, with two 95 % intervals, one for "
        "these annotators on other units, one for other annotators like these as well.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.csv", help="a line for each answer: task, worker, label")
    parser.add_argument("--level", choices=LEVELS, default="nominal", help="level of measurement (default: nominal)")
    parser.add_argument("--json", action="store_true", help="print one JSON object keyed by metric")
    parser.add_argument("--consensus", type=Path, metavar="OUT.csv", help="write one answer a task, and how sure it is")
    parser.add_argument(
        "--order", default="", metavar="LOW,…,HIGH", help="ordinal labels that are not numbers, in order"
    )
    parser.add_argument("--last", action="store_true", help="of several answers of a worker to a task keep the last")
    for what, names in NAMES.items():
        usual = ", ".join(names[:5])
        parser.add_argument(f"--{what}", default="", metavar="COLUMN", help=f"name of this column if not {usual}, …")
    return parser


def _consensus(table: Table, level: str) -> Iterable[dict[str, str]]:
    if level in ("nominal", "ordinal"):
        return chosen(table.tasks, table.units, table.labels)
    return averaged(table.tasks, table.units, table.values)


def _write(path: Path, rows: Iterable[dict[str, str]]) -> None:
    lines = list(rows)
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, lines[0])
            writer.writeheader()
            writer.writerows(lines)
    except OSError as error:
        raise BadTable(
            f"{path} cannot be written: {error.strerror}. Name a file in a folder that you may write."
        ) from error


def _document(found: Summary) -> dict[str, Any]:
    """Keyed by metric; the metric that is also known by label or by pair holds those inside."""
    document = {name: asdict(measured) for name, measured in found.metrics.items()}
    first = "alpha_nominal" if "alpha_nominal" in document else "alpha"
    document[first]["labels"] = [{"label": one.label, "uses": one.uses} | asdict(one.alpha) for one in found.labels]
    document[found.paired]["pairs"] = [{"a": one.a, "b": one.b} | asdict(one.found) for one in found.pairs]
    return document


def _page(found: Summary, table: Table) -> str:
    first = next(iter(found.metrics.values()))
    lines = [
        f"{first.units:,} units with two answers or more, by {first.raters:,} annotators; "
        f"{sum(map(len, table.units)):,} answers, {len(table.labels):,} labels.",
        *([f"Left out, because they have no label: {table.empty:,} lines."] if table.empty else []),
        "",
        *_grid(
            ("", "value", "for these annotators", "for annotators like these", ""),
            [(NAME[name], *_cells(measured)) for name, measured in found.metrics.items()],
        ),
    ]
    if found.labels and len(found.labels) <= PAIRS_SHOWN:
        lines += ["", "Alpha of each label against all others together", ""]
        rows = [(one.label, f"{one.uses:,}", *_cells(one.alpha)) for one in found.labels]
        lines += _grid(("label", "uses", "value", "for these annotators", "for annotators like these", ""), rows)
    if found.pairs:
        shown = found.pairs[:PAIRS_SHOWN]
        lines += [
            "",
            f"{NAME[found.paired]} of two annotators, the least agreeing first".replace("mean pairwise ", ""),
            "",
        ]
        pairs = [(one.a, one.b, f"{one.found.units:,}", *_cells(one.found)[:2], _cells(one.found)[3]) for one in shown]
        lines += _grid(("", "", "units", "value", "for these annotators", ""), pairs)
        if len(found.pairs) > len(shown):
            lines.append(f"… and {len(found.pairs) - len(shown):,} more pairs: --json has them all.")
    return "\n".join(lines) + "\n"


def _cells(measured: Measured) -> tuple[str, str, str, str]:
    value = "n/a" if measured.value is None else f"{measured.value:.3f}"
    here, others = _ends(measured.low, measured.high), _ends(measured.population_low, measured.population_high)
    return value, here, others, SAYS.get(Note(measured.note), "")


def _ends(low: float | None, high: float | None) -> str:
    return "–" if low is None or high is None else f"{low:.3f} to {high:.3f}"


def _grid(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head))]
    return [
        "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in [head, *rows]
    ]


if __name__ == "__main__":
    sys.exit(main())

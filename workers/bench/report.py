"""One figure, and how figures are printed: a table for people, or one JSON object a line for programs."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TextIO
from unicodedata import east_asian_width


@dataclass(frozen=True)
class Figure:
    """work         what was done
    value, unit  what it took or gave
    peer         what it is compared with, measured in the same run; "" without one
    peer_value   the same figure of the peer
    """

    work: str
    value: float
    unit: str
    peer: str = ""
    peer_value: float | None = None

    @property
    def ratio(self) -> float | None:
        return self.value / self.peer_value if self.peer_value else None


HEAD = ("work", "value", "unit", "peer", "peer value", "ratio")


def show(figures: Iterable[Figure], out: TextIO, *, as_json: bool) -> None:
    """Print each figure as soon as it is there (JSON), or all in one table."""
    if as_json:
        for figure in figures:
            out.write(json.dumps(asdict(figure) | {"ratio": figure.ratio}, ensure_ascii=False) + "\n")
            out.flush()
        return
    rows = [HEAD, *(_cells(figure) for figure in figures)]
    widths = [max(_width(row[column]) for row in rows) for column in range(len(HEAD))]
    for row in rows:
        out.write("  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(row, widths, strict=True)) + "\n")


def _cells(figure: Figure) -> tuple[str, ...]:
    peer_value = "" if figure.peer_value is None else _number(figure.peer_value)
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f}"
    return figure.work, _number(figure.value), figure.unit, figure.peer, peer_value, ratio


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)

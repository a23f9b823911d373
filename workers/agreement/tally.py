"""An integer table that is counted up and down: what every state of this package is made of."""

import json
from collections.abc import Iterable, Iterator
from typing import Self

Row = tuple[str | float, ...]


class Tally:
    """Rows with a whole number each; a row at zero does not exist.

    Whole numbers make a table exact, independent of the order of its changes, and reversible: what was added can be
    taken out again to the last bit, and tables counted apart add up to the table counted in one piece. A number may be
    below zero, so that a tally can also hold a change.
    """

    __slots__ = ("rows",)

    def __init__(self, rows: Iterable[tuple[Row, int]] = ()) -> None:
        self.rows: dict[Row, int] = {}
        for row, n in rows:
            self.count(row, n)

    def count(self, row: Row, n: int = 1) -> None:
        """Add n (which may be negative) to a row."""
        total = self.rows.get(row, 0) + n
        if total:
            self.rows[row] = total
        else:
            self.rows.pop(row, None)

    def merge(self, other: "Tally", times: int = 1) -> None:
        """Add another table to this one, or take it out with times=-1."""
        for row, n in other.rows.items():
            self.count(row, n * times)

    def include(self, name: str, part: "Tally") -> None:
        """Add a table as one part of this one: its rows get the name in front."""
        for row, n in part.rows.items():
            self.count((name, *row), n)

    def part(self, name: str) -> Iterator[tuple[Row, int]]:
        """The rows of one part, without its name."""
        return ((row[1:], n) for row, n in self.rows.items() if row[0] == name)

    def __add__(self, other: "Tally") -> Self:
        return self._with(other, 1)

    def __sub__(self, other: "Tally") -> Self:
        return self._with(other, -1)

    def _with(self, other: "Tally", times: int) -> Self:
        result = type(self)(self.rows.items())
        result.merge(other, times)
        return result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.rows == other.rows

    __hash__ = None  # type: ignore[assignment]  # it changes

    def __bool__(self) -> bool:
        return bool(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({sorted(self.rows.items())!r})"

    def to_bytes(self) -> bytes:
        """The table as canonical JSON: equal tables give equal bytes."""
        rows = [[list(row), n] for row, n in sorted(self.rows.items())]
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The table that `to_bytes` wrote. ValueError when the bytes are not one."""
        rows = json.loads(data)
        if not isinstance(rows, list) or not all(isinstance(row, list) and len(row) == 2 for row in rows):
            raise ValueError("These bytes are not a table written by to_bytes().")
        return cls((tuple(row), n) for row, n in rows)

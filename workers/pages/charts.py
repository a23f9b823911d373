"""Charts as the server draws them: the places of points and lines in an SVG, in its own units, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 10, 28
GRID = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
SPARK_WIDTH, SPARK_HEIGHT, EDGE = 84, 22, 3


@dataclass(frozen=True)
class Mark:
    """A point with its interval, top and bottom as y; `title` says it in words, `label` stands at it, and `evidence` is
    the query of the page with the tasks behind it.

    before   whether the label stands before it, as there is more room
    """

    x: str
    y: str
    top: str
    bottom: str
    title: str
    label: str
    before: bool
    grey: bool = False
    evidence: str = ""


@dataclass(frozen=True)
class Line:
    """A line of the grid and what is written at it."""

    at: str
    label: str


@dataclass(frozen=True)
class Chart:
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    marks: list[Mark]
    rows: list[Line]
    columns: list[Line]

    @property
    def path(self) -> str:
        """The points in order, as a polyline has them."""
        return " ".join(f"{mark.x},{mark.y}" for mark in self.marks)


@dataclass(frozen=True)
class Dot:
    """x and y in the units of the data, y within 0..1; None where it has no interval."""

    x: float
    y: float
    low: float | None
    high: float | None
    title: str
    label: str
    grey: bool = False
    evidence: str = ""


def chart(dots: Sequence[Dot], columns: Sequence[tuple[float, str]], span: tuple[float, float]) -> Chart:
    """dots      in the order of the line that may join them
    columns   where something is written below
    span      x of the left and the right edge
    """
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    first, last = span

    def across(x: float) -> str:
        return f"{LEFT + width * ((x - first) / (last - first) if last > first else 0.5):.1f}"

    def up(y: float | None, otherwise: float) -> str:
        share = min(1.0, max(0.0, otherwise if y is None else y))
        return f"{TOP + height * (1 - share):.1f}"

    marks = [
        Mark(
            across(dot.x),
            up(dot.y, 0),
            up(dot.high, dot.y),
            up(dot.low, dot.y),
            dot.title,
            dot.label,
            dot.x > (first + last) / 2,
            dot.grey,
            dot.evidence,
        )
        for dot in dots
    ]
    rows = [Line(up(y, 0), f"{y:.1f}") for y in GRID]
    below = [Line(across(x), text) for x, text in columns]
    return Chart(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM, marks, rows, below)


@dataclass(frozen=True)
class Spark:
    """A few values in a row, as small as a word."""

    path: str
    x: str
    y: str
    title: str


def spark(values: Sequence[float], title: str) -> Spark | None:
    """None for fewer than two."""
    if len(values) < 2:
        return None
    step = (SPARK_WIDTH - 2 * EDGE) / (len(values) - 1)
    points = [
        (f"{EDGE + i * step:.1f}", f"{EDGE + (SPARK_HEIGHT - 2 * EDGE) * (1 - min(1.0, max(0.0, value))):.1f}")
        for i, value in enumerate(values)
    ]
    return Spark(" ".join(f"{x},{y}" for x, y in points), *points[-1], title)


def round_up(value: float) -> float:
    """The next number of one digit, or 1.5 or 2.5 of it, for the end of an axis."""
    if value <= 0:
        return 1.0
    power = 1.0
    while power * 10 <= value:
        power *= 10
    while power > value:
        power /= 10
    return next(power * step for step in (1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10) if power * step >= value)

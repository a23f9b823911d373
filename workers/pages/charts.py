"""Charts as the server draws them: the places of points and lines in an SVG, in its own units, ready to be written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

WIDTH, HEIGHT = 640, 190
LEFT, RIGHT, TOP, BOTTOM = 34, 12, 10, 28
GRID = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
LETTER, LABEL_LINE, GAP, DOT = 5.5, 11.0, 8.0, 4.0  # a letter's width, a line's height, to the point, its radius
WIDE_FROM = 0x2E80  # letters from here on are twice as wide
SPARK_WIDTH, SPARK_HEIGHT, EDGE = 84, 22, 3


@dataclass(frozen=True)
class Mark:
    """A point with its interval, top and bottom as y; `title` says it in words, `label` stands at it, and `evidence` is
    the query of the page with the tasks behind it.

    before   whether the label stands before it, as there is more room
    label_y  where it stands: beside the point, or a line up or down where another label is in its way; "" for nowhere
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
    label_y: str = ""


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
    marks = _apart(marks)
    rows = [Line(up(y, 0), f"{y:.1f}") for y in GRID]
    below = [Line(across(x), text) for x, text in columns]
    return Chart(WIDTH, HEIGHT, LEFT, WIDTH - RIGHT, TOP, HEIGHT - BOTTOM, marks, rows, below)


def _apart(marks: Sequence[Mark]) -> list[Mark]:
    """The marks with a place for each label where it lies on no other one; a label without a place is left out."""
    dots = ((float(mark.x), float(mark.y)) for mark in marks)
    taken = [(x - DOT, x + DOT, y) for x, y in dots]  # left, right, y
    placed = []
    for mark in marks:
        x, y = float(mark.x), float(mark.y)
        wide = sum(LETTER if ord(letter) < WIDE_FROM else 2 * LETTER for letter in mark.label)
        left = x - wide - GAP if mark.before else x + GAP
        for shift in (0, 1, -1, 2, -2) if mark.label else ():
            at = y + shift * LABEL_LINE
            if TOP <= at <= HEIGHT - BOTTOM and not any(
                left < other_right and other_left < left + wide and abs(at - other) < LABEL_LINE
                for other_left, other_right, other in taken
            ):
                taken.append((left, left + wide, at))
                placed.append(replace(mark, label_y=f"{at:.1f}"))
                break
        else:
            placed.append(replace(mark, label=""))
    return placed


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

"""Intraclass correlations: how much of what differs in the answers differs between the units."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import scipy  # its parts are read when they are first used

from workers.agreement.intervals import NOTHING, Estimate
from workers.agreement.tally import Tally

GRAIN = 1_000_000  # values are whole millionths
LIMB = 1 << 40


class Ratings(Tally):
    """What analyses of variance are read from: sums by annotator, squares, squares of the sums of units.

    Rows ("size", m), ("squares", part), ("units", m, part), ("said", annotator) and ("sum", annotator, part), where
    numbers of any size are kept in parts of 40 bits.
    """

    __slots__ = ()

    def add(self, answers: Mapping[int, float], times: int = 1) -> None:
        """A unit got these values, by annotator; one with a single value says nothing."""
        if len(answers) < 2:
            return
        values = {who: round(value * GRAIN) for who, value in answers.items()}
        m = len(values)
        self.count(("size", m), times)
        self._large(("squares",), sum(value * value for value in values.values()), times)
        self._large(("units", m), sum(values.values()) ** 2, times)
        for who, value in values.items():
            self.count(("said", who), times)
            self._large(("sum", who), value, times)

    def remove(self, answers: Mapping[int, float]) -> None:
        """Take out a unit that was added with these values."""
        self.add(answers, -1)

    def _large(self, row: tuple[str | int, ...], value: int, times: int) -> None:
        sign, value, at = (-1, -value, 0) if value < 0 else (1, value, 0)
        while value:
            value, part = divmod(value, LIMB)
            self.count((*row, at), sign * part * times)
            at += 1

    def variances(self) -> "Variances":
        """Sums of squares, exact."""
        sizes = {int(m): n for (m,), n in self.part("size")}
        said = {int(who): n for (who,), n in self.part("said")}
        sums = dict.fromkeys(said, 0)
        for (who, at), n in self.part("sum"):
            sums[int(who)] += n * LIMB ** int(at)
        squares = sum(n * LIMB ** int(at) for (at,), n in self.part("squares"))
        units = sum((Fraction(n * LIMB ** int(at), int(m)) for (m, at), n in self.part("units")), Fraction(0))
        answers, n = sum(said.values()), sum(sizes.values())
        if not n:
            return Variances(0, 0.0, 0, 0.0, 0.0, None, None)
        mean = Fraction(sum(sums.values()) ** 2, answers)
        between, within = units - mean, squares - units
        apiece = (
            float((answers - Fraction(sum(m * m * k for m, k in sizes.items()), answers)) / (n - 1)) if n > 1 else 0.0
        )
        complete = len(sizes) == 1 and set(said.values()) == {n}
        judges = sum((Fraction(s * s, n) for s in sums.values()), Fraction(0)) - mean if complete else None
        rest = within - judges if judges is not None else None
        return Variances(
            n,
            apiece,
            answers,
            float(between) / GRAIN**2,
            float(within) / GRAIN**2,
            None if judges is None else float(judges) / GRAIN**2,
            None if rest is None else float(rest) / GRAIN**2,
        )


@dataclass(frozen=True)
class Variances:
    """units     that have two values or more
    apiece    values a unit, on average in the sense that matters here
    answers   values in all
    between, within   sums of squares between the units, and within them
    judges, rest      what is within, split by annotators; None unless the same annotators have all answered all units
    """

    units: int
    apiece: float
    answers: int
    between: float
    within: float
    judges: float | None
    rest: float | None

    def one_way(self, averaged: bool = False, level: float = 0.95) -> Estimate:
        """ICC(1,1), or ICC(1,k): other annotators on each unit.

        averaged   of the mean of a unit's values, instead of a single one
        source     Shrout & Fleiss (1979), Psychological Bulletin 86:420; with unequal numbers Donner (1986),
                   International Statistical Review 54:67
        """
        k, n = self.apiece, self.units
        if n < 2 or self.between + self.within <= 0:
            return NOTHING
        df = n - 1, self.answers - n
        rows, inside = self.between / df[0], self.within / df[1]
        value = (rows - inside) / rows if averaged else (rows - inside) / (rows + (k - 1) * inside)
        if rows <= 0 and averaged:
            return NOTHING
        if inside <= 0:
            return Estimate(value)
        low, high = _f_ends(rows / inside, *df, level)
        if averaged:
            return Estimate(value, 1 - 1 / low, 1 - 1 / high)
        return Estimate(value, *((f - 1) / (f + k - 1) for f in (low, high)))

    def two_way(self, averaged: bool = False, level: float = 0.95) -> Estimate:
        """ICC(2,1), or ICC(2,k): the annotators are a sample, so its interval speaks of others like them.

        returns    None unless the same annotators have answered all units
        source     Shrout & Fleiss (1979), Psychological Bulletin 86:420
        """
        if self.judges is None or self.rest is None or self.units < 2 or self.between + self.within <= 0:
            return NOTHING
        k, n = self.apiece, self.units
        rows, columns, rest = self.between / (n - 1), self.judges / (k - 1), self.rest / ((n - 1) * (k - 1))
        spread = columns - rest
        if averaged:
            below = rows + spread / n
            value = (rows - rest) / below if below > 0 else float("nan")
        else:
            value = (rows - rest) / (rows + (k - 1) * rest + k * spread / n)
        if np.isnan(value):
            return NOTHING
        if rest <= 0:
            return Estimate(value)
        single = value if not averaged else (rows - rest) / (rows + (k - 1) * rest + k * spread / n)
        judged = columns / rest
        top = (k - 1) * (n - 1) * (k * single * judged + n * (1 + (k - 1) * single) - k * single) ** 2
        under = (n - 1) * (k * single * judged) ** 2 + (n * (1 + (k - 1) * single) - k * single) ** 2
        df = top / under if under > 0 else float((n - 1) * (k - 1))
        upper = float(scipy.special.fdtri(n - 1, df, 0.5 + level / 2))
        lower = float(scipy.special.fdtri(df, n - 1, 0.5 + level / 2))
        noise = k * columns + (k * n - k - n) * rest
        low = n * (rows - upper * rest) / (upper * noise + n * rows)
        high = n * (lower * rows - rest) / (noise + n * lower * rows)
        ends = tuple(k * end / (1 + (k - 1) * end) for end in (low, high)) if averaged else (low, high)
        return Estimate(value, *ends)

    def fixed(self, averaged: bool = False, level: float = 0.95) -> Estimate:
        """ICC(3,1), or ICC(3,k): these annotators and no others, and whether they sit high or low does not matter.

        returns    None unless the same annotators have answered all units
        source     Shrout & Fleiss (1979), Psychological Bulletin 86:420
        """
        if self.rest is None or self.units < 2 or self.between + self.rest <= 0:
            return NOTHING
        k, n = self.apiece, self.units
        df = n - 1, (n - 1) * (k - 1)
        rows, rest = self.between / df[0], self.rest / df[1]
        if rows <= 0 and averaged:
            return NOTHING
        value = (rows - rest) / rows if averaged else (rows - rest) / (rows + (k - 1) * rest)
        if rest <= 0:
            return Estimate(value)
        low, high = _f_ends(rows / rest, *df, level)
        if averaged:
            return Estimate(value, 1 - 1 / low, 1 - 1 / high)
        return Estimate(value, *((f - 1) / (f + k - 1) for f in (low, high)))


def _f_ends(found: float, above: float, below: float, level: float) -> tuple[float, float]:
    """The interval of a ratio of two mean squares."""
    share = 0.5 + level / 2
    low = found / float(scipy.special.fdtri(above, below, share))
    return max(low, 1e-12), found * float(scipy.special.fdtri(below, above, share))

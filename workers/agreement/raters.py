"""The raters are a sample too: intervals "for annotators like these" beside those "for these annotators".

An interval over units says how the same people would agree on other units. Who will label next is often somebody else,
and then what counts is how much the number moves from one rater to another.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workers.agreement.coefficients import Coefficient
from workers.agreement.counts import Array, Counts, Label, Rows
from workers.agreement.intervals import Estimate, jackknife_error, unseen
from workers.agreement.tally import Tally

Codes = npt.NDArray[np.int64]
LEAST_RATERS = 3  # leaving one of two out leaves nobody to agree with


class Raters(Tally):
    """(annotator, label given, the unit's labels, sorted …) -> units: all that changes when an annotator is left out.

    It holds the table of label multisets too (`counts`), and like that table it adds up, and what was added can be
    taken out again.
    """

    __slots__ = ()

    def add(self, answers: Mapping[int, Label], times: int = 1) -> None:
        """A unit got these labels, by annotator, all of one type."""
        row = tuple(sorted(answers.values()))
        for who, label in answers.items():
            self.count((who, label, *row), times)

    def remove(self, answers: Mapping[int, Label]) -> None:
        """Take out a unit that was added with these answers."""
        self.add(answers, -1)

    def counts(self) -> Counts:
        """The units' label multisets; a unit with m labels stands in m rows of this table."""
        times: dict[tuple[Label, ...], int] = {}
        for (_, _, *row), n in self.rows.items():
            times[tuple(row)] = times.get(tuple(row), 0) + n
        return Counts((row, n // len(row)) for row, n in times.items())

    def annotators(self) -> tuple[int, ...]:
        """Everybody who gave a label on a unit with two labels or more, sorted."""
        return tuple(sorted({int(row[0]) for row in self.rows if len(row) > 3}))


@dataclass(frozen=True)
class Sums:
    """What a coefficient is read from, whole and with one unit or one rater left out.

    labels   the k labels used
    total    (f,) sums over all units
    unit     (r, f) the totals without one unit of each row
    units    (r,) number of such units
    rater    (a, f) the totals without each rater
    single   (s, f) the totals without one single label
    singles  (s,) number of such labels
    """

    labels: tuple[Label, ...]
    total: Array
    unit: Array
    units: Array
    rater: Array
    single: Array
    singles: Array

    @classmethod
    def of(cls, raters: "Raters | Leaving", coefficient: Coefficient) -> "Sums":
        left = raters if isinstance(raters, Leaving) else Leaving.of(raters)
        added, size = _added(left, coefficient)
        units = np.bincount(left.before, weights=left.times, minlength=len(left.counts)) / np.maximum(size, 1)
        units *= size >= (2 if coefficient.pairable else 1)
        who = np.searchsorted(left.annotators, left.who)
        known = np.isin(left.who, left.annotators)
        total = units @ added
        rater = np.tile(total, (len(left.annotators), 1))
        changes = (added[left.after] - added[left.before]) * left.times[:, None]
        np.add.at(rater, who[known], changes[known])
        changed = _merged(np.stack([left.before, left.after]), left.times)
        single = total + added[changed[1]] - added[changed[0]]
        there = units > 0
        return cls(left.labels, total, total - added[there], units[there], rater, single, changed[2])


@dataclass(frozen=True)
class Leaving:
    """What leaving out a rater does to each unit, as arrays: read once, for every coefficient.

    labels      the k labels used
    annotators  those who gave a label on a unit with two or more, sorted
    counts      (h, k) the label multisets that units have, or would have without one label
    who         (c,) annotator
    before      (c,) which multiset a unit has
    after       (c,) which it would have without the annotator
    times       (c,) number of such units
    """

    labels: tuple[Label, ...]
    annotators: tuple[int, ...]
    counts: Array
    who: Codes
    before: Codes
    after: Codes
    times: Array

    @classmethod
    def of(cls, raters: Raters) -> "Leaving":
        place: dict[tuple[Label, ...], int] = {}
        who, before, after = np.zeros((3, len(raters.rows)), dtype=np.int64)
        ordered = sorted(raters.rows.items())
        for i, ((annotator, label, *row), _) in enumerate(ordered):
            at = row.index(label)
            who[i] = annotator
            before[i] = place.setdefault(tuple(row), len(place))
            after[i] = place.setdefault((*row[:at], *row[at + 1 :]), len(place))
        times = np.array([float(n) for _, n in ordered])
        labels = tuple(sorted({label for given in place for label in given}))
        code = {label: i for i, label in enumerate(labels)}
        counts = np.zeros((len(place), len(labels)))
        for i, given in enumerate(place):
            for label in given:
                counts[i, code[label]] += 1
        return cls(labels, raters.annotators(), counts, who, before, after, times)


def _merged(changes: Codes, times: Array) -> tuple[Codes, Codes, Array]:
    """Equal changes of a unit, whoever makes them, counted together."""
    pairs, place = np.unique(changes, axis=1, return_inverse=True)
    counted = np.bincount(place.ravel(), weights=times, minlength=pairs.shape[1])
    return pairs[0], pairs[1], np.asarray(counted, dtype=float)


def _added(left: Leaving, coefficient: Coefficient) -> tuple[Array, Array]:
    """What a unit with each of these multisets adds to the sums, and how many labels it has."""
    size = left.counts.sum(axis=1)
    used = size >= (2 if coefficient.pairable else 1)
    found = coefficient.sums(Rows(left.labels, left.counts[used], np.ones(int(used.sum()))))
    added = np.zeros((len(left.counts), found.shape[1]))
    added[used] = found
    return added, size


def population_estimates(raters: Raters | Leaving, coefficient: Coefficient, level: float = 0.95) -> list[Estimate]:
    """The coefficient's q values with intervals for other units *and other raters* like these.

    raters     who gave which label on what kind of unit; as `Leaving` where several coefficients are read
    level      how often an interval made this way holds the value of the population of raters and units
    returns    no interval for fewer than three raters, or where leaving out a unit or a rater leaves no variation

    The variance is that of leaving out units, plus that of leaving out raters, less that of leaving out single labels:
    a slip of the hand moves the number with its unit and again with its rater, and is counted once. What raters add is
    never below zero. Student's t with Satterthwaite's degrees of freedom, on the coefficient's own scale.
    source     Cameron, Gelbach & Miller (2011), Journal of Business & Economic Statistics 29:238, for the three terms;
               Efron & Tibshirani (1993), An Introduction to the Bootstrap, eq. 11.5, for each of them; Satterthwaite
               (1946), Biometrics Bulletin 2:110; tests/agreement/test_raters.py shows that it holds what it promises
    """
    sums = Sums.of(raters, coefficient)
    if not len(sums.rater) or not sums.units.sum():
        return [] if coefficient.by_label else [Estimate(None)]
    observed, expected = coefficient.parts(sums.labels, sums.total)
    expected = np.broadcast_to(expected, observed.shape)
    unit, rater, single = (_values(coefficient, sums.labels, s) for s in (sums.unit, sums.rater, sums.single))
    found = []
    for q in range(len(observed)):
        if not expected[q] > 0 or math.isnan(observed[q]):
            found.append(Estimate(None))
            continue
        over_units = jackknife_error(unit[:, q], sums.units)
        over_raters = jackknife_error(rater[:, q], np.ones(len(rater))) if len(rater) >= LEAST_RATERS else None
        over_labels = jackknife_error(single[:, q], sums.singles)
        estimate = Estimate(float(1 - observed[q] / expected[q]))
        if over_units is not None and over_raters is not None:
            spread = Spread(over_units, over_raters, over_labels or 0.0, float(sums.units.sum()), len(rater))
            ends = spread.ends(float(observed[q]), float(expected[q]), coefficient, level)
            estimate = Estimate(estimate.value, *ends)
        found.append(estimate)
    return found


@dataclass(frozen=True)
class Spread:
    """Standard errors over units, over raters and over single labels; how many units and raters there were."""

    over_units: float
    over_raters: float
    over_labels: float
    units: float
    raters: int

    def ends(self, observed: float, expected: float, how: Coefficient, level: float) -> tuple[float, float]:
        """The interval of 1 - observed / expected."""
        if math.hypot(self.over_units, self.over_raters) < 1e-12:
            other = unseen(min(self.units, self.raters), level)
            return 1 - min(1.0, observed + other) / expected, 1 - max(0.0, observed - other) / expected
        return how.transform(1 - observed / expected, self.error, self.freedom, level)

    @property
    def beyond_noise(self) -> float:
        """The variance that raters add to that of units."""
        return max(0.0, self.over_raters**2 - self.over_labels**2)

    @property
    def error(self) -> float:
        return math.sqrt(self.over_units**2 + self.beyond_noise)

    @property
    def freedom(self) -> float:
        """Of the sum of the three, so that what few raters leave open is open even where it came out as nothing."""
        slips = (self.over_units**4 + self.over_labels**4) / (self.units - 1)
        parts = slips + (self.over_raters**4 / (self.raters - 1) if self.raters > 1 else 0.0)
        return max(1.0, self.error**4 / parts) if parts else self.units - 1


def _values(coefficient: Coefficient, labels: tuple[Label, ...], totals: Array) -> Array:
    observed, expected = coefficient.parts(labels, totals)
    quotient = np.full(observed.shape, np.nan)
    np.divide(observed, expected, out=quotient, where=expected > 0)
    return 1 - quotient

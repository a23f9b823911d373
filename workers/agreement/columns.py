"""The two tables from millions of answers at once, given as columns of codes."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from workers.agreement.counts import Array, Counts

Codes = npt.NDArray[np.integer]
DIGITS = 1 << 22  # cells of the table of keys that is cheap to make
SLICE = 1 << 15  # answers looked at together
EXACT = 1 << 53  # whole numbers that a float holds exactly


def counts_of(unit: Codes, label: Codes, labels: int) -> Counts:
    """The table of label multisets.

    unit       (n,) from 0
    label      (n,) from 0 to labels - 1
    returns    the same as adding unit by unit

    A unit's labels are written as one number with a digit for each label, how often it was given, and a digit in front
    for how many there are. One pass over the answers makes all numbers, and equal ones are counted. A digit that ran
    over is seen, because then the digits no longer add up; in that case the digits are made larger.
    """
    if not len(unit):
        return Counts()
    base = 8
    while (labels + 1) * np.log2(base) < 53:
        found = _by_digits(unit, label, labels, base)
        if found is not None:
            return found
        base *= 4
    return _by_rows(unit, label)


def _by_digits(unit: Codes, label: Codes, labels: int, base: int) -> Counts | None:
    worth = np.asarray(float(base) ** np.arange(labels) + float(base) ** labels, dtype=np.float64)
    key = _summed(unit, worth, label)
    if key.max() >= EXACT:
        return None
    if key.max() < DIGITS:
        times = np.bincount(key.astype(np.intp))
        keys = np.flatnonzero(times)
        times = times[keys]
    else:
        keys, times = np.unique(key.astype(np.int64), return_counts=True)
    keys, times = keys[keys > 0], times[keys > 0]
    digits = keys[:, None] // base ** np.arange(labels, dtype=np.int64) % base
    if (digits.sum(axis=1) != keys // base**labels).any():
        return None
    codes = range(labels)
    rows = (tuple(np.repeat(codes, row).tolist()) for row in digits)
    return Counts(zip(rows, times.tolist(), strict=True))


def _summed(unit: Codes, worth: Array, label: Codes) -> Array:
    """(units,) sum of worth[label] over each unit. Where a slice of answers is of few units, it stays in the cache."""
    total = np.zeros(int(unit.max()) + 1)
    for start in range(0, len(unit), SLICE):
        those, values = unit[start : start + SLICE], worth[label[start : start + SLICE]]
        low, high = int(those.min()), int(those.max())
        if high - low > 8 * SLICE:  # in no order: all at once
            return np.asarray(np.bincount(unit, weights=worth[label]), dtype=np.float64)
        total[low : high + 1] += np.bincount(those - low, weights=values)
    return total


def _by_rows(unit: Codes, label: Codes) -> Counts:
    """For many labels: sort each unit's labels, and count equal rows."""
    order = np.lexsort((label, unit))
    unit, label = np.asarray(unit)[order], np.asarray(label)[order]
    starts = np.flatnonzero(np.diff(unit, prepend=unit[0] - 1))
    size = np.diff(starts, append=len(unit))
    counts = Counts()
    for m in np.unique(size).tolist():
        rows = label[starts[size == m][:, None] + np.arange(m)]
        for row, n in zip(*np.unique(rows, axis=0, return_counts=True), strict=True):
            counts.count(tuple(row.tolist()), int(n))
    return counts


@dataclass(frozen=True)
class PairTables:
    """(a, k, a, k) units that annotator a called c and annotator b called d, each way round; 0 for a with a."""

    cells: npt.NDArray[np.int64]

    @classmethod
    def of(cls, unit: Codes, annotator: Codes, label: Codes, annotators: int, labels: int) -> "PairTables":
        """From columns of codes; an annotator has answered a unit at most once."""
        code = (np.asarray(annotator, dtype=np.int64) * labels + label).astype(np.int32)
        if (np.diff(unit) < 0).any():
            order = np.argsort(unit, kind="stable")
            unit, code = np.asarray(unit)[order], code[order]
        wide = annotators * labels
        cells = np.zeros(wide * wide, dtype=np.int64)
        step = 1
        same = np.flatnonzero(unit[step:] == unit[:-step])
        while len(same):
            cells += np.bincount(code[same].astype(np.intp) * wide + code[same + step], minlength=wide * wide)
            step += 1
            same = same[same + step < len(unit)]
            same = same[unit[same + step] == unit[same]]
        table = cells.reshape(wide, wide)
        return cls((table + table.T).reshape(annotators, labels, annotators, labels))

    def kappas(self) -> tuple[Array, Array]:
        """(a, a) Cohen's kappa, nan where undefined and on the diagonal, and (a, a) units that two share."""
        by_first = self.cells.sum(axis=3, dtype=np.float64)  # a, c, b: how a labelled what b labelled too
        units = by_first.sum(axis=1)
        equal = np.einsum("acbc->ab", self.cells).astype(float)
        chance = np.einsum("acb,bca->ab", by_first, by_first)
        apart = units * units - chance
        quotient = np.full(units.shape, np.nan)
        np.divide(units * (units - equal), apart, out=quotient, where=apart > 0)
        return 1 - quotient, units

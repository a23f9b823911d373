"""Label multisets: the one table behind every coefficient that does not ask who gave a label."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
import numpy.typing as npt

from workers.agreement.tally import Tally

Label = str | float  # of one type in one table; a rating may be half a star
Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """A table of multisets as arrays, in an order that depends only on what is in it.

    labels   the k labels used, sorted
    counts   (r, k) how often each label was given on a unit of this row
    units    (r,) number of such units
    """

    labels: tuple[Label, ...]
    counts: Array
    units: Array

    @property
    def raters(self) -> Array:
        """(r,) labels on a unit of each row."""
        return np.asarray(self.counts.sum(axis=1))

    @property
    def pairable(self) -> int:
        """Units with two labels or more."""
        return int(self.units[self.raters > 1].sum())

    @property
    def pairs(self) -> int:
        """Pairs of labels on the same unit."""
        return int((self.units * self.raters * (self.raters - 1) / 2).sum())

    @property
    def uses(self) -> dict[Label, int]:
        """How often each label was given on pairable units."""
        paired = self.raters > 1
        totals = self.units[paired] @ self.counts[paired]
        return {label: int(n) for label, n in zip(self.labels, totals, strict=True)}


class Counts(Tally):
    """Multiset of labels on a unit -> number of units; a row is the sorted labels, each as often as it was given.

    Percent agreement, Krippendorff's alpha with any distance, multi-pi, AC1, their jackknife and their bootstrap are
    all functions of this table (docs/agreement.md has the derivation), and it stays small: with K labels and m raters
    it has at most C(K + m - 1, m) rows, whatever the number of units.
    """

    __slots__ = ()

    @classmethod
    def of(cls, units: Iterable[Iterable[Label | None]]) -> Self:
        """Count units, each given by its labels; None stands for a label that is missing."""
        counts = cls()
        for labels in units:
            counts.add(labels)
        return counts

    def add(self, labels: Iterable[Label | None]) -> None:
        """A unit got these labels, all of one type (None: missing). Units with one label matter to AC1 and are kept."""
        row = tuple(sorted(label for label in labels if label is not None))
        if row:
            self.count(row, 1)

    def remove(self, labels: Iterable[Label | None]) -> None:
        """Take out a unit that was added with these labels."""
        row = tuple(sorted(label for label in labels if label is not None))
        if row:
            self.count(row, -1)

    def to_rows(self) -> Rows:
        """The table as arrays. ValueError when a row is below zero: more was taken out than put in."""
        ordered = sorted(self.rows.items())
        labels = tuple(sorted({label for row, _ in ordered for label in row}))
        place = {label: i for i, label in enumerate(labels)}
        counts = np.zeros((len(ordered), len(labels)))
        for r, (row, n) in enumerate(ordered):
            if n < 0:
                raise ValueError(f"{row!r} was taken out {-n} times more often than it was added.")
            for label in row:
                counts[r, place[label]] += 1
        return Rows(labels, counts, np.array([float(n) for _, n in ordered]))

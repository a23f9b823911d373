"""Cohen's kappa of every two annotators, and their mean, with intervals over units and over raters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from workers.agreement.counts import Array
from workers.agreement.intervals import Estimate, jackknife_error, on_fisher_z, unseen
from workers.agreement.pairs import kappa
from workers.agreement.raters import LEAST_RATERS, Codes, Spread


@dataclass(frozen=True)
class Kappas:
    """Tables of every two annotators who share a unit.

    pairs    (p, 2) annotators, a before b
    tables   (p, k, k) units by label of a, label of b
    changes  (c, 4) unit, pair, label of a, label of b: one row for each pair of labels
    apart    (k, k) disagreement of two labels
    """

    pairs: Codes
    tables: Array
    changes: Codes
    apart: Array

    @classmethod
    def of(cls, units: Sequence[Mapping[int, int]], apart: Array) -> "Kappas":
        """From units as annotator -> label code, and the disagreement of label codes."""
        found: dict[tuple[int, int], int] = {}
        changes = [
            (u, found.setdefault((a, b), len(found)), c, k)
            for u, answers in enumerate(units)
            for (a, c), (b, k) in combinations(sorted(answers.items()), 2)
        ]
        columns = np.array(changes, dtype=np.int64).reshape(-1, 4)
        tables = np.zeros((len(found), *apart.shape))
        np.add.at(tables, tuple(columns[:, 1:].T), 1)
        return cls(np.array(list(found), dtype=np.int64).reshape(-1, 2), tables, columns, apart)

    def each(self, level: float = 0.95) -> list[Estimate]:
        """Kappa of each pair with its interval over units; None where undefined."""
        whole, without, times = kappa(self.tables, self.apart), self._without(), self._times()
        found = []
        for p, value in enumerate(whole.tolist()):
            there = times[0] == p
            found.append(self._estimate(p, value, without[there], times[2][there], level))
        return found

    def _estimate(self, p: int, value: float, without: Array, units: Array, level: float) -> Estimate:
        if np.isnan(value):
            return Estimate(None)
        error, n = jackknife_error(without, units), float(units.sum())
        if error is None:
            return Estimate(value)
        if error < 1e-12:
            table = self.tables[p]
            chance = float(table.sum(axis=1) @ self.apart @ table.sum(axis=0)) / (n * n)
            observed, other = float((table * self.apart).sum()) / n, unseen(n, level)
            return Estimate(value, 1 - min(1.0, observed + other) / chance, 1 - max(0.0, observed - other) / chance)
        return Estimate(value, *on_fisher_z(value, error, n - 1, level))

    def mean(self, level: float = 0.95) -> tuple[Estimate, Estimate]:
        """Mean kappa of all pairs, each as heavy as the units it shares: for these annotators, and for others.

        With complete data every pair shares all units, and this is Light's kappa.
        source     Light (1971), Psychological Bulletin 76:365; intervals as in `raters.population_estimates`
        """
        n = self.tables.sum(axis=(1, 2))
        each = kappa(self.tables, self.apart)
        top, bottom = np.where(np.isnan(each), 0, n * each), np.where(np.isnan(each), 0, n)
        if not bottom.sum():
            return Estimate(None), Estimate(None)
        estimate = Estimate(float(top.sum() / bottom.sum()))
        over_units, over_labels = self._over_units(top, bottom)
        if over_units is None:
            return estimate, estimate
        units = len(np.unique(self.changes[:, 0]))
        narrow = self._around(estimate, Spread(over_units, 0.0, 0.0, units, 1), level)
        over_raters, raters = self._over_raters(top, bottom)
        if over_raters is None:
            return narrow, estimate
        return narrow, self._around(estimate, Spread(over_units, over_raters, over_labels or 0.0, units, raters), level)

    def _around(self, estimate: Estimate, spread: Spread, level: float) -> Estimate:
        value = estimate.value
        if value is None or spread.error < 1e-12:
            return estimate
        return Estimate(value, *on_fisher_z(value, spread.error, spread.freedom, level))

    def _times(self) -> tuple[Codes, Codes, Array]:
        """The cells in use: their pair, their number within (k, k), and the units in them."""
        k = len(self.apart)
        pair, cell = np.nonzero(self.tables.reshape(len(self.tables), k * k))
        return pair, cell, self.tables.reshape(len(self.tables), k * k)[pair, cell]

    def _without(self) -> Array:
        """For each cell in use: kappa of its pair without one unit of it."""
        pair, cell, _ = self._times()
        k = len(self.apart)
        left = self.tables[pair]
        left.reshape(len(pair), k * k)[np.arange(len(pair)), cell] -= 1
        return kappa(left, self.apart)

    def _over_units(self, top: Array, bottom: Array) -> tuple[float | None, float | None]:
        """Jackknife standard errors over units, and over single labels."""
        k = len(self.apart)
        pair, cell, _ = self._times()
        without = self._without()
        defined = ~np.isnan(without) & (bottom[pair] > 0)  # a pair that loses its kappa leaves the mean
        heavy = np.where(defined, bottom[pair] - 1, 0)
        number = np.zeros(self.tables.size, dtype=np.int64)
        number[pair * k * k + cell] = np.arange(len(pair))
        unit, p, c, d = self.changes.T
        at = number[(p * k + c) * k + d]
        loss = (heavy * np.nan_to_num(without) - top[pair])[at], (heavy - bottom[pair])[at]
        people = self.pairs.max(initial=0) + 1
        singles = np.concatenate([unit * people + self.pairs[p, side] for side in (0, 1)])
        both = np.tile(loss[0], 2), np.tile(loss[1], 2)
        return _error(top, bottom, unit, loss), _error(top, bottom, singles, both)

    def _over_raters(self, top: Array, bottom: Array) -> tuple[float | None, int]:
        raters = len(np.unique(self.pairs))
        if raters < LEAST_RATERS:
            return None, raters
        loss = np.tile(-top, 2), np.tile(-bottom, 2)
        return _error(top, bottom, self.pairs.T.ravel(), loss), raters


def _error(top: Array, bottom: Array, whose: Codes, loss: tuple[Array, Array]) -> float | None:
    """Standard error of sum(top) / sum(bottom) by leaving out one at a time.

    whose    (c,) to whom each change belongs
    loss     what leaving them out changes in the two sums: (c,) each
    """
    present, place = np.unique(whose, return_inverse=True)
    tops = top.sum() + np.bincount(place, weights=loss[0])
    bottoms = bottom.sum() + np.bincount(place, weights=loss[1])
    left_out = np.divide(tops, bottoms, out=np.full(len(tops), np.nan), where=bottoms > 0)
    return jackknife_error(left_out, np.ones(len(present)))

"""Annotator by annotator: the second table, for coefficients that ask who gave a label."""

import math
from collections.abc import Mapping
from itertools import combinations

import numpy as np
import numpy.typing as npt

from workers.agreement.counts import Array, Label
from workers.agreement.intervals import Estimate, on_fisher_z, unseen
from workers.agreement.tally import Tally


class Pairs(Tally):
    """(annotator a, annotator b, label of a, label of b) -> units, with a before b."""

    __slots__ = ()

    def add(self, answers: Mapping[int, Label], times: int = 1) -> None:
        """A unit got these labels, by annotator."""
        for (a, c), (b, k) in combinations(sorted(answers.items()), 2):
            self.count((a, b, c, k), times)

    def remove(self, answers: Mapping[int, Label]) -> None:
        """Take out a unit that was added with these answers."""
        self.add(answers, -1)

    def tables(self) -> tuple[list[tuple[int, int]], Array]:
        """The p pairs (a, b), sorted, a before b; and (p, k, k) units over `labels()`, a's label down, b's across."""
        place = {label: i for i, label in enumerate(self.labels())}
        pairs = sorted({(int(a), int(b)) for a, b, _, _ in self.rows})
        index = {pair: i for i, pair in enumerate(pairs)}
        stack = np.zeros((len(pairs), len(place), len(place)))
        for (a, b, c, k), n in self.rows.items():
            stack[index[int(a), int(b)], place[c], place[k]] = n
        return pairs, stack

    def labels(self) -> tuple[Label, ...]:
        """The labels used, sorted."""
        return tuple(sorted({label for row in self.rows for label in row[2:]}))

    def annotators(self) -> tuple[int, ...]:
        """The annotators who share a unit with somebody, sorted."""
        return tuple(sorted({int(who) for row in self.rows for who in row[:2]}))


def kappa(table: Array, weights: Array | None = None) -> Array:
    """Cohen's kappa, or weighted kappa, of one table or many.

    table      (..., k, k) units that the first rater called c and the second k
    weights    (k, k) disagreement of two labels, 0 on the diagonal; equal-or-not when left out
    returns    (...): 1 for perfect agreement, 0 for chance; nan where both used one and the same label throughout
    source     Cohen (1960), Educational and Psychological Measurement 20:37; weighted: Cohen (1968), Psychological
               Bulletin 70:213
    """
    apart = 1.0 - np.eye(table.shape[-1]) if weights is None else weights
    n = table.sum(axis=(-2, -1))
    expected = np.einsum("...c,...k,ck->...", table.sum(axis=-1), table.sum(axis=-2), apart)
    observed = n * (table * apart).sum(axis=(-2, -1))
    quotient = np.full(np.shape(expected), np.nan)
    np.divide(observed, expected, out=quotient, where=expected > 0)
    return 1 - quotient


def kappa_matrix(pairs: Pairs) -> tuple[tuple[int, ...], Array, npt.NDArray[np.int64]]:
    """Cohen's kappa of every two annotators.

    returns    the annotators; (a, a) kappas, symmetric, nan on the diagonal and where undefined; (a, a) units shared
    """
    annotators, (found, stack) = pairs.annotators(), pairs.tables()
    kappas = np.full((len(annotators), len(annotators)), np.nan)
    units = np.zeros(kappas.shape, dtype=np.int64)
    if found:
        place = {who: i for i, who in enumerate(annotators)}
        a, b = (np.array([place[pair[side]] for pair in found]) for side in (0, 1))
        kappas[a, b] = kappas[b, a] = kappa(stack)
        units[a, b] = units[b, a] = stack.sum(axis=(1, 2)).astype(np.int64)
    return annotators, kappas, units


def kappa_estimates(tables: Array, weights: Array | None = None, level: float = 0.95) -> list[Estimate]:
    """Cohen's kappa of each of many pairs, with its interval for other units like these.

    tables     (p, k, k) units
    weights    (k, k) disagreement of two labels, 0 on the diagonal; equal-or-not when left out
    returns    value None where undefined; jackknife over units on Fisher z, as for the other coefficients
    """
    near = np.eye(tables.shape[1]) if weights is None else 1 - weights / max(float(weights.max(initial=0)), 1e-300)
    units, equal = tables.sum(axis=(1, 2)), (tables * near).sum(axis=(1, 2))
    expected = np.einsum("pj,jk,pk->p", tables.sum(axis=2), near, tables.sum(axis=1))
    values = _from_sums(units, equal, expected)
    errors = _errors(tables, near, units, equal, expected)
    found = []
    for p, (n, value, error) in enumerate(zip(units.tolist(), values.tolist(), errors.tolist(), strict=True)):
        if math.isnan(value):
            found.append(Estimate(None))
        elif n < 2 or math.isnan(error):
            found.append(Estimate(value))
        elif error < 1e-12:
            observed, chance, other = 1 - equal[p] / n, 1 - expected[p] / (n * n), unseen(n, level)
            low, high = 1 - min(1.0, observed + other) / chance, 1 - max(0.0, observed - other) / chance
            found.append(Estimate(value, float(low), float(high)))
        else:
            found.append(Estimate(value, *on_fisher_z(value, error, n - 1, level)))
    return found


def _from_sums(units: Array, equal: Array, expected: Array) -> Array:
    """Kappa from the units, those with equal labels, and the sum over labels of uses by one times uses by the other."""
    apart = units * units - expected
    quotient = np.full(np.shape(apart), np.nan)
    np.divide(units * (units - equal), apart, out=quotient, where=apart > 0)
    return 1 - quotient


def _errors(tables: Array, near: Array, units: Array, equal: Array, expected: Array) -> Array:
    """(p,) jackknife standard errors; nan where a pair has one unit, or leaving one out leaves no variation.

    Without a unit that the first called c and the second k, the uses of c by the first and of k by the second fall by
    one, so the sum of their products, each as heavy as the two labels are near, falls by what stood beside each of the
    two, and rises by how near they are to each other.
    """
    first, second = tables.sum(axis=2) @ near, tables.sum(axis=1) @ near.T
    n = units[:, None, None]
    without = _from_sums(
        n - 1, equal[:, None, None] - near, expected[:, None, None] - second[:, :, None] - first[:, None, :] + near
    )
    without = np.where(tables > 0, without, 0.0)
    mean = (tables * without).sum(axis=(1, 2)) / units
    squares = (tables * np.square(without - mean[:, None, None])).sum(axis=(1, 2))
    return np.asarray(np.sqrt((units - 1) / units * squares))

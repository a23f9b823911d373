"""Everything a table says about agreement: each coefficient for these annotators, and for others like them."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from workers.agreement.coefficients import LABEL_ALPHA, Coefficient, estimates
from workers.agreement.counts import Array, Counts
from workers.agreement.figures import LEAST_UNITS, LEAST_USES, SURE_UNITS, Note
from workers.agreement.intervals import Estimate
from workers.agreement.levels import coefficients, weights
from workers.agreement.mean_kappa import Kappas
from workers.agreement.raters import Raters, population_estimates
from workers.agreement.table import Table


@dataclass(frozen=True)
class Measured:
    """A number with both its intervals.

    value, low, high                 for these annotators and other units like these
    population_low, population_high  for other annotators like these as well
    units, raters                    units with two labels or more, annotators who gave them
    note                             why it is undefined, or to be read with caution
    """

    value: float | None
    low: float | None
    high: float | None
    population_low: float | None
    population_high: float | None
    units: int
    raters: int
    note: str


@dataclass(frozen=True)
class OfLabel:
    label: str
    uses: int
    alpha: Measured


@dataclass(frozen=True)
class OfPair:
    a: str
    b: str
    found: Measured


@dataclass(frozen=True)
class Summary:
    """metrics  by name, the one to look at first in front
    labels   alpha of each label against the rest, in the order of the labels
    pairs    of every two annotators who share a unit, the least agreeing first
    paired   which coefficient `pairs` holds
    """

    metrics: dict[str, Measured]
    labels: list[OfLabel]
    pairs: list[OfPair]
    paired: str


def summary(table: Table, level: str) -> Summary:
    """Measure a table at a level of measurement.

    level      one of `levels.LEVELS`; ValueError for any other
    """
    raters = Raters()
    for answers in table.units:
        raters.add(answers)
    counts = raters.counts()
    ground = Ground.of(counts, raters)
    metrics = {
        name: ground.measured(estimates(counts, how)[0], population_estimates(raters, how)[0])
        for name, how in coefficients(level, table.values).items()
    }
    if level in ("nominal", "ordinal"):
        kappas = Kappas.of(table.units, 1 - weights("interval" if level == "ordinal" else level, ranks(table)))
        metrics["kappa"] = ground.measured(*kappas.mean())
        pairs = list(_kappas(table, kappas))
    else:
        pairs = list(_alphas(table, coefficients(level, table.values)["alpha"]))
    pairs.sort(key=lambda pair: (pair.found.value is None, pair.found.value, pair.a, pair.b))
    return Summary(metrics, _labels(table, counts, raters, ground), pairs, "kappa" if "kappa" in metrics else "alpha")


def ranks(table: Table) -> Array:
    """(k,) the rank of each label, from 0 on, in the table's order of labels."""
    return np.arange(float(len(table.labels)))


@dataclass(frozen=True)
class Ground:
    """What a number stands on."""

    units: int
    raters: int
    rarest: int

    @classmethod
    def of(cls, counts: Counts, raters: Raters) -> "Ground":
        rows = counts.to_rows()
        return cls(rows.pairable, len(raters.annotators()), min((n for n in rows.uses.values() if n), default=0))

    def measured(self, here: Estimate, population: Estimate) -> Measured:
        return Measured(
            here.value, here.low, here.high, population.low, population.high, self.units, self.raters, self._note(here)
        )

    def _note(self, here: Estimate) -> str:
        if self.units < 1:
            return Note.TOO_FEW
        if here.value is None:
            return Note.NO_VARIATION
        if self.units < LEAST_UNITS:
            return Note.TOO_FEW
        if self.units < SURE_UNITS:
            return Note.FEW_UNITS
        return Note.RARE_LABEL if self.rarest < LEAST_USES else Note.NONE


def _labels(table: Table, counts: Counts, raters: Raters, ground: Ground) -> list[OfLabel]:
    uses = counts.to_rows().uses
    paired = sorted(label for label, n in uses.items() if n)
    total = sum(uses.values())
    here, population = estimates(counts, LABEL_ALPHA), population_estimates(raters, LABEL_ALPHA)
    there = dict(zip(sorted(uses), population, strict=False))
    found = []
    for label, one in zip(paired, here, strict=True):
        stands = Ground(ground.units, ground.raters, min(uses[label], total - uses[label]))
        found.append(OfLabel(table.labels[int(label)], uses[label], stands.measured(one, there[label])))
    return found


def _kappas(table: Table, kappas: Kappas) -> Iterator[OfPair]:
    used = kappas.tables.sum(axis=1) + kappas.tables.sum(axis=2)
    for (a, b), estimate, cells, uses in zip(kappas.pairs, kappas.each(), kappas.tables, used, strict=True):
        ground = Ground(int(cells.sum()), 2, int(uses[uses > 0].min()))
        yield OfPair(table.annotators[a - 1], table.annotators[b - 1], ground.measured(estimate, Estimate(None)))


def _alphas(table: Table, how: Coefficient) -> Iterator[OfPair]:
    shared: dict[tuple[int, int], Counts] = {}
    for answers in table.units:
        people = sorted(answers)
        for i, a in enumerate(people):
            for b in people[i + 1 :]:
                shared.setdefault((a, b), Counts()).add((answers[a], answers[b]))
    for (a, b), counts in shared.items():
        ground = Ground(counts.to_rows().pairable, 2, LEAST_USES)  # a number seen once is no rare label
        found = ground.measured(estimates(counts, how)[0], Estimate(None))
        yield OfPair(table.annotators[a - 1], table.annotators[b - 1], found)

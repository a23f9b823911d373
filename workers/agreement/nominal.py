"""Agreement on one label a unit, from a list without order."""

from collections.abc import Mapping

import numpy as np

from workers.agreement.coefficients import AC1, ALPHA, LABEL_ALPHA, PERCENT, Coefficient, estimates
from workers.agreement.counts import Counts, Label, Rows
from workers.agreement.figures import Basis, LabelFigures, PairFigures, Report
from workers.agreement.intervals import NOTHING, share
from workers.agreement.pairs import Pairs, kappa_estimates
from workers.agreement.raters import Leaving, Raters, population_estimates
from workers.agreement.state import Measure
from workers.agreement.tally import Tally


def contribution(answers: Mapping[int, Label]) -> Tally:
    """What one unit adds to the tables.

    answers    annotator -> label
    returns    parts "units" (Counts), "pairs" (Pairs) and "raters" (Raters)
    """
    tally, counts, pairs, raters = Tally(), Counts(), Pairs(), Raters()
    counts.add(answers.values())
    pairs.add(answers)
    raters.add(answers)
    tally.include("units", counts)
    tally.include("pairs", pairs)
    tally.include("raters", raters)
    return tally


COEFFICIENTS = {"alpha": ALPHA, "percent": PERCENT, "ac1": AC1}


def report(tally: Tally, coefficients: Mapping[str, Coefficient] = COEFFICIENTS) -> Report:
    """The figures of a field: alpha, percent and AC1; alpha of each label; kappa and percent of each two annotators."""
    counts, pairs = Counts(tally.part("units")), Pairs(tally.part("pairs"))
    rows, raters = counts.to_rows(), len(pairs.annotators())
    uses = {label: n for label, n in rows.uses.items() if n}
    basis = Basis(rows.pairable, rows.pairs, raters, min(uses.values(), default=None))
    left = Leaving.of(Raters(tally.part("raters")))
    return Report(
        figures={
            name: basis.figure(estimates(counts, how)[0], population=population_estimates(left, how)[0])
            for name, how in coefficients.items()
        },
        labels=_labels(counts, rows, uses, raters, left),
        pairs=_pairs(pairs),
    )


def _labels(counts: Counts, rows: Rows, uses: dict[Label, int], raters: int, left: Leaving) -> list[LabelFigures]:
    total, lines = sum(uses.values()), []
    population = dict(zip(left.labels, population_estimates(left, LABEL_ALPHA), strict=False))
    for (label, used), estimate in zip(sorted(uses.items()), estimates(counts, LABEL_ALPHA), strict=True):
        basis = Basis(rows.pairable, rows.pairs, raters, min(used, total - used))
        figure = basis.figure(estimate, population=population.get(label, NOTHING))
        lines.append(LabelFigures(label, used, {"alpha": figure}))
    return lines


def _pairs(pairs: Pairs) -> list[PairFigures]:
    found, tables = pairs.tables()
    equal = np.trace(tables, axis1=1, axis2=2).tolist()
    lines = []
    for (a, b), kappa, n, same in zip(found, kappa_estimates(tables), tables.sum(axis=(1, 2)), equal, strict=True):
        basis = Basis(int(n), int(n), 2)
        figures = {"kappa": basis.figure(kappa), "percent": basis.figure(share(int(same), int(n)))}
        lines.append(PairFigures(a, b, figures))
    return lines


MEASURE = Measure(contribution, report, ("units", "pairs", "raters"))

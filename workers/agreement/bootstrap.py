"""Bootstrap intervals, on request: drawing units with replacement is drawing how often each row of the table comes."""

import numpy as np

from workers.agreement.coefficients import Coefficient
from workers.agreement.counts import Counts
from workers.agreement.intervals import Estimate


def bootstrap(
    counts: Counts, how: dict[str, Coefficient], replicates: int = 1000, level: float = 0.95, seed: int = 0
) -> dict[str, Estimate]:
    """Percentile intervals of several coefficients from the same draws; those with a value for each label are left out.

    counts     label multisets
    seed       the same one gives the same interval
    returns    no interval where every draw leaves a coefficient undefined
    source     Efron & Tibshirani (1993), An Introduction to the Bootstrap, ch. 13; that N units drawn from the table
               are a multinomial over its rows is exact
    """
    rows = counts.to_rows()
    units = int(rows.units.sum())
    if not units:
        return {name: Estimate(None) for name in how}
    drawn = np.random.default_rng(seed).multinomial(units, rows.units / units, size=replicates).astype(float)
    found = {}
    for name, coefficient in how.items():
        used = rows.raters > (1 if coefficient.pairable else 0)
        part = type(rows)(rows.labels, rows.counts[used], rows.units[used])
        totals = np.concatenate([(part.units @ coefficient.sums(part))[None], drawn[:, used] @ coefficient.sums(part)])
        with np.errstate(invalid="ignore"):  # a draw without a pair defines nothing, which nan says
            observed, expected = coefficient.parts(rows.labels, totals)
        quotient = np.full(observed.shape, np.nan)
        np.divide(observed, expected, out=quotient, where=expected > 0)
        value, values = 1 - quotient[0, 0], (1 - quotient[1:, 0])[~np.isnan(quotient[1:, 0])]
        if np.isnan(value):
            found[name] = Estimate(None)
        elif len(values):
            low, high = np.quantile(values, [0.5 - level / 2, 0.5 + level / 2])
            found[name] = Estimate(float(value), float(low), float(high))
        else:
            found[name] = Estimate(float(value))
    return found

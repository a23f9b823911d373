"""Agreement coefficients from label multisets.

Each one is 1 - observed disagreement / expected disagreement, and both parts are functions of a few sums over units.
So a coefficient is two functions: what a unit adds to the sums, and what the sums say. Leaving out a unit is then a
subtraction, and the jackknife costs one evaluation a row of the table.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from workers.agreement.counts import Array, Counts, Label, Rows
from workers.agreement.distances import Distance, nominal
from workers.agreement.intervals import Estimate, jackknife_error, on_fisher_z, on_logit, unseen

Transform = Callable[[float, float, float, float], tuple[float, float]]
CHUNK = 2_000_000  # numbers held at once while units are left out


@dataclass(frozen=True)
class Coefficient:
    """How a coefficient is read from the table.

    sums       Rows -> (r, f): what one unit of each row adds
    parts      labels, (..., f) totals -> observed and expected disagreement, each (..., q); q = 1 or one a label
    pairable   whether units with a single label are left aside
    by_label   whether there is one value a label (q = k)
    transform  the scale on which its interval is built
    """

    sums: Callable[[Rows], Array]
    parts: Callable[[tuple[Label, ...], Array], tuple[Array, Array]]
    pairable: bool = True
    by_label: bool = False
    transform: Transform = on_fisher_z


def _ratio(observed: Array, expected: Array) -> Array:
    """1 - observed / expected; nan where nothing else could have been expected."""
    quotient = np.full(np.broadcast(observed, expected).shape, np.nan)
    np.divide(observed, expected, out=quotient, where=expected > 0)
    return 1 - quotient


def per(total: Array, n: Array) -> Array:
    """total / n; nan where nothing is left, whatever taking out the last unit left of the total by rounding."""
    return np.asarray(np.divide(total, n, out=np.full(np.broadcast(total, n).shape, np.nan), where=n > 0))


def _rows(counts: Counts, coefficient: Coefficient) -> Rows:
    table = counts
    if coefficient.pairable:
        table = Counts((row, n) for row, n in counts.rows.items() if len(row) > 1)
    return table.to_rows()


def _read(rows: Rows, coefficient: Coefficient) -> tuple[Array, Array, Array]:
    sums = coefficient.sums(rows)
    total = rows.units @ sums
    return sums, total, _ratio(*coefficient.parts(rows.labels, total))


def values(counts: Counts, coefficient: Coefficient) -> list[float | None]:
    """The coefficient's q values; None where it is undefined."""
    rows = _rows(counts, coefficient)
    if rows.pairable == 0:
        return [] if coefficient.by_label else [None]
    return [None if np.isnan(v) else float(v) for v in _read(rows, coefficient)[2]]


def estimates(counts: Counts, coefficient: Coefficient, level: float = 0.95) -> list[Estimate]:
    """The coefficient's q values with their intervals for these raters and other units like these.

    counts     label multisets
    level      how often an interval made this way holds the value of the population of units
    returns    delete-one-unit jackknife, t quantile, on the coefficient's own scale; no interval for fewer than two
               units or where leaving out one unit leaves no variation
    """
    rows = _rows(counts, coefficient)
    if rows.pairable == 0:
        return [] if coefficient.by_label else [Estimate(None)]
    sums, total, found = _read(rows, coefficient)
    if rows.units.sum() < 2:
        return [Estimate(None if np.isnan(v) else float(v)) for v in found]
    left_out = _left_out(rows, coefficient, sums, total)
    observed, expected = coefficient.parts(rows.labels, total)
    expected = np.broadcast_to(expected, observed.shape)
    return [
        _estimate(found[q], left_out[:, q], rows.units, observed[q], expected[q], coefficient, level)
        for q in range(len(found))
    ]


def _left_out(rows: Rows, coefficient: Coefficient, sums: Array, total: Array) -> Array:
    step = max(1, CHUNK // max(1, sums.shape[1]))
    parts = []
    for start in range(0, len(sums), step):
        parts.append(_ratio(*coefficient.parts(rows.labels, total - sums[start : start + step])))
    return np.concatenate(parts)


def _estimate(
    value: float, left_out: Array, units: Array, observed: float, expected: float, how: Coefficient, level: float
) -> Estimate:
    if np.isnan(value):
        return Estimate(None)
    value = float(value)
    error = jackknife_error(left_out, units)
    if error is None:
        return Estimate(value)
    n = float(units.sum())
    if error < 1e-12:
        other = unseen(n, level)
        low, high = 1 - min(1.0, observed + other) / expected, 1 - max(0.0, observed - other) / expected
        return Estimate(value, float(low), float(high))
    return Estimate(value, *how.transform(value, error, n - 1, level))


def _agreeing(rows: Rows) -> Array:
    """(r,) share of a unit's pairs of labels that are equal; 0 for a single label."""
    m = rows.raters
    equal = (rows.counts * (rows.counts - 1)).sum(axis=1)
    return np.asarray(np.divide(equal, m * (m - 1), out=np.zeros_like(m), where=m > 1))


def _percent_sums(rows: Rows) -> Array:
    return np.stack([_agreeing(rows), np.ones_like(rows.units)], axis=1)


def _percent_parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
    observed = 1 - per(s[..., :1], s[..., 1:2])
    return observed, np.ones_like(observed)


def _alpha_sums(rows: Rows) -> Array:
    """Disagreeing ordered pairs over m - 1, then the uses of each label."""
    m = rows.raters
    apart = (m * m - np.square(rows.counts).sum(axis=1)) / (m - 1)
    return np.column_stack([apart, rows.counts])


def _alpha_parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
    uses = s[..., 1:]
    n = uses.sum(axis=-1, keepdims=True)
    apart = n * n - np.square(uses).sum(axis=-1, keepdims=True)
    return per(s[..., :1], n), per(apart, n * np.maximum(n - 1, 1))


def _coincidences(rows: Rows) -> Array:
    """(r, k * k) ordered pairs of labels on a unit, over m - 1."""
    k = len(rows.labels)
    pairs = rows.counts[:, :, None] * rows.counts[:, None, :] - np.eye(k) * rows.counts[:, :, None]
    return np.asarray(pairs / (rows.raters - 1)[:, None, None]).reshape(len(pairs), k * k)


def alpha_with(distance: Distance) -> Coefficient:
    """Krippendorff's alpha with any distance, as a Coefficient (see `alpha`)."""

    def parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
        k = len(labels)
        pairs = s.reshape(*s.shape[:-1], k, k)
        uses = pairs.sum(axis=-1)
        n = uses.sum(axis=-1, keepdims=True)
        apart = distance(labels, uses)
        observed = per((pairs * apart).sum(axis=(-2, -1))[..., None], n)
        expected = (uses[..., :, None] * uses[..., None, :] * apart).sum(axis=(-2, -1))[..., None]
        return observed, per(expected, n * np.maximum(n - 1, 1))

    return Coefficient(_coincidences, parts)


def _label_alpha_sums(rows: Rows) -> Array:
    """For each label: ordered pairs of it with another label, over m - 1; then its uses."""
    m = rows.raters[:, None]
    return np.concatenate([rows.counts * (m - rows.counts) / (m - 1), rows.counts], axis=1)


def _label_alpha_parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
    k = len(labels)
    mixed, uses = s[..., :k], s[..., k:]
    n = uses.sum(axis=-1, keepdims=True)
    return per(2 * mixed, n), per(2 * uses * (n - uses), n * np.maximum(n - 1, 1))


def _chance_sums(rows: Rows) -> Array:
    """Agreement and 1 for units with two labels or more; then each label's share, and 1, for all units."""
    shares = rows.counts / rows.raters[:, None]
    paired = (rows.raters > 1).astype(float)
    return np.column_stack([_agreeing(rows), paired, shares, np.ones_like(paired)])


def _observed_and_shares(s: Array) -> tuple[Array, Array]:
    paired = s[..., 1:2]
    return 1 - per(s[..., :1], paired), s[..., 2:-1] / np.maximum(s[..., -1:], 1)


def _ac1_parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
    observed, shares = _observed_and_shares(s)
    if len(labels) < 2:
        return observed, np.zeros_like(observed)
    chance = (shares * (1 - shares)).sum(axis=-1, keepdims=True) / (len(labels) - 1)
    return observed, 1 - chance


def _multi_pi_parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
    observed, shares = _observed_and_shares(s)
    expected = 1 - np.square(shares).sum(axis=-1, keepdims=True)
    return observed, np.where(expected > 1e-12, expected, 0.0)


PERCENT = Coefficient(_percent_sums, _percent_parts, transform=on_logit)
ALPHA = Coefficient(_alpha_sums, _alpha_parts)
LABEL_ALPHA = Coefficient(_label_alpha_sums, _label_alpha_parts, by_label=True)
AC1 = Coefficient(_chance_sums, _ac1_parts, pairable=False)
MULTI_PI = Coefficient(_chance_sums, _multi_pi_parts, pairable=False)


def percent(counts: Counts) -> float | None:
    """Percent agreement: the mean, over units with two labels or more, of the share of pairs that are equal.

    counts     label multisets; units with one label are ignored
    returns    0..1, None without a unit that has two labels
    source     Fleiss (1971), Psychological Bulletin 76:378, eq. 4
    """
    return values(counts, PERCENT)[0]


def alpha(counts: Counts, distance: Distance = nominal) -> float | None:
    """Krippendorff's alpha.

    counts     label multisets; units with one label are ignored
    distance   squared difference of two labels (see `distances`)
    returns    1 for perfect agreement, 0 for chance, below 0 for worse; None when only one label was used: no variation
    source     Krippendorff (2019), Content Analysis, 4th ed., ch. 12
    """
    return values(counts, ALPHA if distance is nominal else alpha_with(distance))[0]


def label_alpha(counts: Counts) -> dict[Label, float | None]:
    """Nominal alpha of each label against all others together: how reliably this one label is told apart.

    counts     label multisets; units with one label are ignored
    returns    label -> alpha of the data in which every other label is the same; None for a label used always
    source     Krippendorff (1980), Content Analysis, p. 139; closed form in docs/agreement.md
    """
    labels = Counts((row, n) for row, n in counts.rows.items() if len(row) > 1).to_rows().labels
    return dict(zip(labels, values(counts, LABEL_ALPHA), strict=False))


def ac1(counts: Counts) -> float | None:
    """Gwet's AC1: chance agreement is taken as what remains when raters are unsure, so a rare label does not sink it.

    counts     label multisets; units with one label count for how often each label is used
    returns    1 for perfect agreement, None when only one label was used or no unit has two; the number of categories
               is the number of labels used
    source     Gwet (2008), British Journal of Mathematical and Statistical Psychology 61:29; with missing labels as in
               Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., ch. 5
    """
    return values(counts, AC1)[0]


def multi_pi(counts: Counts) -> float | None:
    """Fleiss' kappa, which is Scott's pi for several raters.

    counts     label multisets; units with one label count for how often each label is used
    returns    1 for perfect agreement, None when only one label was used or no unit has two
    source     Fleiss (1971), Psychological Bulletin 76:378; Scott (1955), Public Opinion Quarterly 19:321
    """
    return values(counts, MULTI_PI)[0]

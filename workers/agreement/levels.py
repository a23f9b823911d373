"""Which coefficients fit a level of measurement.

Labels are codes 0..k-1 here, and `values` says what number each stands for (for ordinal labels, their ranks). Alpha of
interval and ratio data then needs no table of label by label, so a slider with a thousand positions costs no more
than its units.
"""

from dataclasses import replace

import numpy as np

from workers.agreement.coefficients import AC1, ALPHA, MULTI_PI, PERCENT, Coefficient, alpha_with, per
from workers.agreement.counts import Array, Label, Rows
from workers.agreement.distances import ordinal

LEVELS = ("nominal", "ordinal", "interval", "ratio")


def coefficients(level: str, values: Array) -> dict[str, Coefficient]:
    """The coefficients of a level by name, the one to look at first in front.

    level      one of LEVELS
    values     (k,) number of each label code; not read at the nominal level
    """
    if level not in LEVELS:
        raise ValueError(f"{level!r} is not a level of measurement; these are: {', '.join(LEVELS)}.")
    if level == "nominal":
        return {"alpha": ALPHA, "percent": PERCENT, "ac1": AC1, "multi_pi": MULTI_PI, "brennan_prediger": uniform()}
    alpha = {"ordinal": alpha_with(ordinal), "interval": interval_alpha(values), "ratio": ratio_alpha(values)}[level]
    return {
        "alpha": alpha,
        "percent": PERCENT,
        "ac2": ac2(weights(level, values)),
        "alpha_nominal": ALPHA,
        "ac1": AC1,
    }


def interval_alpha(values: Array) -> Coefficient:
    """Alpha with squared differences, from four sums a unit: sum over pairs (x - y)^2 = 2 (m sum x^2 - (sum x)^2).

    source     Krippendorff (2011), Computing Krippendorff's Alpha-Reliability, section D
    """
    shifted = values - values.mean() if len(values) else values  # large numbers close together keep their digits

    def sums(rows: Rows) -> Array:
        x, m = shifted[np.array(rows.labels, dtype=np.int64)], rows.raters
        first, second = rows.counts @ x, rows.counts @ np.square(x)
        apart = 2 * (m * second - np.square(first)) / (m - 1)
        return np.column_stack([np.maximum(apart, 0), m, first, second])

    def parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
        apart, n, first, second = (s[..., i : i + 1] for i in range(4))
        expected = per(np.maximum(2 * (n * second - np.square(first)), 0), n * np.maximum(n - 1, 1))
        scale = np.square(shifted).max(initial=0)
        return per(apart, n), np.where(expected > 1e-12 * scale, expected, 0.0)

    return Coefficient(sums, parts)


def ratio_alpha(values: Array) -> Coefficient:
    """Alpha with squared differences relative to the sum.

    source     as for `interval_alpha`
    """
    total = values[:, None] + values[None, :]
    apart = np.square(np.divide(values[:, None] - values[None, :], total, out=np.zeros_like(total), where=total != 0))
    return alpha_between(tuple(range(len(values))), apart)


def alpha_between(known: tuple[Label, ...], apart: Array) -> Coefficient:
    """Alpha with a distance of label to label, from the pairs of a unit and the uses of each label.

    known      the labels
    apart      (k, k) how far apart they are, symmetric, zero on the diagonal
    """
    place = {label: i for i, label in enumerate(known)}

    def among(labels: tuple[Label, ...]) -> Array:
        codes = [place[label] for label in labels]
        return np.asarray(apart[np.ix_(codes, codes)])

    def sums(rows: Rows) -> Array:
        pairs = np.einsum("rk,rk->r", rows.counts @ among(rows.labels), rows.counts)
        return np.column_stack([pairs / (rows.raters - 1), rows.counts])

    def parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
        uses = s[..., 1:]
        n = uses.sum(axis=-1, keepdims=True)
        expected = ((uses @ among(labels)) * uses).sum(axis=-1, keepdims=True)
        return per(s[..., :1], n), per(expected, n * np.maximum(n - 1, 1))

    return Coefficient(sums, parts)


def weights(level: str, values: Array) -> Array:
    """(k, k) how much two labels agree, 1 on the diagonal, down to 0 for the two farthest apart.

    source     Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., section 3.5
    """
    k = len(values)
    if level == "nominal":
        return np.eye(k)
    if level == "ordinal":
        steps = np.abs(np.subtract.outer(np.arange(k), np.arange(k)))
        apart = steps * (steps + 1) / 2.0
    else:
        apart = np.square(np.subtract.outer(values, values))
        if level == "ratio":
            total = np.add.outer(values, values)
            apart = np.divide(apart, np.square(total), out=np.zeros_like(total), where=total != 0)
    return np.asarray(1 - apart / apart.max()) if k > 1 else np.ones((k, k))


def ac2(weight: Array) -> Coefficient:
    """Gwet's AC2: AC1 in which labels that are close agree in part.

    weight     (k, k) as from `weights`
    source     Gwet (2014), Handbook of Inter-Rater Reliability, 4th ed., section 5.4
    """

    def sums(rows: Rows) -> Array:
        found = AC1.sums(rows)
        near = rows.counts @ _among(weight, rows.labels)
        pairs = (rows.counts * (near - 1)).sum(axis=1)
        m = rows.raters
        found[:, 0] = np.divide(pairs, m * (m - 1), out=np.zeros_like(m), where=m > 1)
        return found

    def parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
        observed, expected = AC1.parts(labels, s)
        k = len(labels)
        mean = _among(weight, labels).sum() / k if k else 0.0
        return observed, 1 - (1 - expected) * mean if k > 1 else expected

    return replace(AC1, sums=sums, parts=parts)


def uniform() -> Coefficient:
    """Brennan and Prediger's coefficient (Bennett's S): chance takes every label used as equally likely.

    source     Brennan & Prediger (1981), Educational and Psychological Measurement 41:687
    """

    def parts(labels: tuple[Label, ...], s: Array) -> tuple[Array, Array]:
        observed, _ = AC1.parts(labels, s)
        return observed, np.full_like(observed, 1 - 1 / len(labels))

    return replace(AC1, parts=parts)


def _among(matrix: Array, labels: tuple[Label, ...]) -> Array:
    """The part of a matrix of label by label that is between these."""
    codes = np.array(labels, dtype=np.int64)
    return np.asarray(matrix[codes[:, None], codes[None, :]])

"""Agreement on numbers: ratings, which have an order, and measurements, whose differences mean something."""

from collections.abc import Mapping
from itertools import combinations
from math import comb
from typing import Any

import numpy as np

from workers.agreement import nominal
from workers.agreement.coefficients import AC1, ALPHA, PERCENT, alpha_with
from workers.agreement.distances import ordinal
from workers.agreement.figures import Basis, Figure, Note, PairFigures, Report
from workers.agreement.icc import GRAIN, Ratings
from workers.agreement.intervals import NOTHING, Estimate, on_fisher_z, on_log
from workers.agreement.pairs import Pairs, kappa_estimates
from workers.agreement.state import Measure
from workers.agreement.sums import Document, Place, Statistic, Sums, quotient, rounded
from workers.agreement.tally import Tally

MOST_RANKS = 100  # different ratings; an ordinal distance depends on every one of them


def _alpha(sums: Mapping[str, complex]) -> complex:
    """Alpha with squared differences from `apart`, `n`, `x` and `xx` (see `levels.interval_alpha`)."""
    n, x, xx = (sums.get(name, 0) for name in ("n", "x", "xx"))
    expected = 2 * (n * xx - x * x)
    if not complex(expected).real > 1e-12 * abs(complex(n * xx)):
        return complex("nan")
    return 1 - (n - 1) * sums.get("apart", 0) / expected


INTERVAL_ALPHA = Statistic("alpha", "values", _alpha, on_fisher_z, -1)
PAIR_ALPHA = Statistic("alpha", "differences", _alpha, on_fisher_z, -1)
DIFFERENCE = Statistic(
    "mean_difference", "differences", quotient("difference", "pairs", 1 / GRAIN), on_log, most=float("inf")
)


def of_ratings(answers: Mapping[int, float]) -> Tally:
    """What one unit adds to the tables, answered by ratings: those of `nominal`, and of `of_values` but for alpha."""
    tally = nominal.contribution(answers)
    _add_ratings(tally, answers)
    _add_differences(tally, answers)
    return tally


def of_values(answers: Mapping[int, float]) -> Tally:
    """What one unit adds to the tables, answered by numbers of any size, to the millionth.

    returns    part "icc" (Ratings), and the sums of the groups "values", for alpha, and "differences", of each pair
    """
    tally = Tally()
    if len(answers) < 2:
        return tally
    values = {who: round(value * GRAIN) for who, value in answers.items()}
    total = _vector(values)
    without = {}
    for who in values:
        left = _vector({one: value for one, value in values.items() if one != who})
        without[who] = {name: n - left.get(name, 0) for name, n in total.items()}
    Document(tally).whole("values", "", total, without)
    _add_ratings(tally, answers)
    _add_differences(tally, answers)
    return tally


def _vector(values: Mapping[int, int]) -> dict[str, int]:
    """m values add the squared differences of ordered pairs over m - 1, m, their sum and the sum of their squares."""
    m, x, xx = len(values), sum(values.values()), sum(value * value for value in values.values())
    if m < 2:
        return {}
    return {"pairs": comb(m, 2), "apart": rounded(2 * (m * xx - x * x), m - 1), "n": m, "x": x, "xx": xx}


def _add_ratings(tally: Tally, answers: Mapping[int, float]) -> None:
    ratings = Ratings()
    ratings.add(answers)
    tally.include("icc", ratings)


def _add_differences(tally: Tally, answers: Mapping[int, float]) -> None:
    values = {who: round(value * GRAIN) for who, value in sorted(answers.items())}
    pairs = {(a, b): _vector({a: values[a], b: values[b]}) for a, b in combinations(values, 2)}
    for (a, b), vector in pairs.items():
        vector["difference"] = abs(values[a] - values[b])
    if pairs:
        Document(tally).pairwise("differences", "", pairs)


def report_ratings(tally: Tally) -> Report:
    """Ordinal alpha, percent, mean difference, ICC; alpha of each rating; quadratic kappa and more of each pair."""
    alpha = alpha_with(ordinal)
    found = nominal.report(tally, {"alpha": alpha, "percent": PERCENT, "ac1": AC1, "alpha_nominal": ALPHA})
    sums = Sums(tally)
    return Report({**found.figures, **_differences(sums), **_icc(tally)}, found.labels, _pairs_of_ratings(tally, sums))


def _pairs_of_ratings(tally: Tally, sums: Sums) -> list[PairFigures]:
    pairs = Pairs(tally.part("pairs"))
    found, tables = pairs.tables()
    ranks = np.arange(float(len(pairs.labels())))
    apart = np.square(np.subtract.outer(ranks, ranks))
    lines = []
    for (a, b), kappa, n in zip(found, kappa_estimates(tables, weights=apart), tables.sum(axis=(1, 2)), strict=True):
        basis = Basis(int(n), int(n), 2)
        figures = {"kappa_quadratic": basis.figure(kappa), "mean_difference": _difference(sums, (a, b))}
        lines.append(PairFigures(a, b, figures))
    return lines


def report_values(tally: Tally) -> Report:
    """Interval alpha, mean difference and ICC; alpha and mean difference of each pair."""
    sums = Sums(tally)
    place = sums.whole["values", ""]
    figures = {"alpha": _alpha_figure(place, INTERVAL_ALPHA, len(place.raters)), **_differences(sums), **_icc(tally)}
    pairs = [
        PairFigures(*pair, {"alpha": _alpha_figure(each, PAIR_ALPHA, 2), "mean_difference": _difference(sums, pair)})
        for (group, _, pair), each in sorted(sums.pairs.items())
        if group == "differences"
    ]
    return Report(figures, pairs=pairs)


def _alpha_figure(place: Place, statistic: Statistic, raters: int) -> Figure:
    """Alpha with the zero of the scale moved to the mean of the values, exactly, where floating point keeps digits."""
    n, x = place.sums.get("n", 0), place.sums.get("x", 0)
    to = rounded(x, n) if n else 0
    centred = place.moved(
        {
            "apart": {"apart": 1},
            "n": {"n": 1},
            "x": {"x": 1, "n": -to},
            "xx": {"xx": 1, "x": -2 * to, "n": to * to},
        }
    )
    here, population = centred.estimates(statistic)
    return _basis(place, raters).figure(here, Note.NO_VARIATION, population)


def _basis(place: Place, raters: int) -> Basis:
    return Basis(place.documents, place.sums.get("pairs", 0), raters)


def _differences(sums: Sums) -> dict[str, Figure]:
    place = sums.whole["differences", ""]
    return {DIFFERENCE.name: sums.figure(DIFFERENCE, _basis(place, len(place.raters)))}


def _difference(sums: Sums, pair: tuple[int, int]) -> Figure:
    return sums.figure(DIFFERENCE, _basis(sums.pairs["differences", "", pair], 2), pair=pair)


def _icc(tally: Tally) -> dict[str, Figure]:
    """ICC(2,1) where the same annotators answered all units, ICC(1,1) otherwise.

    Both take annotators as a sample, so their interval is the one for annotators like these.
    """
    ratings = Ratings(tally.part("icc"))
    found = ratings.variances()
    said = [n for _, n in ratings.part("said")]
    pairs = sum(comb(int(row[0]), 2) * n for row, n in ratings.part("size"))
    name, estimate = ("icc_2", found.two_way()) if found.judges is not None else ("icc_1", found.one_way())
    here = NOTHING if estimate.value is None else Estimate(estimate.value)
    return {name: Basis(found.units, pairs, len(said)).figure(here, Note.NO_VARIATION, estimate)}


RATINGS = Measure(of_ratings, report_ratings, ("units", "pairs", "raters", "icc", "sums", "rater_sums", "slips"))
VALUES = Measure(of_values, report_values, ("icc", "sums", "rater_sums", "slips", "pair_sums"))


def measure(level: str) -> Measure:
    """`RATINGS` for the ordinal level, `VALUES` for the interval level."""
    return {"ordinal": RATINGS, "interval": VALUES}[level]


def plain(value: Any) -> float:
    """A number as it is counted: a whole one as such, so that 4 and 4.0 are one rating."""
    number = float(value)
    return int(number) if number.is_integer() else number

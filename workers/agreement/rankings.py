"""Agreement on the order of things."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import comb, sqrt

import numpy as np

from workers.agreement.counts import Array
from workers.agreement.figures import Report
from workers.agreement.intervals import on_fisher_z
from workers.agreement.state import Measure
from workers.agreement.sums import GRAIN, Document, Statistic, quotient, report
from workers.agreement.tally import Tally

Ranking = Sequence[str | Sequence[str]]  # best first; items that tie stand in a list of their own

TAU = Statistic("tau_b", "tau", quotient("tau", "ordered", 1 / GRAIN), on_fisher_z, -1)
W = Statistic("kendall_w", "concordance", quotient("w", "units", 1 / GRAIN))


def ranks(ranking: Ranking) -> dict[str, float]:
    """Rank of each item, 1 is best; items that tie share the mean of their ranks."""
    found, before = {}, 0
    for place in ranking:
        items = [place] if isinstance(place, str) else list(place)
        found.update(dict.fromkeys(items, before + (len(items) + 1) / 2))
        before += len(items)
    return found


def tau_b(one: Mapping[str, float], two: Mapping[str, float]) -> float | None:
    """Kendall's tau-b of the items that both ranked; None where one of them sees no difference at all.

    source   Kendall (1945), The treatment of ties in ranking problems, Biometrika 33:239
    """
    both = sorted(one.keys() & two.keys())
    x, y = (np.array([those[item] for item in both]) for those in (one, two))
    first, second = (np.sign(np.subtract.outer(those, those)) for those in (x, y))
    scale = sqrt(float(np.abs(first).sum()) * float(np.abs(second).sum()))
    return float((first * second).sum()) / scale if scale else None


def spearman(one: Mapping[str, float], two: Mapping[str, float]) -> float | None:
    """Spearman's rho of the items that both ranked: the correlation of their ranks, where items that tie share a mean.

    one, two   item -> rank (see `ranks`), or any number by which they are in order; ranked anew among the shared items
    returns    from -1, opposite orders, to 1, the same order; None where one of them sees no difference at all, and for
               fewer than two shared items
    source     Spearman (1904), The proof and measurement of association between two things, American Journal of
               Psychology 15:72; with ties Kendall (1945), Biometrika 33:239
    """
    both = sorted(one.keys() & two.keys())
    x, y = (np.array(_among(those, both)) - (len(both) + 1) / 2 for those in (one, two))
    scale = sqrt(float(x @ x) * float(y @ y))
    return float(x @ y) / scale if scale else None


def concordance(table: Array) -> float | None:
    """Kendall's W, corrected for ties; None where everybody ties everything.

    table    (m, n) rank that each of m raters gave to each of n items, ties as mean ranks
    source   Kendall & Babington Smith (1939), The problem of m rankings, Annals of Mathematical Statistics 10:275
    """
    m, n = table.shape
    total = table.sum(axis=0)
    scatter = float(np.square(total - total.mean()).sum())
    ties = sum(float((times**3 - times).sum()) for row in table for times in [np.unique(row, return_counts=True)[1]])
    most = m * m * (n**3 - n) - m * ties
    return 12 * scatter / most if most > 0 else None


def contribution(answers: Mapping[int, Ranking]) -> Tally:
    """What one unit adds to the tables; nothing before two annotators have answered it.

    answers    annotator -> items, best first
    returns    sums of the groups "tau", of every two annotators, and "concordance", of all who ranked the same items
    """
    tally, given = Tally(), {who: ranks(ranking) for who, ranking in sorted(answers.items())}
    if len(given) < 2:
        return tally
    document, pairs = Document(tally), {}
    for a, b in combinations(given, 2):
        tau = tau_b(given[a], given[b])
        pairs[a, b] = {"pairs": 1} if tau is None else {"pairs": 1, "ordered": 1, "tau": round(tau * GRAIN)}
    document.pairwise("tau", "", pairs)
    total = _concordance(given)
    without = {}
    for who in given:
        left = _concordance({one: those for one, those in given.items() if one != who})
        without[who] = {name: n - left.get(name, 0) for name, n in total.items()}
    document.whole("concordance", "", total, without)
    return tally


def _concordance(given: Mapping[int, Mapping[str, float]]) -> dict[str, int]:
    if len(given) < 2:
        return {}
    everybody = sorted(set.intersection(*(set(those) for those in given.values())))
    pairs = {"pairs": comb(len(given), 2)}
    if len(everybody) < 2:
        return pairs
    found = concordance(np.array([_among(those, everybody) for those in given.values()]))
    return pairs if found is None else pairs | {"units": 1, "w": round(found * GRAIN)}


def _among(those: Mapping[str, float], items: Sequence[str]) -> list[float]:
    """Ranks among some of the items only."""
    values = np.array([those[item] for item in items])
    return [float((values < value).sum() + ((values == value).sum() + 1) / 2) for value in values]


def report_rankings(tally: Tally) -> Report:
    """Kendall's W, each unit as heavy as the next, and the mean tau-b of every two; tau-b of each pair."""
    return report(tally, [W, TAU], of_pairs=[TAU])


MEASURE = Measure(contribution, report_rankings, ("sums", "rater_sums", "slips", "pair_sums"))

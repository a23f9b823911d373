"""Agreement on any number of labels a unit: each label is a question of yes or no, and sets may agree in part."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import combinations
from math import comb

import numpy as np

from workers.agreement.coefficients import AC1, ALPHA, PERCENT, Coefficient, estimates
from workers.agreement.counts import Counts, Label
from workers.agreement.figures import Basis, Figure, LabelFigures, PairFigures, Report
from workers.agreement.intervals import mean_share, share
from workers.agreement.levels import alpha_between
from workers.agreement.raters import Leaving, Raters, population_estimates
from workers.agreement.state import Measure
from workers.agreement.tally import Tally

BETWEEN = "\x1f"  # labels of a set written as one: a control character, which no name holds
MOST_SETS = 300  # different sets whose every distance is looked at


def contribution(answers: Mapping[int, Collection[str]]) -> Tally:
    """What one unit adds to the tables; nothing before two annotators have answered it.

    answers    annotator -> labels ticked; an empty answer is an answer, and two of them agree
    returns    parts "ticks" (label, annotators who ticked it, annotators), "same" (annotators, pairs with equal sets),
               "pairs" (annotator, annotator, equal or not) and "set_raters" (Raters, of sets written as one label)
    """
    tally, m = Tally(), len(answers)
    if m < 2:
        return tally
    sets = {who: frozenset(labels) for who, labels in sorted(answers.items())}
    equal = 0
    for (a, one), (b, two) in combinations(sets.items(), 2):
        equal += one == two
        tally.count(("pairs", a, b, int(one == two)))
    tally.count(("same", m, equal))
    raters = Raters()
    raters.add({who: written(ticked) for who, ticked in sets.items()})
    tally.include("set_raters", raters)
    for label in frozenset[str]().union(*sets.values()):
        tally.count(("ticks", label, sum(label in ticked for ticked in sets.values()), m))
    return tally


def report(tally: Tally) -> Report:
    """The figures of a field: percent of equal sets; alpha, percent and AC1 of each label; percent of each pair."""
    same = {(int(m), int(equal)): n for (m, equal), n in tally.part("same")}
    sizes = Tally(((m,), n) for (m, _), n in same.items())
    units, pairs = sum(same.values()), sum(comb(m, 2) * n for (m, _), n in same.items())
    raters = len({who for row, _ in tally.part("pairs") for who in row[:2]})
    basis = Basis(units, pairs, raters)
    shares = np.array([equal / comb(m, 2) for m, equal in same])
    percent = mean_share(shares, np.array([float(n) for n in same.values()]))
    figures = {"percent": basis.figure(percent), **_alphas(tally, basis)}
    return Report(figures, _labels(tally, sizes, basis), _pairs(tally))


def micro_f1(units: Iterable[Sequence[Collection[str]]]) -> float | None:
    """Micro-averaged F1 of every two sets of a unit: of all ticks of both, the part that the other one has as well.

    units     the sets of each unit, one of each annotator; units with fewer than two are ignored
    returns   0..1, or None where nobody ticked anything
    source    Sebastiani (2002), ACM Computing Surveys 34:1-47, section 7.1, with no annotator as the reference
    """
    shared = ticked = 0
    for given in units:
        for one, two in combinations([frozenset(labels) for labels in given], 2):
            shared += len(one & two)
            ticked += len(one) + len(two)
    return 2 * shared / ticked if ticked else None


def written(labels: Collection[str]) -> str:
    """A set as one label."""
    return BETWEEN.join(sorted(labels))


def _read(label: Label) -> frozenset[str]:
    return frozenset(str(label).split(BETWEEN)) - {""}


def jaccard(one: frozenset[str], two: frozenset[str]) -> float:
    """1 - what both hold / what either holds; two empty sets are equal.

    source   Jaccard (1901), Bulletin de la Société vaudoise des sciences naturelles 37:547
    """
    return 1 - len(one & two) / len(one | two) if one | two else 0.0


def masi(one: frozenset[str], two: frozenset[str]) -> float:
    """1 - Jaccard * monotonicity: 1 for equal sets, 2/3 where one holds the other, 1/3 where they overlap, 0 otherwise.

    source   Passonneau (2006), Measuring agreement on set-valued items, LREC
    """
    if one == two:
        return 0.0
    holds = 2 / 3 if one and two and (one <= two or two <= one) else 1 / 3 if one & two else 0.0
    return 1 - (1 - jaccard(one, two)) * holds


DISTANCES = {"alpha_masi": masi, "alpha_jaccard": jaccard}


def alpha_of_sets(labels: Sequence[Label], distance: Callable[[frozenset[str], frozenset[str]], float]) -> Coefficient:
    """Krippendorff's alpha with a distance between sets, as a Coefficient.

    labels     the sets that were given, each written as one label (`written`)
    distance   of two sets, 0 for equal ones and up to 1
    """
    sets = [_read(label) for label in labels]
    return alpha_between(tuple(labels), np.array([[distance(one, two) for two in sets] for one in sets]))


def _alphas(tally: Tally, basis: Basis) -> dict[str, Figure]:
    """Alpha with each distance; none where so many different sets were given that each distance is of its own."""
    raters = Raters(tally.part("set_raters"))
    counts, left = raters.counts(), Leaving.of(raters)
    if not left.labels or len(left.labels) > MOST_SETS:
        return {}
    figures = {}
    for name, distance in DISTANCES.items():
        how = alpha_of_sets(left.labels, distance)
        figures[name] = basis.figure(estimates(counts, how)[0], population=population_estimates(left, how)[0])
    return figures


def _label_counts(tally: Tally, sizes: Tally) -> dict[str, Counts]:
    rows: dict[str, dict[tuple[int, int], int]] = {}
    for (label, ticked, m), n in tally.part("ticks"):
        rows.setdefault(str(label), {})[int(ticked), int(m)] = n
    found = {}
    for label, ticks in sorted(rows.items()):
        counts = found[label] = Counts()
        for (m,), n in sizes.rows.items():
            counts.count((0,) * int(m), n)
        for (ticked, m), n in ticks.items():
            counts.count((0,) * m, -n)
            counts.count((0,) * (m - ticked) + (1,) * ticked, n)
    return found


def _labels(tally: Tally, sizes: Tally, all_units: Basis) -> list[LabelFigures]:
    lines = []
    for label, counts in _label_counts(tally, sizes).items():
        uses = counts.to_rows().uses
        ticked, left = uses.get(1, 0), uses.get(0, 0)
        basis = Basis(all_units.units, all_units.pairs, all_units.raters, min(ticked, left))
        found = {"alpha": ALPHA, "percent": PERCENT, "ac1": AC1}
        figures = {name: basis.figure(estimates(counts, how)[0]) for name, how in found.items()}
        lines.append(LabelFigures(label, ticked, figures))
    return lines


def _pairs(tally: Tally) -> list[PairFigures]:
    found: dict[tuple[int, int], list[int]] = {}
    for (a, b, equal), n in sorted(tally.part("pairs")):
        found.setdefault((int(a), int(b)), [0, 0])[int(equal)] = n
    lines = []
    for (a, b), units in found.items():
        basis = Basis(sum(units), sum(units), 2)
        percent = share(units[1], sum(units))
        lines.append(PairFigures(a, b, {"percent": basis.figure(percent)}))
    return lines


MEASURE = Measure(contribution, report, ("ticks", "same", "pairs", "set_raters"))

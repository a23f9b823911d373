"""Figures that are read from sums over documents, with both intervals, from a table of whole numbers that adds up.

F1 of regions, word error rate, rank correlation, alpha of characters: each is a smooth function of a few sums over
documents. How sure it is then follows from sums too: of the products of what each document adds (for other documents),
of what leaves with each annotator, and of the products of what leaves with each single answer (for other annotators).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations_with_replacement

import numpy as np

from workers.agreement.figures import Basis, Figure, LabelFigures, Note, PairFigures, Report
from workers.agreement.intervals import NOTHING, ROUNDING, Estimate, jackknife_error, on_logit, unseen
from workers.agreement.raters import LEAST_RATERS, Spread
from workers.agreement.tally import Row, Tally

GRAIN = 1_000_000_000  # shares of a region, a rank correlation …: whole billionths, so that sums stay exact
LIMB = 1 << 40  # a large number is kept in parts below this, so that each row fits a column of 63 bits

Pair = tuple[int, int]
Vector = Mapping[str, int]  # name -> what a document adds
Values = Mapping[str, complex]
Transform = Callable[[float, float, float, float], tuple[float, float]]


@dataclass(frozen=True)
class Statistic:
    """A number that is read from the sums of a group.

    name       of the figure
    group      whose sums
    read       sums by name (0 where one is absent) -> the number, nan where it is undefined; made of + - * / alone, so
               that it may be asked for its slope with complex numbers
    transform  the scale on which its interval is built
    least, most  its smallest and largest value
    undefined    what is said where it is undefined
    """

    name: str
    group: str
    read: Callable[[Values], complex]
    transform: Transform = on_logit
    least: float = 0.0
    most: float = 1.0
    undefined: Note = Note.NO_VARIATION


def quotient(top: str, bottom: str, times: float = 1.0) -> Callable[[Values], complex]:
    """times * sum of top / sum of bottom; undefined where the bottom is 0."""

    def read(sums: Values) -> complex:
        below = sums.get(bottom, 0)
        return times * sums.get(top, 0) / below if complex(below).real > 0 else complex("nan")

    return read


def nominal_alpha(grain: float = GRAIN) -> Callable[[Values], complex]:
    """Krippendorff's alpha from `apart`, disagreeing ordered pairs over m - 1 in units of the grain, and the uses of
    each label, `u:label`. Undefined where one label only was used."""

    def read(sums: Values) -> complex:
        uses = [value for name, value in sums.items() if name.startswith("u:")]
        n = sum(uses)
        expected = n * n - sum(value * value for value in uses)
        if not complex(expected).real > 0:
            return complex("nan")
        return 1 - (n - 1) * (sums.get("apart", 0) / grain) / expected

    return read


def rounded(top: int, bottom: int) -> int:
    """The whole number nearest to top / bottom, of numbers of any size."""
    return (2 * top + bottom) // (2 * bottom)


class Document:
    """What one document adds to the sums; `tally` is its contribution."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally

    def pairwise(self, group: str, label: str, pairs: Mapping[Pair, Vector], *, in_full: bool = True) -> None:
        """Add what the answers of every two annotators say; leaving out an annotator leaves out their pairs.

        in_full   whether each pair is kept apart, for its own figure
        """
        total: dict[str, int] = defaultdict(int)
        without: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for (a, b), vector in pairs.items():
            for name, value in vector.items():
                for sums in (total, without[a], without[b]):
                    sums[name] += value
            if in_full:
                part = "pair_label_sums" if label else "pair_sums"
                self._sums((part, group, label, a, b), vector)
        self.whole(group, label, total, without)

    def whole(self, group: str, label: str, total: Vector, without: Mapping[int, Vector]) -> None:
        """Add what all answers say together, and how much of it goes when an annotator is left out."""
        self._sums(("sums", group, label), total)
        for who, less in without.items():
            for name, value in less.items():
                self._count(("rater_sums", group, label, who, name), value)
            self._products(("slips", group, label), less)
        self._count(("slips", group, label, "answers"), len(without))

    def _sums(self, place: Row, vector: Vector) -> None:
        self._count((*place, "documents"), 1)
        for name, value in vector.items():
            self._count((*place, name), value)
        self._products(place, vector)

    def _products(self, place: Row, vector: Vector) -> None:
        for one, two in combinations_with_replacement(sorted(vector), 2):
            self._count((*place, f"{one}*{two}"), vector[one] * vector[two])

    def _count(self, row: Row, value: int) -> None:
        """Add a number of any size, in parts; the first part's row has no number of its own."""
        sign, value, at = (-1, -value, 0) if value < 0 else (1, value, 0)
        while value:
            value, part = divmod(value, LIMB)
            self.tally.count((*row, at) if at else row, sign * part)
            at += 1


@dataclass
class Place:
    """The sums of one group: of all answers to one label, or of two annotators.

    sums      by name, products as "one*two"
    raters    what leaves with each annotator
    slips     products of what leaves with each single answer
    """

    sums: dict[str, int] = field(default_factory=dict)
    raters: dict[int, dict[str, int]] = field(default_factory=dict)
    slips: dict[str, int] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        return self.sums.get("documents", 0)

    def moved(self, by: Mapping[str, Mapping[str, int]]) -> "Place":
        """The same in other sums, each a whole-numbered combination of these: name -> {name: times}. Exact."""

        def vector(sums: Mapping[str, int]) -> dict[str, int]:
            return {new: sum(times * sums.get(old, 0) for old, times in parts.items()) for new, parts in by.items()}

        def products(sums: Mapping[str, int]) -> dict[str, int]:
            return {
                f"{one}*{two}": sum(
                    times * other * sums.get("*".join(sorted((old, old2))), 0)
                    for old, times in by[one].items()
                    for old2, other in by[two].items()
                )
                for one, two in combinations_with_replacement(sorted(by), 2)
            }

        kept = {name: n for name, n in self.sums.items() if name in ("documents", "pairs")}
        return Place(
            {**kept, **vector(self.sums), **products(self.sums)},
            {who: vector(less) for who, less in self.raters.items()},
            {"answers": self.slips.get("answers", 0), **products(self.slips)},
        )

    def estimates(self, statistic: Statistic, level: float = 0.95) -> tuple[Estimate, Estimate]:
        """The number with its interval for these annotators, and with the one for others like these.

        source   delta method: Cochran (1977), Sampling Techniques, 3rd ed., section 6.3; raters: `raters.Spread`
        """
        sums = {name: n for name, n in self.sums.items() if name != "documents" and "*" not in name}
        value = complex(statistic.read(sums)).real
        if np.isnan(value):
            return NOTHING, NOTHING
        here, population = Estimate(value), Estimate(value)
        if self.documents < 2:
            return here, population
        slope = _slope(statistic, sums)
        over_units = _error(slope, self.sums, sums, self.documents)
        here = Estimate(value, *_ends(statistic, value, Spread(over_units, 0, 0, self.documents, 1), level))
        left = [
            complex(statistic.read({name: n - less.get(name, 0) for name, n in sums.items()})).real
            for _, less in sorted(self.raters.items())
        ]
        over_raters = jackknife_error(np.array(left), np.ones(len(left))) if len(left) >= LEAST_RATERS else None
        if over_raters is not None:
            total: dict[str, int] = defaultdict(int)
            for less in self.raters.values():
                for name, n in less.items():
                    total[name] += n
            over_slips = _error(slope, self.slips, total, self.slips["answers"])
            spread = Spread(over_units, over_raters, over_slips, self.documents, len(left))
            population = Estimate(value, *_ends(statistic, value, spread, level))
        return here, population


def _slope(statistic: Statistic, sums: Mapping[str, int]) -> dict[str, float]:
    """How fast the number grows with each sum, by a step in the complex direction, which loses no digits.

    source   Squire & Trapp (1998), Using complex variables to estimate derivatives, SIAM Review 40:110
    """
    tiny = 1e-30
    return {
        name: complex(statistic.read({**sums, name: n + tiny * max(1, abs(n)) * 1j})).imag / (tiny * max(1, abs(n)))
        for name, n in sums.items()
    }


def _error(slope: Mapping[str, float], products: Mapping[str, int], sums: Mapping[str, int], n: int) -> float:
    """Standard error of a number with these slopes in sums of n parts, whose products were summed too."""
    if n < 2:
        return 0.0
    variance, size = 0.0, 0.0
    for one, two in combinations_with_replacement(sorted(slope), 2):
        centred = n * products.get(f"{one}*{two}", 0) - sums.get(one, 0) * sums.get(two, 0)  # whole numbers: exact
        term = (2 if one != two else 1) * slope[one] * slope[two] * float(centred)
        variance, size = variance + term, size + abs(term)
    return float(np.sqrt(variance / (n - 1))) if variance > ROUNDING * size else 0.0


def _ends(statistic: Statistic, value: float, spread: Spread, level: float) -> tuple[float, float]:
    if spread.error < 1e-9:
        other = unseen(min(spread.units, spread.raters if spread.raters > 1 else spread.units), level)
        return max(statistic.least, value - other), min(statistic.most, value + other)
    return statistic.transform(value, spread.error, spread.freedom, level)


class Sums:
    """All sums of a tally, by group."""

    def __init__(self, tally: Tally) -> None:
        self.whole: dict[tuple[str, str], Place] = defaultdict(Place)
        self.pairs: dict[tuple[str, str, Pair], Place] = defaultdict(Place)
        for row, n in tally.rows.items():
            self._read(row, n)

    def _read(self, row: Row, n: int) -> None:
        part = row[0]
        if part not in ("sums", "slips", "rater_sums", "pair_sums", "pair_label_sums"):
            return
        *place, at = row if isinstance(row[-1], int) else (*row, 0)
        n *= LIMB ** int(at)
        group, label, name = str(place[1]), str(place[2]), str(place[-1])
        if part in ("pair_sums", "pair_label_sums"):
            into = self.pairs[group, label, (int(place[3]), int(place[4]))].sums
        elif part == "rater_sums":
            into = self.whole[group, label].raters.setdefault(int(place[3]), {})
        else:
            whole = self.whole[group, label]
            into = whole.sums if part == "sums" else whole.slips
        into[name] = into.get(name, 0) + n

    def raters(self, group: str) -> int:
        return len(self.whole[group, ""].raters)

    def figure(
        self,
        statistic: Statistic,
        basis: Basis,
        *,
        label: str = "",
        pair: Pair | None = None,
    ) -> Figure:
        """One number under the rules for display."""
        key = (statistic.group, label)
        place = self.pairs.get((*key, pair), Place()) if pair else self.whole.get(key, Place())
        here, population = place.estimates(statistic)
        return basis.figure(here, statistic.undefined, population)


def report(
    tally: Tally,
    statistics: Sequence[Statistic],
    *,
    of_labels: Sequence[Statistic] = (),
    of_pairs: Sequence[Statistic] = (),
    regions: str = "",
) -> Report:
    """The figures of a field: for all, for each label, for each pair and, where they are counted, for its labels.

    statistics   the first one's group says how many units, pairs and annotators there are: its sum `pairs`
    regions      name of the sum that counts regions of both annotators; "" where units are what is counted
    """
    sums = Sums(tally)
    group = statistics[0].group
    raters = sums.raters(group)
    uses = {str(row[0]): n for row, n in tally.part("uses")}
    whole = _basis(sums.whole[group, ""], raters, regions)
    labels = [
        LabelFigures(label, uses.get(label, 0), _each(sums, of_labels, basis, label, None))
        for (of, label), place in sorted(sums.whole.items())
        if label and of == of_labels[0].group
        for basis in [_basis(place, raters, regions, uses.get(label, 0))]
    ]
    in_pairs: dict[Pair, list[LabelFigures]] = defaultdict(list)
    for (of, label, pair), place in sorted(sums.pairs.items()):
        if label and of == group:
            marked = place.sums.get(regions, 0)
            figures = _each(sums, of_labels, _basis(place, 2, regions, marked), label, pair)
            in_pairs[pair].append(LabelFigures(label, marked, figures))
    pairs = [
        PairFigures(*pair, _each(sums, of_pairs, _basis(place, 2, regions), "", pair), in_pairs[pair])
        for (of, label, pair), place in sorted(sums.pairs.items())
        if not label and of == of_pairs[0].group
    ]
    return Report(_each(sums, statistics, whole, "", None), labels, pairs)


def _basis(place: Place, raters: int, regions: str, rarest: int | None = None) -> Basis:
    pairs = place.sums.get("pairs", 0)
    marked = place.sums.get(regions, 0) * place.documents / (2 * pairs) if regions and pairs else 0.0
    return Basis(place.documents, pairs, raters, rarest, marked)


def _each(
    sums: Sums, statistics: Iterable[Statistic], basis: Basis, label: str, pair: Pair | None
) -> dict[str, Figure]:
    return {one.name: sums.figure(one, basis, label=label, pair=pair) for one in statistics}

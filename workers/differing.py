"""What two answers to one question have in common, and where exactly they differ, for every kind of label.

The coefficients say how far people agree. This says about what they do not: which label of one stands where the other
has which. It needs no chance and no model, so it can be counted, added up and taken apart to the single task.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, zip_longest
from typing import Any

import numpy as np
import scipy  # its parts are read when they are first used
from rapidfuzz.distance import Levenshtein

from annotation.kinds import Kind
from workers.agreement import Tally

NOTHING = ""  # stands for the label of somebody who marked nothing there
LONGEST = 200  # characters of an answer that stand for it where it has no label
SAME_LABEL = 0.001  # what a common label adds to a likeness, so that of equally like regions those are paired
# How like two regions are when they are the same thing, and when they are equal. Offsets are exact, drawings are not.
SAME_THING = {"line": 1e-9, "time": 0.1, "plane": 0.1, "moving": 0.1}
EQUAL = {"line": 1.0, "time": 0.5, "plane": 0.5, "moving": 0.5}

Pair = tuple[str, str]
Relation = tuple[Any, Any, str]  # head, tail and type


@dataclass
class Comparison:
    """common, of    what two answers share: `common` out of `of`, e.g. 1 of 1, or twice the equal regions of all
    differences    (label of the first, label of the second) -> how often; equal labels were put at different places
    equal          label -> how often both have it
    """

    common: int = 0
    of: int = 0
    differences: Counter[Pair] = field(default_factory=Counter)
    equal: Counter[str] = field(default_factory=Counter)


def compare(kind: Kind, one: Any, two: Any) -> Comparison:
    """Two answers to a question of this kind; relations as `measures.related` reads them."""
    if kind.level == "regions":
        return _regions(kind, one, two)
    if kind.level == "set":
        return _sets(one, two)
    if kind.level == "units":
        return _units(one, two)
    if kind.level == "relations":
        return _relations(one.relations, two.relations)
    if kind.level == "text":
        return _texts(one, two)
    first, second = _name(kind, one), _name(kind, two)
    if first == second if first else one == two:
        return Comparison(1, 1, equal=Counter([first]))
    return Comparison(0, 1, Counter([(first, second)]))


def _name(kind: Kind, value: Any) -> str:
    """What stands for an answer in a table of labels: its label or its number; nothing where it is more than that."""
    if kind.level in ("nominal", "preference"):
        return next(iter(kind.labels(value)), NOTHING)
    return str(value)[:LONGEST] if kind.level in ("ordinal", "interval") else NOTHING


def used(kind: Kind, value: Any) -> list[str]:
    """The labels of an answer, each as often as it has it; a number stands for itself."""
    if kind.level in ("ordinal", "interval"):
        return [_name(kind, value)]
    if kind.level == "relations":
        return sorted(str(label)[:LONGEST] for _head, _tail, label in value.relations)
    return [str(label)[:LONGEST] for label in kind.labels(value)]


def _sets(one: Sequence[str], two: Sequence[str]) -> Comparison:
    first, second = set(one), set(two)
    differences = Counter({(label, NOTHING): 1 for label in first - second})
    differences.update({(NOTHING, label): 1 for label in second - first})
    # Two empty answers agree that none fits.
    return Comparison(
        *((1, 1) if not first | second else (2 * len(first & second), len(first) + len(second))),
        differences,
        Counter(first & second),
    )


def _units(one: Mapping[str, str], two: Mapping[str, str]) -> Comparison:
    """A label for each of several things, such as the turns of a dialogue: those that both gave one."""
    pairs = [(one[thing], two[thing]) for thing in one if thing in two]
    equal = Counter(first for first, second in pairs if first == second)
    apart = Counter((first, second) for first, second in pairs if first != second)
    return Comparison(sum(equal.values()), max(len(pairs), 1), apart, equal)


def _texts(one: str, two: str) -> Comparison:
    longer = max(len(one), len(two), 1)
    apart = Levenshtein.distance(one, two)
    return Comparison(longer - apart, longer, Counter({(NOTHING, NOTHING): 1} if apart else {}))


def _relations(one: Collection[Relation], two: Collection[Relation]) -> Comparison:
    """By what they relate, whatever it is called: a pair that both relate in two ways differs in its type."""
    found = Comparison(0, len(one) + len(two))
    if not found.of:
        return Comparison(1, 1)
    sides = [defaultdict(set), defaultdict(set)]  # type: list[defaultdict[tuple[Any, Any], set[str]]]
    for side, relations in zip(sides, (one, two), strict=True):
        for head, tail, label in relations:
            side[head, tail].add(label)
    for ends in sides[0].keys() | sides[1].keys():
        first, second = sides[0][ends], sides[1][ends]
        found.common += 2 * len(first & second)
        found.equal.update(first & second)
        longer = zip_longest(sorted(first - second), sorted(second - first), fillvalue=NOTHING)
        found.differences.update(longer)
    return found


def _regions(kind: Kind, one: Sequence[Mapping[str, Any]], two: Sequence[Mapping[str, Any]]) -> Comparison:
    """Regions are paired whatever their labels are, so that a mistaken label is told from a region nobody else has."""
    found = Comparison(0, len(one) + len(two))
    if not found.of:
        return Comparison(1, 1)
    free = [set(range(len(one))), set(range(len(two)))]
    for i, j, alike in _paired(kind, one, two):
        free[0].discard(i)
        free[1].discard(j)
        labels = str(one[i]["label"]), str(two[j]["label"])
        if labels[0] == labels[1] and alike >= EQUAL.get(kind.geometry, 1.0):
            found.common += 2
            found.equal[labels[0]] += 1
        else:
            found.differences[labels] += 1
    found.differences.update((str(one[i]["label"]), NOTHING) for i in free[0])
    found.differences.update((NOTHING, str(two[j]["label"])) for j in free[1])
    return found


def _paired(kind: Kind, one: Sequence[Any], two: Sequence[Any]) -> list[tuple[int, int, float]]:
    if not one or not two or kind.similarity is None:
        return []
    alike = np.array([[kind.similarity(a, b) for b in two] for a in one])
    same = np.array([[a["label"] == b["label"] for b in two] for a in one])
    rows, columns = scipy.optimize.linear_sum_assignment(alike + SAME_LABEL * same, maximize=True)
    least = SAME_THING.get(kind.geometry, 1.0)
    pairs = zip(rows.tolist(), columns.tolist(), alike[rows, columns].tolist(), strict=True)
    return [(i, j, value) for i, j, value in pairs if value >= least]


@dataclass
class Comparisons:
    """Every two answers to one question of one task.

    pairs      (annotator, annotator) -> how their answers compare, the smaller id first
    uses       label -> how often these answers use it; empty for a single answer
    agreement  share that each two have in common, averaged over the pairs; None for a single answer
    """

    pairs: dict[tuple[int, int], Comparison]
    uses: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, kind: Kind, answers: Mapping[int, Any]) -> "Comparisons":
        ordered = sorted(answers.items())
        pairs = {(a, b): compare(kind, one, two) for (a, one), (b, two) in combinations(ordered, 2)}
        return cls(pairs, Counter(label for _, value in ordered for label in used(kind, value)) if pairs else Counter())

    @property
    def agreement(self) -> float | None:
        if not self.pairs:
            return None
        return sum(pair.common / pair.of for pair in self.pairs.values()) / len(self.pairs)

    def confused(self) -> Tally:
        """(label, label, whether the two are equal) -> pairs of answers; the two labels sorted.

        A label with itself that is not equal is one that both have, at different places.
        """
        tally = Tally()
        for pair in self.pairs.values():
            for labels, n in pair.differences.items():
                tally.count((*sorted(labels), 0), n)
            for label, n in pair.equal.items():
                tally.count((label, label, 1), n)
        return tally

    def equal(self) -> Counter[str]:
        """label -> pairs of answers that have it alike."""
        found: Counter[str] = Counter()
        for pair in self.pairs.values():
            found.update(pair.equal)
        return found

    def with_others(self) -> dict[int, tuple[int, int]]:
        """Each annotator's `common` and `of`, over all others."""
        found: dict[int, list[int]] = {}
        for people, pair in self.pairs.items():
            for who in people:
                sums = found.setdefault(who, [0, 0])
                sums[0] += pair.common
                sums[1] += pair.of
        return {who: (common, of) for who, (common, of) in found.items()}

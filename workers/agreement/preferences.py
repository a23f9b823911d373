"""Agreement on which of two things is better, and whether people choose by place instead of by content."""

from collections.abc import Iterable, Mapping
from itertools import combinations

from workers.agreement import nominal
from workers.agreement.counts import Label
from workers.agreement.figures import Basis, Report
from workers.agreement.state import Measure
from workers.agreement.sums import GRAIN, Document, Statistic, Sums, quotient, rounded
from workers.agreement.tally import Tally

FIRST, TIE = "a", "tie"
POSITION = Statistic("first_preferred", "position", quotient("first", "decided"))


class Wins(Tally):
    """(annotator, item, item, who won: 1, 2 or 0 for a tie) -> how often, with the items in order.

    Who compared what with what: the ground of Bradley-Terry strengths and of circular triads.
    """

    __slots__ = ()

    def add(self, annotator: int, one: str, two: str, won: int, times: int = 1) -> None:
        """An annotator preferred the first (1), the second (2) or neither (0)."""
        if one > two:
            one, two, won = two, one, (0, 2, 1)[won]
        self.count((annotator, one, two, won), times)

    def remove(self, annotator: int, one: str, two: str, won: int) -> None:
        """Take out a comparison that was added."""
        self.add(annotator, one, two, won, -1)

    def items(self) -> list[str]:
        """Everything that was compared, sorted."""
        return sorted({str(item) for row in self.rows for item in row[1:3]})

    def better(self, annotator: int | None = None) -> dict[tuple[str, str], bool]:
        """(item, item) in order -> whether the first won more often than it lost, of one annotator or of all.

        Pairs that came out even are left out.
        """
        balance: dict[tuple[str, str], int] = {}
        for (who, one, two, won), n in self.rows.items():
            if annotator in (None, who):
                pair = str(one), str(two)
                balance[pair] = balance.get(pair, 0) + (0, n, -n)[int(won)]
        return {pair: n > 0 for pair, n in balance.items() if n}


def circular_triads(better: Mapping[tuple[str, str], bool]) -> tuple[int, int]:
    """Three things of which each beats the next in a circle: how many such, and of how many threes.

    better     (item, item) in order -> whether the first is better; only threes with all pairs decided are counted
    returns    a quarter of all threes would be circular if every choice were made by tossing a coin
    source     Kendall & Babington Smith (1940), On the method of paired comparisons, Biometrika 31:324
    """
    circles, threes = 0, 0
    items = sorted({item for pair in better for item in pair})
    for x, y, z in combinations(items, 3):
        if (x, y) in better and (y, z) in better and (x, z) in better:
            threes += 1
            circles += better[x, y] == better[y, z] != better[x, z]
    return circles, threes


def contribution(
    answers: Mapping[int, Label],
    first: Mapping[int, Label] | None = None,
    beside: Mapping[int, int] | None = None,
) -> Tally:
    """What one unit adds to the tables.

    answers    annotator -> what they preferred, or "tie"
    first      annotator -> what stood first for them; who is missing is not counted there. Left out: "a" for everybody
    beside     annotator -> among how many things; 2 where it is left out
    returns    the tables of `nominal`, and the sums of the group "position": how often what stood first was chosen, and
               how often it would be if place played no part (`even`, in billionths)
    """
    tally = nominal.contribution(answers)
    first = dict.fromkeys(answers, FIRST) if first is None else first
    many = beside or {}
    by_place = {
        who: (said == first[who], many.get(who, 2)) for who, said in answers.items() if said != TIE and who in first
    }
    if by_place:
        of_each = {who: _decided([chosen]) for who, chosen in by_place.items()}
        Document(tally).whole("position", "", _decided(by_place.values()), of_each)
    return tally


def _decided(chosen: Iterable[tuple[bool, int]]) -> dict[str, int]:
    """chosen   whether it was the first, and of how many"""
    those = list(chosen)
    even = sum(rounded(GRAIN, n) for _is_first, n in those)
    return {"decided": len(those), "first": sum(is_first for is_first, _n in those), "even": even}


def even(tally: Tally) -> float | None:
    """How often what stands first would be preferred if place played no part; None where nobody decided.

    tally   has the row of sums, whatever else it has
    """
    sums = Sums(tally).whole["position", ""].sums
    return sums["even"] / GRAIN / sums["decided"] if sums.get("decided") else None


def report(tally: Tally) -> Report:
    """The figures of `nominal`, and how often the first was preferred: near one half where place plays no part."""
    found, sums = nominal.report(tally), Sums(tally)
    place = sums.whole["position", ""]
    basis = Basis(place.documents, found.figures["alpha"].pairs, len(place.raters))
    figures = {**found.figures, POSITION.name: sums.figure(POSITION, basis)}
    return Report(figures, found.labels, found.pairs)


MEASURE = Measure(contribution, report, ("units", "pairs", "raters", "sums", "rater_sums", "slips"))

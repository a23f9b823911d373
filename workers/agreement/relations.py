"""Agreement on what is related to what: from end to end, and where both annotators marked the same two things."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

from workers.agreement.figures import Note, Report
from workers.agreement.intervals import on_fisher_z
from workers.agreement.state import Measure
from workers.agreement.sums import Document, Statistic, nominal_alpha, quotient, report
from workers.agreement.tally import Tally

Thing = tuple[str, ...]  # what a span is known by: its place and label


@dataclass(frozen=True)
class Related:
    """One annotator's answer.

    things     what they marked
    relations  (head, tail, type)
    """

    things: frozenset[Thing]
    relations: frozenset[tuple[Thing, Thing, str]]


END_TO_END = Statistic("relation_f1", "relations", quotient("same", "n", 2), undefined=Note.NOTHING_MARKED)
GIVEN_BOTH = Statistic("relation_f1_given", "relations", quotient("same", "n_given", 2), undefined=Note.NOTHING_MARKED)
TYPES = Statistic("type_alpha", "types", nominal_alpha(1), on_fisher_z, -1)


def contribution(answers: Mapping[int, Related]) -> Tally:
    """What one document adds to the tables; nothing before two annotators have answered it.

    answers    annotator -> things and relations; none is an answer too
    returns    part "uses" (type), and sums of the groups "relations", also by type, and "types"

    A relation between things that the other did not mark is an error of the things first. So F1 is told from end to
    end, and again of those relations alone whose two ends both annotators have.
    """
    tally = Tally()
    if len(answers) < 2:
        return tally
    document, pairs = Document(tally), list(combinations(sorted(answers), 2))
    kinds = sorted({kind for answer in answers.values() for *_, kind in answer.relations})
    for kind in ("", *kinds):
        found = {(a, b): _compare(answers[a], answers[b], kind) for a, b in pairs}
        document.pairwise("relations", kind, {pair: counted for pair, counted in found.items() if counted or not kind})
    document.pairwise("types", "", {(a, b): _types(answers[a], answers[b]) for a, b in pairs}, in_full=False)
    for answer in answers.values():
        for *_, kind in answer.relations:
            tally.count(("uses", kind), 1)
    return tally


def _compare(one: Related, two: Related, kind: str) -> dict[str, int]:
    first, second = (
        {relation for relation in answer.relations if not kind or relation[2] == kind} for answer in (one, two)
    )
    if kind and not first and not second:
        return {}
    both = one.things & two.things
    given = sum(head in both and tail in both for those in (first, second) for head, tail, _ in those)
    return {"pairs": 1, "n": len(first) + len(second), "n_given": given, "same": len(first & second)}


def _types(one: Related, two: Related) -> dict[str, int]:
    """What two annotators call each pair of things that both related, as sums for alpha."""
    counted: Counter[str] = Counter(pairs=1)
    called: list[dict[tuple[Thing, Thing], set[str]]] = [defaultdict(set), defaultdict(set)]
    for types, answer in zip(called, (one, two), strict=True):
        for head, tail, kind in answer.relations:
            types[head, tail].add(kind)
    for ends in called[0].keys() & called[1].keys():
        said = [" + ".join(sorted(types[ends])) for types in called]
        counted.update(f"u:{label}" for label in said)
        counted["apart"] += 2 * (said[0] != said[1])
    return dict(counted)


def report_relations(tally: Tally) -> Report:
    """F1 from end to end, F1 given the same things, alpha of the types; both F1 for each type and each pair."""
    f1 = [END_TO_END, GIVEN_BOTH]
    return report(tally, [*f1, TYPES], of_labels=f1, of_pairs=f1, regions="n")


MEASURE = Measure(contribution, report_relations, ("uses", "sums", "rater_sums", "slips", "pair_sums"))

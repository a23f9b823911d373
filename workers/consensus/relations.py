"""Relations between things of which it is known which are the same."""

from collections import Counter
from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

Thing = TypeVar("Thing", bound=Hashable)


def voted_relations(
    answers: Mapping[int, Collection[tuple[Thing, Thing, str]]],
) -> dict[tuple[Thing, Thing, str], float]:
    """Each relation that somebody drew, and the share of the annotators who drew it.

    answers   annotator -> (head, tail, type) between things that have one name whoever marked them; none is an answer
    returns   the most frequent first
    """
    votes = Counter(triple for drawn in answers.values() for triple in set(drawn))
    ranked = sorted(votes.items(), key=lambda one: (-one[1], str(one[0])))
    return {triple: n / len(answers) for triple, n in ranked}

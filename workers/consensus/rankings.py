"""Orders in which several annotators put the same things, as counts of pairs."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workers.consensus.votes import Array

Places = Sequence[Sequence[int]]  # numbers of the things, place by place, the best first


@dataclass(frozen=True)
class Ranking:
    """places      the things place by place, the best first; several at one place are equally good
    confidence  1 less the mean distance of a pair: 0 to who puts it the same way, 1 to who puts it the other way, a
                half where only one of the two says that both are equally good. Without ties this is the share of
                the annotators' preferences that the order agrees with
    tied        whether another order is as close, so that this one is only one of several
    """

    places: tuple[tuple[int, ...], ...]
    confidence: float
    tied: bool


def before(orders: Sequence[Places]) -> Array:
    """(n, n) how many annotators put the row's thing before the column's."""
    ranks = np.array([midranks(order) for order in orders])
    return np.asarray((ranks[:, :, None] < ranks[:, None, :]).sum(axis=0))


def midranks(order: Places) -> Array:
    """(n,) the rank of each thing from 1 on; those at one place share the mean of theirs."""
    ranks, passed = np.zeros(sum(map(len, order))), 0
    for place in order:
        ranks[list(place)] = passed + (len(place) + 1) / 2
        passed += len(place)
    return ranks


def closeness(order: Places, votes: Array, people: int) -> float:
    """1 less the mean distance of a pair, as `Ranking.confidence` has it.

    votes    (n, n) as `before` counts them
    people   how many annotators they are of
    """
    ranks, n = midranks(order), len(votes)
    first, second = np.triu_indices(n, 1)
    forward, backward = votes[first, second], votes[second, first]
    equal = people - forward - backward
    turn = np.sign(ranks[second] - ranks[first])  # 1 where the first comes before the second
    apart = np.where(turn > 0, 2 * backward + equal, np.where(turn < 0, 2 * forward + equal, forward + backward))
    return 1 - float(apart.sum()) / (2 * people * len(first)) if len(first) else 1.0

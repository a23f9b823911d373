"""The order that is closest to those of several annotators."""

from collections.abc import Sequence

import numpy as np

from workers.consensus.rankings import Places, Ranking, before, closeness

MOST = 8  # things: every way to divide them into those placed, those at the next place and the rest is looked at


def kemeny(orders: Sequence[Places], *, ties: bool = False) -> Ranking:
    """The order with the least sum of Kemeny's distances to all others, exactly.

    orders   one an annotator, at least one, of the same 1 to MOST things, each a number from 0 on
    ties     whether things may share a place in it; of orders as close, the one with fewest places is taken then
    returns  `tied` where the optimum is not the only one: circles (a before b before c before a), or as many one way as
             the other where no two may be equally good
    source   Kemeny & Snell (1962), Mathematical Models in the Social Sciences, ch. 2; over subsets: Held & Karp (1962)
    """
    votes = before(orders)
    n, people = len(votes), len(orders)
    if not 1 <= n <= MOST:
        raise ValueError(f"There are {n} things to put in order; this takes 1 to {MOST}.")
    every = (1 << n) - 1
    held = (np.arange(every + 1)[:, None] >> np.arange(n)) & 1  # (2^n, n) which things are in a set
    equal = people - votes - votes.T
    np.fill_diagonal(equal, 0)
    ahead = (held @ (2 * votes.T + equal) @ held.T).tolist()  # [these][those]: what it costs to put these before those
    level = (((held @ (votes + votes.T)) * held).sum(axis=1) // 2).tolist()  # what it costs to put these at one place
    # Of each set of things still to be placed: the cost, the number of places, in how many ways, and the next place.
    best: list[tuple[int, int, int, int]] = [(0, 0, 1, 0)]
    for left in range(1, every + 1):
        cost, places, ways, chosen = -1, 0, 0, 0
        for here in _parts(left) if ties else _singles(left):
            rest = left ^ here
            after = best[rest]
            this = (level[here] + ahead[here][rest] + after[0], after[1] + 1)
            if cost < 0 or this < (cost, places):
                (cost, places), ways, chosen = this, after[2], here
            elif this == (cost, places):
                ways += after[2]
        best.append((cost, places, ways, chosen))
    order, left = [], every
    while left:
        here = best[left][3]
        order.append(tuple(thing for thing in range(n) if here >> thing & 1))
        left ^= here
    return Ranking(tuple(order), closeness(order, votes, people), best[every][2] > 1)


def _parts(whole: int) -> list[int]:
    """All sets of things that are in this one, but the empty one."""
    found, part = [], whole
    while part:
        found.append(part)
        part = (part - 1) & whole
    return found


def _singles(whole: int) -> list[int]:
    return [1 << thing for thing in range(whole.bit_length()) if whole >> thing & 1]

"""Which regions of several annotators are the same thing: groups with at most one region of each."""

from collections.abc import Sequence

import numpy as np

from workers.consensus.votes import Array


def clusters(similarity: Array, owner: Sequence[int], least: float) -> list[list[int]]:
    """Join the most alike first, as long as no annotator is in a group twice and the groups are alike on average.

    similarity (n, n) of every region to every other, 0..1
    owner      (n,) whose region it is
    least      mean similarity between two groups for them to be joined
    returns    groups of region numbers, the largest first, then by their first region; every region is in one
    source     Sokal & Michener (1958): average linkage, here with "cannot link" as in Wagstaff & Cardie (2000), ICML
    """
    groups = [[i] for i in range(len(owner))]
    people = [{who} for who in owner]
    alike = np.array(similarity, dtype=float)
    apart = np.equal.outer(np.asarray(owner), np.asarray(owner))
    alike[apart] = -1.0
    while alike.size and alike.max() >= max(least, 1e-9):
        i, j = sorted(int(at) for at in np.unravel_index(int(alike.argmax()), alike.shape))
        size = len(groups[i]), len(groups[j])
        joined = (size[0] * alike[i] + size[1] * alike[j]) / sum(size)
        groups[i] += groups.pop(j)
        people[i] |= people.pop(j)
        joined, alike = np.delete(joined, j), np.delete(np.delete(alike, j, axis=0), j, axis=1)
        joined[[bool(people[i] & others) for others in people]] = -1.0
        alike[i], alike[:, i] = joined, joined
    return sorted((sorted(group) for group in groups), key=lambda group: (-len(group), group))

"""The label most annotators gave."""

from dataclasses import dataclass

import numpy as np

from workers.consensus.votes import Array, Votes


@dataclass(frozen=True)
class Majority:
    """label   (tasks,) code of the winner, the first in the order of the labels when several tie
    share   (tasks,) the winner's part of the votes; 0 for a task without votes
    tied    (tasks,) whether another label has as many votes
    """

    label: Array
    share: Array
    tied: Array


def majority(votes: Votes) -> Majority:
    """Plain majority vote. A tie is said, not decided: `label` then is only one of the winners.

    source   folklore; the baseline of every comparison, so it must be the same everywhere
    """
    counts = votes.counts()
    total = counts.sum(axis=1)
    most = counts.max(axis=1, initial=0)
    share = np.divide(most, total, out=np.zeros(len(total)), where=total > 0)
    return Majority(counts.argmax(axis=1), share, (counts == most[:, None]).sum(axis=1) > 1)

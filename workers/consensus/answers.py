"""One answer to each task of a table, with how sure it is, as rows to be written."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from workers.consensus.dawid_skene import dawid_skene
from workers.consensus.majority import majority
from workers.consensus.votes import Array, Votes

Answers = Sequence[Mapping[int, int]]  # task by task: annotator -> label code


def chosen(tasks: Sequence[str], answers: Answers, labels: Sequence[str]) -> Iterator[dict[str, str]]:
    """The majority and Dawid and Skene's answer to each task that has one.

    returns    rows of task; answers; majority (all winners of a tie, with " | " between them), majority_share, tied;
               consensus (Dawid-Skene, shrunk) and its confidence, the posterior probability
    """
    votes = Votes.of(
        ((task, who, code) for task, given in zip(tasks, answers, strict=True) for who, code in given.items()),
        labels=range(len(labels)),
    )
    won, learnt, counts = majority(votes), dawid_skene(votes), votes.counts()
    for i, task in enumerate(votes.tasks):
        winners = np.flatnonzero(counts[i] == counts[i].max())
        yield {
            "task": str(task),
            "answers": str(int(counts[i].sum())),
            "majority": " | ".join(labels[code] for code in winners.tolist()),
            "majority_share": f"{won.share[i]:.6f}",
            "tied": "yes" if won.tied[i] else "no",
            "consensus": labels[int(learnt.label[i])],
            "confidence": f"{learnt.confidence[i]:.6f}",
        }


def averaged(tasks: Sequence[str], answers: Answers, values: Array) -> Iterator[dict[str, str]]:
    """The median and the mean of each task that has an answer, for labels that are numbers.

    returns    rows of task; answers; median; consensus (the mean) and its standard error, which takes annotators to
               scatter alike on all tasks: the root of the mean variance within tasks, over the root of the answers
    """
    given = [values[list(one.values())] for one in answers]
    freedom = sum(max(len(one) - 1, 0) for one in given)
    scatter = sum(float(np.square(one - one.mean()).sum()) for one in given if len(one))
    for task, one in zip(tasks, given, strict=True):
        if len(one):
            error = f"{(scatter / freedom / len(one)) ** 0.5:.6g}" if freedom else ""
            median, mean = f"{np.median(one):.10g}", f"{one.mean():.10g}"
            yield {
                "task": task,
                "answers": str(len(one)),
                "median": median,
                "consensus": mean,
                "standard_error": error,
            }

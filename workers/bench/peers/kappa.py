"""scikit-learn: Cohen's kappa of some pairs of annotators; their answers to shared units are handed over ready."""

import sys

import numpy as np
from sklearn.metrics import cohen_kappa_score

from workers.bench.peers.clock import answer, cpu
from workers.bench.peers.data import ANNOTATORS, LABELS, answers

PAIRS = 1000


def main(n: int) -> None:
    data, rng = answers(n), np.random.default_rng(1)
    by = [np.flatnonzero(data.annotator == who) for who in range(ANNOTATORS)]
    shared = []
    for _ in range(PAIRS):
        a, b = rng.choice(ANNOTATORS, 2, replace=False)
        _, i, j = np.intersect1d(data.unit[by[a]], data.unit[by[b]], assume_unique=True, return_indices=True)
        if len(i):
            shared.append((data.label[by[a][i]], data.label[by[b][j]]))
    labels = list(range(LABELS))
    seconds, values = cpu(lambda: [cohen_kappa_score(one, two, labels=labels) for one, two in shared], 1)
    answer(seconds=seconds / len(shared), value=float(np.nanmean(values)))


if __name__ == "__main__":
    main(int(sys.argv[1]))

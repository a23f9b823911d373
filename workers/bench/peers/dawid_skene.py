"""crowd-kit: Dawid and Skene's model, as many iterations."""

import sys

import pandas as pd
from crowdkit.aggregation import DawidSkene

from workers.bench.peers.clock import answer, cpu
from workers.bench.peers.data import answers


def main(n: int, iterations: int) -> None:
    data = answers(n)
    frame = pd.DataFrame({"task": data.unit, "worker": data.annotator, "label": data.label})
    seconds, found = cpu(lambda: DawidSkene(n_iter=iterations, tol=0).fit_predict(frame), 1)
    answer(seconds=seconds, value=float((found.sort_index().to_numpy() == data.truth).mean()))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))

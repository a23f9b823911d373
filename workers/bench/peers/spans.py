"""seqeval: F1 of every two annotators, their tags handed over ready."""

import sys
from itertools import combinations

from seqeval.metrics import f1_score

from workers.bench.peers.clock import answer, cpu
from workers.bench.peers.data import spans

LENGTH = 100


def main(documents: int) -> None:
    data = spans(documents)
    tags = [[["O"] * LENGTH for _ in range(documents)] for _ in range(3)]
    columns = (data.document, data.annotator, data.label, data.start, data.end)
    for document, who, label, start, end in zip(*(column.tolist() for column in columns), strict=True):
        tags[who][document][start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
    seconds, values = cpu(lambda: [f1_score(tags[a], tags[b]) for a, b in combinations(range(3), 2)], 1)
    answer(seconds=seconds / documents, value=sum(values) / 3)


if __name__ == "__main__":
    main(int(sys.argv[1]))

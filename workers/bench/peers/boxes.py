"""pycocotools and SciPy, NumPy and SciPy: IoU of two annotators' boxes and the optimal matching, pair by pair."""

import sys
from itertools import combinations, pairwise

import numpy as np
from pycocotools import mask
from scipy.optimize import linear_sum_assignment

from workers.agreement.counts import Array
from workers.bench.peers.clock import answer, cpu
from workers.bench.peers.data import boxes
from workers.matching import box_overlaps


def main(documents: int) -> None:
    data = boxes(documents)
    bounds = np.searchsorted(data.document * 3 + data.annotator, np.arange(documents * 3 + 1))
    drawn = [data.box[low:high] for low, high in pairwise(bounds.tolist())]
    pairs = [(drawn[3 * d + a], drawn[3 * d + b]) for d in range(documents) for a, b in combinations(range(3), 2)]

    def by_coco() -> float:
        return sum(_best(mask.iou(one, two, [0] * len(two))) for one, two in pairs)

    def by_numpy() -> float:
        return sum(_best(box_overlaps(one, two)) for one, two in pairs)

    seconds, value = min(cpu(by_coco, 2), cpu(by_numpy, 1))
    answer(seconds=seconds / len(pairs), value=value)


def _best(alike: Array) -> float:
    return float(alike[linear_sum_assignment(alike, maximize=True)].sum())


if __name__ == "__main__":
    main(int(sys.argv[1]))

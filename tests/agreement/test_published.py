"""Every printed example of the literature, to its printed digits."""

import numpy as np
import pytest

from workers.agreement import Counts, alpha, distances, kappa, label_alpha, multi_pi, percent
from workers.agreement.coefficients import ac1

EXAMPLES = [
    "krippendorff2011_4x12",
    "wikipedia_3x15",
    "hayes_krippendorff2007_40x5",
    "krippendorff1980_9x3",
    "artstein_poesio2008_ex1",
    "artstein_poesio2008_ex2",
    "gwet_cont3x3abstractors",
    "gwet_paradox",
    "cohen1960_p45",
    "fleiss_wikipedia_10x14",
    "gwet_distrib6raters",
    "fleiss1971_psychiatric_30x6",
]


def counts_of(example) -> Counts:
    counts = Counts()
    if "table" in example:
        for c, row in enumerate(example["table"]):
            for k, n in enumerate(row):
                counts.count(tuple(sorted((c, k))), n)
        return counts
    if "counts" in example:
        return Counts.of([label for label, n in enumerate(row) for _ in range(n)] for row in example["counts"])
    units = zip(*example["data"], strict=True) if example["layout"] == "coders x units" else example["data"]
    return Counts.of(units)


def read(name, counts, example):
    weights = np.array(example.get("weights", [[0]]), dtype=float)
    return {
        "percent": lambda: percent(counts),
        "alpha": lambda: alpha(counts),
        "alpha_ordinal": lambda: alpha(counts, distances.ordinal),
        "alpha_interval": lambda: alpha(counts, distances.interval),
        "alpha_ratio": lambda: alpha(counts, distances.ratio),
        "alpha_weighted": lambda: alpha(counts, lambda labels, uses: weights),
        "ac1": lambda: ac1(counts),
        "multi_pi": lambda: multi_pi(counts),
        "kappa": lambda: float(kappa(np.array(example["table"], dtype=float))),
        "kappa_weighted": lambda: float(kappa(np.array(example["table"], dtype=float), weights)),
        "label_alpha": lambda: {str(label): value for label, value in label_alpha(counts).items()},
    }[name]()


@pytest.mark.parametrize("name", EXAMPLES)
def test_printed_value_is_met(name, published):
    example = published[name]
    counts = counts_of(example)
    for what, printed in example["printed"].items():
        assert read(what, counts, example) == pytest.approx(printed, abs=example["tolerance"]), (name, what)


ELSEWHERE = ["shrout_fleiss1979_6x4", "krippendorff2004_unitizing"]  # test_scores.py, test_segments.py


def test_every_printed_example_is_tested(published):
    assert sorted(published) == sorted(EXAMPLES + ELSEWHERE)


def test_a_skewed_table_shows_why_one_coefficient_is_not_enough(published):
    counts = counts_of(published["gwet_paradox"])
    table = np.array(published["gwet_paradox"]["table"], dtype=float)
    assert percent(counts) == pytest.approx(0.85)
    assert float(kappa(table)) == pytest.approx(0.314, abs=5e-4)
    assert alpha(counts) == pytest.approx(0.318, abs=5e-4)
    assert ac1(counts) == pytest.approx(0.808, abs=5e-4)

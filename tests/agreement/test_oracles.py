"""The same numbers as other libraries, on random designs with missing labels."""

import krippendorff
import numpy as np
import pytest
from nltk.metrics.agreement import AnnotationTask
from pycocotools import mask
from seqeval.metrics import f1_score
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import fleiss_kappa

from workers.agreement import Counts, Pairs, Tally, alpha, distances, kappa_matrix, label_alpha, multi_pi
from workers.agreement.regions import Criterion, contribution, f1_estimate
from workers.matching import box_overlaps, span_overlaps

EXACT = Criterion("exact_f1", 1.0)


def random_design(seed):
    """(raters, units) labels with nan where one is missing; unequal use of labels, some units with a single label."""
    rng = np.random.default_rng(seed)
    raters, units, labels = rng.integers(2, 7), rng.integers(8, 80), rng.integers(2, 6)
    truth = rng.integers(0, labels, units)
    shares = rng.dirichlet(np.ones(labels))
    noise = rng.choice(labels, size=(raters, units), p=shares)
    data = np.where(rng.random((raters, units)) < rng.uniform(0.2, 0.9), truth, noise).astype(float)
    data[rng.random(data.shape) < rng.uniform(0, 0.6)] = np.nan
    data[:2, 0], data[:2, 1] = [0, 1], [1, 1]
    return data + 1  # ratio needs labels above zero


def counts_of(data) -> Counts:
    return Counts.of([int(label) for label in unit if not np.isnan(label)] for unit in data.T)


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_alpha_equals_krippendorff(seed, level):
    data = random_design(seed)
    expected = krippendorff.alpha(reliability_data=data, level_of_measurement=level)
    assert alpha(counts_of(data), getattr(distances, level)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_label_alpha_equals_krippendorff_on_binary_data(seed):
    data = random_design(seed)
    found = label_alpha(counts_of(data))
    for label, value in found.items():
        binary = np.where(np.isnan(data), np.nan, data == label)
        expected = krippendorff.alpha(reliability_data=binary, level_of_measurement="nominal", value_domain=[0, 1])
        assert value == pytest.approx(expected, abs=1e-12), label


@pytest.mark.parametrize("seed", range(10))
def test_alpha_equals_nltk(seed):
    data = random_design(seed)
    triples = [(r, u, int(data[r, u])) for r, u in np.argwhere(~np.isnan(data))]
    assert alpha(counts_of(data)) == pytest.approx(AnnotationTask(triples).alpha(), abs=1e-12)


@pytest.mark.parametrize("seed", range(10))
def test_multi_pi_equals_statsmodels(seed):
    rng = np.random.default_rng(seed)
    table = rng.multinomial(5, rng.dirichlet(np.ones(4)), size=40)
    counts = Counts.of([label for label, n in enumerate(row) for _ in range(n)] for row in table)
    assert multi_pi(counts) == pytest.approx(fleiss_kappa(table), abs=1e-12)


@pytest.mark.parametrize("seed", range(25))
def test_kappa_matrix_equals_sklearn(seed):
    data = random_design(seed)
    pairs = Pairs()
    for unit in data.T:
        pairs.add({rater: int(label) for rater, label in enumerate(unit) if not np.isnan(label)})
    annotators, kappas, units = kappa_matrix(pairs)
    for i, a in enumerate(annotators):
        for j, b in enumerate(annotators):
            both = ~np.isnan(data[a]) & ~np.isnan(data[b])
            if i == j or not both.any():
                assert np.isnan(kappas[i, j])
                continue
            assert units[i, j] == both.sum()
            if len(np.unique(data[[a, b]][:, both])) > 1:
                assert kappas[i, j] == pytest.approx(cohen_kappa_score(data[a, both], data[b, both]), abs=1e-12)
            else:
                assert np.isnan(kappas[i, j])


def spans_alike(one, two):
    return span_overlaps(*([(r["start"], r["end"]) for r in regions] for regions in (one, two)))


@pytest.mark.parametrize("seed", range(10))
def test_overlaps_of_boxes_equal_pycocotools(seed):
    rng = np.random.default_rng(seed)
    one, two = (np.concatenate([rng.uniform(0, 90, (n, 2)), rng.uniform(1, 40, (n, 2))], axis=1) for n in (7, 9))
    assert box_overlaps(one, two) == pytest.approx(mask.iou(one, two, [0] * 9), abs=1e-12)


def random_tags(rng, length=40):
    """IOB2 tags without overlap, and the same as spans."""
    tags, spans, at = ["O"] * length, [], 0
    while at < length:
        size = int(rng.integers(1, 4))
        if rng.random() < 0.4 and at + size <= length:
            label = str(rng.choice(["PER", "ORG", "LOC"]))
            tags[at : at + size] = [f"B-{label}"] + [f"I-{label}"] * (size - 1)
            spans.append({"label": label, "start": at, "end": at + size})
        at += size
    return tags, spans


@pytest.mark.parametrize("seed", range(10))
def test_exact_span_f1_equals_seqeval(seed):
    rng = np.random.default_rng(seed)
    tally, first, second = Tally(), [], []
    for _ in range(30):
        (a_tags, a_spans), (b_tags, b_spans) = random_tags(rng), random_tags(rng)
        if rng.random() < 0.5:
            b_tags, b_spans = a_tags, a_spans
        first.append(a_tags)
        second.append(b_tags)
        tally.merge(contribution({1: a_spans, 2: b_spans}, spans_alike, [EXACT]))
    assert f1_estimate(tally, EXACT).value == pytest.approx(f1_score(first, second), abs=1e-12)
    for label in ("PER", "ORG", "LOC"):
        masked = [[[t if t.endswith(label) else "O" for t in tags] for tags in side] for side in (first, second)]
        assert f1_estimate(tally, EXACT, (1, 2), label).value == pytest.approx(f1_score(*masked), abs=1e-12)

"""Millions of answers as columns give the same tables as one unit after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from seqeval.metrics import f1_score

from workers.agreement import Counts, Pairs, Tally, alpha, kappa_matrix, regions
from workers.agreement.bootstrap import bootstrap
from workers.agreement.coefficients import AC1, ALPHA, PERCENT, estimates
from workers.agreement.columns import PairTables, counts_of
from workers.agreement.region_columns import box_matches, exact_spans
from workers.matching import box_overlaps, matched, span_overlaps

answers = st.lists(st.dictionaries(st.integers(0, 4), st.integers(0, 3), max_size=5), max_size=20)


def columns(data):
    rows = [(u, who, label) for u, unit in enumerate(data) for who, label in unit.items()]
    return np.array(rows, dtype=np.int64).reshape(-1, 3).T


@given(answers, st.randoms(use_true_random=False))
def test_the_table_of_units_is_the_same_in_any_order(data, chance):
    order = list(range(sum(map(len, data))))
    chance.shuffle(order)
    unit, _, label = columns(data)[:, order]
    assert counts_of(unit, label, 4) == Counts.of(unit.values() for unit in data)


@pytest.mark.parametrize("labels", [2, 5, 12, 400])
def test_many_answers_a_unit_and_many_labels(labels, rng):
    """Digits run over, keys grow beyond a table, and at last beyond a number."""
    unit = np.repeat(np.arange(30), rng.integers(1, 90, 30))
    label = np.where(rng.random(len(unit)) < 0.8, unit % labels, rng.integers(0, labels, len(unit)))
    expected = Counts.of(label[unit == u].tolist() for u in range(30))
    assert counts_of(unit, label, labels) == expected


def test_units_far_apart_in_the_columns_meet():
    n = 200_000
    unit, label = np.tile(np.arange(n), 2), np.arange(2 * n) % 3
    counts = counts_of(unit, label, 3)
    assert counts.to_rows().units.sum() == n
    assert alpha(counts) == pytest.approx(alpha(Counts.of(zip(label[:n].tolist(), label[n:].tolist(), strict=True))))


@given(answers)
def test_kappas_are_the_same(data):
    pairs = Pairs()
    for unit in data:
        pairs.add(unit)
    people, expected, shared = kappa_matrix(pairs)
    kappas, units = PairTables.of(*columns(data), 5, 4).kappas()
    chosen = np.ix_(people, people)
    assert kappas[chosen] == pytest.approx(expected, abs=1e-12, nan_ok=True)
    assert (units[chosen] == shared).all()
    assert units.sum() == shared.sum()


def test_kappas_of_columns_in_no_order(rng):
    unit, who, label = columns([{a: int(rng.integers(0, 3)) for a in range(4)} for _ in range(50)])
    order = rng.permutation(len(unit))
    one, two = (PairTables.of(unit[o], who[o], label[o], 4, 3).kappas()[0] for o in (slice(None), order))
    assert one == pytest.approx(two, nan_ok=True)


def test_the_bootstrap_says_what_resampled_units_say(rng):
    data = [[int(x) for x in rng.choice(3, 3, p=[0.6, 0.3, 0.1])] + [u % 3] * 2 for u in range(120)]
    found = bootstrap(Counts.of(data), {"alpha": ALPHA, "ac1": AC1, "percent": PERCENT}, replicates=4000)
    by_hand = [alpha(Counts.of([data[i] for i in rng.integers(0, 120, 120)])) for _ in range(800)]
    low, high = np.quantile(by_hand, [0.025, 0.975])
    assert (found["alpha"].low, found["alpha"].high) == pytest.approx((low, high), abs=0.15 * (high - low))
    jackknife = estimates(Counts.of(data), ALPHA)[0]
    assert found["alpha"].value == pytest.approx(jackknife.value, abs=1e-12)
    assert (found["alpha"].low, found["alpha"].high) == pytest.approx((jackknife.low, jackknife.high), abs=0.03)


def test_the_same_seed_gives_the_same_interval():
    counts = Counts.of([[0, 1], [0, 0], [1, 1], [1]] * 10)
    assert bootstrap(counts, {"ac1": AC1}, seed=4) == bootstrap(counts, {"ac1": AC1}, seed=4)
    assert bootstrap(counts, {"ac1": AC1}, seed=4) != bootstrap(counts, {"ac1": AC1}, seed=5)


def test_what_is_undefined_stays_undefined():
    assert bootstrap(Counts(), {"alpha": ALPHA})["alpha"].value is None
    assert bootstrap(Counts.of([[1, 1]] * 9), {"alpha": ALPHA})["alpha"].value is None


EXACT = regions.Criterion("exact_f1", 1.0)
a_span = st.tuples(st.integers(0, 1), st.integers(0, 6), st.integers(1, 3))
documents = st.lists(
    st.lists(st.lists(a_span, max_size=5, unique=True), min_size=3, max_size=3), min_size=1, max_size=6
)


def spans_alike(one, two):
    return span_overlaps(*([(r["start"], r["end"]) for r in those] for those in (one, two)))


@given(documents)
def test_exact_spans_are_the_same_with_their_interval(data):
    tally = Tally()
    for document in data:
        answers = {
            who: [{"label": str(label), "start": start, "end": start + length} for label, start, length in spans]
            for who, spans in enumerate(document, 1)
        }
        tally.merge(regions.contribution(answers, spans_alike, [EXACT]))
    rows = [
        (d, who, label, start, start + length)
        for d, document in enumerate(data)
        for who, spans in enumerate(document)
        for label, start, length in spans
    ]
    found = exact_spans(*np.array(rows, dtype=np.int64).reshape(-1, 5).T, (len(data), 3, 2))
    expected = regions.f1_estimate(tally, EXACT)
    assert (found.f1().value, found.f1().low) == pytest.approx((expected.value, expected.low), abs=1e-9, nan_ok=True)
    each = found.f1_of_pairs()
    for a in range(3):
        for b in range(a):
            for label in "01":
                one = regions.f1_estimate(tally, EXACT, (b + 1, a + 1), label).value
                assert each[a, b, int(label)] == pytest.approx(float("nan") if one is None else one, nan_ok=True)


def test_exact_span_f1_equals_seqeval(rng):
    tags, rows = [[["O"] * 30 for _ in range(40)] for _ in range(2)], []
    for document in range(40):
        for who in range(2):
            for start in range(0, 28, 4):
                if rng.random() < 0.7:
                    label, end = int(rng.integers(0, 2)), start + int(rng.integers(1, 4))
                    tags[who][document][start:end] = [f"B-{label}"] + [f"I-{label}"] * (end - start - 1)
                    rows.append((document, who, label, start, end))
    found = exact_spans(*np.array(rows).T, (40, 2, 2))
    assert found.f1().value == pytest.approx(f1_score(*tags), abs=1e-12)


def test_the_same_span_twice_counts_once():
    found = exact_spans(*np.array([(0, 0, 0, 1, 2), (0, 0, 0, 1, 2), (0, 1, 0, 1, 2)]).T, (1, 2, 1))
    assert found.f1().value == 1


def test_too_much_for_one_table_is_refused():
    rows = np.array([(0, 0, 0, 0, 2**40), (0, 1, 0, 2**30, 2**40)]).T
    with pytest.raises(ValueError, match="in parts"):
        exact_spans(*rows, (10, 2, 1))


@pytest.mark.parametrize("spread, most", [(20, 8), (100, 8), (300, 20)])
def test_boxes_matched_together_are_matched_as_one_by_one(spread, most, rng):
    """Crowded pictures, in which many boxes fight for a partner, and loose ones."""
    rows = [
        (picture, who, *rng.integers(0, spread, 2).tolist(), *rng.integers(1, 30, 2).tolist())
        for picture in range(60)
        for who in range(3)
        for _ in range(int(rng.integers(0, most)))
    ]
    rows += [(70, who, 0, 0, 0, 0) for who in (0, 1)]  # empty boxes have nothing in common
    data = np.array(rows)[rng.permutation(len(rows))]
    found = box_matches(data[:, 0], data[:, 1], data[:, 2:])
    pairs = {(p, a, b) for p, a, *_ in rows for q, b, *_ in rows if p == q and a < b}
    assert set(zip(found.group.tolist(), found.a.tolist(), found.b.tolist(), strict=True)) == pairs
    for picture, a, b, size, similarity in zip(
        found.group, found.a, found.b, found.size, found.similarity, strict=True
    ):
        one, two = (data[(data[:, 0] == picture) & (data[:, 1] == who), 2:] for who in (a, b))
        expected = matched(box_overlaps(one, two))
        assert size.tolist() == [len(one), len(two)]
        assert similarity.sum() == pytest.approx(expected.sum(), abs=1e-12)
        assert (similarity >= 0.5).sum() == (expected >= 0.5).sum()


def test_no_box_no_match():
    found = box_matches(*np.zeros((2, 0), dtype=np.int64), np.zeros((0, 4)))
    assert len(found.group) == len(found.similarity) == 0

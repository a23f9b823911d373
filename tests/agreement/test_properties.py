"""What must hold for any data."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import t as student

from workers.agreement import (
    Counts,
    Pairs,
    Tally,
    ac1,
    alpha,
    distances,
    kappa,
    label_alpha,
    multi_pi,
    nominal,
    percent,
    regions,
    sets,
)
from workers.agreement.coefficients import AC1, ALPHA, LABEL_ALPHA, MULTI_PI, alpha_with, estimates, values
from workers.agreement.pairs import kappa_estimates
from workers.matching import matched, span_overlaps

label = st.sampled_from("abcd")
unit = st.lists(label, min_size=1, max_size=5)
units = st.lists(unit, min_size=1, max_size=30)
answers = st.dictionaries(st.integers(1, 6), label, min_size=1, max_size=5)
ticks = st.dictionaries(st.integers(1, 6), st.frozensets(label), min_size=1, max_size=5)


@st.composite
def span(draw):
    start = draw(st.integers(0, 12))
    return {"label": draw(st.sampled_from("xy")), "start": start, "end": start + draw(st.integers(1, 6))}


documents = st.dictionaries(st.integers(1, 5), st.lists(span(), max_size=5), min_size=1, max_size=4)


def spans_alike(one, two):
    return span_overlaps(*([(r["start"], r["end"]) for r in those] for those in (one, two)))


CRITERIA = [regions.Criterion("exact_f1", 1.0), regions.Criterion("overlap_f1", 0.0, mean="mean_overlap")]


def mark(answers):
    return regions.contribution(answers, spans_alike, CRITERIA)


LEVELS = [(answers, nominal.contribution), (ticks, sets.contribution), (documents, mark)]


@given(units, st.permutations("abcd"))
def test_other_names_for_the_labels_change_nothing(data, names):
    renamed = dict(zip("abcd", names, strict=True))
    before, after = Counts.of(data), Counts.of([renamed[x] for x in labels] for labels in data)
    for measure in (alpha, percent, ac1, multi_pi):
        assert measure(before) == pytest.approx(measure(after), abs=1e-12)
    by_label = label_alpha(after)
    for name, value in label_alpha(before).items():
        assert value == pytest.approx(by_label[renamed[name]], abs=1e-12)


@given(units, st.randoms())
def test_order_of_units_and_labels_changes_not_one_bit(data, random):
    shuffled = [random.sample(labels, len(labels)) for labels in random.sample(data, len(data))]
    assert estimates(Counts.of(data), ALPHA) == estimates(Counts.of(shuffled), ALPHA)


@given(units, st.integers(1, 5))
def test_shards_counted_apart_add_up_exactly(data, shards):
    whole, merged = Counts.of(data), Counts()
    for shard in range(shards):
        merged.merge(Counts.from_bytes(Counts.of(data[shard::shards]).to_bytes()))
    assert merged == whole
    assert merged.to_bytes() == whole.to_bytes()


@given(units, st.lists(st.tuples(unit, unit), max_size=10))
def test_edit_and_retraction_leave_no_trace(data, edits):
    counts = Counts.of(data)
    for before, after in edits:
        counts.add(before)
        counts.remove(before)
        counts.add(after)
    for _, after in edits:
        counts.remove(after)
    assert counts == Counts.of(data)


@pytest.mark.parametrize("strategy, contribution", LEVELS)
def test_contributions_are_exact_and_reversible(strategy, contribution):
    @given(st.lists(strategy, max_size=12), st.data())
    def check(tasks, data):
        parts = [contribution(task) for task in tasks]
        gone = data.draw(st.sets(st.sampled_from(range(len(tasks))))) if tasks else set()
        tally, kept = Tally(), Tally()
        for part in parts:
            tally.merge(part)
        for i in sorted(gone, reverse=True):
            tally.merge(parts[i], -1)
        for i, part in enumerate(parts):
            if i not in gone:
                kept.merge(part)
        assert tally == kept
        assert all(n > 0 for n in kept.rows.values())
        assert Tally.from_bytes(kept.to_bytes()) == kept

    check()


@given(st.lists(st.lists(label, min_size=3, max_size=3), min_size=2, max_size=30))
def test_alpha_is_multi_pi_but_for_the_small_sample_term(data):
    counts, n = Counts.of(data), 3 * len(data)
    pi = multi_pi(counts)
    assert (alpha(counts) is None) == (pi is None)
    if pi is not None:
        assert alpha(counts) == pytest.approx(1 - (1 - pi) * (1 - 1 / n), abs=1e-12)


@given(st.lists(st.lists(st.integers(0, 9), min_size=16, max_size=16), min_size=1, max_size=4))
def test_kappa_is_symmetric(tables):
    stack = np.array(tables, dtype=float).reshape(-1, 4, 4)
    assert kappa(stack) == pytest.approx(kappa(stack.swapaxes(1, 2)), abs=1e-12, nan_ok=True)


@given(st.lists(answers, max_size=20))
def test_pairs_and_counts_agree_on_percent_of_two_annotators(tasks):
    both = [{1: task[1], 2: task[2]} for task in tasks if {1, 2} <= task.keys()]
    pairs, counts = Pairs(), Counts.of(task.values() for task in both)
    for task in both:
        pairs.add(task)
    same = sum(n for (_, _, c, k), n in pairs.rows.items() if c == k)
    assert percent(counts) == (pytest.approx(same / len(both), abs=1e-12) if both else None)


@given(units)
def test_label_alpha_is_alpha_of_the_binary_question(data):
    for name, value in label_alpha(Counts.of(data)).items():
        binary = Counts.of([int(x == name) for x in labels] for labels in data)
        assert value == pytest.approx(alpha(binary), abs=1e-12)


@given(st.lists(ticks, min_size=1, max_size=20))
def test_sets_give_each_label_the_alpha_of_its_ticks(tasks):
    tally = Tally()
    for task in tasks:
        tally.merge(sets.contribution(task))
    for line in sets.report(tally).labels:
        binary = Counts.of([int(line.label in ticked) for ticked in task.values()] for task in tasks if len(task) > 1)
        shown = line.figures["alpha"]
        assert shown.units == binary.to_rows().pairable
        assert line.uses == sum(line.label in ticked for task in tasks if len(task) > 1 for ticked in task.values())
        if shown.value is not None:
            assert shown.value == pytest.approx(alpha(binary), abs=1e-12)


COEFFICIENTS = {
    "alpha": ALPHA,
    "ordinal": alpha_with(distances.ordinal),
    "interval": alpha_with(distances.interval),
    "ac1": AC1,
    "multi_pi": MULTI_PI,
}


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("name", COEFFICIENTS)
def test_interval_is_the_jackknife_done_by_hand_on_fisher_z(name, seed):
    rng = np.random.default_rng(seed)
    data = [list(rng.choice([1, 2, 4], size=rng.integers(2, 5), p=[0.5, 0.3, 0.2])) for _ in range(40)]
    data += [[label] * 2 for label in (1, 2, 4)] * 5
    n, coefficient = len(data), COEFFICIENTS[name]
    found = estimates(Counts.of(data), coefficient)[0]
    without = np.array([values(Counts.of(data[:i] + data[i + 1 :]), coefficient)[0] for i in range(n)])
    error = np.sqrt((n - 1) / n * np.square(without - without.mean()).sum())
    reach = student.ppf(0.975, n - 1) * error / (1 - found.value**2)
    z = np.arctanh(found.value)
    assert (found.low, found.high) == pytest.approx((np.tanh(z - reach), np.tanh(z + reach)), abs=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_interval_of_kappa_is_the_jackknife_done_by_hand_on_fisher_z(seed):
    table = np.random.default_rng(seed).integers(1, 9, size=(3, 3)).astype(float) + 6 * np.eye(3)
    found, n = kappa_estimates(table[None])[0], table.sum()
    without = []
    for cell in np.ndindex(3, 3):
        less = table.copy()
        less[cell] -= 1
        without += [float(kappa(less))] * int(table[cell])
    error = np.sqrt((n - 1) / n * np.square(without - np.mean(without)).sum())
    reach = student.ppf(0.975, n - 1) * error / (1 - found.value**2)
    assert found.value == pytest.approx(float(kappa(table)), abs=1e-12)
    z = np.arctanh(found.value)
    assert (found.low, found.high) == pytest.approx((np.tanh(z - reach), np.tanh(z + reach)), abs=1e-12)


@given(st.lists(span(), max_size=6), st.lists(span(), max_size=6))
def test_matching_finds_the_same_whoever_comes_first(one, two):
    forth, back = matched(spans_alike(one, two)), matched(spans_alike(two, one))
    assert sum(forth) == pytest.approx(sum(back), abs=1e-9)
    assert sum(forth >= 1) == sum(back >= 1)


@given(st.lists(span(), max_size=6), st.lists(span(), max_size=6))
def test_every_exact_pair_is_matched(one, two):
    shapes = [[(r["start"], r["end"]) for r in those] for those in (one, two)]
    exact = sum(min(shapes[0].count(s), shapes[1].count(s)) for s in set(shapes[0]))
    assert sum(matched(spans_alike(one, two)) >= 1) == exact


@given(documents)
def test_perfect_copies_agree_perfectly(document):
    first = next(iter(document.values()))
    copies = dict.fromkeys(range(1, 4), first)
    tally = mark(copies)
    for criterion in CRITERIA:
        value = regions.f1_estimate(tally, criterion).value
        assert value == (1 if first else None)


def test_label_alpha_has_an_interval_for_each_label():
    counts = Counts.of([["a", "a"], ["a", "b"], ["b", "b"], ["c", "c"], ["c", "a"]] * 8)
    found = estimates(counts, LABEL_ALPHA)
    assert len(found) == 3
    for estimate in found:
        assert estimate.low < estimate.value < estimate.high

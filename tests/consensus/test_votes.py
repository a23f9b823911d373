"""Majority and Dawid-Skene against the paper, real sets with known truth, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.consensus.published import ANAESTHETISTS
from tests.real_sets import read_set
from workers.consensus import Votes, dawid_skene, majority

a_vote = st.tuples(st.integers(0, 8), st.integers(0, 4), st.sampled_from("abc"))
rows_of_votes = st.lists(a_vote, min_size=1, max_size=60)


def accuracy(votes, scores, truth):
    """The part of the tasks with known truth that is right; a tie between t labels counts 1/t."""
    best = scores == scores.max(axis=1, keepdims=True)
    hits = [
        best[i, votes.labels.index(truth[task])] / best[i].sum()
        for i, task in enumerate(votes.tasks)
        if truth.get(task) in votes.labels
    ]
    return float(np.mean(hits))


def real_set(name):
    """Votes and truth of a real set; where it is absent, the printed one, whose truth is its own majority."""
    rows = list(read_set(name))
    if not rows:
        votes = Votes.of(ANAESTHETISTS)
        won = majority(votes)
        return votes, {task: votes.labels[won.label[i]] for i, task in enumerate(votes.tasks)}
    votes = Votes.of((row["task"], row["worker"], row["label"]) for row in rows)
    return votes, dict(list(row.values())[:2] for row in read_set(f"{name}.truth"))


def test_a_tie_is_said():
    won = majority(Votes.of([("t", 1, "a"), ("t", 2, "b"), ("u", 1, "b"), ("u", 2, "b")]))
    assert won.tied.tolist() == [True, False]
    assert won.share.tolist() == [0.5, 1.0]


def test_the_anaesthetists_of_the_paper():
    """Table 1 and the estimates printed in Dawid & Skene (1979)."""
    found = dawid_skene(Votes.of(ANAESTHETISTS, labels=[1, 2, 3, 4]), shrink=0)
    assert found.prior == pytest.approx([0.40, 0.42, 0.11, 0.07], abs=0.006)
    first = found.confusion[found_index(1)]
    assert first == pytest.approx(
        np.array([[0.89, 0.11, 0, 0], [0.07, 0.88, 0.05, 0], [0, 0.34, 0.66, 0], [0, 0, 0.56, 0.44]]), abs=0.006
    )


def found_index(annotator):
    return Votes.of(ANAESTHETISTS).annotators.index(annotator)


@pytest.mark.parametrize(
    "name, by_majority, plain, shrunk",
    [("snow2008_rte", 0.8969, 0.9275, 0.9250), ("welinder2010_bluebirds", 0.7593, 0.8981, 0.8981)],
)
def test_real_crowds_reach_the_known_accuracy(name, by_majority, plain, shrunk):
    votes, truth = real_set(name)
    if len(votes.tasks) == 45:  # the printed set: its majority is the yardstick
        by_majority, plain, shrunk = 1.0, 1.0, 1.0
    assert accuracy(votes, votes.counts(), truth) == pytest.approx(by_majority, abs=0.0005 if by_majority < 1 else 0.05)
    tolerance = 0.0015 if plain < 1 else 0.12
    assert accuracy(votes, dawid_skene(votes, shrink=0).posterior, truth) == pytest.approx(plain, abs=tolerance)
    assert accuracy(votes, dawid_skene(votes).posterior, truth) == pytest.approx(shrunk, abs=tolerance)


def test_shrinking_beats_the_plain_model_where_annotators_have_few_votes():
    rng = np.random.default_rng(7)
    truth = rng.integers(0, 5, 2000)
    rows = [
        (task, int(rng.integers(0, 300)), int(truth[task]) if rng.random() < 0.75 else int(rng.integers(0, 5)))
        for task in range(2000)
        for _ in range(3)
    ]
    votes = Votes.of(rows, labels=range(5))
    known = dict(enumerate(truth.tolist()))
    assert accuracy(votes, dawid_skene(votes).posterior, known) > accuracy(
        votes, dawid_skene(votes, shrink=0).posterior, known
    )


def test_perfect_annotators_make_it_equal_to_the_majority():
    rows = [(task, annotator, "abc"[task % 3]) for task in range(30) for annotator in range(3)]
    votes = Votes.of(rows)
    assert (dawid_skene(votes).label == majority(votes).label).all()
    assert dawid_skene(votes).confidence.min() > 0.99


@given(rows_of_votes)
def test_posteriors_are_probabilities_and_matrices_have_rows_of_one(rows):
    found = dawid_skene(Votes.of(rows), most=30)
    assert found.posterior.sum(axis=1) == pytest.approx(1)
    assert found.confusion.sum(axis=2) == pytest.approx(1)
    assert found.prior.sum() == pytest.approx(1)


@given(rows_of_votes)
def test_other_names_for_the_labels_change_nothing(rows):
    names = {"a": "z", "b": "x", "c": "y"}
    one = dawid_skene(Votes.of(rows, labels="abc"), most=30)
    two = dawid_skene(Votes.of([(t, a, names[v]) for t, a, v in rows], labels="zxy"), most=30)
    assert one.posterior == pytest.approx(two.posterior)


def test_starting_from_the_last_result_takes_fewer_steps():
    votes = Votes.of(ANAESTHETISTS)
    cold = dawid_skene(votes)
    warm = dawid_skene(votes, start=cold.posterior)
    assert warm.iterations < cold.iterations
    assert warm.posterior == pytest.approx(cold.posterior, abs=1e-3)


def test_it_says_when_it_has_not_converged():
    assert not dawid_skene(Votes.of(ANAESTHETISTS), most=2).converged

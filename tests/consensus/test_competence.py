"""Who knows and who clicks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.consensus.test_votes import accuracy, real_set, rows_of_votes
from tests.real_sets import read_set
from workers.consensus import Votes, majority
from workers.consensus.competence import competence, spammers


def crowd(rng, knows, tasks=150, labels=3):
    truth = rng.integers(0, labels, tasks)
    rows = [
        (task, who, int(truth[task]) if rng.random() < share else int(rng.integers(0, labels)))
        for task in range(tasks)
        for who, share in enumerate(knows)
    ]
    return Votes.of(rows, labels=range(labels)), dict(enumerate(truth.tolist()))


def test_it_agrees_with_the_program_of_the_paper(rng):
    """What MACE itself said of the judgements on entailment; simulated people where that is absent."""
    printed = {row["worker"]: float(row["competence"]) for row in read_set("snow2008_rte.mace_workers")}
    if printed:
        votes, truth = real_set("snow2008_rte")
        theirs = {row["unit"]: float(row["true"]) > 0.5 for row in read_set("snow2008_rte.mace_units")}
    else:
        knows = rng.uniform(0, 1, 12)
        votes, truth = crowd(rng, knows, tasks=400, labels=2)
        printed, theirs = dict(enumerate(knows)), {task: label == 1 for task, label in truth.items()}
    found = competence(votes)
    assert found.converged
    expected = [printed[who] for who in votes.annotators]
    assert np.corrcoef(expected, found.competence)[0, 1] > 0.97
    ours = [str(votes.labels[code]) == "1" for code in found.label]
    assert np.mean([one == theirs[task] for one, task in zip(ours, votes.tasks, strict=True)]) > 0.95
    assert accuracy(votes, found.posterior, truth) > accuracy(votes, votes.counts(), truth) + 0.01


def test_those_who_click_are_named(rng):
    votes, truth = crowd(rng, [0.9, 0.8, 0.7, 0.6, 0.0, 0.0])
    found = competence(votes)
    assert [votes.annotators[a] for a in spammers(votes, found, below=0.2)] == [4, 5]
    assert accuracy(votes, found.posterior, truth) > accuracy(votes, votes.counts(), truth)


def test_who_always_says_the_same_is_no_expert(rng):
    rows = [(task, who, "ab"[task % 2]) for task in range(100) for who in range(3)]
    votes = Votes.of(rows + [(task, "same", "a") for task in range(100)])
    found = competence(votes)
    assert found.competence[votes.annotators.index("same")] < 0.25
    assert found.competence[:3].min() > 0.9


def test_few_votes_name_nobody_a_spammer():
    votes = Votes.of([(1, "x", "a"), (1, "y", "a"), (1, "z", "b"), (2, "x", "b"), (2, "y", "b"), (2, "z", "a")])
    assert spammers(votes, competence(votes), below=1) == []


def test_perfect_annotators_make_it_equal_to_the_majority():
    votes = Votes.of([(task, who, "abc"[task % 3]) for task in range(30) for who in range(3)])
    assert (competence(votes).label == majority(votes).label).all()


@given(rows_of_votes)
def test_posteriors_are_probabilities(rows):
    found = competence(Votes.of(rows), most=40)
    assert found.posterior.sum(axis=1) == pytest.approx(1)
    assert found.guesses.sum(axis=1) == pytest.approx(1)
    assert ((found.competence > 0) & (found.competence < 1)).all()


@given(rows_of_votes, st.permutations("abc"))
def test_other_names_for_the_labels_change_nothing(rows, names):
    renamed = dict(zip("abc", names, strict=True))
    one = competence(Votes.of(rows, labels="abc"), most=40)
    two = competence(Votes.of([(t, a, renamed[v]) for t, a, v in rows], labels=[renamed[v] for v in "abc"]), most=40)
    assert one.posterior == pytest.approx(two.posterior)

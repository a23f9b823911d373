"""Strengths from comparisons: printed estimates, closed forms, properties."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_linear_model import GLM

from workers.consensus.bradley_terry import bradley_terry, preferences

# Agresti (2002), Categorical Data Analysis, 2nd ed., p. 438: American League 1987, as carried by R's BradleyTerry2
# (Turner & Firth 2012, Journal of Statistical Software 48(9)): home team, away team, games each of the two won.
TEAMS = ["Milwaukee", "Detroit", "Toronto", "New York", "Boston", "Cleveland", "Baltimore"]
GAMES = [  # rows: home team; columns: away team; (home wins, away wins)
    [None, (4, 3), (4, 2), (4, 3), (6, 1), (4, 2), (6, 0)],
    [(3, 3), None, (4, 2), (4, 3), (6, 0), (6, 1), (4, 3)],
    [(2, 5), (4, 3), None, (2, 4), (4, 3), (4, 2), (6, 0)],
    [(3, 3), (5, 1), (2, 5), None, (4, 3), (4, 2), (6, 1)],
    [(5, 1), (2, 5), (3, 3), (4, 2), None, (5, 2), (6, 0)],
    [(2, 5), (3, 3), (3, 4), (4, 3), (4, 2), None, (2, 4)],
    [(2, 5), (1, 5), (1, 6), (2, 4), (1, 6), (3, 4), None],
]
votes = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([-1, 0, 1])).filter(lambda v: v[0] != v[1]),
    max_size=40,
)


def baseball():
    """(7, 7) games that the team of the row won against that of the column."""
    wins = np.zeros((7, 7))
    for home, row in enumerate(GAMES):
        for away, games in enumerate(row):
            if games is not None:
                wins[home, away] += games[0]
                wins[away, home] += games[1]
    return wins


def test_the_baseball_teams():
    """The model is a logistic regression, so it has the estimates of one."""
    wins = baseball()
    found = bradley_terry(wins, shrink=0)
    assert found.converged
    assert found.order() == [0, 1, 2, 3, 4, 5, 6]
    pairs = [(i, j) for i in range(7) for j in range(i + 1, 7)]
    design = np.array([[(k == i) - (k == j) for k in range(6)] for i, j in pairs], dtype=float)
    games = np.array([[wins[i, j], wins[j, i]] for i, j in pairs])
    fitted = GLM(games, design, family=Binomial()).fit(tol=1e-12)
    assert found.strength[:6] - found.strength[6] == pytest.approx(fitted.params, abs=1e-8)


def test_two_items_have_the_odds_of_their_wins():
    found = bradley_terry(np.array([[0, 30], [10, 0]]), shrink=0)
    assert found.strength[0] - found.strength[1] == pytest.approx(math.log(3))
    assert found.chances(0, 1) == pytest.approx((0.75, 0, 0.25))
    assert found.confidence(0, 1) == found.confidence(1, 0) == pytest.approx(0.75)
    # The difference has the variance 1 / 30 + 1 / 10, and each strength is half of it.
    assert found.error[0] == pytest.approx(math.sqrt(1 / 30 + 1 / 10) / 2)


def test_with_ties_two_items_are_fitted_exactly():
    found = bradley_terry(np.array([[0, 50], [20, 0]]), np.array([[0, 30], [30, 0]]), shrink=0)
    assert found.chances(0, 1) == pytest.approx((0.5, 0.3, 0.2))


def test_strengths_that_made_the_votes_are_found_again(rng):
    truth, tie = np.array([1.0, 0.4, -0.2, -1.2]), 0.8
    rows = []
    for _ in range(8000):
        i, j = rng.choice(4, 2, replace=False)
        better = math.exp((truth[i] - truth[j]) / 2)
        chance = np.array([better, tie, 1 / better])
        rows.append((i, j, rng.choice([1, 0, -1], p=chance / chance.sum())))
    found = bradley_terry(*preferences(np.array(rows), 4))
    assert np.abs(found.strength - truth).max() < 4 * found.error.max()
    assert found.tie == pytest.approx(tie, abs=0.06)


def test_who_never_lost_is_strong_and_not_infinite():
    found = bradley_terry(np.array([[0, 5, 5], [0, 0, 3], [0, 2, 0]]))
    assert found.converged
    assert found.order()[0] == 0
    assert found.strength[0] < 6
    assert found.error[0] > found.error[1]


@given(votes)
def test_the_order_of_presentation_does_not_matter(those):
    turned = [(j, i, -said) for i, j, said in those]
    one, two = (bradley_terry(*preferences(np.array(rows), 4)) for rows in (those, turned))
    assert one.strength == pytest.approx(two.strength, abs=1e-7)


@given(votes, st.permutations(range(4)))
def test_other_names_for_the_items_change_nothing(those, names):
    renamed = [(names[i], names[j], said) for i, j, said in those]
    one, two = (bradley_terry(*preferences(np.array(rows), 4)) for rows in (those, renamed))
    assert two.strength[list(names)] == pytest.approx(one.strength, abs=1e-6)
    assert one.strength.sum() == pytest.approx(0, abs=1e-9)


@given(votes)
def test_chances_are_chances(those):
    found = bradley_terry(*preferences(np.array(those), 4))
    assert found.converged
    assert sum(found.chances(0, 1)) == pytest.approx(1)
    assert found.chances(0, 1) == pytest.approx(found.chances(1, 0)[::-1])

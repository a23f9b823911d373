"""How strong each item is, from which of two was preferred, with ties."""

import math
from dataclasses import dataclass

import numpy as np

from workers.consensus.votes import Array

FLAT = 1e-9  # weight of a prior that only keeps the solution unique where the data leave it open


@dataclass(frozen=True)
class Strengths:
    """strength   (n,) log strengths, their mean is 0
    error      (n,) standard errors
    tie        Davidson's nu: how readily ties are given; 0 when there are none
    iterations steps taken
    converged  whether the last step was too small to matter
    """

    strength: Array
    error: Array
    tie: float
    iterations: int
    converged: bool

    def chances(self, i: int, j: int) -> tuple[float, float, float]:
        """How probable it is that item i is preferred, that they tie, that item j is preferred."""
        better, worse = math.exp((self.strength[i] - self.strength[j]) / 2), 1.0
        worse = 1 / better
        total = better + worse + self.tie
        return better / total, self.tie / total, worse / total

    def order(self) -> list[int]:
        """Items from the strongest to the weakest."""
        return [int(i) for i in np.argsort(-self.strength, kind="stable")]

    def confidence(self, i: int, j: int) -> float:
        """How probable it is that the stronger of two items is preferred where they do not tie."""
        return 1 / (1 + math.exp(-abs(float(self.strength[i] - self.strength[j]))))


def bradley_terry(wins: Array, ties: Array | None = None, *, shrink: float = 0.1, most: int = 100) -> Strengths:
    """Strengths by penalised maximum likelihood.

    wins       (n, n) how often the item of the row was preferred to that of the column
    ties       (n, n) symmetric, how often the two tied
    shrink     weight of a normal prior at 0, as its inverse variance, for each strength and the log of nu: an item that
               has won every time gets a large strength instead of an infinite one. 0 is the plain model
    returns    Newton's method on a concave function; not converged where the plain model has no finite solution
    source     Bradley & Terry (1952), Biometrika 39:324; ties: Davidson (1970), JASA 65:317
    """
    n = len(wins)
    drawn = np.zeros_like(wins, dtype=float) if ties is None else np.asarray(ties, dtype=float)
    tied = float(np.triu(drawn, 1).sum())
    i, j = np.nonzero(np.triu(wins + wins.T + drawn, 1))
    first, second, both = wins[i, j].astype(float), wins[j, i].astype(float), drawn[i, j]
    strength, eta, weight = np.zeros(n), 0.0, max(shrink, FLAT)
    free = n + (tied > 0)
    information, size, steps = np.eye(free), math.inf, 0
    for _ in range(most):
        steps += 1
        half = (strength[i] - strength[j]) / 2
        parts = np.stack([np.exp(half), np.exp(-half), np.full_like(half, math.exp(eta) if tied else 0.0)])
        chance = parts / parts.sum(axis=0)
        gradient, information = _slope(chance, np.stack([first, second, both]), i, j, free)
        gradient -= weight * np.append(strength, [eta] * (free - n))
        information += weight * np.eye(free)
        information[:n, :n] += 1 / max(n, 1)  # the mean is 0, so its direction may be held fast
        move = np.linalg.solve(information, gradient)
        size = float(np.abs(move).max(initial=0))
        move *= min(1.0, 2.0 / size) if size else 1.0  # no leap beyond where the curvature was measured
        strength = strength + move[:n]
        strength -= strength.mean() if n else 0.0
        eta += float(move[n]) if tied else 0.0
        if size < 1e-9:
            break
    centre = np.eye(n) - 1 / max(n, 1)
    covariance = centre @ np.linalg.inv(information)[:n, :n] @ centre
    nu = math.exp(eta) if tied else 0.0
    return Strengths(strength, np.sqrt(np.maximum(np.diag(covariance), 0)), nu, steps, size < 1e-6)


def _slope(chance: Array, seen: Array, i: Array, j: Array, free: int) -> tuple[Array, Array]:
    """Gradient of the log-likelihood and Fisher information for the strengths and, last, the log of nu.

    chance     (3, p) of first preferred, second preferred, tie, for each pair
    seen       (3, p) how often
    """
    n = free - 1 if seen[2].any() else free
    total = seen.sum(axis=0)
    lean, expected = (seen[0] - seen[1]) / 2, total * (chance[0] - chance[1]) / 2
    gradient = np.zeros(free)
    np.add.at(gradient, i, lean - expected)
    np.add.at(gradient, j, expected - lean)
    spread = total * (chance[0] + chance[1] - np.square(chance[0] - chance[1])) / 4
    information = np.zeros((free, free))
    for a, b, sign in ((i, i, 1), (j, j, 1), (i, j, -1), (j, i, -1)):
        np.add.at(information, (a, b), sign * spread)
    if n < free:
        gradient[n] = (seen[2] - total * chance[2]).sum()
        information[n, n] = (total * chance[2] * (1 - chance[2])).sum()
        cross = -total * chance[2] * (chance[0] - chance[1]) / 2
        np.add.at(information[:, n], i, cross)
        np.add.at(information[:, n], j, -cross)
        information[n, :n] = information[:n, n]
    return gradient, information


def preferences(votes: Array, n: int) -> tuple[Array, Array]:
    """The tables of wins and ties.

    votes      (v, 3) first item, second item, and 1 when the first was preferred, -1 when the second, 0 for a tie
    """
    wins, ties = np.zeros((n, n)), np.zeros((n, n))
    first, second, said = np.asarray(votes, dtype=np.int64).reshape(-1, 3).T
    np.add.at(wins, (first[said > 0], second[said > 0]), 1)
    np.add.at(wins, (second[said < 0], first[said < 0]), 1)
    np.add.at(ties, (first[said == 0], second[said == 0]), 1)
    np.add.at(ties, (second[said == 0], first[said == 0]), 1)
    return wins, ties

"""Who reads the task and who clicks: each annotator either knows the answer or guesses in a way of their own."""

from dataclasses import dataclass

import numpy as np

from workers.consensus.votes import Array, Decided, Votes


@dataclass(frozen=True)
class Competence(Decided):
    """posterior   (tasks, labels) how probable each label is
    competence  (annotators,) how often each knows instead of guessing: near 0 for somebody who clicks at random
    guesses     (annotators, labels) what they say when they guess
    iterations  steps taken
    converged   whether the log-likelihood had stopped growing
    """

    posterior: Array
    competence: Array
    guesses: Array
    iterations: int
    converged: bool


def competence(votes: Votes, *, prior: float = 0.5, smoothing: float = 10, most: int = 500) -> Competence:
    """EM for the model of MACE, from the shares of the votes, so that the same votes always give the same answer.

    prior      pseudo-counts of knowing and of guessing, each
    smoothing  pseudo-count of each label among an annotator's guesses: an annotator of few votes should not pass for a
               guesser with a liking for just these
    source     Hovy, Berg-Kirkpatrick, Vaswani & Hovy (2013), Learning Whom to Trust with MACE, NAACL-HLT, 1120-1130
    """
    tasks, people, k = len(votes.tasks), len(votes.annotators), len(votes.labels)
    cell = votes.task * k + votes.label
    given = np.bincount(votes.annotator, minlength=people).astype(float)
    slot = votes.annotator * k + votes.label
    knows, guesses = np.full(people, 0.5), np.full((people, k), 1 / max(k, 1))
    posterior = _shares(votes)
    before, step = -np.inf, 0
    for step in range(1, most + 1):
        guess = (1 - knows[votes.annotator]) * guesses[votes.annotator, votes.label]
        known = knows[votes.annotator] / (knows[votes.annotator] + guess)
        reading = posterior.ravel()[cell] * known  # this vote was given by somebody who knew
        knows = (np.bincount(votes.annotator, weights=reading, minlength=people) + prior) / (given + 2 * prior)
        clicked = np.bincount(slot, weights=1 - reading, minlength=people * k).reshape(people, k) + smoothing
        guesses = clicked / clicked.sum(axis=1, keepdims=True)
        guess = (1 - knows[votes.annotator]) * guesses[votes.annotator, votes.label]
        gain = np.log1p(knows[votes.annotator] / guess)
        joint = np.bincount(cell, weights=gain, minlength=tasks * k).reshape(tasks, k)
        top = joint.max(axis=1, keepdims=True, initial=0)
        posterior = np.exp(joint - top)
        norm = posterior.sum(axis=1, keepdims=True)
        posterior /= norm
        likelihood = float((top + np.log(norm)).sum() + np.log(guess).sum())
        if abs(likelihood - before) < 1e-8 * max(len(cell), 1):
            return Competence(posterior, knows, guesses, step, True)
        before = likelihood
    return Competence(posterior, knows, guesses, step, False)


def _shares(votes: Votes) -> Array:
    counts = votes.counts().astype(float)
    total = np.maximum(counts.sum(axis=1, keepdims=True), 1)
    return np.asarray(counts / total)


def spammers(votes: Votes, found: Competence, *, below: float = 0.1, least: int = 10) -> list[int]:
    """Annotators who gave enough votes to tell and hardly ever knew.

    below      the competence, 0..1, under which that is so
    least      votes from which on it can be told
    returns    their places in `votes.annotators`
    """
    given = np.bincount(votes.annotator, minlength=len(votes.annotators))
    return [int(a) for a in np.flatnonzero((found.competence < below) & (given >= least))]

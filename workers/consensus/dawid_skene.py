"""Dawid and Skene's model: each annotator has a confusion matrix, each task a true label; both are learnt together."""

from dataclasses import dataclass

import numpy as np
from scipy import sparse

from workers.consensus.votes import Array, Decided, Votes

TINY = 1e-300  # keeps log(0) finite: an answer never seen is very unlikely, not impossible


@dataclass(frozen=True)
class DawidSkene(Decided):
    """posterior       (tasks, labels) how probable each label is
    confusion       (annotators, labels, labels) P(annotator says column | truth is row)
    prior           (labels,) how frequent each label is
    log_likelihood  of the votes, at the last step
    iterations      steps taken
    converged       whether the log-likelihood had stopped growing by more than the tolerance
    """

    posterior: Array
    confusion: Array
    prior: Array
    log_likelihood: float
    iterations: int
    converged: bool


def dawid_skene(
    votes: Votes,
    *,
    shrink: float = 3.0,
    most: int = 200,
    tolerance: float = 1e-7,
    start: Array | None = None,
) -> DawidSkene:
    """EM for annotators of unequal reliability, each confusion matrix shrunk to the one of all annotators pooled.

    votes      an annotator may have voted more than once on a task
    shrink     pseudo-votes that the pooled matrix adds to each row of an annotator's; 0 is the model of 1979. With few
               votes an annotator the plain model has more unknowns than data and loses to the majority
    most       steps at most
    tolerance  stop when the log-likelihood of a vote grows by less
    start      (tasks, labels) posterior to start from, such as the last one after a few more votes; shares of the votes
               when None
    returns    for no votes at all, an even posterior
    source     Dawid & Skene (1979), Applied Statistics 28:20-28
    """
    n_tasks, n_annotators, k = len(votes.tasks), len(votes.annotators), len(votes.labels)
    code = (votes.annotator.astype(np.int64) * k + votes.label).astype(np.int32)
    said = sparse.csr_array(  # (tasks, annotator x label): how often
        (np.ones(len(code)), (votes.task, code)), shape=(n_tasks, n_annotators * k)
    )
    said_to = sparse.csr_array(said.T)
    # One row a label: sums and maxima over labels then run along whole rows.
    posterior = np.ascontiguousarray((_shares(votes) if start is None else np.asarray(start, dtype=float)).T)
    likelihood, before, step = -np.inf, -np.inf, 0
    confusion = np.zeros((n_annotators, k, k))
    prior = np.full(k, 1 / max(k, 1))
    for step in range(1, most + 1):
        confusion = _confusion(said_to @ np.ascontiguousarray(posterior.T), n_annotators, k, shrink)
        prior = posterior.mean(axis=1) if n_tasks else prior
        log_conditional = np.log(confusion + TINY).transpose(0, 2, 1).reshape(n_annotators * k, k)
        joint = np.ascontiguousarray((said @ log_conditional).T)
        joint += np.log(prior + TINY)[:, None]
        top = joint.max(axis=0, initial=-np.inf)
        joint -= top
        posterior = np.exp(joint, out=joint)
        norm = posterior.sum(axis=0)
        posterior /= norm
        likelihood = float(top.sum() + np.log(norm).sum())
        if likelihood - before < tolerance * max(len(code), 1):
            return DawidSkene(posterior.T, confusion, prior, likelihood, step, True)
        before = likelihood
    return DawidSkene(posterior.T, confusion, prior, likelihood, step, False)


def _shares(votes: Votes) -> Array:
    counts = votes.counts().astype(float)
    total = counts.sum(axis=1, keepdims=True)
    even = np.full_like(counts, 1 / max(len(votes.labels), 1))
    shares: Array = np.divide(counts, total, out=even, where=total > 0)
    return shares


def _confusion(expected: Array, n_annotators: int, k: int, shrink: float) -> Array:
    """Rows of P(said | true) from the expected counts (annotator x said, true).

    A row that nothing is known of (no shrinkage, and the annotator never met this truth) is even.
    """
    counts = expected.reshape(n_annotators, k, k).transpose(0, 2, 1)  # annotator, true, said
    pooled = _normalised(counts.sum(axis=0))
    return _normalised(counts + shrink * pooled)


def _normalised(counts: Array) -> Array:
    total = counts.sum(axis=-1, keepdims=True)
    even = np.full_like(counts, 1 / counts.shape[-1])
    rows: Array = np.divide(counts, total, out=even, where=total > 0)
    return rows

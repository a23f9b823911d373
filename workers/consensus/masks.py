"""One mask out of several: by the vote of each pixel, or with the annotators' own reliability learnt from the masks."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from workers.consensus.votes import Array

MOST = 24  # annotators; pixels are grouped by who marked them


@dataclass(frozen=True)
class Vote:
    """mask        (h, w) marked by enough annotators
    share       (h, w) share of the annotators who marked the pixel
    tied        pixels of which exactly half of the annotators said yes; they are not in the mask
    confidence  mean share of annotators who agree with the mask, of the pixels that anybody marked; 1 without any
    """

    mask: Array
    share: Array
    tied: int
    confidence: float


@dataclass(frozen=True)
class Staple:
    """mask         (h, w) more probably marked than not
    posterior    (h, w) how probable it is that the pixel belongs to the thing
    sensitivity  (m,) share of the thing's pixels that each annotator marks
    specificity  (m,) share of the other pixels that each annotator leaves
    iterations   steps taken
    converged    whether the last step changed next to nothing
    confidence   mean probability of the mask's decision, of the pixels that anybody marked; 1 without any
    """

    mask: Array
    posterior: Array
    sensitivity: Array
    specificity: Array
    iterations: int
    converged: bool
    confidence: float


def pixel_vote(masks: Sequence[Array]) -> Vote:
    """Pixels that more than half of the annotators marked.

    masks      (h, w) of each annotator, true where marked; at least one
    """
    stack = np.asarray(masks, dtype=bool)
    marked = stack.sum(axis=0)
    share, chosen = marked / len(stack), 2 * marked > len(stack)
    agree = np.where(chosen, share, 1 - share)
    return Vote(chosen, share, int((2 * marked == len(stack)).sum()), _mean(agree, marked > 0))


def staple(masks: Sequence[Array], *, prior: float | None = None, most: int = 200, tolerance: float = 1e-8) -> Staple:
    """Simultaneous truth and performance level estimation.

    masks      (h, w) of each annotator, true where marked; one to MOST
    prior      share of the pixels that belong to the thing; the mean of the masks when None
    returns    all masks empty, or all full: that mask, and nothing is learnt of the annotators
    source     Warfield, Zou & Wells (2004), IEEE Transactions on Medical Imaging 23:903. Pixels that the same people
               marked have one probability, so the steps are taken over those few patterns and not over pixels
    """
    stack = np.asarray(masks, dtype=bool)
    m = len(stack)
    if not 0 < m <= MOST:
        raise ValueError(f"There are {m} masks; this takes 1 to {MOST}.")
    code = (stack.astype(np.int64) << np.arange(m)[:, None, None]).sum(axis=0)
    patterns, place, times = np.unique(code, return_inverse=True, return_counts=True)
    said = (patterns[:, None] >> np.arange(m)) & 1  # (patterns, m)
    found = learnt(said, times, prior=prior, most=most, tolerance=tolerance)
    posterior = found.weight[place].reshape(code.shape)
    sure = np.maximum(posterior, 1 - posterior)
    confidence = _mean(sure, code > 0)
    return Staple(
        posterior > 0.5, posterior, found.sensitivity, found.specificity, found.iterations, found.converged, confidence
    )


@dataclass(frozen=True)
class Learnt:
    """weight   (patterns,) how probable it is that places with this pattern belong to the thing

    The rest is as in `Staple`.
    """

    weight: Array
    sensitivity: Array
    specificity: Array
    iterations: int
    converged: bool


def learnt(
    said: Array, times: Array, *, prior: float | None = None, most: int = 200, tolerance: float = 1e-8
) -> Learnt:
    """The steps of STAPLE over patterns.

    said    (patterns, m) 1 where the annotator chose the place, 0 where not
    times   (patterns,) how many places have this pattern
    """
    m = said.shape[1]
    share = float(times @ said.mean(axis=1) / max(times.sum(), 1)) if prior is None else prior
    sensitivity, specificity = np.full(m, 0.99), np.full(m, 0.99)
    weight, step, moved = said.mean(axis=1), 0, np.inf
    if 0 < share < 1:
        for _ in range(most):
            step += 1
            weight = _posterior(said, sensitivity, specificity, share)
            before = sensitivity, specificity
            inside, outside = times * weight, times * (1 - weight)
            sensitivity = (inside @ said) / max(float(inside.sum()), 1e-300)
            specificity = (outside @ (1 - said)) / max(float(outside.sum()), 1e-300)
            moved = max(float(np.abs(sensitivity - before[0]).max()), float(np.abs(specificity - before[1]).max()))
            if moved < tolerance:
                break
        weight = _posterior(said, sensitivity, specificity, share)
    return Learnt(weight, sensitivity, specificity, step, not 0 < share < 1 or moved < tolerance)


def _posterior(said: Array, sensitivity: Array, specificity: Array, share: float) -> Array:
    """(patterns,) how probable the thing is where these annotators marked and the others did not."""
    tiny = 1e-300
    inside = np.log(share) + said @ np.log(sensitivity + tiny) + (1 - said) @ np.log(1 - sensitivity + tiny)
    outside = np.log1p(-share) + (1 - said) @ np.log(specificity + tiny) + said @ np.log(1 - specificity + tiny)
    return np.asarray(1 / (1 + np.exp(np.clip(outside - inside, -700, 700))))


def _mean(values: Array, where: Array) -> float:
    return float(values[where].mean()) if where.any() else 1.0

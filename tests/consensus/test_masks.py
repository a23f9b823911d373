"""One mask out of several."""

import numpy as np
import pytest

from workers.consensus import pixel_vote, staple


def disc(rng, noise, misses=0.0):
    y, x = np.mgrid[:60, :60]
    truth = (x - 30) ** 2 + (y - 30) ** 2 < 15**2
    return truth, lambda: truth ^ (rng.random(truth.shape) < noise) & ~(truth & (rng.random(truth.shape) < misses))


def test_more_than_half_must_have_marked_a_pixel():
    masks = [np.array([[1, 1, 0, 0]]), np.array([[1, 0, 0, 0]]), np.array([[1, 1, 1, 0]]), np.array([[1, 0, 0, 0]])]
    found = pixel_vote(masks)
    assert found.mask.tolist() == [[True, False, False, False]]
    assert found.share.tolist() == [[1, 0.5, 0.25, 0]]
    assert found.tied == 1
    assert found.confidence == pytest.approx((1 + 0.5 + 0.75) / 3)
    assert pixel_vote([np.zeros((2, 2))] * 3).confidence == 1


def test_staple_learns_who_is_careful(rng):
    truth, careful = disc(rng, 0.01)
    _, careless = disc(rng, 0.35)
    masks = [careful(), careful(), careless(), careless(), careless()]
    found, vote = staple(masks), pixel_vote(masks)
    assert found.converged
    assert (found.mask == truth).mean() > (vote.mask == truth).mean() + 0.02
    assert found.sensitivity[:2].min() > 0.95 > 0.75 > found.sensitivity[2:].max()
    assert found.specificity[:2].min() > 0.95
    assert 0.9 < found.confidence <= 1


def test_staple_pixel_by_pixel(rng):
    """The same steps over all pixels, as the paper writes them."""
    _, someone = disc(rng, 0.1)
    masks = np.array([someone() for _ in range(3)]).reshape(3, -1)
    p, q, prior = np.full(3, 0.99), np.full(3, 0.99), masks.mean()
    for _ in range(25):
        inside = prior * np.prod(np.where(masks, p[:, None], 1 - p[:, None]), axis=0)
        outside = (1 - prior) * np.prod(np.where(masks, 1 - q[:, None], q[:, None]), axis=0)
        weight = inside / (inside + outside)
        p, q = masks @ weight / weight.sum(), ~masks @ (1 - weight) / (1 - weight).sum()
    found = staple(masks.reshape(3, 60, 60), most=25, tolerance=0)
    assert found.sensitivity == pytest.approx(p, abs=1e-12)
    assert found.specificity == pytest.approx(q, abs=1e-12)


def test_all_alike_is_followed(rng):
    truth, _ = disc(rng, 0)
    for masks in ([truth] * 3, [truth]):
        assert (staple(masks).mask == truth).all()
        assert (pixel_vote(masks).mask == truth).all()


def test_nothing_marked_is_nothing_marked():
    found = staple([np.zeros((3, 3))] * 2)
    assert not found.mask.any()
    assert found.confidence == 1
    assert found.converged


def test_too_many_masks_are_refused():
    with pytest.raises(ValueError, match="1 to 24"):
        staple([np.zeros((1, 1))] * 25)

"""Do 95 % intervals hold the truth 95 times in 100? Simulated answers whose true agreement is known."""

import numpy as np
import pytest

from tests.agreement.coverage import simulated
from workers.agreement import Counts, Tally, regions
from workers.agreement.coefficients import ALPHA, estimates

REPEATS = 400


@pytest.mark.parametrize(
    "units, raters, shares, known",
    [
        (200, 3, [0.2] * 5, 0.7),
        (200, 3, [0.7, 0.2, 0.1], 0.65),
        (200, 2, [0.9, 0.1], 0.7),
    ],
)
def test_intervals_of_alpha_cover_as_they_promise(rng, units, raters, shares, known):
    held = 0
    for _ in range(REPEATS):
        data = simulated(rng, units, raters, shares, known)
        found = estimates(Counts.of(data.tolist()), ALPHA)[0]
        held += found.low <= known**2 <= found.high
    assert 0.92 <= held / REPEATS <= 0.98


def test_intervals_of_f1_cover_as_they_promise(rng):
    """Documents differ in how hard they are, so regions within one are not independent of each other."""
    criterion = regions.Criterion("exact_f1", 1.0)
    spans = [{"label": "x", "at": i} for i in range(400)]
    held, true_f1 = 0, 0.6
    for _ in range(REPEATS):
        tally = Tally()
        for _document in range(100):
            n, ease = int(rng.integers(1, 9)), rng.beta(3, 2)  # ease is 0.6 on average
            same = int(rng.binomial(n, ease))
            one, two = spans[:n], spans[:same] + spans[200 : 200 + n - same]
            tally.merge(regions.contribution({1: one, 2: two}, equal, [criterion]))
        found = regions.f1_estimate(tally, criterion)
        held += found.low <= true_f1 <= found.high
    assert 0.92 <= held / REPEATS <= 0.98


def equal(one, two):
    return np.array([[float(a["at"] == b["at"]) for b in two] for a in one])

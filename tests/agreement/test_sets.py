"""Sets of labels compared tick by tick."""

import numpy as np
import pytest
from sklearn.metrics import f1_score

from workers.agreement import micro_f1

pytestmark = pytest.mark.once


def test_micro_f1_is_that_of_scikit_learn_between_two_annotators(rng):
    for _ in range(20):
        one, two = rng.random((2, 30, 5)) < 0.4
        sets = [[set(np.flatnonzero(row)) for row in pair] for pair in zip(one, two, strict=True)]
        assert micro_f1(sets) == pytest.approx(f1_score(one, two, average="micro"), abs=1e-12)


def test_of_three_annotators_every_two_are_compared():
    assert micro_f1([[{"a", "b"}, {"a"}, {"b"}]]) == pytest.approx((2 * 1 + 2 * 1 + 0) / (3 + 3 + 2))


def test_where_nobody_ticked_anything_it_is_undefined():
    assert micro_f1([[set(), set()], [{"a"}]]) is None
    assert micro_f1([[set(), set()], [{"a"}, {"a"}]]) == 1

"""Boundary similarity: as printed, by its properties, and place by place."""

from itertools import accumulate, combinations

import numpy as np
import pytest

from workers.agreement import boundary_similarity

pytestmark = pytest.mark.once


def cut(*masses):
    """Boundaries of segments of these lengths."""
    return list(accumulate(masses[:-1]))


def at(syllables):
    """Boundaries of a word that is written with dots between its syllables."""
    return cut(*map(len, syllables.split("·")))


def test_the_printed_examples_of_segeval():
    """The table on the first page of its documentation, its tests, and two readers of the text of Hearst (1997)."""
    assert boundary_similarity(at("au·to·ma·tic"), at("au·tom·a·tic")) == pytest.approx(0.83, abs=0.005)
    assert boundary_similarity(at("seg·men·ta·tion"), at("seg·ment·ation")) == pytest.approx(0.50)
    assert boundary_similarity(at("fun"), at("f·un")) == 0
    assert boundary_similarity(cut(2, 3, 6), cut(5, 6)) == pytest.approx(0.5)
    assert boundary_similarity(cut(2, 3, 6), cut(2, 3, 3, 3)) == pytest.approx(0.66666, abs=1e-5)
    assert boundary_similarity(cut(2, 3, 6), cut(2, 2, 7)) == pytest.approx(0.75)
    assert boundary_similarity(cut(2, 3, 6), cut(1, 1, 3, 1, 5)) == pytest.approx(0.5)
    assert boundary_similarity(cut(2, 3, 3, 1, 3, 6, 3), cut(2, 8, 2, 4, 2, 3)) == pytest.approx(0.5)


def test_a_near_miss_lies_between_a_match_and_a_miss_and_costs_by_distance():
    found = [boundary_similarity([10], [10 + distance], n_t=4) for distance in range(6)]
    assert found == pytest.approx([1, 3 / 4, 2 / 4, 1 / 4, 0, 0])
    assert boundary_similarity([10], [11], n_t=1) == 0


def test_the_nearest_are_near_misses_and_each_boundary_is_moved_once():
    """5 and 6 are taken first, and 3 and 8 are left too far apart: 2 misses, and a near miss of 1 / 3."""
    assert boundary_similarity([3, 6], [5, 8], n_t=3) == pytest.approx(1 - (2 + 1 / 3) / 3)
    assert boundary_similarity([4, 6], [5]) == pytest.approx(1 - (1 + 1 / 2) / 2)


def test_without_any_boundary_it_is_undefined():
    assert boundary_similarity([], []) is None
    assert boundary_similarity([], [3]) == boundary_similarity([3], []) == 0


def test_places_are_a_set():
    assert boundary_similarity([7, 2, 2], iter([2, 7])) == 1


def test_a_window_has_a_place_at_least():
    with pytest.raises(ValueError, match="1 place or more"):
        boundary_similarity([1], [1], n_t=0)


def place_by_place(one, two, n_t, length=30):
    """The same from the edits on two strings of boundaries."""
    strings = np.zeros((2, length), dtype=int)
    strings[0, list(one)] = strings[1, list(two)] = 1
    free = strings[0] != strings[1]
    edits, cost = 0, 0.0
    for span in range(2, n_t + 1):
        for i in range(length - span + 1):
            j = i + span - 1
            if free[i] and free[j] and (strings[:, i] == strings[::-1, j]).all():
                free[[i, j]] = False
                edits, cost = edits + 1, cost + (j - i) / n_t
    misses = int(free.sum())
    return 1 - (misses + cost) / (misses + edits + int((strings.sum(axis=0) == 2).sum()))


def fewest_edits(one, two):
    """Edits of two segmentations when all ways to pair neighbours are tried."""
    missed = set(one) ^ set(two)
    pairs = [(i, i + 1) for i in missed if i + 1 in missed and (i in set(one)) != (i + 1 in set(one))]
    disjoint = [
        n
        for n in range(len(pairs) + 1)
        if any(len({place for pair in some for place in pair}) == 2 * n for some in combinations(pairs, n))
    ]
    return len(missed) - max(disjoint), max(disjoint)


@pytest.mark.parametrize("seed", range(60))
def test_equals_edits_place_by_place_is_symmetric_and_grows_with_the_window(seed):
    rng = np.random.default_rng(seed)
    one, two = (set(np.flatnonzero(rng.random(30) < rng.uniform(0.1, 0.5)).tolist()) | {0} for _ in range(2))
    for n_t in (1, 2, 3, 5):
        found = boundary_similarity(one, two, n_t)
        assert found == pytest.approx(place_by_place(one, two, n_t), abs=1e-12)
        assert found == boundary_similarity(two, one, n_t)
        assert 0 <= found <= 1
        assert boundary_similarity({place + 7 for place in one}, {place + 7 for place in two}, n_t) == found
        assert boundary_similarity(one, one, n_t) == 1
    assert boundary_similarity(one, two, 2) >= boundary_similarity(one, two, 1)


@pytest.mark.parametrize("seed", range(30))
def test_with_neighbours_alone_no_other_way_needs_fewer_edits(seed):
    rng = np.random.default_rng(seed)
    one, two = (set(np.flatnonzero(rng.random(16) < 0.4).tolist()) | {0} for _ in range(2))
    edits, near = fewest_edits(one, two)
    expected = 1 - (edits - near / 2) / (edits + len(one & two))
    assert boundary_similarity(one, two) == pytest.approx(expected, abs=1e-12)

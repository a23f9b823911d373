"""The text that is closest to all others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.consensus.medoid import medoid

texts = st.lists(st.text("ab 中文", max_size=8), min_size=1, max_size=6)


def test_the_most_central_text_wins():
    found = medoid(["the cat sat", "the cat sat down", "a dog ran"], str.split)
    assert found.text == "the cat sat"
    assert found.confidence == pytest.approx(1 - (1 / 4 + 3 / 3) / 2)
    assert not found.tied


def test_chinese_is_compared_by_character():
    found = medoid(["今天天气很好", "今天天气真好", "今天天汽很好"])
    assert found.text == "今天天气很好"
    assert found.confidence == pytest.approx(1 - 1 / 6)


def test_two_that_differ_tie():
    found = medoid(["yes", "no"])
    assert (found.text, found.tied) == ("yes", True)


def test_who_is_trusted_more_counts_more():
    assert medoid(["a b", "a c", "d e"], str.split, weights=[1, 1, 5]).text == "d e"


def test_nothing_to_choose_from_is_refused():
    with pytest.raises(ValueError, match="no text"):
        medoid([])


def distance(one, two):
    """Edit distance by its recurrence."""
    row = list(range(len(two) + 1))
    for i, a in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, b in enumerate(two, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (a != b))
    return row[-1]


@given(texts)
def test_no_other_text_has_a_smaller_sum_of_distances(those):
    found = medoid(those)
    sums = [sum(distance(one, other) for other in those) for one in those]
    assert sums[found.index] == min(sums)
    assert those[found.index] == found.text
    winners = {one for one, total in zip(those, sums, strict=True) if total == min(sums)}
    assert found.tied == (len(winners) > 1)


@given(st.text(max_size=8), st.integers(1, 5))
def test_all_equal_is_certain(text, n):
    found = medoid([text] * n)
    assert (found.text, found.confidence, found.tied) == (text, 1, False)

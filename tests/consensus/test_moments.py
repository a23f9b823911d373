"""Stretches of time by a vote at each moment: borders that somebody chose, and the same as a vote frame by frame."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.consensus.moments import voted_moments


def a_segment(start, end, label="speech", **more):
    return {"label": label, "start": start, "end": end, **more}


def found(*answers, **options):
    moments = voted_moments(dict(enumerate(answers)), **options)
    return [(one.region["start"], one.region["end"]) for one in moments.found]


@st.composite
def answer(draw):
    """Segments of two labels on a grid of tenths, none of them touching another of its label."""
    borders = sorted(draw(st.sets(st.integers(0, 60), max_size=12)))
    pairs = zip(borders[::2], borders[1::2], strict=False)
    return [a_segment(one / 10, two / 10, draw(st.sampled_from(["speech", "noise"]))) for one, two in pairs]


@given(st.lists(answer(), min_size=1, max_size=5))
def test_it_is_the_vote_of_every_frame(answers):
    moments = voted_moments(dict(enumerate(answers)))
    frames = np.arange(0, 6, 0.1) + 0.05
    agreeing, said = 0.0, 0
    for label in ("speech", "noise"):

        def marked(segments, label=label):
            return np.array(
                [any(one["label"] == label and one["start"] < t < one["end"] for one in segments) for t in frames]
            )

        share = np.mean([marked(segments) for segments in answers], axis=0)
        assert (marked([one.region for one in moments.found]) == (share > 0.5)).all()
        anybody = share > 0
        agreeing, said = agreeing + np.maximum(share, 1 - share)[anybody].sum(), said + anybody.sum()
        for one in (one for one in moments.found if one.region["label"] == label):
            inside = (one.region["start"] < frames) & (frames < one.region["end"])
            assert one.confidence == pytest.approx(share[inside].mean())
    assert moments.confidence == pytest.approx(agreeing / said if said else 1)
    borders = {one[end] for segments in answers for one in segments for end in ("start", "end")}
    assert {one.region[end] for one in moments.found for end in ("start", "end")} <= borders


def test_borders_stay_exact():
    start, end = 0.1 + 0.2, 1 / 3 + 1
    assert found([a_segment(start, end)], [a_segment(start, end)], [a_segment(0.25, 2)]) == [(start, end)]


def test_half_of_the_people_are_not_enough():
    assert found([a_segment(0, 4)], [a_segment(2, 6)]) == [(2, 4)]
    moments = voted_moments({1: [a_segment(0, 4)], 2: []})
    assert (moments.found, moments.confidence) == ([], 0.5)


def test_segments_that_follow_each_other_at_once_stay_two():
    one = [a_segment(0, 5), a_segment(5, 9)]
    assert found(one, one, one) == [(0, 5), (5, 9)]
    assert found(one, [a_segment(0, 5.2), a_segment(5.2, 9)], [a_segment(0, 9)]) == [(0, 5), (5, 9)]
    assert found(one, [a_segment(0, 9)], [a_segment(0, 9)]) == [(0, 9)]


def test_gaps_that_nobody_shares_part_them_still():
    gaps = [(4.9, 5.0), (5.0, 5.1), (5.1, 5.2)]
    assert found(*([a_segment(0, one), a_segment(two, 9)] for one, two in gaps)) == [(0, 5.0), (5.1, 9)]


def test_many_that_follow_each_other_are_parted_each_by_itself():
    def chain(*borders):
        return [a_segment(one, two) for one, two in pairwise(borders)]

    assert found(chain(0, 2, 4, 6, 8), chain(0, 2.1, 4, 6.1, 8), chain(0, 4, 6, 7, 8)) == [
        (0, 2),
        (2, 4),
        (4, 6),
        (6, 8),
    ]


def test_two_at_the_same_time_of_one_label_stay_two():
    birds = [a_segment(0, 5, "bird"), a_segment(3, 9, "bird")]
    moved = [a_segment(0, 4, "bird"), a_segment(3, 8, "bird")]
    assert found(birds, birds, moved) == [(0, 5), (3, 9)]


def test_channels_are_apart_and_slivers_left_out():
    left, right = a_segment(0, 4, channel="1"), a_segment(2, 6, channel="2")
    assert found([left, right], [left, right]) == [(0, 4), (2, 6)]
    assert found([a_segment(0, 4)], [a_segment(3.9, 8)], shortest=0.5) == []


def test_each_segment_says_who_has_it_and_what_of_theirs_it_is():
    mine, other = a_segment(0, 4), a_segment(3.5, 8)
    [one] = voted_moments({1: [mine], 2: [mine], 3: [other]}).found
    assert (one.by, one.of) == ((1, 2), (mine, mine))
    assert one.fit == 1

"""One set of boxes or spans out of several."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.consensus.clusters import clusters
from workers.consensus.regions import SIDES, fused_boxes, voted_spans
from workers.matching import box_overlaps, matched

coordinate = st.integers(0, 30)
box = st.fixed_dictionaries(
    {
        "label": st.sampled_from(["car", "bus"]),
        "x": coordinate,
        "y": coordinate,
        "width": st.integers(1, 20),
        "height": st.integers(1, 20),
    }
)
answers = st.dictionaries(st.integers(1, 5), st.lists(box, max_size=4), min_size=1, max_size=4)


def a_box(x, y, width=10, height=10, label="car"):
    return {"label": label, "x": x, "y": y, "width": width, "height": height}


def a_span(start, end, label="PER"):
    return {"label": label, "start": start, "end": end}


@given(answers)
def test_every_region_is_in_one_group_and_nobody_in_a_group_twice(given_boxes):
    found = fused_boxes(given_boxes, at_least=0)
    assert sum(len(one.by) for one in found) == sum(map(len, given_boxes.values()))
    for one in found:
        assert len(set(one.by)) == len(one.by)
        assert one.confidence == len(one.by) / len(given_boxes)
        assert 0 <= one.fit <= 1


@given(answers, st.permutations([1, 2, 3, 4, 5]), st.integers(-5, 5))
def test_moving_all_boxes_moves_the_result(given_boxes, names, by):
    moved = {who: [one | {"x": one["x"] + by} for one in boxes] for who, boxes in given_boxes.items()}
    before, after = fused_boxes(given_boxes), fused_boxes(moved)
    assert [one.by for one in after] == [one.by for one in before]
    assert [one.region["x"] - by for one in after] == pytest.approx([one.region["x"] for one in before])


@given(st.lists(box, max_size=4, unique_by=lambda one: (one["label"], one["x"])))
def test_three_who_drew_the_same_are_followed(boxes):
    found = fused_boxes(dict.fromkeys((1, 2, 3), boxes))
    assert len(found) == len(boxes)
    assert all(one.confidence == 1 for one in found)
    sides = sorted(tuple(float(one[side]) for side in SIDES) for one in boxes)
    assert sorted(tuple(one.region[side] for side in SIDES) for one in found) == sides


def test_one_careless_side_does_not_move_the_box():
    found = fused_boxes({1: [a_box(0, 0)], 2: [a_box(0, 0)], 3: [a_box(0, 0, width=14)]})
    assert [one.region for one in found] == [a_box(0, 0)]
    assert found[0].fit == pytest.approx((1 + 1 + 10 / 14) / 3)


def test_what_one_of_three_drew_is_left_out_but_can_be_kept():
    drawn = {1: [a_box(0, 0), a_box(50, 50)], 2: [a_box(1, 0)], 3: [a_box(0, 1)]}
    assert [one.by for one in fused_boxes(drawn)] == [(1, 2, 3)]
    assert [(one.by, one.confidence) for one in fused_boxes(drawn, at_least=0)] == [((1, 2, 3), 1), ((1,), 1 / 3)]


def test_an_empty_answer_counts_against():
    drawn = {1: [a_box(0, 0)], 2: [], 3: []}
    assert fused_boxes(drawn) == []
    assert fused_boxes(drawn, at_least=0.3)[0].confidence == pytest.approx(1 / 3)


def test_neighbours_stay_apart_and_labels_do_not_mix():
    drawn = {who: [a_box(0, 0), a_box(6, 0), a_box(0, 0, label="bus")] for who in (1, 2)}
    found = fused_boxes(drawn, alike=0.2)
    assert sorted((one.region["label"], one.region["x"]) for one in found) == [("bus", 0), ("car", 0), ("car", 6)]


def test_groups_join_by_their_mean_likeness():
    """1 and 2 are alike, 3 is like 2 only: the mean of .6 and .1 is too little."""
    similarity = np.array([[1, 0.9, 0.1], [0.9, 1, 0.6], [0.1, 0.6, 1]])
    assert clusters(similarity, [1, 2, 3], 0.5) == [[0, 1], [2]]
    assert clusters(similarity, [1, 2, 3], 0.3) == [[0, 1, 2]]
    assert clusters(np.zeros((0, 0)), [], 0.5) == []


def test_the_ends_most_chose_win_and_are_somebodys():
    marked = {1: [a_span(0, 4)], 2: [a_span(0, 4)], 3: [a_span(0, 9)], 4: [a_span(1, 9)]}
    assert [(one.region, one.confidence) for one in voted_spans(marked)] == [(a_span(0, 4), 1)]


def test_overlapping_spans_of_two_labels_both_stay():
    marked = {who: [a_span(0, 8, "ORG"), a_span(0, 3, "LOC")] for who in (1, 2, 3)}
    assert [one.region for one in voted_spans(marked)] == [a_span(0, 3, "LOC"), a_span(0, 8, "ORG")]


def held_out(documents, consensus, same):
    """F1 with a person left out: of the consensus of the others, and of each other person."""
    sums = np.zeros(4)
    for document in documents:
        for who, mine in document.items():
            others = {one: regions for one, regions in document.items() if one != who}
            if others:
                found = consensus(others)
                sums[:2] += same(found, mine), len(found) + len(mine)
                for other in others.values():
                    sums[2:] += same(other, mine), len(other) + len(mine)
    return 2 * sums[0] / sums[1], 2 * sums[2] / sums[3]


def test_fused_boxes_are_closer_to_a_further_person_than_people_are_to_each_other(pedestrians):
    def same(one, two):
        sides = ([[region[side] for side in SIDES] for region in those] for those in (one, two))
        return int((matched(box_overlaps(*sides)) >= 0.5).sum())

    images = pedestrians[:120]
    fused, pairs = held_out(images, lambda drawn: [one.region for one in fused_boxes(drawn)], same)
    assert fused > pairs + 0.04


def test_voted_spans_are_closer_to_a_further_person_than_people_are_to_each_other(highlights):
    def same(one, two):
        ends = ({(region["start"], region["end"]) for region in those} for those in (one, two))
        return len(set.intersection(*ends))

    voted, pairs = held_out(highlights, lambda marked: [one.region for one in voted_spans(marked, at_least=0.4)], same)
    assert voted > pairs + 0.05

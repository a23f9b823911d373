"""Segments, tracks and points, which the library measures for kinds to come."""

import math
from functools import partial

import numpy as np
import pytest

from workers.agreement import Measure, State, segments, times, tracks, unitizing
from workers.agreement.points import Scatter, oks, visibility, within
from workers.agreement.segments import Lengths
from workers.matching import box_overlaps


def a(label, start, end):
    return {"label": label, "start": start, "end": end}


def test_the_first_unitizing_alpha_as_printed(published):
    example = published["krippendorff2004_unitizing"]
    printed, answers = example["printed"], {0: [], 1: []}
    for begin, length, who, label in example["units"]:
        answers[who].append(a(label, begin, begin + length))
    observed, expected = unitizing.disagreements(answers, 150, 300, "c")
    assert (observed, expected) == pytest.approx((printed["observed_c"], printed["expected_c"]), abs=1e-4)
    assert 1 - observed / expected == pytest.approx(printed["alpha_c"], abs=example["tolerance"])
    assert unitizing.disagreements(answers, 150, 300, "k") == pytest.approx((0, printed["expected_k"]), abs=1e-4)
    assert unitizing.alpha(answers, 150, 300) == pytest.approx(printed["alpha_all"], abs=example["tolerance"])


def test_the_first_unitizing_alpha_of_one_annotator_is_not_defined():
    assert unitizing.alpha({1: [{"label": "c", "start": 0, "end": 5}]}, 0, 10) is None
    assert unitizing.alpha({}, 0, 10) is None


def lengths(documents, length=60):
    found = Lengths()
    for answers in documents:
        found.add(answers, length)
    return found


THREE = {1: [a("k", 3, 15), a("k", 22, 53)], 2: [a("k", 3, 10), a("k", 22, 53)], 3: [a("k", 22, 46)]}


def test_the_family_by_its_definition():
    """Shared lengths counted position by position, and expected ones from all units and gaps put together."""
    found = lengths([THREE], 56).family()
    line = np.zeros((3, 56), dtype=int)
    for who, those in THREE.items():
        for one in those:
            line[who - 1, one["start"] : one["end"]] = 1
    shared = np.zeros((2, 2))
    for i in range(3):
        for j in range(3):
            if i != j:
                np.add.at(shared, (line[i], line[j]), 1 / 2)
    squares = np.array(
        [float((line == 0).sum()), sum((s["end"] - s["start"]) ** 2 for those in THREE.values() for s in those)]
    )
    total, margins = shared.sum(), shared.sum(axis=1)
    expected = total * (np.outer(margins, margins) - np.diag(squares)) / (total**2 - squares.sum())
    by_hand = 1 - (shared[0, 1] + shared[1, 0]) / (expected[0, 1] + expected[1, 0])
    assert found.u == found.binary == pytest.approx(by_hand, abs=1e-9)
    assert found.u == pytest.approx(0.5645, abs=5e-5)  # as krippendorff-unitized-alpha, half-open


def test_calling_units_otherwise_is_seen_by_some_of_the_family_only():
    same = {1: [a("x", 0, 10), a("y", 20, 30)], 2: [a("x", 0, 10), a("y", 20, 30)]}
    other = {1: [a("x", 0, 10), a("y", 20, 30)], 2: [a("x", 0, 10), a("x", 20, 30)]}
    one, two = (lengths([answers] * 5).family() for answers in (same, other))
    assert one.u == one.binary == one.cu == 1
    assert two.binary == 1
    assert two.cu < 0.5 < two.u < 1
    assert set(two.ku) == {"x", "y"}


def test_documents_add_up_as_if_one_followed_the_other():
    after = {
        who: those + [a(s["label"], s["start"] + 60, s["end"] + 60) for s in those] for who, those in THREE.items()
    }
    assert lengths([THREE, THREE], 60).family() == lengths([after], 120).family()
    counted = lengths([THREE, {1: [a("z", 0, 5)], 2: []}])
    counted.remove({1: [a("z", 0, 5)], 2: []}, 60)
    assert counted == lengths([THREE])


def test_nothing_marked_leaves_the_family_undefined():
    found = lengths([{1: [], 2: []}]).family()
    assert (found.u, found.binary, found.cu, found.ku) == (None, None, None, {})


@pytest.mark.parametrize("collar, same", [(0, 1), (1, 2), (5, 3)])
def test_events_within_a_collar(collar, same):
    one = [a("x", 0, 10), a("x", 20, 30), a("y", 40, 50)]
    two = [a("x", 0, 10), a("x", 21, 29), a("y", 45, 46), a("x", 44, 50)]
    assert segments.events(one, two, collar) == same


def test_figures_of_segments():
    state = State(segments.measure(collar=1, length=60))
    for _ in range(20):
        state.add(THREE)
    figures = state.report().figures
    assert figures["event_f1"].value == pytest.approx(2 * 1 / 10)
    assert figures["token_alpha"].value == pytest.approx(figures["token_alpha"].low, abs=0.2)
    assert segments.seconds({1: [a("x", 0.5, 1.25)]})[1] == [a("x", 500, 1250)]


def boxes_alike(one, two):
    return box_overlaps(*([(r["x"], r["y"], r["width"], r["height"]) for r in those] for those in (one, two)))


def track(label, frames, x=0):
    return {frame: {"label": label, "x": x, "y": 0, "width": 10, "height": 10} for frame in frames}


def test_one_thing_cut_in_two_costs_identity_but_no_frame():
    found = tracks.compare([track("car", range(10))], [track("car", range(6)), track("car", range(6, 10))], boxes_alike)
    assert (found.n, found.same_place, found.same_thing, found.switches) == (20, 10, 6, 1)
    assert found.fit == pytest.approx(10)


def test_another_label_or_another_place_is_another_thing():
    one = [track("car", range(4)), track("bus", range(4), x=50)]
    two = [track("bus", range(4)), track("bus", range(4), x=53)]
    found = tracks.compare(one, two, boxes_alike)
    assert (found.same_place, found.same_thing) == (4, 4)
    state = State(tracks.measure(boxes_alike))
    for _ in range(30):
        state.add({1: one, 2: two})
    figures = state.report().figures
    assert figures["identity_f1"].value == pytest.approx(0.5)
    assert figures["mean_iou"].value == pytest.approx(7 / 13)
    assert figures["switches"].value == 0


def test_the_scatter_that_made_the_points_is_found_again(rng):
    scatter, truth = Scatter(), {"eye": 0.03, "hip": 0.11}
    for _ in range(3000):
        area = float(rng.uniform(50, 200)) ** 2
        people = [
            {name: tuple(rng.normal(0, s / math.sqrt(2), 2) * math.sqrt(area)) for name, s in truth.items()}
            for _ in "ab"
        ]
        scatter.add(*people, area)
    assert scatter.sigmas() == pytest.approx(truth, rel=0.05)
    scatter.add({"eye": (0, 0)}, {"eye": (1, 0)}, 100)
    scatter.remove({"eye": (0, 0)}, {"eye": (1, 0)}, 100)
    assert scatter.sigmas() == pytest.approx(truth, rel=0.05)


def test_oks_by_hand():
    one, two = {"eye": (0.0, 0.0), "hip": (10.0, 0.0)}, {"eye": (3.0, 4.0), "hip": (10.0, 0.0), "knee": (1.0, 1.0)}
    eye = math.exp(-25 / (2 * 10_000 * (2 * 0.025) ** 2))
    assert oks(one, two, 10_000, {"eye": 0.025, "hip": 0.1, "knee": 0.1}) == pytest.approx((eye + 1) / 3)
    assert oks({}, {}, 1, {}) is None
    assert within(one, two, 5) == 1
    assert within(one, two, 4.9) == 0.5
    assert visibility([{"eye": 2, "hip": 1}, {"eye": 2}]) == [[2, 2], [1]]


def in_time(length):
    """Segments of equal ends are alike."""

    def alike(one, two):
        return np.array([[float((x["start"], x["end"]) == (y["start"], y["end"])) for y in two] for x in one])

    tables = ("uses", "sums", "rater_sums", "slips", "pair_sums")
    return State(Measure(partial(times.contribution, similarity=alike, length=length), times.report, tables))


def said(start, end, text, label="x"):
    return {"label": label, "start": start, "end": end, "text": text}


def test_texts_are_compared_as_those_of_the_whole_recording_however_it_was_cut():
    one = [said(0.0, 4.0, "今天天气很好，我们出去")]
    two = [said(0.0, 2.0, "今天天气很好"), said(2.0, 4.0, "我们出来")]
    state = in_time(4000)
    for _ in range(30):
        state.add({1: one, 2: two})
    figures = state.report().figures
    assert figures["cer"].value == pytest.approx(1 / 10)
    assert figures["wer"].value == pytest.approx(1 / 10)
    assert figures["time_alpha"].value is None  # everybody says the same all the time: nothing else could be expected


def test_without_texts_there_is_no_error_rate_and_borders_count_within_a_fifth_of_a_second():
    state = in_time(10_000)
    for n in range(30):
        late = 0.19 if n % 2 else 0.21
        state.add({1: [a("x", 1.0, 2.0)], 2: [a("x", 1.0 + late, 2.0)]})
    figures = state.report().figures
    assert "cer" not in figures
    assert figures["event_f1"].value == pytest.approx(0.5)
    assert figures["time_alpha_marked"].value < figures["time_alpha"].value

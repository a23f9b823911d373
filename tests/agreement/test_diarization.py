"""The diarization error rate: by hand, frame by frame, and where it has none."""

from itertools import permutations

import numpy as np
import pytest

from workers.agreement import Diarization, diarization_error

pytestmark = pytest.mark.once


def a(label, start, end):
    return {"label": label, "start": start, "end": end}


def parts(found):
    return found.missed, found.false_alarm, found.confusion, found.total


def test_each_part_by_hand():
    """0-10 A, 10-20 B; heard as x until 8, as y from 12 to 18, as x from 18 to 23."""
    found = diarization_error([a("A", 0, 10), a("B", 10, 20)], [a("x", 0, 8), a("y", 12, 18), a("x", 18, 23)])
    assert parts(found) == (2 + 2, 3, 2, 20)
    assert found.speakers == {"A": "x", "B": "y"}
    assert found.rate == pytest.approx(9 / 20)


def test_a_collar_takes_out_what_is_near_borders_of_the_reference_alone():
    """With 1 s, 0-1, 9-11 and 19-21 are not scored: of A 1-9 is left, of B 11-19."""
    found = diarization_error([a("A", 0, 10), a("B", 10, 20)], [a("x", 0, 8), a("y", 12, 18), a("x", 18, 23)], collar=1)
    assert parts(found) == (1 + 1, 2, 1, 16)


def test_overlapping_speech_counts_for_each_speaker():
    reference = [a("A", 0, 10), a("B", 5, 10)]
    assert parts(diarization_error(reference, [a("x", 0, 10)])) == (5, 0, 0, 15)
    assert parts(diarization_error([a("A", 0, 10)], [a("x", 0, 10), a("y", 5, 10)])) == (0, 5, 0, 10)
    assert parts(diarization_error(reference, [a("x", 0, 10), a("y", 5, 10)])) == (0, 0, 0, 15)
    assert parts(diarization_error(reference, [a("x", 0, 10), a("z", 0, 5), a("z", 8, 10)])) == (3, 5, 0, 15)


def test_the_matching_is_the_best_one_and_not_the_greedy_one():
    """A shares 6 with x and 5 with y, B shares 5 with x and nothing with y: 10 together is more than 6."""
    reference = [a("A", 0, 11), a("B", 20, 25)]
    found = diarization_error(reference, [a("x", 0, 6), a("y", 6, 11), a("x", 20, 25)])
    assert found.speakers == {"A": "y", "B": "x"}
    assert parts(found) == (0, 0, 6, 16)


def test_other_names_and_another_order_change_nothing():
    reference = [a("A", 0, 4), a("B", 3, 7.5), a("A", 8, 9)]
    renamed = [{**segment, "label": {"A": "B", "B": "A"}[segment["label"]]} for segment in reversed(reference)]
    found = diarization_error(reference, renamed, collar=0.25)
    assert (found.rate, found.speakers) == (0, {"A": "B", "B": "A"})


def test_one_speaker_who_overlaps_themselves_speaks_once():
    assert parts(diarization_error([a("A", 0, 6), a("A", 4, 10)], [a("x", 0, 10)])) == (0, 0, 0, 10)


def test_without_speech_in_the_reference_there_is_no_rate():
    assert diarization_error([], []) == Diarization(0, 0, 0, 0)
    assert diarization_error([], []).rate is None
    found = diarization_error([], [a("x", 1, 3)])
    assert (parts(found), found.rate) == ((0, 2, 0, 0), None)
    assert diarization_error([a("A", 0, 1)], [a("x", 0, 1)], collar=0.5).rate is None  # nothing is left to be scored
    assert diarization_error([a("A", 0, 4)], []).rate == 1
    assert diarization_error([a("A", 0, 1)], [a("x", 0, 4)]).rate == 3


@pytest.mark.parametrize("collar", [-0.1, float("nan"), float("inf")])
def test_a_collar_is_a_time(collar):
    with pytest.raises(ValueError, match="collar is a number of seconds"):
        diarization_error([a("A", 0, 1)], [], collar)


@pytest.mark.parametrize("segment", [a("A", 2, 2), a("A", 3, 2), a("A", float("nan"), 2), a("A", 0, float("inf"))])
def test_segments_end_after_they_start(segment):
    for one, two in ([segment], []), ([], [segment]):
        with pytest.raises(ValueError, match="ends after it starts"):
            diarization_error(one, two)


def frame_by_frame(reference, other, collar, frames=60):
    """The same from the definition: every frame looked at, every one-to-one matching tried."""

    def said(segments, at):
        return {s["label"] for s in segments if s["start"] <= at < s["end"]}

    both = [(said(reference, at), said(other, at)) for at in range(frames)]
    scored = [
        not any(s[side] - collar <= at < s[side] + collar for s in reference for side in ("start", "end"))
        for at in range(frames)
    ]
    names, others = "AB", "xyz"
    matchings = [dict(zip(names, chosen, strict=True)) for chosen in permutations(others, len(names))]
    shared = [sum(m[name] in two for one, two in both for name in one) for m in matchings]
    possible = set()
    for matching, time in zip(matchings, shared, strict=True):
        if time == max(shared):
            missed = alarm = confused = total = 0
            for (one, two), counts in zip(both, scored, strict=True):
                if counts:
                    missed += max(len(one) - len(two), 0)
                    alarm += max(len(two) - len(one), 0)
                    confused += min(len(one), len(two)) - sum(matching[name] in two for name in one)
                    total += len(one)
            possible.add((missed, alarm, confused, total))
    return possible


def random_segments(rng, names):
    starts = rng.integers(3, 50, rng.integers(1, 9))
    return [a(str(rng.choice(list(names))), int(s), int(s + rng.integers(1, 8))) for s in starts]


@pytest.mark.parametrize("collar", [0, 1, 2])
@pytest.mark.parametrize("seed", range(40))
def test_equals_frames_and_all_matchings(seed, collar):
    rng = np.random.default_rng(seed)
    reference, other = random_segments(rng, "AB"), random_segments(rng, "xyz")
    found = parts(diarization_error(reference, other, collar))
    possible = frame_by_frame(reference, other, collar)
    assert found in possible
    assert collar or len(possible) == 1  # without a collar it does not matter which of two equal matchings is taken
    tenths = [[{**s, "start": s["start"] / 10, "end": s["end"] / 10} for s in those] for those in (reference, other)]
    if len(possible) == 1:
        assert parts(diarization_error(*tenths, collar / 10)) == pytest.approx([part / 10 for part in found], abs=1e-9)

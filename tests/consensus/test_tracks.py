"""Tracks in the middle of several: the median in every frame, in few key frames."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotation.kinds import KINDS
from annotation.kinds.keyframes import at_frames
from workers.consensus.tracks import TOLERANCE, Laid, alike_boxes, apart, middle_track

LAST = 60
whole = st.integers(0, 40)


@st.composite
def a_track(draw, turned=False):
    frames = sorted(draw(st.sets(st.integers(0, LAST), min_size=1, max_size=6)))
    keys = [
        {
            "frame": frame,
            "x": float(draw(whole)),
            "y": float(draw(whole)),
            "width": float(10 + draw(whole)),
            "height": float(10 + draw(whole)),
            "rotation": float(draw(st.integers(-180, 180))) if turned else 0.0,
        }
        | ({"outside": True} if n and draw(st.booleans()) and draw(st.booleans()) else {})
        | ({"occluded": True} if draw(st.booleans()) and draw(st.booleans()) else {})
        for n, frame in enumerate(frames)
    ]
    return {"id": "r1", "label": "car", "keyframes": keys}


def edges(place):
    return np.array([place["x"], place["y"], place["x"] + place["width"], place["y"] + place["height"]])


@settings(deadline=None)
@given(st.lists(a_track(), min_size=1, max_size=5))
def test_it_is_the_median_of_who_sees_it_in_every_frame(tracks):
    frames = range(LAST + 10)
    each = [at_frames(track, frames) for track in tracks]
    expected = {
        frame: those for frame in frames if 2 * len(those := [e[frame] for e in each if frame in e]) > len(tracks)
    }
    found = middle_track(tracks)
    if found is None:
        assert not expected
        return
    there = at_frames({"id": "", "label": ""} | found, frames)
    assert there.keys() == expected.keys()
    for frame, those in expected.items():
        middle = np.median([edges(one) for one in those], axis=0)
        assert np.abs(edges(there[frame]) - middle).max() <= TOLERANCE + 1e-9
        assert there[frame]["occluded"] == (2 * sum(one["occluded"] for one in those) > len(those))


@settings(deadline=None)
@given(a_track(), a_track(turned=True))
def test_a_track_laid_out_is_where_its_key_frames_put_it(upright, turned):
    frames = np.arange(LAST + 5)
    for track in (upright, turned):
        values, seen, occluded = Laid.of(track, turned=track is turned).at(frames)
        found = at_frames(track, frames.tolist())
        assert np.flatnonzero(seen).tolist() == list(found)
        for frame, place in found.items():
            assert bool(occluded[frame]) == place["occluded"]
            if track is upright:
                assert values[frame] == pytest.approx(edges(place))
            else:
                assert values[frame, 2:4] == pytest.approx([place["width"], place["height"]])
                off = (values[frame, 4] - place["rotation"] + 180) % 360 - 180
                assert off == pytest.approx(0, abs=1e-6)


@settings(deadline=None)
@given(a_track(), a_track())
def test_tracks_are_as_alike_as_their_kind_says(one, two):
    laid = [Laid.of(track) for track in (one, two)]
    alike = KINDS["track"].similarity(one, two)
    assert alike_boxes(*laid) == pytest.approx(alike)
    assert not (apart(*laid) and alike > 0)


def key(frame, x, **more):
    return {"frame": frame, "x": float(x), "y": 0.0, "width": 10.0, "height": 10.0, "rotation": 0.0} | more


def frames_of(found):
    return [one["frame"] for one in found["keyframes"]]


def test_what_moves_evenly_takes_two_key_frames_however_many_were_set():
    dense = {"keyframes": [key(frame, 2 * frame) for frame in range(50)]}
    sparse = {"keyframes": [key(0, 0.2), key(49, 98.2)]}
    found = middle_track([dense, sparse, dense])
    assert frames_of(found) == [0, 49]
    assert frames_of(middle_track([dense, {"keyframes": [key(0, 0), key(25, 62), key(49, 98)]}])) == [0, 25, 49]


def test_it_is_seen_where_more_than_half_see_it():
    tracks = [{"keyframes": [key(start, 0), key(end, 0, outside=True)]} for start, end in ((0, 20), (5, 30), (8, 25))]
    found = middle_track(tracks)
    assert [(one["frame"], one.get("outside", False)) for one in found["keyframes"]] == [
        (5, False),
        (24, False),
        (25, True),
    ]
    assert middle_track([tracks[0], {"keyframes": [key(20, 0)]}]) is None


def test_turned_boxes_go_the_shorter_way_round():
    def turning(*angles):
        return {"keyframes": [key(10 * n, 0, width=40.0, rotation=float(angle)) for n, angle in enumerate(angles)]}

    found = middle_track([turning(170, -170, 140), turning(172, 190, 140), turning(168, -172, 141)])
    there = at_frames({"id": "", "label": ""} | found, range(21))
    assert there[5]["rotation"] % 360 == pytest.approx(180, abs=1.5)
    assert there[10]["rotation"] % 360 == pytest.approx(189, abs=1.5)


def test_a_whole_turn_is_not_taken_for_none():
    spin = {"keyframes": [key(10 * n, 0, rotation=float((100 * n + 180) % 360 - 180)) for n in range(5)]}
    found = middle_track([spin, spin | {"keyframes": [*spin["keyframes"][:-1], key(41, 0, rotation=50.0)]}])
    there = at_frames({"id": "", "label": ""} | found, [20])
    assert there[20]["rotation"] % 360 == pytest.approx(200, abs=2)


def test_points_lie_at_their_geometric_median_in_whatever_order():
    def points(*places):
        return {"keyframes": [{"frame": 0, "points": [list(place) for place in places]}]}

    one, two = points((0.0, 0.0), (50.0, 0.0)), points((50.0, 0.0), (0.0, 0.0))
    assert middle_track([one, two, points((0.0, 9.0), (80.0, 0.0))])["keyframes"] == one["keyframes"]
    assert middle_track([one, points((0.0, 0.0))]) is None


def test_what_is_said_in_key_frames_is_said_where_it_changes():
    def said(*poses):
        return {"keyframes": [key(10 * n, 0, attributes={"pose": pose}) for n, pose in enumerate(poses)]}

    def most(holding):
        poses = sorted(held["pose"] for held in holding)
        return {"pose": max(poses, key=poses.count)}

    found = middle_track(
        [said("sits", "sits", "walks"), said("sits", "walks", "walks"), said("sits", "sits", "walks")], agree=most
    )
    assert [(one["frame"], one.get("attributes")) for one in found["keyframes"]] == [
        (0, {"pose": "sits"}),
        (20, {"pose": "walks"}),
    ]

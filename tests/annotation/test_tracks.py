"""Tracks: where a thing is in each frame, and what is refused. The table is the workspace's too (`video.test.ts`)."""

import json
from pathlib import Path

import pytest

from annotation.kinds import KINDS, Subject, check_value
from annotation.kinds.keyframes import at_frame
from annotation.kinds.track import similarity
from projects.problems import Invalid

pytestmark = pytest.mark.once

CASES = json.loads(Path(__file__).with_name("keyframes.json").read_text(encoding="utf-8"))
PLACE = ("x", "y", "width", "height", "rotation", "points")
FILM = Subject(width=640, height=360, facts={"frames": 100})


def box(frame, x=10.0, y=20.0, width=30.0, height=40.0, **more):
    return {"frame": frame, "x": x, "y": y, "width": width, "height": height, "rotation": 0.0, **more}


def track(*keys, **more):
    return {"id": "r1", "label": "car", "keyframes": list(keys), **more}


def checked(*tracks, **options):
    field = {"name": "f", "kind": "track", "labels": [{"name": "car"}, {"name": "bus"}], **options}
    return check_value({"media": "video", "fields": [field]}, {"f": list(tracks)}, FILM)["f"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_where_it_is_between_key_frames(case):
    thing = {"id": "r1", "label": "car", "keyframes": case["keyframes"]}
    for frame, place in case["at"].items():
        found = at_frame(thing, int(frame))
        assert (found and {name: found[name] for name in PLACE if name in found}) == place
        if "occluded" in case and found:
            assert found["occluded"] == (int(frame) in case["occluded"])


def test_a_value_is_kept_in_one_form():
    given = track(box(0, outside=False, occluded=False, attributes={}), box(9, outside=True))
    del given["keyframes"][0]["rotation"]
    assert checked(given) == [track(box(0), box(9, outside=True))]


@pytest.mark.parametrize(
    ("keys", "place", "sentence"),
    [
        ([], "f[0].keyframes", "too short"),
        ([box(0), box(100)], "f[0].keyframes[1].frame", "frame 100 is not in the video, which has the frames 0 to 99"),
        ([box(-1)], "f[0].keyframes[0].frame", "0"),
        ([box(4.5)], "f[0].keyframes[0].frame", "whole number"),
        ([box(7), box(7)], "f[0].keyframes[1].frame", "two key frames at frame 7"),
        ([box(7), box(3)], "f[0].keyframes[1].frame", "not in order: 3 comes after 7"),
        ([box(0, outside=True), box(3)], "f[0].keyframes[0].outside", "begins where the thing is first seen"),
        ([box(0, x=620.0)], "f[0].keyframes[0]", "outside the image of 640 × 360"),
        ([box(0, width=0.0)], "f[0].keyframes[0].width", "0"),
        ([box(0, outside=1)], "f[0].keyframes[0].outside", "true or false"),
        ([{"frame": 0, "points": [[1.0, 1.0]]}], "f[0].keyframes[0].x", "x"),
        (
            [box(0, attributes={"speed": 3})],
            "f[0].keyframes[0].attributes.speed",
            "does not change from frame to frame",
        ),
    ],
)
def test_what_is_no_track_is_refused_with_its_place(keys, place, sentence):
    with pytest.raises(Invalid, match=sentence) as refusal:
        checked(track(*keys))
    assert refusal.value.detail["field"] == place


def test_points_are_as_many_in_every_key_frame():
    one, two = {"frame": 0, "points": [[1.0, 2.0]]}, {"frame": 5, "points": [[1.0, 2.0], [3.0, 4.0]]}
    assert checked(track(one), shape="points") == [track(one)]
    with pytest.raises(Invalid, match="at most 1"):
        checked(track(two), shape="points")
    with pytest.raises(Invalid, match="same number of points"):
        checked(track(one, two), shape="points", together=2)


ASKED = {
    "attributes": [
        {"name": "color", "kind": "text"},
        {"name": "turning", "kind": "choice", "labels": [{"name": "left"}, {"name": "right"}]},
        {"name": "braking", "kind": "switch"},
    ],
    "changing": ["turning", "braking"],
}


def test_attributes_that_change_stand_in_key_frames_and_hold_until_another():
    given = track(
        box(0, attributes={"turning": "left"}),
        box(5),
        box(9, attributes={"braking": True}),
        attributes={"color": "red"},
    )
    kept = checked(given, **ASKED)[0]
    assert kept["attributes"] == {"color": "red"}
    assert [key.get("attributes") for key in kept["keyframes"]] == [
        {"turning": "left", "braking": False},
        None,
        {"braking": True},
    ]
    assert at_frame(kept, 7)["attributes"] == {"color": "red", "turning": "left", "braking": False}
    assert at_frame(kept, 9)["attributes"] == {"color": "red", "turning": "left", "braking": True}
    assert checked(kept, **ASKED) == [kept]


def test_an_attribute_of_the_whole_track_is_not_said_by_a_key_frame_nor_the_other_way_round():
    with pytest.raises(Invalid, match="color does not change"):
        checked(track(box(0, attributes={"color": "red"})), **ASKED)
    with pytest.raises(Invalid, match="turning is not an attribute"):
        checked(track(box(0), attributes={"turning": "left"}), **ASKED)


def test_a_changing_attribute_is_one_that_there_is():
    with pytest.raises(Invalid, match="is said to change"):
        checked(track(box(0)), changing=["speed"])


def test_rows_are_key_frames_and_become_the_tracks_again():
    kind = KINDS["track"]
    value = checked(
        track(box(0, attributes={"turning": "left"}), box(9, occluded=True), attributes={"color": "red"}),
        track(box(3), box(4, outside=True)) | {"id": "r2", "label": "bus"},
        **ASKED,
    )
    rows = kind.rows(value)
    assert [(row["id"], row["frame"], row["outside"], row["occluded"]) for row in rows] == [
        ("r1", 0, False, False),
        ("r1", 9, False, True),
        ("r2", 3, False, False),
        ("r2", 4, True, False),
    ]
    assert kind.of_rows(rows) == value


def test_tracks_are_as_alike_as_the_space_and_time_that_they_share():
    still = track(box(0), box(9))
    assert similarity(still, track(box(0), box(4), box(9))) == 1
    assert similarity(still, track(box(0, x=300.0), box(9, x=300.0))) == 0
    half = track(box(0), box(5, outside=True), box(9, outside=True))
    assert similarity(still, half) == pytest.approx(0.5)
    shifted = track(box(0, x=25.0), box(9, x=25.0))  # half of each box is shared
    assert similarity(still, shifted) == pytest.approx(1 / 3)

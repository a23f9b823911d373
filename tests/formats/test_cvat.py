"""Tracks as CVAT reads and writes them."""

import tarfile
from io import BytesIO

import pytest
from defusedxml import ElementTree

from annotation.kinds.keyframes import at_frame
from workers.formats import FORMATS
from workers.formats.cvat import tracks_in

from .records import ABOUT_TRACKS, answer, key, track, video, written

pytestmark = pytest.mark.once

# As CVAT itself exports a track: what lies between is written out, and the end is an outside shape.
FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<annotations><version>1.1</version><track id="0" label="car" source="manual">
<box frame="0" keyframe="1" outside="0" occluded="0" xtl="10.00" ytl="20.00" xbr="40.00" ybr="60.00" z_order="0">
<attribute name="color">red</attribute></box>
<box frame="1" keyframe="0" outside="0" occluded="0" xtl="11.00" ytl="20.00" xbr="41.00" ybr="60.00" z_order="0"/>
<box frame="10" keyframe="1" outside="0" occluded="1" xtl="20.00" ytl="20.00" xbr="50.00" ybr="60.00" z_order="0"/>
<box frame="30" keyframe="1" outside="1" occluded="1" xtl="20.00" ytl="20.00" xbr="50.00" ybr="60.00" z_order="0"/>
</track></annotations>
"""


def files(*records):
    content, _lost = written(FORMATS["cvat"], ABOUT_TRACKS, list(records))
    with tarfile.open(fileobj=BytesIO(content)) as found:
        return {one.name: found.extractfile(one).read().decode() for one in found.getmembers()}


def test_a_file_for_each_answer_says_what_cvat_wants_to_know():
    thing = track(
        1,
        key(0, 10.0, 20.0, 30.0, 40.0, attributes={"turning": "left"}),
        key(40, 10.0, 20.0, 30.0, 40.0, outside=True),
        label="行人<甲>",
        attributes={"sure": True},
    )
    found = files(video("road/街.mp4", answer("a1", things=[thing]), answer("a2", things=[])))
    assert list(found) == ["tasks/000001.json", "a1/road/街.mp4.mp4.xml", "a2/road/街.mp4.mp4.xml"]
    root = ElementTree.fromstring(found["a1/road/街.mp4.mp4.xml"])
    task = root.find("meta/task")
    assert [task.findtext(name) for name in ("size", "mode", "stop_frame")] == ["100", "interpolation", "99"]
    assert [(one.text) for one in task.iterfind("labels/label/name")] == ["car", "行人<甲>"]
    declared = [[one.findtext(name) for name in ("name", "mutable", "input_type")] for one in task.iter("attribute")]
    assert declared[2:] == [["sure", "False", "checkbox"], ["turning", "True", "select"], ["plate", "False", "text"]]
    (only,) = root.iterfind("track")
    assert only.attrib == {"id": "0", "label": "行人<甲>", "source": "manual"}
    first, last = only.iterfind("box")
    assert {name: first.get(name) for name in ("frame", "keyframe", "outside", "xtl", "xbr", "ybr")} == {
        "frame": "0",
        "keyframe": "1",
        "outside": "0",
        "xtl": "10.0",
        "xbr": "40.0",
        "ybr": "60.0",
    }
    assert {one.get("name"): one.text for one in first} == {"sure": "true", "turning": "left"}
    assert (last.get("frame"), last.get("outside")) == ("40", "1")


def test_a_file_of_cvat_shows_the_thing_where_cvat_shows_it():
    (found,) = tracks_in(FOREIGN)
    assert [one["frame"] for one in found["keyframes"]] == [0, 10, 30]
    assert found["keyframes"][0]["attributes"] == {"color": "red"}
    assert at_frame(found, 1)["x"] == 11
    assert at_frame(found, 20)["occluded"]
    assert at_frame(found, 30) is None


def test_sizes_come_back_to_the_last_digit():
    awkward = track(1, key(0, 1 / 3, 0.1, 0.2, 1e-7), key(7, 2 / 7, 1e-12, 100.1, 1 / 7))
    content, lost = written(FORMATS["cvat"], ABOUT_TRACKS, [video("a", answer(things=[awkward]))])
    (record,) = FORMATS["cvat"].read(BytesIO(content), ABOUT_TRACKS)
    assert record["annotations"][0]["value"]["things"] == [awkward]
    assert lost == {}

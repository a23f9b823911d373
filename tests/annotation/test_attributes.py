"""What is said of a region beside its label: what a schema may ask, and what an answer may say."""

import pytest

from annotation.kinds import KINDS, Subject, check_schema, check_value
from annotation.values import pieces
from projects.problems import Invalid

STATE = {"name": "state", "kind": "choice", "required": True, "labels": [{"name": "parked"}, {"name": "moving"}]}
HIDDEN = {"name": "hidden", "kind": "switch"}
PLATE = {"name": "plate", "kind": "text", "visible_when": {"attribute": "hidden", "equals": False}}
DOORS = {"name": "doors", "kind": "number", "minimum": 2, "maximum": 5}
CARS = {
    "media": "image",
    "fields": [
        {
            "name": "objects",
            "kind": "box",
            "attributes": [HIDDEN],
            "labels": [{"name": "car", "attributes": [STATE, PLATE, DOORS]}, {"name": "tree"}],
        }
    ],
}
PLACE = {"id": "r1", "x": 1.0, "y": 1.0, "width": 9.0, "height": 9.0, "rotation": 0.0}
IMAGE = Subject(width=100, height=100)


def checked(label="car", **attributes):
    value = {"objects": [PLACE | {"label": label, "attributes": attributes}]}
    return check_value(CARS, value, IMAGE)["objects"][0].get("attributes", {})


def schema(*attributes, **field):
    labels = [{"name": "car", "attributes": list(attributes)}]
    return {"media": "image", "fields": [{"name": "objects", "kind": "box", "labels": labels, **field}]}


def test_attributes_are_stored_in_the_order_of_the_schema_with_switches_off_unless_they_are_on():
    found = checked(doors=4.0, plate="川A", state="parked")
    assert list(found.items()) == [("hidden", False), ("state", "parked"), ("plate", "川A"), ("doors", 4)]


def test_a_hidden_attribute_is_not_stored():
    assert "plate" not in checked(hidden=True, plate="川A", state="parked")


def test_the_attributes_of_another_label_are_left_out():
    assert checked("tree", state="parked", doors=4) == {"hidden": False}


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({}, "state"),
        ({"state": "flying"}, "state"),
        ({"state": ""}, "state"),
        ({"state": ["parked"]}, "state"),
        ({"state": "parked", "doors": 6}, "doors"),
        ({"state": "parked", "doors": True}, "doors"),
        ({"state": "parked", "doors": float("nan")}, "doors"),
        ({"state": "parked", "hidden": 1}, "hidden"),
        ({"state": "parked", "plate": 7}, "plate"),
        ({"state": "parked", "colour": "red"}, "colour"),
    ],
)
def test_an_attribute_that_cannot_be_is_refused_with_its_place(said, place):
    with pytest.raises(Invalid) as refusal:
        checked(**said)
    assert refusal.value.detail["field"] == f"objects[0].attributes.{place}"


def test_a_region_that_is_asked_nothing_has_no_attributes():
    value = {"objects": [PLACE | {"label": "car"}]}
    assert "attributes" not in check_value(schema(), value, IMAGE)["objects"][0]


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if kind.level == "regions"))
def test_regions_of_every_kind_take_attributes_and_carry_them_in_their_rows(name):
    kind = KINDS[name]
    field = {"name": "f", "kind": name, "labels": [{"name": "甲"}], "attributes": [HIDDEN, DOORS]}
    body = {"media": min(kind.media), "fields": [field | dict(getattr(kind, "example_options", {}))]}
    value = kind.example(check_schema(body).fields[0])
    value[0]["attributes"] = {"doors": 3}
    found = check_value(body, {"f": value}, kind.example_subject)["f"]
    assert found[0]["attributes"] == {"hidden": False, "doors": 3}
    assert kind.rows(found)[0]["attributes"] == {"hidden": False, "doors": 3}


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ([STATE, STATE], "Two attributes have the name state"),
        ([HIDDEN | {"labels": [{"name": "a"}]}], "Only a choice has labels"),
        ([STATE | {"labels": []}], "A choice needs labels"),
        ([HIDDEN | {"minimum": 1}], "Only a number has a minimum"),
        ([DOORS | {"minimum": 9}], "The minimum is larger than the maximum"),
        ([PLATE], "plate waits for hidden, which does not exist"),
        ([HIDDEN | {"visible_when": {"attribute": "plate"}}, PLATE], "hidden → plate → hidden"),
        ([PLATE | {"visible_when": {"field": "weather"}}], "name it, and no field"),
        ([STATE, PLATE | {"visible_when": {"attribute": "state", "equals": "flying"}}], "flying is not one of the"),
        ([STATE | {"kind": "colour"}], "must be one of"),
        ([STATE | {"name": "State"}], "small Latin letters"),
    ],
)
def test_attributes_that_cannot_be_asked_are_refused_with_a_sentence(attributes, sentence):
    with pytest.raises(Invalid, match=sentence):
        check_schema(schema(*attributes))


def test_how_many_regions_there_may_be():
    body = schema(minimum=1, maximum=1)
    box = PLACE | {"label": "car"}
    assert check_value(body, {"objects": [box]}, IMAGE)
    for boxes, sentence in [([], "at least 1"), ([box, box | {"id": "r2"}], "at most 1")]:
        with pytest.raises(Invalid, match=sentence):
            check_value(body, {"objects": boxes}, IMAGE)


def test_people_read_what_was_said_of_regions_and_what_was_written():
    value = {"objects": [PLACE | {"label": "car", "attributes": {"hidden": True, "state": "parked", "doors": 4}}]}
    [piece] = pieces(CARS, value)
    assert piece.marks[0].texts == ("hidden · parked · doors 4",)
    body = {
        "media": "text",
        "fields": [
            {"name": "length", "kind": "number", "unit": "cm"},
            {"name": "stars", "kind": "rating"},
            {"name": "order", "kind": "ranking"},
            {"name": "better", "kind": "preference"},
        ],
    }
    said = {"length": 2.5, "stars": 4, "order": ["b", ["a", "c"]], "better": {"winner": "a", "shown": ["b", "a"]}}
    assert [piece.marks[0].title for piece in pieces(body, said)] == ["2.5 cm", "4 / 5", "b > a = c", "a"]

"""When a question is asked. The table is the workspace's too: see `static/src/label/conditions.test.ts`."""

import json
from pathlib import Path

import pytest

from annotation.kinds import Subject, check_schema, check_value
from projects.problems import Invalid
from projects.schema import Asked, Condition, visible

CASES = json.loads(Path(__file__).with_name("conditions.json").read_text(encoding="utf-8"))


def conditions(field):
    given = field.get("visible_when", [])
    return [Condition.model_validate(one) for one in (given if isinstance(given, list) else [given])]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_table_of_conditions(case):
    asked = Asked([(field["name"], conditions(field)) for field in case["fields"]], lambda each: each.field, "fields")
    answers = {}
    for name in asked.order:
        if visible(asked.conditions[name], lambda condition: answers.get(condition.field)):
            answers[name] = case["value"].get(name)
    assert [field["name"] for field in case["fields"] if field["name"] in answers] == case["asked"]


def choice(name, *labels, **rest):
    return {"name": name, "kind": "choice", "labels": [{"name": label} for label in labels], **rest}


WEATHER = choice("weather", "dry", "wet", required=True)
HOW_WET = choice("how_wet", "rain", "snow", required=True, visible_when={"field": "weather", "equals": "wet"})
DEPTH = {"name": "depth", "kind": "number", "unit": "cm", "visible_when": {"field": "how_wet", "equals": "snow"}}


def body(*fields):
    return {"media": "text", "fields": list(fields)}


def test_answers_of_hidden_questions_are_not_stored_and_not_required():
    schema = body(WEATHER, HOW_WET, DEPTH)
    assert check_value(schema, {"weather": "dry", "how_wet": "snow", "depth": 3}, Subject()) == {"weather": "dry"}
    full = {"weather": "wet", "how_wet": "snow", "depth": 3}
    assert check_value(schema, full, Subject()) == full
    with pytest.raises(Invalid, match="how_wet is not answered yet"):
        check_value(schema, {"weather": "wet"}, Subject())


def test_answers_are_stored_in_the_order_of_the_schema_whatever_waits_for_what():
    schema = body(HOW_WET, WEATHER)
    assert list(check_value(schema, {"weather": "wet", "how_wet": "rain"}, Subject())) == ["how_wet", "weather"]


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ({"field": "mood"}, "There is no field mood|which does not exist"),
        ({"field": "how_wet"}, "how_wet → how_wet"),
        ({"field": "depth"}, "how_wet → depth → how_wet"),
        ({"field": "weather", "equals": "hail"}, "hail is not one of the labels of weather"),
        ({"field": "weather", "one_of": ["wet", "hail"]}, "hail is not one of the labels"),
        ({"field": "weather", "equals": "wet", "answered": True}, "Use one of"),
        ({"field": "weather", "attribute": "depth"}, "weather has no attribute depth"),
        ({"equals": "wet"}, "which field"),
        ({"field": "weather", "is": "wet"}, "is not known here"),
        ([], None),
    ],
)
def test_conditions_that_could_never_be_decided_are_refused_with_a_sentence(condition, sentence):
    schema = body(WEATHER, HOW_WET | {"visible_when": condition}, DEPTH)
    if sentence is None:
        assert check_schema(schema)
        return
    with pytest.raises(Invalid, match=sentence) as refusal:
        check_schema(schema)
    assert "visible_when" in refusal.value.detail["field"]

"""Dialogues: the text of their turns, and the label that each turn was given."""

import pytest

from annotation.kinds import KINDS, Subject, check_value
from annotation.turns import Turn, joined, turns_of
from annotation.values import stretches
from projects.problems import Invalid
from workers.measures import measure_for

SAID = [
    {"speaker": "客户", "text": "喂，𠮷田吗？", "time": 0.5},
    {"speaker": "坐席", "text": "两行\n的话"},
    {"text": ""},
]
BODY = {"media": "text", "fields": [{"name": "acts", "kind": "turns", "labels": [{"name": "问"}, {"name": "答"}]}]}


def test_the_text_of_a_dialogue_is_what_was_said_and_its_turns_lie_in_it():
    text, places = joined(SAID)
    assert text == "喂，𠮷田吗？\n两行\n的话\n"
    assert places[0] == {"speaker": "客户", "time": 0.5, "start": 0, "end": 6}
    turns = turns_of({"turns": places}, text)
    assert [text[turn.start : turn.end] for turn in turns] == [turn["text"] for turn in SAID]
    assert [turn.speaker for turn in turns] == ["客户", "坐席", ""]


PLACES = [
    None,
    0,
    [0],
    [{}],
    [{"start": 0}],
    [{"start": 0, "end": 9}],
    [{"start": 2, "end": 1}],
    [{"start": 0, "end": True}],
]


@pytest.mark.parametrize("turns", [*PLACES, [{"start": 0, "end": 2}, {"start": 1, "end": 3}]])
def test_what_was_imported_under_that_name_may_be_anything(turns):
    assert turns_of({"turns": turns}, "一二三") == []


def checked(value, turns=3, **options):
    body = {**BODY, "fields": [{**BODY["fields"][0], **options}]}
    return check_value(body, {"acts": value}, Subject(text="一\n二\n三", turns=turns))["acts"]


def test_labels_of_turns_stand_in_the_order_of_the_turns():
    assert list(checked({"10": "答", "2": "问", "0": "问"}, turns=11)) == ["0", "2", "10"]


@pytest.mark.parametrize(
    ("value", "place"),
    [({"3": "问"}, "acts.3"), ({"0": "叹"}, "acts.0"), ({"00": "问"}, "acts"), ({"-1": "问"}, "acts")],
)
def test_a_label_of_a_turn_that_is_not_there_is_refused_with_its_place(value, place):
    with pytest.raises(Invalid) as refusal:
        checked(value)
    assert refusal.value.detail["field"].startswith(place)


def test_where_an_answer_is_required_every_turn_needs_a_label():
    with pytest.raises(Invalid) as refusal:
        checked({"0": "问", "2": "答"}, required=True)
    assert refusal.value.detail["field"] == "acts.1"
    assert checked({"0": "问", "1": "答", "2": "答"}, required=True)


def test_every_turn_is_a_unit_of_agreement():
    turns, choice = measure_for(KINDS["turns"]), measure_for(KINDS["choice"])
    whole = turns.contribution({1: {"0": "问", "1": "答"}, 2: {"0": "问", "1": "问"}, 3: {"1": "答"}})
    apart = choice.contribution({1: "问", 2: "问"}) + choice.contribution({1: "答", 2: "问", 3: "答"})
    assert whole == apart
    assert turns.report(whole).figures.keys() == choice.report(apart).figures.keys()


def test_reviewers_see_who_speaks_and_what_the_turn_was_given():
    found = stretches(BODY, {"acts": {"1": "答"}}, "喂？\n在的。", [Turn(0, 2, "客户"), Turn(3, 6, "坐席")])
    assert [(part.text, part.opens.speaker, [mark.title for mark in part.opens.marks]) for part in found] == [
        ("喂？\n", "客户", []),
        ("在的。", "坐席", ["答"]),
    ]

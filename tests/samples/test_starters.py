"""The label schemas a project can start from."""

import pytest

from annotation.kinds import Subject, check_schema, check_value, example_value
from projects.markdown import render
from projects.starters import starter, starters

ALL = pytest.mark.parametrize("one", starters(), ids=lambda one: one.name)
SUBJECTS = {
    "text": Subject(text="示例标注文本", responses=dict.fromkeys("abc", "好")),
    "image": Subject(width=320, height=240),
    "series": Subject(duration=4.0, facts={"channels": ["温度"]}),
    "video": Subject(width=320, height=240, duration=2.0, facts={"frames": 50}),
    "audio": Subject(duration=4.0, facts={"channels": 1}),
}


def test_the_starters_people_ask_for_are_there_in_order():
    assert [one.name for one in starters()] == [
        "text-classification",
        "named-entities",
        "dialogue-sentiment",
        "object-detection",
        "image-classification",
        "defect-boxes",
        "dialogue-turns",
        "object-tracking",
        "road-lanes",
        "land-parcels",
        "person-keypoints",
        "response-preference",
        "response-rating",
        "response-rewrite",
        "product-taxonomy",
        "speech-segments",
        "equipment-anomalies",
    ]


@ALL
def test_a_starter_is_a_valid_schema_and_takes_an_answer(one):
    assert check_schema(one.body).media == one.media
    assert check_value(one.body, example_value(one.body), SUBJECTS[one.media])


@ALL
def test_a_starter_speaks_both_languages(one):
    for texts in (one.title, one.description, one.guideline):
        assert set(texts) == {"zh", "en"}
        assert all(text.strip() for text in texts.values())
    for field in one.body["fields"]:
        for titled in (field, *field.get("labels", [])):
            assert titled["title"]["zh"]
            assert titled["title"]["en"]


@ALL
def test_no_key_is_given_twice_in_one_starter(one):
    labels = [label for field in one.body["fields"] for label in field.get("labels", [])]
    keys = [label["key"] for label in labels if "key" in label]
    assert len(set(keys)) == len(keys)


@ALL
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_guideline_has_a_goal_and_defines_every_label(one, language):
    guideline = one.guideline[language]
    assert {"zh": "## 目标", "en": "## Goal"}[language] in guideline
    assert "<h2>" in render(guideline)
    for field in one.body["fields"]:
        for label in field.get("labels", []):
            assert f"**{label['title'][language]}**" in guideline


def test_a_changed_body_does_not_change_the_starter():
    starter("named-entities").body["fields"].clear()
    assert starter("named-entities").body["fields"]

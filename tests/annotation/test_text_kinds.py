"""Kinds that speak of a text: spans in several parts."""

import pytest

from annotation.kinds import KINDS, Subject, check_value
from projects.problems import Invalid

TEXT = "😀左肺和右肺都有炎症。"
LABELS = [{"name": "甲"}, {"name": "乙"}]


def body(**options):
    return {"media": "text", "fields": [{"name": "f", "kind": "span", "labels": LABELS, **options}]}


def checked(*spans, **options):
    given = [{"id": f"r{i}", "label": "甲", **span} for i, span in enumerate(spans, start=1)]
    return check_value(body(**options), {"f": given}, Subject(text=TEXT))["f"]


def span(*parts):
    return {"start": parts[0][0], "end": parts[-1][1], "parts": [list(part) for part in parts]}


def test_a_span_in_several_parts_has_their_text():
    [found] = checked(span((1, 3), (8, 10)))
    assert found == {
        "id": "r1",
        "label": "甲",
        "start": 1,
        "end": 10,
        "parts": [[1, 3], [8, 10]],
        "text": "左肺 … 炎症",
    }


def test_parts_that_touch_are_one_and_a_single_part_is_none():
    [found] = checked({"start": 1, "end": 6, "parts": [[3, 6], [1, 3]]})
    assert found == {"id": "r1", "label": "甲", "start": 1, "end": 6, "text": "左肺和右肺"}


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"start": 1, "end": 9, "parts": [[1, 3], [8, 10]]}, "f[0].parts"),
        ({"start": 1, "end": 10, "parts": [[1, 1], [8, 10]]}, "f[0].parts"),
        ({"start": 1, "end": 10, "parts": [[1, 3, 4], [8, 10]]}, "f[0].parts[0]"),
        ({"start": 1, "end": 99, "parts": [[1, 3], [8, 99]]}, "f[0].end"),
        (span((1, 3), (8, 10)) | {"text": "左肺和右肺都有炎症"}, "f[0].text"),
    ],
)
def test_parts_that_do_not_fit_are_refused_with_their_place(given, place):
    with pytest.raises(Invalid) as refusal:
        checked(given)
    assert refusal.value.detail["field"] == place


def test_parts_may_be_forbidden():
    with pytest.raises(Invalid, match="several parts"):
        checked(span((1, 3), (8, 10)), discontinuous=False)


def test_spans_overlap_where_their_parts_do_and_not_between_them():
    between = {"start": 4, "end": 6}
    assert len(checked(span((1, 3), (8, 10)), between, overlapping=False)) == 2
    with pytest.raises(Invalid, match="overlap"):
        checked(span((1, 3), (5, 10)), between, overlapping=False)


def test_how_alike_spans_are_counts_the_characters_of_their_parts():
    alike = KINDS["span"].similarity
    whole, parts = {"start": 0, "end": 10}, {"start": 0, "end": 10, "parts": [[0, 2], [7, 10]]}
    assert alike(parts, parts) == 1
    assert alike(whole, parts) == alike(parts, whole) == 0.5
    assert alike({"start": 2, "end": 7}, parts) == 0


SPANS = {"name": "spans", "kind": "span", "labels": [{"name": "人"}, {"name": "机构"}]}
RULES = [
    {"label": "任职", "sources": ["人"], "targets": ["机构"]},
    {"label": "夫妻", "sources": ["人"], "targets": ["人"], "symmetric": True},
]
WHO = "王芳和李强都在医院工作"
MARKED = [
    {"id": "a", "label": "人", "start": 0, "end": 2},
    {"id": "b", "label": "人", "start": 3, "end": 5},
    {"id": "c", "label": "机构", "start": 7, "end": 9},
]


def related(*relations, rules=RULES, **options):
    labels = [{"name": "任职"}, {"name": "夫妻"}, {"name": "有关"}]
    field = {"name": "f", "kind": "relation", "labels": labels, "field": "spans", "rules": rules, **options}
    given = [
        {"id": f"r{i}", "label": label, "from": source, "to": target}
        for i, (label, source, target) in enumerate(relations, start=1)
    ]
    schema = {"media": "text", "fields": [field, SPANS]}
    return check_value(schema, {"spans": MARKED, "f": given}, Subject(text=WHO))["f"]


def ends(relations):
    return [(relation["label"], relation["from"], relation["to"]) for relation in relations]


def test_relations_stand_in_the_order_of_the_text_and_a_symmetric_one_has_one_direction():
    found = related(("任职", "b", "c"), ("夫妻", "b", "a"), ("有关", "c", "a"))
    assert ends(found) == [("夫妻", "a", "b"), ("任职", "b", "c"), ("有关", "c", "a")]
    assert {relation["field"] for relation in found} == {"spans"}


@pytest.mark.parametrize(
    ("relations", "place"),
    [
        ([("任职", "a", "b")], "f[0].label"),
        ([("任职", "c", "a")], "f[0].label"),
        ([("夫妻", "a", "c")], "f[0].label"),
        ([("有关", "a", "a")], "f[0].to"),
        ([("有关", "a", "nobody")], "f[0].to"),
        ([("朋友", "a", "b")], "f[0].label"),
        ([("有关", "a", "b"), ("有关", "a", "b")], "f[1]"),
        ([("夫妻", "a", "b"), ("夫妻", "b", "a")], "f[1]"),
    ],
)
def test_a_relation_that_does_not_fit_is_refused_with_its_place(relations, place):
    with pytest.raises(Invalid) as refusal:
        related(*relations)
    assert refusal.value.detail["field"] == place


def test_the_same_two_spans_may_be_related_both_ways():
    assert len(related(("有关", "a", "b"), ("有关", "b", "a"))) == 2


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({"field": "nowhere"}, "fields[0].field"),
        ({"field": "f"}, "fields[0].field"),
        ({"rules": [{"label": "任职", "sources": ["物"]}]}, "fields[0].rules[0].sources[0]"),
        ({"rules": [{"label": "朋友"}]}, "fields[0]"),
        ({"rules": [{"label": "任职"}, {"label": "任职"}]}, "fields[0]"),
    ],
)
def test_a_schema_whose_relations_fit_nothing_is_refused_with_its_place(options, place):
    with pytest.raises(Invalid) as refusal:
        related(**options)
    assert refusal.value.detail["field"].startswith(place)


def test_a_person_reads_a_relation_in_the_words_of_the_text():
    relation = {"id": "r1", "label": "任职", "from": "b", "to": "c", "field": "spans"}
    spans = [{**span, "text": WHO[span["start"] : span["end"]]} for span in MARKED]
    assert KINDS["relation"].says(relation, {"spans": spans}, {}) == "李强 → 医院"

"""The contract that every kind of label keeps, and what each refuses."""

import pytest

from annotation.kinds import KINDS, Subject, check_schema, check_value, example_value
from annotation.kinds.labels import OneLabelOptions
from projects.problems import Invalid
from projects.schema import named_today
from projects.starters import starters

LABELS = [{"name": "甲"}, {"name": "乙"}, {"name": "丙"}]


def body(kind: str, **options):
    media = sorted(KINDS[kind].media)[-1]
    labels = {"labels": LABELS} if issubclass(KINDS[kind].options, OneLabelOptions) else {}
    field = {"name": "f", "kind": kind, **labels, **KINDS[kind].example_options, **options}
    return {"media": media, "fields": [field, *KINDS[kind].example_beside]}


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return KINDS[request.param]


def test_the_example_of_a_kind_passes_and_checking_twice_changes_nothing(kind):
    schema = body(kind.name)
    value = example_value(schema)
    once = check_value(schema, value, kind.example_subject)
    assert check_value(schema, once, kind.example_subject) == once


def test_rows_and_labels_of_a_kind_name_the_schema_s_labels(kind):
    value = example_value(body(kind.name))["f"]
    names = {label["name"] for label in LABELS} | {*kind.example_subject.responses}
    assert set(kind.labels(value)) <= names
    assert {row["label"] for row in kind.rows(value) if "label" in row} <= names


def test_labels_of_a_value_can_be_read_under_their_names_of_today(kind):
    value = example_value(body(kind.name))
    names = {"甲": "子", "乙": "丑", "丙": "寅"}
    read = named_today(value, {"f": names})
    assert kind.labels(read["f"]) == [names.get(label, label) for label in kind.labels(value["f"])]
    assert named_today(read, {"f": {new: old for old, new in names.items()}}) == value


def test_a_label_that_is_not_in_the_schema_is_refused_with_its_place(kind):
    if not issubclass(kind.options, OneLabelOptions):
        return
    small = {**body(kind.name)}
    value = example_value(small)
    other = {"media": small["media"], "fields": [{**small["fields"][0], "labels": [{"name": "丁"}]}]}
    with pytest.raises(Invalid) as refusal:
        check_value(other, value, kind.example_subject)
    assert refusal.value.detail["field"].startswith("f")


@pytest.mark.parametrize("nonsense", [7, "nonsense", {"a": 1}, [7], [{"id": "r1"}], [[]]])
def test_nonsense_is_refused_and_never_a_fault(kind, nonsense):
    schema = body(kind.name)
    if isinstance(nonsense, (int, str)) and kind.level in ("text", "interval", "ordinal"):
        return  # it may be one of the answers
    with pytest.raises(Invalid):
        check_value(schema, {"f": nonsense}, kind.example_subject)


def test_a_required_field_must_be_answered(kind):
    with pytest.raises(Invalid):
        check_value(body(kind.name, required=True), {}, kind.example_subject)


def test_regions_say_how_alike_they_are(kind):
    if kind.level == "regions":
        one = example_value(body(kind.name))["f"][0]
        assert kind.similarity(one, one) == 1
        assert kind.geometry in ("line", "plane", "time", "moving")


def test_every_starter_is_a_valid_schema():
    assert [check_schema(starter.body).media for starter in starters()] == [starter.media for starter in starters()]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"kind": "wish"}, "fields[0].kind"),
        ({"kind": "box"}, "fields[0].kind"),
        ({"labels": []}, "fields[0].labels"),
        ({"labels": [{"name": "a", "color": "red"}]}, "fields[0].labels[0].color"),
        ({"labels": [{"name": "a"}, {"name": "a"}]}, "fields[0].labels"),
        ({"labels": [{"name": "a", "key": "1"}, {"name": "b", "key": "1"}]}, "fields[0].labels"),
        ({"name": "Not A Name"}, "fields[0].name"),
        ({"colour": "red"}, "fields[0].colour"),
    ],
)
def test_a_bad_schema_is_refused_with_its_place(change, place):
    good = {"media": "text", "fields": [{"name": "f", "kind": "choice", "labels": [{"name": "a"}]}]}
    with pytest.raises(Invalid) as refusal:
        check_schema({**good, "fields": [{**good["fields"][0], **change}]})
    assert refusal.value.detail["field"] == place


def test_span_offsets_count_code_points():
    schema, subject = body("span"), Subject(text="😀𠮷野家在成都")
    spans = check_value(schema, {"f": [{"id": "a", "label": "甲", "start": 1, "end": 4}]}, subject)["f"]
    assert spans[0]["text"] == "𠮷野家"


def test_a_span_whose_text_does_not_stand_there_is_refused():
    span = {"id": "a", "label": "甲", "start": 2, "end": 5, "text": "𠮷野家"}
    with pytest.raises(Invalid, match="code points"):
        check_value(body("span"), {"f": [span]}, Subject(text="😀𠮷野家在成都"))


def test_overlapping_spans_are_refused_only_where_the_field_says_so():
    value = {"f": [{"id": "a", "label": "甲", "start": 0, "end": 3}, {"id": "b", "label": "乙", "start": 2, "end": 4}]}
    subject = Subject(text="一二三四五")
    assert len(check_value(body("span"), value, subject)["f"]) == 2
    with pytest.raises(Invalid, match="overlap"):
        check_value(body("span", overlapping=False), value, subject)


@pytest.mark.parametrize("x, width", [(-1, 10), (95, 10), (float("nan"), 10), (0, 0)])
def test_a_box_outside_its_image_or_without_size_is_refused(x, width):
    box = {"id": "a", "label": "甲", "x": x, "y": 0, "width": width, "height": 10}
    with pytest.raises(Invalid):
        check_value(body("box"), {"f": [box]}, Subject(width=100, height=100))


def test_picked_labels_come_in_the_order_of_the_schema_without_repeats():
    assert check_value(body("choices"), {"f": ["丙", "甲", "丙"]}, Subject()) == {"f": ["甲", "丙"]}


def test_too_many_picks_are_refused():
    with pytest.raises(Invalid, match="1"):
        check_value(body("choices", maximum=1), {"f": ["甲", "乙"]}, Subject())


def test_no_regions_is_an_answer():
    assert check_value(body("box"), {}, Subject(width=9, height=9)) == {"f": []}

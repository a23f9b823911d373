"""The answers of every kind, through every format that can hold them all."""

from io import BytesIO

import pytest

from annotation.kinds import KINDS, check_value, example_value
from annotation.kinds.labels import OneLabelOptions
from workers.exporting import columns_of
from workers.formats import FORMATS, About

from .records import answer, audio, image, text, written


def sentence(identity, given):
    return text(identity, "示例", given)


@pytest.mark.parametrize("fmt", ["jsonl", "csv"])
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_the_answer_of_a_kind_survives_a_table_and_a_file_of_lines(kind, fmt):
    labels = {"labels": [{"name": "=甲"}, {"name": "乙"}]} if issubclass(kind.options, OneLabelOptions) else {}
    field = {"name": "f", "kind": kind.name, **labels, **kind.example_options}
    body = {"media": min(kind.media), "fields": [field, *kind.example_beside]}
    value = check_value(body, example_value(body), kind.example_subject)
    about = About({1: body}, KINDS, columns_of([body]))
    make = image if kind.example_subject.width else audio if kind.example_subject.duration else sentence
    records = [make("1", answer(**value)), make("2", answer("a2"))]
    content, lost = written(FORMATS[fmt], about, records)
    assert list(FORMATS[fmt].read(BytesIO(content), about)) == records
    assert not lost

"""CSV: a table that spreadsheets open without running anything in it."""

import csv
import io
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.formats import FORMATS
from workers.formats.cells import guarded, unguarded

from .records import ABOUT_IMAGE, ABOUT_TEXT, answer, box, image, span, text, written

FMT = FORMATS["csv"]
DANGEROUS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x", "=cmd|' /C calc'!A0"]


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("cell", DANGEROUS)
def test_no_cell_begins_like_a_formula(cell):
    record = text(cell, cell, answer(entities=[span(1, cell, 0, len(cell))]), note=cell) | {"name": cell}
    content, _lost = written(FMT, ABOUT_TEXT, [record])
    for row in table(content):
        for name, value in row.items():
            assert not value or value[0] not in "=+@\t\r\n＝＋－＠", name
            assert not value.startswith("-"), name
    assert list(FMT.read(BytesIO(content), ABOUT_TEXT)) == [record]


def test_numbers_stay_numbers():
    record = image("i1", answer(objects=[box(1, 10.5, 0.0, 3.0, 4.0, rotation=-90.0)]))
    (row,) = table(written(FMT, ABOUT_IMAGE, [record])[0])
    assert (row["x"], row["rotation"], row["image_width"], row["seconds"]) == ("10.5", "-90.0", "320", "12.5")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_every_text_comes_back_from_behind_its_guard(cell):
    assert unguarded(guarded(cell)) == cell


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_every_text_comes_back_from_a_file(content):
    record = text("t", content, answer(mood="calm"))
    assert list(FMT.read(BytesIO(written(FMT, ABOUT_TEXT, [record])[0]), ABOUT_TEXT)) == [record]


def test_a_row_for_each_label_of_each_answer():
    record = text("t", "小明小红", answer("a1", topics=["trade", "care"]), answer("a2", mood="calm"))
    rows = table(written(FMT, ABOUT_TEXT, [record])[0])
    assert [(row["annotator"], row["field"], row["label"]) for row in rows] == [
        ("a1", "topics", "trade"),
        ("a1", "topics", "care"),
        ("a2", "mood", "calm"),
    ]


@pytest.mark.parametrize(("bom", "start"), [(True, b"\xef\xbb\xbftask_id,"), (False, b"task_id,")])
def test_the_byte_order_mark_is_a_choice(bom, start):
    content, _lost = written(FMT, ABOUT_TEXT, [text("t", "好", answer(mood="calm"))], bom=bom)
    assert content.startswith(start)
    assert content.endswith(b"\r\n")

"""From lines to rows: line numbers, exact text, and one sentence for each thing that is wrong."""

import io

import orjson
import pytest

from projects.problems import Problem
from workers.formats import cells
from workers.imports import encodings
from workers.imports.readers import iob2, jsonl, table, text
from workers.imports.rows import LONGEST_TEXT, Fault, Options, Row

TEXTS = Options()
IMAGES = Options(media="image")


def read(reader, content, options=TEXTS):
    raw = content if isinstance(content, bytes) else content.encode()
    encoding = encodings.recognise(lambda: io.BytesIO(raw))
    return list(reader(encodings.lines(io.BytesIO(raw), encoding), options))


def faults(found):
    return [(one.line, one.code) for one in found if isinstance(one, Fault)]


def rows(found):
    return [one for one in found if isinstance(one, Row)]


def test_a_line_keeps_its_spaces_and_loses_only_its_ending():
    found = read(text.read_lines, "  two spaces \r\n\r\n \t\nlast")
    assert [(row.line, row.text) for row in found] == [(1, "  two spaces "), (4, "last")]


def test_a_jsonl_line_gives_text_id_name_and_everything_else_as_meta():
    (row,) = read(
        jsonl.read, '{"text": "你好\\r\\n", "id": 7, "name": "n", "meta": {"a": 1}, "context": ["…"], "b": null}'
    )
    assert (row.text, row.id, row.name) == ("你好\r\n", "7", "n")
    assert row.meta == {"a": 1, "context": ["…"], "b": None}


def test_a_jsonl_line_with_turns_is_a_dialogue():
    (row,) = read(
        jsonl.read,
        '{"id": "d", "turns": [{"speaker": "客户", "text": "在吗？", "time": 1.5}, {"text": "在。"}], "b": 1}',
    )
    assert row.text == "在吗？\n在。"
    turns = [{"speaker": "客户", "time": 1.5, "start": 0, "end": 3}, {"start": 4, "end": 6}]
    assert row.meta == {"b": 1, "turns": turns}
    (again,) = read(jsonl.read, orjson.dumps({"text": row.text, "meta": row.meta}))
    assert (again.text, again.meta) == (row.text, row.meta)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('{"turns": []}', "bad_turns"),
        ('{"turns": "a"}', "bad_turns"),
        ('{"turns": [{"speaker": "a"}]}', "bad_turns"),
        ('{"turns": [{"speaker": 1, "text": "a"}]}', "bad_turns"),
        ('{"turns": [{"time": true, "text": "a"}]}', "bad_turns"),
        ('{"turns": [{"text": ""}, {"text": " "}]}', "empty_text"),
        ('{"text": "a"', "bad_json"),
        ("[1]", "bad_json"),
        ('"text"', "bad_json"),
        ('{"txt": "a"}', "no_content"),
        ('{"text": 5}', "bad_text"),
        ('{"text": ""}', "empty_text"),
        ('{"text": " \\n"}', "empty_text"),
        ('{"text": "a", "id": true}', "bad_id"),
        ('{"text": "a", "id": 1.5}', "bad_id"),
        ('{"text": "a", "id": {"x": 1}}', "bad_id"),
        ('{"text": "a", "id": "' + "x" * 201 + '"}', "bad_id"),
        ('{"text": "a", "meta": [1]}', "bad_meta"),
        ('{"text": "a\\u0000b"}', "nul"),
        ('{"text": "a", "k": ["\\u0000"]}', "nul"),
        ('{"text": "a", "id": "\\u0000"}', "nul"),
        ('{"text": "a \\ud83d alone"}', "bad_json"),
        ('{"text": NaN}', "bad_json"),
        ('{"image": 5}', "bad_image"),
    ],
)
def test_a_bad_jsonl_line_is_told_with_its_number_and_the_others_are_read(line, code):
    found = read(jsonl.read, f'{{"text": "before"}}\n\n{line}\n{{"text": "after"}}\n')
    assert faults(found) == [(3, code)]
    assert [row.text for row in rows(found)] == ["before", "after"]


def test_a_number_that_would_be_rounded_is_refused_and_one_that_is_kept_is_kept():
    kept = '{"text": "t", "n": [18446744073709551615, -9223372036854775808, 1.5e300], "s": "1234567890123456789012"}'
    (row,) = read(jsonl.read, kept)
    assert row.meta == {"n": [2**64 - 1, -(2**63), 1.5e300], "s": "1234567890123456789012"}
    for number in ("18446744073709551616", "-9223372036854775809", "1" * 60):
        (fault,) = read(jsonl.read, f'{{"text": "t", "a": {{"n": [{number}]}}}}')
        assert (fault.line, fault.code) == (1, "bad_number")
        assert number[:29] in fault.message
        assert "quotation marks" in fault.message


def test_a_text_too_long_for_a_browser_is_refused():
    found = read(text.read_lines, "字" * (LONGEST_TEXT + 1) + "\n" + "字" * LONGEST_TEXT)
    assert faults(found) == [(1, "too_long")]
    assert rows(found)[0].line == 2


def test_of_text_and_image_the_one_is_taken_that_the_project_labels():
    line = '{"text": "caption", "image": "a.jpg"}'
    (as_text,) = read(jsonl.read, line)
    assert (as_text.text, as_text.file, as_text.meta) == ("caption", "", {"image": "a.jpg"})
    (as_image,) = read(jsonl.read, line, IMAGES)
    assert (as_image.text, as_image.file, as_image.meta) == (None, "a.jpg", {"text": "caption"})


def test_a_line_of_a_release_gives_its_task_and_its_answers_or_one_remark_that_they_are_left_out():
    line = (
        '{"id": "a", "name": "n", "media": "text", "text": "t", "text_sha256": "00", "meta": {"k": 1}, '
        '"annotations": [{"annotator": "a1", "value": {}}]}\n'
    )
    (whole,) = read(jsonl.read, line)
    assert (whole.id, whole.name, whole.meta, whole.sha256) == ("a", "n", {"k": 1}, "00")
    assert whole.answers == [{"annotator": "a1", "value": {}}]
    first, _second, remark = read(jsonl.read, line * 2, Options(answers=False))
    assert first.answers == []
    assert (remark.code, remark.refused) == ("annotations", False)
    assert "2 lines" in remark.message


def test_a_users_own_media_key_is_kept():
    (row,) = read(jsonl.read, '{"text": "t", "media": "radio", "annotations": 3}')
    assert row.meta == {"media": "radio", "annotations": 3}


def test_a_table_gives_the_text_column_and_keeps_the_others():
    (row,) = read(table.read_csv, "id,channel,text\n7,热线,你好\n")
    assert (row.line, row.id, row.text, row.meta) == (2, "7", "你好", {"channel": "热线"})


@pytest.mark.parametrize("name", ["text", "Text", "文本", " content "])
def test_usual_names_of_the_text_column_are_known(name):
    (row,) = read(table.read_csv, f"a,{name}\n1,x\n")
    assert row.text == "x"


def test_the_lead_may_name_the_columns():
    (row,) = read(table.read_csv, "text,utterance,key\na,b,k\n", Options(content_column="utterance", id_column="key"))
    assert (row.text, row.id, row.meta) == ("b", "k", {"text": "a"})


def test_without_a_known_column_the_lead_is_asked():
    with pytest.raises(Problem) as asked:
        read(table.read_csv, "a,b\n1,2\n")
    assert (asked.value.code, asked.value.detail["columns"]) == ("choose_column", ["a", "b"])


def test_a_single_column_needs_no_name_and_what_was_taken_for_its_header_is_told():
    remark, *rows = read(table.read_csv, "sätze\neins\nzwei\n")
    assert [row.text for row in rows] == ["eins", "zwei"]
    assert (remark.line, remark.code, remark.refused) == (1, "header", False)
    assert "sätze" in remark.message
    assert all(isinstance(row, Row) for row in read(table.read_csv, "text\neins\n"))


def test_line_numbers_stay_right_after_quoted_line_breaks_and_the_breaks_are_kept():
    found = read(table.read_csv, 'id,text\n1,"first\r\nsecond\nthird"\n2,plain\n3,too,many\n4,"q ""u"" q"\n')
    assert [(row.line, row.text) for row in rows(found)] == [
        (2, "first\r\nsecond\nthird"),
        (5, "plain"),
        (7, 'q "u" q'),
    ]
    assert faults(found) == [(6, "bad_table")]


def test_a_row_is_told_how_many_fields_it_has_one_or_more():
    found = read(table.read_csv, "id,text\n1\n2,too,many\n")
    assert [fault.message.split(".")[0] for fault in found] == [
        "The row has 1 field, the header has 2",
        "The row has 3 fields, the header has 2",
    ]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_that_parts_the_header(sign):
    (row,) = read(table.read_csv, sign.join(["id", "text", "note"]) + "\n" + sign.join(["1", "a", "b"]) + "\n")
    assert (row.id, row.text, row.meta) == ("1", "a", {"note": "b"})


def test_a_tsv_keeps_its_commas():
    (row,) = read(table.read_tsv, "text\tx\na, b, c\t1\n")
    assert row.text == "a, b, c"


def test_a_quotation_mark_never_closed_is_told_where_it_opens():
    found = read(table.read_csv, 'id,text\n1,good\n2,"never closed\n3,x\n4,y\n')
    assert [row.text for row in rows(found)] == ["good"]
    assert faults(found) == [(3, "bad_table")]
    assert "line 3" in found[-1].message


def test_a_row_that_never_ends_is_refused_in_bounded_memory_and_the_rest_is_read(monkeypatch):
    monkeypatch.setattr(table, "LONGEST_ROW", 30)
    found = read(table.read_csv, 'id,text\n1,"' + "never closed\n" * 3 + "4,four\n5,five\n")
    assert faults(found) == [(2, "bad_table")]
    assert "line 2" in found[0].message
    assert [row.id for row in rows(found)] == ["4", "5"]


def test_a_row_too_long_to_import_is_refused_and_can_still_be_read_elsewhere():
    """Python knows one limit for the whole process: what an import refuses may be a cell of an export."""
    long = "长" * (table.LONGEST_ROW + 1)
    (fault,) = (one for one in read(table.read_csv, f"id,text\n1,{long}\n2,b\n") if isinstance(one, Fault))
    assert (fault.line, fault.code) == (2, "bad_table")
    assert "4,194,304 characters" in fault.message
    assert next(cells.reader([f"{long},2"], ",")) == [long, "2"]


def test_a_bad_byte_in_a_table_spoils_its_row_only():
    raw = "id,text\n1,好\n2,".encode() + b"\xff" + "\n3,好的\n4,好\n".encode()
    found = read(table.read_csv, raw)
    assert [row.id for row in rows(found)] == ["1", "3", "4"]
    assert faults(found) == [(3, "encoding")]


def test_a_header_with_a_name_twice_is_refused():
    with pytest.raises(Problem, match="twice"):
        read(table.read_csv, "text,a,a\n1,2,3\n")


def test_blank_rows_are_passed_over_and_an_empty_text_is_told():
    found = read(table.read_csv, "id,text\n\n1,\n\n2,x\n")
    assert faults(found) == [(3, "empty_text")]
    assert [(row.line, row.id) for row in rows(found)] == [(5, "2")]


def test_a_table_of_an_image_project_names_images():
    found = read(table.read_csv, "图片,place\na.jpg,成都\n,沈阳\n", IMAGES)
    assert [(row.file, row.meta) for row in rows(found)] == [("a.jpg", {"place": "成都"})]
    assert faults(found) == [(3, "no_content")]


IOB2 = """# newdoc id = d
# sent_id = s1
# text = 小明在北京。
1	小明	B-PER
2	在	O
3	北京	B-LOC
4	。	O

1	no	O
2	id	O
"""


def test_a_sentence_of_iob2_is_a_task_with_its_tokens_and_comments():
    first, second, remark = read(iob2.read, IOB2)
    assert (first.line, first.id, first.text) == (1, "s1", "小明在北京。")
    assert first.meta == {"tokens": ["小明", "在", "北京", "。"], "conll": {"newdoc id": "d"}}
    assert (second.line, second.id, second.text, second.meta) == (9, "", "no id", {"tokens": ["no", "id"]})
    assert (remark.code, remark.refused) == ("annotations", False)
    assert remark.message.startswith("1 ")


def test_a_bad_sentence_of_iob2_is_told_with_its_line_and_the_others_are_read():
    found = read(iob2.read, IOB2.replace("3\t北京\tB-LOC", "3 北京 B-LOC"))
    assert faults(found) == [(6, "bad_iob2")]
    assert [row.text for row in rows(found)] == ["no id"]
    spoilt = read(iob2.read, (IOB2 + "\n").encode().replace("在\tO".encode(), b"\xff\tO") * 3)
    assert [code for _line, code in faults(spoilt)] == ["encoding"] * 3
    assert [row.line for row in rows(spoilt)] == [9, 20, 31]


def test_the_answers_of_several_annotators_to_a_sentence_are_one_task():
    assert [row.id for row in rows(read(iob2.read, IOB2.replace("\n\n", "\n\n" + IOB2.split("\n\n")[0] + "\n\n")))] == [
        "s1",
        "",
    ]

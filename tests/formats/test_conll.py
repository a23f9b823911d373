"""IOB2 with tokens of its own or given ones, exact to the code point."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from seqeval.metrics import classification_report, f1_score
from seqeval.scheme import IOB2, Entities

from workers.formats import FORMATS
from workers.formats.tokens import align, join, tokenise

from .records import ABOUT_TEXT, MIXED, SAMPLES, answer, span, text, written

FMT = FORMATS["conll"]
REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "samples" / "text" / "uner_zh_gsdsimp_test.iob2"
SMALL = """\
# newdoc id = batch-0000
# sent_id = s1
# text = 小明在成都（Chengdu City）工作。
1	小明	B-PER	-	ann
2	在	O	-	-
3	成都	B-LOC	-	ann
4	（	O	-	-
5	Chengdu	B-LOC	-	ann
6	City	I-LOC	-	ann
7	）	O	-	-
8	工作	O	-	-
9	。	O	-	-

# sent_id = s2
# text = 𠮷田👍🏽来过。
1	𠮷田	B-PER	-	ann
2	👍🏽	O	-	-
3	来过	O	-	-
4	。	O	-	-

"""


def files() -> list[bytes]:
    """A small file, and the real one where it lies beside the checkout."""
    return [SMALL.encode(), *([REAL.read_bytes()] if REAL.exists() else [])]


def three_columns(content: bytes) -> bytes:
    """The file with number, token and tag only."""
    return re.sub(rb"(?m)^(\d+\t[^\t\n]+\t[^\t\n]+)\t.*$", rb"\1", content)


@pytest.mark.parametrize("content", files(), ids=lambda content: f"{len(content)} bytes")
def test_a_word_level_file_comes_back_byte_for_byte(content):
    records = list(FMT.read(BytesIO(content), ABOUT_TEXT))
    back, lost = written(FMT, ABOUT_TEXT, records)
    assert back == three_columns(content)
    assert lost == {}


@pytest.mark.parametrize("content", files(), ids=lambda content: f"{len(content)} bytes")
def test_seqeval_reads_the_same_entities_strictly(content):
    """An independent reader of the tags finds the spans that we found, and perfect agreement with the original."""
    records = list(FMT.read(BytesIO(content), ABOUT_TEXT))
    gold, ours = tags(content), tags(written(FMT, ABOUT_TEXT, records)[0])
    assert f1_score(gold, ours, mode="strict", scheme=IOB2) == 1.0
    assert "PER" in classification_report(gold, ours, mode="strict", scheme=IOB2)
    for record, entities in zip(records, Entities(ours, scheme=IOB2).entities, strict=True):
        places = align(record["text"], record["meta"]["tokens"])
        found = {(places[e.start][0], places[e.end - 1][1], e.tag) for e in entities}
        spans = record["annotations"][0]["value"]["entities"]
        assert found == {(s["start"], s["end"], s["label"]) for s in spans}
        assert all(record["text"][s["start"] : s["end"]] == s["text"] for s in spans)


def tags(content: bytes) -> list[list[str]]:
    sentences = content.decode().split("\n\n")
    rows = [[line.split("\t") for line in lines.split("\n") if line[:1].isdigit()] for lines in sentences]
    return [[row[2] for row in sentence] for sentence in rows if sentence]


def test_without_tokens_chinese_is_written_a_character_a_line():
    record = text("t", MIXED, answer(entities=[span(1, MIXED, 0, 2, "ORG"), span(2, MIXED, 6, 8)]))
    content, lost = written(FMT, ABOUT_TEXT, [record])
    rows = [line.split("\t")[1:] for line in content.decode().split("\n") if line[:1].isdigit()]
    assert rows[:6] == [["𠮷", "B-ORG"], ["野", "I-ORG"], ["家", "O"], ["的", "O"], ["👍🏽", "O"], ["小", "B-PER"]]
    assert ["says", "O"] in rows
    assert not lost


@pytest.mark.parametrize(
    ("content", "tokens"),
    [
        ("COVID-19疫情", ["COVID", "-", "19", "疫", "情"]),
        ("I'm 3.5岁", ["I", "'", "m", "3", ".", "5", "岁"]),
        ("𠮷𠀀 naïve e\u0301", ["𠮷", "𠀀", "naïve", "e\u0301"]),
        ("👨‍👩‍👧👍🏽!", ["👨‍👩‍👧", "👍🏽", "!"]),
        ("カタカナ 한국어", ["カ", "タ", "カ", "ナ", "한국어"]),
        (" \t\n　", []),
    ],
)
def test_tokens(content, tokens):
    assert [content[start:end] for start, end in tokenise(content)] == tokens


def test_every_character_but_spaces_is_in_one_token():
    for _about, records in SAMPLES.values():
        for record in records:
            content = record.get("text", "")
            covered = [place for start, end in tokenise(content) for place in range(start, end)]
            assert covered == [place for place, character in enumerate(content) if not character.isspace()]


@pytest.mark.parametrize("tokens", [["年轻", "印度"], ["年轻", "的", "", "印度"], ["年轻", "的"], ["年", "轻的 印度"]])
def test_tokens_align_or_do_not(tokens):
    content = "年轻的 印度"
    places = align(content, tokens)
    assert places is None or [content[start:end] for start, end in places] == tokens
    assert (places is None) == ("".join(tokens).replace(" ", "") != content.replace(" ", "") or "" in tokens)


def test_a_text_is_made_for_tokens_without_one():
    assert join(["在", "Sabarmati", "Ashram", "（", "高僧", "）"]) == "在Sabarmati Ashram（高僧）"
    (record,) = FMT.read(BytesIO(b"1\tNew\tB-LOC\n2\tDelhi\tI-LOC\n"), ABOUT_TEXT)
    assert record["text"] == "New Delhi"
    assert record["annotations"][0]["value"]["entities"] == [span(1, "New Delhi", 0, 9, "LOC")]


def test_of_overlapping_spans_the_longest_stays_and_the_tasks_are_listed():
    content = "上海交通大学在上海"
    spans = [span(1, content, 0, 2, "地点"), span(2, content, 0, 6, "ORG"), span(3, content, 7, 9, "地点")]
    written_, lost = written(FMT, ABOUT_TEXT, [text("t1", content, answer(entities=spans))])
    assert [line.split("\t")[2] for line in written_.decode().split("\n") if line[:1].isdigit()] == [
        *("B-ORG", *["I-ORG"] * 5),
        "O",
        "B-地点",
        "I-地点",
    ]
    assert lost == {"overlap": {"count": 1, "tasks": ["t1"]}}


def test_all_answers_are_sentences_with_their_annotator():
    record = text("t", "小明", answer("a1", entities=[span(1, "小明", 0, 2)]), answer("a2", entities=[]))
    content, lost = written(FMT, ABOUT_TEXT, [record], answers="all")
    assert content.decode().count("# sent_id = t\n") == 2
    assert "# annotator = a2\n" in content.decode()
    (back,) = FMT.read(BytesIO(content), ABOUT_TEXT)
    assert [one["annotator"] for one in back["annotations"]] == ["a1", "a2"]
    assert not lost


def test_a_file_cannot_be_broken_by_what_a_task_brings():
    meta = {"tokens": ["小\n1\t假\tB-PER", "明"], "conll": {"a\nb": "x\n2\t假\tB-PER"}}
    content, lost = written(FMT, ABOUT_TEXT, [text("i\nd", "小明\n在", answer(entities=[]), **meta)])
    (back,) = FMT.read(BytesIO(content), ABOUT_TEXT)
    assert back["text"] == "小明\n在"
    assert back["annotations"][0]["value"] == {"entities": []}
    assert set(lost) == {"tokens"}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"1\tA\tB-PER\n\n1\tB\n", "line 3: expected number, token and IOB2 tag"),
        (b"1\tA\tI-PER\n", "token 1 has I-PER without a B-PER before it"),
        (b"1\tA\tB-PER\n2\tB\tI-LOC\n", "token 2 has I-LOC without a B-LOC"),
        (b"1\tA\tPER\n", "expected number, token and IOB2 tag"),
        (b"# text = B\n1\tA\tO\n", "the tokens are not those of the text"),
        (b"1\t\xff\tO\n", "line 1: not UTF-8"),
    ],
)
def test_what_is_not_iob2_is_refused_with_its_line(content, sentence):
    with pytest.raises(ValueError, match=re.escape(sentence)):
        list(FMT.read(BytesIO(content), ABOUT_TEXT))

"""Which encoding a file has, where it breaks, and that nothing of the text changes."""

import io

import pytest

from projects.problems import Problem
from workers.imports.encodings import LONGEST_LINE, PIECE, lines, recognise, whole

CHINESE = "小明从成都坐火车去沈阳。\r\n𠮷野家的味道，😀！\n第三行没有换行"
CODECS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 BOM": ("utf-8", b"\xef\xbb\xbf"),
    "UTF-16 LE": ("utf-16-le", b"\xff\xfe"),
    "UTF-16 BE": ("utf-16-be", b"\xfe\xff"),
    "UTF-32 LE": ("utf-32-le", b"\xff\xfe\0\0"),
    "GB18030": ("gb18030", b""),
}


def opener(raw):
    return lambda: io.BytesIO(raw)


def texts(raw, chosen=""):
    return [line.text for line in lines(io.BytesIO(raw), recognise(opener(raw), chosen))]


@pytest.mark.parametrize("name", CODECS)
def test_every_encoding_is_recognised_and_the_text_is_exact(name):
    codec, mark = CODECS[name]
    raw = mark + CHINESE.encode(codec)
    encoding = recognise(opener(raw))
    assert encoding.name == name
    assert whole(io.BytesIO(raw), encoding, 1000) == CHINESE
    assert texts(raw) == CHINESE.splitlines(keepends=True)


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", ["plain English, no mark\n" * 3, "中文的一行\n又一行，有标点。\n2026年\n"])
def test_utf16_without_a_mark_is_recognised_where_it_is_clear(codec, text):
    assert recognise(opener(text.encode(codec))).codec == codec
    assert "".join(texts(text.encode(codec))) == text


def test_a_nul_in_plain_text_does_not_make_it_utf16():
    assert recognise(opener(b"an ordinary line\0 with one NUL\n" * 5)).name == "UTF-8"
    assert recognise(opener("中文\0中文\n".encode())).name == "UTF-8"


def test_a_character_cut_by_a_piece_of_the_file_is_still_utf8():
    raw = ("a" * (PIECE - 1) + "字" + "b" * PIECE + "字\n").encode()
    assert recognise(opener(raw)).name == "UTF-8"
    assert texts(raw) == [raw.decode()]


def test_gb18030_after_a_long_ascii_beginning_is_recognised():
    raw = b"id,text\n" * 100_000 + "1,中文内容\n".encode("gb18030")
    assert recognise(opener(raw)).name == "GB18030"


def test_four_byte_gb18030_survives():
    text = "㐀𠀀𪚥 是生僻字，常用字也有\n"
    assert texts(text.encode("gb18030")) == [text]


def test_european_accents_are_not_taken_for_chinese():
    with pytest.raises(Problem) as refused:
        recognise(opener("Müller fährt über die Brücke\nla élite, el niño, façade\n".encode("latin-1")))
    assert refused.value.code == "encoding"
    assert "byte 1 in line 1" in refused.value.message


def test_damage_in_utf8_is_told_with_its_byte_and_the_other_lines_are_read():
    raw = "第一行\n".encode() + b"bad \xff here\n" + "第三行\n".encode() * 3
    found = list(lines(io.BytesIO(raw), recognise(opener(raw))))
    assert [line.fault is not None for line in found] == [False, True, False, False, False]
    assert found[1].number == 2
    assert "0xFF" in found[1].fault.message
    assert f"offset {raw.index(0xFF)}" in found[1].fault.message


def test_damage_in_gb18030_spoils_only_its_line():
    raw = (
        "".join(f"第{n}行的内容是中文\n" for n in range(20)).encode("gb18030")
        + b"\xff\xff\n"
        + "末行\n".encode("gb18030")
    )
    encoding = recognise(opener(raw))
    assert encoding.name == "GB18030"
    assert [line.number for line in lines(io.BytesIO(raw), encoding) if line.fault] == [21]


def test_half_a_character_at_the_end_of_utf16_is_told():
    raw = b"\xff\xfe" + "中文\n".encode("utf-16-le") + b"\x2d"
    with pytest.raises(Problem, match="offset 8"):
        list(lines(io.BytesIO(raw), recognise(opener(raw))))


def test_the_lead_may_know_better_but_a_mark_counts():
    raw = "é and e\n".encode("latin-1")
    assert recognise(opener(raw), "gb18030").name == "GB18030"
    assert recognise(opener(b"\xff\xfea\0"), "gb18030").name == "UTF-16 LE"


def test_only_a_line_feed_ends_a_line():
    text = "a\u2028b\x0bc\x85d\re\r\nf"
    assert texts(text.encode()) == ["a\u2028b\x0bc\x85d\re\r\n", "f"]


def test_an_endless_line_is_refused_in_bounded_memory_and_the_next_is_read():
    class Endless(io.RawIOBase):
        left = LONGEST_LINE * 3

        def read(self, size=-1):
            piece = min(size, self.left)
            self.left -= piece
            return b"x" * piece if piece else ends.read(size)

    ends = io.BytesIO(b"\nnext\n")
    found = list(lines(Endless(), recognise(opener(b"x"))))
    assert [line.fault.code if line.fault else line.text for line in found] == ["too_long", "next\n"]


def test_a_whole_text_names_the_line_of_its_bad_byte():
    raw = b"one\ntwo\nth\xe9 bad\n"
    with pytest.raises(Problem) as refused:
        whole(io.BytesIO(raw), recognise(opener(b"ascii")), 1000)
    assert refused.value.detail["line"] == 3

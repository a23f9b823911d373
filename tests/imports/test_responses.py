"""Prompts with responses, in the shapes in which people have them."""

import json

import pytest

from workers.imports.encodings import Line
from workers.imports.readers import jsonl, table
from workers.imports.rows import Fault, Options


def read(found):
    return jsonl.row_of(Line(1, json.dumps(found, ensure_ascii=False)), "text")


def simple(row):
    return row.text, [(one["key"], one["text"]) for one in row.meta["responses"]]


@pytest.mark.parametrize(
    "found",
    [
        {"prompt": "几点?", "responses": ["三点", "四点"]},
        {"prompt": "几点?", "responses": [{"text": "三点", "model": "m1"}, {"content": "四点", "role": "assistant"}]},
        {"question": "几点?", "answers": ["三点", "四点"]},
        {"prompt": "几点?", "chosen": "三点", "rejected": "四点"},
        {
            "prompt": [{"role": "user", "content": "几点?"}],
            "chosen": [{"role": "user", "content": "几点?"}, {"role": "assistant", "content": "三点"}],
            "rejected": [{"role": "user", "content": "几点?"}, {"role": "assistant", "content": "四点"}],
        },
        {"text": "几点?", "responses": ["三点", "四点"]},
    ],
)
def test_the_same_pair_in_many_shapes(found):
    assert simple(read(found)) == ("几点?", [("a", "三点"), ("b", "四点")])


def test_a_conversation_becomes_turns_and_the_last_one_is_what_is_answered():
    turns = [("system", "简短"), ("user", "你好"), ("assistant", "您好"), ("user", "几点?")]
    row = read(
        {"messages": [{"role": who, "content": text} for who, text in turns], "responses": ["三点"], "topic": "x"}
    )
    assert row.text == "几点?"
    assert [(turn["speaker"], turn["text"]) for turn in row.meta["context"]] == turns[:3]
    assert (row.meta["speaker"], row.meta["topic"]) == ("user", "x")


def test_what_else_a_response_says_is_kept_and_keys_may_be_given():
    row = read({"prompt": "?", "responses": [{"key": "m1", "text": "x", "model": "big", "score": 0.5}]})
    assert row.meta["responses"] == [{"key": "m1", "text": "x", "model": "big", "score": 0.5}]


@pytest.mark.parametrize(
    ("found", "sentence"),
    [
        ({"responses": ["x"]}, "no “prompt”"),
        ({"prompt": "?", "responses": []}, "1 to 12 responses; this one has 0"),
        ({"prompt": "?", "responses": [7]}, "A response is a text"),
        ({"prompt": "?", "responses": [{"key": "tie", "text": "x"}]}, "is not “tie”"),
        ({"prompt": "?", "responses": [{"key": "a", "text": "x"}, {"key": "a", "text": "y"}]}, "the same key"),
        ({"prompt": ["?"], "responses": ["x"]}, "A turn of a conversation"),
    ],
)
def test_responses_that_cannot_be_read_are_refused_with_a_sentence(found, sentence):
    fault = read(found)
    assert isinstance(fault, Fault)
    assert sentence in fault.message


def test_answers_beside_a_text_are_context_as_before():
    assert read({"text": "一篇文章", "answers": ["x"]}).meta == {"answers": ["x"]}


def test_the_columns_of_a_table():
    text = "prompt,response_a,model_a,response_b,topic\n几点?,三点,big,四点,time\n几点?,三点,,,time\n"
    lines = [Line(number, line) for number, line in enumerate(text.splitlines(keepends=True), start=1)]
    two, one = table.read_csv(lines, Options())
    assert simple(two) == ("几点?", [("a", "三点"), ("b", "四点")])
    assert two.meta["responses"][0]["model"] == "big"
    assert simple(one) == ("几点?", [("a", "三点")])
    assert one.meta["topic"] == "time"

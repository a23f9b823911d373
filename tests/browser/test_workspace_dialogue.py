"""Dialogues turn by turn, and questions with hundreds of labels, by mouse and keyboard."""

import pytest
from playwright.sync_api import expect

from annotation.turns import joined
from tests.browser.workbench import SPANS, body, label, stored, without_ids

pytestmark = pytest.mark.once

SAID = [
    {"speaker": "客户", "text": "喂，我的𠮷田宽带断了！", "time": 0.4},
    {"speaker": "坐席", "text": "您好，请问尾号多少？", "time": 4},
    {"speaker": "客户", "text": "零八二七。", "time": 65},
]
ACTS = {
    "name": "acts",
    "kind": "turns",
    "required": True,
    "title": {"zh": "意图", "en": "Acts"},
    "labels": [
        label("ask", "4", "询问", "Asks"),
        label("tell", "5", "告知", "Tells"),
        label("moan", "6", "抱怨", "Moans"),
    ],
}


@pytest.fixture
def listener(make, bench):
    project = make.project(body=body(ACTS, SPANS), overlap=1)
    text, turns = joined(SAID)
    make.text_task(text, name="first", meta={"turns": turns})
    make.text_task("第二个任务。", name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def sent(bench, person):
    bench.submit()
    bench.expect_sent()
    return stored(person)["first"]


def test_each_turn_is_labelled_in_its_turn_and_spans_count_in_the_whole_text(bench, listener):
    heads = bench.page.locator(".para.opens").evaluate_all("paras => paras.map(para => para.dataset.head)")
    assert heads == ["1 · 客户 · 0:00", "2 · 坐席 · 0:04", "3 · 客户 · 1:05"]
    bench.press("6", "4")
    expect(bench.page.locator(".which-turn")).to_have_text("Turn 3 of 3 · 客户")
    bench.press("Control+Enter")  # the last turn has no label yet
    expect(bench.page.locator(".complaint")).to_contain_text("Turn 3 has no label yet")
    bench.press("4", "Control+ArrowUp", "Control+ArrowDown", "4", "5")
    expect(bench.page.locator(".turn-label")).to_have_text(["Moans", "Asks", "Tells"])
    bench.select("零八二七")
    bench.press("2")
    value = sent(bench, listener)
    assert value["acts"] == {"0": "moan", "1": "ask", "2": "tell"}
    start = joined(SAID)[0].index("零")
    assert without_ids(value["entities"]) == [{"label": "LOC", "start": start, "end": start + 4, "text": "零八二七"}]


def test_a_click_takes_a_turn_to_hand(bench, listener):
    lies = bench.words("尾号")
    bench.page.mouse.click(lies["left"] + 3, lies["y"])
    expect(bench.page.locator(".which-turn")).to_have_text("Turn 2 of 3 · 坐席")
    bench.page.get_by_label("Asks").click()
    bench.press("Control+ArrowUp", "Control+ArrowUp", "6", "Control+ArrowDown", "5")
    assert sent(bench, listener)["acts"] == {"0": "moan", "1": "ask", "2": "tell"}


NAMES = ["机动车", "非机动车", "重庆", "银行", *(f"类别{n}" for n in range(596))]


def test_six_hundred_labels_are_found_by_pinyin_and_the_last_ones_stand_first(make, bench):
    labels = [{"name": name} for name in NAMES]
    labels[2] |= {"description": "直辖市", "examples": ["渝中区"]}
    project = make.project(body=body({"name": "kind", "kind": "choice", "labels": labels}), overlap=1)
    make.text_task("第一个任务。", name="first")
    make.text_task("第二个任务。", name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    options = bench.page.locator(".question .option")
    assert options.count() < 60
    bench.press("/")
    bench.page.keyboard.type("cq")
    expect(options).to_have_count(1)
    options.hover()
    expect(bench.page.get_by_role("tooltip")).to_contain_text("渝中区")
    search = bench.page.get_by_role("searchbox")
    search.fill("jidongc")
    expect(options).to_have_count(2)
    bench.press("ArrowDown", "Enter")
    expect(bench.page.locator(".option").first).to_be_visible()
    assert sent(bench, person) == {"kind": "非机动车"}
    expect(options.first).to_contain_text("非机动车")

"""Spans marked in a text, by mouse and keyboard, as code points of exactly the stored text."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import SPANS, body, stored, without_ids

#        0     2    4  6 7 8 9        CJK extension B and an emoji of seven code points come before what is marked
TEXT = "𠮷田先生と李娜😀👨‍👩‍👧‍👦在沈阳市会面。\r\n第二行:王芳回到长沙。\n\nThe end."

DOUBLE_CLICK_MS = 600  # presses further apart than this are single ones


@pytest.fixture
def reader(make, bench):
    """An annotator with two texts to mark, the page open. The first is TEXT."""
    return opened(make, bench, TEXT)


def opened(make, bench, text):
    """An annotator with this text and a second one to mark, the page open."""
    project = make.project(body=body(SPANS), overlap=1)
    make.text_task(text, name="first")
    make.text_task("第二个任务。", name="second")
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def span(label, text, start=None):
    start = TEXT.index(text) if start is None else start
    return {"label": label, "start": start, "end": start + len(text), "text": text}


def sent(bench, person):
    bench.submit()
    bench.expect_sent()
    return without_ids(stored(person)["first"]["entities"])


def test_the_text_is_shown_exactly(bench, reader):
    shown = bench.page.evaluate("[...document.querySelectorAll('.page .para')].map(para => para.textContent)")
    assert shown == TEXT.replace("\r\n", "\n").split("\n")


def test_select_then_label_and_offsets_count_code_points(bench, reader):
    for text, key in [("李娜", "1"), ("沈阳市", "2"), ("王芳", "1"), ("长沙", "2")]:
        bench.select(text)
        bench.press(key)
    expect(bench.regions).to_have_count(4)
    wanted = [span("PER", "李娜"), span("LOC", "沈阳市"), span("PER", "王芳"), span("LOC", "长沙")]
    assert sent(bench, reader) == wanted


def test_label_then_select_until_the_label_is_put_down(bench, reader):
    bench.press("2")
    bench.select("沈阳市")
    bench.select("长沙")
    bench.press("Escape", "Escape")
    bench.select("王芳")
    expect(bench.regions).to_have_count(2)
    assert sent(bench, reader) == [span("LOC", "沈阳市"), span("LOC", "长沙")]


def test_a_span_may_hold_characters_outside_the_basic_plane(bench, reader):
    bench.select("𠮷田先生")
    bench.press("1")
    bench.select("😀👨‍👩‍👧‍👦")
    bench.press("2")
    assert sent(bench, reader) == [span("PER", "𠮷田先生"), span("LOC", "😀👨‍👩‍👧‍👦")]


def test_a_span_may_run_over_a_line_break_of_two_characters(bench, reader):
    start, end = bench.words("会面"), bench.words("第二行")
    mouse = bench.page.mouse
    mouse.move(start["left"] + 1, start["y"])
    mouse.down()
    mouse.move(end["left"] + 20, end["y"])
    mouse.move(end["right"] - 1, end["y"])
    mouse.up()
    bench.press("1")
    assert sent(bench, reader) == [span("PER", "会面。\r\n第二行")]


def test_spans_overlap_and_a_second_click_picks_the_longer_one(bench, reader):
    bench.select("李娜😀")
    bench.press("1", "Escape")
    bench.page.wait_for_timeout(DOUBLE_CLICK_MS)
    bench.select("李娜")
    bench.press("2", "Escape")
    bench.page.wait_for_timeout(DOUBLE_CLICK_MS)
    lies = bench.words("李娜")
    bench.page.mouse.click(lies["left"] + 5, lies["y"])
    expect(bench.page.locator(".region.selected .what")).to_have_text("李娜")
    bench.page.wait_for_timeout(DOUBLE_CLICK_MS)
    bench.page.mouse.click(lies["left"] + 5, lies["y"])
    expect(bench.page.locator(".region.selected .what")).to_have_text("李娜😀")
    assert sent(bench, reader) == [span("LOC", "李娜"), span("PER", "李娜😀")]


def test_two_clicks_select_a_chinese_word(bench, reader):
    lies = bench.words("先生")
    bench.page.mouse.dblclick(lies["left"] + 5, lies["y"])
    bench.press("1")
    assert sent(bench, reader) == [span("PER", "先生")]


def test_everything_works_without_a_mouse(bench, reader):
    bench.press("Home", *["ArrowRight"] * 5, *["Shift+ArrowRight"] * 2, "1")  # 李娜
    expect(bench.regions).to_have_count(1)
    bench.press("Escape", "ArrowDown", "Home", *["ArrowRight"] * 4, *["Shift+ArrowRight"] * 2, "1")  # 王芳
    expect(bench.regions).to_have_count(2)
    bench.press("Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowLeft")  # its end, by one character to the right
    bench.press("Escape", "Tab", "Alt+Shift+ArrowLeft")  # the start of the first, by one to the left
    bench.press("2")
    assert sent(bench, reader) == [span("LOC", "と李娜"), span("PER", "王芳回")]


def test_shift_and_a_click_moves_the_nearer_edge(bench, reader):
    bench.select("李娜")
    bench.press("1")
    bench.page.wait_for_timeout(DOUBLE_CLICK_MS)
    lies = bench.words("と")
    bench.page.keyboard.down("Shift")
    bench.page.mouse.click(lies["left"] + 1, lies["y"])
    bench.page.keyboard.up("Shift")
    expect(bench.page.locator(".region.selected .what")).to_have_text("と李娜")
    assert sent(bench, reader) == [span("PER", "と李娜")]


def test_deleting_undo_and_redo(bench, reader):
    bench.select("李娜")
    bench.press("1", "Delete")
    expect(bench.regions).to_have_count(0)
    bench.press("Control+z")
    expect(bench.regions).to_have_count(1)
    bench.press("Control+z", "Control+Shift+z", "Control+Shift+z", "Control+z")
    assert sent(bench, reader) == [span("PER", "李娜")]


def test_every_span_carries_a_badge_with_digit_and_name(bench, reader):
    bench.select("沈阳市")
    bench.press("2")
    badge = bench.page.locator(".badge")
    expect(badge).to_have_text("2 Place")
    above, word = badge.bounding_box(), bench.words("沈阳市")
    assert abs(above["x"] - word["left"]) < 2
    assert above["y"] < word["y"]


def test_a_long_text_is_windowed_and_offsets_stay_exact(make, bench):
    line = "沈阳市第四人民医院的𠮷田经理今天会见了客人,双方签署了协议。"
    text = "\n".join(f"{n}:{line}" for n in range(12_000))
    person = opened(make, bench, text)
    assert bench.page.locator(".para").count() < 400
    bench.page.locator(".text-surface").evaluate("surface => { surface.scrollTop = surface.scrollHeight; }")
    expect(bench.page.locator(".para", has_text="11999:")).to_be_visible()
    bench.page.set_viewport_size({"width": 900, "height": 700})
    bench.page.locator(".text-surface").evaluate("surface => { surface.scrollTop = surface.scrollHeight; }")
    expect(bench.page.locator(".para", has_text="11999:")).to_be_visible()
    bench.select("11999")
    bench.press("1")
    start = text.index("11999")
    [marked] = sent(bench, person)
    assert marked == {"label": "PER", "start": start, "end": start + 5, "text": "11999"}


def parted(label, *parts):
    """A span in several parts."""
    stretches = [[TEXT.index(part), TEXT.index(part) + len(part)] for part in parts]
    hull = {"start": stretches[0][0], "end": stretches[-1][1]}
    return {"label": label, **hull, "text": " … ".join(parts), "parts": stretches}


def test_a_span_gets_further_parts_by_mouse_and_by_key(bench, reader):
    bench.select("李娜")
    bench.press("1")
    bench.page.keyboard.down("Control")
    bench.select("沈阳市")
    bench.page.keyboard.up("Control")
    expect(bench.page.locator(".region.selected .what")).to_have_text("李娜 … 沈阳市")
    bench.press("Escape", "ArrowDown", "Home", *["ArrowRight"] * 4, *["Shift+ArrowRight"] * 2)  # 王芳
    bench.press("Shift+A")  # nothing is selected that it could be added to
    bench.page.locator(".region-name").click()
    bench.press("Shift+A")
    expect(bench.page.locator(".region.selected .what")).to_have_text("李娜 … 沈阳市 … 王芳")
    bench.press("Control+z", "Control+z", "Control+Shift+z")
    assert sent(bench, reader) == [parted("PER", "李娜", "沈阳市")]


def test_a_part_is_taken_out_again_and_edges_move_at_both_ends(bench, reader):
    bench.select("李娜")
    bench.press("1")
    for _twice in range(2):
        bench.page.keyboard.down("Alt")
        bench.select("沈阳市")
        bench.page.keyboard.up("Alt")
    expect(bench.page.locator(".region.selected .what")).to_have_text("李娜")
    bench.page.keyboard.down("Alt")
    bench.select("沈阳市")
    bench.page.keyboard.up("Alt")
    bench.press("Alt+ArrowRight", "Alt+Shift+ArrowLeft")
    assert sent(bench, reader) == [parted("PER", "と李娜", "沈阳市会")]


def test_all_equal_strings_get_the_label_in_one_step(make, bench):
    text = "沈阳和沈阳市都在东北。𠮷田去沈阳,😀沈阳站也去。"
    person = opened(make, bench, text)
    bench.select("沈阳站")
    bench.press("1", "Escape")
    bench.select("沈阳和")
    bench.press("2", "Alt+ArrowLeft", "Shift+E")
    expect(bench.page.locator(".told")).to_have_text("2 more labelled Place. 1 had a region already.")
    expect(bench.regions).to_have_count(4)
    bench.press("Control+z")
    expect(bench.regions).to_have_count(2)
    bench.press("Control+Shift+z")
    wanted = [(0, "LOC", "沈阳"), (3, "LOC", "沈阳"), (14, "LOC", "沈阳"), (18, "PER", "沈阳站")]
    assert [(one["start"], one["label"], one["text"]) for one in sent(bench, person)] == wanted


def test_whole_words_and_the_size_of_the_letters_are_remembered(bench, reader):
    bench.press("Shift+W", "+", "+")
    bench.page.reload()
    expect(bench.page.get_by_role("button", name="Select whole words")).to_have_attribute("aria-pressed", "true")
    assert bench.page.locator(".page").evaluate("page => getComputedStyle(page).fontSize") == "20px"
    bench.select("先")
    bench.press("1")
    assert sent(bench, reader) == [span("PER", "先生")]


AWKWARD = "𠮷野家👨‍👩‍👧‍👦 e\u0301té\r\nقال أحمد: زرت 沈阳 مع דָּוִד\u200f!\r\n\r\n🇨🇳👍🏽𪚥\u2067abc\u2069 end\rlast"

# Selects in the page what lies between two code points of the text, found without any code of the workspace.
SELECT = r"""([text, start, end]) => {
    const lines = [...document.querySelectorAll('.page .para')].map(para => para.firstChild);
    let at = 0;
    const ends = [];
    for (const node of lines) {
        for (const point of [start, end]) {
            const unit = [...text].slice(0, point).join('').length;
            if (unit >= at && unit <= at + node.length && !ends[point]) ends[point] = [node, unit - at];
        }
        at += node.length;
        at += /^(\r\n|\r|\n)?/.exec(text.slice(at))[0].length;
    }
    const surface = document.querySelector('.text-surface');
    surface.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, button: 0 }));
    document.getSelection().setBaseAndExtent(...ends[start], ...ends[end]);
    dispatchEvent(new PointerEvent('pointerup', { bubbles: true, button: 0, clientX: -9, clientY: -9 }));
}"""


def test_whatever_is_selected_is_stored_to_the_code_point(make, bench):
    """Right to left, joined emoji, characters outside the basic plane, line breaks of two characters."""
    person = opened(make, bench, AWKWARD)
    inside = [i for i in range(len(AWKWARD) + 1) if AWKWARD[i - 1 : i + 1] != "\r\n"]
    wanted = [(start, end) for start, end in zip(inside, inside[3:], strict=False)]
    for start, end in wanted:
        bench.page.evaluate(SELECT, [AWKWARD, start, end])
        bench.press("1", "Escape")
    expect(bench.page.locator(".regions h2")).to_have_text(f"{len(wanted)} regions")
    found = [(one["start"], one["end"], one["text"]) for one in sent(bench, person)]
    assert found == [(start, end, AWKWARD[start:end]) for start, end in wanted]


def test_the_mouse_marks_what_it_covers_in_a_line_that_runs_to_the_left(make, bench):
    text = "قال أحمد: زرت 沈阳 مع صديقي."
    person = opened(make, bench, text)
    lies = bench.words("أحمد")
    bench.page.mouse.move(lies["right"] - 1, lies["y"])
    bench.page.mouse.down()
    bench.page.mouse.move(lies["left"] + 1, lies["y"])
    bench.page.mouse.up()
    bench.press("1", "Alt+ArrowLeft", "Escape")
    begins = "right => Math.abs(document.querySelector('.badge')?.getBoundingClientRect().right - right) < 2"
    bench.page.wait_for_function(
        begins, arg=lies["right"]
    )  # its badge stands where the region begins: at its right end
    bench.select("沈阳")
    bench.press("2")
    at = text.index("أحمد")
    wanted = [(at, at + 5, "أحمد:"), (text.index("沈"), text.index("沈") + 2, "沈阳")]
    assert [(one["start"], one["end"], one["text"]) for one in sent(bench, person)] == wanted

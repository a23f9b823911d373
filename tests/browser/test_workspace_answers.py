"""Every kind of answer that is not drawn, given by mouse and keyboard, as it arrives in the database."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import body, label, stored

pytestmark = pytest.mark.once


@pytest.fixture
def desk(make, bench):
    """Opens a project with these questions and tasks; gives the annotator."""

    def open_(*fields, media="text", tasks=2, **task):
        project = make.project(body=body(*fields, media=media), overlap=1)
        for name in ["first", "second"][:tasks]:
            if media == "image":
                make.image_task(600, 400, name=name)
            else:
                make.text_task(f"{name}: 这家餐厅很好。", name=name, **task)
        person = make.annotator(language="en")
        bench.sign_in(make, person)
        bench.open(project)
        return person

    return open_


@pytest.fixture
def sent(bench):
    def submit(person):
        bench.submit()
        bench.expect_sent()
        return stored(person)["first"]

    return submit


def attribute(name, kind, en, **rest):
    return {"name": name, "kind": kind, "title": {"zh": "", "en": en}, **rest}


CARS = {
    "name": "objects",
    "kind": "box",
    "title": {"zh": "目标", "en": "Objects"},
    "attributes": [attribute("hidden", "switch", "Hidden")],
    "labels": [
        label("car", "1", "汽车", "Car")
        | {
            "attributes": [
                attribute("state", "choice", "State", required=True, labels=[{"name": "parked"}, {"name": "moving"}]),
                attribute("plate", "text", "Plate", visible_when={"attribute": "hidden", "equals": False}),
                attribute("doors", "number", "Doors", minimum=2, maximum=5),
            ]
        },
        label("tree", "2", "树", "Tree"),
    ],
}


def test_attributes_are_answered_by_keys_and_asked_only_where_they_belong(bench, desk, sent):
    person = desk(CARS, media="image")
    panel = bench.page.get_by_label("Attributes of the selected region")
    bench.drag((100, 50), (220, 130))
    expect(panel.locator(".attribute")).to_have_count(4)
    bench.press("Control+Enter")  # the state is missing
    expect(bench.page.locator(".complaint")).to_contain_text("State")
    bench.press("a", "Space")  # hidden: nobody can read its plate
    expect(panel.locator(".attribute")).to_have_count(3)
    bench.press("Space", "Enter", "2", "Enter")
    bench.page.keyboard.insert_text("川A12345")
    bench.press("Enter", "4", "Enter")
    expect(bench.page.locator(".image-surface")).to_be_focused()
    expect(bench.regions).to_contain_text("moving · Plate 川A12345 · Doors 4")
    bench.drag((300, 50), (400, 130))
    bench.press("2")  # a tree has no doors
    expect(panel.locator(".attribute")).to_have_count(1)
    panel.get_by_text("Hidden").click()
    car, tree = sent(person)["objects"]
    assert car["attributes"] == {"hidden": False, "state": "moving", "plate": "川A12345", "doors": 4}
    assert tree["attributes"] == {"hidden": True}


def question(name, kind, en, **rest):
    return {"name": name, "kind": kind, "title": {"zh": "", "en": en}, **rest}


def test_text_number_date_and_rating_by_keys_from_one_question_to_the_next(bench, desk, sent):
    person = desk(
        question("summary", "text", "Summary", maximum=12),
        question("words", "text", "Words", lines=False),
        question("price", "number", "Price", minimum=0, maximum=1000, step=0.5, unit="元"),
        question("visit", "date", "Visit", earliest="2026-01-01"),
        question("stars", "rating", "Stars"),
    )
    page = bench.page
    bench.press("3")  # three stars
    bench.press("q")
    expect(page.get_by_role("textbox", name="Summary")).to_be_focused()
    page.keyboard.insert_text("很好，下次还来，带上朋友和家人。")
    bench.press("Control+Enter")
    expect(page.locator(".complaint")).to_contain_text("at most 12")
    for _ in range(5):
        bench.press("Backspace")
    bench.press("Escape", "q")  # the first question without an answer
    page.keyboard.type("a 1 5")  # letters and digits belong to the text
    bench.press("Enter")
    page.keyboard.type("12.50")
    bench.press("Enter")
    page.keyboard.type("02142026" if page.evaluate("navigator.language") == "en-US" else "20260214")
    bench.press("Enter")
    expect(page.get_by_role("radio", checked=True)).to_be_focused()
    bench.press("ArrowRight")
    wanted = {"summary": "很好，下次还来，带上朋", "words": "a 1 5", "price": 12.5, "visit": "2026-02-14", "stars": 4}
    assert sent(person) == wanted


def test_an_answer_is_taken_back_by_a_second_press_and_undo_brings_typing_back_in_one_step(bench, desk, sent):
    scale = question("calm", "rating", "Calm", style="scale", minimum=0, maximum=10)
    person = desk(question("note", "text", "Note"), scale | {"low": {"en": "Never"}, "high": {"en": "Always"}})
    page = bench.page
    page.get_by_text("7", exact=True).first.click()
    page.get_by_role("textbox", name="Note").click()
    page.keyboard.type("draft")
    expect(page.locator(".ends")).to_contain_text("Never")
    bench.press("Escape", "Control+z")
    expect(page.get_by_role("textbox", name="Note")).to_have_value("")
    bench.press("Control+y")
    expect(page.get_by_role("textbox", name="Note")).to_have_value("draft")
    page.get_by_text("7", exact=True).first.click()
    assert sent(person) == {"note": "draft"}


GOODS = [("food", ""), ("fruit", "food"), ("apple", "fruit"), ("pear", "fruit"), ("drink", "food"), ("tea", "drink")]
GOODS += [("home", ""), ("chair", "home"), ("table", "home"), ("lamp", "home"), ("toy", ""), ("ball", "toy")]


def tree(name, kind, **rest):
    labels = [{"name": own, **({"parent": parent} if parent else {})} for own, parent in GOODS]
    return question(name, kind, name.title(), labels=labels, **rest)


def test_a_label_is_picked_from_a_tree_by_keys_and_by_its_name(bench, desk, sent):
    person = desk(tree("class", "taxonomy", leaves=True), tree("more", "taxonomies", maximum=2))
    page = bench.page
    bench.press("q", "ArrowDown", "ArrowDown", "ArrowDown", "Enter")  # food, fruit, apple, pear
    expect(page.locator(".ways").first).to_have_text("food › fruit › pear")
    bench.press("ArrowLeft", "Enter")  # fruit is none of the ends: it closes
    expect(page.get_by_role("tree", name="Class").get_by_role("treeitem", name="apple")).to_have_count(0)
    bench.press("Escape", "/")
    page.keyboard.type("ball")
    expect(page.get_by_role("tree", name="More").get_by_role("treeitem")).to_have_text(["toy", "ball"])
    page.get_by_role("tree", name="More").get_by_role("treeitem", name="ball").click()
    bench.press("/", "Escape")
    page.get_by_role("tree", name="More").get_by_role("treeitem", name="drink").click()
    assert sent(person) == {"class": "pear", "more": ["drink", "ball"]}


def test_a_question_appears_when_the_answer_before_asks_for_it_and_leaves_nothing_behind(bench, desk, sent):
    person = desk(
        question(
            "mood",
            "choice",
            "Mood",
            required=True,
            labels=[label("good", "1", "好", "Good"), label("bad", "2", "差", "Bad")],
        ),
        question("why", "text", "Why", required=True, visible_when={"field": "mood", "equals": "bad"}),
    )
    why = bench.page.get_by_role("textbox", name="Why")
    expect(why).to_have_count(0)
    bench.press("2", "q")
    expect(why).to_be_focused()
    bench.page.keyboard.type("cold")
    bench.press("Escape", "1")
    expect(why).to_have_count(0)
    assert sent(person) == {"mood": "good"}


def answers_of(*texts):
    return {"responses": [{"key": key, "text": text} for key, text in zip("abcd", texts, strict=False)]}


def shown(bench):
    """The keys of the responses in the order in which they stand on the page."""
    order = {"**甲**": "a", "乙": "b", "丙": "c"}
    texts = bench.page.locator(".response > .prose").all_inner_texts()
    return [order.get(text.strip(), "a") for text in texts]


def test_two_responses_side_by_side_are_compared_with_one_key_and_how_clearly_with_another(bench, desk, sent):
    person = desk(
        question("better", "preference", "Which is better?", required=True, strengths=3),
        question("good_a", "rating", "Quality of this one", about="a"),
        question("good_b", "rating", "Quality of this one", about="b"),
        meta=answers_of("**甲**", "乙"),
    )
    page = bench.page
    expect(page.locator(".response strong")).to_have_text("甲")  # Markdown
    order = shown(bench)
    bench.press("2")  # the second one from the left
    expect(page.locator(".response").nth(1)).to_have_class("response chosen")
    bench.press("Control+Enter")
    expect(page.locator(".complaint")).to_contain_text("how clearly")
    page.get_by_text("much").click()
    for place, stars in [(0, "2"), (1, "5")]:
        page.locator(".response").nth(place).get_by_role("radio", name=stars).check(force=True)
    value = sent(person)
    assert value["better"] == {"winner": order[1], "strength": 3, "shown": order}
    assert {value[f"good_{order[0]}"], value[f"good_{order[1]}"]} == {2, 5}
    assert value[f"good_{order[1]}"] == 5


def test_a_tie_by_one_key_and_enter_submits(bench, desk):
    person = desk(question("better", "preference", "Which is better?"), meta=answers_of("**甲**", "乙"))
    bench.press("3", "Enter")
    bench.expect_task("second")
    bench.expect_sent()
    assert stored(person)["first"]["better"]["winner"] == "tie"


def test_three_responses_are_ranked_by_keys_arrows_and_dragging_with_a_tie(bench, desk, sent):
    person = desk(
        question("order", "ranking", "Order", required=True, ties=True), meta=answers_of("**甲**", "乙", "丙")
    )
    page = bench.page
    one, two, three = shown(bench)
    places = page.locator(".ranking li .label-title")
    bench.press("2", "1")
    bench.press("Control+Enter")
    expect(page.locator(".complaint")).to_contain_text("every response")
    bench.press("3")
    expect(places).to_have_text(["B", "A", "C"])
    page.locator(".ranking li").nth(2).focus()
    bench.press("ArrowUp")
    expect(places).to_have_text(["B", "C", "A"])
    page.locator(".ranking li").nth(2).drag_to(page.locator(".ranking li").nth(0))
    expect(places).to_have_text(["A", "B", "C"])
    page.locator(".ranking li").nth(2).get_by_role("button", name="As good as").click()
    expect(page.locator(".ranking .place")).to_have_text(["1", "2", "2"])
    assert sent(person)["order"] == [one, sorted([two, three])]


def test_a_response_is_corrected_and_what_was_changed_is_seen(bench, desk, sent):
    person = desk(
        question("fixed", "rewrite", "Correct it", about="a", required=True),
        question("whole", "rewrite", "Correct the question"),
        meta=answers_of("天府广场在北京。"),
    )
    page = bench.page
    field = page.get_by_role("textbox", name="Correct it")
    expect(field).to_have_value("天府广场在北京。")
    field.click()
    bench.press("Control+End", "ArrowLeft", "Backspace", "Backspace")
    page.keyboard.insert_text("成都")
    expect(page.locator(".response .diff del")).to_have_text("北京")
    expect(page.locator(".response .diff ins")).to_have_text("成都")
    page.locator(".wide").get_by_role("button", name="Nothing to correct").click()
    expect(page.locator(".wide")).to_contain_text("Left as it is")
    assert sent(person) == {"fixed": "天府广场在成都。", "whole": "first: 这家餐厅很好。"}


def compose(bench, letters, word):
    """Type as a Chinese input method does: letters under composition, Enter for the letters, then the word."""
    keyboard = bench.context.new_cdp_session(bench.page)
    for end in range(1, len(letters) + 1):
        part = letters[:end]
        keyboard.send("Input.imeSetComposition", {"text": part, "selectionStart": end, "selectionEnd": end})
    pressed = {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229}
    keyboard.send("Input.dispatchKeyEvent", pressed)
    keyboard.send("Input.insertText", {"text": word})


def test_enter_that_confirms_a_chinese_word_neither_submits_nor_moves_on(bench, desk, sent):
    person = desk(
        question("name", "text", "Name", lines=False),
        question("stars", "rating", "Stars"),
        CARS | {"kind": "choice", "name": "kind", "attributes": [], "labels": [label("car", "c", "车", "Car")]},
    )
    page = bench.page
    bench.press("q")
    field = page.get_by_role("textbox", name="Name")
    expect(field).to_be_focused()
    compose(bench, "chengdu5", "成都5")
    expect(field).to_have_value("成都5")
    expect(field).to_be_focused()
    bench.expect_task("first")
    bench.press("Enter")
    expect(field).not_to_be_focused()  # a real Enter goes on
    assert sent(person) == {"name": "成都5"}

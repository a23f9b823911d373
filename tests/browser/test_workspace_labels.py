"""Hundreds of labels for shapes, and a tree of hundreds: found by name, title and pinyin, the last ones first."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import body, stored

pytestmark = pytest.mark.once


def titled(name, zh, en, **rest):
    return {"name": name, "title": {"zh": zh, "en": en}, **rest}


PARTS = {
    "name": "parts",
    "kind": "box",
    "title": {"zh": "零件", "en": "Parts"},
    "labels": [
        *(titled(f"part-{n}", f"零件{n}", f"Part {n}") for n in range(596)),
        titled("gear", "齿轮", "Cogwheel"),
        titled("bearing", "轴承", "Bearing"),
        titled("bolt-m8", "螺栓", "Bolt"),
        titled("nut", "螺母", "Nut"),
    ],
}
# Twelve groups of seven shelves with six goods each: 600 labels.
PLACES = {
    "name": "place",
    "kind": "taxonomy",
    "leaves": True,
    "title": {"zh": "货位", "en": "Place"},
    "labels": [
        label
        for group in range(12)
        for label in (
            titled(f"g{group}", f"库区{group}", f"Hall {group}"),
            *(titled(f"g{group}s{n}", f"货架{group}-{n}", f"Shelf {group}-{n}", parent=f"g{group}") for n in range(7)),
            *(
                titled(f"g{group}s{n}b{m}", f"货箱{group}-{n}-{m}", f"Bin {group}-{n}-{m}", parent=f"g{group}s{n}")
                for n in range(7)
                for m in range(6)
            ),
        )
    ],
}


def test_six_hundred_labels_of_shapes_and_six_hundred_in_a_tree_by_keys_alone(make, bench):
    assert (len(PARTS["labels"]), len(PLACES["labels"])) == (600, 600)
    project = make.project(body=body(PARTS, PLACES, media="image"), overlap=1)
    for name in ("first", "second"):
        make.image_task(600, 400, name=name)
    person = make.annotator(language="en")
    bench.sign_in(make, person)
    bench.open(project)
    palette = bench.page.locator(".question").first.locator(".option")
    tree = bench.page.get_by_role("tree").get_by_role("treeitem")
    assert palette.count() < 60  # only what can be seen is in the page
    expect(tree).to_have_count(12)
    searches = [
        ("bolt-m8", "Bolt"),  # by its name, which is not shown
        ("cogw", "Cogwheel"),  # by its title
        ("zhouch", "Bearing"),  # by pinyin
        ("lm", "Nut"),  # by first letters: before the 596 whose 件 is rarely read mou
    ]
    for typed, title in searches:
        bench.press("/")
        bench.page.keyboard.type(typed)
        expect(palette.first).to_contain_text(title)
        bench.press("Enter", "Shift+N", "Escape")
    expect(bench.page.locator(".region .label-title")).to_have_text(["Bolt", "Cogwheel", "Bearing", "Nut"])
    bench.press("/")
    bench.page.keyboard.type("hx7-3-5")  # 货箱: what is found is shown below what it belongs to
    expect(tree).to_have_text(["Hall 7", "Shelf 7-3", "Bin 7-3-5"])
    bench.press("Escape", "/")
    bench.page.keyboard.type("nothing like this")
    expect(palette).to_have_count(0)
    expect(bench.page.get_by_text("No label has that name.").first).to_be_visible()
    bench.press("Escape", "/")
    bench.page.keyboard.type("bin 7-3-5")
    bench.press("ArrowDown", "ArrowUp", "Enter")
    expect(bench.page.locator(".ways")).to_have_text("Hall 7 › Shelf 7-3 › Bin 7-3-5")
    bench.submit()
    # In the next task the last ones stand first, the newest before the others.
    expect(palette.first).to_contain_text("Nut")
    assert [text.split("\n")[0] for text in palette.all_inner_texts()[:4]] == ["Nut", "Bearing", "Cogwheel", "Bolt"]
    bench.expect_sent()
    answer = stored(person)["first"]
    assert [one["label"] for one in answer["parts"]] == ["bolt-m8", "gear", "bearing", "nut"]
    assert answer["place"] == "g7s3b5"

"""The conversation about a task in the workspace: by keyboard, on a region, with names, and without a network."""

import pytest
from playwright.sync_api import expect

from annotation import comments
from annotation.models import Comment, Mention
from tests.browser.workbench import BOXES, MOOD, body

CAR = {"id": "r1", "label": "car", "x": 20.0, "y": 20.0, "width": 60.0, "height": 40.0, "rotation": 0.0}


def writing(bench):
    return bench.page.get_by_role("combobox", name="Comment", exact=True)


@pytest.fixture
def desk(make, bench):
    """An annotator at the first of two tasks of images, with a lead to ask and another annotator."""
    project = make.project(body=body(BOXES, media="image"), overlap=2)
    make.image_task(name="first")
    make.image_task(name="second")
    make.lead(name="王芳", username="wangfang")
    make.annotator(name="王明", username="wangming")
    person = make.annotator(name="Li", username="li", language="en")
    bench.sign_in(make, person)
    bench.open(project)
    return person


def test_a_comment_on_the_selected_region_names_the_lead_by_pinyin(desk, bench):
    bench.press("1")
    bench.drag((20, 20), (80, 60))
    expect(bench.regions).to_have_count(1)
    bench.press("c")
    expect(writing(bench)).to_be_focused()
    expect(bench.page.get_by_label("About Car")).to_be_checked()
    bench.page.keyboard.type("Is this a car, @wangf")
    expect(bench.page.get_by_role("option")).to_have_text(["王芳 wangfang"])
    bench.press("Enter")
    bench.page.keyboard.type("?")
    bench.press("Control+Enter")
    bench.wait_until(lambda: Comment.objects.exists())
    comment = Comment.objects.get()
    assert (comment.body, comment.region, comment.author) == ("Is this a car, @王芳 ?", "r1", desk)
    assert Mention.objects.get().person.username == "wangfang"
    expect(bench.page.locator(".region .commented")).to_be_visible()
    bench.press("Escape")
    expect(bench.page.locator(".surface")).to_be_focused()
    bench.expect_task("first")
    bench.press("c")
    expect(bench.page.locator(".talk")).to_have_count(0)


def test_who_labels_blind_is_offered_nobody_else_who_does(desk, bench):
    bench.press("c")
    expect(writing(bench)).to_be_focused()
    bench.page.keyboard.type("@王")
    expect(bench.page.get_by_role("option")).to_have_text(["王芳 wangfang"])


@pytest.mark.parametrize("width", [800, 1400])
@pytest.mark.parametrize("before", [0, 2])
def test_the_list_of_people_leaves_the_line_with_the_name_in_sight(desk, bench, width, before):
    bench.page.set_viewport_size({"width": width, "height": 700})
    bench.press("c")
    expect(writing(bench)).to_be_focused()
    bench.page.keyboard.type("One more line\n" * before + "@王")
    expect(bench.page.locator(".names")).to_be_visible()
    field, names = writing(bench).bounding_box(), bench.page.locator(".names").bounding_box()
    height, padding = writing(bench).evaluate(
        "field => [getComputedStyle(field).lineHeight, getComputedStyle(field).paddingTop].map(parseFloat)"
    )
    line = field["y"] + padding + before * height
    under, above = names["y"] - (line + height), line - (names["y"] + names["height"])
    assert 0 <= max(under, above) <= 10
    assert 0 <= names["x"] <= width - names["width"]
    assert 0 <= names["y"] <= 700 - names["height"]


def test_what_is_said_without_a_network_is_said_once_it_is_back(desk, bench):
    bench.press("c")
    expect(writing(bench)).to_be_focused()
    bench.context.set_offline(True)
    bench.page.keyboard.type("One")
    bench.press("Control+Enter")
    expect(bench.page.locator(".said li")).to_contain_text("on its way")
    bench.page.keyboard.type("Two")
    bench.press("Control+Enter")
    expect(bench.page.locator(".said li")).to_have_count(2)
    assert not Comment.objects.exists()
    bench.context.set_offline(False)
    bench.expect_sent()
    bench.wait_until(lambda: Comment.objects.count() == 2)
    assert list(Comment.objects.order_by("pk").values_list("body", flat=True)) == ["One", "Two"]
    expect(bench.page.locator(".said")).not_to_contain_text("on its way")


def test_who_was_signed_out_meanwhile_is_told_so(desk, bench):
    bench.sign_out()
    bench.press("c")
    expect(bench.page.locator(".talk .hint")).to_have_text("Please sign in first.")


def test_a_mention_is_shown_until_it_was_looked_at_and_others_words_stay_unread(make, bench):
    project = make.project(body=body(MOOD), overlap=1)
    turn = make.submitted({"mood": "good"}, task=make.text_task("一句话。", name="first"))
    make.text_task("又一句。", name="second")
    person = turn.annotator
    comments.add(turn.task, by=make.lead(name="Wang"), body=f"@{person.username} is it good?")
    comments.add(turn.task, by=make.lead(), body="The others said bad.")
    person.language = "en"
    person.save()
    bench.sign_in(make, person)
    bench.open(project, assignment=turn)
    expect(bench.page.get_by_role("button", name="Comments, 1 for you")).to_be_visible()
    bench.press("c")
    expect(bench.page.locator(".said li")).to_have_count(1)
    expect(bench.page.locator(".said")).to_contain_text("is it good?")
    bench.wait_until(lambda: not Mention.objects.filter(person=person, read_at=None).exists())
    expect(bench.page.get_by_role("button", name="Comments", exact=True)).to_be_visible()
    bench.page.get_by_role("button", name="Done with").click()
    bench.wait_until(lambda: Comment.objects.filter(resolved_by=person).exists())
    expect(bench.page.get_by_role("button", name="Take up again")).to_be_visible()

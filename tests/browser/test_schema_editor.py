"""The label editor, by hand: what is set in the form stands in the stored schema, and the preview asks it at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.workbench import BOXES, MOOD, SPANS, body, label
from tests.measuring.answers import answer_all
from workers import measuring
from workers.models import Difference

pytestmark = pytest.mark.once


def test_attributes_conditions_and_kinds_without_labels_are_set_in_the_form(make, bench):
    project = make.project(body=body(BOXES, MOOD, media="image"))
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{bench.url}/projects/{project.pk}/labels")
    page.get_by_text("Asked of every region").click()
    page.get_by_role("button", name="Add an attribute").first.click()
    page.locator("[data-at='fields[0].attributes[0].name']").fill("hidden")
    page.get_by_role("button", name="What is asked of its regions: bus").click()
    page.locator(".of-label").get_by_role("button", name="Add an attribute").click()
    page.locator("[data-at='fields[0].labels[1].attributes[0].kind']").select_option("choice")
    page.locator("[data-at='fields[0].labels[1].attributes[0].labels']").fill("empty, full")
    page.get_by_role("button", name="Add a question").click()
    page.locator("[data-at='fields[2].kind']").select_option("number")
    page.locator("[data-at='fields[2].name']").fill("people")
    page.locator("[data-at='fields[2].unit']").fill("people")
    number = page.locator("[data-schema-preview]").get_by_role("spinbutton")
    expect(number).to_be_visible()
    page.locator("[data-at='fields[2].visible_when']").select_option("mood")
    expect(number).to_have_count(0)
    page.locator("[data-schema-preview]").get_by_role("radio", name="Bad").check()
    expect(number).to_be_visible()
    page.locator(".asking").last.get_by_label("负面").check()
    page.get_by_role("button", name="Check and save").click()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".tag", has_text="Version 2")).to_be_visible()
    project.refresh_from_db()
    objects, _mood, people = project.schema.body["fields"]
    assert [(one["name"], one["kind"]) for one in objects["attributes"]] == [("hidden", "switch")]
    [attribute] = objects["labels"][1]["attributes"]
    assert [option["name"] for option in attribute["labels"]] == ["empty", "full"]
    assert (people["unit"], people["visible_when"]) == ("people", {"field": "mood", "equals": "bad"})


def test_what_changes_on_the_way_is_set_in_the_form(make, bench):
    things = {"name": "things", "kind": "track", "labels": [label("car", "1", "汽车", "Car")]}
    project = make.project(body=body(things, media="video"))
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{bench.url}/projects/{project.pk}/labels")
    page.get_by_text("Asked of every region").click()
    for _ in range(2):
        page.get_by_role("button", name="Add an attribute").first.click()
    page.get_by_role("group", name="Change on the way").get_by_label("attribute_2").check()
    page.locator("[data-at='fields[0].attributes[1].name']").fill("braking")
    page.get_by_role("button", name="Check and save").click()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".tag", has_text="Version 2")).to_be_visible()
    project.refresh_from_db()
    assert project.schema.body["fields"][0]["changing"] == ["braking"]


def test_definitions_examples_and_what_relations_may_join_are_set_in_the_form(make, bench):
    relations = {
        "name": "links",
        "kind": "relation",
        "field": "entities",
        "labels": [label("lives", "3", "住在", "Lives")],
    }
    project = make.project(body=body(SPANS, relations))
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{bench.url}/projects/{project.pk}/labels")
    page.get_by_role("button", name="Definition and examples: PER").click()
    page.locator("[data-at='fields[0].labels[0].description']").fill("Names of people, no titles.")
    examples = page.locator("[data-at='fields[0].labels[0].examples']")
    examples.fill("小明")
    examples.press("End")
    examples.press("Enter")
    page.keyboard.type("李娜")
    page.get_by_role("button", name="Definition, examples and rules: lives").click()
    page.get_by_role("group", name="May lead from").get_by_label("人名").check()
    page.get_by_role("group", name="to", exact=True).get_by_label("地点").check()
    page.locator("[data-at='fields[0].labels[0].name']").fill("PERSON")
    page.get_by_role("button", name="Check and save").click()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".tag", has_text="Version 2")).to_be_visible()
    project.refresh_from_db()
    entities, links = project.schema.body["fields"]
    person = entities["labels"][0]
    assert (person["description"], person["examples"]) == ("Names of people, no titles.", ["小明", "李娜"])
    assert links["rules"] == [{"label": "lives", "sources": ["PERSON"], "targets": ["LOC"]}]


def test_a_label_that_got_another_name_is_asked_for_and_its_answers_follow(make, bench):
    project = make.project(overlap=2)
    people = [make.annotator(), make.annotator()]
    answer_all(make, make.tasks(3), people, lambda i, j: ["good", "neutral"][j])
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{bench.url}/projects/{project.pk}/labels")
    page.locator("[data-at='fields[0].labels[0].name']").fill("fine")
    page.get_by_role("button", name="Remove neutral").click()
    page.get_by_role("button", name="Check and save").click()
    page.locator("[data-gone='good']").select_option(label="renamed: it is fine now")
    page.locator("[data-gone='neutral']").select_option(label="merged into bad")
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(page.get_by_text("Merged in answer: neutral into bad. 3 answers with neutral count as bad")).to_be_visible()
    expect(page.get_by_text("Renamed in answer: good to fine. 3 answers with good count as fine")).to_be_visible()
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.locator(".tag", has_text="Version 2")).to_be_visible()
    expect(page.get_by_text("Formerly: good")).to_be_visible()
    project.refresh_from_db()
    [field] = project.schema.body["fields"]
    assert [(one["name"], one.get("formerly")) for one in field["labels"]] == [("fine", ["good"]), ("bad", ["neutral"])]
    measuring.fold(project)
    said = Difference.objects.filter(project=project).values_list("one", "two").distinct()
    assert {frozenset(pair) for pair in said} == {frozenset({"fine", "bad"})}

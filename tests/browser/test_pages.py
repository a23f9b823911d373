"""The pages beside the workspace in a real browser: what they do with scripts, and whether everybody can use them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from projects.models import Membership, Project, Theme
from tests.browser.workbench import WINDOW, Workbench
from tests.makers import schema_body

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture
def lead(make, site):
    return make.lead(organisation=make.project(guideline="# How\n\nLook closely.").organisation, language="en")


@pytest.fixture
def page(make, site, new_context, lead) -> Page:
    return opened(make, site, new_context, lead)


def opened(make, site, new_context, person, **options) -> Page:
    context = new_context(**{"viewport": WINDOW, "locale": "en-US"} | options)
    bench = Workbench(site.url, context, context.new_page())
    bench.sign_in(make, person)
    return bench.page


TABS = ("", "/tasks", "/disagreements", "/quality", "/import", "/releases", "/members", "/settings", "/guideline")


def test_title_and_tabs_stand_still_while_one_goes_from_tab_to_tab(make, site, page):
    page.set_viewport_size({"width": 1700, "height": 900})
    places = {}
    for tab in TABS:
        page.goto(f"{site.url}/projects/{make.the_project.pk}{tab}")
        places[tab] = [one.bounding_box() for one in page.locator(".head h1, .tabs a").all()]
    assert len(places[""]) == 10
    assert all(place == places[""] for place in places.values()), places


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("width", [800, 400])
def test_every_tab_of_a_project_is_in_sight_in_a_narrow_window(make, site, new_context, lead, language, width):
    lead.language = language
    lead.save()
    page = opened(make, site, new_context, lead, viewport={"width": width, "height": 900})
    page.goto(f"{site.url}/projects/{make.the_project.pk}")
    tabs = page.locator(".tabs a")
    expect(tabs).to_have_count(9)
    boxes = [tab.bounding_box() for tab in tabs.all()]
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= width for box in boxes)
    assert len({box["y"] for box in boxes}) == 1 or width < 800


def test_going_back_in_the_three_steps_loses_nothing(page, make, site):
    page.goto(f"{site.url}/organisations/{make.the_project.organisation_id}/projects/new")
    page.locator("label.choice", has_text="Text").first.click()
    page.locator("[data-step='1'] .primary").click()
    page.locator("label.choice", has_text="Named entities").click()
    page.locator("[data-step='2'] .primary").click()
    page.locator("[name=name]").fill("Contracts")
    page.locator("[name=guideline]").fill("## Mine\n\nMy **own** words.")
    expect(page.locator("#preview")).to_contain_text("My own words.")
    page.go_back()
    expect(page.locator("[data-step='2']")).to_be_visible()
    expect(page.get_by_role("radio", name=re.compile("^Named entities"))).to_be_focused()
    page.locator("label.choice", has_text="Text classification").click()
    page.locator("[data-step='2'] .primary").click()
    assert page.locator("[name=name]").input_value() == "Contracts"
    assert page.locator("[name=guideline]").input_value().startswith("## Mine")
    page.get_by_role("button", name="Make the project").click()
    page.wait_for_url(re.compile(r"/projects/\d+$"))
    made = Project.objects.get(name="Contracts")
    assert made.guideline.body.startswith("## Mine")


def test_a_step_is_not_left_before_it_is_answered(page, make, site):
    page.goto(f"{site.url}/organisations/{make.the_project.organisation_id}/projects/new")
    page.locator("[data-step='1'] .primary").click()
    expect(page.locator("[data-step='1']")).to_be_visible()
    expect(page.locator("[data-step='2']")).to_be_hidden()


def test_labels_are_added_moved_checked_and_saved(page, make, site):
    project = make.the_project
    page.goto(f"{site.url}/projects/{project.pk}/labels")
    rows = page.locator(".label-row:not(.label-head)")
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Add a label").click()
    rows.nth(3).get_by_label("Name in the data").fill("splendid")
    rows.nth(3).get_by_label("Chinese title").fill("极好")
    preview = page.locator("[data-schema-preview]")
    expect(preview).to_contain_text("极好")
    rows.nth(3).get_by_role("button", name="Move up").click()
    rows.nth(0).locator(".grip").drag_to(rows.nth(1).locator(".grip"))
    page.get_by_role("button", name="Check and save").click()
    expect(page.locator("#schema-result")).to_contain_text("splendid")
    project.refresh_from_db()
    assert project.schema.version == 1
    page.get_by_role("button", name="Save as a new version").click()
    expect(page.get_by_text("Saved as version 2.")).to_be_visible()
    project.refresh_from_db()
    labels = project.schema.body["fields"][0]["labels"]
    assert [label["name"] for label in labels] == ["bad", "good", "splendid", "neutral"]
    assert labels[2]["key"] == "4"


def test_the_focus_and_what_is_open_go_along_with_a_label_that_is_moved(page, make, site):
    page.goto(f"{site.url}/projects/{make.the_project.pk}/labels")
    rows = page.locator(".label-row:not(.label-head)")
    name = rows.nth(2).get_by_label("Name in the data").input_value()
    rows.nth(2).get_by_role("button", name="Definition and examples").click()
    rows.nth(2).get_by_role("button", name="Move up").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(rows.nth(0).get_by_label("Name in the data")).to_have_value(name)
    expect(rows.nth(0).get_by_role("button", name="Move up")).to_be_focused()
    expect(rows.nth(0).locator(".of-label")).to_have_count(1)
    expect(page.locator(".of-label")).to_have_count(1)
    rows.nth(2).get_by_role("button", name="Remove").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(2)
    expect(rows.nth(1).get_by_label("Name in the data")).to_be_focused()


def test_a_mistake_in_a_label_leads_to_its_field(page, make, site):
    page.goto(f"{site.url}/projects/{make.the_project.pk}/labels")
    rows = page.locator(".label-row:not(.label-head)")
    rows.nth(2).get_by_label("Name in the data").fill("two words ")
    page.get_by_role("button", name="Check and save").click()
    expect(page.get_by_role("alert")).to_contain_text("fields[0].labels[2].name")
    expect(rows.nth(2).get_by_label("Name in the data")).to_be_focused()


def test_json_and_form_show_the_same_schema(page, make, site):
    page.goto(f"{site.url}/projects/{make.the_project.pk}/labels")
    page.get_by_role("tab", name="JSON").click()
    text = page.locator("#schema-json")
    text.fill(text.input_value().replace('"neutral"', '"undecided"'))
    page.get_by_role("tab", name="Form").click()
    expect(page.locator(".label-row:not(.label-head)").nth(2).get_by_label("Name in the data")).to_have_value(
        "undecided"
    )


def test_what_takes_away_asks_first(page, make, site):
    membership = make.annotator(project=make.the_project).memberships.get()
    page.goto(f"{site.url}/projects/{make.the_project.pk}/members")
    remove = page.locator(f"form[action='/members/{membership.pk}/remove'] button")
    remove.click()
    page.locator("#confirm").get_by_role("button", name="Cancel").click()
    assert Membership.objects.filter(pk=membership.pk).exists()
    remove.click()
    page.locator("#confirm [data-yes]").click()
    page.wait_for_load_state()
    expect(page.locator(".toast")).to_be_visible()
    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_what_was_agreed_to_is_done_though_its_part_of_the_page_came_anew_meanwhile(page, make, site):
    membership = make.annotator(project=make.the_project).memberships.get()
    page.goto(f"{site.url}/projects/{make.the_project.pk}/members")
    page.locator(f"form[action='/members/{membership.pk}/remove'] button").click()
    expect(page.locator("#confirm")).to_be_visible()
    page.evaluate("() => { const part = document.querySelector('main'); part.replaceWith(part.cloneNode(true)); }")
    page.locator("#confirm [data-yes]").click()
    expect(page.locator(".toast")).to_be_visible()
    assert not Membership.objects.filter(pk=membership.pk).exists()


def test_what_is_read_or_held_stays_when_its_part_of_the_page_comes_anew(page, make, site):
    make.task()
    page.goto(f"{site.url}/projects/{make.the_project.pk}")
    progress = page.locator("section[aria-labelledby=progress]")
    link = progress.get_by_role("link", name="All tasks")
    link.focus()
    before = progress.element_handle()
    progress.locator(".body").evaluate("body => body.innerHTML += '<details open><summary>1 more</summary></details>'")
    page.route("**/progress*", lambda route: with_details(route))
    make.submitted(task=make.task())
    page.wait_for_function("before => !before.isConnected", arg=before)
    expect(link).to_be_focused()
    expect(progress.locator("details")).to_have_attribute("open", "")


@pytest.mark.once
def test_a_button_that_copies_says_so_and_then_what_it_said_before(page, site):
    page.clock.install()
    page.goto(f"{site.url}/account")
    page.evaluate(
        """() => {
            const button = document.createElement("button");
            Object.assign(button, { textContent: "Take it", type: "button" });
            Object.assign(button.dataset, { copy: "the text", copied: "Copied" });
            document.querySelector("main").append(button);
            button.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
            document.addEventListener("copy", () => (document.title = String(getSelection())));
            navigator.clipboard.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
        }"""
    )
    button = page.get_by_role("button", name="Take it")
    button.click()
    said = page.get_by_role("button", name="Copied")
    said.click()
    expect(page).to_have_title("the text")
    page.clock.run_for(5000)
    expect(button).to_be_visible()


def with_details(route):
    answer = route.fetch()
    end = "</section>"
    more = "<details><summary>2 more</summary></details>"
    route.fulfill(response=answer, body=answer.text().replace(end, more + end) if answer.ok else answer.text())


def test_tasks_are_filtered_while_one_types(page, make, site):
    make.tasks(3)
    found = make.task(name="special-case")
    page.goto(f"{site.url}/projects/{make.the_project.pk}/tasks")
    expect(page.locator("#tasks tbody tr")).to_have_count(4)
    page.locator("#q").press_sequentially("special")
    expect(page.locator("#tasks tbody tr")).to_have_count(1)
    expect(page.locator("#tasks")).to_contain_text(found.name)
    expect(page).to_have_url(re.compile(r"q=special"))


@pytest.mark.once
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_every_page_can_be_used_by_everybody(make, site, new_context, lead, theme):
    """axe-core finds nothing: names, roles, contrast and order are as they should be, in both themes."""
    project = make.the_project
    make.submitted(task=make.task())
    type(lead).objects.filter(pk=lead.pk).update(theme=theme)
    page = opened(make, site, new_context, lead)
    organisation = f"/organisations/{project.organisation_id}"
    pages = [
        "/",
        "/account",
        "/account/password",
        organisation,
        f"{organisation}/members",
        f"{organisation}/projects/new",
    ]
    pages += [f"/projects/{project.pk}{part}" for part in ("", "/tasks", "/members", "/settings", "/guideline")]
    pages += [f"/projects/{project.pk}{part}" for part in ("/guideline/edit", "/labels")]
    found = []
    for address in pages:
        page.goto(site.url + address)
        page.wait_for_load_state("networkidle")
        page.evaluate(AXE.read_text())  # the content policy lets no script be written into a page
        result = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
        found += [
            f"{address}: {each['id']} {[node['target'] for node in each['nodes']][:3]}" for each in result["violations"]
        ]
    assert not found, "\n".join(found)


@pytest.mark.once
@pytest.mark.parametrize("width", [390, 800])
def test_no_page_is_wider_than_a_small_window(make, site, new_context, lead, width):
    project = make.project("box", body=schema_body("box"), organisation=make.the_project.organisation)
    make.task(project=project)
    page = opened(make, site, new_context, lead, viewport={"width": width, "height": 800})
    for address in ("/", "/account", f"/organisations/{project.organisation_id}/members"):
        assert_fits(page, site.url + address)
    for part in ("", "/tasks", "/members", "/settings", "/guideline", "/labels"):
        assert_fits(page, f"{site.url}/projects/{project.pk}{part}")


def assert_fits(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address

"""A lead's way from a number to the two labels that are confused, to the tasks, to a decision, and back."""

import re

import pytest
from playwright.sync_api import expect

from annotation import comments, moves, settling
from annotation.models import Annotation
from annotation.settling import Way
from projects.models import Membership, Person, Role, TaskState, Theme
from tests.browser.test_pages import AXE
from tests.browser.workbench import BOXES, MOOD, WINDOW, body
from workers import measuring, standing

TASKS = ["good", "bad"] * 6  # what both say, but for the first two tasks
SPLIT = 2


def count_all():
    """What the workers do within seconds."""
    measuring.fold()
    standing.refresh()


@pytest.fixture
def mood(make, site):
    """Twelve texts that two people agree on, but for two that one calls good and the other bad."""
    project = make.project(body=body(MOOD), guideline="# Good\n\nPraise.\n\n# Bad\n\nBlame.")
    first, second = make.annotator(name="Li Na"), make.annotator(name="Wang Fang")
    for number, label in enumerate(TASKS):
        task = make.task()
        other = {"good": "bad", "bad": "good"}[label] if number < SPLIT else label
        make.submitted({"mood": label}, task=task, by=first)
        make.submitted({"mood": other}, task=task, by=second)
    count_all()
    return project


@pytest.fixture
def lead(make, mood, bench):
    """The lead's browser."""
    person = make.person(name="Chen Wei", language="en")
    Membership.objects.create(person=person, role=Role.LEAD, organisation=mood.organisation)
    bench.sign_in(make, person)
    bench.page.goto(f"{bench.url}/projects/{mood.pk}/quality")
    return bench.page


def figure(page, name):
    return page.locator(f"#quality [data-figure={name}] strong").first


def test_a_lead_goes_from_the_number_to_the_tasks_settles_one_and_sees_what_moves(lead, mood, site):
    alpha = figure(lead, "alpha").inner_text()
    expect(lead.locator("#quality")).to_contain_text("2 open disagreements")
    # To the two labels that are confused, and to the tasks behind them.
    lead.locator(".confusion td.apart a").first.click()
    expect(lead.locator("main")).to_contain_text("Good ↔ Bad")
    expect(lead.locator(".dispute-list li")).to_have_count(SPLIT)
    expect(lead.locator("main")).not_to_contain_text("Li Na")
    lead.keyboard.press("n")
    expect(lead.locator(".voices")).to_contain_text("Li Na")
    # Settle it on B, by the keyboard alone.
    name = lead.locator(".task-head h2").inner_text()
    lead.keyboard.press("2")
    lead.locator("#reason").press_sequentially("Blame, see the guideline.")
    lead.keyboard.press("Enter")
    expect(lead.locator("#undo")).to_contain_text(f"{name} is settled")
    expect(lead.locator(".task-head h2")).not_to_have_text(name)
    task = mood.tasks.get(name=name)
    settled = settling.in_force(task)
    assert (task.state, settled.how, settled.reason) == (TaskState.SETTLED, Way.CHOSEN, "Blame, see the guideline.")
    # One disagreement fewer is open. How far people agree is as it was: nobody has changed an answer.
    count_all()
    lead.goto(f"{site.url}/projects/{mood.pk}/quality")
    expect(lead.locator("#quality")).to_contain_text("1 open disagreement")
    assert figure(lead, "alpha").inner_text() == alpha
    # The answer that was wrong goes back; corrected, the number moves.
    wrong = task.assignments.exclude(pk__in=settled.taken_from).get()
    lead.goto(f"{site.url}/tasks/{task.pk}")
    card = lead.locator(f"section[aria-labelledby=answer-{wrong.pk}]")
    card.get_by_label("What is to be mended").fill("See the settled answer.")
    card.get_by_role("button", name="Return").click()
    expect(lead.locator(".tag", has_text="Returned").first).to_be_visible()
    wrong.refresh_from_db()
    moves.submit(wrong, value=settled.value, schema=mood.schema, by=wrong.annotator)
    count_all()
    lead.goto(f"{site.url}/projects/{mood.pk}/quality")
    expect(figure(lead, "alpha")).not_to_have_text(alpha)
    assert float(figure(lead, "alpha").inner_text()) > float(alpha)


def test_a_decision_is_taken_back_with_one_key(lead, mood, site):
    lead.goto(f"{site.url}/projects/{mood.pk}/disagreements")
    name = lead.locator(".task-head h2").inner_text()
    lead.keyboard.press("1")
    lead.locator("#reason").press_sequentially("Clear.")
    lead.keyboard.press("Enter")
    expect(lead.locator("#undo")).to_be_visible()
    lead.keyboard.press("Escape")
    lead.keyboard.press("u")
    expect(lead.locator(".toast", has_text="taken back")).to_be_visible()
    assert not mood.tasks.get(name=name).decided
    expect(lead.locator(".task-head h2")).to_have_text(name)


@pytest.mark.once
def test_boxes_of_two_people_are_merged_and_one_more_is_drawn_in_the_workspace(make, site, bench):
    project = make.project(body=body(BOXES, media="image"))
    task = make.task()
    box = {"id": "r1", "label": "car", "x": 20, "y": 20, "width": 60, "height": 40, "rotation": 0}
    make.submitted({"objects": [box]}, task=task, by=make.annotator())
    make.submitted({"objects": [box | {"label": "bus", "x": 200}]}, task=task, by=make.annotator())
    measuring.fold()
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{site.url}/projects/{project.pk}/disagreements")
    ticks = page.locator(".side-by-side input[name=part]")
    expect(ticks).to_have_count(2)
    for tick in ticks.all():
        tick.check()
    page.locator("#reason").fill("Each missed one.")
    page.get_by_role("button", name="Settle on what is ticked").click()
    expect(page.locator("#undo")).to_be_visible()
    merged = settling.in_force(task)
    assert [(one["id"], one["label"]) for one in merged.value["objects"]] == [("r1", "car"), ("r2", "bus")]
    # Decide anew, in a window that hides the list of regions until it is asked for.
    page.set_viewport_size({"width": 800, "height": 700})
    page.goto(f"{site.url}/tasks/{task.pk}/settle")
    expect(page.locator(".surface")).to_be_visible()
    expect(bench.regions).to_have_count(0)
    page.get_by_role("button", name="Side panel").click()
    expect(bench.regions).to_have_count(2)
    page.set_viewport_size(WINDOW)
    # Begin from everything, and draw what both have missed.
    bench.drag((120, 100), (170, 150))
    expect(bench.regions).to_have_count(3)
    bench.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("Give a reason")
    page.get_by_label("Reason").fill("Both missed the one in the middle.")
    page.get_by_role("button", name=re.compile("Settle on this answer")).click()
    page.wait_for_url(f"**/tasks/{task.pk}")
    written = settling.in_force(task)
    assert (written.how, written.revision, len(written.value["objects"])) == (Way.WRITTEN, 2, 3)
    assert Annotation.objects.filter(assignment__task=task).count() == 2


@pytest.mark.once
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_the_pages_can_be_used_by_everybody_and_fit_a_small_window(lead, mood, site, theme):
    """axe-core finds nothing: names, roles, contrast and order are as they should be, in both themes."""
    Person.objects.filter(name="Chen Wei").update(theme=theme)
    task = mood.tasks.order_by("pk").first()
    comments.add(task, by=Person.objects.get(name="Li Na"), body="Is this praise?")
    found = []
    for address in (
        f"/projects/{mood.pk}/disagreements?names=1&task={task.pk}",
        f"/projects/{mood.pk}/overlap",
        f"/tasks/{task.pk}",
        f"/tasks/{task.pk}/settle",
    ):
        lead.goto(site.url + address)
        lead.wait_for_load_state("networkidle")
        lead.evaluate(AXE.read_text())  # the content policy lets no script be written into a page
        result = lead.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa']})")
        found += [
            f"{address}: {one['id']} {[node['target'] for node in one['nodes']][:3]}" for one in result["violations"]
        ]
    assert not found, "\n".join(found)
    lead.set_viewport_size({"width": 390, "height": 800})
    lead.goto(f"{site.url}/projects/{mood.pk}/disagreements?task={task.pk}")
    lead.wait_for_load_state("networkidle")
    assert lead.evaluate("document.documentElement.scrollWidth <= innerWidth")


# The darkest and the lightest of what is written, and what it is written on, as 0 (black) to 1 (white).
SHADES = """() => {
  const shade = (color) => {
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.fillStyle = "white";
    canvas.fillRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = canvas.getImageData(0, 0, 1, 1).data;
    return (0.2126 * r + 0.7152 * g + 0.0722 * b) / 255;
  };
  const told = document.querySelectorAll("main h2, main p, main th, main td, main .chart text");
  const seen = [...told].filter((one) => one.checkVisibility());
  const written = seen.map((one) => shade(getComputedStyle(one)[one.tagName === "text" ? "fill" : "color"]));
  const paper = [document.documentElement, document.body, ...document.querySelectorAll("main .card")];
  const on = paper.map((one) => shade(getComputedStyle(one).backgroundColor));
  return { lightest: Math.max(...written), darkest: Math.min(...on), n: written.length };
}"""

# What lies beyond the right edge of the sheet.
CUT = "() => [...document.querySelectorAll('main *')].filter((one) => one.getBoundingClientRect().right > 719).length"


@pytest.mark.once
@pytest.mark.parametrize("theme", [Theme.LIGHT, Theme.DARK])
def test_on_paper_the_quality_page_is_dark_on_white_and_nothing_is_cut_off(lead, mood, site, theme):
    Person.objects.filter(name="Chen Wei").update(theme=theme)
    lead.goto(f"{site.url}/projects/{mood.pk}/quality")
    expect(lead.locator(".confusion td a").first).to_be_visible()
    lead.emulate_media(media="print")
    lead.set_viewport_size({"width": 718, "height": 1000})  # A4 with margins of a centimetre
    shades = lead.evaluate(SHADES)
    assert shades["n"] > 20
    assert shades["lightest"] < 0.5
    assert shades["darkest"] > 0.9
    assert lead.evaluate(CUT) == 0
    expect(lead.locator(".topbar")).to_be_hidden()
    expect(lead.locator(".findings a").first).to_be_hidden()


@pytest.mark.once
def test_on_paper_many_labels_with_many_figures_fit_the_sheet(make, site, bench):
    names = [f"Label number {i}" for i in range(16)]
    project = make.project(body=body(BOXES | {"labels": [{"name": name} for name in names]}, media="image"))
    people = [make.annotator(), make.annotator()]
    for i in range(16):
        task = make.task()
        for j, person in enumerate(people):
            name = names[(i + 1) % 16] if j and i % 4 == 0 else names[i]
            box = {"id": "r1", "label": name, "x": 20, "y": 20, "width": 60, "height": 40, "rotation": 0}
            make.submitted({"objects": [box]}, task=task, by=person)
    count_all()
    bench.sign_in(make, make.lead(language="en"))
    page = bench.page
    page.goto(f"{site.url}/projects/{project.pk}/quality")
    expect(page.locator(".confusion tbody tr")).to_have_count(15)
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 718, "height": 1000})
    assert page.evaluate(CUT) == 0

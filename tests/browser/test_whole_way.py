"""The whole way: a lead makes a project and drops photographs, two annotators draw boxes, a dataset comes out."""

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pycocotools.coco import COCO

from annotation.models import Annotation
from projects.models import Organisation, Person, Project, Role
from tests.browser.workbench import WINDOW, Workbench

ROOT = Path(__file__).resolve().parents[2]
PHOTOGRAPHS = ROOT.parent / "shared" / "data" / "samples" / "driving"
PACKAGED = ROOT / "workers" / "samples" / "photos"
DRAWN = {  # what each of the two draws on every photograph, in its pixels: label key, corner, opposite corner
    "Anna": [("1", (60, 60), (160, 120)), ("2", (200, 80), (300, 180)), ("1", (80, 200), (140, 260))],
    "小明": [("1", (64, 62), (160, 122)), ("2", (202, 84), (298, 178)), ("1", (84, 204), (140, 262))],
}
OF_A_WORKER_MS = 60_000


@pytest.fixture
def photographs(tmp_path) -> list[Path]:
    """Six photographs: of roads where they lie beside the checkout, else those that are packaged."""
    folder = PHOTOGRAPHS if PHOTOGRAPHS.is_dir() else PACKAGED
    return [Path(shutil.copy(path, tmp_path)) for path in sorted(folder.glob("*.jpg"))[:6]]


def test_from_photographs_to_a_coco_file(make, site, worker, new_context, photographs, tmp_path):
    organisation = Organisation.objects.create(slug="here", name_zh="此处", name_en="Here")
    lead = make.person(Role.LEAD, organisation=organisation, language="en")
    desk = bench_of(make, site, new_context, lead)
    project = make_project(desk.page, site.url, organisation)
    drop(desk.page, project, photographs)
    assert project.tasks.count() == 6

    people = {name: make.annotator(project=project, name=name, language="en") for name in DRAWN}
    for name, person in people.items():
        draw_all(bench_of(make, site, new_context, person), project, DRAWN[name])
    desk.page.goto(f"{site.url}/projects/{project.pk}")
    figure = desk.page.locator("[data-figure=f1_50] strong")
    expect(figure).to_have_text(re.compile(r"^1\.00$|^0\.9"), timeout=OF_A_WORKER_MS)
    expect(desk.page.locator("#agreement")).to_contain_text("6 units · 6 pairs of answers · 2 annotators")

    coco = load_coco(release_and_download(desk.page, project, tmp_path))
    answers = {name: given_by(person) for name, person in people.items()}
    for name, of_tasks in answers.items():
        for value in of_tasks.values():
            assert_drawn(value["objects"], DRAWN[name])
    assert boxes_of(coco) == {
        photograph.name: sorted(as_tuple(box) for of in answers.values() for box in of[photograph.name]["objects"])
        for photograph in photographs
    }


def bench_of(make, site, new_context, person) -> Workbench:
    context = new_context(viewport=WINDOW, locale="en-US", accept_downloads=True)
    bench = Workbench(site.url, context, context.new_page())
    bench.sign_in(make, person)
    return bench


def make_project(page: Page, url: str, organisation: Organisation) -> Project:
    page.goto(url)
    page.get_by_role("link", name="New project").first.click()
    page.locator("label.choice", has_text="Image").first.click()
    page.get_by_role("button", name="Next").first.click()
    page.locator("label.choice", has_text="Object detection").click()
    page.locator("fieldset[data-step='2']").get_by_role("button", name="Next").click()
    page.locator("[name=name]").fill("Roads")
    page.locator("[name=overlap]").fill("2")
    page.get_by_role("button", name="Make the project").click()
    page.wait_for_url(re.compile(r"/projects/\d+"))
    return Project.objects.get(organisation=organisation)


def drop(page: Page, project: Project, photographs: list[Path]) -> None:
    """Drop the files from outside onto the import page, and wait until they are in."""
    page.get_by_role("link", name="Import").first.click()
    page.wait_for_url("**/import", wait_until="load")  # with the script that takes what is dropped
    data = page.evaluate_handle("() => new DataTransfer()")
    for path in photographs:
        file = {"name": path.name, "bytes": list(path.read_bytes())}
        page.evaluate(
            "([data, file]) => data.items.add(new File([new Uint8Array(file.bytes)], file.name, {type: 'image/jpeg'}))",
            [data, file],
        )
    page.dispatch_event("[data-drop]", "drop", {"dataTransfer": data})
    page.locator("[data-start]").click()
    expect(page.get_by_role("link", name="Show the tasks")).to_be_visible(timeout=OF_A_WORKER_MS)


def draw_all(bench: Workbench, project: Project, boxes: list) -> None:
    bench.open(project)
    for _ in range(6):
        bench.press("b")
        for key, start, end in boxes:
            bench.press(key)
            bench.drag(start, end)
            bench.press("Escape")
        expect(bench.regions).to_have_count(len(boxes))
        bench.press("Control+Enter")
        expect(bench.regions).to_have_count(0)
    bench.expect_sent()


def release_and_download(page: Page, project: Project, folder: Path) -> Path:
    page.get_by_role("link", name="Releases").first.click()
    page.get_by_role("button", name="Make a release").click()
    page.wait_for_url("**/releases/1")
    page.get_by_role("button", name="Export as COCO").click(timeout=OF_A_WORKER_MS)
    link = page.get_by_role("link", name="Download").first
    expect(link).to_be_visible(timeout=OF_A_WORKER_MS)
    with page.expect_download() as download:
        link.click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def load_coco(path: Path) -> COCO:
    assert json.loads(path.read_text())["images"]
    return COCO(str(path))


def as_tuple(box: dict) -> tuple:
    return box["label"], box["x"], box["y"], box["width"], box["height"]


def boxes_of(coco: COCO) -> dict[str, list[tuple]]:
    """The boxes of each image, by the image's name."""
    return {
        Path(image["file_name"]).name: sorted(
            (coco.cats[a["category_id"]]["name"], *a["bbox"]) for a in coco.loadAnns(coco.getAnnIds(imgIds=[pk]))
        )
        for pk, image in coco.imgs.items()
    }


def given_by(person: Person) -> dict[str, dict]:
    """What the server has of a person's answers, by the file the task was made of."""
    answers = Annotation.objects.filter(assignment__annotator=person).select_related("assignment__task")
    return {answer.assignment.task.external_id: answer.value for answer in answers}


def assert_drawn(boxes: list[dict], wanted: list) -> None:
    """Each stored box is the one that was drawn, to the pixel."""
    for box, (_key, start, end) in zip(boxes, wanted, strict=True):
        assert [box["x"], box["y"]] == pytest.approx(start, abs=1)
        assert [box["x"] + box["width"], box["y"] + box["height"]] == pytest.approx(end, abs=1)

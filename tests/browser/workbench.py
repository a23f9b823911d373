"""The labelling page in a real browser, with the eyes and hands that tests need."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, expect

from annotation.models import Annotation, Assignment
from projects.models import Person, Project
from workers.scenes.hand import PATIENCE, Hand

WINDOW = {"width": 1400, "height": 860}

expect.set_options(timeout=1000 * PATIENCE)  # on a machine with much to do five seconds are soon over


def label(name: str, key: str, zh: str, en: str, color: str = "#1d4ed8") -> dict[str, Any]:
    return {"name": name, "key": key, "title": {"zh": zh, "en": en}, "color": color}


BOXES = {
    "name": "objects",
    "kind": "box",
    "title": {"zh": "目标", "en": "Objects"},
    "labels": [label("car", "1", "汽车", "Car", "#b3392f"), label("bus", "2", "公交车", "Bus", "#2f6fd6")],
}
SPANS = {
    "name": "entities",
    "kind": "span",
    "title": {"zh": "实体", "en": "Entities"},
    "labels": [label("PER", "1", "人名", "Person", "#b3392f"), label("LOC", "2", "地点", "Place", "#2f6fd6")],
}
SPEECH = {
    "name": "speech",
    "kind": "segment",
    "title": {"zh": "语音", "en": "Speech"},
    "transcript": "optional",
    "labels": [
        label("a", "1", "说话人甲", "Speaker A", "#b3392f"),
        label("b", "2", "说话人乙", "Speaker B", "#2f6fd6"),
    ],
}
MOOD = {
    "name": "mood",
    "kind": "choice",
    "required": True,
    "title": {"zh": "情感", "en": "Mood"},
    "labels": [
        label("good", "1", "正面", "Good"),
        label("bad", "2", "负面", "Bad"),
        label("none", "3", "中性", "Neutral"),
    ],
}
TOPICS = {
    "name": "topics",
    "kind": "choices",
    "title": {"zh": "主题", "en": "Topics"},
    "labels": [label("price", "4", "价格", "Price"), label("speed", "5", "速度", "Speed")],
}


def body(*fields: dict[str, Any], media: str = "text") -> dict[str, Any]:
    return {"media": media, "fields": list(fields)}


@dataclass
class Workbench(Hand):
    """One person's browser."""

    url: str
    context: BrowserContext
    page: Page

    def sign_in(self, make: Any, person: Person) -> None:
        cookie = make.client(person).cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": self.url}])

    def sign_out(self) -> None:
        self.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)

    def open(self, project: Project, *, assignment: Assignment | None = None, page: Page | None = None) -> None:
        query = f"?assignment={assignment.pk}" if assignment else ""
        (page or self.page).goto(f"{self.url}/projects/{project.pk}/label{query}")
        expect((page or self.page).locator(".surface, .empty h2")).to_be_visible()

    # What is seen

    @property
    def task(self) -> str:
        return self.page.locator(".task-name").inner_text()

    def expect_task(self, name: str) -> None:
        expect(self.page.locator(".task-name")).to_have_text(name)

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    def expect_sent(self) -> None:
        expect(self.status).to_have_class("status ok")

    @property
    def regions(self) -> Locator:
        return self.page.locator(".region-name")

    # What is done

    def submit(self) -> None:
        """Submit, and wait for the next task to be on the desk."""
        before = self.task
        self.press("Control+Enter")
        expect(self.page.locator(".task-name", has_text=before)).to_have_count(0)

    def at_rest(self, look: Callable[[], Any]) -> Any:
        """What is seen when two looks, a fifth of a second apart, see the same."""
        looks = [look()]

        def is_still() -> bool:
            self.page.wait_for_timeout(200)
            looks.append(look())
            return looks[-1] == looks[-2]

        self.wait_until(is_still, "it does not come to rest")
        return looks[-1]

    def draft(self) -> Any:
        """What this browser holds on its disk."""
        return self.page.evaluate(
            """() => new Promise((done, fail) => {
                const opening = indexedDB.open('biaozhu');
                opening.onerror = () => fail(opening.error);
                opening.onsuccess = () => {
                    const all = opening.result.transaction('drafts').objectStore('drafts').getAll();
                    all.onsuccess = () => { opening.result.close(); done(all.result); };
                };
            })"""
        )


@pytest.fixture
def bench(site, new_context):
    """A browser of one person, and the errors of its scripts: there must be none."""
    context = new_context(viewport=WINDOW, locale="en-US")
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(f"{fault.error}\n{fault.error.stack}"))
    yield Workbench(site.url, context, context.new_page())
    assert not faults, faults


def stored(person: Person) -> dict[str, Any]:
    """What the server has of a person's answers, by the name of the task."""
    answers = Annotation.objects.filter(assignment__annotator=person).select_related("assignment__task")
    return {answer.assignment.task.name: answer.value for answer in answers}


def without_ids(regions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{key: value for key, value in region.items() if key != "id"} for region in regions]

"""Every kind of label at work: what a scene does arrives in the database, and axe-core finds nothing in its way."""

from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import expect

from annotation.kinds import KINDS
from tests.browser.test_workspace_access import findings
from tests.browser.workbench import stored
from workers.management.commands import screenshots
from workers.scenes import SCENES, playing

ROOT = Path(settings.BASE_DIR)
MOST_BYTES = 60_000
AGAIN = "the page has become another one: take its picture again with `manage.py screenshots`"

pytestmark = pytest.mark.once


def test_every_kind_has_a_scene_and_its_picture_in_the_documentation():
    shown_kinds = {scene.fields[-1]["kind"] for scene in SCENES.values()}
    assert shown_kinds == set(KINDS), "add workers/scenes/KIND.py"
    shown = (ROOT / "docs" / "labels.md").read_text(encoding="utf-8")
    for name in SCENES:
        picture = ROOT / "docs" / "pictures" / "kinds" / f"{name}.webp"
        assert picture.exists(), f"run `manage.py screenshots --only {name}`"
        assert picture.stat().st_size <= MOST_BYTES
        assert f"](pictures/kinds/{name}.webp)" in shown


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_is_open_to_everybody_and_arrives(make, bench, name):
    scene = SCENES[name]
    person = make.person(language="en", theme="light")
    project = playing.put_on(scene, scene.fields[-1]["title"]["zh"], make.organisation(), by=person)
    bench.sign_in(make, person)
    playing.play(scene, bench.page, f"{bench.url}/projects/{project.pk}")
    assert findings(bench.page) == []
    bench.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert findings(bench.page) == []
    person.language = "zh-hans"
    person.save()
    bench.wait_until(bench.draft)  # what was done is there again after the page is loaded anew
    bench.page.reload()
    expect(bench.page.locator(".surface")).to_be_visible()
    picture = ROOT / "docs" / "pictures" / "kinds" / f"{name}.webp"
    bench.page.set_viewport_size(screenshots.SMALL)
    bench.wait_until(lambda: set(screenshots.names(bench.page)) == set(screenshots.names_on(picture)), AGAIN)
    assert findings(bench.page) == []
    bench.page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert findings(bench.page) == []
    bench.press("Control+Enter")
    expect(bench.page.locator(".empty h2")).to_be_visible()
    bench.expect_sent()
    (value,) = stored(person).values()
    assert given(value[scene.fields[-1]["name"]]) == scene.gives


def given(answer):
    """Of regions their labels; of a preference who won."""
    if isinstance(answer, dict) and "winner" in answer:
        return {"winner": answer["winner"]}
    regions = isinstance(answer, list) and answer and isinstance(answer[0], dict)
    return [region["label"] for region in answer] if regions else answer

"""The pictures of pages in the documentation show the pages as they are."""

from pathlib import Path

import pytest
from django.conf import settings

from projects.models import Person
from tests.browser.test_scenes import AGAIN
from tests.browser.workbench import WINDOW, Workbench
from workers.management.commands import screenshots
from workers.samples import loading

DOCS = Path(settings.BASE_DIR) / "docs"

pytestmark = pytest.mark.once


def test_every_picture_is_of_the_page_as_it_is_now(make, site, worker, new_context):
    list(loading.load(["datong", "shenyang"]))
    for name, (username, show) in screenshots.PAGES.items():
        bench = Workbench(site.url, context := new_context(viewport=WINDOW, locale="zh-CN"), context.new_page())
        bench.sign_in(make, Person.objects.get(username=username))
        bench.page.goto(site.url)
        show(bench.page)
        picture = DOCS / "pictures" / f"{name}.webp"
        assert screenshots.names(bench.page) == screenshots.names_on(picture), AGAIN
        assert picture.stat().st_size <= screenshots.MOST_BYTES_OF_PAGE


def test_every_picture_is_shown_somewhere_and_none_is_missing():
    pages = [DOCS.parent / "README.md", *DOCS.rglob("*.md")]
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    pictures = {path.relative_to(DOCS).as_posix() for path in (DOCS / "pictures").rglob("*.*")}
    assert {picture for picture in pictures if f"{picture})" not in text} == set()

"""`manage.py screenshots`: the pictures of the documentation, taken again of a site that it starts for them.

Each picture carries the names of what can be seen on it, so that a test tells when the page has become another one.
"""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from projects.models import Organisation, Person
from workers.samples.accounts import people
from workers.scenes import SCENES, playing
from workers.scenes.base import Scene
from workers.scenes.hand import Hand
from workers.services import chromium, web

ROOT = Path(settings.BASE_DIR)
PICTURES = ROOT / "docs" / "pictures"
WINDOW: ViewportSize = {"width": 1400, "height": 860}
SMALL: ViewportSize = {"width": 1200, "height": 720}
MOST_BYTES = 60_000
MOST_BYTES_OF_PAGE = 110_000
START_WITHIN = 300  # seconds
SETTLED_MS = 1000  # the worker has painted, the draft is saved
# Headings and what can be pressed. Numbers are those of the moment, and keys stand behind the names.
NAMES = """() => [...document.querySelectorAll(
    'h1, main th, nav a, .question h2, .regions h2, .bar-top :is(a, button), .tools button, .actions button'
)].filter(one => one.checkVisibility()).map(one => {
    const copy = one.cloneNode(true);
    copy.querySelectorAll('kbd').forEach(key => key.remove());
    const name = one.getAttribute('aria-label') || copy.textContent;
    return name.replace(/\\d+/g, '0').replace(/\\s+/g, ' ').trim();
})"""


class Command(BaseCommand):
    help = "Take the pictures in docs/pictures again: of the sample projects, and of every kind of label at work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", nargs="*", default=[], metavar="NAME", help="kinds or pages; all of them if none")
        parser.add_argument(
            "--address", help="of a site with the sample projects that runs on this installation already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        only, address = options["only"], options["address"]
        if not address:
            with site_of_its_own(with_samples=not only or bool({*only} & {*PAGES})) as (address, env):
                again = [sys.executable, str(ROOT / "manage.py"), "screenshots", f"--address={address}"]
                again += ["--only", *only] if only else []
                if subprocess.run(again, env=env, check=False).returncode:
                    raise CommandError("Not every picture was taken.")
            return
        wanted = only or [*PAGES, *SCENES]
        # Before the browser is there: it keeps an event loop in the thread that uses the database.
        projects = {name: put_on(SCENES[name]) for name in wanted if name in SCENES}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(**chromium.find(ROOT).launch_arguments())
            for name in wanted:
                if name in PAGES:
                    self.tell(take_page(browser, address, name))
                else:
                    self.tell(take_scene(browser, f"{address}/projects/{projects[name]}", name))

    def tell(self, picture: Path) -> None:
        self.stdout.write(f"{picture.relative_to(ROOT)} {picture.stat().st_size // 1000} kB")


@contextmanager
def site_of_its_own(*, with_samples: bool) -> Iterator[tuple[str, dict[str, str]]]:
    """A whole site in a folder that goes away with it: (its address, the environment in which it runs)."""
    with tempfile.TemporaryDirectory(prefix="biaozhu-pictures-") as var:
        env = {**os.environ, "BIAOZHU_VAR": var, "DATABASE_URL": "", "REDIS_URL": ""}
        port = web.free_port("127.0.0.1", 8100)
        command = [sys.executable, str(ROOT / "manage.py"), "up", f"--port={port}"]
        up = subprocess.Popen([*command, *([] if with_samples else ["--empty"])], env=env)
        try:
            deadline = time.monotonic() + START_WITHIN
            while not web.answers("127.0.0.1", port):
                if up.poll() is not None or time.monotonic() > deadline:
                    raise CommandError("The site for the pictures did not start; what it said stands above.")
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}", env
        finally:
            up.send_signal(signal.SIGINT)
            up.wait()


def take_page(browser: Browser, address: str, name: str) -> Path:
    username, show = PAGES[name]
    page = browser.new_page(viewport=WINDOW, locale="zh-CN")
    sign_in(page, address, username)
    show(page)
    target = PICTURES / f"{name}.webp"
    target.write_bytes(small(page.screenshot(), names(page), MOST_BYTES_OF_PAGE))
    page.close()
    return target


def put_on(scene: Scene) -> int:
    """A project with the scene, for somebody who works in Chinese."""
    names = {"name_zh": "样例", "name_en": "Scenes"}
    organisation, _made = Organisation.objects.get_or_create(slug="scenes", defaults=names)
    look = {"name": "王芳", "language": "zh-hans", "theme": theme_of(scene)}
    person, made = Person.objects.get_or_create(username=username_of(scene), defaults=look)
    if made:
        person.set_password(people()["password"])
        person.save()
    return playing.put_on(scene, scene.fields[-1]["title"]["zh"], organisation, by=person).pk


def theme_of(scene: Scene) -> str:
    return "dark" if scene.dark else "light"


def username_of(scene: Scene) -> str:
    return f"scene-{theme_of(scene)}"


def take_scene(browser: Browser, address: str, name: str) -> Path:
    page = browser.new_page(viewport=SMALL, locale="zh-CN")
    site = address.split("/projects/")[0]
    sign_in(page, site, username_of(SCENES[name]))
    playing.play(SCENES[name], page, address)
    page.mouse.move(0, 0)  # no lines through the pointer
    page.wait_for_timeout(SETTLED_MS)
    target = PICTURES / "kinds" / f"{name}.webp"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(small(page.screenshot(), names(page)))
    page.close()
    return target


def names(page: Page) -> list[str]:
    """What can be seen on a page, by name."""
    found: list[str] = page.evaluate(NAMES)
    return found


def names_on(picture: Path) -> list[str]:
    """What could be seen when a picture was taken."""
    with Image.open(picture) as image:
        found: list[str] = orjson.loads(image.info.get("xmp", b"[]"))
    return found


def small(png: bytes, shown: list[str], most: int = MOST_BYTES) -> bytes:
    """As WebP, as good as the bytes allow that a page full of pictures should cost."""
    with Image.open(io.BytesIO(png)) as picture:
        for quality in range(90, 30, -5):
            target = io.BytesIO()
            picture.convert("RGB").save(target, "WEBP", quality=quality, method=6, xmp=orjson.dumps(shown))
            if target.tell() <= most:
                break
    return target.getvalue()


def sign_in(page: Page, address: str, username: str) -> None:
    page.goto(f"{address}/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", people()["password"])
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def workspace(page: Page) -> None:
    """Two defects boxed on a machined part."""
    page.locator("a", has_text="Surface defects").first.click()
    page.wait_for_url("**/projects/*")
    page.goto(page.url.rstrip("/") + "/label")
    page.locator(".surface").wait_for()
    hand = Hand(page)
    for key, start, end in [("1", (426, 116), (508, 208)), ("2", (178, 140), (202, 162))]:
        hand.press(key)
        hand.drag(start, end)
        hand.press("Escape")  # a digit would relabel the box that is selected
    hand.press("6")
    hand.page.mouse.move(0, 0)
    page.wait_for_timeout(SETTLED_MS)


def project(page: Page) -> None:
    """The overview of a project, with its agreement."""
    page.locator("a", has_text="Call-centre sentiment").first.click()
    page.locator("#agreement strong").first.wait_for()
    page.wait_for_load_state("networkidle")


PAGES: dict[str, tuple[str, Callable[[Page], None]]] = {
    "workspace": ("anno1", workspace),
    "project": ("lead", project),
}

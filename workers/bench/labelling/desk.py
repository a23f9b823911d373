"""What a work finds: a site of its own, somebody at work on it, a browser whose frames can be counted."""

import io
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import Any, Literal

import numpy as np
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from PIL import Image
from playwright.sync_api import Page, Playwright, ViewportSize

from annotation import queue
from annotation.drafts import save_draft
from annotation.models import Assignment
from projects import storage
from projects.making import make_project
from projects.models import Asset, Membership, Organisation, Person, Project, Role, Task
from workers.bench.labelling import processor
from workers.bench.site import HOST, ROOT
from workers.services import chromium, node
from workers.services.console import Stop

WINDOW: ViewportSize = {"width": 1400, "height": 900}
FRAMES = 120
SETTLED_MS = 700
TIMEOUT_MS = 120_000

# Remembers when the first picture of the shapes is on the screen, and can walk through a gesture frame by frame.
WATCH = """
const show = ImageBitmapRenderingContext.prototype.transferFromImageBitmap;
ImageBitmapRenderingContext.prototype.transferFromImageBitmap = function (picture) {
  show.call(this, picture);
  if (!window.painted) requestAnimationFrame(() => requestAnimationFrame(() => (window.painted ??= performance.now())));
};
window.walk = (frames, step) => new Promise((done) => {
  const times = [];
  const next = (now) => {
    times.push(now);
    if (times.length > frames) return done(times.slice(1).map((time, i) => time - times[i]));
    step(times.length - 1);
    requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
});
"""


@dataclass(frozen=True)
class Frames:
    """cpu     milliseconds of processor time a frame, of all threads that draw
    p50     milliseconds between two frames
    """

    cpu: float
    p50: float


@dataclass
class Desk:
    """small   sizes that show that it runs
    peers   the folder of what it is compared with; "" when that is not wanted
    """

    page: Page
    port: int
    profile: Path
    person: Person
    organisation: Organisation
    small: bool
    peers: str

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def sized(self, full: int, small: int) -> int:
        return small if self.small else full

    def project(self, body: Mapping[str, Any], **options: Any) -> Project:
        return make_project(self.organisation, by=self.person, name="Bench", body=dict(body), overlap=1, **options)

    def image_task(self, project: Project, raw: bytes, width: int, height: int, value: Any = None) -> Assignment:
        """An image in the person's hand, with what they have drawn so far."""
        name = storage.keep(raw, ".jpg")
        asset = Asset.objects.create(
            project=project,
            sha256=sha256(raw).hexdigest(),
            media="image",
            mime="image/jpeg",
            bytes=len(raw),
            width=width,
            height=height,
            file=name,
            original=name,
            thumbnail=name,
        )
        return self.in_hand(project, asset, value)

    def text_task(self, project: Project, text: str, value: Any = None) -> Assignment:
        raw = text.encode()
        asset = Asset.objects.create(
            project=project, sha256=sha256(raw).hexdigest(), media="text", mime="text/plain", bytes=len(raw), text=text
        )
        return self.in_hand(project, asset, value)

    def in_hand(self, project: Project, asset: Asset, value: Any = None) -> Assignment:
        number = project.tasks.count() + 1
        named = {"external_id": f"task-{number}", "name": f"task-{number}", "position": number}
        task = Task.objects.create(project=project, asset=asset, overlap=1, **named)
        assignment = Assignment.objects.get(pk=queue.hand_over(task, self.person))
        if value is not None:
            save_draft(assignment, value)
        return assignment

    def open(self, assignment: Assignment) -> None:
        """The task on the desk, its shapes painted, its image decoded, everything at rest."""
        project = assignment.task.project_id
        self.page.goto(f"{self.url}/projects/{project}/label?assignment={assignment.pk}")
        self.page.locator(".surface").wait_for(timeout=TIMEOUT_MS)
        if self.page.locator(".image-surface img").count():
            self.page.evaluate("document.querySelector('.image-surface img').decode()")
            self.painted()
        self.rest()

    def painted(self) -> float:
        """When the first picture of the shapes was on the screen, in milliseconds of the page."""
        look = "const look = () => (window.painted ? done(window.painted) : requestAnimationFrame(look))"
        return float(self.page.evaluate(f"() => new Promise((done) => {{ {look}; look(); }})"))

    def rest(self) -> None:
        self.page.wait_for_timeout(SETTLED_MS)

    def frames(self, step: str, count: int | None = None) -> Frames:
        """Walk through a gesture: `step` is a JavaScript function of the frame's number."""
        count = count or self.sized(FRAMES, 30)
        pids = processor.browser_processes(self.profile)
        before = processor.spent(pids)
        gaps = self.page.evaluate(f"window.walk({count}, {step})")
        return Frames((processor.spent(pids) - before) / count, median(gaps))

    def drag(self, path: str, *, button: Literal["left", "middle"] = "left", start: tuple[float, float]) -> Frames:
        """Drag from a point of the screen, one move a frame. `path`: JavaScript, frame's number -> [x, y] to be at."""
        self.page.mouse.move(*start)
        self.page.mouse.down(button=button)
        self.page.mouse.move(start[0] + 5, start[1])
        moves = f"""(frame) => {{
            const [clientX, clientY] = ({path})(frame);
            const surface = document.querySelector('.surface, .peer');
            const held = {{ pointerId: 1, buttons: {4 if button == "middle" else 1} }};
            surface.dispatchEvent(new PointerEvent('pointermove', {{ clientX, clientY, bubbles: true, ...held }}));
        }}"""
        found = self.frames(moves)
        self.page.mouse.up(button=button)
        self.rest()
        return found

    def install(self, *packages: str) -> Path:
        """npm packages beside the site, for comparison only; the folder of node_modules."""
        folder = Path(self.peers)
        folder.mkdir(parents=True, exist_ok=True)
        command = [*node.npm(), "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder)]
        done = subprocess.run(
            [*command, *packages], env=node.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise Stop(f"`npm install {' '.join(packages)}` failed:\n{done.stderr[-2000:]}")
        return folder / "node_modules"


@contextmanager
def opened(playwright: Playwright, port: int, folder: Path, *, small: bool, peers: str) -> Iterator[Desk]:
    """A browser of somebody who is signed in."""
    name = folder.name
    organisation = Organisation.objects.create(slug=name.replace("_", "-"), name_zh=name, name_en=name)
    person = Person.objects.create(username=name, name=name, language="en")
    Membership.objects.create(person=person, organisation=organisation, role=Role.OWNER)
    profile = folder / "profile"
    browser = chromium.find(ROOT)
    context = playwright.chromium.launch_persistent_context(
        profile,
        executable_path=browser.program,
        args=browser.arguments,
        env={**os.environ, **browser.env},
        viewport=WINDOW,
        locale="en-US",
    )
    try:
        context.add_init_script(WATCH)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": _session(person), "url": f"http://{HOST}:{port}"}
        context.add_cookies([cookie])  # type: ignore[list-item]
        yield Desk(context.pages[0], port, profile, person, organisation, small, peers)
    finally:
        context.close()


def _session(person: Person) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def photograph(width: int, height: int) -> bytes:
    """A JPEG with as much in it as a photograph has: the browser takes as long to decode it."""
    rng = np.random.default_rng(20261123)
    coarse = rng.integers(0, 255, (height // 40, width // 40, 3), dtype=np.uint8)
    image = Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)
    grain = rng.normal(0, 6, (height, width, 1))
    pixels = np.clip(np.asarray(image, dtype=np.float32) + grain, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=85)
    return buffer.getvalue()

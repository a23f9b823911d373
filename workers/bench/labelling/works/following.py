"""From the key to the next task: images of 12 megapixels, the server 100 ms away."""

import io
from collections.abc import Iterator
from statistics import median

from PIL import Image

from workers.bench.labelling.desk import Desk, photograph
from workers.bench.report import Figure

WIDTH, HEIGHT = 4000, 3000
BODY = {
    "media": "image",
    "fields": [{"name": "things", "kind": "box", "labels": [{"name": "thing", "color": "#1d4ed8"}]}],
}
DELAY_MS = 100
WORK_MS = 1500

# Until the end of the frame in which another image, loaded and in its place, has been painted by the page.
FOLLOW = """() => {
    const image = () => document.querySelector('.image-surface > img');
    window.followed = new Promise((done) => addEventListener('keydown', (event) => {
        const before = image().src;
        const look = () => {
            const now = image();
            if (!now || now.src === before || !now.complete || !now.style.transform) return requestAnimationFrame(look);
            const channel = new MessageChannel();
            channel.port1.onmessage = () => done(performance.now() - event.timeStamp);
            channel.port2.postMessage(null);
        };
        requestAnimationFrame(look);
    }, { once: true, capture: true }));
}"""


def figures(desk: Desk) -> Iterator[Figure]:
    tasks = desk.sized(20, 3)
    photo = Image.open(io.BytesIO(photograph(WIDTH, HEIGHT)))
    project = desk.project(BODY)
    first, *_rest = [desk.image_task(project, _turned(photo, n), WIDTH, HEIGHT) for n in range(tasks + 1)]
    network = desk.page.context.new_cdp_session(desk.page)
    network.send("Network.enable")
    far = {"offline": False, "latency": DELAY_MS, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", far)
    desk.page.goto(f"{desk.url}/projects/{first.task.project_id}/label")
    desk.page.locator(".image-surface > img").wait_for()
    times = [_follow(desk) for _ in range(tasks)]
    what = f"key to the next task painted, {WIDTH} × {HEIGHT}, server {DELAY_MS} ms away"
    yield Figure(f"{what}, p50 of {tasks}", median(times), "ms")
    yield Figure(f"{what}, longest", max(times), "ms")


def _turned(photo: Image.Image, number: int) -> bytes:
    """Another image for each task: the same one, moved a little."""
    out = io.BytesIO()
    photo.transform(photo.size, Image.Transform.AFFINE, (1, 0, number * 16, 0, 1, 0)).save(out, "JPEG", quality=88)
    return out.getvalue()


def _follow(desk: Desk) -> float:
    desk.page.wait_for_timeout(WORK_MS)  # somebody looks at the task
    desk.page.evaluate(FOLLOW)
    desk.page.keyboard.press("Control+Enter")
    return float(desk.page.evaluate("window.followed"))

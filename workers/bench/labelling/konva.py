"""The same polygons in Konva, as its guide to performance says: no listening, hairlines, the dragged one by itself."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from workers.bench.labelling.desk import Desk

PACKAGE = "konva@10"
PAGE = """<!doctype html><meta charset="utf-8"><style>body { margin: 0 }</style><div class="peer"></div>
<script src="konva.min.js"></script><script>
(async () => {
  const polygons = await (await fetch("polygons.json")).json();
  const image = new Image();
  image.src = "photo.jpg";
  await image.decode();
  const began = performance.now();
  const place = document.querySelector(".peer");
  const stage = new Konva.Stage({ container: place, width: innerWidth, height: innerHeight });
  const photo = new Konva.Layer({ listening: false }), shapes = new Konva.Layer({ listening: false });
  const held = new Konva.Layer({ listening: false });
  photo.add(new Konva.Image({ image, perfectDrawEnabled: false }));
  const look = { closed: true, stroke: "#1d4ed8", strokeWidth: 1, strokeScaleEnabled: false, listening: false,
                 perfectDrawEnabled: false, shadowForStrokeEnabled: false };
  const lines = polygons.map((points) => new Konva.Line({ ...look, points: points.flat() }));
  shapes.add(...lines);
  stage.add(photo, shapes, held);
  const fit = Math.min((innerWidth - 32) / image.width, (innerHeight - 32) / image.height);
  stage.scale({ x: fit, y: fit });
  stage.position({ x: (innerWidth - image.width * fit) / 2, y: (innerHeight - image.height * fit) / 2 });
  stage.draw();
  requestAnimationFrame(() => requestAnimationFrame(() => (window.painted = performance.now() - began)));
  let last = null, dragged = null;
  window.takeOne = () => { dragged = lines[0]; dragged.moveTo(held); stage.batchDraw(); };
  place.addEventListener("pointermove", (event) => {
    if (!event.buttons) return (last = null);
    const [dx, dy] = last ? [event.clientX - last[0], event.clientY - last[1]] : [0, 0];
    last = [event.clientX, event.clientY];
    if (dragged) { dragged.move({ x: dx / stage.scaleX(), y: dy / stage.scaleX() }); held.batchDraw(); }
    else { stage.position({ x: stage.x() + dx, y: stage.y() + dy }); stage.batchDraw(); }
  });
  place.addEventListener("wheel", (event) => {
    event.preventDefault();
    const by = Math.exp(-event.deltaY * 0.0015), scale = stage.scaleX() * by;
    const { clientX: x, clientY: y } = event;
    stage.position({ x: x - (x - stage.x()) * by, y: y - (y - stage.y()) * by });
    stage.scale({ x: scale, y: scale });
    stage.batchDraw();
  });
})();
</script>"""


def measured(desk: Desk, photo: bytes, polygons: list[list[list[float]]], around: str, zoom: str) -> dict[str, float]:
    modules = desk.install(PACKAGE)
    folder = desk.profile.parent / "konva"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "konva.min.js").write_bytes((modules / "konva" / "konva.min.js").read_bytes())
    (folder / "polygons.json").write_text(json.dumps(polygons))
    (folder / "photo.jpg").write_bytes(photo)
    with served(folder) as url:
        desk.page.goto(url)
        paint = desk.painted()
        desk.rest()
        pan = desk.drag(around, button="middle", start=(700, 450)).cpu
        scaled = desk.frames(zoom).cpu
        desk.page.evaluate("window.takeOne()")
        desk.rest()
        one = desk.drag(around, start=(700, 450)).cpu
    return {"paint": paint, "pan": pan, "zoom": scaled, "drag": one}


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()

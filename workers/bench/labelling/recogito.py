"""The same spans in Recogito's text annotator, with the renderer that draws them."""

import json
import subprocess

from workers.bench.labelling.desk import TIMEOUT_MS, Desk
from workers.bench.labelling.konva import served
from workers.bench.site import ROOT
from workers.services import node
from workers.services.console import Stop

PACKAGE = "@recogito/text-annotator@4"
PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0 } .peer { height: 100vh; overflow: auto; white-space: pre-wrap; font: 16px/34px sans-serif; }
</style><div class="peer"><div id="text"></div></div><script type="module" src="app.js"></script>"""
# Paragraphs are elements, as on any page of this length. Shown is what is drawn: the first highlight in the page.
SCRIPT = """
import { createTextAnnotator } from "@recogito/text-annotator";
import "@recogito/text-annotator/text-annotator.css";
const { text, spans } = await (await fetch("task.json")).json();
const place = document.getElementById("text");
const drawn = (name, wanted) => {
  const look = () => {
    if (document.querySelector(wanted)) requestAnimationFrame(() => (window[name] = performance.now()));
    else requestAnimationFrame(look);
  };
  look();
};
const annotation = ([start, end], id) => {
  const selector = [{ quote: text.slice(start, end), start, end }];
  return { id, bodies: [], target: { annotation: id, selector } };
};
window.began = performance.now();
for (const line of text.split(/(?<=\\n)/)) {
  const paragraph = document.createElement("div");
  paragraph.append(line);
  place.append(paragraph);
}
const annotator = createTextAnnotator(place, { renderer: "SPANS" });
annotator.setAnnotations(spans.map((span, i) => annotation(span, `a${i}`)));
drawn("painted", "[data-annotation]");
window.addOne = (start, end) => {
  window.began = performance.now();
  annotator.addAnnotation(annotation([start, end], "new"));
  drawn("added", "[data-annotation=new]");
};
"""


def measured(desk: Desk, text: str, spans: list[tuple[int, int]]) -> dict[str, float]:
    """Milliseconds to the first picture, and from a further span to its picture. Offsets as the browser counts them."""
    modules = desk.install(PACKAGE)
    folder = desk.profile.parent / "recogito"
    folder.mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / "task.json").write_text(json.dumps({"text": text, "spans": spans}))
    (folder / "source.js").write_text(SCRIPT)
    program = ROOT / "node_modules" / "esbuild" / "bin" / "esbuild"
    command = [
        program,
        folder / "source.js",
        "--bundle",
        "--format=esm",
        "--target=esnext",
        f"--outfile={folder}/app.js",
    ]
    environment = node.environment() | {"NODE_PATH": str(modules)}
    done = subprocess.run([str(each) for each in command], env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"esbuild could not bundle {PACKAGE}:\n{done.stderr[-2000:]}")
    with served(folder) as url:
        desk.page.goto(url)
        desk.page.wait_for_function("() => window.painted", timeout=TIMEOUT_MS)
        paint = desk.page.evaluate("window.painted - window.began")
        desk.rest()
        desk.page.evaluate("window.addOne(20, 26)")
        desk.page.wait_for_function("() => window.added", timeout=TIMEOUT_MS)
        return {"open": paint, "add": desk.page.evaluate("window.added - window.began")}

/** What helps to see on an image without changing it: filters, measuring, a small map, zoom to a region. */
import { effect } from "@preact/signals";
import { render } from "preact";
import { gettext } from "../../lib/i18n";
import type { Handler } from "../../lib/keys";
import { fieldsWith } from "../kind";
import { later } from "../panels/later";
import { type Bounds, clamp, type Point } from "./geometry";
import { filterOf } from "./sight";
import type { Stage } from "./stage";

/** A region zoomed to fills this part of the window. */
const FILLS = 0.7;
const MOST_ZOOM = 16;
const STEP = 60;

/** Smaller images are found again with one look. */
const LARGE = 4_000_000;

const Minimap = later(async () => (await import("./minimap")).Minimap);
const Measure = later(async () => (await import("./measure")).Measure);

/** Lay the helpers over the image; returns how to take them away. */
export function layViews(stage: Stage): () => void {
  const { root, base } = stage.elements;
  const host = document.createElement("div");
  host.className = "views";
  root.append(host);
  render(<Views stage={stage} />, host);
  const endings = [
    effect(() => base.filter(filterOf(stage.desk.sight.settings.value))),
    stage.desk.keys.bindAll(actions(stage)),
  ];
  return () => {
    endings.forEach((end) => end());
    render(null, host);
    host.remove();
  };
}

function Views({ stage }: { stage: Stage }) {
  const { measuring } = stage.desk.sight;
  const { width, height } = stage.frame;
  return (
    <>
      {measuring.value && <Measure stage={stage} />}
      {width * height >= LARGE && <Minimap stage={stage} />}
    </>
  );
}

function actions(stage: Stage): Record<string, Handler> {
  const { desk } = stage;
  const { sight } = desk;
  return {
    crosshair: () => sight.set({ crosshair: !sight.settings.peek().crosshair }),
    measure: () => void (sight.measuring.value = !sight.measuring.peek()),
    "zoom-region": () => zoomToRegion(stage),
    "draw-again": () => drawAgain(stage),
    ...(stage.isTimed ? {} : pans(stage)),
  };
}

function zoomToRegion(stage: Stage): boolean {
  const held = stage.inHand.peek();
  if (!held) return false;
  const { left, top, right, bottom }: Bounds = held.kind.bounds(held.region);
  const { width, height } = stage.window.peek();
  const fits = Math.min(width / Math.max(1, right - left), height / Math.max(1, bottom - top)) * FILLS;
  const scale = clamp(fits, 0.01, MOST_ZOOM);
  const middle = stage.middle();
  stage.look({ scale, x: middle.x - ((left + right) / 2) * scale, y: middle.y - ((top + bottom) / 2) * scale });
  return true;
}

/** The tool and the label that drew last are in the hand again. */
function drawAgain(stage: Stage): void {
  const { desk } = stage;
  const [field] = fieldsWith(desk, "shape");
  const first = field?.labels[0];
  if (!stage.armed() && field && first) desk.armed.value = { field, label: first.name };
  desk.sheet.select(null);
  desk.tool.value = "draw";
  desk.say(gettext("Drawing"));
}

/** With nothing selected the arrow keys move the view. */
function pans(stage: Stage): Record<string, Handler> {
  const by: Readonly<Record<string, Point>> = {
    left: { x: STEP, y: 0 },
    right: { x: -STEP, y: 0 },
    up: { x: 0, y: STEP },
    down: { x: 0, y: -STEP },
  };
  const entries = Object.entries(by).flatMap(([way, step]) =>
    [1, 4].map((far): [string, Handler] => [
      `${far > 1 ? "move-far" : "move"}-${way}`,
      () => {
        if (stage.inHand.peek() || document.activeElement !== stage.elements.root) return false;
        const { scale, x, y } = stage.view.peek();
        stage.look({ scale, x: x + step.x * far, y: y + step.y * far });
        return true;
      },
    ]),
  );
  return Object.fromEntries(entries);
}

/** What the keyboard does on the image: all that the pointer can do. */
import { fill, gettext } from "../../lib/i18n";
import type { Handler } from "../../lib/keys";
import { fieldsWith } from "../kind";
import { type Bounds, clampPoint, type Point, shown, type Size } from "./geometry";
import type { InHand } from "./overlay";
import { shapeOf } from "./shape";
import { snapping } from "./snap";
import type { Stage } from "./stage";

const ZOOM = 1.25;
const FAR = 10;
const FAR_TURN = 15;

const WAYS: Readonly<Record<string, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

/** Bind the actions of the image; returns how to unbind. */
export function bindImage(stage: Stage): () => void {
  const { desk } = stage;
  const off = new AbortController();
  addEventListener("keyup", (event) => event.code === "Backquote" && (desk.bare.value = false), { signal: off.signal });
  addEventListener("blur", () => (desk.bare.value = false), { signal: off.signal });
  const unbind = desk.keys.bindAll({
    "tool-select": () => void (desk.tool.value = "select"),
    "new-shape": () => putInTheMiddle(stage),
    "finish-drawing": () => stage.drawing.peek()?.result() != null && stage.finish(),
    "cancel-drawing": () => stage.cancel() || dropVertex(stage),
    "drawing-back": () => takeBack(stage),
    "zoom-in": () => stage.zoom(ZOOM),
    "zoom-out": () => stage.zoom(1 / ZOOM),
    "zoom-fit": () => stage.showAll(),
    bare: () => void (desk.bare.value = true),
    ...tools(stage),
    ...vertexKeys(stage),
    "cut-hole": () => cutHole(stage),
    snapping: () => switchSnapping(stage),
    "turn-right": () => turn(stage, 1),
    "turn-left": () => turn(stage, -1),
    "turn-right-far": () => turn(stage, FAR_TURN),
    "turn-left-far": () => turn(stage, -FAR_TURN),
    // In what runs in time the arrows go from frame to frame.
    ...(stage.isTimed ? {} : { ...arrows(stage, "move", 1), ...arrows(stage, "move-far", FAR) }),
    ...arrows(stage, "grow", 1),
    ...arrows(stage, "grow-far", FAR),
  });
  return () => {
    off.abort();
    unbind();
  };
}

function takeBack(stage: Stage): boolean {
  const drawing = stage.drawing.peek();
  if (!drawing) return false;
  if (!drawing.back() || !drawing.outline()) stage.cancel();
  stage.drawn.value++;
  return true;
}

/** One action for each tool that the schema's kinds bring. */
function tools({ desk }: Stage): Record<string, Handler> {
  const found: Record<string, Handler> = {};
  for (const field of fieldsWith(desk, "shape").toReversed()) {
    found[shapeOf(desk, field)!.tool.action] = () => {
      const held = desk.armed.peek();
      if (held?.field.kind !== field.kind && field.labels[0]) desk.armed.value = { field, label: field.labels[0].name };
      desk.tool.value = "draw";
    };
  }
  return found;
}

/** Without a mouse: a shape of a quarter of the view, or of what it is cut out of, to be shaped by the arrow keys. */
function putInTheMiddle(stage: Stage): boolean {
  if (stage.drawing.peek()?.result()) return stage.finish();
  const within = stage.cutting();
  const armed = stage.armed();
  if (!armed) return false;
  const bounds = within ? within.kind.bounds(within.region) : shown(stage.view.peek(), stage.window.peek());
  return stage.take(armed.kind.tool.fill(quarter(inside(bounds, stage.frame)), stage.frame));
}

/** The part of these bounds that lies on the image. */
function inside({ left, top, right, bottom }: Bounds, frame: Size): Bounds {
  const [start, end] = [clampPoint({ x: left, y: top }, frame), clampPoint({ x: right, y: bottom }, frame)];
  return { left: start.x, top: start.y, right: end.x, bottom: end.y };
}

function quarter({ left, top, right, bottom }: Bounds): Bounds {
  const [across, down] = [(right - left) * 0.375, (bottom - top) * 0.375];
  return { left: left + across, top: top + down, right: right - across, bottom: bottom - down };
}

/** The next shape drawn becomes a hole of the selected one. */
function cutHole(stage: Stage): boolean {
  const { desk, inHand } = stage;
  const held = inHand.peek();
  const selected = desk.sheet.selected.peek();
  const can = held?.kind.cut && !held.locked && selected && stage.start(selected) !== null;
  desk.say(can ? gettext("Draw the hole") : gettext("Select the shape that gets the hole first."));
  return true;
}

function switchSnapping({ desk }: Stage): void {
  snapping.value = !snapping.value;
  desk.say(snapping.value ? gettext("Points snap") : gettext("Points do not snap"));
}

function turn(stage: Stage, degrees: number): boolean {
  const held = stage.inHand.peek();
  if (!held?.kind.turn) return false;
  if (!held.locked) {
    stage.moving.value = held.kind.turn(held.region, degrees, stage.frame);
    stage.settle(`turn ${held.region.id}`);
  }
  return true;
}

function vertexKeys(stage: Stage): Record<string, Handler> {
  const step = (by: 1 | -1) => {
    const held = stage.inHand.peek();
    const names = held?.kind.vertices?.names(held.region) ?? [];
    if (!held || !names.length) return false;
    const now = names.indexOf(stage.vertex.peek() ?? "");
    const next = names[(now < 0 && by < 0 ? names.length - 1 : now + by + names.length) % names.length]!;
    stage.vertex.value = next;
    sayVertex(stage, held, next);
    return true;
  };
  return {
    "next-vertex": () => skipped(stage) || step(1),
    "previous-vertex": () => step(-1),
    "add-vertex": () => addVertex(stage),
    "remove-vertex": () => stage.vertex.peek() !== null && stage.removeVertex(stage.vertex.peek()!),
    "toggle-vertex": () => toggleVertex(stage),
  };
}

function skipped(stage: Stage): boolean {
  const drawing = stage.drawing.peek();
  if (!drawing?.skip) return false;
  if (drawing.skip()) stage.finish();
  stage.drawn.value++;
  return true;
}

function addVertex(stage: Stage): boolean {
  const held = stage.inHand.peek();
  const added = held?.locked ? null : held?.kind.vertices?.insert(held.region, stage.vertex.peek());
  if (!added) return false;
  stage.moving.value = added.region;
  stage.settle();
  stage.vertex.value = added.name;
  sayVertex(stage, stage.inHand.peek()!, added.name);
  return true;
}

function toggleVertex(stage: Stage): boolean {
  const held = stage.inHand.peek();
  const name = stage.vertex.peek();
  const toggle = held?.kind.vertices?.toggle;
  if (!held || !toggle || !name || held.locked) return false;
  stage.moving.value = toggle(held.region, name);
  stage.settle();
  return true;
}

function sayVertex({ desk }: Stage, { kind, region }: InHand, name: string): void {
  const names = kind.vertices!.names(region);
  const title = kind.handles(region, 1).find((handle) => handle.name === name)?.title;
  const number = fill(gettext("Point %(number)s of %(count)s"), { number: names.indexOf(name) + 1, count: names.length });
  desk.say(title ?? number);
}

function dropVertex(stage: Stage): boolean {
  const had = stage.vertex.peek() !== null;
  stage.vertex.value = null;
  return had;
}

function arrows(stage: Stage, id: string, far: number): Record<string, Handler> {
  const act = id.startsWith("grow") ? "grow" : "move";
  const entries = Object.entries(WAYS).map(([name, way]): [string, Handler] => [
    `${id}-${name}`,
    () => nudge(stage, act, { x: way.x * far, y: way.y * far }),
  ]);
  return Object.fromEntries(entries);
}

function nudge(stage: Stage, act: "move" | "grow", by: Point): boolean {
  const inHand = stage.inHand.peek();
  if (!inHand || document.activeElement !== stage.elements.root) return false;
  const name = stage.vertex.peek();
  const vertex = name && act === "move" ? inHand.kind.vertices?.at(inHand.region, name) : null;
  if (!inHand.locked) {
    stage.moving.value = vertex
      ? inHand.kind.drag(inHand.region, name!, { x: vertex.x + by.x, y: vertex.y + by.y }, stage.frame)
      : inHand.kind[act](inHand.region, by, stage.frame);
    stage.settle(`${act} ${inHand.region.id}`);
  }
  return true;
}

import assert from "node:assert/strict";
import { test } from "node:test";
import { type BoxRegion, boxShape } from "./box";
import { pack, type Stroke } from "./brush";
import { between, bringIntoSight, fit, keepInSight, toScreen, toValue, type View, zoomAt } from "./geometry";
import { Painter } from "./paint";
import { meant } from "./shape";
import { fetchTree, Spatial } from "./spatial";

const frame = { width: 4000, height: 3000 };
const HOLD = { pixel: 1, shift: false };

function dice(seed: number): (from: number, to: number) => number {
  let state = seed;
  return (from, to) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return from + (state / 2 ** 32) * (to - from);
  };
}

function near(actual: number, expected: number, slack = 1e-6): void {
  assert.ok(Math.abs(actual - expected) <= slack, `${actual} is not ${expected}`);
}

const box = (id: string, x: number, y: number, width: number, height: number, rotation = 0): BoxRegion => ({
  id,
  label: "car",
  x,
  y,
  width,
  height,
  rotation,
});

test("value → screen → value is the identity, after any zooming and panning", () => {
  const random = dice(1);
  let view: View = fit(frame, { width: 1000, height: 700 });
  for (let i = 0; i < 2000; i++) {
    const at = { x: random(0, 1000), y: random(0, 700) };
    view = keepInSight(zoomAt(view, random(0.5, 2), at, 0.01), frame, { width: 1000, height: 700 });
    const point = { x: random(0, 4000), y: random(0, 3000) };
    const back = toValue(view, toScreen(view, point));
    near(back.x, point.x);
    near(back.y, point.y);
  }
});

test("zooming leaves what is under the pointer where it is", () => {
  const random = dice(2);
  for (let i = 0; i < 500; i++) {
    const view = { scale: random(0.1, 5), x: random(-500, 500), y: random(-500, 500) };
    const at = { x: random(0, 1000), y: random(0, 700) };
    const before = toValue(view, at);
    const after = toValue(zoomAt(view, random(0.2, 4), at, 0.01), at);
    near(after.x, before.x);
    near(after.y, before.y);
  }
});

test("the picture of one view, transformed, lies exactly where the other view wants it", () => {
  const painted = { scale: 0.5, x: 10, y: 20 };
  const wanted = { scale: 1.25, x: -300, y: 44 };
  const [, dx, dy, by] = /translate\((.+)px, (.+)px\) scale\((.+)\)/.exec(between(painted, wanted))!.map(Number);
  const point = { x: 123, y: 456 };
  const old = toScreen(painted, point);
  near(old.x * by! + dx!, toScreen(wanted, point).x);
  near(old.y * by! + dy!, toScreen(wanted, point).y);
});

test("a region brought into sight is inside the window", () => {
  const window = { width: 800, height: 600 };
  const random = dice(3);
  for (let i = 0; i < 300; i++) {
    const [left, top] = [random(0, 3900), random(0, 2900)];
    const bounds = { left, top, right: left + random(1, 3000), bottom: top + random(1, 3000) };
    const view = bringIntoSight({ scale: random(0.1, 10), x: random(-900, 900), y: 0 }, bounds, window);
    const start = toScreen(view, { x: bounds.left, y: bounds.top });
    const end = toScreen(view, { x: bounds.right, y: bounds.bottom });
    assert.ok(start.x >= -1e-6 && start.y >= -1e-6 && end.x <= 800 + 1e-6 && end.y <= 600 + 1e-6);
  }
});

test("a drawn box is the same from any two opposite corners, and stays in the image", () => {
  const draw = (ax: number, ay: number, bx: number, by: number) => {
    const drawing = boxShape.tool.start(frame);
    drawing.press({ x: ax, y: ay }, HOLD);
    drawing.release({ x: bx, y: by }, true);
    return drawing.result();
  };
  const wanted = { x: 10, y: 20, width: 30, height: 40, rotation: 0 };
  assert.deepEqual(draw(10, 20, 40, 60), wanted);
  assert.deepEqual(draw(40, 60, 10, 20), wanted);
  assert.deepEqual(draw(40, 20, 10, 60), wanted);
  assert.deepEqual(draw(-50, -50, 9999, 9999), { x: 0, y: 0, width: 4000, height: 3000, rotation: 0 });
  assert.equal(draw(10, 20, 10.4, 60), null);
});

test("two clicks make the same box as a drag", () => {
  const drawing = boxShape.tool.start(frame);
  assert.equal(drawing.press({ x: 10, y: 20 }, HOLD), false);
  assert.equal(drawing.release({ x: 10, y: 20 }, false), false);
  drawing.move({ x: 25, y: 33 });
  assert.equal(drawing.press({ x: 40, y: 60 }, HOLD), true);
  assert.deepEqual(drawing.result(), { x: 10, y: 20, width: 30, height: 40, rotation: 0 });
});

test("dragging a handle moves its edges only, and pulled past the other side turns the box over", () => {
  const start = box("r1", 100, 100, 50, 40);
  assert.deepEqual(boxShape.drag(start, "se", { x: 200, y: 180 }, frame), box("r1", 100, 100, 100, 80));
  assert.deepEqual(boxShape.drag(start, "n", { x: 999, y: 90 }, frame), box("r1", 100, 90, 50, 50));
  assert.deepEqual(boxShape.drag(start, "w", { x: 180, y: 0 }, frame), box("r1", 150, 100, 30, 40));
  assert.deepEqual(boxShape.drag(start, "nw", { x: -5, y: -5 }, frame), box("r1", 0, 0, 150, 140));
});

test("a turned box keeps the opposite corner in its place when a handle is dragged", () => {
  const start = box("r1", 1000, 1000, 400, 200, 30);
  const fixed = boxShape.handles(start, 1).find((handle) => handle.name === "nw")!;
  const after = boxShape.drag(start, "se", { x: 1600, y: 1500 }, frame);
  const corner = boxShape.handles(after, 1).find((handle) => handle.name === "nw")!;
  near(corner.x, fixed.x, 0.05);
  near(corner.y, fixed.y, 0.05);
  const dragged = boxShape.handles(after, 1).find((handle) => handle.name === "se")!;
  near(dragged.x, 1600, 0.05);
  near(dragged.y, 1500, 0.05);
});

test("moving keeps the size, at the edge of the image too", () => {
  const moved = boxShape.move(box("r1", 3900, 10, 90, 40), { x: 50, y: -50 }, frame);
  assert.deepEqual(moved, box("r1", 3910, 0, 90, 40));
});

test("the smallest shape under the pointer is meant, and a repeated click goes deeper", () => {
  const shapes = [box("big", 0, 0, 500, 500), box("small", 100, 100, 20, 20), box("middle", 80, 80, 100, 100)];
  const click = (deeperThan: string | null) => meant(() => boxShape, shapes, { x: 110, y: 110 }, 2, deeperThan)?.id;
  assert.equal(click(null), "small");
  assert.equal(click("small"), "middle");
  assert.equal(click("middle"), "big");
  assert.equal(click("big"), "small");
  assert.equal(meant(() => boxShape, shapes, { x: 900, y: 900 }, 2), null);
});

test("a turned box is hit where it is seen", () => {
  const turned = box("r1", 100, 100, 200, 20, 90);
  assert.equal(boxShape.covers(turned, { x: 200, y: 30 }, 0), true);
  assert.equal(boxShape.covers(turned, { x: 110, y: 110 }, 0), false);
});

test("the index finds what a look at every shape would find, after thousands of changes", async () => {
  const random = dice(5);
  const index = new Spatial();
  const all = new Map<number, { left: number; top: number; right: number; bottom: number }>();
  for (let i = 0; i < 6000; i++) {
    const key = Math.floor(random(0, 3000));
    if (random(0, 1) < 0.2) {
      index.remove(key);
      all.delete(key);
    } else {
      const [left, top] = [random(0, 3900), random(0, 2900)];
      const bounds = { left, top, right: left + random(0, 90), bottom: top + random(0, 90) };
      index.set(key, bounds);
      all.set(key, bounds);
    }
    if (i % 200) continue;
    // Before that, without the tree.
    if (i === 3000) await fetchTree();
    const [x, y] = [random(0, 4000), random(0, 3000)];
    const wanted = [...all]
      .filter(([, b]) => b.left <= x + 50 && b.right >= x && b.top <= y + 50 && b.bottom >= y)
      .map(([found]) => found);
    const found = index.search({ left: x, top: y, right: x + 50, bottom: y + 50 });
    assert.deepEqual(found.sort((a, b) => a - b), wanted.sort((a, b) => a - b));
  }
});

/** A canvas that writes down what is painted. */
function recorder() {
  const said: string[] = [];
  const handler: ProxyHandler<object> = {
    get: (_, name) =>
      name === "canvas"
        ? { width: 100, height: 100 }
        : name === "measureText"
          ? () => ({ width: 10 })
          : (...args: unknown[]) => said.push(`${String(name)} ${args.join(" ")}`),
    set: () => true,
  };
  return { context: new Proxy({}, handler) as CanvasRenderingContext2D, said };
}

function paint(painter: Painter, without: number[] = []): string[] {
  const { context, said } = recorder();
  const view = { scale: 2, x: 0, y: 0 };
  painter.paint(context, { brush: 1, view, width: 100, height: 100, ratio: 1, without, badges: true, roams: false });
  return said;
}

const stroke = (key: number, region: BoxRegion | null): Stroke => ({
  key,
  style: 0,
  outline: region && boxShape.outline(region),
});

test("the painter paints what it was sent last, only what is in the window, and never what is being edited", () => {
  const painter = new Painter();
  painter.restyle([{ color: "#ff0000", ink: "#ffffff", badge: "1 Car" }]);
  painter.take(pack([stroke(1, box("a", 10, 10, 20, 20)), stroke(2, box("b", 5, 5, 9, 9)), stroke(3, box("c", 900, 900, 9, 9))]));
  assert.ok(paint(painter).includes("moveTo 20 20"));
  assert.ok(paint(painter).includes("moveTo 10 10"));
  assert.equal(paint(painter).some((line) => line.includes("1800")), false);
  assert.equal(paint(painter, [1]).includes("moveTo 20 20"), false);
  painter.take(pack([stroke(1, box("a", 30, 30, 15, 15)), stroke(2, null)]));
  assert.ok(paint(painter).includes("moveTo 60 60"));
  assert.equal(paint(painter).includes("moveTo 10 10"), false);
  assert.ok(paint(painter).some((line) => line.startsWith("fillText 1 Car")));
});

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Region } from "../types";
import { boxShape } from "./box";
import { pack } from "./brush";
import { type EllipseRegion, ellipseShape } from "./ellipse";
import { type Bounds, fit, keepInSight, type Point, type Size, toScreen, toValue, type View, zoomAt } from "./geometry";
import { Painter } from "./paint";
import { isInside, passes } from "./paths";
import { type PointsRegion, pointsShape } from "./points";
import { type PolygonRegion, polygonShape } from "./polygon";
import { type PolylineRegion, polylineShape } from "./polyline";
import { type Draft, type Drawing, meant, type ShapeKind } from "./shape";
import { type SkeletonRegion, skeletonShape } from "./skeleton";
import { snapped } from "./snap";

const frame = { width: 4000, height: 3000 };
const window: Size = { width: 1000, height: 700 };
const HOLD = { pixel: 1, shift: false };
const FIGURE = {
  joints: [
    { name: "head", at: [0.5, 0] as const },
    { name: "hand", title: { en: "Hand" }, at: [1, 0.5] as const },
    { name: "foot", at: [0, 1] as const },
  ],
  edges: [["head", "hand"], ["head", "foot"]] as const,
  language: "en",
};
const skeleton = skeletonShape(FIGURE);
const points = pointsShape();
const named = <R extends Region>(draft: object): R => ({ id: "r1", label: "car", ...draft }) as R;

/** Every kind with something of it to hold. */
const HELD: Readonly<Record<string, readonly [ShapeKind, Region]>> = {
  box: held(boxShape, named({ x: 100, y: 200, width: 300, height: 150, rotation: 0 })),
  "turned box": held(boxShape, named({ x: 1000, y: 900, width: 300, height: 150, rotation: 33.5 })),
  ellipse: held(ellipseShape, named<EllipseRegion>({ x: 900.5, y: 700, rx: 120, ry: 60, rotation: -20 })),
  polygon: held(polygonShape, named<PolygonRegion>({ points: [[10, 10], [200.25, 40], [90, 300]], holes: [[[60, 60], [90, 60], [70, 90]]] })),
  polyline: held(polylineShape, named<PolylineRegion>({ points: [[10.5, 10], [200, 40], [90, 300]] })),
  points: held(points, named<PointsRegion>({ points: [[10, 10.75], [200, 40]] })),
  skeleton: held(skeleton, named<SkeletonRegion>({ joints: { head: [50, 10, 2], hand: [90, 60.5, 1], foot: [0, 0, 0] } })),
};

function held<R extends Region>(kind: ShapeKind<R>, region: R): readonly [ShapeKind, Region] {
  return [kind as unknown as ShapeKind, region];
}

function dice(seed: number): (from: number, to: number) => number {
  let state = seed;
  return (from, to) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return from + (state / 2 ** 32) * (to - from);
  };
}

function someView(random: (from: number, to: number) => number): View {
  const at = { x: random(0, 1000), y: random(0, 700) };
  return keepInSight(zoomAt(fit(frame, window), random(0.5, 40), at, 0.01), frame, window);
}

/** A point's way to the screen and back. */
function overTheScreen(view: View, point: Point): Point {
  return toValue(view, toScreen(view, point));
}

function click(drawing: Drawing, x: number, y: number): boolean {
  const done = drawing.press({ x, y }, HOLD);
  return drawing.release({ x, y }, false) || done;
}

for (const [name, [kind, region]] of Object.entries(HELD)) {
  test(`${name}: value → screen → value is the identity, by every handle, at any zoom`, () => {
    const random = dice(7);
    for (let i = 0; i < 200; i++) {
      const view = someView(random);
      for (const handle of kind.handles(region, 1 / view.scale)) {
        if (handle.look === "between" || (handle.look === "turn" && !near(kind, region))) continue;
        const after = kind.drag(region, handle.name, overTheScreen(view, handle), frame);
        assert.deepEqual(rounded(after), rounded(region), `${handle.name} at ${view.scale}`);
      }
    }
  });

  test(`${name}: nothing drifts in 100 rounds of opening, looking and saving`, () => {
    const random = dice(8);
    let now = region;
    for (let round = 0; round < 100; round++) {
      const stored = JSON.parse(JSON.stringify(now)) as Region;
      const view = someView(random);
      const corner = kind.handles(stored, 1 / view.scale)[0]!;
      now = kind.drag(stored, corner.name, overTheScreen(view, corner), frame);
    }
    assert.deepEqual(rounded(now), rounded(region));
  });

  test(`${name}: moved there and back it is the same, and it never leaves the image`, () => {
    const there = kind.move(region, { x: 17.25, y: 31.5 }, frame);
    assert.notDeepEqual(there, region);
    assert.deepEqual(rounded(kind.move(there, { x: -17.25, y: -31.5 }, frame)), rounded(region));
    const far = kind.bounds(kind.move(region, { x: 1e5, y: 1e5 }, frame));
    const middle = { x: (far.left + far.right) / 2, y: (far.top + far.bottom) / 2 };
    assert.ok(middle.x <= 4000.01 && middle.y <= 3000.01);
  });

  test(`${name}: it is hit where its outline runs, found by its bounds, and painted`, () => {
    const outline = kind.outline(region);
    const { left, top, right, bottom } = kind.bounds(region);
    for (const ring of [...outline.rings, outline.dots ?? [], outline.hollow ?? []])
      for (let i = 0; i < ring.length; i += 2) {
        const at = { x: ring[i]!, y: ring[i + 1]! };
        assert.ok(kind.covers(region, at, 1));
        assert.ok(at.x >= left - 0.6 && at.x <= right + 0.6 && at.y >= top - 0.6 && at.y <= bottom + 0.6);
      }
    assert.equal(kind.covers(region, { x: right + 50, y: bottom + 50 }, 4), false);
    const painter = new Painter();
    painter.restyle([{ color: "#ff0000", ink: "#ffffff", badge: "1 Car" }]);
    painter.take(pack([{ key: 1, style: 0, outline }]));
    assert.ok(painted(painter).some((line) => /^(stroke|fill) /.test(line)));
  });

  test(`${name}: what a key puts down lies inside its bounds and can be drawn out`, () => {
    const bounds: Bounds = { left: 100, top: 50, right: 300, bottom: 250 };
    const made = named<Region>(kind.tool.fill(bounds, frame));
    const { left, top, right, bottom } = kind.bounds(made);
    assert.ok(left >= 100 && top >= 50 && right <= 300 && bottom <= 250);
    const grown = kind.bounds(kind.grow(made, { x: 10, y: 5 }, frame));
    if (right > left) assert.equal(Math.round(grown.right - right), 10);
    assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
  });
}

/** The grip for turning only says the angle to a tenth of a degree. */
function near(kind: ShapeKind, region: Region): boolean {
  return kind.turn !== undefined && "rotation" in region;
}

function rounded(value: unknown): unknown {
  if (typeof value === "number") return Math.round(value * 50) / 50 + 0;
  if (Array.isArray(value)) return value.map(rounded);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, rounded(inner)]));
  return value;
}

function painted(painter: Painter): string[] {
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
  const context = new Proxy({}, handler) as CanvasRenderingContext2D;
  painter.paint(context, { brush: 1, view: { scale: 0.2, x: 0, y: 0 }, width: 800, height: 600, ratio: 1, without: [], badges: true, roams: false });
  return said;
}

test("a polygon is closed by a click on its first corner, or by a second click on its last", () => {
  const square = [[10, 10], [110, 10], [110, 110], [10, 110]] as const;
  const first = polygonShape.tool.start(frame);
  for (const [x, y] of square) assert.equal(click(first as Drawing, x, y), false);
  assert.equal(click(first as Drawing, 12, 9), true);
  assert.deepEqual(first.result(), { points: square });
  const second = polygonShape.tool.start(frame);
  for (const [x, y] of square) click(second as Drawing, x, y);
  assert.equal(click(second as Drawing, 10, 110), true);
  assert.deepEqual(second.result(), { points: square });
});

test("two corners are no polygon, and the last corner can be taken back", () => {
  const drawing = polygonShape.tool.start(frame);
  click(drawing as Drawing, 10, 10);
  click(drawing as Drawing, 110, 10);
  assert.equal(click(drawing as Drawing, 110, 10), false);
  assert.equal(drawing.result(), null);
  click(drawing as Drawing, 110, 110);
  assert.equal(drawing.back(), true);
  assert.equal(drawing.result(), null);
  assert.equal(drawing.back(), true);
  assert.equal(drawing.back(), false);
});

test("a corner follows the pointer until it is let go, and stays in the image", () => {
  const drawing = polylineShape.tool.start(frame);
  drawing.press({ x: 10, y: 10 }, HOLD);
  drawing.move({ x: -50, y: 33.333 });
  drawing.release({ x: -60, y: 33.339 }, true);
  click(drawing as Drawing, 100, 100);
  assert.deepEqual(drawing.result(), { points: [[0, 33.34], [100, 100]] });
});

test("points that stand alone are finished by one click", () => {
  const drawing = pointsShape(1).tool.start(frame);
  assert.equal(click(drawing as Drawing, 10, 10), true);
  assert.deepEqual(drawing.result(), { points: [[10, 10]] });
});

test("a hole is not part of the polygon: it is not hit there, and counts off its area", () => {
  const outer = named<PolygonRegion>({ points: [[0, 0], [100, 0], [100, 100], [0, 100]] });
  const cut = polygonShape.cut!(outer, { points: [[25, 25], [75, 25], [75, 75], [25, 75]] });
  assert.equal(polygonShape.area(cut), 7500);
  assert.equal(polygonShape.covers(outer, { x: 50, y: 50 }, 2), true);
  assert.equal(polygonShape.covers(cut, { x: 50, y: 50 }, 2), false);
  assert.equal(polygonShape.covers(cut, { x: 10, y: 50 }, 2), true);
  const inner = named<PolygonRegion>({ points: [[40, 40], [60, 40], [60, 60]] });
  assert.equal(meant(() => polygonShape, [cut, { ...inner, id: "r2" }], { x: 55, y: 45 }, 2)?.id, "r2");
});

test("a corner comes out of the middle of an edge, and goes again; three always stay", () => {
  const triangle = named<PolygonRegion>({ points: [[0, 0], [100, 0], [0, 100]] });
  const middle = polygonShape.handles(triangle, 1).find(({ name }) => name === "after 0 2")!;
  assert.deepEqual([middle.x, middle.y], [0, 50]);
  const four = polygonShape.drag(triangle, middle.name, { x: 5, y: 50 }, frame);
  assert.deepEqual(four.points, [[0, 0], [100, 0], [0, 100], [5, 50]]);
  assert.deepEqual(polygonShape.vertices!.remove(four, "point 0 3"), triangle);
  assert.equal(polygonShape.vertices!.remove(triangle, "point 0 1"), null);
  const far = polygonShape.handles(triangle, 20);
  assert.equal(far.some(({ look }) => look === "between"), false);
});

test("the hole goes with its third corner, the polygon stays", () => {
  const [, region] = HELD.polygon as unknown as [unknown, PolygonRegion];
  const without = polygonShape.vertices!.remove(region, "point 1 0")!;
  assert.deepEqual(without.points, region.points);
  assert.equal("holes" in without, false);
});

test("an open line gets new points between its ends only", () => {
  const line = named<PolylineRegion>({ points: [[0, 0], [100, 0]] });
  assert.deepEqual(polylineShape.handles(line, 1).map(({ name }) => name), ["point 0 0", "point 0 1", "after 0 0"]);
  const added = polylineShape.vertices!.insert(line, "point 0 1")!;
  assert.deepEqual(added, { region: { ...line, points: [[0, 0], [50, 0], [100, 0]] }, name: "point 0 1" });
  assert.equal(passes([[0, 0], [100, 0], [50, 50]], false, { x: 25, y: 25 }, 5), false);
  assert.equal(passes([[0, 0], [100, 0], [50, 50]], true, { x: 25, y: 25 }, 5), true);
});

test("joints are placed in the order of the field; Shift hides one, one can be left out", () => {
  const drawing = skeleton.tool.start(frame);
  assert.equal(drawing.next, "head");
  click(drawing as Drawing, 50, 10);
  assert.equal(drawing.next, "Hand");
  assert.equal(drawing.skip!(), false);
  drawing.press({ x: 20, y: 90 }, { pixel: 1, shift: true });
  assert.deepEqual(drawing.result(), { joints: { head: [50, 10, 2], hand: [0, 0, 0], foot: [20, 90, 1] } });
});

test("a dragged box puts down the whole figure", () => {
  const drawing = skeleton.tool.start(frame);
  drawing.press({ x: 100, y: 100 }, HOLD);
  drawing.move({ x: 150, y: 200 });
  assert.equal(drawing.release({ x: 200, y: 300 }, true), true);
  assert.deepEqual(drawing.result(), { joints: { head: [150, 100, 2], hand: [200, 200, 2], foot: [100, 300, 2] } });
});

test("a joint can be hidden, taken away and put back; the last one stays", () => {
  const [, region] = HELD.skeleton as unknown as [unknown, SkeletonRegion];
  const { vertices } = skeleton;
  assert.deepEqual(vertices!.names(region), ["joint head", "joint hand"]);
  assert.equal(vertices!.toggle!(region, "joint head").joints.head![2], 1);
  const alone = vertices!.remove(region, "joint head")!;
  assert.deepEqual(alone.joints.head, [0, 0, 0]);
  assert.equal(vertices!.remove(alone, "joint hand"), null);
  const back = vertices!.insert(region, null)!;
  assert.equal(back.name, "joint foot");
  assert.deepEqual(back.region.joints.foot, [70, 35.25, 2]);
  assert.equal(vertices!.insert(back.region, null), null);
});

test("a box turned in steps comes back to where it was, and upright again it fits the image", () => {
  const start = named<Parameters<typeof boxShape.bounds>[0]>({ x: 3800, y: 100, width: 200, height: 100, rotation: 0 });
  let box = start;
  for (let i = 0; i < 24; i++) box = boxShape.turn!(box, 15, frame);
  assert.deepEqual(box, start);
  const upright = boxShape.turn!({ ...start, x: 3950, rotation: 1 }, -1, frame);
  assert.ok(upright.x + upright.width <= 4000);
});

test("the grip turns a box towards the pointer, and finds the right angles by itself", () => {
  const box = named<Parameters<typeof boxShape.bounds>[0]>({ x: 900, y: 900, width: 200, height: 200, rotation: 0 });
  assert.equal(boxShape.drag(box, "turn", { x: 2000, y: 1001 }, frame).rotation, 90);
  assert.equal(boxShape.drag(box, "turn", { x: 1000 + 100 * Math.tan((20 * Math.PI) / 180), y: 900 }, frame).rotation, 20);
  assert.equal(boxShape.drag(box, "turn", { x: 1000, y: 2000 }, frame).rotation, -180);
});

test("an ellipse is hit inside its line only, however it is turned", () => {
  const ellipse = named<EllipseRegion>({ x: 500, y: 500, rx: 100, ry: 20, rotation: 90 });
  assert.equal(ellipseShape.covers(ellipse, { x: 500, y: 590 }, 0), true);
  assert.equal(ellipseShape.covers(ellipse, { x: 590, y: 500 }, 0), false);
  assert.equal(ellipseShape.covers(ellipse, { x: 515, y: 590 }, 0), false);
  const { left, right } = ellipseShape.bounds(ellipse);
  assert.ok(Math.abs(left - 480) < 1e-9 && Math.abs(right - 520) < 1e-9);
});

test("an ellipse keeps the opposite side where it is when a handle is pulled", () => {
  const ellipse = named<EllipseRegion>({ x: 500, y: 500, rx: 100, ry: 50, rotation: 0 });
  const { x, y, rx, ry } = ellipseShape.drag(ellipse, "e", { x: 700, y: 0 }, frame);
  assert.deepEqual([x, y, rx, ry], [550, 500, 150, 50]);
});

test("a point snaps to a corner before a line, to a line before nothing, and to the edge of the image", () => {
  const square = polygonShape.outline(named<PolygonRegion>({ points: [[100, 100], [200, 100], [200, 200], [100, 200]] }));
  const snap = (x: number, y: number) => snapped({ x, y }, 8, frame, [square]);
  assert.deepEqual(snap(104, 97), { x: 100, y: 100 });
  assert.deepEqual(snap(150, 105), { x: 150, y: 100 });
  assert.deepEqual(snap(96, 150), { x: 100, y: 150 });
  assert.equal(snap(150, 150), null);
  assert.deepEqual(snap(3, 1500), { x: 0, y: 1500 });
  assert.deepEqual(snap(3996, 2995), { x: 4000, y: 3000 });
  const dots = points.outline(named<PointsRegion>({ points: [[1000, 1000]] }));
  assert.deepEqual(snapped({ x: 1003, y: 1003 }, 8, frame, [dots]), { x: 1000, y: 1000 });
});

test("inside counts even-odd, as it is painted", () => {
  const bow = [[0, 0], [100, 100], [100, 0], [0, 100]] as const;
  assert.equal(isInside([bow], { x: 25, y: 50 }), true);
  assert.equal(isInside([bow], { x: 50, y: 25 }), false);
});

test("a group of points takes no more than it may", () => {
  const two = pointsShape(2);
  const one = named<PointsRegion>({ points: [[5, 5]] });
  const added = two.vertices!.insert(one, null)!;
  assert.deepEqual(added.region.points, [[5, 5], [17, 5]]);
  assert.equal(two.vertices!.insert(added.region, null), null);
});

test("what was drawn is as JSON keeps it", () => {
  const drafts: Draft[] = [polygonShape, polylineShape, points, skeleton, ellipseShape, boxShape].map((kind) =>
    (kind as unknown as ShapeKind).tool.fill({ left: 0.123, top: 0, right: 10.5, bottom: 7 }, frame),
  );
  for (const draft of drafts) assert.deepEqual(JSON.parse(JSON.stringify(draft)), draft);
});

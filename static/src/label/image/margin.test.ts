import assert from "node:assert/strict";
import { test } from "node:test";
import { pack } from "./brush";
import { reaches, spread } from "./margin";
import { type Order, Painter } from "./paint";

const order: Order = {
  brush: 1,
  view: { scale: 0.5, x: 30, y: 20 },
  width: 800,
  height: 600,
  ratio: 1,
  without: [],
  badges: true,
  roams: true,
};

/** The window after the hand has moved the view. */
const moved = (x: number, y: number, scale = 0.5) => ({ ...order, view: { scale, x: 30 + x, y: 20 + y } });

function painterOf(count: number): Painter {
  const painter = new Painter();
  const ring = (n: number) => [n % 800, n % 600, (n % 800) + 9, n % 600, n % 800, (n % 600) + 9];
  const strokes = Array.from({ length: count }, (_, n) => ({ key: n, style: 0, outline: { rings: [ring(n)], closed: true } }));
  painter.take(pack(strokes));
  return painter;
}

test("a picture that was painted for one window is good for that window alone", () => {
  assert.ok(reaches(order, order));
  assert.equal(reaches(order, moved(1, 0)), false);
});

test("a picture with a margin goes with the hand until little of it is left", () => {
  const wide = spread(order);
  assert.ok(reaches(wide, order));
  for (const [x, y] of [[200, 0], [-200, 0], [0, 200], [0, -200], [200, -200]] as const) assert.ok(reaches(wide, moved(x, y)));
  for (const [x, y] of [[250, 0], [-250, 0], [0, 250], [0, -250]] as const) assert.equal(reaches(wide, moved(x, y)), false);
});

test("a picture is never shown between two pixels of the screen, nor at another zoom", () => {
  for (const ratio of [1, 1.25, 1.5, 2]) {
    const wide = spread({ ...order, ratio });
    assert.ok(reaches(wide, { ...moved(3 / ratio, -7 / ratio), ratio }), `ratio ${ratio}`);
    assert.equal(reaches(wide, { ...moved(3.5 / ratio, 0), ratio }), false, `ratio ${ratio}`);
    assert.equal(reaches(wide, { ...moved(0, 0, 0.51), ratio }), false);
    assert.ok(Number.isInteger(Math.round((wide.width - order.width) * ratio * 1e6) / 1e6));
  }
});

test("only very many shapes get a margin, and only while the view moves", () => {
  const crowd = painterOf(2500);
  assert.deepEqual(crowd.plan(order), spread(order));
  assert.equal(crowd.plan({ ...order, roams: false }).width, order.width);
  assert.equal(painterOf(500).plan(order).width, order.width);
});

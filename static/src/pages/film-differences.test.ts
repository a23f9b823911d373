import assert from "node:assert/strict";
import { test } from "node:test";
import { apart, type Answer, mostApart } from "./film-differences";

const car = (...keys: readonly (readonly [frame: number, x: number])[]) => ({
  id: "r1",
  label: "car",
  title: "Car",
  color: "#000000",
  keyframes: keys.map(([frame, x]) => ({ frame, x, y: 0, width: 10, height: 10 })),
});
const answer = (of: string, ...tracks: Answer["tracks"][number][]): Answer => ({ of, tracks });

test("answers that say the same are nowhere apart, and other places, labels and things are", () => {
  const one = answer("A", car([0, 0], [10, 100]));
  assert.equal(apart([one, answer("B", car([0, 0], [10, 100]))], 5), 0);
  assert.equal(apart([one, answer("B")], 5), 1);
  assert.equal(apart([one, answer("B", { ...car([0, 0], [10, 100]), label: "bus" })], 5), 2);
  assert.equal(apart([one, answer("B", car([0, 5]))], 0), 1 - 50 / 150);
});

test("the frame in which they differ most is found, whatever was settled", () => {
  const [one, two] = [answer("A", car([0, 0], [20, 20])), answer("B", car([0, 0], [10, 90], [20, 20]))];
  assert.equal(mostApart([one, two, { ...answer("", car([20, 500])), settled: true }], [0, 10, 20]), 10);
  assert.equal(mostApart([answer("A")], []), undefined);
});

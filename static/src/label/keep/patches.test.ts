import assert from "node:assert/strict";
import { test } from "node:test";
import type { Region, Value } from "../types";
import { isNothing, LARGE, patched, patchOf, weigh } from "./patches";

const region = (id: string, x = 0) => ({ id, label: "car", x }) as Region;
const ids = (value: Value) => ((value.objects as Region[] | undefined) ?? []).map(({ id }) => id);

function dice(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32;
}

test("a patch leads from one value to the other, once and twice", () => {
  const random = dice(8);
  let before: Value = {};
  for (let round = 0; round < 2000; round++) {
    const list = [...((before.objects as Region[] | undefined) ?? [])];
    const at = Math.floor(random() * (list.length + 1));
    if (random() < 0.3) list.splice(at, 1);
    else if (random() < 0.5) list.splice(at, 0, region(`r${round}`));
    else if (list[at]) list[at] = region(list[at].id, round);
    if (random() < 0.05) list.reverse();
    const { objects: _, ...rest } = before;
    const after: Value = { ...rest, ...(list.length ? { objects: list } : {}), ...(random() < 0.2 ? { weather: `w${round}` } : {}) };
    const patch = patchOf(before, after);
    assert.deepEqual(patched(before, patch), after);
    assert.deepEqual(patched(after, patch), after);
    before = after;
  }
});

test("one changed region of thousands is one region in the patch", () => {
  const objects = Array.from({ length: 5000 }, (_, i) => region(`r${i}`));
  const moved = objects.map((one, i) => (i === 2500 ? region(one.id, 7) : one));
  assert.deepEqual(patchOf({ objects }, { objects: moved }), { objects: { put: [region("r2500", 7)] } });
  assert.deepEqual(patchOf({ objects }, { objects: [...objects, region("new")] }), { objects: { put: [region("new")] } });
  assert.ok(isNothing(patchOf({ objects }, { objects })));
});

test("a region that comes back to its place brings the order", () => {
  const [a, b, c] = [region("a"), region("b"), region("c")];
  assert.deepEqual(ids(patched({ objects: [a, c] }, patchOf({ objects: [a, c] }, { objects: [a, b, c] }))), ["a", "b", "c"]);
});

test("answers that are no regions are replaced whole, and taken away", () => {
  assert.deepEqual(patchOf({ topics: ["a"], mood: "good" }, { topics: ["b"] }), { topics: { answer: ["b"] }, mood: { answer: null } });
  assert.deepEqual(patched({ mood: "good" }, { mood: { answer: null } }), {});
});

test("an answer weighs about what it takes when it is written", () => {
  const value = { objects: Array.from({ length: 3000 }, (_, i) => ({ ...region(`r${i}`), counts: "a".repeat(400) })), mood: "good" };
  const written = JSON.stringify(value).length;
  assert.ok(weigh(value) > 0.8 * written && weigh(value) < 1.2 * written);
  assert.ok(weigh(value) > LARGE);
});

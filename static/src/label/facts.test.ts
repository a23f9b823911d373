import assert from "node:assert/strict";
import { test } from "node:test";
import { factsOf, partsOf } from "./facts";
import type { Task } from "./types";

const task = (meta: Record<string, unknown>, media: Task["media"] = "image") => ({ media, meta }) as Task;
const read = (meta: Record<string, unknown>) => factsOf(task(meta)).map(({ name, value }) => `${name}: ${value}`);

test("what came with a task is read as names and values", () => {
  assert.deepEqual(read({ licence: "CC0-1.0", generated: true, lanes: 3, photo_of: "a road" }), [
    "Licence: CC0-1.0",
    "Generated: Yes",
    "lanes: 3",
    "photo of: a road",
  ]);
});

test("what is empty is left out, and what is nested is named by its way", () => {
  assert.deepEqual(read({ a: null, b: "", c: [], d: {}, crop: [0, 10, 20], camera: { lens: { mm: 35 } }, by: [{ name: "X" }] }), [
    "crop: 0, 10, 20",
    "camera › lens › mm: 35",
    "by › 1 › name: X",
  ]);
});

test("the turns that stand above a text are not told again", () => {
  const meta = { context: [{ speaker: "客户", text: "你好" }], speaker: "客服", turn: 2 };
  assert.deepEqual(factsOf(task(meta, "text")).map(({ name }) => name), ["turn"]);
});

test("much is cut: the panel is for a glance", () => {
  const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`n${i}`, "x".repeat(5000)]));
  const facts = factsOf(task(many));
  assert.equal(facts.length, 40);
  assert.ok(facts.every(({ value }) => value.length <= 301));
  let deep: Record<string, unknown> = { end: 1 };
  for (let i = 0; i < 10_000; i++) deep = { deep };
  assert.deepEqual(factsOf(task(deep)), []);
});

test("addresses in a value can be followed, and nothing else", () => {
  assert.deepEqual(partsOf("by N, https://example.org/a?b=1; images"), ["by N, ", new URL("https://example.org/a?b=1"), "; images"]);
  assert.deepEqual(partsOf("javascript:alert(1) http://"), ["javascript:alert(1) http://"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { nodesOf, rowsOf, wayTo } from "./tree-nodes";

const LABELS = [
  { name: "dog", parent: "animal" },
  { name: "animal" },
  { name: "husky", parent: "dog" },
  { name: "plant" },
  { name: "cat", parent: "animal" },
];
const names = (rows: readonly { label: { name: string } }[]) => rows.map(({ label }) => label.name);

test("labels stand below the ones they name, wherever those stand in the schema", () => {
  const nodes = nodesOf(LABELS);
  assert.deepEqual(names(rowsOf(nodes, new Set())), ["animal", "plant"]);
  assert.deepEqual(names(rowsOf(nodes, new Set(["animal", "dog"]))), ["animal", "dog", "husky", "cat", "plant"]);
  assert.deepEqual(names(wayTo(nodes.get("husky"))), ["animal", "dog", "husky"]);
});

test("a search shows what it found and the way to it, open", () => {
  assert.deepEqual(names(rowsOf(nodesOf(LABELS), new Set(), new Set(["husky"]))), ["animal", "dog", "husky"]);
});

test("while a schema is being written, a label below itself or below nothing is shown all the same", () => {
  const nodes = nodesOf([{ name: "a", parent: "b" }, { name: "b", parent: "a" }, { name: "c", parent: "gone" }]);
  assert.deepEqual(names(rowsOf(nodes, new Set(["a", "b"]))), ["b", "a", "c"]);
});

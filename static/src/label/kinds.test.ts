/** The contract of every kind in kinds/: how what a model suggests of it is shown and taken over. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";
import { loadKinds } from "./kind";

const names = readdirSync("static/src/label/kinds").map((file) => file.replace(/\.tsx?$/, ""));

for (const name of names) {
  test(`${name}: a suggestion can be shown and taken over`, async () => {
    const kind = (await loadKinds([name])).get(name)!;
    assert.equal(kind.name, name);
    assert.equal(typeof kind.summary, "function", "the hint at the question reads it");
    if (!kind.describe) return;
    const drawn = [kind.shape, kind.passage, kind.time, kind.link].filter(Boolean);
    assert.ok(drawn.length, "regions that nothing draws could not be suggested");
    if (kind.link) for (const part of ["ends", "make"] as const) assert.equal(typeof kind.link[part], "function");
  });
}

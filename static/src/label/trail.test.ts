import assert from "node:assert/strict";
import { test } from "node:test";
import { Trail } from "./trail";

const server = (...states: [number, string][]) => {
  let asked = 0;
  const results = states.map(([id, state]) => ({ id, state }));
  return {
    work: async () => {
      asked++;
      return { results };
    },
    asked: () => asked,
  };
};

test("back goes step by step through this session, then through what the server remembers", async () => {
  const api = server([3, "submitted"], [2, "skipped"], [9, "leased"], [1, "submitted"]);
  const trail = new Trail(api);
  trail.add(3);
  trail.add(4);
  assert.equal(await trail.before(null), 4);
  assert.equal(await trail.before(4), 3);
  assert.equal(api.asked(), 0);
  assert.equal(await trail.before(3), 2);
  assert.equal(await trail.before(2), 1);
  assert.equal(await trail.before(1), null);
  assert.equal(api.asked(), 1);
});

test("a task taken up again keeps its place", async () => {
  const trail = new Trail(server());
  for (const id of [1, 2, 1]) trail.add(id);
  assert.equal(await trail.before(2), 1);
});

test("nothing finished yet: there is no way back", async () => {
  assert.equal(await new Trail(server()).before(7), null);
});

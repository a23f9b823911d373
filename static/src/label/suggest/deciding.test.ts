import assert from "node:assert/strict";
import { test } from "node:test";
import { DECIDED } from "../suggested";
import { decidedIn, decisionOn, idsNow, withDecisions } from "./deciding";

const car = { prediction: 12, field: "objects", region: "p1" };
const bus = { ...car, region: "p2" };
const mood = { prediction: 12, field: "mood", region: null };

test("what is not decided is open, and what is decided is told apart from it", () => {
  const decided = withDecisions({}, [
    { ...car, became: "r4" },
    { ...bus, became: null },
    { ...mood, became: true },
  ]);
  assert.deepEqual(decided, { "12": { objects: { p1: "r4", p2: null }, mood: true } });
  assert.deepEqual([car, bus, mood].map((one) => decisionOn(decided, one)), ["r4", null, true]);
  assert.equal(decisionOn(decided, { ...car, region: "p3" }), undefined);
  assert.equal(decisionOn(decided, { ...mood, field: "weather" }), undefined);
  assert.equal(decisionOn(decided, { ...car, prediction: 13 }), undefined);
});

test("a decision changes nothing that was decided before: undo has the way back", () => {
  const before = withDecisions({}, [{ ...car, became: "r4" }]);
  const after = withDecisions(before, [{ ...bus, became: null }]);
  assert.deepEqual(before, { "12": { objects: { p1: "r4" } } });
  assert.deepEqual(after, { "12": { objects: { p1: "r4", p2: null } } });
});

test("a region that was taken over counts as long as the answer has it", () => {
  const value = { [DECIDED]: { "12": { objects: { p1: "r4", p2: "r5", p3: null } } }, objects: [{ id: "r4", label: "car" }] };
  const now = idsNow(decidedIn(value), 12, value);
  assert.deepEqual(["p1", "p2", "p3", "p4"].map((id) => now("objects", id)), ["r4", null, null, null]);
});

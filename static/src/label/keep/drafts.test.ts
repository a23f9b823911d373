import assert from "node:assert/strict";
import { test } from "node:test";
import type { AssignmentDoc } from "../types";
import { choose, same } from "./drafts";
import type { LocalDraft } from "./shelf";

const doc = (more: Partial<AssignmentDoc> = {}) =>
  ({ id: 1, revision: 2, value: null, draft: null, ...more }) as AssignmentDoc;
const local = (more: Partial<LocalDraft> = {}): LocalDraft => ({
  user: 1,
  assignment: 1,
  value: { weather: "here" },
  revision: 2,
  seconds: 9,
  savedAt: 1,
  synced: null,
  ...more,
});
const server = (at: string, value = "there") => ({ value: { weather: value }, revision: 2, saved_at: at });

test("nothing on this device: the server's draft, else the submitted value, else an empty sheet", () => {
  assert.deepEqual(choose(doc({ draft: server("t1") }), null).value, { weather: "there" });
  assert.deepEqual(choose(doc({ value: { weather: "sent" } }), null).value, { weather: "sent" });
  assert.deepEqual(choose(doc(), null).value, {});
});

test("this device's draft wins over a server that has not changed since", () => {
  const opened = choose(doc({ draft: server("t1") }), local({ synced: "t1" }));
  assert.deepEqual(opened, { value: { weather: "here" }, seconds: 9, other: null });
  assert.equal(choose(doc(), local()).other, null);
});

test("everything here was sent, and another device went on: the other device's draft", () => {
  assert.deepEqual(choose(doc({ draft: server("t2") }), local({ synced: "t1" })).value, { weather: "there" });
});

test("edits here that were never sent, and another draft there: ours, with theirs on offer", () => {
  const opened = choose(doc({ draft: server("t2") }), local());
  assert.deepEqual(opened.value, { weather: "here" });
  assert.deepEqual(opened.other, { value: { weather: "there" }, savedAt: "t2" });
});

test("the same on both sides is no question to ask", () => {
  assert.equal(choose(doc({ draft: server("t2", "here") }), local()).other, null);
});

test("values are compared by what they say", () => {
  assert.ok(same({ a: [1, { b: "c" }] }, { a: [1, { b: "c" }] }));
  assert.ok(!same({ a: [] }, { a: {} }));
  assert.ok(!same({ a: 1 }, { a: 1, b: 2 }));
});

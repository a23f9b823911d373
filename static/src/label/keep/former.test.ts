import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { SchemaBody, Value } from "../types";
import { choose } from "./drafts";
import { naming } from "./former";
import { knowNames } from "./today";

interface Shared {
  readonly schema: SchemaBody;
  readonly cases: readonly (readonly [Value, Value])[];
}

const shared = JSON.parse(readFileSync("tests/annotation/renames.json", "utf8")) as Shared;

test("former names are read as the server reads them", () => {
  const today = naming(shared.schema);
  for (const [before, now] of shared.cases) assert.deepEqual(today(before), now);
});

test("a draft of this device opens under the names of today, and under its own where nothing is renamed any more", async () => {
  const [before, now] = shared.cases[0]!;
  const doc = { id: 1, revision: 0, value: null, draft: null } as never;
  const local = { user: 1, assignment: 1, value: before, revision: 0, seconds: 3, savedAt: 1, synced: null };
  await knowNames(shared.schema);
  assert.deepEqual(choose(doc, local).value, now);
  await knowNames({ ...shared.schema, fields: [] });
  assert.deepEqual(choose(doc, local).value, before);
});

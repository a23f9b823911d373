import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../tests/annotation/conditions.json";
import { askedFields } from "./conditions";
import type { Field, Value } from "./types";

interface Case {
  readonly name: string;
  readonly fields: readonly Field[];
  readonly value: Value;
  readonly asked: readonly string[];
}

// The server passes the same table: tests/annotation/test_conditions.py.
for (const { name, fields, value, asked } of cases as unknown as Case[]) {
  test(name, () => assert.deepEqual(askedFields(fields, value).map((field) => field.name), asked));
}

test("questions that wait for each other while a schema is being written are not asked, and nothing hangs", () => {
  const fields = [
    { name: "a", visible_when: { field: "b" } },
    { name: "b", visible_when: { field: "a" } },
  ] as unknown as Field[];
  assert.deepEqual(askedFields(fields, { a: 1, b: 1 }), []);
});

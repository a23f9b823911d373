import assert from "node:assert/strict";
import { test } from "node:test";
import { randomKey } from "./key";

test("a random key is a UUID of version 4, and no two are equal", () => {
  const keys = Array.from({ length: 1000 }, randomKey);
  for (const key of keys) assert.match(key, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(new Set(keys).size, keys.length);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, readingsOf } from "../../lib/pinyin/match";
import { begunAt, called, offered } from "./calling";

const zhang = { id: 1, name: "张伟", username: "zw" };
const ann = { id: 2, name: "Ann Lee", username: "ann" };
const joanna = { id: 3, name: "Joanna", username: "jo" };
const readings = readingsOf("wei伟 zhang张");
const sounds = (text: string, letters: string) => matches(text, letters, readings);

test("a name begins with an @ and goes on to the cursor", () => {
  assert.deepEqual(begunAt("see @an", 7), { at: 4, letters: "an" });
  assert.deepEqual(begunAt("see @an here", 7), { at: 4, letters: "an" });
  assert.deepEqual(begunAt("请@", 2), { at: 1, letters: "" });
  assert.equal(begunAt("nobody", 3), null);
  assert.equal(begunAt("mail me@example.org", 15), null);
  assert.equal(begunAt("@an, and", 8), null);
});

test("people are found by name, account and pinyin, who begins so first", () => {
  assert.deepEqual(offered([joanna, ann], "an"), [ann, joanna]);
  assert.deepEqual(offered([zhang, ann], "zhangw", sounds), [zhang]);
  assert.deepEqual(offered([zhang, ann], "zw"), [zhang]);
  assert.deepEqual(offered([zhang, ann], ""), [zhang, ann]);
});

test("the name takes the place of what was written of it", () => {
  assert.deepEqual(called("see @an here", { at: 4, letters: "an" }, ann), { text: "see @Ann Lee  here", cursor: 13 });
});

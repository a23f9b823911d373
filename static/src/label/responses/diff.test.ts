import assert from "node:assert/strict";
import { test } from "node:test";
import { differences, type Piece } from "./diff";

const side = (pieces: readonly Piece[], without: Piece["what"]) =>
  pieces.filter(({ what }) => what !== without).map(({ text }) => text).join("");

test("one word of a Chinese sentence is exchanged", () => {
  assert.deepEqual(differences("我在北京工作。", "我在成都工作。"), [
    { what: "same", text: "我在" },
    { what: "gone", text: "北京" },
    { what: "new", text: "成都" },
    { what: "same", text: "工作。" },
  ]);
});

test("nothing is changed, everything is new, everything is gone", () => {
  assert.deepEqual(differences("好", "好"), [{ what: "same", text: "好" }]);
  assert.deepEqual(differences("", "好"), [{ what: "new", text: "好" }]);
  assert.deepEqual(differences("好", ""), [{ what: "gone", text: "好" }]);
});

test("both texts can be read off the pieces, whatever they are", () => {
  const texts = ["a b c\n\nd", "a c\r\nd e", "👨‍👩‍👧‍👦 𠮷野家", "x".repeat(50), "b a c d", "的的的地得", ""];
  for (const before of texts)
    for (const after of texts) {
      const pieces = differences(before, after);
      assert.equal(side(pieces, "new"), before);
      assert.equal(side(pieces, "gone"), after);
    }
});

test("texts too long to compare word by word are shown as exchanged between what they share", () => {
  const [before, after] = ["a ".repeat(3000), "b ".repeat(3000)];
  const pieces = differences(`same ${before}end`, `same ${after}end`);
  assert.deepEqual(pieces.map(({ what }) => what), ["same", "gone", "new", "same"]);
});

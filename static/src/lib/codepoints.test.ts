import assert from "node:assert/strict";
import { test } from "node:test";
import { CodePoints } from "./codepoints";

const texts = ["", "plain", "深圳，上海", "a😀b", "𠮷野家\r\n在東京👨‍👩‍👧‍👦。", "😀😀", "x\ud800y", "𠮷"];

test("offsets in code points are those of Python, whatever the characters", () => {
  for (const text of texts) {
    const points = [...text];
    const index = new CodePoints(text);
    assert.equal(index.length, points.length);
    let unit = 0;
    points.forEach((character, point) => {
      assert.equal(index.fromUnits(unit), point, text);
      assert.equal(index.toUnits(point), unit, text);
      unit += character.length;
    });
    assert.equal(index.fromUnits(text.length), points.length);
    assert.equal(index.toUnits(points.length), text.length);
  }
});

test("a slice by code points is what Python would slice", () => {
  for (const text of texts) {
    const points = [...text];
    const index = new CodePoints(text);
    for (let start = 0; start <= points.length; start++)
      for (let end = start; end <= points.length; end++)
        assert.equal(index.slice(start, end), points.slice(start, end).join(""));
  }
});

test("the middle of a surrogate pair counts as its beginning", () => {
  assert.equal(new CodePoints("a😀b").fromUnits(2), 1);
});

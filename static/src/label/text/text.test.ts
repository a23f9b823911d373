import assert from "node:assert/strict";
import { test } from "node:test";
import type { Field, Region } from "../types";
import { type Mark, Marks } from "./marks";
import { paragraphAt, paragraphs } from "./paragraphs";
import { CodePoints } from "../../lib/codepoints";
import { occurrences } from "./equal";
import { joined, type Part, stretched, toggled } from "./parts";
import { around, boundary, snapped } from "./words";

const texts = [
  "",
  "one line",
  "CRLF\r\nlines\r\n\r\nand LF\nand CR\rend",
  "\n",
  `${"深圳市政务服务数据管理局。".repeat(500)}\n短`,
  "𠮷".repeat(3001),
  "👨‍👩‍👧‍👦".repeat(900),
];

test("paragraphs hold every character but line breaks, once and in order", () => {
  for (const text of texts) {
    const pieces = paragraphs(text);
    let rebuilt = "";
    pieces.forEach((piece, i) => {
      rebuilt += text.slice(piece.start, piece.end);
      rebuilt += text.slice(piece.end, pieces[i + 1]?.start ?? text.length);
      assert.match(text.slice(piece.end, pieces[i + 1]?.start ?? text.length), /^(\r\n|\r|\n)?$/);
      assert.ok(piece.end - piece.start <= 2000);
    });
    assert.equal(rebuilt, text);
  }
});

test("a long line is never cut inside a character", () => {
  for (const text of texts)
    for (const { start, end } of paragraphs(text)) {
      const piece = text.slice(start, end);
      assert.equal(piece, [...piece].join(""));
      assert.doesNotMatch(piece, /^[\udc00-\udfff\u200d]|[\ud800-\udbff\u200d]$/);
    }
});

test("every position belongs to the paragraph that holds it", () => {
  const text = texts[2]!;
  const pieces = paragraphs(text);
  pieces.forEach((piece, i) => {
    const next = pieces[i + 1]?.start ?? text.length + 1;
    for (let at = piece.start; at < next; at++) assert.equal(paragraphAt(pieces, at), i);
  });
});

const field: Field = { name: "entities", kind: "span", labels: [] };
const mark = (id: string, start: number, end: number): Mark => ({
  field,
  region: { id, label: "PER" } as Region,
  start,
  end,
  first: true,
});

test("marks in a window are found as by looking at all of them", () => {
  let state = 9;
  const random = (most: number) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * most);
  };
  const all = Array.from({ length: 2000 }, (_, i) => {
    const start = random(50000);
    return mark(`r${i}`, start, start + 1 + random(i % 50 ? 20 : 4000));
  });
  const marks = new Marks(all);
  for (let i = 0; i < 200; i++) {
    const start = random(50000);
    const end = start + random(500);
    const wanted = all.filter((one) => one.start < end && one.end > start).map((one) => one.region.id);
    assert.deepEqual(new Set(marks.between(start, end).map((one) => one.region.id)), new Set(wanted));
  }
});

test("a click means the shortest mark, and a repeated click the next longer one", () => {
  const marks = new Marks([mark("long", 0, 20), mark("short", 5, 8), mark("middle", 3, 12)]);
  assert.equal(marks.meant(6, null)?.region.id, "short");
  assert.equal(marks.meant(6, "short")?.region.id, "middle");
  assert.equal(marks.meant(6, "middle")?.region.id, "long");
  assert.equal(marks.meant(6, "long")?.region.id, "short");
  assert.equal(marks.meant(25, null), null);
});

test("words are Chinese words, and emoji are one character", () => {
  const text = "沈阳市今天下雨👨‍👩‍👧‍👦";
  const [start, end] = around(text, 3, "word");
  assert.equal(text.slice(start, end), "今天");
  assert.equal(boundary(text, 7, 1, "grapheme"), text.length);
  assert.equal(boundary(text, text.length, -1, "grapheme"), 7);
  assert.equal(boundary(text, text.length, 1, "grapheme"), null);
  assert.deepEqual(around("第一句。第二句。", 1, "sentence"), [0, 4]);
});

test("a selection grows to whole words, and signs at its edges stay as they are", () => {
  const text = "沈阳市今天下雨,the weather.";
  const grown = (start: number, end: number) => text.slice(...snapped(text, start, end));
  assert.equal(grown(4, 6), "今天下雨");
  assert.equal(grown(9, 14), "the weather");
  assert.equal(grown(7, 8), ",");
  assert.deepEqual(snapped(text, 3, 3), [3, 3]);
});

test("equal strings are found where they are no part of a longer word or character", () => {
  const found = (text: string, wanted: string) => [...occurrences(text, wanted)];
  assert.deepEqual(found("北京在北京,北京市", "北京"), [0, 3, 6]);
  assert.deepEqual(found("cat concat cat's Cat cats", "cat"), [0, 11]);
  assert.deepEqual(found("aaa 啊啊啊", "啊啊"), [4]);
  assert.deepEqual(found("👨 👨‍👩‍👧‍👦 👍🏽 👍 é", "👨"), [0]);
  assert.deepEqual(found("👍🏽 👍", "👍"), [5]);
  assert.deepEqual(found("e\u0301 e", "e"), [3]);
  assert.deepEqual(found("𠮷野家,𠮷野家", "𠮷野家"), [0, 5]);
  assert.deepEqual(found("مرحبا بكم مرحبا", "مرحبا"), [0, 10]);
  assert.deepEqual(found("anything", ""), []);
});

test("a stretch joins the parts it touches, and one inside a part is taken out of it", () => {
  assert.deepEqual(joined([[5, 7], [0, 2], [2, 3], [6, 9], [4, 4]]), [[0, 3], [5, 9]]);
  assert.deepEqual(toggled([[0, 2]], [5, 7]), [[0, 2], [5, 7]]);
  assert.deepEqual(toggled([[0, 2], [5, 7]], [1, 6]), [[0, 7]]);
  assert.deepEqual(toggled([[0, 9]], [3, 5]), [[0, 3], [5, 9]]);
  assert.deepEqual(toggled([[0, 2], [5, 7]], [5, 7]), [[0, 2]]);
  assert.deepEqual(toggled([[0, 2]], [0, 2]), []);
});

test("moving the borders of a region keeps what lies between them", () => {
  const parts: Part[] = [[2, 4], [6, 8], [10, 12]];
  assert.deepEqual(stretched(parts, [1, 13]), [[1, 4], [6, 8], [10, 13]]);
  assert.deepEqual(stretched(parts, [3, 7]), [[3, 4], [6, 7]]);
  assert.deepEqual(stretched(parts, [4, 6]), [[4, 6]]);
});

test("code points and the browser's units lead to each other in any text", () => {
  const alphabet = ["a", "沈", "𠮷", "😀", "👨‍👩‍👧‍👦", "e\u0301", "\r\n", "\n", "\r", "مر", "ש", "\u202e", "\u2067", "\ud83c\uddea\ud83c\uddfa", " ", "𪚥"];
  let state = 7;
  const random = (most: number) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * most);
  };
  for (let round = 0; round < 60; round++) {
    const text = Array.from({ length: 1 + random(round % 3 ? 80 : 3000) }, () => alphabet[random(alphabet.length)]).join("");
    const points = new CodePoints(text);
    const exact = [...text];
    for (let i = 0; i < 20; i++) {
      const start = random(exact.length);
      const end = start + 1 + random(Math.min(40, exact.length - start));
      assert.equal(points.slice(start, end), exact.slice(start, end).join(""));
      for (const point of [start, end]) {
        assert.equal(points.toUnits(point), exact.slice(0, point).join("").length);
        assert.equal(points.fromUnits(points.toUnits(point)), point);
      }
    }
  }
});

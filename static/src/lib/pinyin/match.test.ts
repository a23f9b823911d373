import assert from "node:assert/strict";
import { test } from "node:test";
import { matches, readingsOf } from "./match";
import { READINGS } from "./readings";

const readings = readingsOf(READINGS);
const found = (text: string, letters: string) => matches(text, letters, readings);

test("labels are found by full pinyin, by first letters and by both together, from any character on", () => {
  for (const letters of ["jidongche", "jdc", "jidc", "jdche", "dongche", "c"]) assert.ok(found("机动车", letters), letters);
  for (const letters of ["jdcc", "cj", "jidongcheliang", "x"]) assert.ok(!found("机动车", letters), letters);
});

test("every reading of a character counts", () => {
  for (const letters of ["chongqing", "cq", "zq"]) assert.ok(found("重庆", letters), letters);
  assert.ok(found("银行", "yinhang") && found("行人", "xingren"));
  assert.ok(found("女性", "nv") && found("绿灯", "lvdeng"));
});

test("by its usual reading a character is found before those that are rarely read so", () => {
  assert.ok(matches("螺母", "lm", readings, true));
  assert.ok(found("零件", "lm") && !matches("零件", "lm", readings, true));
});

test("digits and signs behind the letters stand for themselves", () => {
  assert.ok(found("货箱7-3-5", "hx7-3") && found("2号线", "2hx"));
  assert.ok(!found("货箱7-3-5", "hx8") && !found("货箱7", "7"));
});

test("Latin letters and signs in a label stand for themselves", () => {
  assert.ok(found("A股 指数", "agzs"));
  assert.ok(found("CT 影像", "ctyx"));
  assert.ok(!found("车", "c1") && !found("car", "car"));
});

test("a long label of one character takes no time", () => {
  const started = performance.now();
  assert.ok(!found("安".repeat(200), `${"an".repeat(20)}b`));
  assert.ok(performance.now() - started < 200);
});

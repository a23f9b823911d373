import assert from "node:assert/strict";
import { test } from "node:test";
import { Keys } from "../../lib/keys";
import { ACTIONS } from "../actions";
import { Desk } from "../desk";
import { KIND } from "../kinds/segment";
import type { SchemaBody, Task } from "../types";
import { around, clock, lengthOf, moved, revealed, ticks, toPlace, toTime, type View, whole, zoomed } from "./axis";
import { nextRate, StandingClock } from "./clock";
import { edgeAt, laid, meantAt } from "./segments";
import { TimeStage, type Timing } from "./stage";

const RATE = 16_000;
const HOUR = 3600;

/** Numbers that look random and are the same every time. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ; ) {
    state = (state * 1103515245 + 12345) % 2147483648;
    yield state / 2147483648;
  }
}

const chance = numbers(7);
const next = (): number => chance.next().value as number;

const schema = (field: object = {}): SchemaBody => ({
  media: "audio",
  fields: [{ name: "speech", kind: "segment", labels: [{ name: "a" }, { name: "b" }], ...field }],
});

const task = (duration: number): Task => ({
  id: 1,
  external_id: null,
  name: "",
  media: "audio",
  meta: {},
  text: null,
  asset: { id: 1, url: "", width: 0, height: 0, duration, facts: { channels: 2 } },
});

function stageOf(duration = 60, field: object = {}, value: object = {}): TimeStage {
  const kinds = new Map([["segment", KIND]]);
  const setting = { schema: schema(field), kinds, language: "en", worker: "", keys: new Keys(ACTIONS), takesFocus: false };
  const desk = new Desk(setting, task(duration), { ...value });
  const timing: Timing = {
    duration,
    step: 0.01,
    least: 0.01,
    snap: (time) => Math.round(time * RATE) / RATE,
    channels: ["1", "2"],
  };
  const stage = new TimeStage(desk, new StandingClock(duration), timing);
  stage.width.value = 1000;
  return stage;
}

test("a moment that is put on the screen is found there again, to the sample", () => {
  for (let n = 0; n < 500; n++) {
    const length = 0.05 + next() * HOUR;
    const start = next() * (HOUR - length);
    const view: View = { start, end: start + length };
    const width = 200 + Math.floor(next() * 3000);
    const sample = Math.round((start + next() * length) * RATE);
    const back = toTime(view, width, toPlace(view, width, sample / RATE));
    assert.equal(Math.round(back * RATE), sample);
  }
});

test("a value on the desk that nobody touches is the value that is handed in", () => {
  for (let n = 0; n < 100; n++) {
    const speech = Array.from({ length: 5 }, (_, i) => {
      const start = Math.round(next() * 50 * RATE) / RATE;
      return { id: `r${i}`, label: i % 2 ? "a" : "b", start, end: start + Math.ceil(next() * 9 * RATE) / RATE, text: "你好" };
    });
    const stage = stageOf(60, { transcript: "optional" }, { speech });
    assert.deepEqual(JSON.parse(JSON.stringify(stage.desk.answers())), { speech });
    assert.equal(stage.laid.value.segments.length, 5);
    stage.close();
  }
});

test("whatever is zoomed and moved, the window stays inside the time and keeps what is pointed at", () => {
  let view = whole(HOUR);
  for (let n = 0; n < 1000; n++) {
    const about = view.start + next() * lengthOf(view);
    const factor = next() < 0.5 ? 1.5 : 1 / 1.5;
    const before = toPlace(view, 1000, about);
    const after = zoomed(view, factor, about, HOUR, 0.01);
    const inside = after.start > 0 && after.end < HOUR;
    if (inside) assert.ok(Math.abs(toPlace(after, 1000, about) - before) < 1e-3);
    view = next() < 0.3 ? moved(after, (next() - 0.5) * lengthOf(after), HOUR) : after;
    assert.ok(view.start >= 0 && view.end <= HOUR + 1e-9 && lengthOf(view) >= 0.01 - 1e-9);
  }
});

test("a stretch out of sight comes into sight with the zoom it had", () => {
  const view = { start: 100, end: 110 };
  const seen = revealed(view, 200, 203, HOUR);
  assert.ok(seen.start <= 200 && seen.end >= 203);
  assert.ok(Math.abs(lengthOf(seen) - 10) < 1e-9);
  assert.equal(revealed(view, 101, 105, HOUR), view);
  const near = around(200, 210, HOUR, 0.01);
  assert.deepEqual([near.start, near.end], [197.5, 212.5]);
});

test("the ruler names round times that do not run into each other", () => {
  for (const length of [0.02, 1, 60, HOUR, 30 * HOUR]) {
    const view = { start: 0, end: length };
    const named = ticks(view, 1000).filter(({ words }) => words);
    assert.ok(named.length >= 2 && named.length <= 13, `${length}: ${named.length}`);
    assert.equal(new Set(named.map(({ words }) => words)).size, named.length);
  }
  assert.deepEqual([clock(4.25), clock(59.9996), clock(3723.5, 1), clock(12, 0)], ["0:04.250", "1:00.000", "1:02:03.5", "0:12"]);
});

test("segments that share time lie in rows below each other, and channels in lanes of their own", () => {
  const speech = [
    { id: "r1", label: "a", start: 0, end: 5, channel: "1" },
    { id: "r2", label: "a", start: 1, end: 3, channel: "1" },
    { id: "r3", label: "b", start: 2, end: 4, channel: "2" },
    { id: "r4", label: "b", start: 5, end: 6, channel: "1" },
  ];
  const rowsOf = (field: object) => {
    const stage = stageOf(60, field, { speech });
    const found = laid(stage.desk, ["1", "2"]);
    stage.close();
    return [Object.fromEntries(found.segments.map(({ region, row }) => [region.id, row])), found.rows];
  };
  assert.deepEqual(rowsOf({ by_channel: true }), [{ r1: 0, r2: 1, r3: 2, r4: 0 }, 3]);
  assert.deepEqual(rowsOf({}), [{ r1: 0, r2: 1, r3: 2, r4: 0 }, 3]);
});

test("the shortest segment is meant, then the next longer one; a border is found before its inside", () => {
  const speech = [
    { id: "long", label: "a", start: 0, end: 10 },
    { id: "short", label: "a", start: 4, end: 6 },
  ];
  const stage = stageOf(60, {}, { speech });
  const { segments } = stage.laid.value;
  assert.equal(meantAt(segments, 5, null, null)?.region.id, "short");
  assert.equal(meantAt(segments, 5, null, "short")?.region.id, "long");
  assert.equal(meantAt(segments, 11, null, null), null);
  const border = edgeAt(segments, 6.05, 0.1, 1, null);
  assert.deepEqual([border?.segment.region.id, border?.edge], ["short", "end"]);
  assert.equal(edgeAt(segments, 6.05, 0.1, null, null), null);
  stage.close();
});

test("a stretch marked by keys becomes a segment with its label, exact to the sample, and undo takes it back", () => {
  const stage = stageOf();
  stage.moveTo(1.00001);
  stage.markStart();
  stage.moveTo(2.5);
  assert.deepEqual({ ...stage.desk.passage.value }, { start: 1, end: 2.5 });
  stage.markEnd();
  KIND.choose(stage.desk, stage.desk.schema.fields[0]!, "b");
  const [segment] = stage.desk.sheet.regions("speech");
  assert.deepEqual({ ...segment }, { id: segment!.id, label: "b", start: 1, end: 2.5 });
  stage.nudge("end", 1);
  stage.nudge("end", 1);
  assert.equal(stage.selected()?.end, 2.52);
  stage.desk.sheet.undo();
  assert.equal(stage.selected()?.end, 2.5);
  stage.desk.sheet.undo();
  assert.equal(stage.desk.sheet.regions("speech").length, 0);
  stage.close();
});

test("a border is never pulled over the other one, nor beyond the end", () => {
  const stage = stageOf(60, { shortest: 0.5 }, { speech: [{ id: "r1", label: "a", start: 10, end: 12 }] });
  const segment = stage.laid.value.segments[0]!;
  assert.deepEqual(segment.kind.times(stage.withEdge(segment, "start", 15)), [11.5, 12]);
  assert.deepEqual(segment.kind.times(stage.withEdge(segment, "end", 2)), [10, 10.5]);
  assert.deepEqual(segment.kind.times(stage.movedBy(segment, 100)), [58, 60]);
  stage.close();
});

test("speeds go up and down in steps and stop at their ends", () => {
  assert.deepEqual([nextRate(1, 1), nextRate(1, -1), nextRate(3, 1), nextRate(0.25, -1)], [1.25, 0.75, 3, 0.25]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { toPlace, toTime, whole, zoomed } from "../time/axis";
import cases from "../../../../tests/formats/stamps.json";
import { stampOf, type TimeFacts } from "../time/stamps";
import { dateTicks } from "./dates";
import { drawnOf, marksOf, said, scaleOf, type Source } from "./lines";

function dice(seed: number): (from: number, to: number) => number {
  let state = seed;
  return (from, to) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return from + (state / 2 ** 32) * (to - from);
  };
}

/** A series in the memory, with levels as the server makes them. */
function source(values: Float64Array, times: (row: number) => number): Source {
  const ends = (every: number) => {
    const cells = new Float32Array(2 * Math.ceil(values.length / every)).fill(NaN);
    values.forEach((value, row) => {
      const at = 2 * Math.floor(row / every);
      if (!(cells[at]! <= value)) cells[at] = value;
      if (!(cells[at + 1]! >= value)) cells[at + 1] = value;
    });
    return cells;
  };
  const levels = new Map([16, 256, 4096].map((every) => [every, ends(every)]));
  return {
    rows: values.length,
    levels: [...levels.keys()],
    rowAt(time) {
      let row = 0;
      while (row + 1 < values.length && times(row + 1) <= time) row++;
      return row;
    },
    timeOf: (row) => (row < values.length ? times(row) : null),
    values: (_channel, from, to) => values.slice(from, to),
    cells: (every, _channel, from, to) => levels.get(every)!.slice(2 * from, 2 * to),
  };
}

test("a sample that is put on the screen and pointed at is the same sample, at every zoom", () => {
  const random = dice(3);
  for (const step of [300, 0.01, 1 / 360, 0.1]) {
    const rows = 20_000;
    const duration = (rows - 1) * step + step;
    const snap = (time: number) => Math.round(time / step) * step;
    for (let i = 0; i < 400; i++) {
      const row = Math.floor(random(0, rows));
      const view = zoomed(whole(duration), random(100, 2000), row * step, duration, 8 * step);
      const place = toPlace(view, 1000, row * step);
      assert.equal(snap(toTime(view, 1000, place)), row * step);
    }
  }
});

test("however far away, the least and the greatest value are drawn", () => {
  const random = dice(5);
  const values = Float64Array.from({ length: 30_000 }, () => random(-1, 1));
  values[12_345] = 40;
  values[23_456] = -30;
  for (const width of [200, 1000, 4000]) {
    const drawn = drawnOf(source(values, (row) => row), 0, 0, 30_000, width)!;
    assert.equal(Math.max(...drawn.ends), 40);
    assert.equal(Math.min(...drawn.ends), -30);
    assert.ok(drawn.times.length <= width * 16, `${drawn.times.length} for ${width}`);
    assert.ok(drawn.times.length >= Math.min(width / 2, 100), `${drawn.times.length} for ${width}`);
  }
});

test("from near every measurement is drawn at its own time", () => {
  const values = Float64Array.from({ length: 5000 }, (_, row) => row % 7);
  const times = (row: number) => row * 2 + (row > 100 ? 50 : 0);
  const drawn = drawnOf(source(values, times), 0, 190, 270, 800)!;
  assert.ok(drawn.single);
  assert.deepEqual([...drawn.times].slice(0, 4), [188, 190, 192, 194]);
  assert.ok([...drawn.times].includes(252), "the first after the gap");
});

test("a channel without a measurement has no scale, and one that never changes has some room", () => {
  assert.equal(scaleOf({ times: new Float64Array(2), ends: Float32Array.of(NaN, NaN), single: true }), null);
  const scale = scaleOf({ times: new Float64Array(2), ends: Float32Array.of(5, 5), single: true })!;
  assert.ok(scale.least < 5 && scale.greatest > 5);
});

test("marks are round and lie inside the scale", () => {
  assert.deepEqual(marksOf({ least: 3, greatest: 41 }, 4), [10, 20, 30, 40]);
  assert.deepEqual(marksOf({ least: -0.07, greatest: 0.11 }, 2), [0, 0.1]);
});

test("a number is said with the digits that are known of it", () => {
  assert.equal(said(Math.fround(22.554), 7), "22.554");
  assert.equal(said(73.96732207, 15), "73.96732207");
  assert.deepEqual([said(NaN, 7), said(null, 7)], ["–", "…"]);
});

// The exports pass the same table: tests/formats/test_segment_table.py.
for (const { time, seconds, stamp } of cases as readonly { time: TimeFacts; seconds: number; stamp: string }[]) {
  test(`a moment is read as the file writes its times: ${stamp}`, () => assert.equal(stampOf(time, seconds), stamp));
}

test("the ruler of dates names round days and hours of its own clock", () => {
  const origin = Date.UTC(2013, 11, 2, 21, 15) * 1000;
  const named = (days: number) => dateTicks({ start: 0, end: days * 86_400 }, 900, origin).filter(({ words }) => words);
  assert.deepEqual(named(1).map(({ words }) => words).slice(0, 3), ["12-03", "04:00", "08:00"]);
  assert.ok(named(79).every(({ at, words }) => (at - 9900) % 86_400 === 0 && /^\d\d-\d\d$/.test(words)));
  const fine = dateTicks({ start: 10, end: 10.5 }, 900, origin).filter(({ words }) => words);
  assert.equal(fine[0]!.words, "21:15:10.000");
  for (const days of [0.001, 0.1, 3, 30, 400, 4000]) {
    const places = named(days).map(({ at }) => (at / (days * 86_400)) * 900);
    places.slice(1).forEach((place, i) => assert.ok(place - places[i]! >= 90, `${days} days`));
    assert.ok(places.length >= 1);
  }
});

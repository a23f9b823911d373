import assert from "node:assert/strict";
import { test } from "node:test";
import cases from "../../../../tests/annotation/keyframes.json";
import { boxShape } from "../image/box";
import { asBefore, merged, nextKey, placed, saying, split, toggledKey, toggledOccluded, toggledOutside } from "./editing";
import { isOccluded, type Key, type Place, placeAt, saidAt, sayingFrame, stretches, type Track } from "./keyframes";
import { trackShape } from "./shape";
import { Timing } from "./timing";

const box = (frame: number, x = 10, more: Partial<Key> = {}): Key => ({ frame, x, y: 20, width: 30, height: 40, rotation: 0, ...more });
const track = (...keyframes: Key[]): Track => ({ id: "r1", label: "car", keyframes });
const frames = ({ keyframes }: Track) => keyframes.map(({ frame }) => frame);

interface Case {
  readonly name: string;
  readonly keyframes: readonly Key[];
  readonly at: Readonly<Record<string, Place | null>>;
  readonly occluded?: readonly number[];
}

// The server passes the same table: tests/annotation/test_tracks.py.
for (const { name, keyframes, at, occluded } of cases as unknown as Case[]) {
  test(name, () => {
    for (const [frame, place] of Object.entries(at)) {
      assert.deepEqual(placeAt(track(...keyframes), Number(frame)), place);
      if (occluded) assert.equal(isOccluded(track(...keyframes), Number(frame)), occluded.includes(Number(frame)));
    }
  });
}

test("placing it in a frame makes a key frame there and leaves the others alone", () => {
  const before = track(box(0), box(10, 110));
  const place = { x: 5, y: 6, width: 7, height: 8, rotation: 0 };
  const after = placed(before, 4, place);
  assert.deepEqual(after.keyframes, [box(0), { frame: 4, ...place }, box(10, 110)]);
  assert.deepEqual(placed(after, 10, place).keyframes.at(-1), { frame: 10, ...place });
  assert.equal(before.keyframes.length, 2);
});

test("a key frame made where the thing is anyway moves it nowhere", () => {
  const before = track(box(0), box(7, 110, { rotation: 33.3 }));
  let after = before;
  for (const frame of [3, 5, 1, 6]) after = toggledKey(after, frame)!;
  assert.deepEqual(frames(after), [0, 1, 3, 5, 6, 7]);
  for (let frame = 0; frame < 9; frame++) {
    const [here, there] = [placeAt(before, frame)!, placeAt(after, frame)!];
    for (const side of ["x", "y", "width", "height", "rotation"] as const) assert.ok(Math.abs(here[side]! - there[side]!) < 1e-9);
  }
  for (const frame of [3, 5, 1, 6]) after = toggledKey(after, frame)!;
  assert.deepEqual(after, before);
});

test("the only key frame of a track cannot be taken away, nor what is before it", () => {
  assert.equal(toggledKey(track(box(3)), 3), null);
  assert.equal(toggledKey(track(box(3)), 2), null);
  assert.deepEqual(frames(toggledKey(track(box(0), box(2, 0, { outside: true }), box(5)), 0)!), [5]);
});

test("it goes out of the picture and comes back", () => {
  const gone = toggledOutside(track(box(0)), 6)!;
  assert.deepEqual(gone.keyframes, [box(0), box(6, 10, { outside: true })]);
  const back = toggledOutside(gone, 9)!;
  assert.deepEqual(back.keyframes.at(-1), box(9));
  assert.deepEqual(stretches(back, 20), [[0, 6], [9, 20]]);
  assert.deepEqual(toggledOutside(gone, 6), track(box(0), box(6)));
  assert.equal(toggledOutside(track(box(0)), 0), null);
});

test("it is placed as in the key frame before, whatever lies between or was placed here", () => {
  const still = asBefore(saying(track(box(0), box(10, 110)), 0, "turning", "left")!, 4)!;
  assert.deepEqual([2, 4, 7].map((frame) => placeAt(still, frame)!.x), [10, 10, 60]);
  assert.equal(saidAt(still, 4).turning, "left");
  assert.equal(placeAt(asBefore(track(box(0), box(10, 110)), 10)!, 10)!.x, 10);
  assert.equal(asBefore(track(box(5)), 5), null);
});

test("it is hidden behind something from a frame on, and seen again", () => {
  const hidden = toggledOccluded(track(box(0), box(20)), 5)!;
  const again = toggledOccluded(hidden, 8)!;
  assert.deepEqual([4, 5, 7, 8, 20].map((frame) => isOccluded(again, frame)), [false, true, true, false, false]);
  assert.deepEqual(Object.keys(again.keyframes[2]!).includes("occluded"), false);
});

test("what is said in a frame holds from there on, and moves nothing", () => {
  const said = saying(track(box(0), box(10, 110)), 4, "turning", "left")!;
  assert.equal(saidAt(said, 3).turning, undefined);
  assert.equal(saidAt(said, 9).turning, "left");
  assert.equal(placeAt(said, 4)!.x, 50);
  assert.equal(saidAt(saying(said, 4, "turning", undefined)!, 9).turning, undefined);
});

test("what was said goes on to hold where a track is cut or begins later", () => {
  const whole = saying(saying(track(box(0), box(10), box(20)), 0, "turning", "left")!, 5, "braking", true)!;
  const [first, second] = split(whole, 12, "r2")!;
  assert.deepEqual(saidAt(first, 11), { turning: "left", braking: true });
  assert.deepEqual([second.keyframes[0]!.frame, second.keyframes[0]!.attributes], [12, { turning: "left", braking: true }]);
  const later = toggledKey(whole, 0)!;
  assert.deepEqual([later.keyframes[0]!.frame, saidAt(later, 5)], [5, { turning: "left", braking: true }]);
  assert.deepEqual([sayingFrame(whole, 9, "braking"), sayingFrame(whole, 4, "braking")], [5, null]);
});

test("a track is split into two that together show what one showed, and merged again", () => {
  const whole = track(box(0), box(10, 110), box(20, 10, { occluded: true }));
  const [first, second] = split(whole, 5, "r2")!;
  assert.equal(second.id, "r2");
  for (let frame = 0; frame < 25; frame++) {
    assert.equal(placeAt(first, frame)?.x ?? placeAt(second, frame)?.x, placeAt(whole, frame)!.x);
    assert.equal(placeAt(first, frame) === null, frame >= 5);
    assert.equal(placeAt(second, frame) === null, frame < 5);
  }
  const again = merged(second, first)!;
  assert.deepEqual([again.id, frames(again)], ["r1", [0, 5, 10, 20]]);
  assert.equal(split(whole, 0, "r2"), null);
  assert.equal(merged(whole, second), null);
});

test("the key frames before and after", () => {
  const here = track(box(0), box(10), box(20));
  assert.deepEqual([nextKey(here, 10, 1), nextKey(here, 10, -1), nextKey(here, 20, 1), nextKey(here, 3, -1)], [20, 0, null, 0]);
});

test("opening and saving a hundred times moves nothing, whatever was looked at", () => {
  const clock = { frames: 30, frame: { value: 0, peek: () => clock.frame.value } };
  const shape = trackShape(boxShape as never, clock, "tool-box");
  const before = track(box(0, 0.1), box(7, 1e5 / 3, { rotation: 33.3 }), box(11, 2 / 7, { outside: true }));
  let value = JSON.stringify(before);
  for (let round = 0; round < 100; round++) {
    const opened = JSON.parse(value) as Track;
    clock.frame.value = round % 13;
    shape.outline(opened);
    shape.handles(opened, 1);
    value = JSON.stringify(opened);
  }
  assert.deepEqual(JSON.parse(value), before);
});

test("dragging in a frame between makes that one a key frame; nothing is drawn where it is not to be seen", () => {
  const clock = { frames: 30, frame: { value: 5, peek: () => clock.frame.value } };
  const shape = trackShape(boxShape as never, clock, "tool-box");
  const before = track(box(0), box(10, 110), box(15, 110, { outside: true }));
  const moved = shape.move(before, { x: 2, y: 3 }, { width: 640, height: 360 });
  assert.deepEqual(moved.keyframes[1], { ...box(5, 62), y: 23 });
  clock.frame.value = 16;
  assert.equal(shape.seen!(before), false);
  assert.deepEqual(shape.outline(before).rings, []);
  assert.deepEqual(shape.move(before, { x: 2, y: 3 }, { width: 640, height: 360 }), before);
});

test("frames and times of a constant rate lead back to each other, and a rounded time to the same frame", () => {
  const timing = new Timing({ timescale: 30000, start: 0, runs: [[18000, 1001]] });
  assert.equal(timing.frames, 18000);
  assert.ok(Math.abs(timing.rate - 29.97) < 0.001);
  for (let frame = 0; frame < 18000; frame += 7) {
    const [start, middle] = [timing.start(frame), timing.middle(frame)];
    assert.deepEqual([start, middle, Math.round(start * 1000) / 1000].map((time) => timing.frameAt(time)), [frame, frame, frame]);
  }
  assert.deepEqual([-1, 0, 1e6].map((time) => timing.frameAt(time)), [0, 0, 17999]);
});

test("frames of a changing rate are found by the table of their times", () => {
  const timing = new Timing({ timescale: 1000, start: 40, runs: [[2, 33], [1, 500], [3, 16]] });
  assert.equal(timing.frames, 6);
  assert.deepEqual([0, 1, 2, 3, 4, 5].map((frame) => timing.start(frame)), [0.04, 0.073, 0.106, 0.606, 0.622, 0.638]);
  for (let frame = 0; frame < 6; frame++)
    for (const time of [timing.start(frame), timing.middle(frame), timing.start(frame) - 0.0005])
      assert.equal(timing.frameAt(time), frame);
  assert.deepEqual([0, 0.3, 9].map((time) => timing.frameAt(time)), [0, 2, 5]);
});

test("a track copied into a shorter film ends with it, on its way to where it went", () => {
  const clock = { frames: 11, frame: { value: 0, peek: () => clock.frame.value } };
  const shape = trackShape(boxShape as never, clock, "tool-box");
  const by = { x: 0, y: 0 };
  const frame = { width: 400, height: 300 };
  assert.deepEqual(shape.shift!(track(box(0), box(20, 110)), by, frame)!.keyframes, [box(0), box(10, 60)]);
  assert.deepEqual(shape.shift!(track(box(0), box(10, 60)), by, frame)!.keyframes, [box(0), box(10, 60)]);
  const gone = track(box(0), box(5, 20, { outside: true }), box(20, 110));
  assert.deepEqual(shape.shift!(gone, by, frame)!.keyframes, gone.keyframes.slice(0, 2));
  assert.equal(shape.shift!(track(box(11), box(20)), by, frame), null);
});

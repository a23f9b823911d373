import assert from "node:assert/strict";
import { test } from "node:test";
import { type Change, Sheet } from "./sheet";
import type { Region } from "./types";

const box = (id: string, label = "car") => ({ id, label, x: 0 }) as Region;

/** A small generator with a seed, so that a failure can be repeated. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * sides);
  };
}

function editSomehow(sheet: Sheet, roll: (sides: number) => number): void {
  const regions = sheet.regions("objects");
  const chosen = regions[roll(regions.length || 1)];
  switch (roll(4)) {
    case 0:
      return sheet.put("objects", box(sheet.freshId()));
    case 1:
      return chosen ? sheet.put("objects", { ...chosen, label: `label${roll(5)}` }) : undefined;
    case 2:
      return chosen ? sheet.remove({ field: "objects", id: chosen.id }) : undefined;
    default:
      return sheet.set("weather", roll(3) ? `w${roll(5)}` : undefined);
  }
}

test("undo leads back through every state to the first, and redo to the last", () => {
  for (let seed = 1; seed <= 40; seed++) {
    const roll = dice(seed);
    const sheet = new Sheet({ weather: "sunny" });
    const states = [sheet.value.value];
    for (let i = 0; i < 60; i++) {
      const before = sheet.edits.value;
      editSomehow(sheet, roll);
      if (sheet.edits.value !== before) states.push(sheet.value.value);
    }
    for (const state of states.toReversed()) {
      assert.deepEqual(sheet.value.value, state);
      sheet.undo();
    }
    assert.equal(sheet.canUndo.value, false);
    for (const state of states) {
      assert.deepEqual(sheet.value.value, state);
      sheet.redo();
    }
    assert.equal(sheet.canRedo.value, false);
  }
});

test("a listener that follows the changes always holds what the sheet holds", () => {
  const roll = dice(7);
  const sheet = new Sheet();
  const mirror = new Map<string, Region>();
  sheet.listen((changes: readonly Change[]) => {
    for (const change of changes) {
      if (!("at" in change)) continue;
      if (change.before) mirror.delete(change.before.id);
      if (change.after) mirror.set(change.after.id, change.after);
    }
  });
  for (let i = 0; i < 400; i++) {
    const move = roll(5);
    if (move === 0) sheet.undo();
    else if (move === 1) sheet.redo();
    else editSomehow(sheet, roll);
    const held = new Map(sheet.regions("objects").map((region) => [region.id, region]));
    assert.deepEqual(mirror, held);
  }
});

test("an emptied field is absent, as if it had never been answered", () => {
  const sheet = new Sheet();
  sheet.put("objects", box("r1"));
  sheet.remove({ field: "objects", id: "r1" });
  assert.deepEqual(sheet.value.value, {});
});

test("an arrow key held down is undone as one step", () => {
  const sheet = new Sheet({ objects: [box("r1")] });
  for (let x = 1; x <= 20; x++) sheet.put("objects", { ...box("r1"), x } as Region, "nudge r1");
  sheet.undo();
  assert.deepEqual(sheet.regions("objects"), [box("r1")]);
  sheet.redo();
  assert.deepEqual(sheet.regions("objects"), [{ ...box("r1"), x: 20 }]);
});

test("a region added after a deletion never takes the deleted one's id", () => {
  const sheet = new Sheet({ objects: [box("r7")], text: [box("r9")] });
  sheet.put("objects", box(sheet.freshId()));
  sheet.remove({ field: "objects", id: "r10" });
  assert.equal(sheet.freshId(), "r11");
});

test("undo selects what was selected before the edit", () => {
  const sheet = new Sheet({ objects: [box("r1")] });
  sheet.select({ field: "objects", id: "r1" });
  sheet.remove({ field: "objects", id: "r1" });
  assert.equal(sheet.selected.peek(), null);
  sheet.undo();
  assert.equal(sheet.selected.value?.id, "r1");
});

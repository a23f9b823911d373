import assert from "node:assert/strict";
import { test } from "node:test";
import { conflicts, holders, isReserved, remapped } from "../lib/keymap";
import { Keys, show, strokeOf } from "../lib/keys";
import { ACTIONS, TAKEN } from "./actions";
import { labelKeys } from "./labelkeys";
import type { Field } from "./types";

const stroke = (event: Partial<KeyboardEvent>) => strokeOf({ code: "", ...event } as KeyboardEvent);

test("no two actions that can be on the screen together share a key", () => {
  assert.deepEqual(conflicts(ACTIONS), []);
});

test("a conflict is found when there is one", () => {
  const title = () => "";
  const table = [
    { id: "a", scope: "image", keys: ["q"], title },
    { id: "b", scope: "everywhere", keys: ["w", "q"], title },
    { id: "c", scope: "text", keys: ["q"], title },
  ];
  const found = conflicts(table).map(({ a, b, stroke }) => `${a.id} ${b.id} ${stroke}`);
  assert.deepEqual(found, ["a b q", "b c q"]);
});

test("no action needs a stroke that switches input methods", () => {
  const strokes = ACTIONS.flatMap((action) => action.keys);
  assert.deepEqual(strokes.filter((stroke) => /\+Space$|^Mod\+[.,]$|^Shift$|^(Mod|Alt)\+Shift$/.test(stroke)), []);
});

test("an input method at work never makes a stroke", () => {
  assert.equal(stroke({ key: "1", code: "Digit1", isComposing: true }), null);
  assert.equal(stroke({ key: "Enter", keyCode: 229 }), null);
  assert.equal(stroke({ key: "Process", code: "KeyN" }), null);
});

test("letters, digits and signs are found by their place when the layout writes something else there", () => {
  assert.equal(stroke({ key: "м", code: "KeyV" }), "v");
  assert.equal(stroke({ key: "М", code: "KeyV", shiftKey: true }), "Shift+v");
  assert.equal(stroke({ key: "１", code: "Digit1" }), "1");
  assert.equal(stroke({ key: "？", code: "Slash", shiftKey: true }), "?");
  assert.equal(stroke({ key: ")", code: "Digit0", shiftKey: true }), "Shift+0");
});

test("strokes are written in one way", () => {
  assert.equal(stroke({ key: "Z", ctrlKey: true, shiftKey: true }), "Mod+Shift+z");
  assert.equal(stroke({ key: "z", metaKey: true }), "Mod+z");
  assert.equal(stroke({ key: "?", shiftKey: true, code: "Slash" }), "?");
  assert.equal(stroke({ key: " ", ctrlKey: true }), "Mod+Space");
  assert.equal(stroke({ key: "ArrowLeft", altKey: true, shiftKey: true }), "Alt+Shift+ArrowLeft");
});

test("strokes are shown as the keyboard has them", () => {
  assert.equal(show("Mod+Shift+z", false), "Ctrl+Shift+Z");
  assert.equal(show("Mod+Shift+z", true), "⌘⇧Z");
  assert.equal(show("+", false), "+");
  assert.equal(show("Alt+ArrowUp", false), "Alt+↑");
});

const field = (name: string, keys: string[]): Field => ({
  name,
  kind: "choice",
  labels: keys.map((key, i) => ({ name: `${name}${i}`, key })),
});

test("every label gets a key of its own while there are any, and none that an action needs", () => {
  const given = labelKeys([field("a", Array(20).fill("")), field("b", Array(20).fill(""))]);
  const keys = given.map((entry) => entry.key);
  assert.equal(new Set(keys).size, keys.length);
  assert.deepEqual(keys.slice(0, 10), [..."1234567890"]);
  assert.equal(keys.some((key) => TAKEN.has(key)), false);
});

test("two fields asking for the same digit: the first has it, the other gets a free one", () => {
  const given = labelKeys([field("a", ["1", "2"]), field("b", ["1", "5"])]);
  const keyOf = (label: string) => given.find((entry) => entry.label === label)?.key;
  assert.deepEqual(["a0", "a1", "b0", "b1"].map(keyOf), ["1", "2", "3", "5"]);
});

test("a key the schema gives to a label is the label's, whatever else it would do", () => {
  const asked = [...TAKEN].filter((key) => /^[a-z]$/.test(key));
  assert.ok(asked.length > 3);
  const given = labelKeys([field("a", ["", ...asked])]);
  assert.deepEqual(given.map((entry) => entry.key).toSorted(), ["1", ...asked].toSorted());
});

test("an action whose letter a label has keeps another stroke, and shows that one", () => {
  for (const action of ACTIONS) {
    const letters = action.keys.filter((key) => /^[a-z]$/.test(key));
    const others = action.keys.filter((key) => !/^[a-z0-9]$/.test(key));
    assert.ok(!letters.length || others.length, `${action.id} would be out of reach`);
  }
  const keys = new Keys(ACTIONS);
  keys.bind("skip", () => {});
  assert.equal(keys.hint("skip"), "X");
  keys.bindLabels(new Map([["x", () => {}]]));
  assert.equal(keys.hint("skip"), "Alt+X");
  assert.deepEqual(keys.list()[0]?.keys, ["Alt+x"]);
});

test("with single keys switched off the stroke that works is shown", () => {
  const keys = new Keys(ACTIONS);
  keys.plain = false;
  assert.deepEqual([keys.hint("skip"), keys.hint("undo"), keys.hint("zoom-in")], ["Alt+X", "Ctrl+Z", ""]);
});

test("a person's strokes take the place of those an action comes with, and nobody else answers them", () => {
  const mine = remapped(ACTIONS, { skip: ["g", "Mod+k"], facts: [] });
  const keysOf = (id: string) => mine.find((action) => action.id === id)?.keys;
  assert.deepEqual([keysOf("skip"), keysOf("facts"), keysOf("guideline")], [["g", "Mod+k"], [], ["Alt+g"]]);
  assert.deepEqual(conflicts(mine), []);
});

test("who has a stroke already is told by scope", () => {
  const action = (id: string) => ACTIONS.find((one) => one.id === id)!;
  const having = (id: string, stroke: string) => holders(ACTIONS, action(id), stroke).map((one) => one.id);
  assert.deepEqual(having("skip", "g"), ["guideline"]);
  assert.deepEqual(having("tool-box", "Home"), [], "a key of texts is free on images");
  assert.deepEqual(having("tool-box", "h"), ["hide"]);
  assert.deepEqual(having("submit-answered", "Mod+z"), ["undo"]);
  assert.deepEqual(having("back", "Delete"), [], "it waits for its turn");
});

test("no action comes with a stroke that never reaches the page", () => {
  const strokes = ACTIONS.flatMap((action) => action.keys).filter((stroke) => !["Escape", "Space"].includes(stroke));
  assert.deepEqual(strokes.filter(isReserved), []);
});

test("labels leave alone what the person's own actions need", () => {
  const keys = new Keys(remapped(ACTIONS, { skip: ["1"], guideline: [] }));
  const given = labelKeys([field("a", Array(30).fill(""))], keys.taken).map((entry) => entry.key);
  assert.equal(given[0], "2");
  assert.ok(given.includes("x") && given.includes("g"));
});

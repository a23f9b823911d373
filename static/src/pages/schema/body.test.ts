import assert from "node:assert/strict";
import { test } from "node:test";
import { freeKeys } from "../../label/labelkeys";
import { TAKEN } from "../../label/actions";
import { following, keysBeside, moved, newField, newLabel, parsed, pasted, repeated, ruleOf, withRule } from "./body";

const COLORS = ["#111111", "#222222"];
const STOCK = { colors: COLORS, taken: [] };

test("a new label gets the next free key and the colour used least", () => {
  const labels = [{ name: "a", key: "1", color: "#111111" }, { name: "b", key: "3", color: "#111111" }];
  const label = newLabel(labels, STOCK);
  assert.equal(label.key, "2");
  assert.equal(label.color, "#222222");
});

test("with every key taken a label has none", () => {
  const labels = freeKeys().map((key) => ({ name: key, key }));
  assert.equal(newLabel(labels, STOCK).key, "");
});

test("a new label is not given a key of the workspace", () => {
  const labels = [..."123456789"].map((key) => ({ name: key, key }));
  assert.equal(newLabel(labels, STOCK).key, "0");
  const { key } = newLabel([...labels, { name: "0", key: "0" }], STOCK);
  assert.ok(!key || !TAKEN.has(key));
});

test("moving past an end changes nothing", () => {
  assert.deepEqual(moved(["a", "b", "c"], 0, -1), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 3), ["a", "b", "c"]);
  assert.deepEqual(moved(["a", "b", "c"], 2, 0), ["c", "a", "b"]);
});

test("lines pasted into a name become labels after it", () => {
  const labels = pasted([{ name: "", key: "1" }, { name: "last", key: "2" }], 0, "car\r\n bus \n\nvan", STOCK);
  assert.deepEqual(labels.map((label) => label.name), ["car", "bus", "van", "last"]);
  assert.equal(new Set(labels.map((label) => label.key)).size, 4);
});

test("a name that two labels share is found, an empty one is not", () => {
  const labels = ["car", "bus", " car ", "", ""].map((name) => ({ name }));
  assert.deepEqual([...repeated(labels)], ["car"]);
});

test("a new question has a name of its own", () => {
  const first = newField([], "choice", COLORS);
  const taken = [{ ...first, name: "question_2" }];
  assert.equal(newField(taken, "choice", COLORS).name, "question_3");
});

test("text that is no schema is not taken over", () => {
  assert.equal(parsed("{"), null);
  assert.equal(parsed('{"fields": {}}'), null);
  assert.equal(parsed('{"fields": [{"name": "x"}]}'), null);
  assert.equal(parsed('{"media": "text", "fields": []}')?.media, "text");
});

test("a new label takes no key of another question", () => {
  const first = newField([], "choice", COLORS);
  const second = newField([first], "choice", COLORS);
  assert.deepEqual([first, second].map((field) => field.labels[0]?.key), ["1", "2"]);
  assert.deepEqual(keysBeside([first, second], 0), ["2"]);
});

test("a rule that allows everything is none", () => {
  const field = { name: "relations", kind: "relation", field: "entities", labels: [{ name: "knows" }] };
  const ruled = withRule(field, { label: "knows", sources: ["PER"], symmetric: true });
  assert.deepEqual(ruled.rules, [{ label: "knows", sources: ["PER"], symmetric: true }]);
  assert.deepEqual(ruleOf(ruled, "knows").sources, ["PER"]);
  assert.equal("rules" in withRule(ruled, { label: "knows" }), false);
});

test("rules follow labels that get another name, and questions too", () => {
  const entities = { name: "entities", kind: "span", labels: [{ name: "PER" }, { name: "LOC" }] };
  const rules = [{ label: "knows", sources: ["PER"], targets: ["PER", "LOC"] }];
  const relations = { name: "relations", kind: "relation", field: "entities", labels: [{ name: "knows" }], rules };
  const [, renamed] = following([entities, relations], 0, { ...entities, name: "names", labels: [{ name: "PERSON" }, { name: "LOC" }] });
  assert.equal(renamed!.field, "names");
  assert.deepEqual(renamed!.rules, [{ label: "knows", sources: ["PERSON"], targets: ["PERSON", "LOC"] }]);
  const [, own] = following([entities, relations], 1, { ...relations, labels: [{ name: "meets" }] });
  assert.deepEqual((own!.rules as { label: string }[])[0]!.label, "meets");
  const [, gone] = following([entities, relations], 0, { ...entities, labels: [{ name: "LOC" }] });
  assert.deepEqual(gone!.rules, [{ label: "knows", sources: ["PER"], targets: ["LOC"] }], "the last name stays: nobody said any");
});

test("what changes on the way follows attributes that get another name, and goes with them", () => {
  const attributes = [{ name: "turning", kind: "switch" as const }, { name: "state", kind: "text" as const }];
  const things = { name: "things", kind: "track", labels: [{ name: "car" }], attributes, changing: ["turning"] };
  const [renamed] = following([things], 0, { ...things, attributes: [{ ...attributes[0]!, name: "signal" }, attributes[1]!] });
  assert.deepEqual(renamed!.changing, ["signal"]);
  const [gone] = following([things], 0, { ...things, attributes: attributes.slice(1) });
  assert.equal("changing" in gone!, false);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { headingFor } from "./guidance";

const HEADINGS = ["Guideline", "Cards and vans", "2. Cars 汽车", "Car", "行人（Pedestrian）"];

test("a label is found by its name or any of its titles, whole words only", () => {
  assert.equal(headingFor(HEADINGS, { name: "car" }), 3);
  assert.equal(headingFor(HEADINGS, { name: "c1", title: { zh: "汽车", en: "Automobile" } }), 2);
  assert.equal(headingFor(HEADINGS, { name: "pedestrian" }), 4);
  assert.equal(headingFor(HEADINGS, { name: "van" }), -1);
  assert.equal(headingFor(HEADINGS, { name: "x", title: { zh: "", en: "" } }), -1);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { batches, bytes, collectPicked, isLitter } from "./upload-files";

const picked = (name: string, size: number) => ({ name, file: { name, size } as File });

test("litter of operating systems is left out", () => {
  for (const name of [".DS_Store", "a/.hidden", "__MACOSX/a.txt", "a/Thumbs.db", "desktop.ini"]) assert.ok(isLitter(name), name);
  for (const name of ["a.txt", "a..b/c.txt", "my.desktop.ini.txt", "x__MACOSX/a"]) assert.ok(!isLitter(name), name);
});

test("a picked folder keeps its folders", () => {
  const files = [
    { name: "a.txt", webkitRelativePath: "set/a.txt" },
    { name: ".DS_Store", webkitRelativePath: "set/.DS_Store" },
    { name: "b.txt", webkitRelativePath: "" },
  ] as File[];
  assert.deepEqual(collectPicked(files).map(({ name }) => name), ["set/a.txt", "b.txt"]);
});

test("small files travel together, large ones alone, none twice", () => {
  const files = [...Array.from({ length: 250 }, (_, n) => picked(`s${n}`, 10)), picked("large", 600 << 10), picked("t", 0)];
  const made = batches(files);
  assert.deepEqual(made.map((batch) => batch.length).sort((a, b) => a - b), [1, 51, 100, 100]);
  assert.equal(new Set(made.flat().map(({ name }) => name)).size, files.length);
});

test("a batch keeps below its weight", () => {
  const made = batches(Array.from({ length: 20 }, (_, n) => picked(`${n}`, 400 << 10)));
  assert.ok(made.every((batch) => batch.reduce((sum, { file }) => sum + file.size, 0) <= 4 << 20));
});

test("sizes are short", () => {
  assert.deepEqual([0, 999, 1500, 5_000_000, 3_000_000_000].map(bytes), ["0 B", "999 B", "1.5 KB", "4.8 MB", "2.8 GB"]);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { fit, shown, type View } from "../geometry";
import { above, below, coverOf, levelFor, needed, type Tile } from "./grid";

const SIDE = 512;
const image = { width: 17_000, height: 9_001 };
const window = { width: 1400, height: 860 };
const LEVELS = 7;

function sizeOf({ level, column, row }: Tile): { width: number; height: number } {
  const [width, height] = [Math.ceil(image.width / 2 ** level), Math.ceil(image.height / 2 ** level)];
  return { width: Math.min(SIDE, width - column * SIDE), height: Math.min(SIDE, height - row * SIDE) };
}

test("the level has a pixel for each pixel of the screen, and not two", () => {
  const levels = [1, 0.51, 0.5, 0.26, 0.25, 0.01, 0.001, 8].map((scale) => levelFor(scale, 1, LEVELS));
  assert.deepEqual(levels, [0, 0, 1, 1, 2, 6, 6, 0]);
  assert.equal(levelFor(0.25, 2, LEVELS), 1);
});

test("the needed tiles cover all of the image that is seen, and few more are asked for", () => {
  let seed = 5;
  const random = (from: number, to: number) => {
    seed = (seed * 1664525 + 1013904223) % 2 ** 32;
    return from + (seed / 2 ** 32) * (to - from);
  };
  for (let i = 0; i < 300; i++) {
    const scale = 2 ** random(-5, 4);
    const view: View = { scale, x: random(-image.width, 0) * scale + 400, y: random(-image.height, 0) * scale + 400 };
    const level = levelFor(scale, 1, LEVELS);
    const tiles = needed(view, window, image, SIDE, level);
    assert.ok(tiles.length <= 7 * 5, `${tiles.length} tiles at ${scale}`);
    const seen = shown(view, window);
    for (let k = 0; k < 20; k++) {
      const [x, y] = [random(seen.left, seen.right), random(seen.top, seen.bottom)];
      if (x < 0 || y < 0 || x >= image.width || y >= image.height) continue;
      const there = tiles.filter((tile) => {
        const cover = coverOf(tile, SIDE, sizeOf(tile));
        return x >= cover.left && x < cover.right && y >= cover.top && y < cover.bottom;
      });
      assert.equal(there.length, 1);
    }
  }
});

test("the middle comes first", () => {
  const [first] = needed({ scale: 1, x: -4000, y: -3000 }, window, image, SIDE, 0);
  assert.deepEqual(first, { level: 0, column: Math.floor(4700 / SIDE), row: Math.floor(3430 / SIDE) });
});

test("the whole image is one tile of the last level", () => {
  assert.deepEqual(needed(fit(image, window), window, image, SIDE, LEVELS - 1), [{ level: LEVELS - 1, column: 0, row: 0 }]);
});

test("what stands in for a tile lies over the same part of the image", () => {
  const tile = { level: 1, column: 5, row: 2 };
  const cover = coverOf(tile, SIDE, { width: SIDE, height: SIDE });
  const coarse = coverOf(above(tile, 2), SIDE, { width: SIDE, height: SIDE });
  assert.ok(coarse.left <= cover.left && coarse.right >= cover.right && coarse.top <= cover.top && coarse.bottom >= cover.bottom);
  const parts = below(tile).map((part) => coverOf(part, SIDE, { width: SIDE, height: SIDE }));
  assert.deepEqual([Math.min(...parts.map(({ left }) => left)), Math.max(...parts.map(({ bottom }) => bottom))], [cover.left, cover.bottom]);
  assert.deepEqual(above(parts.length ? below(tile)[3]! : tile, 1), tile);
});

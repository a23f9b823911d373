import assert from "node:assert/strict";
import { test } from "node:test";
import type { Point, Size } from "../geometry";
import { compose, inkOf } from "./compose";
import { areaOf, boundsOf, coversPixel, type Edges, grown, merged, moved, Runs, rebased } from "./edges";
import { inside, stroke } from "./figures";
import { flood, type Photo, photoOf } from "./photo";
import { draftOf, type MaskRegion, pack, pixelsOf, unpack } from "./rle";
import { way, waysTo } from "./wire";

function dice(seed: number): (from: number, to: number) => number {
  let state = seed;
  return (from, to) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return from + (state / 2 ** 32) * (to - from);
  };
}

const random = dice(4);
const whole = (from: number, to: number) => Math.floor(random(from, to));

/** A mask as a picture, and back: the slow and certain way. */
function bitsOf(edges: Edges, { width, height }: Size): Uint8Array {
  const bits = new Uint8Array(width * height);
  for (let i = 0; i < edges.length; i += 2) bits.fill(1, edges[i], edges[i + 1]);
  return bits;
}

function edgesOf(bits: Uint8Array): Edges {
  const runs = new Runs();
  bits.forEach((bit, at) => bit && runs.add(at, at + 1));
  return runs.edges();
}

function noise(size: Size): Uint8Array {
  const density = random(0, 1);
  return Uint8Array.from({ length: size.width * size.height }, () => Number(random(0, 1) < density));
}

const sizes = Array.from({ length: 60 }, () => ({ width: whole(1, 30), height: whole(1, 30) }));

test("a mask comes back from its text bit by bit", () => {
  for (const size of sizes) {
    const bits = noise(size);
    const pixels = bits.length;
    const counts = pack(edgesOf(bits), pixels);
    assert.deepEqual(bitsOf(unpack(counts), size), bits);
    assert.equal(pack(unpack(counts), pixels), counts);
  }
});

test("the text is that of pycocotools", () => {
  // Height, width, pixels down the columns from, to, from, to …, and what pycocotools.mask.encode says.
  const known: [number, number, number[], string][] = [
    [4, 4, [], "`0"],
    [4, 4, [0, 16], "0`0"],
    [4, 4, [4, 8, 12, 16], "4440"],
    [3000, 4000, [1000000, 1002000, 1003000, 1003400, 11999999, 12000000], "Pb`n0`n1Xo0P^N_la_:aC"],
  ];
  for (const [height, width, edges, counts] of known) {
    assert.equal(pack(Uint32Array.from(edges), height * width), counts);
    assert.deepEqual([...unpack(counts)], edges);
  }
});

test("runs of no length join their neighbours", () => {
  // 4 outside, 2 inside, 0 outside, 2 inside, 4 outside, 4 inside.
  assert.deepEqual([...unpack("420042")], [4, 8, 12, 16]);
});

test("painting and erasing are what they are pixel by pixel", () => {
  for (const size of sizes) {
    const [one, two] = [noise(size), noise(size)];
    const part = two.map((bit, at) => (at > two.length / 3 && at < two.length / 2 ? bit : 0));
    for (const other of [two, part]) {
      const painted = merged(edgesOf(one), edgesOf(other), "with");
      const erased = merged(edgesOf(one), edgesOf(other), "without");
      assert.deepEqual(bitsOf(painted, size), one.map((bit, at) => bit | other[at]!));
      assert.deepEqual(bitsOf(erased, size), one.map((bit, at) => bit & ~other[at]!));
      assert.deepEqual(edgesOf(bitsOf(painted, size)), painted, "one form for each mask");
    }
  }
});

test("area, bounds and the pixel under the pointer", () => {
  for (const size of sizes) {
    const bits = noise(size);
    const edges = edgesOf(bits);
    if (!edges.length) continue;
    assert.equal(areaOf(edges), bits.reduce((sum, bit) => sum + bit, 0));
    const at = [...bits.keys()].filter((place) => bits[place]);
    const [xs, ys] = [at.map((place) => Math.floor(place / size.height)), at.map((place) => place % size.height)];
    const bounds = { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs) + 1, bottom: Math.max(...ys) + 1 };
    assert.deepEqual(boundsOf(edges, size.height), bounds);
    for (let i = 0; i < 50; i++) {
      const [x, y] = [random(-2, size.width + 2), random(-2, size.height + 2)];
      const there = x >= 0 && y >= 0 && x < size.width && y < size.height;
      const bit = there && bits[Math.floor(x) * size.height + Math.floor(y)] === 1;
      assert.equal(coversPixel(edges, size, x, y), bit);
    }
  }
});

test("a mask moves by whole pixels, there and back, and grows by one all around", () => {
  const size = { width: 40, height: 30 };
  const bits = new Uint8Array(1200).map((_, at) => Number(at % 30 > 9 && at % 30 < 20 && at > 300 && at < 900 && random(0, 1) < 0.5));
  const edges = edgesOf(bits);
  assert.deepEqual(moved(moved(edges, size, { x: 7, y: -5 }), size, { x: -7, y: 5 }), edges);
  const wide = bitsOf(grown(edges, size, "x", 1), size);
  bits.forEach((bit, at) => assert.equal(wide[at], bit | (bits[at - 30] ?? 0) | (bits[at + 30] ?? 0)));
  const block = inside([{ x: 10, y: 10 }, { x: 20, y: 10 }, { x: 20, y: 20 }, { x: 10, y: 20 }], size);
  assert.deepEqual(grown(grown(block, size, "y", 1), size, "y", -1), block);
  assert.equal(areaOf(grown(block, size, "x", -1)), 80);
});

test("a stroke covers the pixels whose centre is no further from it than the brush is wide", () => {
  const size = { width: 60, height: 50 };
  for (let i = 0; i < 200; i++) {
    const brush = whole(1, 15);
    const settle = (at: number) => (brush % 2 ? Math.floor(at) + 0.5 : Math.round(at));
    const [a, b] = [0, 1].map(() => ({ x: settle(random(-10, 70)), y: settle(random(-10, 60)) })) as [Point, Point];
    const bits = bitsOf(stroke(a, b, brush, size), size);
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    bits.forEach((bit, at) => {
      const point = { x: Math.floor(at / 50) + 0.5, y: (at % 50) + 0.5 };
      const along = dx || dy ? ((point.x - a.x) * dx + (point.y - a.y) * dy) / (dx * dx + dy * dy) : 0;
      const t = Math.max(0, Math.min(1, along));
      const far = Math.hypot(point.x - a.x - t * dx, point.y - a.y - t * dy);
      if (Math.abs(far - brush / 2) > 1e-9) assert.equal(bit, Number(far < brush / 2));
    });
  }
});

test("the smallest brush paints the pixel under the pointer", () => {
  assert.deepEqual([...stroke({ x: 3.9, y: 2.1 }, { x: 3.9, y: 2.1 }, 1, { width: 9, height: 10 })], [32, 33]);
});

test("a closed line encloses the pixels whose centre lies inside", () => {
  const size = { width: 40, height: 40 };
  const ring = [{ x: -5, y: 5 }, { x: 30.2, y: -3 }, { x: 35.7, y: 39.1 }, { x: 12, y: 60 }, { x: 20, y: 20.07 }];
  const bits = bitsOf(inside(ring, size), size);
  bits.forEach((bit, at) => {
    const [x, y] = [Math.floor(at / 40) + 0.5, (at % 40) + 0.5];
    let odd = false;
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!;
      if (a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x) odd = !odd;
    });
    assert.equal(bit, Number(odd), `${x}, ${y}`);
  });
});

test("lines through the middles of pixels give runs that neither meet nor cross", () => {
  const size = { width: 30, height: 30 };
  for (let i = 0; i < 300; i++) {
    const ring = Array.from({ length: whole(3, 12) }, () => ({ x: whole(0, 30) + 0.5, y: whole(0, 30) + 0.5 }));
    const edges = inside(ring, size);
    assert.ok(edges.every((edge, at) => at === 0 || edge > edges[at - 1]!));
  }
});

test("each pixel of the window shows the pixel of the mask that lies under its centre", () => {
  const size = { width: 50, height: 40 };
  const ink = inkOf("#ff0000");
  for (const view of [{ scale: 1, x: 0, y: 0 }, { scale: 0.4, x: 5.3, y: -3.2 }, { scale: 3.7, x: -40, y: 9.5 }]) {
    const edges = edgesOf(noise(size));
    if (!edges.length) continue;
    const window = { width: 60, height: 50 };
    const picture = new Uint32Array(window.width * window.height);
    compose(picture, window, view, { edges, height: size.height, bounds: boundsOf(edges, size.height) }, ink);
    picture.forEach((color, at) => {
      const x = ((at % window.width) + 0.5 - view.x) / view.scale;
      const y = (Math.floor(at / window.width) + 0.5 - view.y) / view.scale;
      assert.equal(color !== 0, coversPixel(edges, size, x, y), `${x}, ${y} at ${view.scale}`);
    });
  }
});

test("the border of a mask is drawn in full colour, also where the window cuts it only where it ends", () => {
  const size = { width: 20, height: 20 };
  const block = inside([{ x: 5, y: 5 }, { x: 15, y: 5 }, { x: 15, y: 15 }, { x: 5, y: 15 }], size);
  const ink = inkOf("#0000ff");
  const picture = new Uint32Array(64);
  compose(picture, { width: 8, height: 8 }, { scale: 1, x: -7, y: -3 }, { edges: block, height: 20, bounds: boundsOf(block, 20) }, ink);
  const rows = Array.from({ length: 8 }, (_, y) => [...picture.subarray(y * 8, y * 8 + 8)].map((c) => (c === ink.border ? "#" : c ? "." : " ")).join(""));
  assert.deepEqual(rows, ["        ", "        ", "########", ".......#", ".......#", ".......#", ".......#", ".......#"]);
});

const disc = (size: Size, radius: number, spread = 0): Photo => {
  const data = new Uint8ClampedArray(size.width * size.height * 4);
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const within = Math.hypot(x + 0.5 - size.width / 2, y + 0.5 - size.height / 2) < radius;
      const shade = (within ? 180 : 60) + random(-spread, spread);
      data.set([shade, shade, shade, 255], (y * size.width + x) * 4);
    }
  return photoOf({ data, ...size });
};

test("a fill takes what is joined by a like colour, and no more", () => {
  const size = { width: 200, height: 150 };
  const photo = disc(size, 40, 10);
  const filled = flood(photo, 100, 75, 40);
  const expected = inside(Array.from({ length: 400 }, (_, i) => ({ x: 100 + 40 * Math.cos((i * Math.PI) / 200), y: 75 + 40 * Math.sin((i * Math.PI) / 200) })), size);
  assert.ok(Math.abs(areaOf(filled) - areaOf(expected)) < 30);
  assert.equal(areaOf(flood(photo, 2, 2, 40)) + areaOf(filled), 200 * 150);
  assert.equal(areaOf(flood(photo, 2, 2, 255)), 200 * 150);
});

test("a mask of a part of the image lies in the image where the part does", () => {
  const frame = { width: 90, height: 70 };
  const at = { x: 31, y: 17 };
  for (const part of [{ width: 40, height: 30 }, { width: 40, height: 70 }, frame]) {
    const offset = { x: part.width === 90 ? 0 : at.x, y: part.height === 70 ? 0 : at.y };
    const corners = [[2.5, 1.5], [part.width - 2, 3], [part.width / 2, part.height - 1]] as const;
    const small = inside(corners.map(([x, y]) => ({ x, y })), part);
    const large = inside(corners.map(([x, y]) => ({ x: x + offset.x, y: y + offset.y })), frame);
    assert.deepEqual([...rebased(small, part, offset, frame)], [...large]);
    const all = Uint32Array.of(0, part.width * part.height);
    assert.equal(areaOf(rebased(all, part, offset, frame)), part.width * part.height);
  }
});

test("the smart outline follows a noisy border from click to click", () => {
  const size = { width: 400, height: 300 };
  const photo = disc(size, 90, 25);
  const clicks = [0, 1, 2, 3].map((i) => ({ x: 200 + 92 * Math.cos((i * Math.PI) / 2), y: 150 + 92 * Math.sin((i * Math.PI) / 2) }));
  const ring = clicks.flatMap((from, i) => way(waysTo(photo, from, 1), clicks[(i + 1) % 4]!)!);
  for (const { x, y } of ring) assert.ok(Math.abs(Math.hypot(x - 200, y - 150) - 90) < 5, `${x}, ${y}`);
  const share = areaOf(inside(ring, size)) / (Math.PI * 90 * 90);
  assert.ok(share > 0.97 && share < 1.03, `${share}`);
});

test("what is stored of a mask", () => {
  const size = { width: 30, height: 20 };
  const draft = draftOf(stroke({ x: 10, y: 10 }, { x: 20, y: 10 }, 4, size), size);
  assert.deepEqual(draft.box, [8, 8, 14, 4]);
  assert.deepEqual(draft.size, [20, 30]);
  const region = { id: "r1", label: "a", ...draft } as MaskRegion;
  assert.deepEqual(draftOf(pixelsOf(region).edges, size), draft);
});

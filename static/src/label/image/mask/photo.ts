/** The colours of an image, column by column like a mask, for tools that follow what the picture shows. */
import type { Bounds, Size } from "../geometry";
import { type Edges, Runs } from "./edges";

export interface Photo extends Size {
  /** 0xAABBGGRR of each pixel, down the columns. */
  readonly pixels: Uint32Array;
}

export function photoOf({ data, width, height }: { data: Uint8ClampedArray } & Size): Photo {
  const rows = new Uint32Array(data.buffer, data.byteOffset, width * height);
  const pixels = new Uint32Array(width * height);
  // In squares that fit the processor's cache: a plain transposition of a large image takes five times as long.
  const SIDE = 64;
  for (let top = 0; top < height; top += SIDE)
    for (let left = 0; left < width; left += SIDE) {
      const [bottom, right] = [Math.min(height, top + SIDE), Math.min(width, left + SIDE)];
      for (let x = left; x < right; x++) for (let y = top; y < bottom; y++) pixels[x * height + y] = rows[y * width + x]!;
    }
  return { width, height, pixels };
}

/** All pixels that are joined to one by pixels of a like colour: no channel differs from its by more than `tolerance`. */
export function flood({ width, height, pixels }: Photo, x: number, y: number, tolerance: number): Edges {
  const like = resembling(pixels[x * height + y]!, tolerance);
  const found = new Uint8Array(width * height);
  const seeds = [x * height + y];
  let [left, right] = [x, x];
  while (seeds.length) {
    const seed = seeds.pop()!;
    if (found[seed]) continue;
    const column = Math.floor(seed / height);
    const [first, last] = [column * height, (column + 1) * height - 1];
    let [top, bottom] = [seed, seed];
    while (top > first && like(pixels[top - 1]!)) top--;
    while (bottom < last && like(pixels[bottom + 1]!)) bottom++;
    found.fill(1, top, bottom + 1);
    left = Math.min(left, column);
    right = Math.max(right, column);
    for (const beside of [column > 0 ? -height : 0, column < width - 1 ? height : 0]) {
      if (!beside) continue;
      let before = false;
      for (let at = top + beside; at <= bottom + beside; at++) {
        const open = !found[at] && like(pixels[at]!);
        if (open && !before) seeds.push(at);
        before = open;
      }
    }
  }
  return edgesIn(found, left * height, (right + 1) * height);
}

function resembling(color: number, tolerance: number): (other: number) => boolean {
  const [red, green, blue] = [color & 255, (color >> 8) & 255, (color >> 16) & 255];
  return (other) =>
    Math.abs((other & 255) - red) <= tolerance &&
    Math.abs(((other >> 8) & 255) - green) <= tolerance &&
    Math.abs(((other >> 16) & 255) - blue) <= tolerance;
}

function edgesIn(found: Uint8Array, from: number, to: number): Edges {
  const runs = new Runs();
  const part = found.subarray(0, to);
  for (let start = part.indexOf(1, from); start >= 0; ) {
    const end = part.indexOf(0, start);
    runs.add(start, end < 0 ? to : end);
    start = end < 0 ? -1 : part.indexOf(1, end);
  }
  return runs.edges();
}

/** Brightness, 0..255, of every `step`-th pixel inside the bounds; a coarser grid takes the mean of the pixels between. */
export function grey(photo: Photo, { left, top, right, bottom }: Bounds, step: number): Float32Array {
  const columns = Math.ceil((right - left) / step);
  const rows = Math.ceil((bottom - top) / step);
  const cells = new Float32Array(columns * rows);
  for (let column = 0; column < columns; column++)
    for (let row = 0; row < rows; row++) {
      let [sum, count] = [0, 0];
      for (let x = left + column * step; x < Math.min(right, left + (column + 1) * step); x++)
        for (let y = top + row * step; y < Math.min(bottom, top + (row + 1) * step); y++) {
          const color = photo.pixels[x * photo.height + y]!;
          sum += 0.299 * (color & 255) + 0.587 * ((color >> 8) & 255) + 0.114 * ((color >> 16) & 255);
          count++;
        }
      cells[column * rows + row] = sum / count;
    }
  return cells;
}

/**
 * Masks as the places where they change: begin and end of each run of pixels, counted down the columns as COCO does.
 *
 * A mask is never unpacked into a picture of the image's size. Brush, eraser, fills and moves are merges of two sorted
 * lists, so they cost what the mask's border is long and not what the image is large: the same at 1 and at 200 megapixels.
 */
import type { Bounds, Point, Size } from "../geometry";

export type Edges = Uint32Array;

export const NOTHING: Edges = new Uint32Array(0);

/** Collects runs that come in order; one that begins where the last ended goes on with it. */
export class Runs {
  private found: number[] = [];

  add(start: number, end: number): void {
    if (start >= end) return;
    if (this.found.length && this.found[this.found.length - 1] === start) this.found[this.found.length - 1] = end;
    else this.found.push(start, end);
  }

  edges(): Edges {
    return Uint32Array.from(this.found);
  }
}

/** The index of the first edge that lies at or after a place. */
export function firstFrom(edges: Edges, place: number): number {
  let [low, high] = [0, edges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (edges[middle]! < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A mask with the pixels of another, or without them. Only the part that the other one reaches is looked at. */
export function merged(edges: Edges, other: Edges, how: "with" | "without"): Edges {
  if (!other.length) return edges;
  const low = firstFrom(edges, other[0]!);
  const high = firstFrom(edges, other[other.length - 1]! + 1);
  const middle = new Uint32Array(high - low + other.length);
  let count = 0;
  let [i, j] = [low, 0];
  let inside = (low & 1) === 1;
  let inOther = false;
  let now = inside;
  while (i < high || j < other.length) {
    const a = i < high ? edges[i]! : Infinity;
    const b = j < other.length ? other[j]! : Infinity;
    const place = Math.min(a, b);
    if (a === place) {
      inside = !inside;
      i++;
    }
    if (b === place) {
      inOther = !inOther;
      j++;
    }
    const next = how === "with" ? inside || inOther : inside && !inOther;
    if (next !== now) middle[count++] = place;
    now = next;
  }
  const whole = new Uint32Array(low + count + edges.length - high);
  whole.set(edges.subarray(0, low));
  whole.set(middle.subarray(0, count), low);
  whole.set(edges.subarray(high), low + count);
  return whole;
}

export function areaOf(edges: Edges): number {
  let sum = 0;
  for (let i = 0; i < edges.length; i += 2) sum += edges[i + 1]! - edges[i]!;
  return sum;
}

/** The edges of the pixels around a mask; right and bottom are the first that it does not reach. */
export function boundsOf(edges: Edges, height: number): Bounds {
  const left = Math.floor(edges[0]! / height);
  const right = Math.floor((edges[edges.length - 1]! - 1) / height) + 1;
  let [top, bottom] = [height, 0];
  for (let i = 0; i < edges.length; i += 2) {
    const start = edges[i]!;
    const last = edges[i + 1]! - 1;
    const column = Math.floor(start / height);
    // A run that goes on in the next column touches both borders.
    if (last >= (column + 1) * height) return { left, top: 0, right, bottom: height };
    top = Math.min(top, start - column * height);
    bottom = Math.max(bottom, last - column * height + 1);
  }
  return { left, top, right, bottom };
}

export function coversPixel(edges: Edges, { width, height }: Size, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= width || y >= height) return false;
  return (firstFrom(edges, Math.floor(x) * height + Math.floor(y) + 1) & 1) === 1;
}

/** For each column from `left` to before `right`, the stretches of rows that a mask covers there, as from, to, from, to … */
export function eachColumn(
  edges: Edges,
  height: number,
  left: number,
  right: number,
  visit: (column: number, rows: number[]) => void,
): void {
  let i = firstFrom(edges, left * height + 1) & ~1;
  for (let column = left; column < right; column++) {
    const [start, end] = [column * height, (column + 1) * height];
    const rows: number[] = [];
    while (i < edges.length && edges[i + 1]! <= start) i += 2;
    for (let k = i; k < edges.length && edges[k]! < end; k += 2) {
      rows.push(Math.max(edges[k]! - start, 0), Math.min(edges[k + 1]! - start, height));
    }
    visit(column, rows);
  }
}

/** The mask moved by whole pixels; what would leave the image is gone. */
export function moved(edges: Edges, frame: Size, by: Point): Edges {
  if (!edges.length || (!by.x && !by.y)) return edges;
  const { height, width } = frame;
  const { left, right } = boundsOf(edges, height);
  const runs = new Runs();
  eachColumn(edges, height, left, right, (column, rows) => {
    const to = column + by.x;
    if (to < 0 || to >= width) return;
    for (let k = 0; k < rows.length; k += 2) {
      runs.add(to * height + Math.max(rows[k]! + by.y, 0), to * height + Math.min(rows[k + 1]! + by.y, height));
    }
  });
  return runs.edges();
}

/** The mask of a part of the image, which lies at `at` in it, as one of the whole image. */
export function rebased(edges: Edges, part: Size, at: Point, frame: Size): Edges {
  if (!edges.length || part.height === frame.height) return at.x ? edges.map((edge) => edge + at.x * frame.height) : edges;
  const runs = new Runs();
  const { left, right } = boundsOf(edges, part.height);
  eachColumn(edges, part.height, left, right, (column, rows) => {
    const start = (column + at.x) * frame.height + at.y;
    for (let k = 0; k < rows.length; k += 2) runs.add(start + rows[k]!, start + rows[k + 1]!);
  });
  return runs.edges();
}

/** Wider by a pixel on each side of an axis, or narrower. */
export function grown(edges: Edges, frame: Size, axis: "x" | "y", by: 1 | -1): Edges {
  const step = axis === "x" ? { x: 1, y: 0 } : { x: 0, y: 1 };
  const back = axis === "x" ? { x: -1, y: 0 } : { x: 0, y: -1 };
  if (by > 0) return merged(merged(edges, moved(edges, frame, step), "with"), moved(edges, frame, back), "with");
  // What the background, grown, reaches is taken away.
  const all = Uint32Array.of(0, frame.width * frame.height);
  const ground = merged(all, edges, "without");
  return merged(edges, grown(ground, frame, axis, 1), "without");
}

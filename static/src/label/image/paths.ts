/** Lists of points as values hold them: [[x, y], …], in pixels of the image. Nothing here knows a kind of label. */
import { type Bounds, clamp, type Point, type Size } from "./geometry";

export type Pair = readonly [x: number, y: number];
export type Path = readonly Pair[];

/** Stored to a hundredth of a pixel: finer than any screen can show at the greatest zoom. */
const STEPS = 100;

export function round(value: number): number {
  // -0 is another number in JSON's eyes than the one that was stored.
  return Math.round(value * STEPS) / STEPS + 0;
}

export function pair({ x, y }: Point): Pair {
  return [round(x), round(y)];
}

/** Loops, because thousands of paths are flattened and measured before a task is seen. */
export function flat(path: Path): number[] {
  const numbers = new Array<number>(path.length * 2);
  for (let i = 0; i < path.length; i++) {
    numbers[2 * i] = path[i]![0];
    numbers[2 * i + 1] = path[i]![1];
  }
  return numbers;
}

export function boundsOf(...paths: readonly Path[]): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const path of paths)
    for (let i = 0; i < path.length; i++) {
      const x = path[i]![0];
      const y = path[i]![1];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  return { left, top, right, bottom };
}

/** Square pixels inside a closed path (Gauss's shoelace formula). */
export function areaOf(path: Path): number {
  let twice = 0;
  path.forEach(([x, y], i) => {
    const [nextX, nextY] = path[(i + 1) % path.length]!;
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}

/** Is the point inside an odd number of these closed paths? */
export function isInside(paths: readonly Path[], { x, y }: Point): boolean {
  let inside = false;
  for (const path of paths) {
    let [beforeX, beforeY] = path[path.length - 1]!;
    for (const [atX, atY] of path) {
      if (atY > y !== beforeY > y && x < atX + ((y - atY) / (beforeY - atY)) * (beforeX - atX)) inside = !inside;
      beforeX = atX;
      beforeY = atY;
    }
  }
  return inside;
}

/** The point of the stretch from a to b that lies nearest. */
export function nearestOn([ax, ay]: Pair, [bx, by]: Pair, { x, y }: Point): Point {
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const share = length ? clamp(((x - ax) * dx + (y - ay) * dy) / length, 0, 1) : 0;
  return { x: ax + share * dx, y: ay + share * dy };
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Does the line pass within `slack` of the point? */
export function passes(path: Path, closed: boolean, point: Point, slack: number): boolean {
  return path.some((to, i) => {
    const from = i ? path[i - 1]! : path[path.length - 1]!;
    if (!i && !closed && path.length > 1) return false;
    return distance(nearestOn(from, to, point), point) <= slack;
  });
}

export function shifted(path: Path, by: Point): Path {
  return path.map(([x, y]) => [round(x + by.x), round(y + by.y)]);
}

/** As far of the way as keeps these bounds in the image. */
export function within(bounds: Bounds, by: Point, frame: Size): Point {
  return {
    x: clamp(by.x, Math.min(0, -bounds.left), Math.max(0, frame.width - bounds.right)),
    y: clamp(by.y, Math.min(0, -bounds.top), Math.max(0, frame.height - bounds.bottom)),
  };
}

/** Drawn out to the right and down by so many pixels, the upper left corner staying; never flat, never over the edge. */
export function stretched(by: Point, bounds: Bounds, frame: Size): (path: Path) => Path {
  const { left, top, right, bottom } = bounds;
  const across = right > left ? (clamp(right + by.x, left + 1, frame.width) - left) / (right - left) : 1;
  const down = bottom > top ? (clamp(bottom + by.y, top + 1, frame.height) - top) / (bottom - top) : 1;
  return (path) => path.map(([x, y]) => [round(left + (x - left) * across), round(top + (y - top) * down)]);
}

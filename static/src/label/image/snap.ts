/** Where a point means to be: at a corner or on a line of a shape nearby, or at the edge of the image. */
import { signal } from "@preact/signals";
import type { Outline, Point, Size } from "./geometry";
import { distance, nearestOn, type Pair } from "./paths";

/** Whether points snap; for all tasks of the page, until it is switched off. Ctrl does the opposite while it is held. */
export const snapping = signal(false);

/** The place within `reach` that is meant, corners before lines; null when there is none. */
export function snapped(at: Point, reach: number, frame: Size, outlines: readonly Outline[]): Point | null {
  const { width, height } = frame;
  const inner = outlines.flatMap((outline) => [...outline.rings, outline.dots ?? []].flatMap(cornersOf));
  const outer = [0, width].flatMap((x) => [0, height].map((y) => ({ x, y })));
  const corner = nearest([...outer, ...inner], at, reach);
  if (corner) return corner;
  const edges = outlines.flatMap((outline) => outline.rings.flatMap((ring) => nearestOnEach(ring, outline.closed, at)));
  const borders = [0, width].map((x) => ({ x, y: at.y })).concat([0, height].map((y) => ({ x: at.x, y })));
  return nearest([...edges, ...borders], at, reach);
}

function cornersOf(ring: readonly number[]): Point[] {
  return pairsOf(ring).map(([x, y]) => ({ x, y }));
}

function nearestOnEach(ring: readonly number[], closed: boolean, at: Point): Point[] {
  const pairs = pairsOf(ring);
  return pairs.flatMap((from, i) => {
    const next = pairs[i + 1] ?? (closed ? pairs[0]! : null);
    return next ? [nearestOn(from, next, at)] : [];
  });
}

function pairsOf(ring: readonly number[]): Pair[] {
  const pairs: Pair[] = [];
  for (let i = 0; i < ring.length; i += 2) pairs.push([ring[i]!, ring[i + 1]!]);
  return pairs;
}

function nearest(points: readonly Point[], to: Point, reach: number): Point | null {
  let found: Point | null = null;
  let far = reach;
  for (const point of points) {
    const away = distance(point, to);
    if (away <= far) [found, far] = [point, away];
  }
  return found;
}

/** Figures as the pixels whose centre lies in them, in the order of a mask. */
import { clamp, type Point, type Size } from "../geometry";
import { type Edges, Runs } from "./edges";

/**
 * What a round brush covers on its way from one point to the next.
 *
 * The figure is convex, so each column meets it in one stretch, which ends on one of the two discs or on one of the two
 * straight sides between them.
 */
export function stroke(from: Point, to: Point, size: number, frame: Size): Edges {
  const [a, b] = [settled(from, size), settled(to, size)];
  const radius = size / 2;
  const runs = new Runs();
  const first = Math.max(0, Math.ceil(Math.min(a.x, b.x) - radius - 0.5));
  const last = Math.min(frame.width - 1, Math.floor(Math.max(a.x, b.x) + radius - 0.5));
  for (let column = first; column <= last; column++) {
    const stretch = across(a, b, radius, column + 0.5);
    if (stretch) addRows(runs, column, stretch[0], stretch[1], frame.height);
  }
  return runs.edges();
}

/** A brush of an odd number of pixels stands on the middle of a pixel, of an even number on a corner. */
function settled({ x, y }: Point, size: number): Point {
  if (size % 2) return { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 };
  return { x: Math.round(x), y: Math.round(y) };
}

function across(a: Point, b: Point, radius: number, x: number): [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  const meet = (from: number, to: number) => {
    low = Math.min(low, from);
    high = Math.max(high, to);
  };
  for (const { x: middle, y } of [a, b]) {
    const aside = Math.abs(x - middle);
    if (aside <= radius) {
      const half = Math.sqrt(radius * radius - aside * aside);
      meet(y - half, y + half);
    }
  }
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const length = Math.hypot(dx, dy);
  for (const side of length ? [radius, -radius] : []) {
    const start = { x: a.x - (dy / length) * side, y: a.y + (dx / length) * side };
    const along = dx ? (x - start.x) / dx : -1;
    if (along >= 0 && along <= 1) meet(start.y + dy * along, start.y + dy * along);
  }
  return low <= high ? [low, high] : null;
}

/** What a closed line encloses, counted even-odd: where it crosses itself there is a hole. */
export function inside(ring: readonly Point[], frame: Size): Edges {
  const runs = new Runs();
  const xs = ring.map(({ x }) => x);
  const first = clamp(Math.ceil(Math.min(...xs) - 0.5), 0, frame.width);
  const last = clamp(Math.floor(Math.max(...xs) - 0.5), -1, frame.width - 1);
  for (let column = first; column <= last; column++) {
    const middle = column + 0.5;
    const crossings: number[] = [];
    ring.forEach((a, i) => {
      const b = ring[(i + 1) % ring.length]!;
      if (a.x <= middle !== b.x <= middle) crossings.push(a.y + ((middle - a.x) / (b.x - a.x)) * (b.y - a.y));
    });
    crossings.sort((one, two) => one - two);
    for (let k = 0; k + 1 < crossings.length; k += 2) addRows(runs, column, crossings[k]!, crossings[k + 1]!, frame.height);
  }
  return runs.edges();
}

/** The rows whose middle lies at `from` or after it, and before `to`: no pixel belongs to two stretches that touch. */
function addRows(runs: Runs, column: number, from: number, to: number, height: number): void {
  const top = clamp(Math.ceil(from - 0.5), 0, height);
  const bottom = clamp(Math.ceil(to - 0.5), 0, height);
  runs.add(column * height + top, column * height + bottom);
}

/**
 * The smart outline: a line that a click has fixed at one end follows the borders it finds to wherever the pointer is.
 *
 * The cheapest ways from the fixed end to every cell around it are found once, in the worker; the line to the pointer
 * is then read off without waiting.
 *
 * source  Mortensen & Barrett (1995), Intelligent scissors for image composition, SIGGRAPH 95, 191–198: the shortest
 *         path on a cost that is low where the gradient is high. Directions and training are left out: with them the
 *         line clung no better to our photographs.
 */
import { type Bounds, clamp, type Point } from "../geometry";
import { grey, type Photo } from "./photo";

/** Ways to one cell from all cells around it. A cell is `step` pixels of the image a side. */
export interface Ways {
  readonly left: number;
  readonly top: number;
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  /** For each cell, down the columns, the neighbour that leads back: 255 at the end. */
  readonly back: Uint8Array;
}

/** Cells a side of the part that is looked at. */
const REACH = 720;
/** A click means the strongest border so many cells around it. */
const SNAP = 4;
/** What a step across a plain area costs; one along the strongest border costs 1. */
const PLAIN = 40;
const DIAGONAL = 1.4;
/** The neighbours of a cell, and for each where it comes from; the last four lie across. */
const DX = [-1, 1, 0, 0, -1, 1, -1, 1];
const DY = [0, 0, -1, 1, -1, 1, 1, -1];
const OPPOSITE = [1, 0, 3, 2, 5, 4, 7, 6];
const END = 255;

/** The part of the image around a point in which ways are looked for. */
export function reachOf(photo: Photo, { x, y }: Point, step: number): Bounds {
  const half = (REACH * step) / 2;
  const left = Math.round(clamp(x - half, 0, Math.max(0, photo.width - 2 * half)));
  const top = Math.round(clamp(y - half, 0, Math.max(0, photo.height - 2 * half)));
  return { left, top, right: Math.min(photo.width, left + 2 * half), bottom: Math.min(photo.height, top + 2 * half) };
}

export function waysTo(photo: Photo, at: Point, step: number): Ways {
  const bounds = reachOf(photo, at, step);
  const columns = Math.ceil((bounds.right - bounds.left) / step);
  const rows = Math.ceil((bounds.bottom - bounds.top) / step);
  const strength = gradient(grey(photo, bounds, step), columns, rows);
  const column = clamp(Math.floor((at.x - bounds.left) / step), 0, columns - 1);
  const row = clamp(Math.floor((at.y - bounds.top) / step), 0, rows - 1);
  const start = strongest(strength, columns, rows, column, row);
  return { left: bounds.left, top: bounds.top, step, columns, rows, back: cheapest(costs(strength), columns, rows, start) };
}

/** The way from the fixed end to a point, corner by corner, or null when it lies out of reach. */
export function way({ left, top, step, columns, rows, back }: Ways, to: Point): Point[] | null {
  let column = Math.floor((to.x - left) / step);
  let row = Math.floor((to.y - top) / step);
  if (column < 0 || row < 0 || column >= columns || row >= rows) return null;
  const points: Point[] = [];
  let [turned, coming] = [true, END];
  for (;;) {
    const going = back[column * rows + row]!;
    turned = going !== coming;
    if (turned) points.push({ x: left + (column + 0.5) * step, y: top + (row + 0.5) * step });
    if (going === END) return points.reverse();
    coming = going;
    column += DX[going]!;
    row += DY[going]!;
  }
}

function gradient(cells: Float32Array, columns: number, rows: number): Float32Array {
  const strength = new Float32Array(columns * rows);
  for (let column = 1; column < columns - 1; column++)
    for (let row = 1; row < rows - 1; row++) {
      const at = column * rows + row;
      const [l, r] = [at - rows, at + rows];
      const across = cells[r - 1]! + 2 * cells[r]! + cells[r + 1]! - cells[l - 1]! - 2 * cells[l]! - cells[l + 1]!;
      const along = cells[l + 1]! + 2 * cells[at + 1]! + cells[r + 1]! - cells[l - 1]! - 2 * cells[at - 1]! - cells[r - 1]!;
      strength[at] = Math.hypot(across, along);
    }
  return strength;
}

function strongest(strength: Float32Array, columns: number, rows: number, column: number, row: number): number {
  let best = column * rows + row;
  for (let x = Math.max(0, column - SNAP); x <= Math.min(columns - 1, column + SNAP); x++)
    for (let y = Math.max(0, row - SNAP); y <= Math.min(rows - 1, row + SNAP); y++) {
      if (strength[x * rows + y]! > 1.5 * strength[best]!) best = x * rows + y;
    }
  return best;
}

/** Small whole numbers, so that the queue can be a row of drawers. The strongest twentieth of the cells is border. */
function costs(strength: Float32Array): Uint8Array {
  const sample = strength.filter((_value, at) => at % 37 === 0).sort();
  const full = Math.max(sample[Math.floor(sample.length * 0.95)] ?? 0, 24);
  return Uint8Array.from(strength, (value) => 1 + Math.round((PLAIN - 1) * (1 - Math.min(1, value / full)) ** 2));
}

/** Dijkstra's shortest paths; distances are small whole numbers, so a drawer for each replaces the heap (Dial 1969). */
function cheapest(cost: Uint8Array, columns: number, rows: number, start: number): Uint8Array {
  const DRAWERS = 64;
  const back = new Uint8Array(cost.length).fill(END);
  const distance = new Int32Array(cost.length).fill(2 ** 31 - 1);
  const drawers: number[][] = Array.from({ length: DRAWERS }, () => []);
  distance[start] = 0;
  drawers[0]!.push(start);
  for (let [now, waiting] = [0, 1]; waiting > 0; now++) {
    const drawer = drawers[now % DRAWERS]!;
    drawers[now % DRAWERS] = [];
    waiting -= drawer.length;
    for (const cell of drawer) {
      // It was reached on a shorter way since.
      if (distance[cell] !== now) continue;
      const column = Math.floor(cell / rows);
      const row = cell - column * rows;
      for (let way = 0; way < 8; way++) {
        const x = column + DX[way]!;
        const y = row + DY[way]!;
        if (x < 0 || y < 0 || x >= columns || y >= rows) continue;
        const next = x * rows + y;
        const reached = now + (way < 4 ? cost[next]! : Math.round(cost[next]! * DIAGONAL));
        if (reached >= distance[next]!) continue;
        distance[next] = reached;
        back[next] = OPPOSITE[way]!;
        drawers[reached % DRAWERS]!.push(next);
        waiting++;
      }
    }
  }
  return back;
}

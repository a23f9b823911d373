/** Drawing by clicks: each places a point; a click on the last point, or on the first of a closed shape, finishes. */
import type { Region } from "../types";
import { clampPoint, type Outline, type Point, type Size } from "./geometry";
import { distance, flat, type Pair, pair, type Path } from "./paths";
import type { Draft, Drawing, Hold } from "./shape";

export interface Rule<R extends Region> {
  readonly closed: boolean;
  /** Whether the points are joined by a line. */
  readonly joined: boolean;
  readonly least: number;
  readonly most: number;
  make(points: Path): Draft<R>;
}

/** A click this near a point means it, in pixels of the screen. */
const REACH = 7;

export class ClickDrawing<R extends Region> implements Drawing<R> {
  private points: Pair[] = [];
  private pointer: Pair | null = null;
  private held = false;

  constructor(
    private readonly frame: Size,
    private readonly rule: Rule<R>,
  ) {}

  press(at: Point, { pixel }: Hold): boolean {
    const { closed, least, most } = this.rule;
    const put = pair(clampPoint(at, this.frame));
    const meant = (other: Pair | undefined) => other !== undefined && distance(pointOf(other), at) <= REACH * pixel;
    const [first, last] = [this.points[0], this.points.at(-1)];
    if (meant(last) || (closed && this.points.length >= least && meant(first))) return this.points.length >= least;
    this.points.push(put);
    this.pointer = put;
    this.held = true;
    return this.points.length >= most;
  }

  /** A point that is still being pressed follows the pointer. */
  move(to: Point): void {
    this.pointer = pair(clampPoint(to, this.frame));
    if (this.held) this.points[this.points.length - 1] = this.pointer;
  }

  release(at: Point, dragged: boolean): boolean {
    if (dragged) this.move(at);
    this.held = false;
    return false;
  }

  back(): boolean {
    this.points.pop();
    return this.points.length > 0;
  }

  outline(): Outline | null {
    const { closed, joined } = this.rule;
    if (!this.points.length) return null;
    const path = this.pointer && !this.held ? [...this.points, this.pointer] : this.points;
    return joined ? { rings: [flat(path)], closed, dots: flat(this.points) } : { rings: [], closed, dots: flat(path) };
  }

  result(): Draft<R> | null {
    return this.points.length >= this.rule.least ? this.rule.make(this.points) : null;
  }
}

function pointOf([x, y]: Pair): Point {
  return { x, y };
}

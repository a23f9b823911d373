/** A line that grows around an area: by straight sides, freehand, or along the borders that the image shows. */
import type { Outline, Point } from "../geometry";
import { way, type Ways } from "./wire";

export class Outliner {
  /** Fixed points, and how many there were before each click, so that clicks can be taken back. */
  private points: Point[] = [];
  private marks: number[] = [];
  private pointer: Point | null = null;
  private ways: Ways | null = null;

  get started(): boolean {
    return this.points.length > 0;
  }

  get first(): Point | undefined {
    return this.points[0];
  }

  /** The line goes on to a point, along what it has found so far. */
  add(at: Point): void {
    this.marks.push(this.points.length);
    this.points.push(...this.to(at));
    this.ways = null;
  }

  /** Freehand, between two clicks. */
  trail(points: readonly Point[]): void {
    this.points.push(...points);
  }

  follow(at: Point | null): void {
    this.pointer = at;
  }

  /** From the last fixed point on, follow these. They begin at the border that the click meant. */
  along(ways: Ways): void {
    this.ways = ways;
  }

  /** Take the last click back; false when there was none. */
  back(): boolean {
    const mark = this.marks.pop();
    if (mark === undefined) return false;
    this.points.length = mark;
    this.ways = null;
    return true;
  }

  outline(): Outline | null {
    if (!this.started) return null;
    const line = this.pointer ? [...this.points, ...this.to(this.pointer)] : this.points;
    return { rings: [line.flatMap(({ x, y }) => [x, y])], closed: false };
  }

  /** The closed line, or null when it encloses nothing. */
  ring(): Point[] | null {
    const ring = this.first ? [...this.points, ...this.to(this.first)] : [];
    return ring.length > 2 ? ring : null;
  }

  last(): Point | undefined {
    return this.points.at(-1);
  }

  private to(at: Point): Point[] {
    const found = this.ways && way(this.ways, at);
    return found ? [...found, at] : [at];
  }
}

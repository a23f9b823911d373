/** Drawing by two opposite corners: by dragging from one to the other, or by a click on each. */
import type { Region } from "../types";
import { type Askew, LEAST, placed } from "./askew";
import { clampPoint, type Outline, type Point, type Size } from "./geometry";
import type { Draft, Drawing } from "./shape";

interface Rule<R extends Region> {
  make(box: Askew): Draft<R>;
  outline(box: Askew): Outline;
}

export class CornerDrawing<R extends Region> implements Drawing<R> {
  private first: Point | null = null;
  private second: Point | null = null;

  constructor(
    private readonly frame: Size,
    private readonly rule: Rule<R>,
  ) {}

  press(at: Point): boolean {
    if (this.first) {
      this.second = clampPoint(at, this.frame);
      return true;
    }
    this.first = this.second = clampPoint(at, this.frame);
    return false;
  }

  move(to: Point): void {
    if (this.first) this.second = clampPoint(to, this.frame);
  }

  release(at: Point, dragged: boolean): boolean {
    this.move(at);
    return dragged;
  }

  back(): boolean {
    this.first = this.second = null;
    return false;
  }

  outline(): Outline | null {
    const box = this.box();
    return box && this.rule.outline(box);
  }

  result(): Draft<R> | null {
    const box = this.box();
    return box && box.width >= LEAST && box.height >= LEAST ? this.rule.make(box) : null;
  }

  private box(): Askew | null {
    const { first: a, second: b } = this;
    if (!a || !b) return null;
    const edges = {
      left: Math.min(a.x, b.x),
      top: Math.min(a.y, b.y),
      right: Math.max(a.x, b.x),
      bottom: Math.max(a.y, b.y),
    };
    return { ...placed(edges), rotation: 0 };
  }
}

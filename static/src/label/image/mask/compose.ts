/** Masks as pixels of the window: what this costs depends on the window, hardly on the image. */
import { type Bounds, clamp, type Size, type View } from "../geometry";
import { type Edges, eachColumn } from "./edges";

/** The pixels of a mask, ready to be painted. */
export interface Pixels {
  readonly edges: Edges;
  /** Of the image, by which edges count columns. */
  readonly height: number;
  readonly bounds: Bounds;
}

/** Colours as one number, 0xAABBGGRR: what an array of 32-bit numbers over image data holds. */
export interface Ink {
  readonly fill: number;
  readonly border: number;
}

const FILL = 0x80;

export function inkOf(color: string, fill = FILL): Ink {
  const hex = color.length === 4 ? [...color.slice(1)].map((digit) => digit + digit).join("") : color.slice(1);
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const opaque = (blue << 16) | (green << 8) | red;
  return { fill: (opaque | (fill << 24)) >>> 0, border: (opaque | 0xff000000) >>> 0 };
}

/** Paint a mask into the picture of a window: half transparent, with a line where it ends. */
export function compose(picture: Uint32Array, window: Size, view: View, pixels: Pixels, ink: Ink): void {
  const { bounds, edges, height } = pixels;
  const start = Math.ceil(bounds.left * view.scale + view.x - 0.5);
  const end = Math.ceil(bounds.right * view.scale + view.x - 0.5);
  const first = Math.max(0, start);
  const last = Math.min(window.width, end);
  if (first >= last) return;
  const columnAt = (x: number) => clamp(Math.floor((x + 0.5 - view.x) / view.scale), bounds.left, bounds.right - 1);
  const column = new Column(picture, window, view, ink);
  // A mask that begins before the window has no border at the window's.
  if (start < 0) eachColumn(edges, height, columnAt(-1), columnAt(-1) + 1, (_at, rows) => column.look(rows));
  let x = first;
  eachColumn(edges, height, columnAt(first), columnAt(last - 1) + 1, (at, rows) => {
    while (x < last && columnAt(x) === at) column.paint(x++, rows);
  });
  if (end <= window.width) column.end(last);
}

class Column {
  private before: number[] = [];

  constructor(
    private readonly picture: Uint32Array,
    private readonly window: Size,
    private readonly view: View,
    private readonly ink: Ink,
  ) {}

  look(rows: number[]): void {
    this.before = this.onScreen(rows);
  }

  paint(x: number, rows: number[]): void {
    const { fill, border } = this.ink;
    const now = this.onScreen(rows);
    for (let k = 0; k < now.length; k += 2) {
      const [top, bottom] = [now[k]!, now[k + 1]!];
      this.fill(x, top, bottom, fill);
      this.fill(x, top, top + 1, border, true);
      this.fill(x, bottom - 1, bottom, border, true);
    }
    this.difference(now, this.before, x);
    this.difference(this.before, now, x - 1);
    this.before = now;
  }

  end(x: number): void {
    this.difference(this.before, [], x - 1);
  }

  private onScreen(rows: number[]): number[] {
    const { scale, y } = this.view;
    const found: number[] = [];
    for (let k = 0; k < rows.length; k += 2) {
      const top = Math.ceil(rows[k]! * scale + y - 0.5);
      const bottom = Math.ceil(rows[k + 1]! * scale + y - 0.5);
      if (bottom > 0 && top < this.window.height && bottom > top) found.push(top, bottom);
    }
    return found;
  }

  /** Draw the border where one column is covered and the one beside it is not. */
  private difference(these: number[], those: number[], x: number): void {
    let j = 0;
    for (let k = 0; k < these.length; k += 2) {
      let from = these[k]!;
      const to = these[k + 1]!;
      while (j < those.length && those[j + 1]! <= from) j += 2;
      for (let m = j; m < those.length && those[m]! < to; m += 2) {
        this.fill(x, from, those[m]!, this.ink.border, true);
        from = those[m + 1]!;
      }
      this.fill(x, from, to, this.ink.border, true);
    }
  }

  private fill(x: number, from: number, to: number, color: number, over = false): void {
    const { picture, window } = this;
    if (x < 0 || x >= window.width) return;
    const end = Math.min(to, window.height) * window.width;
    for (let at = Math.max(from, 0) * window.width + x; at < end; at += window.width) {
      const there = over ? 0 : picture[at]!;
      picture[at] = there ? mixed(there, color) : color;
    }
  }
}

/** Half of each: where masks overlap both are seen. */
function mixed(one: number, two: number): number {
  const colors = ((one & 0xfefefe) >>> 1) + ((two & 0xfefefe) >>> 1);
  return (colors | (Math.min(255, (one >>> 24) + 0x30) << 24)) >>> 0;
}

/**
 * Paints shapes into a canvas: in the worker, or in the page where there is no worker.
 * It knows outlines, colours and badges, and nothing of the kinds of label they come from.
 */
import type { Bounds, View } from "./geometry";
import { shown } from "./geometry";
import { spread } from "./margin";
import type { Pixels } from "./mask/compose";
import type { paintMasks } from "./mask/layer";
import { Spatial } from "./spatial";

/** How a label looks: never by colour alone, its digit and name are written at the shape. */
export interface Style {
  readonly color: string;
  /** White or black, whichever can be read on the colour. */
  readonly ink: string;
  readonly badge: string;
  /** Only suggested. */
  readonly dashed?: boolean;
}

/** Many shapes in a few flat arrays, so that they reach the worker without being copied one by one. */
export interface Batch {
  /** The number of the shape; the same number again replaces it. */
  readonly keys: Int32Array;
  /** Index into the styles, one for each key; -1 removes the shape. */
  readonly styles: Int32Array;
  /** Number of rings of each shape, negative when its lines are open. */
  readonly rings: Int32Array;
  /** What follows the rings of each shape: 1 a list of dots, 2 a list of circles, 3 both. 4 more: lines are dashed. */
  readonly dots: Uint8Array;
  /** Number of coordinates of each ring, in order. */
  readonly lengths: Int32Array;
  readonly points: Float32Array;
  /** By the number of the shape, what is painted instead of its outline. */
  readonly pixels: ReadonlyMap<number, Pixels>;
}

export interface Order {
  /** Whose order it is: pictures for a brush that is put away are thrown away. */
  readonly brush: number;
  readonly view: View;
  readonly width: number;
  readonly height: number;
  /** Device pixels to a CSS pixel. */
  readonly ratio: number;
  /** Shapes somebody else paints now: those being edited. */
  readonly without: readonly number[];
  readonly badges: boolean;
  /** The view was moved: if there is much to paint, paint more than the window, for the next moves. */
  readonly roams: boolean;
}

interface Held {
  readonly style: number;
  readonly rings: readonly Float32Array[];
  readonly closed: boolean;
  readonly dots: Float32Array | null;
  readonly hollow: Float32Array | null;
  readonly dashed: boolean;
  readonly pixels: Pixels | undefined;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

type Canvas2D = OffscreenCanvasRenderingContext2D | CanvasRenderingContext2D;

/** Stroking a long path costs more than many short ones; measured best around eight shapes. */
const SHAPES_A_PATH = 8;
const FILLS_BELOW = 2000;
const BADGES_BELOW = 400;
/** Corners nearer than this many device pixels cannot be told apart. */
const NEAR = 2;
const FONT_PX = 11;
/** Half the width of a dot, where there is time to paint it well. */
const DOT = 4.5;
/** Lines of what is hidden behind something: so long, and so far apart. */
export const DASHES = [2, 4];
const NONE = new Float32Array();

type PaintMasks = typeof paintMasks;

/** Few tasks have masks: what paints them is brought along by whoever comes with the first one. */
let masksBy: PaintMasks | null = null;

export function learnMasks(by: PaintMasks): void {
  masksBy = by;
}

export function knowsMasks(): boolean {
  return masksBy !== null;
}

export class Painter {
  private readonly shapes = new Map<number, Held>();
  private readonly places = new Spatial();
  private styles: readonly Style[] = [];

  restyle(styles: readonly Style[]): void {
    this.styles = styles;
  }

  clear(): void {
    this.shapes.clear();
    this.places.clear();
  }

  take(batch: Batch): void {
    let ring = 0;
    let point = 0;
    batch.keys.forEach((key, index) => {
      const style = batch.styles[index]!;
      if (style < 0) return this.drop(key);
      const count = batch.rings[index]!;
      const take = () => batch.points.subarray(point, (point += batch.lengths[ring++]!));
      const rings = Array.from({ length: Math.abs(count) }, take);
      const dots = batch.dots[index]! & 1 ? take() : null;
      const hollow = batch.dots[index]! & 2 ? take() : null;
      const dashed = (batch.dots[index]! & 4) > 0;
      const all = dots || hollow ? [...rings, dots ?? NONE, hollow ?? NONE] : rings;
      const held = { style, rings, closed: count > 0, dots, hollow, dashed, pixels: batch.pixels.get(key), ...boundsOf(all) };
      this.shapes.set(key, held);
      this.places.set(key, held);
    });
  }

  /** What is best painted for this order: more than it asks for, when the view moves over very many shapes. */
  plan(order: Order): Order {
    return order.roams && this.visible(order).length >= FILLS_BELOW ? spread(order) : order;
  }

  paint(context: Canvas2D, order: Order): void {
    const { view, ratio } = order;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, context.canvas.width, context.canvas.height);
    const visible = this.visible(order)
      .sort((a, b) => a - b)
      .map((key) => this.shapes.get(key)!);
    const onScreen = { scale: view.scale * ratio, x: view.x * ratio, y: view.y * ratio };
    const masks = visible.flatMap(({ pixels, style }) => (pixels ? [{ pixels, ...this.styles[style]! }] : []));
    if (masks.length) masksBy?.(context, masks, order);
    const lines = masks.length ? visible.filter(({ pixels, style }) => !pixels || this.styles[style]!.dashed) : visible;
    for (const [style, group] of byStyle(lines)) {
      this.paintGroup(context, this.styles[style]!, group, onScreen, visible.length < FILLS_BELOW, ratio);
    }
    if (order.badges && visible.length < BADGES_BELOW) this.paintBadges(context, visible, onScreen, ratio);
  }

  private visible(order: Order): number[] {
    const without = new Set(order.without);
    return this.places.search(shown(order.view, order)).filter((key) => !without.has(key));
  }

  private drop(key: number): void {
    this.shapes.delete(key);
    this.places.remove(key);
  }

  private paintGroup(context: Canvas2D, style: Style, group: Held[], view: View, fill: boolean, ratio: number): void {
    context.strokeStyle = context.fillStyle = style.color;
    // A hairline costs a quarter of a thick line; with few shapes there is time for the better one.
    context.lineWidth = fill ? 1.75 * ratio : 1;
    context.setLineDash(style.dashed ? [6 * ratio, 4 * ratio] : []);
    strokeAll(context, group.filter(({ dashed }) => !dashed), view);
    context.setLineDash(DASHES.map((length) => length * ratio));
    strokeAll(context, group.filter(({ dashed }) => dashed), view);
    context.setLineDash([]);
    for (const { dots, hollow } of group) {
      if (dots) paintDots(context, dots, view, fill ? DOT * ratio : 1.5, style.dashed ? "hollow" : "full");
      if (hollow) paintDots(context, hollow, view, fill ? DOT * ratio : 1.5, "hollow");
    }
    if (!fill) return;
    context.globalAlpha = style.dashed ? 0.05 : 0.14;
    for (const shape of group) {
      if (!shape.closed || !shape.rings.length) continue;
      context.beginPath();
      trace(context, shape.rings, true, view);
      context.fill("evenodd");
    }
    context.globalAlpha = 1;
  }

  private paintBadges(context: Canvas2D, visible: readonly Held[], view: View, ratio: number): void {
    context.font = badgeFont(ratio);
    context.textBaseline = "middle";
    for (const shape of visible) {
      const width = (shape.right - shape.left) * view.scale;
      const isPoint = shape.rings.length === 0 && shape.dots !== null;
      if (width < 14 * ratio && !isPoint) continue;
      const above = isPoint ? (DOT + 1) * ratio : 0;
      const at = { x: shape.left * view.scale + view.x, y: shape.top * view.scale + view.y - above };
      paintBadge(context, this.styles[shape.style]!, at.x, at.y, ratio);
    }
  }
}

export function badgeFont(ratio: number): string {
  return `600 ${FONT_PX * ratio}px system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif`;
}

/** The badge of a label, standing on the point given. The font must be set. */
export function paintBadge(context: Canvas2D, style: Style, x: number, y: number, ratio: number): void {
  const height = 15 * ratio;
  const width = context.measureText(style.badge).width + 8 * ratio;
  const top = y >= height ? y - height : y;
  context.fillStyle = style.color;
  context.fillRect(x, top, width, height);
  context.fillStyle = style.ink;
  context.fillText(style.badge, x + 4 * ratio, top + height / 2 + ratio);
}

/** Single points: in the colours set, with a white border when they are large enough to have one. */
export function paintDots(
  context: Canvas2D,
  dots: Float32Array | readonly number[],
  view: View,
  radius: number,
  look: "full" | "hollow",
): void {
  context.beginPath();
  for (let i = 0; i < dots.length; i += 2) {
    const x = dots[i]! * view.scale + view.x;
    const y = dots[i + 1]! * view.scale + view.y;
    if (radius < 2) context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
    else {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
  }
  const { fillStyle, strokeStyle } = context;
  if (look === "hollow") context.fillStyle = "#ffffff";
  else context.strokeStyle = "#ffffff";
  context.fill();
  if (radius >= 2) context.stroke();
  Object.assign(context, { fillStyle, strokeStyle });
}

/** Add the rings to the current path, leaving out corners that cannot be seen. */
export function trace(
  context: Canvas2D,
  rings: readonly (Float32Array | readonly number[])[],
  closed: boolean,
  view: View,
): void {
  for (const ring of rings) {
    let lastX = ring[0]! * view.scale + view.x;
    let lastY = ring[1]! * view.scale + view.y;
    context.moveTo(lastX, lastY);
    for (let i = 2; i < ring.length; i += 2) {
      const x = ring[i]! * view.scale + view.x;
      const y = ring[i + 1]! * view.scale + view.y;
      if (ring.length > 8 && Math.abs(x - lastX) < NEAR && Math.abs(y - lastY) < NEAR) continue;
      context.lineTo(x, y);
      lastX = x;
      lastY = y;
    }
    if (closed) context.closePath();
  }
}

function strokeAll(context: Canvas2D, shapes: readonly Held[], view: View): void {
  for (let i = 0; i < shapes.length; i += SHAPES_A_PATH) {
    context.beginPath();
    for (const shape of shapes.slice(i, i + SHAPES_A_PATH)) trace(context, shape.rings, shape.closed, view);
    context.stroke();
  }
}

function byStyle(shapes: readonly Held[]): Map<number, Held[]> {
  const groups = new Map<number, Held[]>();
  for (const shape of shapes) {
    const group = groups.get(shape.style);
    if (group) group.push(shape);
    else groups.set(shape.style, [shape]);
  }
  return groups;
}

function boundsOf(rings: readonly Float32Array[]): Bounds {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const ring of rings)
    for (let i = 0; i < ring.length; i += 2) {
      left = Math.min(left, ring[i]!);
      right = Math.max(right, ring[i]!);
      top = Math.min(top, ring[i + 1]!);
      bottom = Math.max(bottom, ring[i + 1]!);
    }
  return { left, top, right, bottom };
}

/**
 * The page's side of painting: keeps the painter informed and the picture on the screen.
 *
 * The picture on the screen was painted for the view of a moment ago. Until the next one comes it is moved and scaled
 * by CSS together with the image, so image and shapes never drift apart and a frame never waits for the painter. While
 * it still fills the window, moved by whole pixels, no other one is needed. Between two pictures of the same things the
 * painter rests as long as the last one took, if that was not very long: half of a weak machine is left for the hand.
 */
import { between, type Outline, type Size, type View } from "./geometry";
import { reaches } from "./margin";
import { type Batch, type Order, Painter, type Style } from "./paint";
import type { Pixels } from "./mask/compose";
import { letRest, takeThread } from "./threads";
import type { FromWorker, ToWorker } from "./worker";

export interface Stroke {
  readonly key: number;
  /** -1: the shape is gone. */
  readonly style: number;
  readonly outline: Outline | null;
  /** What is painted instead of the outline. */
  readonly pixels?: Pixels | undefined;
}

interface Wanted {
  view: View;
  window: Size;
  ratio: number;
  without: readonly number[];
  badges: boolean;
}

/** The first picture waits for the painter's script as well, and any one for a machine that slept. */
const REST_MS = 300;

let brushes = 0;

/** But for the view. */
function same(a: Wanted, b: Wanted): boolean {
  const windows = a.window.width === b.window.width && a.window.height === b.window.height && a.ratio === b.ratio;
  return windows && a.badges === b.badges && a.without.join() === b.without.join();
}

function isMove(from: View, to: View): boolean {
  return from.scale === to.scale && (from.x !== to.x || from.y !== to.y);
}

export class Brush {
  private readonly number = ++brushes;
  private readonly worker: Worker | null;
  private readonly painter = new Painter();
  private readonly bitmap: ImageBitmapRenderingContext | null = null;
  private readonly direct: CanvasRenderingContext2D | null = null;
  private wanted: Wanted | null = null;
  /** What the picture on the screen was painted for. */
  private painted: Order | null = null;
  /** The view went on since the last frame, at the same zoom. */
  private roams = false;
  private orderedAt = 0;
  private busy = false;
  private rests = false;
  private lost = false;
  /** The picture on its way or on the screen shows other things than are wanted. */
  private stale = false;

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly workerUrl: string,
    onLost: () => void,
  ) {
    this.worker = workerOf(workerUrl, (message) => this.show(message), () => {
      this.lost = true;
      onLost();
    });
    if (this.worker) this.bitmap = canvas.getContext("bitmaprenderer");
    else this.direct = canvas.getContext("2d");
  }

  restyle(styles: readonly Style[]): void {
    this.stale = true;
    this.worker ? this.tell({ styles }) : this.painter.restyle(styles);
  }

  clear(): void {
    this.stale = true;
    this.worker ? this.tell({ clear: true }) : this.painter.clear();
  }

  /** There may be masks among the shapes: who paints must have learnt how when the first one comes. */
  expectMasks(): void {
    this.tell({ masks: true });
  }

  /** Only shapes that changed need to be told. */
  put(strokes: readonly Stroke[]): void {
    if (!strokes.length) return;
    this.stale = true;
    const batch = pack(strokes);
    if (this.worker) this.tell({ batch }, [batch.points.buffer as ArrayBuffer]);
    else this.painter.take(batch);
  }

  /** Show what is known now for this view. Cheap: called on every frame, also when only the overlay has changed. */
  paint(view: View, window: Size, without: readonly number[], badges: boolean): void {
    const wanted = { view, window, ratio: devicePixelRatio, without, badges };
    this.stale ||= !this.wanted || !same(this.wanted, wanted);
    this.roams = this.wanted !== null && isMove(this.wanted.view, view);
    this.wanted = wanted;
    this.align();
    if (!this.busy && (this.stale || !this.rests)) this.order();
  }

  close(): void {
    this.wanted = null;
    if (this.lost) this.worker?.terminate();
    else if (this.worker) letRest(this.worker, this.workerUrl);
  }

  private order(): void {
    if (!this.wanted) return;
    const { view, window, ratio, without, badges } = this.wanted;
    if (!this.stale && this.painted && reaches(this.painted, { view, ...window, ratio })) return;
    const order: Order = { brush: this.number, view, ...window, ratio, without, badges, roams: this.roams };
    this.stale = false;
    if (this.worker) {
      this.busy = true;
      this.orderedAt = performance.now();
      this.tell({ order });
    } else this.paintHere(order);
  }

  private paintHere(asked: Order): void {
    if (!this.direct) return;
    const order = this.painter.plan(asked);
    this.resize(order);
    this.painter.paint(this.direct, order);
    this.painted = order;
    this.align();
  }

  private show({ picture, order }: FromWorker): void {
    // Ordered by the brush that had the worker before.
    if (order.brush !== this.number) return picture.close();
    this.resize(order);
    this.bitmap?.transferFromImageBitmap(picture);
    this.painted = order;
    this.busy = false;
    this.align();
    if (this.stale) return this.order();
    this.rests = true;
    setTimeout(() => this.wake(), Math.min(performance.now() - this.orderedAt, REST_MS));
  }

  private wake(): void {
    this.rests = false;
    if (!this.busy) this.order();
  }

  private resize({ width, height, ratio }: Order): void {
    const size = { width: Math.max(1, Math.round(width * ratio)), height: Math.max(1, Math.round(height * ratio)) };
    if (this.canvas.width !== size.width || this.canvas.height !== size.height) Object.assign(this.canvas, size);
    this.canvas.style.width = `${width}px`;
    this.canvas.style.height = `${height}px`;
  }

  private align(): void {
    if (this.painted && this.wanted) this.canvas.style.transform = between(this.painted.view, this.wanted.view);
  }

  private tell(message: ToWorker, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }
}

function workerOf(url: string, heard: (message: FromWorker) => void, onLost: () => void): Worker | null {
  const worker = takeThread(url);
  if (!worker) return null;
  worker.onerror = onLost;
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => heard(data);
  return worker;
}

/** The rings, then the points that are painted as dots and as circles, if there are any. */
function ringsOf(outline: Outline | null): readonly (readonly number[])[] {
  if (!outline) return [];
  const { rings, dots, hollow } = outline;
  return dots || hollow ? [...rings, ...(dots ? [dots] : []), ...(hollow ? [hollow] : [])] : rings;
}

export function pack(strokes: readonly Stroke[]): Batch {
  const lengths: number[] = [];
  let total = 0;
  for (const { outline } of strokes)
    for (const ring of ringsOf(outline)) {
      lengths.push(ring.length);
      total += ring.length;
    }
  const points = new Float32Array(total);
  let at = 0;
  for (const { outline } of strokes)
    for (const ring of ringsOf(outline)) {
      points.set(ring, at);
      at += ring.length;
    }
  const count = (outline: Outline | null) => (outline?.rings.length ?? 0) * (outline?.closed === false ? -1 : 1);
  return {
    keys: Int32Array.from(strokes, (stroke) => stroke.key),
    styles: Int32Array.from(strokes, (stroke) => (stroke.outline ? stroke.style : -1)),
    rings: Int32Array.from(strokes, (stroke) => count(stroke.outline)),
    dots: Uint8Array.from(strokes, ({ outline }) => (outline?.dots ? 1 : 0) + (outline?.hollow ? 2 : 0) + (outline?.dashed ? 4 : 0)),
    lengths: Int32Array.from(lengths),
    points,
    pixels: new Map(strokes.flatMap(({ key, pixels }) => (pixels ? [[key, pixels] as const] : []))),
  };
}

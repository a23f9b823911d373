/** The shape painter in its own thread: takes batches of shapes, answers each order with a finished picture. */
import { type Batch, knowsMasks, learnMasks, type Order, Painter, type Style } from "./paint";

export type ToWorker =
  | { styles: readonly Style[] }
  | { clear: true }
  | { masks: true }
  | { batch: Batch }
  | { order: Order };

export interface FromWorker {
  readonly picture: ImageBitmap;
  /** What it was painted for: it may go beyond the window that was ordered. */
  readonly order: Order;
}

/** Few tasks have masks: what paints them is fetched for those that may. */
let learning: Promise<void> | null = null;
const painter = new Painter();
const canvas = new OffscreenCanvas(1, 1);
const context = canvas.getContext("2d")!;
/** What came behind masks that nobody could paint yet. */
let held: ToWorker[] | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (held) held.push(data);
  else if ("batch" in data && data.batch.pixels.size && !knowsMasks()) void holdFrom(data);
  else if ("masks" in data) void learn();
  else take(data);
};

function learn(): Promise<void> {
  return (learning ??= import("./mask/layer").then(({ paintMasks }) => learnMasks(paintMasks)));
}

async function holdFrom(message: ToWorker): Promise<void> {
  held = [message];
  await learn();
  const all = held;
  held = null;
  all.forEach(take);
}

// Then the page paints itself.
self.onunhandledrejection = ({ reason }) => setTimeout(() => {
  throw reason;
});

function take(message: ToWorker): void {
  if ("styles" in message) painter.restyle(message.styles);
  else if ("clear" in message) painter.clear();
  else if ("batch" in message) painter.take(message.batch);
  else if ("order" in message) answer(message.order);
}

function answer(asked: Order): void {
  const order = painter.plan(asked);
  const width = Math.max(1, Math.round(order.width * order.ratio));
  const height = Math.max(1, Math.round(order.height * order.ratio));
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  painter.paint(context, order);
  const picture = canvas.transferToImageBitmap();
  const message: FromWorker = { picture, order };
  self.postMessage(message, { transfer: [picture] });
}

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Brush } from "./brush";
import type { Order } from "./paint";
import type { FromWorker, ToWorker } from "./worker";

/** The painter's thread: it holds what it is told, and answers an order when the test says so. */
class Thread {
  static all: Thread[] = [];
  readonly told: ToWorker[] = [];
  ended = false;
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: (() => void) | null = null;

  constructor(readonly url: string) {
    Thread.all.push(this);
  }

  postMessage(message: ToWorker): void {
    this.told.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  orders(): Order[] {
    return this.told.flatMap((message) => ("order" in message ? [message.order] : []));
  }

  answer(): void {
    this.onmessage?.({ data: { picture: { close() {} } as ImageBitmap, order: this.orders().at(-1)! } });
  }
}

Object.assign(globalThis, { Worker: Thread, OffscreenCanvas: class {}, devicePixelRatio: 1 });
const window = { width: 800, height: 600 };
const canvas = () => ({ style: {}, getContext: () => ({ transferFromImageBitmap() {} }) }) as unknown as HTMLCanvasElement;
const at = (x: number) => ({ scale: 1, x, y: 0 });

function begin(url: string): { brush: Brush; thread: Thread; lost: () => boolean } {
  let lost = false;
  const brush = new Brush(canvas(), url, () => (lost = true));
  return { brush, thread: Thread.all.at(-1)!, lost: () => lost };
}

test("after a picture that was long in coming the painter does not rest as long", (t) => {
  mock.timers.enable({ apis: ["setTimeout"] });
  t.after(() => mock.timers.reset());
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const { brush, thread } = begin("slow.js");
  brush.paint(at(0), window, [], true);
  now = 20_000;
  thread.answer();
  brush.paint(at(40), window, [], true);
  assert.equal(thread.orders().length, 1, "it rests");
  mock.timers.tick(300);
  assert.deepEqual(thread.orders().map(({ view }) => view.x), [0, 40]);
  brush.close();
});

test("a thread that died is ended, and the next task gets another one", () => {
  const { brush, thread, lost } = begin("dies.js");
  thread.onerror!();
  assert.ok(lost());
  brush.close();
  assert.ok(thread.ended);
  const next = begin("dies.js");
  assert.notEqual(next.thread, thread);
  next.brush.close();
});

test("a thread goes from task to task, and one that dies between two is ended", () => {
  const first = begin("rests.js");
  first.brush.close();
  const second = begin("rests.js");
  assert.equal(second.thread, first.thread);
  second.brush.close();
  first.thread.onerror!();
  assert.ok(first.thread.ended);
  const third = begin("rests.js");
  assert.notEqual(third.thread, first.thread);
  third.brush.close();
});

test("what changes while a picture is on its way is painted as soon as that has come", () => {
  const { brush, thread } = begin("busy.js");
  brush.paint(at(0), window, [], true);
  brush.put([{ key: 1, style: -1, outline: null }]);
  brush.paint(at(5), { width: 640, height: 600 }, [], true);
  assert.equal(thread.orders().length, 1);
  thread.answer();
  assert.deepEqual(thread.orders().map(({ width, view }) => [width, view.x]), [[800, 0], [640, 5]]);
  brush.close();
});

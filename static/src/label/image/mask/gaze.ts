/** The page's side of reading colours: shows the worker the image, or what is here of it, once it is asked for, and brings its answers back. */
import { type Base, Blind } from "../base";
import type { Size } from "../geometry";
import type { Asked, Seen } from "./eye";
import type { FromEye, ToEye } from "./worker";

export class Gaze {
  private worker: Worker | null = null;
  private ready: Promise<void> | null = null;
  /** Which part the worker was shown. */
  private part = "";
  private readonly waiting = new Map<number, { done: (seen: Seen) => void; fail: (reason: Blind) => void }>();
  private count = 0;

  constructor(
    private readonly base: Base,
    private readonly frame: Size,
    private readonly workerUrl: string,
  ) {}

  async ask(asked: Asked): Promise<Seen> {
    await this.look();
    const number = ++this.count;
    const seen = new Promise<Seen>((done, fail) => this.waiting.set(number, { done, fail }));
    this.tell({ number, asked });
    return seen;
  }

  /** Show the worker the image, so that the first answer comes sooner. */
  look(): Promise<void> {
    const part = this.base.part();
    if (this.part !== part) this.ready = null;
    this.part = part;
    this.ready ??= this.begin().catch((error: unknown) => {
      this.ready = null;
      throw error instanceof Blind ? error : new Blind(String(error));
    });
    return this.ready;
  }

  close(): void {
    this.worker?.terminate();
  }

  private async begin(): Promise<void> {
    if (!this.workerUrl || typeof OffscreenCanvas === "undefined") throw new Blind();
    const { picture, left, top } = await this.base.read();
    this.worker ??= this.start();
    this.tell({ look: picture, left, top, frame: this.frame }, [picture]);
  }

  private start(): Worker {
    const worker = new Worker(this.workerUrl, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromEye>) => {
      this.waiting.get(data.number)?.done(data.seen);
      this.waiting.delete(data.number);
    };
    worker.onerror = (event) => {
      for (const { fail } of this.waiting.values()) fail(new Blind(event.message));
      this.waiting.clear();
      this.ready = null;
      this.worker = null;
    };
    return worker;
  }

  private tell(message: ToEye, transfer: Transferable[] = []): void {
    this.worker?.postMessage(message, transfer);
  }
}

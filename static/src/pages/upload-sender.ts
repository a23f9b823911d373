// Sends files to an import, several requests at a time, each again until it got through or was refused.
import { csrfToken, Refusal } from "../lib/http";
import { batches, type Picked } from "./upload-files";

const AT_ONCE = 3;
const LONGEST_PAUSE = 15_000;

type Told = (sent: number, total: number, waiting: boolean) => void;

export class Sender {
  private readonly stopped = new AbortController();
  private readonly queue: Picked[][];
  private readonly total: number;
  private readonly running = new Map<Picked[], number>(); // batch -> bytes on their way
  private sent = 0;
  private waiting = 0;

  /** `tell` hears how many bytes are sent, and whether the connection is away. */
  constructor(
    private readonly url: string,
    files: Picked[],
    private readonly tell: Told,
  ) {
    this.queue = batches(files);
    this.total = weigh(files);
  }

  /** Resolves when all files are there. Refusal: the server does not want one. AbortError: stopped. */
  async run(): Promise<void> {
    this.report();
    try {
      await Promise.all(Array.from({ length: AT_ONCE }, () => this.work()));
    } catch (error) {
      this.stop();
      throw error;
    }
  }

  stop(): void {
    this.stopped.abort();
  }

  private async work(): Promise<void> {
    for (let batch = this.queue.shift(); batch; batch = this.queue.shift()) {
      await this.insist(batch);
      this.running.delete(batch);
      this.sent += weigh(batch);
      this.report();
    }
  }

  private async insist(batch: Picked[]): Promise<void> {
    for (let pause = 500; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      this.stopped.signal.throwIfAborted();
      if (await this.send(batch)) return;
      this.waiting++;
      this.report();
      await rest(pause, this.stopped.signal);
      this.waiting--;
    }
  }

  /** True: it is there. False: try again. */
  private send(batch: Picked[]): Promise<boolean> {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest(); // fetch says nothing of how far an upload is
      const [only] = batch.length === 1 ? batch : [];
      const address = only ? `${this.url}?name=${encodeURIComponent(only.name)}` : this.url;
      request.open(only ? "PUT" : "POST", address);
      request.setRequestHeader("X-CSRFToken", csrfToken());
      request.setRequestHeader("Accept", "application/json");
      if (only) request.setRequestHeader("Content-Type", "application/octet-stream");
      request.upload.onprogress = (event) => {
        this.running.set(batch, Math.min(event.loaded, weigh(batch)));
        this.report();
      };
      request.onerror = () => resolve(false);
      request.onabort = () => reject(new DOMException("stopped", "AbortError"));
      const abort = () => request.abort();
      // There may be a hundred thousand files: none is held once it got through.
      request.onloadend = () => this.stopped.signal.removeEventListener("abort", abort);
      request.onload = () => {
        if (request.status < 300) resolve(true);
        else if (request.status >= 500 || code(request) === "incomplete") resolve(false);
        else reject(refusal(request));
      };
      this.stopped.signal.addEventListener("abort", abort);
      request.send(only ? only.file : formOf(batch));
    });
  }

  private report(): void {
    const moving = [...this.running.values()].reduce((sum, loaded) => sum + loaded, 0);
    this.tell(this.sent + moving, this.total, this.waiting > 0);
  }
}

function weigh(files: Picked[]): number {
  return files.reduce((sum, { file }) => sum + file.size, 0);
}

function formOf(batch: Picked[]): FormData {
  const form = new FormData();
  for (const { name, file } of batch) {
    form.append("file", file);
    form.append("path", name);
  }
  return form;
}

function said(request: XMLHttpRequest): { code?: string; message?: string; detail?: Record<string, unknown> } {
  try {
    return JSON.parse(request.responseText) as object;
  } catch {
    return {};
  }
}

function code(request: XMLHttpRequest): string {
  return said(request).code ?? "";
}

function refusal(request: XMLHttpRequest): Refusal {
  const { code = "", message = `HTTP ${request.status}`, detail = {} } = said(request);
  return new Refusal(request.status, code, message, detail);
}

function rest(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(new DOMException("stopped", "AbortError"));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/** Seconds a person really worked on a task: while the page is seen and hands move. */

const IDLE_MS = 60_000;
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "keydown", "wheel"] as const;

export class Stopwatch {
  private counted = 0;
  private last = 0;

  constructor(private readonly now: () => number = () => Date.now()) {}

  /** Count hands that move anywhere in the page. */
  attach(): void {
    for (const name of SIGNS_OF_LIFE) addEventListener(name, () => this.tick(), { passive: true, capture: true });
  }

  start(from: number): void {
    this.counted = from * 1000;
    this.last = this.now();
  }

  tick(): void {
    const now = this.now();
    this.counted += Math.min(now - this.last, IDLE_MS);
    this.last = now;
  }

  /** Since when nothing moved, in milliseconds. */
  idle(): number {
    return this.now() - this.last;
  }

  seconds(): number {
    const sinceLast = Math.min(this.now() - this.last, IDLE_MS);
    return Math.round((this.counted + sinceLast) / 100) / 10;
  }
}

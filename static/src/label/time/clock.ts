/** What runs: the sound or film that is heard and seen. A series of measurements has a clock that only stands. */
import { type ReadonlySignal, type Signal, signal } from "@preact/signals";

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

export interface Clock {
  /** Where it is, in seconds; while it plays, at every frame of the screen. */
  readonly time: Signal<number>;
  readonly playing: ReadonlySignal<boolean>;
  readonly rate: Signal<number>;
  /** What is played again and again. */
  readonly loop: Signal<Stretch | null>;
  /** Whether it can play at all. */
  readonly canPlay: boolean;
  seek(time: number): void;
  /** From here on, or only this stretch. */
  play(only?: Stretch): void;
  pause(): void;
  close(): void;
}

export const RATES = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2, 3] as const;

/** The next faster or slower of the usual rates. */
export function nextRate(rate: number, by: 1 | -1): number {
  const others = by > 0 ? RATES.filter((one) => one > rate) : RATES.filter((one) => one < rate);
  return (by > 0 ? others[0] : others.at(-1)) ?? rate;
}

/** For what has no sound and no film: a cursor that is moved by hand. */
export class StandingClock implements Clock {
  readonly time = signal(0);
  readonly playing = signal(false);
  readonly rate = signal(1);
  readonly loop: Signal<Stretch | null> = signal(null);
  readonly canPlay = false;

  constructor(private readonly duration: number) {}

  seek(time: number): void {
    this.time.value = within(time, this.duration);
  }

  play(): void {}
  pause(): void {}
  close(): void {}
}

/** An <audio> or <video> element as a clock. */
export class MediaClock implements Clock {
  readonly time = signal(0);
  readonly playing = signal(false);
  readonly rate = signal(1);
  readonly loop: Signal<Stretch | null> = signal(null);
  readonly canPlay = true;
  /** Where it stops, when only a stretch is played. */
  private until: number | null = null;
  private asked = 0;
  private readonly endings: (() => void)[] = [];

  constructor(
    private readonly element: HTMLMediaElement,
    private readonly duration: number,
  ) {
    const on = (name: string, hear: () => void) => {
      element.addEventListener(name, hear);
      this.endings.push(() => element.removeEventListener(name, hear));
    };
    on("play", () => this.run());
    on("pause", () => void (this.playing.value = false));
    on("ended", () => this.ended());
    on("seeked", () => this.look());
    this.endings.push(this.rate.subscribe((rate) => void (element.playbackRate = rate)));
    element.preservesPitch = true;
  }

  seek(time: number): void {
    this.until = null;
    this.jump(time);
  }

  play(only?: Stretch): void {
    const loop = this.loop.peek();
    const now = this.time.peek();
    if (only) this.jump(only.start);
    else if (loop && (now < loop.start || now >= loop.end)) this.jump(loop.start);
    else if (now >= this.duration) this.jump(0);
    this.until = only && !loop ? only.end : null;
    // A person has pressed a key; where the browser refuses all the same, it stays paused.
    void this.element.play().catch(() => undefined);
  }

  pause(): void {
    this.element.pause();
  }

  close(): void {
    this.pause();
    cancelAnimationFrame(this.asked);
    this.endings.forEach((end) => end());
  }

  private jump(time: number): void {
    this.time.value = within(time, this.duration);
    this.element.currentTime = this.time.peek();
  }

  private ended(): void {
    if (this.loop.peek()) this.play();
    else this.playing.value = false;
  }

  private run(): void {
    this.playing.value = true;
    cancelAnimationFrame(this.asked);
    const frame = () => {
      if (this.element.paused) return;
      this.look();
      this.asked = requestAnimationFrame(frame);
    };
    frame();
  }

  private look(): void {
    const loop = this.loop.peek();
    const now = this.element.currentTime;
    if (this.element.paused) {
      // The element rounds to its own grid; where the person has put the cursor is what counts.
      if (Math.abs(now - this.time.peek()) > 0.05) this.time.value = within(now, this.duration);
      return;
    }
    if (loop && now >= loop.end) this.jump(loop.start);
    else if (this.until !== null && now >= this.until) {
      this.pause();
      this.jump(this.until);
      this.until = null;
    } else this.time.value = within(now, this.duration);
  }
}

const within = (time: number, duration: number): number => Math.min(Math.max(time, 0), duration);

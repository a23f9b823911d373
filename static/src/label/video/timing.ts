/** When each frame of a video is shown. Frames are numbered from 0; the server has read their times from the file. */

/** `runs`: how many frames in a row are shown for how many ticks each; `start`: the tick of the first. */
export interface TimingDoc {
  readonly timescale: number;
  readonly start: number;
  readonly runs: readonly (readonly [count: number, ticks: number])[];
}

interface Run {
  /** Number of its first frame, and the tick at which that appears. */
  readonly first: number;
  readonly tick: number;
  readonly count: number;
  readonly ticks: number;
}

/** Players round times to thousandths of a second or finer; the tenth of a frame is more than that and never a frame. */
const SLACK_S = 0.0015;
const SLACK_OF_FRAME = 0.25;

export class Timing {
  readonly frames: number;
  private readonly runs: readonly Run[];
  private readonly scale: number;

  constructor({ timescale, start, runs }: TimingDoc) {
    let [first, tick] = [0, start];
    this.runs = runs.map(([count, ticks]) => {
      const run = { first, tick, count, ticks };
      first += count;
      tick += count * ticks;
      return run;
    });
    this.frames = first;
    this.scale = timescale;
  }

  /** Frames a second, on average. */
  get rate(): number {
    return (this.frames * this.scale) / (this.endTick - this.runs[0]!.tick);
  }

  /** Seconds at which a frame appears. */
  start(frame: number): number {
    const run = this.runOf(frame);
    return (run.tick + (frame - run.first) * run.ticks) / this.scale;
  }

  /** Seconds in the middle of a frame, where no rounding can lead to another one. */
  middle(frame: number): number {
    const run = this.runOf(frame);
    return (run.tick + (frame - run.first + 0.5) * run.ticks) / this.scale;
  }

  /** The frame that is shown at a time, which a player may have rounded. */
  frameAt(seconds: number): number {
    let [low, high] = [0, this.runs.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.runs[middle]!.tick / this.scale <= seconds + SLACK_S) low = middle;
      else high = middle;
    }
    const run = this.runs[low]!;
    const slack = Math.min(SLACK_S, (SLACK_OF_FRAME * run.ticks) / this.scale);
    const passed = Math.floor(((seconds + slack) * this.scale - run.tick) / run.ticks);
    return Math.min(Math.max(run.first + Math.max(passed, 0), 0), Math.min(run.first + run.count, this.frames) - 1);
  }

  clamp(frame: number): number {
    return Math.max(0, Math.min(this.frames - 1, frame));
  }

  /** Seconds at which the last frame ends. */
  get end(): number {
    return this.endTick / this.scale;
  }

  private get endTick(): number {
    const { tick, count, ticks } = this.runs.at(-1)!;
    return tick + count * ticks;
  }

  private runOf(frame: number): Run {
    let [low, high] = [0, this.runs.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.runs[middle]!.first <= frame) low = middle;
      else high = middle;
    }
    return this.runs[low]!;
  }
}

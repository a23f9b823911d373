/** What is known of the video on a desk: its timing, and the frame that is on the screen. */
import { type Signal, signal } from "@preact/signals";
import type { Desk } from "../desk";
import type { Selected } from "../sheet";
import type { Clock } from "./shape";
import { Timing, type TimingDoc } from "./timing";

/** What the server read from the file at its import. */
export interface VideoFacts {
  readonly codec?: string;
  readonly timing?: TimingDoc;
}

/** For a video whose server says nothing of its frames: one. */
const UNKNOWN: TimingDoc = { timescale: 1, start: 0, runs: [[1, 1]] };

export class Film implements Clock {
  readonly timing: Timing;
  readonly frame: Signal<number> = signal(0);
  /** The track that the next one selected is joined to. */
  readonly joining: Signal<Selected | null> = signal(null);

  constructor(timing: TimingDoc = UNKNOWN) {
    this.timing = new Timing(timing);
  }

  get frames(): number {
    return this.timing.frames;
  }
}

const films = new WeakMap<Desk, Film>();

export function filmOf(desk: Desk): Film {
  const known = films.get(desk);
  if (known) return known;
  const film = new Film(factsOf(desk).timing);
  films.set(desk, film);
  return film;
}

export function factsOf(desk: Desk): VideoFacts {
  return (desk.task.asset?.facts ?? {}) as VideoFacts;
}

/** What models suggest for the task on the desk, as the rest of the page knows it. The part itself comes with the first suggestion. */
import type { ReadonlySignal } from "@preact/signals";
import type { FunctionComponent } from "preact";
import type { Handler } from "../lib/keys";
import type { Desk, Look } from "./desk";
import type { Bounds, Outline } from "./image/geometry";
import type { Stage } from "./image/stage";
import type { Arc } from "./text/arcs";
import type { Mark } from "./text/marks";
import type { Field, Prediction, Region } from "./types";

/** Where a value keeps what was decided of suggestions, beside the answers. No field has such a name. */
export const DECIDED = "$suggestions";

/** One thing to decide: a region, or the answer to a question as a whole. */
export interface Suggestion {
  readonly key: string;
  readonly prediction: Prediction;
  readonly field: Field;
  readonly region: Region | null;
  /** Of a question whose answer is no list of regions. */
  readonly answer: unknown;
  readonly score: number | null;
}

/** Suggestions drawn on the image. */
export interface Ghosts {
  /** The one in question, to be drawn above all others. */
  readonly current: ReadonlySignal<{ readonly outline: Outline; readonly look: Look; readonly bounds: Bounds } | null>;
  /** The suggestion that a click at a point means becomes the one in question; false where there is none. */
  pick(x: number, y: number, slack: number): boolean;
  close(): void;
}

export interface Suggesting {
  /** What is neither confirmed nor rejected yet. */
  readonly pending: ReadonlySignal<readonly Suggestion[]>;
  readonly current: ReadonlySignal<Suggestion | null>;
  /** Stretches of the text, and relations between them. */
  readonly marks: ReadonlySignal<readonly Mark[]>;
  readonly arcs: ReadonlySignal<readonly Arc[]>;
  readonly keys: Readonly<Record<string, Handler>>;
  readonly Hint: FunctionComponent<{ readonly desk: Desk; readonly field: Field }>;
  readonly List: FunctionComponent<{ readonly desk: Desk }>;
  choose(key: string): void;
  decide(what: "confirm" | "reject", one: Suggestion): void;
  onImage(stage: Stage): Ghosts;
  /** What is told with the submission: each prediction that was shown, with what was decided. */
  told(): Readonly<Record<string, unknown>>;
}

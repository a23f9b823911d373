/** What travels between the workspace and the server, and the shapes everything else is made of. */
import type { Titles } from "../lib/i18n";
import type { Keymap } from "../lib/keymap";
import type { Tiling } from "./image/tiles/grid";

export type Media = "image" | "text" | "audio" | "video" | "series";

export interface Label {
  name: string;
  title?: Titles;
  color?: string;
  key?: string;
  description?: string;
  examples?: readonly string[];
  /** The label above it. */
  parent?: string;
  attributes?: readonly Attribute[];
}

export type Scalar = string | number | boolean;

/** What another answer must say; with nothing more said, that it is there. */
export interface Condition {
  field?: string;
  attribute?: string;
  equals?: Scalar | null;
  one_of?: readonly Scalar[] | null;
  answered?: boolean | null;
}

/** Something said of a region beside its label. */
export interface Attribute {
  name: string;
  kind: "choice" | "switch" | "text" | "number";
  title?: Titles;
  required?: boolean;
  labels?: readonly { name: string; title?: Titles }[];
  minimum?: number | null;
  maximum?: number | null;
  visible_when?: Condition | readonly Condition[];
}

export interface Field {
  name: string;
  kind: string;
  title?: Titles;
  description?: string;
  required?: boolean;
  labels: readonly Label[];
  /** The key of the response it is about. */
  about?: string;
  visible_when?: Condition | readonly Condition[];
  /** Asked of every region. */
  attributes?: readonly Attribute[];
  /** How many labels or regions there may be, or how large a number. */
  minimum?: number | null;
  maximum?: number | null;
  /** Spans and segments: whether two may share characters, or time. Unset is yes. */
  overlapping?: boolean;
  /** Segments: seconds that each has at least. */
  shortest?: number;
  /** Segments: whether what is said is written beside each. Unset is off. */
  transcript?: "off" | "optional" | "required";
  /** Segments: whether each lies in one channel. */
  by_channel?: boolean;
  /** Spans: whether one may have several parts. Unset is yes. */
  discontinuous?: boolean;
}

export interface SchemaBody {
  media: Media;
  fields: readonly Field[];
}

/** A part of the task that a label was given to. What else it holds is known to its kind only. */
export interface Region {
  readonly id: string;
  readonly label: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Answers keyed by field; fields that are not answered are absent. */
export type Value = Readonly<Record<string, unknown>>;

export interface Asset {
  id: number;
  url: string;
  thumbnail_url?: string | null;
  /** Of one that is too large to be shown in one piece. */
  tiles?: Tiling | null;
  /** How large the file is. */
  bytes?: number;
  width: number;
  height: number;
  /** In seconds, of what runs in time. */
  duration?: number | null;
  /** What else is known of it, by its medium. */
  facts?: Readonly<Record<string, unknown>>;
  /** Name -> address of a file that was made of it at the import. */
  derived?: Readonly<Record<string, string>>;
}

export interface Task {
  id: number;
  external_id: string | null;
  name: string;
  media: Media;
  meta: Record<string, unknown>;
  text: string | null;
  /** The prompt, and responses to it in the order in which this person sees them. */
  responses?: {
    prompt: readonly { speaker: string; html: string }[];
    items: readonly { key: string; text: string; html: string }[];
  } | null;
  asset: Asset | null;
}

export interface ServerDraft {
  value: Value;
  revision: number;
  saved_at: string;
}

/** What a version of a model suggests for a task. */
export interface Prediction {
  id: number;
  model: string;
  version: string;
  value: Value;
  score: number | null;
  /** By field; of regions by their ids. */
  scores: Readonly<Record<string, number | Readonly<Record<string, number>>>>;
  /** What was decided with the answer in force. */
  decided: Readonly<Record<string, unknown>> | null;
}

export interface AssignmentDoc {
  id: number;
  state: string;
  lease_until: string | null;
  revision: number;
  value: Value | null;
  schema: number;
  note: string;
  draft: ServerDraft | null;
  predictions: readonly Prediction[];
  /** How much is said of the task that this person may read. */
  comments: { count: number; unread: number };
  task: Task;
}

export interface Progress {
  done_by_me: number;
  tasks: number;
  settled_or_full: number;
  in_hand: number;
  /** Tasks that are full only because other people hold them now. */
  others_at_work: boolean;
  open_to_me: number;
}

export interface LabellingDoc {
  project: { id: number; name: string; media: Media; lease_minutes: number };
  schema: { id: number; version: number; body: SchemaBody } | null;
  guideline: { version: number; html: string } | null;
  progress: Progress;
}

/** What the page prints for the script: element `label-config`. */
export interface Config {
  project: number;
  user: { id: number; name: string };
  language: string;
  keymap: Keymap;
  single_keys: boolean;
  urls: Record<"labelling" | "claim" | "assignment" | "work" | "home" | "signin" | "me" | "keys" | "guide" | "comments" | "call", string>;
  csrf: string;
  assignment: number | null;
  worker: string;
  eye: string;
}

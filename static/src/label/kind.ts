/** What a kind of label is to the workspace. Each kind is one file in kinds/; nothing else asks "which kind?". */
import type { FunctionComponent } from "preact";
import type { CodePoints } from "../lib/codepoints";
import type { Desk } from "./desk";
import type { Draft, ShapeKind } from "./image/shape";
import type { Change, Selected } from "./sheet";
import type { Field, Label, Region, Task } from "./types";

export interface PanelProps {
  readonly desk: Desk;
  readonly field: Field;
  /** Labels left by the search, in the order of the schema. */
  readonly shown: ReadonlySet<string>;
}

export interface Kind {
  readonly name: string;
  readonly Panel: FunctionComponent<PanelProps>;
  /** A label was chosen by its key, its button or the search. */
  choose(desk: Desk, field: Field, label: string): void;
  /** What becomes of a suggestion taken over into a question that is answered in part; without it, it replaces the answer. */
  adopt?(answer: unknown, suggested: unknown): unknown;
  /** A short reading of an answer, for comparing two versions. */
  summary(desk: Desk, field: Field, answer: unknown): string;
  /** Labels of its own, where the schema has none: the steps of a scale. They get keys like others. */
  labels?(field: Field, task: Task): readonly Label[];
  /** Its panel needs the width of the text. */
  readonly wide?: boolean;
  /** What is wrong with an answer that is there, as a sentence. */
  problem?(desk: Desk, field: Field, answer: unknown): string | null;
  /** One press answers the question, so that Enter can submit and the next task may come at once. */
  readonly single?: boolean | ((field: Field) => boolean);
  /** What distinguishes one region from the next in the list of regions. */
  describe?(region: Region, desk: Desk): string;
  /** The label that an answer gives to one turn of a dialogue. */
  ofTurn?(desk: Desk, field: Field, turn: number): string | undefined;
  /** What else changes with an edit: relations go with the regions they join. One step of undo takes all back. */
  follow?(desk: Desk, field: Field, changes: readonly Change[]): readonly Change[];
  /** Regions lie on an image, as the field's options say. */
  shape?(field: Field, desk: Desk): ShapeKind;
  /** Regions lie in a text. */
  readonly passage?: PassageKind;
  /** Regions lie in time. */
  readonly time?: TimeKind;
  /** What is said of regions may change on the way. */
  readonly changing?: Changing;
  /** Regions join two others that lie in a text. */
  readonly link?: LinkKind;
}

/** Attributes of regions that run in time: what is said of them holds from one moment on, and may be another at the next. */
export interface Changing<R extends Region = Region> {
  /** The region with what holds at the moment that is seen. Reading it makes signals follow. */
  now(desk: Desk, region: R): R;
  changes(field: Field, name: string): boolean;
  /** A name of the moment that is seen: what is said at one is one step of undo. */
  moment(desk: Desk): string;
  /** With another answer from this moment on; null where that cannot be, which the person is told. */
  say(desk: Desk, region: R, name: string, value: unknown): R | null;
  /** Since when that holds, or would hold, in words. */
  since(desk: Desk, region: R, name: string): string;
  /** The region at each moment at which it may be another, with the moment in words. */
  moments(region: R): readonly (readonly [R, at: string])[];
}

/** Parts of a text, in code points. */
export interface PassageKind<R extends Region = Region> {
  parts(region: R): readonly (readonly [start: number, end: number])[];
  make(text: CodePoints, start: number, end: number): Draft<R>;
  /** The region with other parts: in order, none empty, with text between them. */
  reshape(text: CodePoints, region: R, parts: readonly (readonly [start: number, end: number])[]): R;
}

/** Segments of time, in seconds, half-open. */
export interface TimeKind<R extends Region = Region> {
  times(region: R): readonly [start: number, end: number];
  /** `channel`: where the field asks for one. */
  make(start: number, end: number, channel?: string): Draft<R>;
  reshape(region: R, start: number, end: number): R;
  channel?(region: R): string | undefined;
  /** What is written in it, such as what is said. */
  text?(region: R): string | undefined;
}

export { isEmpty } from "./conditions";
/** Lines from one region of a text to another. */
export interface LinkKind<R extends Region = Region> {
  /** The field whose regions are joined. */
  among(field: Field): string;
  ends(region: R): readonly [from: Selected, to: Selected];
  make(from: Selected, to: Selected): Draft<R>;
  allows(desk: Desk, field: Field, label: string, from: Selected, to: Selected): boolean;
  isSymmetric(field: Field, label: string): boolean;
}

export type Kinds = ReadonlyMap<string, Kind>;

/** Load the kinds a schema needs: each is a chunk of its own, found by the build in kinds/. */
export async function loadKinds(names: Iterable<string>): Promise<Kinds> {
  const wanted = [...new Set(names)];
  const modules = await Promise.all(wanted.map((name) => import(`./kinds/${name}.tsx`) as Promise<{ KIND: Kind }>));
  return new Map(modules.map(({ KIND }) => [KIND.name, KIND]));
}

/** Fields whose regions are drawn on the image, marked in the text or in time, or drawn between what is marked there. */
export function fieldsWith(desk: Desk, surface: "shape" | "passage" | "time" | "link"): readonly Field[] {
  return desk.schema.fields.filter((field) => desk.kinds.get(field.kind)?.[surface]);
}


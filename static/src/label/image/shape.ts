/** What a kind of label must be able to do so that its regions can be drawn, hit, moved and shaped on an image. */
import type { IconName } from "../../lib/icons";
import type { Desk } from "../desk";
import type { Field, Region } from "../types";
import type { Bounds, Outline, Point, Size } from "./geometry";
import type { Pixels } from "./mask/compose";
import type { Painting } from "./painting";
import type { Stage } from "./stage";

export interface Handle extends Point {
  readonly name: string;
  readonly cursor: string;
  /** A corner to pull (unless said), a place where a new one can be pulled out, or a grip to turn by. */
  readonly look?: "corner" | "between" | "turn";
  /** What is written beside it while it is in use. */
  readonly title?: string;
}

export interface ShapeKind<R extends Region = Region> {
  /** For regions that come and go with time: is it to be seen now? */
  seen?(region: R): boolean;
  outline(region: R): Outline;
  bounds(region: R): Bounds;
  /** In square pixels: of several shapes under the pointer the smallest is meant. */
  area(region: R): number;
  /** Does the shape cover a point, give or take `slack` pixels? */
  covers(region: R, point: Point, slack: number): boolean;
  /** `pixel`: how many pixels of the image one of the screen takes. */
  handles(region: R, pixel: number): readonly Handle[];
  /** The region with one handle dragged to a point. */
  drag(region: R, handle: string, to: Point, frame: Size): R;
  move(region: R, by: Point, frame: Size): R;
  /** For regions that move with time: all of the way, as far as there is time; null where there is none for them. */
  shift?(region: R, by: Point, frame: Size): R | null;
  /** Wider and higher by so many pixels (Alt + arrow keys). */
  grow(region: R, by: Point, frame: Size): R;
  /** For shapes that can lie askew: turned clockwise about the centre. */
  turn?(region: R, degrees: number, frame: Size): R;
  /** For shapes made of single points. */
  readonly vertices?: Vertices<R>;
  /** For areas: the region without what was drawn inside it. */
  cut?(region: R, hole: Draft<R>): R;
  /** For regions that are sets of pixels: they are painted as such. */
  pixels?(region: R): Pixels;
  /** For tools that paint on the image instead of placing points. */
  paint?(stage: Stage): Painting;
  readonly tool: Tool<R>;
}

/** The points a shape is made of, by the names of their handles. */
export interface Vertices<R extends Region = Region> {
  names(region: R): readonly string[];
  at(region: R, name: string): Point | null;
  /** Without this point; null when the shape would be none any more. */
  remove(region: R, name: string): R | null;
  /** With one more point, after the named one; null when there is no place for it. */
  insert(region: R, after: string | null): { readonly region: R; readonly name: string } | null;
  /** For points that can be there without being seen. */
  toggle?(region: R, name: string): R;
}

export interface Tool<R extends Region = Region> {
  /** The action of the key map that takes this tool. */
  readonly action: string;
  readonly icon: IconName;
  /** Clicks place points, over other shapes too; otherwise a click on a shape picks it. */
  readonly clicks?: boolean;
  /** Actions that go with the tool: a button each. */
  readonly also?: readonly { readonly action: string; readonly icon: IconName }[];
  start(frame: Size): Drawing<R>;
  /** What is put down without a mouse: a shape that fills these bounds. */
  fill(bounds: Bounds, frame: Size): Draft<R>;
}

/** A region before it has an id and a label. */
export type Draft<R extends Region = Region> = Omit<R, "id" | "label">;

/** How the pointer is held while it draws. `pixel`: how many pixels of the image one of the screen takes. */
export interface Hold {
  readonly pixel: number;
  readonly shift: boolean;
}

/** A shape while it is being drawn. Methods that return true say: it is finished. */
export interface Drawing<R extends Region = Region> {
  press(at: Point, hold: Hold): boolean;
  move(to: Point): void;
  /** `dragged`: the pointer went further than a click since it was pressed. */
  release(at: Point, dragged: boolean): boolean;
  /** Take the last point back; false when there is none left. */
  back(): boolean;
  outline(): Outline | null;
  /** What was drawn, or null when it is too small to be meant. */
  result(): Draft<R> | null;
  /** What the next click places, where that is not plain. */
  readonly next?: string;
  /** Leave out what the next click would place. */
  skip?(): boolean;
}

/** How a field's regions lie on the image, if they do: kinds make it from the field's options, once for each desk. */
export function shapeOf(desk: Desk, field: Field): ShapeKind | undefined {
  const known = made.get(desk)?.get(field);
  if (known) return known;
  const kind = desk.kindOf(field).shape?.(field, desk);
  if (kind) made.set(desk, (made.get(desk) ?? new Map()).set(field, kind));
  return kind;
}

const made = new WeakMap<Desk, Map<Field, ShapeKind>>();

/** The shape among `candidates` that a click means: the smallest, or after a repeated click the next larger one. */
export function meant<R extends Region>(
  kind: (region: R) => ShapeKind<R>,
  candidates: readonly R[],
  point: Point,
  slack: number,
  deeperThan: string | null = null,
): R | null {
  const hits = candidates
    .filter((region) => kind(region).covers(region, point, slack))
    .sort((a, b) => kind(a).area(a) - kind(b).area(b));
  const at = hits.findIndex((region) => region.id === deeperThan);
  return hits[(at + 1) % (hits.length || 1)] ?? null;
}

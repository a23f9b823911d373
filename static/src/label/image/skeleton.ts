/** How named joints and the edges between them are outlined, hit, moved and placed. The field says which there are. */
import person from "lucide-static/icons/person-standing.svg";
import { titleIn, type Titles } from "../../lib/i18n";
import type { Region } from "../types";
import { type Bounds, clampPoint, type Outline, type Point, type Size } from "./geometry";
import { boundsOf, distance, nearestOn, type Pair, pair, type Path, round, shifted, stretched, within } from "./paths";
import type { Draft, Drawing, Handle, Hold, ShapeKind, Vertices } from "./shape";

export interface Joint {
  readonly name: string;
  readonly title?: Titles;
  /** Where it lies in the figure that is put down as a whole, in shares of its width and height. */
  readonly at?: Pair | null;
}

export interface Figure {
  readonly joints: readonly Joint[];
  readonly edges: readonly (readonly [string, string])[];
  readonly language: string;
}

/** 0: not placed, 1: placed but hidden behind something, 2: seen. */
export type Visibility = 0 | 1 | 2;
export type Placed = readonly [x: number, y: number, visibility: Visibility];

export interface SkeletonRegion extends Region {
  readonly joints: Readonly<Record<string, Placed>>;
}

type Joints = SkeletonRegion["joints"];
const NOWHERE: Placed = [0, 0, 0];
const PREFIX = "joint ";

export function skeletonShape(figure: Figure): ShapeKind<SkeletonRegion> {
  const names = figure.joints.map(({ name }) => name);
  const outlineOf = (joints: Joints): Outline => {
    const edges = figure.edges.flatMap(([a, b]) => (isPlaced(joints[a]) && isPlaced(joints[b]) ? [[joints[a], joints[b]]] : []));
    const seen = names.flatMap((name) => (isPlaced(joints[name]) ? [joints[name]] : []));
    return {
      rings: edges.map((ends) => ends.flatMap(([x, y]) => [x, y])),
      closed: false,
      dots: seen.filter(([, , visibility]) => visibility === 2).flatMap(([x, y]) => [x, y]),
      hollow: seen.filter(([, , visibility]) => visibility === 1).flatMap(([x, y]) => [x, y]),
    };
  };
  return {
    outline: ({ joints }) => outlineOf(joints),
    bounds: ({ joints }) => boundsOf(pathOf(joints)),
    // Lines have no area: among shapes under the pointer they are meant first.
    area: () => 0,

    covers({ joints }, point, slack) {
      if (pathOf(joints).some(([x, y]) => distance({ x, y }, point) <= 2 * slack)) return true;
      return figure.edges.some(([a, b]) => {
        const [from, to] = [joints[a], joints[b]];
        if (!isPlaced(from) || !isPlaced(to)) return false;
        return distance(nearestOn([from[0], from[1]], [to[0], to[1]], point), point) <= slack;
      });
    },

    handles({ joints }) {
      return figure.joints.flatMap((joint): Handle[] => {
        const placed = joints[joint.name];
        if (!isPlaced(placed)) return [];
        const title = titleIn(figure.language, joint.title, joint.name);
        return [{ name: PREFIX + joint.name, cursor: "move", title, x: placed[0], y: placed[1] }];
      });
    },

    drag(region, handle, to, frame) {
      const name = handle.slice(PREFIX.length);
      const [x, y] = pair(clampPoint(to, frame));
      return withJoint(region, name, [x, y, region.joints[name]![2]]);
    },

    move(region, by, frame) {
      const way = within(boundsOf(pathOf(region.joints)), by, frame);
      return changed(region, (path) => shifted(path, way));
    },

    grow: (region, by, frame) => changed(region, stretched(by, boundsOf(pathOf(region.joints)), frame)),

    vertices: verticesOf(names),

    tool: {
      action: "tool-skeleton",
      icon: person,
      clicks: true,
      start: (frame) => new SkeletonDrawing(frame, figure, outlineOf),
      fill: (bounds, frame) => ({ joints: laidOut(figure.joints, bounds, frame) }),
    },
  };
}

/** Joint by joint, each with a click (Shift: hidden); or the whole figure at once, by dragging a box for it. */
class SkeletonDrawing implements Drawing<SkeletonRegion> {
  private readonly placed: Placed[] = [];
  private corner: Point | null = null;
  private whole: Bounds | null = null;

  constructor(
    private readonly frame: Size,
    private readonly figure: Figure,
    private readonly outlineOf: (joints: Joints) => Outline,
  ) {}

  get next(): string {
    const joint = this.figure.joints[this.placed.length];
    return joint && !this.whole ? titleIn(this.figure.language, joint.title, joint.name) : "";
  }

  press(at: Point, { shift }: Hold): boolean {
    const [x, y] = pair(clampPoint(at, this.frame));
    if (!this.placed.length) this.corner = { x, y };
    this.placed.push([x, y, shift ? 1 : 2]);
    return this.placed.length === this.figure.joints.length;
  }

  move(to: Point): void {
    const { corner } = this;
    if (!corner) return;
    const { x, y } = clampPoint(to, this.frame);
    const [left, right] = [Math.min(corner.x, x), Math.max(corner.x, x)];
    this.whole = { left, right, top: Math.min(corner.y, y), bottom: Math.max(corner.y, y) };
  }

  release(at: Point, dragged: boolean): boolean {
    if (dragged) this.move(at);
    else this.whole = null;
    const isWhole = this.corner !== null && dragged;
    this.corner = null;
    return isWhole;
  }

  skip(): boolean {
    this.placed.push(NOWHERE);
    return this.placed.length === this.figure.joints.length;
  }

  back(): boolean {
    this.placed.pop();
    return this.placed.length > 0;
  }

  outline(): Outline | null {
    return this.outlineOf(this.joints());
  }

  result(): Draft<SkeletonRegion> | null {
    const joints = this.joints();
    return Object.values(joints).some(isPlaced) ? { joints } : null;
  }

  private joints(): Joints {
    if (this.whole) return laidOut(this.figure.joints, this.whole, this.frame);
    return Object.fromEntries(this.figure.joints.map(({ name }, i) => [name, this.placed[i] ?? NOWHERE]));
  }
}

function verticesOf(names: readonly string[]): Vertices<SkeletonRegion> {
  const jointOf = (handle: string) => handle.slice(PREFIX.length);
  return {
    names: ({ joints }) => names.filter((name) => isPlaced(joints[name])).map((name) => PREFIX + name),

    at({ joints }, handle) {
      const placed = joints[jointOf(handle)];
      return isPlaced(placed) ? { x: placed[0], y: placed[1] } : null;
    },

    remove(region, handle) {
      const next = withJoint(region, jointOf(handle), NOWHERE);
      return Object.values(next.joints).some(isPlaced) ? next : null;
    },

    /** The first joint that is not placed yet appears in the middle of the others. */
    insert(region) {
      const missing = names.find((name) => !isPlaced(region.joints[name]));
      if (!missing) return null;
      const { left, top, right, bottom } = boundsOf(pathOf(region.joints));
      const middle: Placed = [round((left + right) / 2), round((top + bottom) / 2), 2];
      return { region: withJoint(region, missing, middle), name: PREFIX + missing };
    },

    toggle(region, handle) {
      const [x, y, visibility] = region.joints[jointOf(handle)]!;
      return withJoint(region, jointOf(handle), [x, y, visibility === 2 ? 1 : 2]);
    },
  };
}

function isPlaced(joint: Placed | undefined): joint is Placed {
  return joint !== undefined && joint[2] > 0;
}

function pathOf(joints: Joints): Path {
  return Object.values(joints).filter(isPlaced).map(([x, y]) => [x, y]);
}

function withJoint(region: SkeletonRegion, name: string, placed: Placed): SkeletonRegion {
  return { ...region, joints: { ...region.joints, [name]: placed } };
}

function changed(region: SkeletonRegion, change: (path: Path) => Path): SkeletonRegion {
  const entries = Object.entries(region.joints).map(([name, joint]): [string, Placed] => {
    if (!isPlaced(joint)) return [name, NOWHERE];
    const [[x, y]] = change([[joint[0], joint[1]]]) as [Pair];
    return [name, [x, y, joint[2]]];
  });
  return { ...region, joints: Object.fromEntries(entries) };
}

/** The figure in these bounds; joints of which the field does not say where they lie stand on a circle. */
function laidOut(joints: readonly Joint[], bounds: Bounds, frame: Size): Joints {
  const { left, top, right, bottom } = bounds;
  const entries = joints.map(({ name, at }, i): [string, Placed] => {
    const angle = (2 * Math.PI * i) / joints.length;
    const [across, down] = at ?? [(1 + Math.sin(angle)) / 2, (1 - Math.cos(angle)) / 2];
    const [x, y] = pair(clampPoint({ x: left + across * (right - left), y: top + down * (bottom - top) }, frame));
    return [name, [x, y, 2]];
  });
  return Object.fromEntries(entries);
}

export function countOf({ joints }: SkeletonRegion): { placed: number; hidden: number; all: number } {
  const all = Object.values(joints);
  return { placed: all.filter(isPlaced).length, hidden: all.filter((joint) => joint[2] === 1).length, all: all.length };
}

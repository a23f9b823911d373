/**
 * Shapes made of points on one or more paths: polygons with their holes, lines, groups of points.
 */
import type { Region } from "../types";
import { type Bounds, clampPoint } from "./geometry";
import { areaOf, boundsOf, distance, isInside, type Pair, pair, passes, type Path, shifted, stretched, within } from "./paths";
import { parsed } from "./handles";
import type { Handle, ShapeKind, Vertices } from "./shape";

export interface Paths<R extends Region> {
  /** Whether the last point of a path is joined to its first. */
  readonly closed: boolean;
  /** Whether the points of a path are joined at all. */
  readonly joined: boolean;
  /** How many points a path needs. */
  readonly least: number;
  of(region: R): readonly Path[];
  /** The region on other paths. */
  on(region: R, paths: readonly Path[]): R;
}

/** New points come out of an edge only where there is room between its ends, in pixels of the screen. */
const ROOM = 26;

export type OnPaths<R extends Region> = Omit<ShapeKind<R>, "tool" | "outline"> & { readonly vertices: Vertices<R> };

export function onPaths<R extends Region>(shape: Paths<R>): OnPaths<R> {
  const bounds = (region: R): Bounds => boundsOf(...shape.of(region));
  const each = (region: R, change: (path: Path) => Path) => shape.on(region, shape.of(region).map(change));
  return {
    bounds,

    area(region) {
      const [outer, ...holes] = shape.of(region).map(areaOf);
      return shape.closed ? Math.abs(holes.reduce((left, hole) => left - hole, outer!)) : 0;
    },

    covers(region, point, slack) {
      const paths = shape.of(region);
      if (!shape.joined) return paths.flat().some(([x, y]) => distance({ x, y }, point) <= slack * 2);
      return (shape.closed && isInside(paths, point)) || paths.some((path) => passes(path, shape.closed, point, slack));
    },

    handles: (region, pixel) => shape.of(region).flatMap((path, at) => handlesOf(shape, path, at, pixel)),

    drag(region, handle, to, frame) {
      const { kind, path, point } = parsed(handle);
      const put = pair(clampPoint(to, frame));
      const paths = shape.of(region);
      return shape.on(region, paths.with(path, placed(paths[path]!, point, put, kind === "after")));
    },

    move(region, by, frame) {
      const way = within(bounds(region), by, frame);
      return each(region, (path) => shifted(path, way));
    },

    grow: (region, by, frame) => each(region, stretched(by, bounds(region), frame)),

    vertices: verticesOf(shape),
  };
}

function handlesOf<R extends Region>(shape: Paths<R>, path: Path, at: number, pixel: number): Handle[] {
  const corners = path.map(([x, y], i): Handle => ({ name: `point ${at} ${i}`, cursor: "move", x, y }));
  if (!shape.joined) return corners;
  const edges = path.flatMap(([x, y], i): Handle[] => {
    const next = path[i + 1] ?? (shape.closed ? path[0]! : null);
    if (!next || Math.hypot(next[0] - x, next[1] - y) < ROOM * pixel) return [];
    return [{ name: `after ${at} ${i}`, cursor: "copy", look: "between", x: (x + next[0]) / 2, y: (y + next[1]) / 2 }];
  });
  // Corners come first: where both are under the pointer, the corner is meant.
  return [...corners, ...edges];
}

function verticesOf<R extends Region>(shape: Paths<R>): Vertices<R> {
  return {
    names: (region) => shape.of(region).flatMap((path, at) => path.map((_, i) => `point ${at} ${i}`)),

    at(region, name) {
      const { path, point } = parsed(name);
      const found = shape.of(region)[path]?.[point];
      return found ? { x: found[0], y: found[1] } : null;
    },

    remove(region, name) {
      const { path, point } = parsed(name);
      const paths = shape.of(region);
      const left = paths[path]?.filter((_, i) => i !== point) ?? [];
      if (left.length >= shape.least) return shape.on(region, paths.with(path, left));
      // A hole goes with its third point; the shape itself stays as it is.
      return path > 0 ? shape.on(region, paths.filter((_, i) => i !== path)) : null;
    },

    insert(region, after) {
      const names = this.names(region);
      const { path, point } = parsed(after && names.includes(after) ? after : names[0]!);
      const paths = shape.of(region);
      const here = paths[path]!;
      // Behind the last point of an open line comes nothing: the new point goes before it.
      const from = !shape.closed && shape.joined && point === here.length - 1 ? point - 1 : point;
      const [a, b] = [here[from]!, here[(from + 1) % here.length]!];
      const put: Pair = pair({ x: (a[0] + b[0]) / 2, y: (a[1] + b[1]) / 2 });
      return { region: shape.on(region, paths.with(path, placed(here, from, put, true))), name: `point ${path} ${from + 1}` };
    },
  };
}

/** The path with a point in the place of another, or behind it. */
function placed(path: Path, at: number, put: Pair, behind: boolean): Path {
  return behind ? [...path.slice(0, at + 1), put, ...path.slice(at + 1)] : path.with(at, put);
}

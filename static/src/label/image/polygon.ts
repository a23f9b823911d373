/** How a polygon with its holes is outlined, hit, moved, shaped and drawn. */
import circleDashed from "lucide-static/icons/circle-dashed.svg";
import pentagon from "lucide-static/icons/pentagon.svg";
import type { Region } from "../types";
import { ClickDrawing } from "./clicks";
import type { Bounds, Outline } from "./geometry";
import { flat, type Path, pair } from "./paths";
import type { Draft, ShapeKind } from "./shape";
import { onPaths } from "./vertices";

export interface PolygonRegion extends Region {
  readonly points: Path;
  /** Absent when there are none. */
  readonly holes?: readonly Path[];
}

const LEAST = 3;

const paths = onPaths<PolygonRegion>({
  closed: true,
  joined: true,
  least: LEAST,
  of: ({ points, holes = [] }) => [points, ...holes],
  on({ holes: _, ...region }, [points, ...holes]) {
    return { ...region, points: points!, ...(holes.length ? { holes } : {}) };
  },
});

export const polygonShape: ShapeKind<PolygonRegion> = {
  ...paths,

  outline: ({ points, holes = [] }): Outline => ({ rings: [points, ...holes].map(flat), closed: true }),

  cut: (region, { points }) => ({ ...region, holes: [...(region.holes ?? []), points] }),

  tool: {
    action: "tool-polygon",
    icon: pentagon,
    clicks: true,
    also: [{ action: "cut-hole", icon: circleDashed }],
    start: (frame) =>
      new ClickDrawing<PolygonRegion>(frame, { closed: true, joined: true, least: LEAST, most: Infinity, make }),
    fill: (bounds) => make(cornersOf(bounds)),
  },
};

function make(points: Path): Draft<PolygonRegion> {
  return { points: [...points] };
}

function cornersOf({ left, top, right, bottom }: Bounds): Path {
  return [
    pair({ x: left, y: top }),
    pair({ x: right, y: top }),
    pair({ x: right, y: bottom }),
    pair({ x: left, y: bottom }),
  ];
}

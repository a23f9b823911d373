/** How an open line is outlined, hit, moved, shaped and drawn. */
import waypoints from "lucide-static/icons/waypoints.svg";
import type { Region } from "../types";
import { ClickDrawing } from "./clicks";
import type { Outline } from "./geometry";
import { distance, flat, pair, type Path } from "./paths";
import type { Draft, ShapeKind } from "./shape";
import { onPaths } from "./vertices";

export interface PolylineRegion extends Region {
  readonly points: Path;
}

const LEAST = 2;

export const polylineShape: ShapeKind<PolylineRegion> = {
  ...onPaths<PolylineRegion>({
    closed: false,
    joined: true,
    least: LEAST,
    of: ({ points }) => [points],
    on: (region, [points]) => ({ ...region, points: points! }),
  }),

  outline: ({ points }): Outline => ({ rings: [flat(points)], closed: false }),

  tool: {
    action: "tool-polyline",
    icon: waypoints,
    clicks: true,
    start: (frame) =>
      new ClickDrawing<PolylineRegion>(frame, { closed: false, joined: true, least: LEAST, most: Infinity, make }),
    fill: ({ left, top, right, bottom }) => make([pair({ x: left, y: bottom }), pair({ x: right, y: top })]),
  },
};

function make(points: Path): Draft<PolylineRegion> {
  return { points: [...points] };
}

export function lengthOf({ points }: PolylineRegion): number {
  const ends = points.map(([x, y]) => ({ x, y }));
  return ends.slice(1).reduce((sum, to, i) => sum + distance(ends[i]!, to), 0);
}

/** How single points, or groups of them, are outlined, hit, moved and placed. */
import circleDot from "lucide-static/icons/circle-dot.svg";
import type { Region } from "../types";
import { ClickDrawing } from "./clicks";
import type { Outline } from "./geometry";
import { flat, type Pair, pair, type Path } from "./paths";
import type { Draft, ShapeKind, Vertices } from "./shape";
import { onPaths } from "./vertices";

export interface PointsRegion extends Region {
  readonly points: Path;
}

/** Where a point that was asked for by a key appears: so far beside the one before. */
const BESIDE = 12;

const paths = onPaths<PointsRegion>({
  closed: false,
  joined: false,
  least: 1,
  of: ({ points }) => [points],
  on: (region, [points]) => ({ ...region, points: points! }),
});

/** `together`: how many points a region has at most. */
export function pointsShape(together = Infinity): ShapeKind<PointsRegion> {
  return {
    ...paths,

    outline: ({ points }): Outline => ({ rings: [], closed: false, dots: flat(points) }),

    vertices: { ...paths.vertices, insert: insertUpTo(together) },

    tool: {
      action: "tool-points",
      icon: circleDot,
      clicks: true,
      start: (frame) =>
        new ClickDrawing<PointsRegion>(frame, { closed: false, joined: false, least: 1, most: together, make }),
      fill: ({ left, top, right, bottom }) => make([pair({ x: (left + right) / 2, y: (top + bottom) / 2 })]),
    },
  };
}

function make(points: Path): Draft<PointsRegion> {
  return { points: [...points] };
}

function insertUpTo(together: number): Vertices<PointsRegion>["insert"] {
  return (region, after) => {
    if (region.points.length >= together) return null;
    const from = paths.vertices.at(region, after ?? "point 0 0") ?? { x: 0, y: 0 };
    const put: Pair = pair({ x: from.x >= BESIDE ? from.x - BESIDE : from.x + BESIDE, y: from.y });
    return { region: { ...region, points: [...region.points, put] }, name: `point 0 ${region.points.length}` };
  };
}

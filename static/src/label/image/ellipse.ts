/** How an ellipse is outlined, hit, moved, shaped, turned and drawn: by the box that it touches from inside. */
import circle from "lucide-static/icons/circle.svg";
import type { Region } from "../types";
import * as askew from "./askew";
import { CornerDrawing } from "./corners";
import type { Outline, Size } from "./geometry";
import { round } from "./paths";
import type { Draft, ShapeKind } from "./shape";

export interface EllipseRegion extends Region {
  /** The centre. */
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
}

/** Corners of the line that is painted: no screen shows more. */
const CORNERS = 72;

export const ellipseShape: ShapeKind<EllipseRegion> = {
  outline: (ellipse) => outlineOf(boxOf(ellipse)),

  bounds({ x, y, rx, ry, rotation }) {
    const angle = (rotation * Math.PI) / 180;
    const across = Math.hypot(rx * Math.cos(angle), ry * Math.sin(angle));
    const down = Math.hypot(rx * Math.sin(angle), ry * Math.cos(angle));
    return { left: x - across, top: y - down, right: x + across, bottom: y + down };
  },

  area: ({ rx, ry }) => Math.PI * rx * ry,

  covers(ellipse, point, slack) {
    const { x, y } = askew.inFrame(boxOf(ellipse), point);
    return Math.hypot((x - ellipse.rx) / (ellipse.rx + slack), (y - ellipse.ry) / (ellipse.ry + slack)) <= 1;
  },

  handles: (ellipse, pixel) => askew.handles(boxOf(ellipse), pixel),
  drag: (ellipse, handle, to, frame) => changed(ellipse, (box) => askew.dragged(box, handle, to, frame)),
  move: (ellipse, by, frame) => changed(ellipse, (box) => askew.moved(box, by, frame)),
  grow: (ellipse, by, frame) => changed(ellipse, (box) => askew.grown(box, by, frame)),

  turn(ellipse, degrees, frame: Size) {
    return changed(ellipse, (box) => askew.rotated(box, degrees, frame));
  },

  tool: {
    action: "tool-ellipse",
    icon: circle,
    start: (frame) => new CornerDrawing<EllipseRegion>(frame, { make: inside, outline: outlineOf }),
    fill: (bounds) => inside({ ...askew.placed(bounds), rotation: 0 }),
  },
};

function boxOf({ x, y, rx, ry, rotation }: EllipseRegion): askew.Askew {
  return { x: x - rx, y: y - ry, width: 2 * rx, height: 2 * ry, rotation };
}

function inside({ x, y, width, height, rotation }: askew.Askew): Draft<EllipseRegion> {
  return { x: round(x + width / 2), y: round(y + height / 2), rx: round(width / 2), ry: round(height / 2), rotation };
}

function changed(ellipse: EllipseRegion, change: (box: askew.Askew) => askew.Askew): EllipseRegion {
  return { ...ellipse, ...inside(change(boxOf(ellipse))) };
}

function outlineOf(box: askew.Askew): Outline {
  const { x, y } = askew.centre(box);
  const ring: number[] = [];
  for (let i = 0; i < CORNERS; i++) {
    const angle = (2 * Math.PI * i) / CORNERS;
    const flat = { x: x + (box.width / 2) * Math.cos(angle), y: y + (box.height / 2) * Math.sin(angle) };
    const at = askew.turned(flat, { x, y }, box.rotation);
    ring.push(at.x, at.y);
  }
  return { rings: [ring], closed: true };
}

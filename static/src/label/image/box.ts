/** How a rectangle is outlined, hit, moved, shaped, turned and drawn. */
import type { Region } from "../types";
import * as askew from "./askew";
import { CornerDrawing } from "./corners";
import type { Outline } from "./geometry";
import type { ShapeKind } from "./shape";

export interface BoxRegion extends Region, askew.Askew {}

export const boxShape: ShapeKind<BoxRegion> = {
  outline: outlineOf,
  bounds: askew.boundsOf,
  area: ({ width, height }) => width * height,

  covers(box, point, slack) {
    const { x, y } = askew.inFrame(box, point);
    return x >= -slack && x <= box.width + slack && y >= -slack && y <= box.height + slack;
  },

  handles: askew.handles,
  drag: askew.dragged,
  move: askew.moved,
  grow: askew.grown,
  turn: askew.rotated,

  tool: {
    action: "tool-box",
    icon: "square",
    start: (frame) => new CornerDrawing<BoxRegion>(frame, { make: (box) => box, outline: outlineOf }),
    fill: (bounds) => ({ ...askew.placed(bounds), rotation: 0 }),
  },
};

function outlineOf(box: askew.Askew): Outline {
  return { rings: [askew.corners(box).flatMap(({ x, y }) => [x, y])], closed: true };
}

/** How a mask is hit, moved and painted. Single pixels are its only handles, and those are the brush's. */
import brush from "lucide-static/icons/brush.svg";
import { CornerDrawing } from "../corners";
import { clamp, type Outline, type Point, type Size } from "../geometry";
import type { ShapeKind } from "../shape";
import type { Pixels } from "./compose";
import { areaOf, coversPixel, grown, moved } from "./edges";
import { inside } from "./figures";
import { learnMasks } from "../paint";
import { MaskPainting } from "./painting";
import { draftOf, type MaskRegion, pixelsOf, remember, sizeOf } from "./rle";

// For a page that has no worker to paint. A worker that asks for the same file finds it in the browser's cache.
learnMasks((await import("./layer")).paintMasks);

export const maskShape: ShapeKind<MaskRegion> = {
  /** The lines of the box around it, open: what lies between them is not all the mask's. */
  outline({ box: [x, y, width, height] }): Outline {
    return { rings: [[x, y, x + width, y, x + width, y + height, x, y + height, x, y]], closed: false };
  },

  bounds: ({ box: [x, y, width, height] }) => ({ left: x, top: y, right: x + width, bottom: y + height }),

  area: (mask) => areaOf(pixelsOf(mask).edges),

  covers(mask, { x, y }, slack) {
    const { edges } = pixelsOf(mask);
    const size = sizeOf(mask);
    // Around the pointer as well: a mask of a few pixels could not be hit otherwise.
    const near = [
      [0, 0],
      [-slack, 0],
      [slack, 0],
      [0, -slack],
      [0, slack],
    ];
    return near.some(([dx, dy]) => coversPixel(edges, size, x + dx!, y + dy!));
  },

  handles: () => [],
  drag: (mask) => mask,

  move(mask, by, frame) {
    const [x, y, width, height] = mask.box;
    const step = {
      x: clamp(Math.round(by.x), -x, frame.width - x - width),
      y: clamp(Math.round(by.y), -y, frame.height - y - height),
    };
    return step.x || step.y ? changed(mask, moved(pixelsOf(mask).edges, frame, step), frame) : mask;
  },

  /** A pixel more, or less, on each side; the last pixels of a mask stay. */
  grow(mask, by, frame) {
    let { edges } = pixelsOf(mask);
    for (const axis of ["x", "y"] as const) {
      for (let left = Math.abs(Math.round(by[axis])); left > 0; left--) {
        const next = grown(edges, frame, axis, by[axis] > 0 ? 1 : -1);
        if (next.length) edges = next;
      }
    }
    return changed(mask, edges, frame);
  },

  pixels: (mask): Pixels => ({ height: mask.size[0], ...pixelsOf(mask) }),

  paint: (stage) => new MaskPainting(stage),

  tool: {
    action: "tool-mask",
    icon: brush,
    start: (frame) =>
      new CornerDrawing<MaskRegion>(frame, {
        make: ({ x, y, width, height }) => draftOf(inside(corners(x, y, width, height), frame), frame),
        outline: ({ x, y, width, height }) => ({ rings: [corners(x, y, width, height).flatMap((at) => [at.x, at.y])], closed: true }),
      }),
    fill: ({ left, top, right, bottom }, frame) => draftOf(inside(corners(left, top, right - left, bottom - top), frame), frame),
  },
};

function corners(x: number, y: number, width: number, height: number): Point[] {
  return [
    { x, y },
    { x: x + width, y },
    { x: x + width, y: y + height },
    { x, y: y + height },
  ];
}

function changed(mask: MaskRegion, edges: Uint32Array, frame: Size): MaskRegion {
  return remember({ ...mask, ...draftOf(edges, frame) }, edges);
}

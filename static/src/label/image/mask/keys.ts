/** The keys of the painting tools. Those shared with other tools get their turn here first, and only while painting. */
import type { Handler } from "../../../lib/keys";
import type { Ring } from "../../../lib/ring";
import type { Point } from "../geometry";
import { hand, resize, tolerate } from "./hand";
import type { MaskPainting } from "./painting";

const WAYS: Readonly<Record<string, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};
const MORE = 4;

export function bindMask(painting: MaskPainting, keys: Ring): () => void {
  const ending = [bindTools(painting, keys), keys.bindAll(moves(painting))];
  return () => ending.forEach((end) => end());
}

function bindTools(painting: MaskPainting, keys: Ring): () => void {
  const whenHeld = (act: () => void) => () => (painting.held() ? act() : false);
  return keys.bindAll({
    "tool-mask": () => painting.take("brush", false),
    "mask-fill": () => painting.take("fill"),
    "mask-area": () => painting.take("area"),
    "mask-smart": () => painting.take("smart"),
    "mask-erase": () => painting.take(painting.held() ? hand.tool.peek() : "brush", !painting.held() || !hand.erasing.peek()),
    "brush-larger": whenHeld(() => resize(1)),
    "brush-smaller": whenHeld(() => resize(-1)),
    "tolerance-more": whenHeld(() => tolerate(MORE)),
    "tolerance-less": whenHeld(() => tolerate(-MORE)),
    "mask-dab": () => painting.dab(),
    "finish-drawing": () => painting.finish(),
    "cancel-drawing": () => painting.cancel(),
    "drawing-back": () => painting.back(),
  });
}

function moves(painting: MaskPainting): Record<string, Handler> {
  const entries = Object.entries(WAYS).flatMap(([name, way]): [string, Handler][] => {
    const go = (far: number) => () => painting.go({ x: way.x * far, y: way.y * far });
    return [
      [`brush-${name}`, () => go(Math.max(1, Math.round(hand.size.peek() / 4)))()],
      [`brush-far-${name}`, () => go(Math.max(4, hand.size.peek()))()],
    ];
  });
  return Object.fromEntries(entries);
}

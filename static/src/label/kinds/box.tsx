/** Rectangles on an image. */
import { boxShape, type BoxRegion } from "../image/box";
import type { ShapeKind } from "../image/shape";
import type { Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";

export const KIND: Kind = {
  name: "box",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const { x, y, width, height, rotation } = region as BoxRegion;
    const size = `${Math.round(x)}, ${Math.round(y)} · ${Math.round(width)} × ${Math.round(height)}`;
    return rotation ? `${size} · ${rotation}°` : size;
  },
  shape: () => boxShape as unknown as ShapeKind,
};

/** Ellipses on an image. */
import { type EllipseRegion, ellipseShape } from "../image/ellipse";
import type { ShapeKind } from "../image/shape";
import type { Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";

export const KIND: Kind = {
  name: "ellipse",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const { x, y, rx, ry, rotation } = region as EllipseRegion;
    const size = `${Math.round(x)}, ${Math.round(y)} · ${Math.round(2 * rx)} × ${Math.round(2 * ry)}`;
    return rotation ? `${size} · ${rotation}°` : size;
  },
  shape: () => ellipseShape as unknown as ShapeKind,
};

/** Sets of pixels on an image, painted. */
import { areaOf } from "../image/mask/edges";
import { MaskPanel } from "../image/mask/panel";
import { type MaskRegion, pixelsOf } from "../image/mask/rle";
import { maskShape } from "../image/mask/shape";
import type { ShapeKind } from "../image/shape";
import type { Kind } from "../kind";
import { arm, countByLabel } from "../panels/palette";

export const KIND: Kind = {
  name: "mask",
  Panel: MaskPanel,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const mask = region as MaskRegion;
    const [, , width, height] = mask.box;
    return `${width} × ${height} · ${areaOf(pixelsOf(mask).edges).toLocaleString()} px`;
  },
  shape: () => maskShape as unknown as ShapeKind,
};

/** Single points on an image, or groups of them. */
import { fill, ngettext } from "../../lib/i18n";
import { type PointsRegion, pointsShape } from "../image/points";
import type { ShapeKind } from "../image/shape";
import type { Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";
import type { Field } from "../types";

interface PointsField extends Field {
  /** How many points a region has at most. Unset is any number. */
  readonly together?: number;
}

export const KIND: Kind = {
  name: "points",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const { points } = region as PointsRegion;
    const [x, y] = points[0]!;
    if (points.length === 1) return `${Math.round(x)}, ${Math.round(y)}`;
    return fill(ngettext("%(count)s point", "%(count)s points", points.length), { count: points.length });
  },
  shape: (field: PointsField) => pointsShape(field.together) as unknown as ShapeKind,
};

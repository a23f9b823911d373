/** Open lines on an image. */
import { fill, ngettext } from "../../lib/i18n";
import { lengthOf, type PolylineRegion, polylineShape } from "../image/polyline";
import type { ShapeKind } from "../image/shape";
import type { Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";

export const KIND: Kind = {
  name: "polyline",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const line = region as PolylineRegion;
    const count = line.points.length;
    const points = fill(ngettext("%(count)s point", "%(count)s points", count), { count });
    return `${points} · ${Math.round(lengthOf(line))} px`;
  },
  shape: () => polylineShape as unknown as ShapeKind,
};

/** Areas on an image, drawn corner by corner, with holes. */
import { fill, gettext, ngettext } from "../../lib/i18n";
import { type PolygonRegion, polygonShape } from "../image/polygon";
import type { ShapeKind } from "../image/shape";
import type { Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";

export const KIND: Kind = {
  name: "polygon",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const { points, holes = [] } = region as PolygonRegion;
    const corners = fill(ngettext("%(count)s corner", "%(count)s corners", points.length), { count: points.length });
    if (!holes.length) return corners;
    const cut = fill(ngettext("%(count)s hole", "%(count)s holes", holes.length), { count: holes.length });
    return fill(gettext("%(corners)s, %(holes)s"), { corners, holes: cut });
  },
  shape: () => polygonShape as unknown as ShapeKind,
};

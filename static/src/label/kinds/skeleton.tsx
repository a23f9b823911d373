/** Named joints on an image. The field says which, and which of them a line joins. */
import { fill, gettext } from "../../lib/i18n";
import type { ShapeKind } from "../image/shape";
import { countOf, type Figure, type SkeletonRegion, skeletonShape } from "../image/skeleton";
import type { Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";
import type { Field } from "../types";

type SkeletonField = Field & Pick<Figure, "joints"> & Partial<Pick<Figure, "edges">>;

export const KIND: Kind = {
  name: "skeleton",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const { placed, hidden, all } = countOf(region as SkeletonRegion);
    const joints = fill(gettext("%(placed)s of %(all)s joints"), { placed, all });
    return hidden ? `${joints}, ${fill(gettext("%(hidden)s hidden"), { hidden })}` : joints;
  },
  shape(field, { language }) {
    const { joints, edges = [] } = field as SkeletonField;
    return skeletonShape({ joints, edges, language }) as unknown as ShapeKind;
  },
};

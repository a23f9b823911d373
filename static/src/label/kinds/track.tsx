/** Things followed through a video: boxes or points in key frames. */
import { fill, gettext, ngettext } from "../../lib/i18n";
import { boxShape } from "../image/box";
import { pointsShape } from "../image/points";
import type { ShapeKind } from "../image/shape";
import type { Changing, Kind } from "../kind";
import { arm, countByLabel, Palette } from "../panels/palette";
import { filmOf } from "../video/film";
import type { Track } from "../video/keyframes";
import { changing, type TrackField } from "../video/saying";
import { trackShape } from "../video/shape";

export const KIND: Kind = {
  name: "track",
  Panel: Palette,
  choose: arm,
  summary: countByLabel,
  describe(region) {
    const { keyframes } = region as Track;
    const [first, last] = [keyframes[0]!, keyframes.at(-1)!];
    const count = fill(ngettext("%(count)s key frame", "%(count)s key frames", keyframes.length), { count: keyframes.length });
    const seen = last.outside ? `${first.frame}–${last.frame - 1}` : fill(gettext("%(frame)s to the end"), { frame: first.frame });
    return `${seen} · ${count}`;
  },
  changing: changing as unknown as Changing,
  shape(field, desk) {
    const { shape = "box", together = 1 } = field as TrackField;
    const film = filmOf(desk);
    return (
      shape === "box"
        ? trackShape(boxShape, film, "tool-box")
        : trackShape(pointsShape(together), film, "tool-points")
    ) as unknown as ShapeKind;
  },
};

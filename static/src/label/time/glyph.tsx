/** The icons of what runs in time, loaded with it. Their licence stands in lib/icons.tsx. */
import fit from "lucide-static/icons/move-horizontal.svg";
import loop from "lucide-static/icons/repeat.svg";
import markEnd from "lucide-static/icons/arrow-right-to-line.svg";
import markStart from "lucide-static/icons/arrow-left-to-line.svg";
import pause from "lucide-static/icons/pause.svg";
import play from "lucide-static/icons/play.svg";
import playSelected from "lucide-static/icons/step-forward.svg";
import zoomIn from "lucide-static/icons/zoom-in.svg";
import zoomOut from "lucide-static/icons/zoom-out.svg";
import { type Drawing, Icon } from "../../lib/icons";

const GLYPHS = { fit, loop, markEnd, markStart, pause, play, playSelected, zoomIn, zoomOut };

export type GlyphName = keyof typeof GLYPHS;

export function Glyph({ name }: { name: GlyphName }) {
  return <Icon name={GLYPHS[name] as Drawing} />;
}

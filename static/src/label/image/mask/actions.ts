/** What has a key while masks are painted. */
import { gettext } from "../../../lib/i18n";
import type { Action } from "../../../lib/keys";

const image = (id: string, keys: readonly string[], title: () => string): Action => ({ id, scope: "image", keys, title });

const ARROWS = ["Left", "Right", "Up", "Down"];

export const MASK_ACTIONS: readonly Action[] = [
  image("tool-mask", ["m", "Alt+m"], () => gettext("Paint masks with the brush")),
  image("mask-erase", ["e", "Alt+e"], () => gettext("Erase instead of painting, or paint again")),
  image("mask-fill", ["f", "Alt+f"], () => gettext("Fill what has a like colour")),
  image("mask-area", ["w", "Alt+w"], () => gettext("Fill an area drawn corner by corner or freehand")),
  image("mask-smart", ["s", "Alt+s"], () => gettext("Smart outline: click along a border, the line finds it")),
  image("brush-larger", ["]"], () => gettext("Larger brush")),
  image("brush-smaller", ["["], () => gettext("Smaller brush")),
  image("tolerance-more", ["}"], () => gettext("Fill: colours may differ more")),
  image("tolerance-less", ["{"], () => gettext("Fill: colours may differ less")),
  image("mask-dab", ["d", "Alt+d"], () => gettext("At the brush: put it down or lift it, fill, or set a point")),
  ...ARROWS.map((way) => image(`brush-${way.toLowerCase()}`, [`Arrow${way}`], () => gettext("Move the brush by a quarter of its size"))),
  ...ARROWS.map((way) => image(`brush-far-${way.toLowerCase()}`, [`Shift+Arrow${way}`], () => gettext("Move the brush by its size"))),
];

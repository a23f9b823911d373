/** What has a key in a text besides what every medium has. */
import { gettext } from "../../lib/i18n";
import type { Action } from "../../lib/keys";

export const TEXT_ACTIONS: readonly Action[] = [
  { id: "add-part", scope: "text", keys: ["Shift+a"], title: () => gettext("Add the selected text to the selected region") },
  { id: "label-equal", scope: "text", keys: ["Shift+e"], title: () => gettext("Label all equal strings") },
  { id: "link", scope: "text", keys: ["r", "Alt+r"], title: () => gettext("Relate two regions: press again, or click, at each") },
  { id: "cancel-link", scope: "text", keys: ["Escape"], title: () => gettext("Relate nothing") },
  { id: "next-turn", scope: "text", keys: ["Mod+ArrowDown"], title: () => gettext("To the next turn of the dialogue") },
  { id: "previous-turn", scope: "text", keys: ["Mod+ArrowUp"], title: () => gettext("To the turn before") },
  { id: "snap-words", scope: "text", keys: ["Shift+w"], title: () => gettext("Select whole words, or single characters") },
  { id: "text-larger", scope: "text", keys: ["+", "="], title: () => gettext("Larger text") },
  { id: "text-smaller", scope: "text", keys: ["-"], title: () => gettext("Smaller text") },
];

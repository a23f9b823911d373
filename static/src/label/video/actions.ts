/** What has a key on a video beside what every recording and every image has. */
import { gettext } from "../../lib/i18n";
import type { Action } from "../../lib/keys";

const video = (id: string, keys: readonly string[], title: () => string): Action => ({ id, scope: "video", keys, title });

export const VIDEO_ACTIONS: readonly Action[] = [
  video("key-before", ["e", "Alt+e"], () => gettext("To the key frame before")),
  video("key-after", ["r", "Alt+r"], () => gettext("To the next key frame")),
  video("toggle-key", ["k", "Alt+k"], () => gettext("Make this frame a key frame, or make it none")),
  video("as-before", ["Shift+k"], () => gettext("Place it as in the key frame before")),
  video("outside", ["o", "Alt+o"], () => gettext("Not in the picture from here on, or there again")),
  video("occluded", ["u", "Alt+u"], () => gettext("Hidden behind something from here on, or not")),
  video("split-track", ["s", "Alt+s"], () => gettext("Split the track in this frame")),
  video("join-track", ["m", "Alt+m"], () => gettext("Join the track with the one selected next")),
  video("carry-left", ["Mod+Alt+ArrowLeft"], () => gettext("Move the selected shape by 1 pixel")),
  video("carry-right", ["Mod+Alt+ArrowRight"], () => gettext("Move the selected shape by 1 pixel")),
  video("carry-up", ["Mod+Alt+ArrowUp"], () => gettext("Move the selected shape by 1 pixel")),
  video("carry-down", ["Mod+Alt+ArrowDown"], () => gettext("Move the selected shape by 1 pixel")),
];

/** What has a key on what runs in time. */
import { gettext } from "../../lib/i18n";
import type { Action } from "../../lib/keys";

const time = (id: string, keys: readonly string[], title: () => string): Action => ({ id, scope: "time", keys, title });

export const TIME_ACTIONS: readonly Action[] = [
  time("play", ["Space"], () => gettext("Play or pause")),
  time("play-selected", ["p", "Alt+p"], () => gettext("Play the selected stretch")),
  time("transcribe", ["t", "Alt+t"], () => gettext("Write what is said in the selected segment")),
  {
    ...time("play-segment", ["Mod+k"], () => gettext("Play the selected segment, also while writing")),
    whileWriting: true,
  },
  time("loop", ["r", "Alt+r"], () => gettext("Play the selected stretch again and again, or no more")),
  time("slower", ["<"], () => gettext("Slower")),
  time("faster", [">"], () => gettext("Faster")),
  time("second-back", [","], () => gettext("One second back")),
  time("second-on", ["."], () => gettext("One second on")),
  time("step-back", ["ArrowLeft"], () => gettext("Move the cursor by a step")),
  time("step-on", ["ArrowRight"], () => gettext("Move the cursor by a step")),
  time("steps-back", ["Shift+ArrowLeft"], () => gettext("Move the cursor by ten steps")),
  time("steps-on", ["Shift+ArrowRight"], () => gettext("Move the cursor by ten steps")),
  time("time-first", ["Home"], () => gettext("To the beginning")),
  time("time-last", ["End"], () => gettext("To the end")),
  time("mark-start", ["i", "Alt+Shift+i"], () => gettext("Begin a stretch at the cursor")),
  time("mark-end", ["o", "Alt+o"], () => gettext("End the stretch at the cursor")),
  time("label-stretch", ["Enter"], () => gettext("Give the selected stretch the label in the hand")),
  time("start-here", ["["], () => gettext("The selected segment begins at the cursor")),
  time("end-here", ["]"], () => gettext("The selected segment ends at the cursor")),
  time("end-left", ["Alt+ArrowLeft"], () => gettext("Move the end of the selected segment by a step")),
  time("end-right", ["Alt+ArrowRight"], () => gettext("Move the end of the selected segment by a step")),
  time("start-left", ["Alt+Shift+ArrowLeft"], () => gettext("Move the start of the selected segment by a step")),
  time("start-right", ["Alt+Shift+ArrowRight"], () => gettext("Move the start of the selected segment by a step")),
  time("time-in", ["+", "="], () => gettext("Show less time, larger")),
  time("time-out", ["-"], () => gettext("Show more time")),
  time("time-fit", ["0", "Shift+0"], () => gettext("Show all of it")),
  time("time-region", ["z", "Alt+z"], () => gettext("Zoom to the selected stretch")),
  time("page-back", ["PageUp"], () => gettext("Show what comes before")),
  time("page-on", ["PageDown"], () => gettext("Show what comes after")),
];

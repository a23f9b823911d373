/** Everything that has a key. The keyboard, the hints on the buttons, the help (`?`) and the settings read this one table. */
import { gettext } from "../lib/i18n";
import { type Action, EVERYWHERE } from "../lib/keys";
import { SHAPE_ACTIONS } from "./image/actions";
import { MASK_ACTIONS } from "./image/mask/actions";
import { SUGGESTION_ACTIONS } from "./suggest/actions";
import { TEXT_ACTIONS } from "./text/actions";
import { TIME_ACTIONS } from "./time/actions";
import { VIDEO_ACTIONS } from "./video/actions";

export type Direction = "left" | "right" | "up" | "down";

const ARROWS: readonly (readonly [Direction, string])[] = [
  ["left", "ArrowLeft"],
  ["right", "ArrowRight"],
  ["up", "ArrowUp"],
  ["down", "ArrowDown"],
];

export const ACTIONS: readonly Action[] = [
  {
    id: "submit",
    scope: EVERYWHERE,
    keys: ["Mod+Enter"],
    title: () => gettext("Submit and go to the next task"),
    whileWriting: true,
  },
  {
    id: "submit-answered",
    scope: EVERYWHERE,
    keys: ["Enter"],
    title: () => gettext("Submit, when every question has one answer"),
    after: ["finish-drawing", "label-selection", "label-stretch"],
  },
  { id: "skip", scope: EVERYWHERE, keys: letter("x"), title: () => gettext("Skip the task, with a reason") },
  {
    id: "back",
    scope: EVERYWHERE,
    keys: ["Mod+ArrowLeft", "Backspace"],
    title: () => gettext("Back to the task before"),
    after: ["remove", "drawing-back", "remove-vertex"],
  },
  {
    id: "forward",
    scope: EVERYWHERE,
    keys: ["Mod+ArrowRight"],
    title: () => gettext("Leave this task and go to the next"),
  },
  { id: "undo", scope: EVERYWHERE, keys: ["Mod+z"], title: () => gettext("Undo") },
  { id: "redo", scope: EVERYWHERE, keys: ["Mod+Shift+z", "Mod+y"], title: () => gettext("Redo") },
  {
    id: "copy-previous",
    scope: EVERYWHERE,
    keys: ["Mod+b"],
    title: () => gettext("Copy regions and answers from the task before"),
  },
  { id: "questions", scope: EVERYWHERE, keys: letter("q"), title: () => gettext("Go to the next question") },
  { id: "search", scope: EVERYWHERE, keys: ["/"], title: () => gettext("Search a label") },
  { id: "comments", scope: EVERYWHERE, keys: letter("c"), title: () => gettext("Open or close the comments") },
  { id: "guideline", scope: EVERYWHERE, keys: letter("g"), title: () => gettext("Show or hide the guideline") },
  {
    id: "facts",
    scope: EVERYWHERE,
    keys: letter("i"),
    title: () => gettext("Show or hide the details of the task"),
    after: ["mark-start"],
  },
  { id: "help", scope: EVERYWHERE, keys: ["?", "F1"], title: () => gettext("Show the keys") },
  {
    id: "escape",
    scope: EVERYWHERE,
    keys: ["Escape"],
    title: () => gettext("Cancel drawing, deselect, leave the canvas"),
    whileWriting: true,
    after: ["cancel-drawing", "cancel-link"],
  },

  {
    id: "remove",
    scope: "regions",
    keys: ["Delete", "Backspace"],
    title: () => gettext("Delete the selected region"),
    after: ["drawing-back", "remove-vertex"],
  },
  { id: "remove-all", scope: "regions", keys: ["Mod+Backspace"], title: () => gettext("Delete all regions") },
  { id: "copy", scope: "regions", keys: ["Mod+c"], title: () => gettext("Copy the selected region") },
  { id: "paste", scope: "regions", keys: ["Mod+v"], title: () => gettext("Paste the copied region") },
  { id: "duplicate", scope: "regions", keys: ["Mod+d"], title: () => gettext("Duplicate the selected region") },
  { id: "isolate", scope: "regions", keys: ["Shift+i"], title: () => gettext("Show only the selected region, or all again") },
  { id: "next-region", scope: "regions", keys: ["Tab"], title: () => gettext("Select the next region") },
  { id: "previous-region", scope: "regions", keys: ["Shift+Tab"], title: () => gettext("Select the region before") },
  { id: "attributes", scope: "regions", keys: letter("a"), title: () => gettext("Answer what the selected region asks") },
  { id: "hide", scope: "regions", keys: letter("h"), title: () => gettext("Hide or show the selected region") },
  { id: "hide-all", scope: "regions", keys: ["Shift+h"], title: () => gettext("Hide or show all regions") },
  { id: "lock", scope: "regions", keys: letter("l"), title: () => gettext("Lock or unlock the selected region") },
  { id: "lock-all", scope: "regions", keys: ["Shift+l"], title: () => gettext("Lock or unlock all regions") },

  ...VIDEO_ACTIONS,
  { id: "tool-select", scope: "image", keys: letter("v"), title: () => gettext("Select and move") },
  { id: "tool-box", scope: "image", keys: letter("b"), title: () => gettext("Draw boxes") },
  {
    id: "draw-again",
    scope: "image",
    keys: letter("n"),
    title: () => gettext("Draw again with the last tool"),
    after: ["finish-drawing"],
  },
  { id: "new-shape", scope: "image", keys: ["Shift+n"], title: () => gettext("Put a new shape in the middle of the view") },
  { id: "finish-drawing", scope: "image", keys: ["Enter", "n"], title: () => gettext("Finish the shape being drawn") },
  { id: "cancel-drawing", scope: "image", keys: ["Escape"], title: () => gettext("Cancel the shape being drawn") },
  {
    id: "drawing-back",
    scope: "image",
    keys: ["Backspace"],
    title: () => gettext("Take the last point of the shape back"),
    after: ["remove-vertex"],
  },
  ...SHAPE_ACTIONS,
  ...MASK_ACTIONS,
  { id: "zoom-in", scope: "image", keys: ["+", "="], title: () => gettext("Zoom in") },
  { id: "zoom-out", scope: "image", keys: ["-"], title: () => gettext("Zoom out") },
  { id: "zoom-fit", scope: "image", keys: ["0", "Shift+0"], title: () => gettext("Show the whole image") },
  { id: "zoom-region", scope: "image", keys: letter("z"), title: () => gettext("Zoom to the selected region") },
  { id: "measure", scope: "image", keys: ["Shift+m"], title: () => gettext("Measure distances and areas") },
  { id: "crosshair", scope: "image", keys: ["Shift+c"], title: () => gettext("Show or hide the crosshair") },
  { id: "sight", scope: "image", keys: ["Shift+v"], title: () => gettext("Brightness, contrast and other views") },
  { id: "bare", scope: "image", keys: ["`"], title: () => gettext("Show the image without shapes while held") },
  ...after("brush", arrows("image", "move", "", () => gettext("Move the selected shape by 1 pixel"))),
  ...after("brush-far", arrows("image", "move-far", "Shift+", () => gettext("Move the selected shape by 10 pixels"))),
  ...arrows("image", "grow", "Alt+", () => gettext("Make the selected shape wider or higher by 1 pixel")),
  ...arrows("image", "grow-far", "Alt+Shift+", () => gettext("Make the selected shape wider or higher by 10 pixels")),

  ...arrows("text", "caret", "", () => gettext("Move the cursor")),
  ...arrows("text", "extend", "Shift+", () => gettext("Select text")),
  ...edges("text", "caret-word", "Mod+Alt+", () => gettext("Move the cursor by a word")),
  ...edges("text", "extend-word", "Mod+Shift+", () => gettext("Select text by words")),
  ...edges("text", "span-end", "Alt+", () => gettext("Move the end of the selected region")),
  ...edges("text", "span-start", "Alt+Shift+", () => gettext("Move the start of the selected region")),
  { id: "caret-line-start", scope: "text", keys: ["Home"], title: () => gettext("Cursor to the start of the paragraph") },
  { id: "caret-line-end", scope: "text", keys: ["End"], title: () => gettext("Cursor to the end of the paragraph") },
  { id: "label-selection", scope: "text", keys: ["Enter"], title: () => gettext("Label the selected text") },
  ...TEXT_ACTIONS,
  ...TIME_ACTIONS,
  ...SUGGESTION_ACTIONS,
];

/** A letter, and the same with Alt for where it belongs to a label, or single keys are switched off. */
function letter(key: string): string[] {
  return [key, `Alt+${key}`];
}

function arrows(scope: string, id: string, prefix: string, title: () => string): Action[] {
  return ARROWS.map(([direction, key]) => ({ id: `${id}-${direction}`, scope, keys: [prefix + key], title }));
}

/** Arrows that move something else while it is in the hand. */
function after(id: string, actions: readonly Action[]): Action[] {
  return actions.map((action) => ({ ...action, after: [`${id}-${action.id.split("-").at(-1)}`] }));
}

function edges(scope: string, id: string, prefix: string, title: () => string): Action[] {
  return arrows(scope, id, prefix, title).filter((action) => /(left|right)$/.test(action.id));
}

/** Keys that no label gets unasked. 0 is not among them: a tenth label has it, and the whole image then is Shift+0. */
export const TAKEN: ReadonlySet<string> = new Set(ACTIONS.flatMap((action) => action.keys).filter((key) => key !== "0"));

/** What the keys do that work on every task, whatever its medium. */
import type { Handler } from "../lib/keys";
import { type Clipboard, copy, duplicate, paste } from "./clipboard";
import type { Desk } from "./desk";
import type { Session } from "./session";

export type Dialog = "help" | "skip" | "undecided";
/** The dialog that is open, or none. */
export type Asking = Dialog | null;

export function sessionKeys(session: Session, open: (dialog: Dialog) => void): Record<string, Handler> {
  const working = () => session.phase.peek().name === "working";
  return {
    submit: () => working() && void session.submit(),
    "submit-answered": () => (working() && session.desk.peek()?.single ? void session.submit() : false),
    skip: () => (working() ? open("skip") : false),
    back: () => void session.back(),
    forward: () => (working() ? void session.forward() : false),
    "copy-previous": () => (working() ? void session.copyPrevious() : false),
    help: () => open("help"),
  };
}

/** Edits and regions of the task on the desk. */
export function deskKeys(desk: Desk, clipboard: Clipboard): Record<string, Handler> {
  const { sheet } = desk;
  // After Esc the next Tab leaves the canvas, as it would leave any other part of the page.
  let leaving = false;
  const onSurface = () => document.activeElement?.classList.contains("surface") ?? false;
  const step = (by: 1 | -1) => {
    const left = leaving;
    leaving = false;
    return !left && onSurface() && desk.step(by);
  };
  const selectedIds = () => (sheet.selected.peek() ? [sheet.selected.peek()!.id] : []);
  const allIds = () => desk.allRegions().map(({ region }) => region.id);
  const toggle = (what: "hidden" | "locked", ids: readonly string[]) => {
    if (!ids.length) return false;
    sheet.toggle(what, ids);
    return true;
  };
  return {
    undo: () => sheet.undo(),
    redo: () => sheet.redo(),
    remove: () => desk.removeSelected(),
    "remove-all": () => desk.removeAll(),
    copy: () => copy(desk, clipboard),
    paste: () => paste(desk, clipboard),
    duplicate: () => duplicate(desk),
    isolate: () => sheet.isolate(sheet.selected.peek()?.id ?? null, allIds()),
    "next-region": () => step(1),
    "previous-region": () => step(-1),
    hide: () => toggle("hidden", selectedIds()),
    lock: () => toggle("locked", selectedIds()),
    "hide-all": () => toggle("hidden", allIds()),
    "lock-all": () => toggle("locked", allIds()),
    escape: () => {
      leaving = !sheet.selected.peek() && !desk.passage.peek();
      sheet.select(null);
      desk.passage.value = null;
      if (desk.task.media !== "image") desk.armed.value = null;
    },
  };
}

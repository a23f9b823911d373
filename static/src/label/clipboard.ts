/** The region that was copied last. What it takes to put it down again is fetched when the page is at rest. */
import { gettext } from "../lib/i18n";
import type { Desk } from "./desk";
import { atRest } from "./panels/later";
import type { Region, Value } from "./types";

/** For every task of the page. */
export interface Clipboard {
  held: { readonly field: string; readonly kind: string; readonly region: Region; readonly task: number } | null;
}

type Copying = typeof import("./copying");
let known: Copying | null = null;
const copying = atRest(async () => (known ??= await import("./copying")));

export function copy(desk: Desk, clipboard: Clipboard): boolean {
  const selected = desk.sheet.selected.peek();
  const region = desk.sheet.find(selected);
  if (!selected || !region || isTextSelected()) return false;
  clipboard.held = { field: selected.field, kind: desk.field(selected.field).kind, region, task: desk.task.id };
  desk.say(gettext("Region copied"));
  return true;
}

export function paste(desk: Desk, clipboard: Clipboard): boolean {
  if (!clipboard.held) return false;
  void withCopying(desk, (it) => it.paste(desk, clipboard));
  return true;
}

export function duplicate(desk: Desk): boolean {
  if (!desk.sheet.find(desk.sheet.selected.peek())) return false;
  void withCopying(desk, (it) => it.duplicate(desk));
  return true;
}

/** Take over what another task holds. */
export async function copyAll(desk: Desk, value: Value): Promise<void> {
  await withCopying(desk, (it) => it.copyAll(desk, value));
}

/** At once when it is there, so that what is pressed next finds it done. */
async function withCopying(desk: Desk, act: (it: Copying) => void): Promise<void> {
  const it = known ?? (await copying().catch(() => null));
  if (it) act(it);
  else desk.tell(gettext("No connection to the server. Try again when it is back."));
}

/** What the browser would copy is what the person means. */
function isTextSelected(): boolean {
  return !(document.getSelection()?.isCollapsed ?? true);
}

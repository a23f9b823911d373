/** Which stroke belongs to which action: the table as it comes, with what a person has changed, and who is in whose way. */
import { type Action, EVERYWHERE } from "./keys";

/** Strokes a person has given to actions, in place of those they come with; none leaves the action without a key. */
export type Keymap = Readonly<Record<string, readonly string[]>>;

/** Scopes that are open whatever the medium of the task. */
const GENERAL: ReadonlySet<string> = new Set([EVERYWHERE, "regions", "suggestions"]);

/** Strokes that never reach the page, or belong to the browser, to an input method or to moving through the page. */
const RESERVED = /^(Mod\+(Shift\+)?[wtnq]|Mod\+[1-9]|(Mod|Alt|Shift)\+Space|Space|Mod\+[.,]|Alt\+(F4|Tab)|Mod\+(Shift\+)?Tab|F(5|11|12)|Mod\+(Shift\+)?r|Escape)$/;

export function isReserved(stroke: string): boolean {
  return RESERVED.test(stroke);
}

/** May the two be asked for by one stroke at the same time, with nothing that says whose turn it is first? */
export function clash(a: Action, b: Action): boolean {
  const meet = a.scope === b.scope || GENERAL.has(a.scope) || GENERAL.has(b.scope);
  return a.id !== b.id && meet && !a.after?.includes(b.id) && !b.after?.includes(a.id);
}

/** The actions with the person's strokes. What a person chose goes before what another action comes with. */
export function remapped(actions: readonly Action[], own: Keymap): Action[] {
  const changed = actions.filter((action) => own[action.id]);
  const isGiven = (action: Action, stroke: string) =>
    changed.some((other) => own[other.id]!.includes(stroke) && clash(action, other));
  return actions.map((action) => {
    const keys = own[action.id] ?? action.keys.filter((stroke) => !isGiven(action, stroke));
    return { ...action, keys };
  });
}

/** Those who have a stroke already where an action would need it alone. */
export function holders(actions: readonly Action[], action: Action, stroke: string): Action[] {
  return actions.filter((other) => other.keys.includes(stroke) && clash(action, other));
}

/** Pairs of actions that would answer the same stroke. Empty for a sound table. */
export function conflicts(actions: readonly Action[]): { readonly a: Action; readonly b: Action; readonly stroke: string }[] {
  return actions.flatMap((a, i) =>
    a.keys.flatMap((stroke) => holders(actions.slice(i + 1), a, stroke).map((b) => ({ a, b, stroke }))),
  );
}

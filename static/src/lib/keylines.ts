/** The lines of a list of keys, for the help and for the guide. */
import { type Action, show } from "./keys";

export interface KeyLine {
  readonly title: string;
  readonly strokes: readonly string[];
}

/** Actions that differ only in the direction of an arrow are one line; those without a key are none. */
export function linesOf(actions: readonly Action[], mac?: boolean): KeyLine[] {
  const lines = new Map<string, string[]>();
  for (const action of actions) lines.set(action.title(), [...(lines.get(action.title()) ?? []), ...action.keys]);
  const shown = [...lines].map(([title, strokes]) => ({ title, strokes: together(strokes, mac) }));
  return shown.filter(({ strokes }) => strokes.length);
}

/** Strokes as they are shown; those that differ only in the direction of an arrow as one: "Shift+←→↑↓". */
function together(strokes: readonly string[], mac?: boolean): string[] {
  const shown = new Map<string, string>();
  for (const stroke of strokes) {
    const [prefix] = stroke.split(/Arrow\w+$/);
    const arrow = show(stroke, mac).at(-1)!;
    const isArrow = prefix !== stroke;
    const sofar = isArrow ? shown.get(prefix!) : undefined;
    shown.set(isArrow ? prefix! : stroke, sofar ? sofar + arrow : show(stroke, mac));
  }
  return [...shown.values()];
}

/** Where a letter of a text field stands on the screen: the field itself does not tell. */

export interface Line {
  readonly left: number;
  readonly top: number;
  readonly bottom: number;
}

/** What decides where a line of a text field breaks. */
const SHAPE = ["font", "letterSpacing", "padding", "tabSize", "textIndent", "wordBreak"] as const;

/** The line of the letter with this number, in pixels of the window. */
export function lineOf(field: HTMLTextAreaElement, at: number): Line {
  const style = getComputedStyle(field);
  const copy = document.createElement("div");
  for (const name of SHAPE) copy.style[name] = style[name];
  Object.assign(copy.style, {
    position: "absolute",
    visibility: "hidden",
    boxSizing: "border-box",
    width: `${field.clientWidth}px`,
    lineHeight: style.lineHeight,
    whiteSpace: "pre-wrap",
    overflowWrap: "break-word",
  });
  const letter = document.createElement("span");
  letter.textContent = field.value.slice(at) || ".";
  copy.append(field.value.slice(0, at), letter);
  document.body.append(copy);
  const { top, left } = field.getBoundingClientRect();
  const origin = copy.getBoundingClientRect();
  // A name that is broken into two lines has a rectangle for each.
  const seen = letter.getClientRects()[0]!;
  copy.remove();
  const down = top + field.clientTop - field.scrollTop - origin.top;
  return { left: left + field.clientLeft + seen.left - origin.left, top: seen.top + down, bottom: seen.bottom + down };
}

/** Where a list of this size goes that belongs to a line: under it, above it where it would not fit, never outside the window. */
export function beside(line: Line, size: { readonly width: number; readonly height: number }): { left: number; top: number } {
  const gap = 4;
  const isRoom = line.bottom + gap + size.height <= innerHeight - gap;
  const top = isRoom ? line.bottom + gap : Math.max(gap, line.top - gap - size.height);
  return { left: Math.max(gap, Math.min(line.left, innerWidth - gap - size.width)), top };
}

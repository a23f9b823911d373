/** Which label is being explained: the one that the pointer or the focus is on. */
import { signal } from "@preact/signals";
import type { Look } from "../desk";

interface Explained {
  readonly look: Look;
  readonly left: number;
  readonly top: number;
}

export const explained = signal<Explained | null>(null);

/** Handlers for the element of a label; none for a label that needs no words. */
export function explains(look: Look) {
  const { label } = look;
  if (!label.description && !label.examples?.length) return {};
  const show = (event: Event) => {
    const { right, top } = (event.currentTarget as Element).getBoundingClientRect();
    explained.value = { look, left: right + 8, top };
  };
  const hide = () => {
    if (explained.peek()?.look === look) explained.value = null;
  };
  return {
    onMouseEnter: show,
    onMouseLeave: hide,
    onFocusIn: show,
    onFocusOut: hide,
    "aria-description": [label.description, ...(label.examples ?? [])].filter(Boolean).join(" · "),
  };
}

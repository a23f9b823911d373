/** Moving between fields by keys: Enter goes on, Esc back to what is labelled. Input methods keep their Enter. */

/** An input method is at work: Enter chooses a word, Esc drops it. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}

export function toSurface(): void {
  document.querySelector<HTMLElement>(".surface")?.focus({ preventScroll: true });
}

/** Where Tab stops in a part of the page: of a list of options at the chosen one, or the first. */
export function stopOf(part: Element): HTMLElement | null {
  return part.querySelector<HTMLElement>("input:checked, [tabindex='0']") ?? part.querySelector<HTMLElement>("input, select, textarea, button");
}

/** To the first stop of the part after the one that holds `from`; false when there is none. */
export function onward(parts: readonly Element[], from: Element | null): boolean {
  const at = parts.findIndex((part) => from !== null && part.contains(from));
  const next = parts.slice(at + 1).map(stopOf).find(Boolean);
  next?.focus();
  return Boolean(next);
}

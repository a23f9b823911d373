/** How a person likes to work with texts, remembered by the browser. */
import { effect, type Signal, signal } from "@preact/signals";

export const SIZES: readonly number[] = [13, 14, 16, 18, 20, 24, 28];

function remembered<T>(name: string, first: T, fits: (value: unknown) => value is T): Signal<T> {
  const key = `biaozhu-${name}`;
  const kept: unknown = readJson(localStorage.getItem(key));
  const liked = signal(fits(kept) ? kept : first);
  effect(() => localStorage.setItem(key, JSON.stringify(liked.value)));
  return liked;
}

function readJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? "null");
  } catch {
    return null;
  }
}

const isSwitch = (value: unknown): value is boolean => typeof value === "boolean";
const isSize = (value: unknown): value is number => SIZES.includes(value as number);

/** What is selected with the mouse grows to whole words. */
export const snapping = remembered("word-snapping", false, isSwitch);
/** Of the letters, in pixels. */
export const textSize = remembered("text-size", 16, isSize);

/** One size larger or smaller; false at the end of the sizes. */
export function resize(by: 1 | -1): boolean {
  const next = SIZES[SIZES.indexOf(textSize.peek()) + by];
  if (next !== undefined) textSize.value = next;
  return next !== undefined;
}

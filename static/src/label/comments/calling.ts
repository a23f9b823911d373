/** Naming somebody with an @ while writing. */
import type { Sounds } from "../../lib/pinyin/all";
import type { Person } from "./thread";

/** The name that is being written at the cursor, and where its @ stands. */
export interface Begun {
  readonly at: number;
  readonly letters: string;
}

const LONGEST = 30;

export function begunAt(text: string, cursor: number): Begun | null {
  const at = text.lastIndexOf("@", cursor - 1);
  const letters = text.slice(at + 1, cursor);
  if (at < 0 || letters.length > LONGEST || /[\n，。、；：！？,;:!?]/.test(letters)) return null;
  // An address is no call.
  return /[0-9A-Za-z]$/.test(text.slice(0, at)) ? null : { at, letters };
}

/** Those whose name has the letters in it, or begins with them as pinyin; who begins with them comes first. */
export function offered(people: readonly Person[], letters: string, sounds?: Sounds): readonly Person[] {
  const wanted = letters.toLowerCase();
  const names = (one: Person) => [one.name, one.username ?? ""].map((name) => name.toLowerCase());
  const fits = (name: string) => name.includes(wanted) || (sounds?.(name, wanted) ?? false);
  const first = (one: Person) => (names(one).some((name) => name.startsWith(wanted)) ? 0 : 1);
  return people.filter((one) => names(one).some(fits)).toSorted((a, b) => first(a) - first(b));
}

/** The text with the name in it, and where the cursor is then. */
export function called(text: string, { at, letters }: Begun, { name }: Person): { readonly text: string; readonly cursor: number } {
  const before = `${text.slice(0, at)}@${name} `;
  return { text: before + text.slice(at + 1 + letters.length), cursor: before.length };
}

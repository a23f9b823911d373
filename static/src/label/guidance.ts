/** Where the guideline speaks of a label: the heading that bears its name or one of its titles. */
import type { Label } from "./types";

/** The best of these headings by its position, or -1: the name itself goes before a heading that only contains it. */
export function headingFor(headings: readonly string[], label: Label): number {
  const words = [label.name, ...Object.values(label.title ?? {})].map(plain).filter(Boolean);
  const texts = headings.map(plain);
  const exact = texts.findIndex((text) => words.includes(text));
  return exact >= 0 ? exact : texts.findIndex((text) => words.some((word) => contains(text, word)));
}

function plain(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase();
}

/** "car" is not in "card", but 车 is in 汽车: only letters that are written with spaces have words to be whole. */
function contains(text: string, word: string): boolean {
  const at = text.indexOf(word);
  if (at < 0) return false;
  const spaced = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;
  const glued = (a: string | undefined, b: string | undefined) => !!a && !!b && spaced.test(a) && spaced.test(b);
  return !glued(text[at - 1], word[0]) && !glued(word.at(-1), text[at + word.length]);
}

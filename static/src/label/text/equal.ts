/** All places where a text holds the same string. */

/** What joins a character to the one before or after it: an equal string does not begin or end there. */
const JOINERS = /[\u200d\ufe00-\ufe0f\u0300-\u036f\u20e3]|\ud83c[\udffb-\udfff]/;
/** Letters that make words with letters beside them. In the scripts left out, words are written without spaces. */
const LETTER = /[\p{L}\p{N}_]/u;
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Where each begins, in UTF-16 units. They do not overlap, and never are a part of a longer word or character. */
export function* occurrences(text: string, wanted: string): Generator<number> {
  for (let at = text.indexOf(wanted); wanted && at >= 0; at = text.indexOf(wanted, at)) {
    const end = at + wanted.length;
    if (isBorder(text, at) && isBorder(text, end)) {
      yield at;
      at = end;
    } else at++;
  }
}

function isBorder(text: string, at: number): boolean {
  const [before, after] = [charBefore(text, at), charAt(text, at)];
  if (!before || !after) return true;
  if (JOINERS.test(after) || before === "\u200d") return false;
  return !(isLetter(before) && isLetter(after));
}

function isLetter(character: string): boolean {
  return LETTER.test(character) && !SPACELESS.test(character);
}

function charAt(text: string, at: number): string {
  return at < text.length ? String.fromCodePoint(text.codePointAt(at)!) : "";
}

function charBefore(text: string, at: number): string {
  return [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
}

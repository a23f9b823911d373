/** A text in pieces that a browser lays out quickly. Positions are UTF-16 units of the exact text; nothing is changed. */
import { isHigh, isLow } from "../../lib/codepoints";

export interface Paragraph {
  /** Without the line break at its end. */
  readonly start: number;
  readonly end: number;
  /** It goes on from the piece before, without a line break between. */
  readonly continued: boolean;
}

const LONGEST = 2000;
/** A long line is cut after one of these, if there is one in its last part. */
const BREAK = /[\s。！？；，、.!?;,]/;
const JOINERS = /[\u200d\ufe00-\ufe0f\u0300-\u036f\u20e3]/;

export function paragraphs(text: string): Paragraph[] {
  const found: Paragraph[] = [];
  const lineBreak = /\r\n|\n|\r/g;
  let start = 0;
  for (let match = lineBreak.exec(text); match; match = lineBreak.exec(text)) {
    cut(text, start, match.index, found);
    start = lineBreak.lastIndex;
  }
  cut(text, start, text.length, found);
  return found;
}

/** The paragraph that holds a position, by its index. The line break belongs to the paragraph before it. */
export function paragraphAt(pieces: readonly Paragraph[], position: number): number {
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.start <= position) low = middle;
    else high = middle - 1;
  }
  return low;
}

function cut(text: string, from: number, to: number, found: Paragraph[]): void {
  let start = from;
  while (to - start > LONGEST) {
    const end = breakBefore(text, start + LONGEST, start + LONGEST / 2);
    found.push({ start, end, continued: start > from });
    start = end;
  }
  found.push({ start, end: to, continued: start > from });
}

function breakBefore(text: string, latest: number, earliest: number): number {
  for (let at = latest; at > earliest; at--) if (BREAK.test(text[at - 1]!)) return at;
  let at = latest;
  // Never between the halves of a character, nor between a character and what joins it to the next.
  while (at > earliest && (isPairSplit(text, at) || JOINERS.test(text[at]!) || JOINERS.test(text[at - 1]!))) at--;
  return at;
}

function isPairSplit(text: string, at: number): boolean {
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at));
}

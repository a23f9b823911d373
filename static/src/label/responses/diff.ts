/** What was taken out of a text and what was put in, by words. */

export interface Piece {
  readonly what: "same" | "gone" | "new";
  readonly text: string;
}

/** Above this many pairs of words the middle is shown as replaced as a whole. */
const MOST = 4_000_000;

const words = new Intl.Segmenter("zh", { granularity: "word" });

export function differences(before: string, after: string): Piece[] {
  const [a, b] = [tokens(before), tokens(after)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const middle = between(a.slice(start, a.length - end), b.slice(start, b.length - end));
  const all: Piece[] = [
    { what: "same", text: a.slice(0, start).join("") },
    ...middle,
    { what: "same", text: a.slice(a.length - end).join("") },
  ];
  return joined(all);
}

function tokens(text: string): string[] {
  return [...words.segment(text)].map(({ segment }) => segment);
}

/** By the longest common subsequence. */
function between(a: readonly string[], b: readonly string[]): Piece[] {
  if (a.length * b.length > MOST) return [{ what: "gone", text: a.join("") }, { what: "new", text: b.join("") }];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j] ? longest[(i + 1) * width + j + 1]! + 1 : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!);
  const pieces: Piece[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      pieces.push({ what: "same", text: a[i]! });
      i++;
      j++;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)) {
      pieces.push({ what: "gone", text: a[i++]! });
    } else pieces.push({ what: "new", text: b[j++]! });
  }
  return pieces;
}

/** Neighbours of one sort as one piece; what is empty left out. */
function joined(pieces: readonly Piece[]): Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (last?.what === piece.what) found[found.length - 1] = { what: last.what, text: last.text + piece.text };
    else if (piece.text) found.push(piece);
  }
  return found;
}

/** Steps through a text: characters as a person sees them, words (Chinese ones too), sentences. */

const segmenters = new Map<string, Intl.Segmenter>();

type Granularity = "grapheme" | "word" | "sentence";

function segmenter(granularity: Granularity): Intl.Segmenter {
  const known = segmenters.get(granularity) ?? new Intl.Segmenter("zh", { granularity });
  segmenters.set(granularity, known);
  return known;
}

/** The word, sentence or character of `text` that holds a position. */
export function around(text: string, position: number, granularity: Granularity): [start: number, end: number] {
  if (!text) return [0, 0];
  const at = Math.min(position, text.length - 1);
  const found = segmenter(granularity).segment(text).containing(at)!;
  const trimmed = granularity === "sentence" ? found.segment.trimEnd().length : found.segment.length;
  return [found.index, found.index + trimmed];
}

/** The next boundary in one direction, or null at the end of `text`. Words are entered at their start. */
export function boundary(text: string, position: number, by: 1 | -1, granularity: Granularity): number | null {
  if (by > 0 ? position >= text.length : position <= 0) return null;
  const segments = segmenter(granularity).segment(text);
  if (by > 0) {
    const here = segments.containing(position)!;
    return here.index + here.segment.length;
  }
  return segments.containing(position - 1)!.index;
}

/** A selection grown to whole words. Spaces and signs at its edges stay as they are. */
export function snapped(text: string, start: number, end: number): [start: number, end: number] {
  if (start >= end) return [start, end];
  const segments = segmenter("word").segment(text);
  const [first, last] = [segments.containing(start)!, segments.containing(end - 1)!];
  return [first.isWordLike ? first.index : start, last.isWordLike ? last.index + last.segment.length : end];
}

/**
 * Stored offsets count Unicode code points, as Python does; the browser counts UTF-16 units.
 * They differ only after a character outside the Basic Multilingual Plane (𠮷, emoji), so only those are indexed.
 */
export class CodePoints {
  /** UTF-16 position of the first half of each surrogate pair, ascending. */
  private readonly pairs: Uint32Array;
  /** Length of the text in code points. */
  readonly length: number;

  constructor(readonly text: string) {
    const pairs: number[] = [];
    for (let i = 0; i < text.length - 1; i++) {
      if (isHigh(text.charCodeAt(i)) && isLow(text.charCodeAt(i + 1))) pairs.push(i++);
    }
    this.pairs = Uint32Array.from(pairs);
    this.length = text.length - pairs.length;
  }

  /** Code points before a UTF-16 position. The middle of a pair counts as its beginning. */
  fromUnits(unit: number): number {
    // A pair counts as one as soon as its first half is passed, so the middle of a pair is its beginning.
    return unit - this.count((k) => this.pairs[k]! < unit);
  }

  /** UTF-16 position of a code point. */
  toUnits(point: number): number {
    return point + this.count((k) => this.pairs[k]! - k < point);
  }

  /** The text between two code points. */
  slice(start: number, end: number): string {
    return this.text.slice(this.toUnits(start), this.toUnits(end));
  }

  /** How many pairs from the start satisfy a test that holds for a beginning of the list only. */
  private count(holds: (index: number) => boolean): number {
    let low = 0;
    let high = this.pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (holds(middle)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff;
}

export function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

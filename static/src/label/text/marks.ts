/** Regions of a text in order of their start, so that those in a window are found without looking at all. */
import type { CodePoints } from "../../lib/codepoints";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import type { Field, Region } from "../types";

/** One part of a region, in UTF-16 units. */
export interface Mark {
  readonly field: Field;
  readonly region: Region;
  readonly start: number;
  readonly end: number;
  /** The part that carries the badge. */
  readonly first: boolean;
  /** The key of what is only suggested. */
  readonly suggestion?: string;
}

export class Marks {
  private readonly sorted: readonly Mark[];
  /** Furthest end of the marks up to each, to know where a look backwards may stop. */
  private readonly reach: Float64Array;

  constructor(marks: readonly Mark[]) {
    this.sorted = marks.toSorted((a, b) => a.start - b.start || b.end - a.end);
    this.reach = new Float64Array(this.sorted.length);
    let furthest = 0;
    this.sorted.forEach((mark, i) => {
      furthest = Math.max(furthest, mark.end);
      this.reach[i] = furthest;
    });
  }

  /** Everything that is shown. */
  static of(desk: Desk): Marks {
    const hidden = desk.sheet.hidden.peek();
    const fields = fieldsWith(desk, "passage");
    const marks = fields.flatMap((field) => marksOf(desk, field, (region) => !hidden.has(region.id)));
    return new Marks([...marks, ...(desk.suggesting?.marks.peek() ?? [])]);
  }

  /** Everything that one question has, hidden or not. */
  static all(desk: Desk, field: Field): Marks {
    return new Marks(marksOf(desk, field, () => true));
  }

  /** Marks that meet the stretch from start to end, in order. */
  between(start: number, end: number): Mark[] {
    const found: Mark[] = [];
    for (let i = this.firstFrom(end) - 1; i >= 0 && this.reach[i]! > start; i--) {
      if (this.sorted[i]!.end > start) found.push(this.sorted[i]!);
    }
    return found.reverse();
  }

  /** The region a click on a character means: the shortest, or after a repeated click the next longer one. */
  meant(position: number, deeperThan: string | null): Mark | null {
    const hits = this.between(position, position + 1).sort((a, b) => a.end - a.start - (b.end - b.start));
    const at = hits.findIndex((hit) => hit.region.id === deeperThan);
    return hits[(at + 1) % (hits.length || 1)] ?? null;
  }

  /** Index of the first mark that starts at or after a position. */
  private firstFrom(position: number): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.sorted[middle]!.start < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function marksOf(desk: Desk, field: Field, wanted: (region: Region) => boolean): Mark[] {
  const { parts } = desk.kindOf(field).passage!;
  const regions = desk.sheet.regions(field.name).filter(wanted);
  return regions.flatMap((region) => parts(region).map((part, i) => mark(desk.text, field, region, part, i === 0)));
}

function mark(
  text: CodePoints,
  field: Field,
  region: Region,
  [start, end]: readonly [number, number],
  first: boolean,
): Mark {
  return { field, region, start: text.toUnits(start), end: text.toUnits(end), first };
}

/**
 * What was decided of suggestions, as it lies in the value of a draft: prediction -> field -> true (taken over) or null
 * (rejected); for regions each by its id -> the id that it has in the answer, or null. What is not there is open.
 */
import type { Region, Value } from "../types";
import { DECIDED } from "../suggested";

type OfField = true | null | Readonly<Record<string, string | null>>;
export type Decided = Readonly<Record<string, Readonly<Record<string, OfField>>>>;

/** One suggestion by its prediction, its field and, where it is a region, its id. */
export interface Which {
  readonly prediction: number;
  readonly field: string;
  readonly region: string | null;
}

export interface Decision extends Which {
  /** The id of the region in the answer, true for a whole answer taken over, null for what is rejected. */
  readonly became: string | true | null;
}

export function decidedIn(value: Value): Decided {
  return (value[DECIDED] as Decided | undefined) ?? {};
}

/** Undefined while it is open. */
export function decisionOn(decided: Decided, { prediction, field, region }: Which): string | true | null | undefined {
  const of = decided[prediction]?.[field];
  if (region === null || of === undefined || of === null || of === true) return region === null ? (of as true | null) : undefined;
  return of[region];
}

export function withDecisions(decided: Decided, decisions: readonly Decision[]): Decided {
  const next: Record<string, Record<string, OfField>> = Object.fromEntries(
    Object.entries(decided).map(([prediction, fields]) => [prediction, { ...fields }]),
  );
  const copied = new Set<object>();
  for (const { prediction, field, region, became } of decisions) {
    const fields = (next[prediction] ??= {});
    if (region === null) fields[field] = became as true | null;
    else {
      let regions = fields[field] as Record<string, string | null> | undefined;
      if (!regions || !copied.has(regions)) copied.add((regions = fields[field] = { ...regions }));
      regions[region] = became as string | null;
    }
  }
  return next;
}

/** Every id, by field, that a region of a prediction has got in the answer and still has there. */
export function idsNow(decided: Decided, prediction: number, value: Value): (field: string, id: string) => string | null {
  return (field, id) => {
    const became = decisionOn(decided, { prediction, field, region: id });
    const regions = (value[field] as readonly Region[] | undefined) ?? [];
    return typeof became === "string" && regions.some((region) => region.id === became) ? became : null;
  };
}

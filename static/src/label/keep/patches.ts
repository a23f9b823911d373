/**
 * What changed in an answer, region by region, so that large answers are not written and sent whole with every edit.
 *
 * Values are never changed in place: what is the same object has not changed, and finding the difference costs a look at
 * each region. A patch done twice does nothing the second time.
 */
import type { Region, Value } from "../types";

export interface FieldPatch {
  /** Another answer; null is none. */
  readonly answer?: unknown;
  /** Or, for a list of regions: the ids that are no longer there … */
  readonly gone?: readonly string[];
  /** … those that are new or different … */
  readonly put?: readonly Region[];
  /** … and the order, where the new ones do not simply come last. */
  readonly order?: readonly string[];
}

export type Patch = Readonly<Record<string, FieldPatch>>;

/** From this weight on answers are kept as patches. */
export const LARGE = 2 ** 20;

const weights = new WeakMap<object, number>();

/** About how many characters a value takes when it is written down; each region is looked at once. */
export function weigh(value: unknown): number {
  if (typeof value === "string") return value.length + 2;
  if (typeof value !== "object" || value === null) return 8;
  const known = weights.get(value);
  if (known !== undefined) return known;
  let weight = 2;
  if (Array.isArray(value)) for (const part of value) weight += 1 + weigh(part);
  else for (const [key, part] of Object.entries(value)) weight += key.length + 4 + weigh(part);
  weights.set(value, weight);
  return weight;
}

export function patchOf(before: Value, after: Value): Patch {
  const patch: Record<string, FieldPatch> = {};
  for (const field of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = changeOf(before[field], after[field]);
    if (change) patch[field] = change;
  }
  return patch;
}

export function isNothing(patch: Patch): boolean {
  return Object.keys(patch).length === 0;
}

export function patched(value: Value, patch: Patch): Value {
  const next: Record<string, unknown> = { ...value };
  for (const [field, change] of Object.entries(patch)) {
    const answer = "answer" in change ? change.answer : regionsWith((next[field] as readonly Region[] | undefined) ?? [], change);
    if (answer === null || (Array.isArray(answer) && answer.length === 0)) delete next[field];
    else next[field] = answer;
  }
  return next;
}

function changeOf(before: unknown, after: unknown): FieldPatch | null {
  if (before === after) return null;
  if (!isRegions(before ?? []) || !isRegions(after ?? [])) return { answer: after ?? null };
  const [old, now] = [(before ?? []) as readonly Region[], (after ?? []) as readonly Region[]];
  const known = new Map(old.map((region) => [region.id, region]));
  const kept = new Set(now.map(({ id }) => id));
  const put = now.filter((region) => known.get(region.id) !== region);
  const gone = old.filter(({ id }) => !kept.has(id)).map(({ id }) => id);
  const plain = [...old.filter(({ id }) => kept.has(id)), ...put.filter(({ id }) => !known.has(id))];
  const ordered = now.every(({ id }, at) => plain[at]!.id === id);
  return {
    ...(gone.length ? { gone } : {}),
    ...(put.length ? { put } : {}),
    ...(ordered ? {} : { order: now.map(({ id }) => id) }),
  };
}

function regionsWith(regions: readonly Region[], { gone = [], put = [], order }: FieldPatch): readonly Region[] {
  const found = new Map(regions.map((region) => [region.id, region]));
  for (const id of gone) found.delete(id);
  for (const region of put) found.set(region.id, region);
  return order ? order.map((id) => found.get(id)!) : [...found.values()];
}

function isRegions(answer: unknown): boolean {
  if (!Array.isArray(answer)) return false;
  const ids = new Set(answer.map((region: unknown) => (region as Region | null)?.id));
  return ids.size === answer.length && !ids.has(undefined as unknown as string);
}

/**
 * Which key chooses which label: the keys of the schema first, then 1–9, 0 and the letters that are free.
 * A key the schema gives is the label's even where an action has it; the action goes on with Alt and the letter.
 */
import { TAKEN } from "./actions";
import type { Field } from "./types";

export interface LabelKey {
  readonly key: string;
  readonly field: Field;
  readonly label: string;
}

/** What labels without a key of their own get, in this order. */
const ORDER: readonly string[] = [..."1234567890abcdefghijklmnopqrstuvwxyz"];
export const freeKeys = (): string[] => ORDER.filter((key) => !TAKEN.has(key));

/** `taken`: what the actions of this person need. */
export function labelKeys(fields: readonly Field[], taken: ReadonlySet<string> = TAKEN): LabelKey[] {
  const given = new Map<string, LabelKey>();
  const all = fields.flatMap((field) => (field.labels ?? []).map((label) => ({ field, label })));
  // A key the schema asks for goes to the first label that asks; fields may ask for the same one.
  for (const { field, label } of all) {
    const wanted = label.key ?? "";
    if (wanted.length === 1 && !given.has(wanted)) given.set(wanted, { key: wanted, field, label: label.name });
  }
  const held = new Set([...given.values()].map((entry) => nameOf(entry.field, entry.label)));
  const free = ORDER.filter((key) => !taken.has(key) && !given.has(key));
  for (const { field, label } of all) {
    if (held.has(nameOf(field, label.name))) continue;
    const key = free.shift();
    if (!key) break;
    given.set(key, { key, field, label: label.name });
  }
  return [...given.values()];
}

function nameOf(field: Field, label: string): string {
  return `${field.name}\n${label}`;
}

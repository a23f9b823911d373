/** Parts of the page that some schemas need from the first task on, and others never. */
import { knowNames } from "../keep/today";
import type { SchemaBody, Task } from "../types";
import { later } from "./later";

/** With fewer labels than this there is nothing to search. */
export const SEARCH_FROM = 11;

export const Attributes = later(async () => (await import("./attributes")).Attributes);
export const Facts = later(async () => (await import("./facts")).Facts);
export const Search = later(async () => (await import("./search")).Search);

/** Is anything asked of regions beside their label? */
export function asksOfRegions({ fields }: Pick<SchemaBody, "fields">): boolean {
  return fields.some(({ attributes, labels }) => attributes?.length || labels?.some((label) => label.attributes?.length));
}

/** Did anything come with the task? */
export function isDescribed({ meta }: Task): boolean {
  return Object.keys(meta).length > 0;
}

/** So that nothing moves when they come: what this schema needs is there before its first task. */
export async function fetchParts(schema: SchemaBody): Promise<void> {
  const labels = schema.fields.flatMap((field) => field.labels ?? []);
  const wanted = [
    ...(asksOfRegions(schema) ? [Attributes] : []),
    ...(labels.length >= SEARCH_FROM ? [Search] : []),
  ];
  await Promise.allSettled([knowNames(schema), ...wanted.map(({ load }) => load())]);
}

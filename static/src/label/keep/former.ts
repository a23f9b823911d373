/** Labels and choices that are called otherwise today, in a draft that was kept before: what `projects.schema.renames` does. */
import type { SchemaBody, Value } from "../types";

interface Named {
  readonly name: string;
  readonly formerly?: readonly string[];
}

interface Described {
  readonly name: string;
  readonly labels?: readonly Named[];
}

type Names = ReadonlyMap<string, string>;
type Said = Readonly<Record<string, unknown>>;

const NONE: Names = new Map();

/** What puts the names of today into a value. What is not in the form of an answer stays as it is. */
export function naming(schema: SchemaBody): (value: Value) => Value {
  const places = new Map<string, Names>();
  const know = (place: string, named: readonly Named[] = []) => {
    const names = named.flatMap(({ name, formerly = [] }) => formerly.map((old) => [old, name] as const));
    if (names.length) places.set(place, new Map(names));
  };
  const knowAll = (place: string, attributes: readonly Described[] = []) => {
    for (const each of attributes) know(`${place}/${each.name}`, each.labels);
  };
  for (const field of schema.fields) {
    know(field.name, field.labels);
    knowAll(field.name, field.attributes);
    for (const label of field.labels ?? []) knowAll(`${field.name}/${label.name}`, label.attributes);
  }
  const fields = new Set([...places.keys()].map((place) => place.split("/")[0]));
  return (value) =>
    Object.fromEntries(Object.entries(value).map(([field, answer]) => [field, fields.has(field) ? named(answer, field, places) : answer]));
}

function named(answer: unknown, field: string, places: ReadonlyMap<string, Names>): unknown {
  const labels = places.get(field) ?? NONE;
  if (typeof answer === "string") return labels.get(answer) ?? answer;
  if (Array.isArray(answer)) {
    const texts = answer.every((each) => typeof each === "string");
    return texts ? [...new Set(answer.map((each: string) => labels.get(each) ?? each))] : answer.map((each) => region(each, field, places));
  }
  if (!isObject(answer)) return answer;
  return Object.fromEntries(Object.entries(answer).map(([thing, said]) => [thing, named(said, field, places)]));
}

function region(thing: unknown, field: string, places: ReadonlyMap<string, Names>): unknown {
  if (!isObject(thing) || typeof thing.label !== "string") return thing;
  const label = places.get(field)?.get(thing.label) ?? thing.label;
  const described = (part: unknown): unknown => {
    if (!isObject(part) || !isObject(part.attributes)) return part;
    const said = Object.entries(part.attributes).map(([name, choice]) => {
      const today = places.get(`${field}/${label}/${name}`)?.get(choice as string) ?? places.get(`${field}/${name}`)?.get(choice as string);
      return [name, today ?? choice];
    });
    return { ...part, attributes: Object.fromEntries(said) };
  };
  const { keyframes } = thing;
  return { ...(described(thing) as Said), label, ...(Array.isArray(keyframes) ? { keyframes: keyframes.map(described) } : {}) };
}

function isObject(thing: unknown): thing is Said {
  return typeof thing === "object" && thing !== null && !Array.isArray(thing);
}

/** What was imported beside a task (its licence, its source, …) as names and values that can be read at a glance. */
import { gettext } from "../lib/i18n";
import type { Task } from "./types";

export interface Fact {
  readonly name: string;
  readonly value: string;
}

const MOST = 40;
const LONGEST = 300;
const DEEPEST = 4;
/** The text's own surface shows these. */
const ON_THE_TEXT: ReadonlySet<string> = new Set(["context", "speaker", "turns"]);

const TITLES: Readonly<Record<string, () => string>> = {
  licence: () => gettext("Licence"),
  license: () => gettext("Licence"),
  source: () => gettext("Source"),
  generated: () => gettext("Generated"),
};

const FIRST = Object.keys(TITLES);

export function factsOf({ media, meta }: Task): Fact[] {
  const told = Object.entries(meta).filter(([name]) => media !== "text" || !ON_THE_TEXT.has(name));
  // PostgreSQL keeps no order of keys: what may be done with it and where it is from come first on every database.
  told.sort(([a], [b]) => rank(a) - rank(b));
  const facts: Fact[] = [];
  for (const [name, value] of told) collect(facts, [titleOf(name)], value);
  return facts;
}

function rank(name: string): number {
  const at = FIRST.indexOf(name);
  return at < 0 ? FIRST.length : at;
}

function collect(facts: Fact[], way: readonly string[], value: unknown): void {
  if (facts.length >= MOST || way.length > DEEPEST) return;
  const name = way.join(" › ");
  if (Array.isArray(value) && value.every(isPlain)) value = value.map(written).filter(Boolean).join(", ");
  if (isPlain(value)) {
    const text = written(value);
    if (text) facts.push({ name, value: text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text });
  } else if (Array.isArray(value)) value.forEach((item, i) => collect(facts, [...way, String(i + 1)], item));
  else for (const [key, item] of Object.entries(value as object)) collect(facts, [...way, titleOf(key)], item);
}

function isPlain(value: unknown): boolean {
  return typeof value !== "object" || value === null;
}

function written(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "boolean") return value ? gettext("Yes") : gettext("No");
  return String(value).trim();
}

function titleOf(name: string): string {
  return TITLES[name]?.() ?? name.replaceAll("_", " ");
}

/** The text with the addresses in it. */
export function partsOf(text: string): (string | URL)[] {
  const parts = text.split(/(https?:\/\/[^\s;,，；、。<>"]+)/);
  return parts.filter(Boolean).map((part) => (/^https?:\/\/./.test(part) ? addressOf(part) : part));
}

function addressOf(text: string): string | URL {
  try {
    return new URL(text);
  } catch {
    return text;
  }
}

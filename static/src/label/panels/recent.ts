/** The labels that this browser gave last, of each question by its name. */
import type { Field } from "../types";

const KEPT = 30;

export function recent(field: Field, count: number): string[] {
  const known = new Set(field.labels.map(({ name }) => name));
  return read(field).filter((name) => known.has(name)).slice(0, count);
}

export function use(field: Field, label: string): void {
  const names = [label, ...read(field).filter((name) => name !== label)].slice(0, KEPT);
  localStorage.setItem(keyOf(field), JSON.stringify(names));
}

function read(field: Field): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(keyOf(field)) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}

function keyOf(field: Field): string {
  return `biaozhu-recent-${field.name}`;
}

/** What keeps a task from being submitted, as sentences. The server checks the same again. */
import { fill, gettext } from "../lib/i18n";
import { attributeProblem } from "./attributes";
import { isEmpty } from "./conditions";
import type { Complaint, Desk } from "./desk";
import type { Field, Region } from "./types";

/** One complaint a question at most: the first thing to mend. */
export function complaintsOf(desk: Desk): Complaint[] {
  return desk.asked.peek().flatMap((field) => complaintOf(desk, field) ?? []);
}

function complaintOf(desk: Desk, field: Field): Complaint | null {
  const answer = desk.sheet.value.peek()[field.name];
  if (isEmpty(answer)) {
    const sentence = gettext("“%(question)s” is required. Answer it before you submit, or skip the task.");
    return field.required ? { field, sentence: fill(sentence, { question: desk.titleOf(field) }) } : tooFew(desk, field, 0);
  }
  const kind = desk.kindOf(field);
  const sentence = kind.problem?.(desk, field, answer);
  if (sentence) return { field, sentence };
  return kind.describe ? ofRegions(desk, field, answer as readonly Region[]) : null;
}

function ofRegions(desk: Desk, field: Field, regions: readonly Region[]): Complaint | null {
  const asks = field.attributes?.length || field.labels.some((label) => label.attributes?.length);
  for (const region of asks ? regions : []) {
    const what = problemOf(desk, field, region);
    if (!what) continue;
    const named = { label: desk.look(field, region.label).title, what };
    const sentence = fill(gettext("%(label)s: %(what)s. The region is selected; answer what it asks."), named);
    return { field, sentence, selected: { field: field.name, id: region.id } };
  }
  return tooFew(desk, field, regions.length) ?? tooMany(desk, field, regions.length);
}

function problemOf(desk: Desk, field: Field, region: Region): string | null {
  const { changing } = desk.kindOf(field);
  for (const [then, at] of changing?.moments(region) ?? [[region, ""] as const]) {
    const what = attributeProblem(desk.language, field, then);
    if (what) return `${what} ${at}`.trim();
  }
  return null;
}

function tooFew(desk: Desk, field: Field, count: number): Complaint | null {
  const { minimum } = field;
  if (!minimum || count >= minimum || !desk.kindOf(field).describe) return null;
  const told = { question: desk.titleOf(field), n: minimum, count };
  return { field, sentence: fill(gettext("“%(question)s” needs at least %(n)s regions; there are %(count)s."), told) };
}

function tooMany(desk: Desk, field: Field, count: number): Complaint | null {
  const { maximum } = field;
  if (!maximum || count <= maximum) return null;
  const told = { question: desk.titleOf(field), n: maximum, count };
  return { field, sentence: fill(gettext("“%(question)s” takes at most %(n)s regions; there are %(count)s."), told) };
}

/**
 * Relating two regions of a text: the one it leads from, the one it leads to, and the label, in the order in which they
 * come to hand. `desk.link` holds what is there already.
 */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import type { Selected } from "../sheet";
import type { Field } from "../types";

export interface Link {
  readonly from: Selected | null;
  readonly to: Selected | null;
  readonly label: { readonly field: Field; readonly name: string } | null;
}

/** Begin with the selected region, if one is; pressed again, the selected region is the next end. */
export function startLink(desk: Desk): boolean {
  if (!fieldsWith(desk, "link").length) return false;
  if (desk.link.peek()) return takeSelected(desk);
  desk.link.value = { from: null, to: null, label: null };
  takeSelected(desk);
  return true;
}

/** The selected region becomes an end; false when nothing is being related. */
export function takeSelected(desk: Desk): boolean {
  const selected = desk.sheet.selected.peek();
  if (selected && desk.link.peek()) takeEnd(desk, selected);
  return desk.link.peek() !== null || selected !== null;
}

/** A region becomes the end that is missing. */
export function takeEnd(desk: Desk, end: Selected): void {
  const link = desk.link.peek();
  if (!link || !isLinkable(desk, end) || link.to || same(link.from, end)) return;
  desk.link.value = link.from ? { ...link, to: end } : { ...link, from: end };
  complete(desk);
}

/** A label for what is being related, for the selected relation, or for the next one. */
export function chooseLink(desk: Desk, field: Field, name: string): void {
  const link = desk.link.peek();
  if (!link && desk.relabel(field, name)) return;
  desk.link.value = { from: null, to: null, ...link, label: { field, name } };
  if (!link) takeSelected(desk);
  complete(desk);
}

export function cancelLink(desk: Desk): boolean {
  if (!desk.link.peek()) return false;
  desk.link.value = null;
  return true;
}

/** What is asked of the person now; empty when nothing is being related. */
export function askFor(desk: Desk): string {
  const link = desk.link.value;
  if (!link) return "";
  const label = link.label ? desk.look(link.label.field, link.label.name).title : gettext("Relation");
  if (!link.from) return fill(gettext("%(label)s: where does it begin?"), { label });
  if (!link.to) return fill(gettext("%(label)s: where does it lead?"), { label });
  const titles = allowed(desk, link.from, link.to).map(({ field, name }) => {
    const { title, key } = desk.look(field, name);
    return key ? `${key.toUpperCase()} ${title}` : title;
  });
  return fill(gettext("Which relation? %(labels)s"), { labels: titles.join(" · ") });
}

/** Make the relation as soon as everything is known. */
function complete(desk: Desk): void {
  const link = desk.link.peek();
  if (!link?.from || !link.to) return;
  const all = allowed(desk, link.from, link.to);
  const wanted = link.label ? all.filter(({ field, name }) => field === link.label!.field && name === link.label!.name) : all;
  if (wanted.length === 1) return make(desk, link.from, link.to, wanted[0]!);
  if (wanted.length) return;
  desk.link.value = { ...link, to: null, label: all.length ? null : link.label };
  desk.tell(gettext("No relation may lead from one of these to the other."));
}

function make(desk: Desk, from: Selected, to: Selected, { field, name }: { field: Field; name: string }): void {
  const { link: kind } = desk.kindOf(field);
  desk.link.value = null;
  const there = desk.sheet.regions(field.name).find((other) => {
    const [one, two] = kind!.ends(other);
    return other.label === name && same(one, from) && same(two, to);
  });
  if (there) desk.sheet.select({ field: field.name, id: there.id });
  else desk.add(field, name, kind!.make(from, to));
}

/** The labels that may lead from one region to the other. */
function allowed(desk: Desk, from: Selected, to: Selected): { field: Field; name: string }[] {
  return fieldsWith(desk, "link").flatMap((field) => {
    const kind = desk.kindOf(field).link!;
    if (kind.among(field) !== from.field || kind.among(field) !== to.field) return [];
    const names = field.labels.map(({ name }) => name).filter((name) => kind.allows(desk, field, name, from, to));
    return names.map((name) => ({ field, name }));
  });
}

function isLinkable(desk: Desk, end: Selected): boolean {
  return fieldsWith(desk, "link").some((field) => desk.kindOf(field).link!.among(field) === end.field);
}

export function same(one: Selected | null, two: Selected | null): boolean {
  return one?.id === two?.id && one?.field === two?.field;
}

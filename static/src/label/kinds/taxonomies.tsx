/** Pick any number of labels out of a tree. */
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { Tree } from "../panels/tree";
import type { Field } from "../types";
import { wrongCount } from "./choices";
import { mayBePicked } from "./taxonomy";

function Panel({ desk, field, shown }: PanelProps) {
  return <Tree desk={desk} field={field} shown={shown} picked={picked(desk, field)} many pick={(name) => toggle(desk, field, name)} />;
}

function picked(desk: Desk, field: Field): Set<string> {
  return new Set((desk.sheet.answer(field.name) as string[] | undefined) ?? []);
}

function toggle(desk: Desk, field: Field, label: string): void {
  if (!mayBePicked(field, label)) return;
  const now = picked(desk, field);
  if (!now.delete(label)) now.add(label);
  const names = field.labels.map(({ name }) => name).filter((name) => now.has(name));
  desk.sheet.set(field.name, names.length ? names : undefined);
}

export const KIND: Kind = {
  name: "taxonomies",
  Panel,
  choose: toggle,
  problem: wrongCount,
  summary: (desk, field, answer) => (answer as string[]).map((name) => desk.look(field, name).title).join(", "),
};

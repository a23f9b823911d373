/** Pick one label out of a tree. */
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { Tree } from "../panels/tree";
import type { Field } from "../types";

function Panel({ desk, field, shown }: PanelProps) {
  const answer = desk.sheet.answer(field.name) as string | undefined;
  return <Tree desk={desk} field={field} shown={shown} picked={new Set(answer === undefined ? [] : [answer])} pick={(name) => choose(desk, field, name)} />;
}

function choose(desk: Desk, field: Field, label: string): void {
  if (!mayBePicked(field, label)) return;
  desk.sheet.set(field.name, desk.sheet.answer(field.name) === label ? undefined : label);
}

/** Where only the ends of the tree are answers, a label with others below it is none. */
export function mayBePicked(field: Field, label: string): boolean {
  return !((field as { leaves?: boolean }).leaves && field.labels.some(({ parent }) => parent === label));
}

export const KIND: Kind = {
  name: "taxonomy",
  Panel,
  single: true,
  choose,
  summary: (desk, field, answer) => desk.look(field, String(answer)).title,
};

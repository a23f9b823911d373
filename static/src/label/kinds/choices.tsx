/** Pick any number of labels from a list. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { LabelList } from "../panels/labellist";
import { Option } from "../panels/option";
import type { Field } from "../types";

function Panel({ desk, field, shown }: PanelProps) {
  const answer = chosen(desk, field);
  return (
    <LabelList desk={desk} field={field} shown={shown} role="group" label={desk.titleOf(field)}>
      {(label) => (
        <Option look={desk.look(field, label.name)}>
          <input
            type="checkbox"
            checked={answer.has(label.name)}
            onChange={() => desk.choose(field, label.name)}
          />
        </Option>
      )}
    </LabelList>
  );
}

function chosen(desk: Desk, field: Field): Set<string> {
  return new Set((desk.sheet.answer(field.name) as string[] | undefined) ?? []);
}

/** The answer keeps the order of the schema, whatever the order of pressing. */
function toggle(desk: Desk, field: Field, label: string): void {
  const now = chosen(desk, field);
  if (!now.delete(label)) now.add(label);
  const names = field.labels.map(({ name }) => name).filter((name) => now.has(name));
  desk.sheet.set(field.name, names.length ? names : undefined);
}

export function wrongCount(desk: Desk, field: Field, answer: unknown): string | null {
  const count = (answer as readonly string[]).length;
  const told = { question: desk.titleOf(field), low: field.minimum ?? 0, high: field.maximum ?? 0 };
  if (field.minimum && count < field.minimum) return fill(gettext("Pick at least %(low)s in “%(question)s”."), told);
  if (field.maximum && count > field.maximum) return fill(gettext("Pick at most %(high)s in “%(question)s”."), told);
  return null;
}

export const KIND: Kind = {
  name: "choices",
  Panel,
  choose: toggle,
  problem: wrongCount,
  summary: (desk, field, answer) => (answer as string[]).map((name) => desk.look(field, name).title).join(", "),
};

/** The labels that regions can get. One of them is in the hand: the next region gets it. */
import { useComputed } from "@preact/signals";
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { PanelProps } from "../kind";
import type { Field, Region } from "../types";
import { explains } from "./explain";
import { LabelList } from "./labellist";
import { keepFocus, LabelText } from "./option";

export function Palette({ desk, field, shown }: PanelProps) {
  const counts = useComputed(() => {
    const found = new Map<string, number>();
    for (const region of desk.sheet.regions(field.name)) found.set(region.label, (found.get(region.label) ?? 0) + 1);
    return found;
  });
  const armed = desk.armed.value;
  return (
    <LabelList desk={desk} field={field} shown={shown} label={desk.titleOf(field)} role="group">
      {(label) => (
        <button
          type="button"
          class="option"
          {...explains(desk.look(field, label.name))}
          aria-pressed={armed?.field === field && armed.label === label.name}
          onMouseDown={keepFocus}
          onClick={() => desk.choose(field, label.name)}
        >
          <LabelText look={desk.look(field, label.name)} count={counts.value.get(label.name) ?? 0} />
        </button>
      )}
    </LabelList>
  );
}

/** The selected region gets the label, and so does the next one drawn. */
export function arm(desk: Desk, field: Field, label: string): void {
  desk.armed.value = { field, label };
  if (desk.relabel(field, label)) return;
  desk.sheet.select(null);
  desk.tool.value = "draw";
  desk.say(fill(gettext("Next shape: %(label)s"), { label: desk.look(field, label).title }));
}

export function countByLabel(desk: Desk, field: Field, answer: unknown): string {
  const counts = new Map<string, number>();
  for (const { label } of answer as readonly Region[]) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => `${desk.look(field, label).title} × ${count}`).join(", ");
}

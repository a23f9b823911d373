/** The labels of a question. Where there are many, those used last come first, and only what can be seen is in the page. */
import type { ComponentChildren, JSX } from "preact";
import { useMemo } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { Windowed } from "../../lib/windowed";
import type { Desk } from "../desk";
import type { Field, Label } from "../types";
import { recent } from "./recent";

interface Props {
  readonly desk: Desk;
  readonly field: Field;
  /** Labels left by the search. */
  readonly shown: ReadonlySet<string>;
  readonly role?: JSX.AriaRole;
  readonly label?: string;
  readonly required?: boolean | undefined;
  readonly children: (label: Label) => ComponentChildren;
}

/** As many are shown as they are; more are windowed. */
const PLAIN = 60;
const ROW = 34;
const MOST_ROWS = 14;
const RECENT = 8;

export function LabelList({ desk, field, shown, role, label, required, children }: Props) {
  // Drawn while the task before was worked on, it does not know yet what was used there.
  const { entered } = desk.keys;
  const lately = useMemo(() => (field.labels.length > PLAIN ? recent(field, RECENT) : []), [desk, field, entered.value]);
  const known = useMemo(() => new Map(field.labels.map((one) => [one.name, one])), [field]);
  // In the order of the search, or of the schema.
  const labels = [...shown].flatMap((name) => known.get(name) ?? []);
  const pointed = desk.pointed.value?.field === field ? desk.pointed.value.label.name : null;
  const row = (one: Label) => (
    <div key={one.name} class={one.name === pointed ? "option-row pointed" : "option-row"}>
      {children(one)}
    </div>
  );
  if (labels.length <= PLAIN) {
    return (
      <div class="options" role={role} aria-label={label} aria-required={required}>
        {labels.map(row)}
      </div>
    );
  }
  const isAll = labels.length === field.labels.length;
  const first = labels.filter(({ name }) => isAll && lately.includes(name)).sort((a, b) => lately.indexOf(a.name) - lately.indexOf(b.name));
  const items = [...first, ...labels.filter((one) => !first.includes(one))];
  return (
    <div class="options many" role={role} aria-label={label} aria-required={required} style={{ height: `${MOST_ROWS * ROW}px` }}>
      <Windowed
        items={items}
        rowHeight={ROW}
        keyOf={({ name }) => name}
        row={(one, at) => (at === first.length - 1 ? <div class="last-recent">{row(one)}</div> : row(one))}
        current={items.findIndex(({ name }) => name === pointed)}
        label={label ?? gettext("Labels")}
      />
    </div>
  );
}

/** Answer with a day of the calendar. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import type { Field } from "../types";

interface DateOptions extends Field {
  readonly earliest?: string;
  readonly latest?: string;
}

function Panel({ desk, field }: PanelProps) {
  const { earliest, latest } = field as DateOptions;
  return (
    <div class="written">
      <input
        type="date"
        form="answers"
        aria-label={desk.titleOf(field)}
        aria-required={field.required}
        value={(desk.sheet.answer(field.name) as string | undefined) ?? ""}
        min={earliest || undefined}
        max={latest || undefined}
        onChange={(event) => desk.sheet.set(field.name, event.currentTarget.value || undefined, `answer/${field.name}`)}
      />
    </div>
  );
}

function problem(desk: Desk, field: Field, answer: unknown): string | null {
  const { earliest, latest } = field as DateOptions;
  const day = answer as string;
  if (day >= (earliest || day) && day <= (latest || day)) return null;
  const between = { question: desk.titleOf(field), low: earliest || "…", high: latest || "…" };
  return fill(gettext("“%(question)s” must lie between %(low)s and %(high)s."), between);
}

export const KIND: Kind = {
  name: "date",
  Panel,
  choose() {},
  summary: (_desk, _field, answer) => String(answer),
  problem,
};

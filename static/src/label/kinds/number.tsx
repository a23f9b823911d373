/** Answer with a number, with its unit. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { NumberField } from "../panels/fields";
import type { Field } from "../types";

interface NumberOptions extends Field {
  readonly step?: number | null;
  readonly unit?: string;
}

const NEAR = 1e-9; // of a step: what floating point may be beside it

function Panel({ desk, field }: PanelProps) {
  const { minimum, maximum, step, unit } = field as NumberOptions;
  const range = minimum != null || maximum != null ? `${minimum ?? "−∞"} – ${maximum ?? "∞"}` : "";
  return (
    <div class="written measured">
      <NumberField
        label={desk.titleOf(field)}
        value={desk.sheet.answer(field.name) as number | undefined}
        minimum={minimum}
        maximum={maximum}
        step={step}
        required={field.required}
        set={(number) => desk.sheet.set(field.name, number, `answer/${field.name}`)}
      />
      <span class="unit">{unit}</span>
      {range && <span class="count">{range}</span>}
    </div>
  );
}

function problem(desk: Desk, field: Field, answer: unknown): string | null {
  const { minimum, maximum, step } = field as NumberOptions;
  const number = answer as number;
  const question = desk.titleOf(field);
  if (number < (minimum ?? -Infinity) || number > (maximum ?? Infinity)) {
    const between = { question, low: minimum ?? "−∞", high: maximum ?? "∞" };
    return fill(gettext("“%(question)s” must lie between %(low)s and %(high)s."), between);
  }
  if (!step) return null;
  const steps = (number - (minimum ?? 0)) / step;
  if (Math.abs(steps - Math.round(steps)) <= NEAR * Math.max(Math.abs(steps), 1)) return null;
  return fill(gettext("“%(question)s” goes in steps of %(step)s from %(start)s."), { question, step, start: minimum ?? 0 });
}

export const KIND: Kind = {
  name: "number",
  Panel,
  choose() {},
  summary: (_desk, field, answer) => [String(answer), (field as NumberOptions).unit].filter(Boolean).join(" "),
  problem,
};

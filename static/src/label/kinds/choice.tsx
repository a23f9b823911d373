/** Pick one label from a list. */
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { LabelList } from "../panels/labellist";
import { Option } from "../panels/option";
import type { Field } from "../types";

function Panel({ desk, field, shown }: PanelProps) {
  const answer = desk.sheet.answer(field.name);
  return (
    <LabelList desk={desk} field={field} shown={shown} role="radiogroup" label={desk.titleOf(field)} required={field.required}>
      {(label) => (
        <Option look={desk.look(field, label.name)}>
          <input
            type="radio"
            name={`answer-${field.name}`}
            // Of no form: in the preview the panel lies inside the form of the schema.
            form="answers"
            checked={answer === label.name}
            onClick={() => toggleOff(desk, field, label.name, answer)}
            onChange={() => desk.choose(field, label.name)}
          />
        </Option>
      )}
    </LabelList>
  );
}

/** A second press on the chosen label takes the answer back. */
function toggleOff(desk: Desk, field: Field, label: string, answer: unknown): void {
  if (answer === label) desk.sheet.set(field.name, undefined);
}

export const KIND: Kind = {
  name: "choice",
  Panel,
  single: true,
  choose(desk, field, label) {
    desk.sheet.set(field.name, desk.sheet.answer(field.name) === label ? undefined : label);
  },
  summary: (desk, field, answer) => desk.look(field, String(answer)).title,
};

/** Say which response is the best, or that none is, and how clearly. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { Option } from "../panels/option";
import { itemLabels, itemsOf, TIE, tieLabel } from "../responses/items";
import type { Field } from "../types";

interface PreferenceOptions extends Field {
  readonly ties?: boolean;
  readonly strengths?: number;
}

interface Preference {
  readonly winner: string;
  readonly strength?: number;
}

const STRENGTH = "strength ";

function strengthsOf(field: Field): number[] {
  return Array.from({ length: (field as PreferenceOptions).strengths ?? 0 }, (_, i) => i + 1);
}

/** Three degrees have names everybody understands; of other scales the ends do. */
function strengthTitle(strength: number, most: number): string {
  const names = [gettext("slightly"), gettext("clearly"), gettext("much")];
  if (most === 3) return names[strength - 1]!;
  return strength === 1 ? `1 ${names[0]}` : strength === most ? `${most} ${names[2]}` : String(strength);
}

function answerOf(desk: Desk, field: Field): Preference | undefined {
  return desk.sheet.answer(field.name) as Preference | undefined;
}

function Panel({ desk, field }: PanelProps) {
  const answer = answerOf(desk, field);
  const strengths = strengthsOf(field);
  const winners = field.labels.filter(({ name }) => !name.startsWith(STRENGTH));
  return (
    <>
      <div class="options" role="radiogroup" aria-label={desk.titleOf(field)} aria-required={field.required}>
        {winners.map(({ name }) => (
          <Option key={name} look={desk.look(field, name)}>
            <input
              type="radio"
              name={`answer-${field.name}`}
              form="answers"
              checked={answer?.winner === name}
              onClick={() => answer?.winner === name && desk.sheet.set(field.name, undefined)}
              onChange={() => choose(desk, field, name)}
            />
          </Option>
        ))}
      </div>
      {answer && answer.winner !== TIE && strengths.length > 0 && (
        <div class="chips strengths" role="radiogroup" aria-label={gettext("How clearly")}>
          {strengths.map((strength) => (
            <label class="chip" key={strength}>
              <input
                type="radio"
                name={`strength-${field.name}`}
                form="answers"
                checked={answer.strength === strength}
                onChange={() => choose(desk, field, STRENGTH + strength)}
              />
              {strengthTitle(strength, strengths.length)}
              <kbd>{desk.look(field, STRENGTH + strength).key.toUpperCase()}</kbd>
            </label>
          ))}
        </div>
      )}
    </>
  );
}

/** A second press on the winner takes the answer back; another winner keeps how clearly. */
function choose(desk: Desk, field: Field, label: string): void {
  const answer = answerOf(desk, field);
  if (label.startsWith(STRENGTH)) {
    const strength = Number(label.slice(STRENGTH.length));
    if (answer && answer.winner !== TIE) desk.sheet.set(field.name, { ...answer, strength });
    return;
  }
  if (answer?.winner === label) return desk.sheet.set(field.name, undefined);
  const strength = label === TIE ? undefined : answer?.strength;
  desk.sheet.set(field.name, { winner: label, ...(strength ? { strength } : {}) });
}

export const KIND: Kind = {
  name: "preference",
  Panel,
  single: (field) => !strengthsOf(field).length,
  labels: (field, task) => [
    ...itemLabels(task),
    ...((field as PreferenceOptions).ties === false ? [] : [tieLabel()]),
    ...strengthsOf(field).map((strength) => ({ name: STRENGTH + strength })),
  ],
  choose,
  summary(desk, _field, answer) {
    const { winner, strength } = answer as Preference;
    const item = itemsOf(desk.task).find(({ key }) => key === winner);
    return [item?.letter ?? (winner === TIE ? gettext("Equally good") : winner), strength].filter(Boolean).join(" · ");
  },
  problem(desk, field, answer) {
    const { winner, strength } = answer as Preference;
    if (winner === TIE || strength || !strengthsOf(field).length) return null;
    return fill(gettext("“%(question)s”: say how clearly it is better."), { question: desk.titleOf(field) });
  },
};

/** One label for each turn of a dialogue. A text that was not said in turns is one turn. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, PanelProps } from "../kind";
import { LabelList } from "../panels/labellist";
import { Option } from "../panels/option";
import type { Field } from "../types";

/** Number of a turn, from 0 on -> its label. */
type Labels = Readonly<Record<string, string>>;

function Panel({ desk, field, shown }: PanelProps) {
  const number = desk.turn.value;
  const answer = labelsOf(desk, field)[number];
  const speaker = desk.turns[number]?.speaker;
  const count = Math.max(1, desk.turns.length);
  const heading = fill(gettext("Turn %(number)s of %(count)s"), { number: number + 1, count });
  return (
    <>
      {count > 1 && <p class="which-turn">{[heading, speaker].filter(Boolean).join(" · ")}</p>}
      <LabelList desk={desk} field={field} shown={shown} role="radiogroup" label={`${desk.titleOf(field)}, ${heading}`}>
        {(label) => (
          <Option look={desk.look(field, label.name)}>
            <input
              type="radio"
              name={`turn-${field.name}`}
              form="answers"
              checked={answer === label.name}
              onClick={() => answer === label.name && choose(desk, field, label.name)}
              onChange={() => desk.choose(field, label.name)}
            />
          </Option>
        )}
      </LabelList>
    </>
  );
}

function labelsOf(desk: Desk, field: Field): Labels {
  return (desk.sheet.answer(field.name) as Labels | undefined) ?? {};
}

/** The turn at hand gets the label, and the next turn comes to hand as soon as this one has all its labels. */
function choose(desk: Desk, field: Field, label: string): void {
  const turn = desk.turn.peek();
  const { [turn]: before, ...others } = labelsOf(desk, field);
  if (before === label) return desk.sheet.set(field.name, Object.keys(others).length ? others : undefined);
  desk.sheet.set(field.name, { ...others, [turn]: label });
  const { title } = desk.look(field, label);
  desk.say(fill(gettext("Turn %(number)s: %(label)s"), { number: turn + 1, label: title }));
  const open = desk.schema.fields.some((other) => other.kind === field.kind && !labelsOf(desk, other)[turn]);
  if (!open && turn + 1 < desk.turns.length) desk.turn.value = turn + 1;
}

export const KIND: Kind = {
  adopt: (answer, suggested) => ({ ...(suggested as object), ...(answer as object) }),
  name: "turns",
  Panel,
  choose,
  ofTurn: (desk, field, number) => labelsOf(desk, field)[number],
  problem(desk, field, answer) {
    const missing = desk.turns.findIndex((_turn, number) => !(answer as Labels)[number]);
    if (!field.required || missing < 0) return null;
    return fill(gettext("Turn %(number)s has no label yet in “%(question)s”."), {
      number: missing + 1,
      question: desk.titleOf(field),
    });
  },
  summary(desk, field, answer) {
    const numbers = Object.entries(answer as Labels);
    return numbers.map(([number, label]) => `${Number(number) + 1} ${desk.look(field, label).title}`).join(", ");
  },
};

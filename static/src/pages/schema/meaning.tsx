/** What a label means, for those who give it: its definition and examples; of a relation, what it may join. */
import { gettext } from "../../lib/i18n";
import { type Field, type Label, type Rule, ruleOf, withRule } from "./body";
import { Switch } from "./inputs";

interface Props {
  at: string;
  label: Label;
  set(label: Label): void;
}

export function Meaning({ at, label, set }: Props) {
  const { description: _said, examples: _shown, ...bare } = label;
  const put = (said: { description?: string; examples?: string[] }) => {
    const { description = label.description, examples = label.examples } = said;
    set({ ...bare, ...(description ? { description } : {}), ...(examples?.length ? { examples } : {}) });
  };
  return (
    <div class="meaning">
      <label class="field">
        <span>{gettext("Definition")}</span>
        <textarea
          data-at={`${at}.description`}
          rows={3}
          maxLength={1000}
          value={label.description ?? ""}
          placeholder={gettext("When this label is given, and when it is not")}
          onInput={(event) => put({ description: event.currentTarget.value })}
        />
      </label>
      <label class="field">
        <span>{gettext("Examples, one a line")}</span>
        <textarea
          data-at={`${at}.examples`}
          rows={3}
          value={(label.examples ?? []).join("\n")}
          // Empty lines go when it is left: while it is written, the next line begins as one.
          onInput={(event) => put({ examples: event.currentTarget.value.split("\n") })}
          onBlur={() => put({ examples: (label.examples ?? []).map((one) => one.trim()).filter(Boolean) })}
        />
      </label>
    </div>
  );
}

interface RulesProps {
  at: string;
  field: Field;
  fields: readonly Field[];
  label: string;
  set(field: Field): void;
}

/** What a label of relations may lead from and to, among the labels of the question whose regions it joins. */
export function Rules({ at, field, fields, label, set }: RulesProps) {
  const among = fields.find(({ name }) => name === field.field);
  if (!among) return <p class="small muted">{gettext("Say first which question's regions are joined.")}</p>;
  const rule = ruleOf(field, label);
  const put = (next: Partial<Rule>) => set(withRule(field, { ...rule, ...next }));
  return (
    <div class="stack">
      <Ends at={`${at}.sources`} title={gettext("May lead from")} among={among.labels} chosen={rule.sources ?? []} set={(sources) => put({ sources })} />
      <Ends at={`${at}.targets`} title={gettext("to")} among={among.labels} chosen={rule.targets ?? []} set={(targets) => put({ targets })} />
      <Switch label={gettext("The same in both directions")} on={rule.symmetric ?? false} set={(symmetric) => put({ symmetric })} />
    </div>
  );
}

interface EndsProps {
  at: string;
  title: string;
  among: readonly Label[];
  chosen: readonly string[];
  set(names: string[]): void;
}

function Ends({ at, title, among, chosen, set }: EndsProps) {
  const toggle = (name: string) => set(among.map((label) => label.name).filter((one) => (one === name) !== chosen.includes(one)));
  return (
    <div class="row" role="group" aria-label={title} data-at={at}>
      <span class="small">{title}</span>
      {among.map(({ name, title: of }) => (
        <label class="switch" key={name}>
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
          {of?.zh || of?.en || name}
        </label>
      ))}
      {!chosen.length && <span class="small muted">{gettext("any label")}</span>}
    </div>
  );
}

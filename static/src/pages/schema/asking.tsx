/** When a question is asked: always, or when another one was answered, and how; and about which response. */
import { gettext } from "../../lib/i18n";
import type { Condition, Field } from "./body";

interface Props {
  at: string;
  field: Field;
  fields: readonly Field[];
  set(field: Field): void;
}

export function Asking({ at, field, fields, set }: Props) {
  const given = field.visible_when;
  const conditions = given === undefined ? [] : Array.isArray(given) ? given : [given];
  const others = fields.filter((other) => other !== field);
  if (!others.length && !conditions.length) return null;
  const [condition] = conditions;
  if (conditions.length > 1 || condition?.attribute) {
    return <p class="small muted">{gettext("Asked under conditions that the JSON has.")}</p>;
  }
  const other = others.find(({ name }) => name === condition?.field);
  const wanted = condition?.equals !== undefined && condition.equals !== null ? [condition.equals] : (condition?.one_of ?? []);
  const toggle = (label: string) => {
    const next = wanted.includes(label) ? wanted.filter((each) => each !== label) : [...wanted, label];
    put(next.length === 0 ? { field: other!.name } : next.length === 1 ? { field: other!.name, equals: next[0] } : { field: other!.name, one_of: next });
  };
  const put = (next: Condition | undefined) => {
    const { visible_when: _before, ...rest } = field;
    set((next ? { ...rest, visible_when: next } : rest) as Field);
  };
  return (
    <div class="row asking">
      <label class="field">
        <span>{gettext("Asked")}</span>
        <select
          data-at={`${at}.visible_when`}
          value={condition?.field ?? ""}
          onChange={(event) => put(event.currentTarget.value ? { field: event.currentTarget.value } : undefined)}
        >
          <option value="">{gettext("Always")}</option>
          {others.map(({ name, title }) => (
            <option key={name} value={name}>
              {gettext("When answered:")} {title?.zh || title?.en || name}
            </option>
          ))}
        </select>
      </label>
      {other && (other.labels ?? []).length > 0 && (
        <span class="row" role="group" aria-label={gettext("with one of these")}>
          <span class="small muted">{wanted.length ? gettext("with one of these") : gettext("with anything, or with one of these")}</span>
          {other.labels.map((label) => (
            <label class="switch" key={label.name}>
              <input type="checkbox" checked={wanted.includes(label.name)} onChange={() => toggle(label.name)} />
              {label.title?.zh || label.title?.en || label.name}
            </label>
          ))}
        </span>
      )}
    </div>
  );
}

/** What is asked of each region, or of those with one label, beside the label. */
import { gettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import { type Attribute, attributeNames, changed, type Field, withChanging, without } from "./body";
import { Switch } from "./inputs";

interface Props {
  at: string;
  attributes: readonly Attribute[];
  set(attributes: Attribute[]): void;
}

const KINDS: readonly (readonly [Attribute["kind"], () => string])[] = [
  ["choice", () => gettext("Choice")],
  ["switch", () => gettext("Yes or no")],
  ["text", () => gettext("Text")],
  ["number", () => gettext("Number")],
];

export function Attributes({ at, attributes, set }: Props) {
  const put = (i: number, next: Partial<Attribute>) => set(changed(attributes, i, { ...attributes[i]!, ...next }));
  return (
    <div class="stack attribute-rows">
      {attributes.map((each, i) => (
        <div class="row" key={i}>
          <Cell at={`${at}[${i}].name`} label={gettext("Name in the data")} value={each.name} set={(name) => put(i, { name })} mono />
          <select
            data-at={`${at}[${i}].kind`}
            aria-label={gettext("Answered with")}
            value={each.kind}
            onChange={(event) => set(changed(attributes, i, bare(each, event.currentTarget.value as Attribute["kind"])))}
          >
            {KINDS.map(([kind, title]) => <option key={kind} value={kind}>{title()}</option>)}
          </select>
          <Cell at={`${at}[${i}].title.zh`} label={gettext("Chinese title")} value={each.title?.zh} set={(zh) => put(i, { title: { ...each.title, zh } })} />
          <Cell at={`${at}[${i}].title.en`} label={gettext("English title")} value={each.title?.en} set={(en) => put(i, { title: { ...each.title, en } })} />
          {each.kind === "choice" && (
            <Cell
              at={`${at}[${i}].labels`}
              label={gettext("Choices, with commas between them")}
              value={(each.labels ?? []).map(({ name }) => name).join(", ")}
              set={(text) => put(i, { labels: named(text, each.labels ?? []) })}
              late
            />
          )}
          {each.kind === "number" &&
            (["minimum", "maximum"] as const).map((end) => (
              <Cell
                key={end}
                at={`${at}[${i}].${end}`}
                label={end === "minimum" ? gettext("At least") : gettext("At most")}
                value={each[end] === undefined || each[end] === null ? "" : String(each[end])}
                set={(text) => put(i, { [end]: text === "" || Number.isNaN(Number(text)) ? null : Number(text) })}
                late
              />
            ))}
          {each.kind !== "switch" && <Switch label={gettext("Required")} on={each.required ?? false} set={(required) => put(i, { required })} />}
          <button type="button" class="quiet danger" aria-label={`${gettext("Remove")} ${each.name}`} title={gettext("Remove")} onClick={() => set(without(attributes, i))}><Icon name="x" /></button>
        </div>
      ))}
      <div>
        <button type="button" class="button small" onClick={() => set([...attributes, fresh(attributes)])}>＋ {gettext("Add an attribute")}</button>
      </div>
    </div>
  );
}

/** Of things that move: which attributes may be another from one moment to the next. */
export function ChangingOnes({ field, set }: { field: Field; set(field: Field): void }) {
  const names = attributeNames(field);
  const changing = (field.changing as string[] | undefined) ?? [];
  if (!names.length) return null;
  return (
    <div class="row switches" role="group" aria-label={gettext("Change on the way")}>
      <span class="small muted">{gettext("Change on the way")}</span>
      {names.map((name) => (
        <Switch
          key={name}
          label={name}
          on={changing.includes(name)}
          set={(on) => set(withChanging(field, on ? [...changing, name] : changing.filter((other) => other !== name)))}
        />
      ))}
    </div>
  );
}

function fresh(attributes: readonly Attribute[]): Attribute {
  const names = new Set(attributes.map(({ name }) => name));
  let number = attributes.length + 1;
  while (names.has(`attribute_${number}`)) number++;
  return { name: `attribute_${number}`, kind: "switch", title: { zh: "", en: "" } };
}

/** The attribute for another kind of answer: choices and limits go with the kind they belong to. */
function bare({ name, title, required, visible_when }: Attribute, kind: Attribute["kind"]): Attribute {
  const kept = { name, kind, title, ...(visible_when ? { visible_when } : {}) };
  if (kind === "switch") return kept;
  return { ...kept, required, ...(kind === "choice" ? { labels: [{ name: gettext("yes") }, { name: gettext("no") }] } : {}) };
}

/** The choices of a text; those that were there keep their titles. */
function named(text: string, before: readonly { name: string; title?: object }[]): { name: string; title?: object }[] {
  const names = [...new Set(text.split(/[,，、\n]/).map((name) => name.trim()).filter(Boolean))];
  return names.map((name) => before.find((each) => each.name === name) ?? { name });
}

interface CellProps {
  at: string;
  label: string;
  value?: string;
  mono?: boolean;
  /** Heard when it is left, not at every letter. */
  late?: boolean;
  set(text: string): void;
}

function Cell({ at, label, value, mono, late, set }: CellProps) {
  const hear = (event: { currentTarget: HTMLInputElement }) => set(event.currentTarget.value);
  return (
    <input
      data-at={at}
      class={mono ? "mono" : undefined}
      aria-label={label}
      placeholder={label}
      title={label}
      value={value ?? ""}
      {...(late ? { onChange: hear } : { onInput: hear })}
    />
  );
}

/** One question of the schema: its name and titles, its kind, and its labels. */
import grip from "lucide-static/icons/grip-vertical.svg";
import info from "lucide-static/icons/info.svg";
import sliders from "lucide-static/icons/sliders-horizontal.svg";
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { gettext } from "../../lib/i18n";
import { Icon } from "../../lib/icons";
import { Arrows } from "./arrows";
import { Asking } from "./asking";
import { Attributes, ChangingOnes } from "./attributes";
import { changed, type Field, type Label, moved, newLabel, pasted, repeated, type Stock, without, withoutFormer } from "./body";
import type { Given } from "./editor";
import { Switch, Text } from "./inputs";
import { Meaning, Rules } from "./meaning";
import { Settings, Switches } from "./settings";

interface Props {
  at: string;
  field: Field;
  fields: readonly Field[];
  media: string;
  given: Given;
  taken: Stock["taken"];
  set(field: Field): void;
  move?(by: number): void;
  remove?(): void;
}

export function FieldEditor({ at, field, fields, media, given, taken, set, move, remove }: Props) {
  const kind = given.kinds.find((each) => each.name === field.kind);
  return (
    <section class="card question-editor">
      <header>
        <h3>{field.title?.zh || field.title?.en || field.name}</h3>
        <span class="row">
          {move && <Arrows move={move} of={gettext("question")} />}
          {remove && <button type="button" class="quiet danger" onClick={remove}>{gettext("Remove")}</button>}
        </span>
      </header>
      <div class="body stack">
        <div class="question-facts">
          <Text at={`${at}.name`} label={gettext("Name in the data")} value={field.name} set={(name) => set({ ...field, name })} mono />
          <Text at={`${at}.title.zh`} label={gettext("Chinese title")} value={field.title?.zh} set={(zh) => set({ ...field, title: { ...field.title, zh } })} />
          <Text at={`${at}.title.en`} label={gettext("English title")} value={field.title?.en} set={(en) => set({ ...field, title: { ...field.title, en } })} />
          <label class="field">
            <span>{gettext("Answered with")}</span>
            <select data-at={`${at}.kind`} value={field.kind} onChange={(event) => set(answeredWith(field, event.currentTarget.value, given))}>
              {given.kinds.map((each) => <option key={each.name} value={each.name}>{each.title}</option>)}
            </select>
          </label>
          {media === "text" && (
            <Text
              at={`${at}.about`}
              label={gettext("About the response (a, b, …)")}
              value={field.about as string | undefined}
              set={(about) => set(about ? { ...field, about } : withoutAbout(field))}
            />
          )}
        </div>
        <div class="row switches">
          <Switch label={gettext("An answer is required")} on={field.required ?? false} set={(required) => set({ ...field, required })} />
          {kind && <Switches field={field} settings={kind.settings} set={set} />}
        </div>
        {kind && <Settings at={at} field={field} settings={kind.settings} set={set} />}
        <Asking at={at} field={field} fields={fields} set={set} />
        {(kind?.labels ?? true) && (
          <Labels
            at={`${at}.labels`}
            labels={field.labels}
            tree={kind?.tree ?? false}
            regions={kind?.regions ?? false}
            rules={kind?.rules ? (label, at) => <Rules at={at} field={field} fields={fields} label={label} set={set} /> : undefined}
            stock={{ colors: given.colors, taken }}
            set={(labels) => set({ ...field, labels })}
          />
        )}
        {kind?.regions && (
          <details class="attributes-of" open={Boolean(field.attributes?.length)}>
            <summary>{gettext("Asked of every region")} {field.attributes?.length ? `(${field.attributes.length})` : ""}</summary>
            <Attributes at={`${at}.attributes`} attributes={field.attributes ?? []} set={(attributes) => set({ ...field, attributes })} />
          </details>
        )}
        {kind?.changing && <ChangingOnes field={field} set={set} />}
      </div>
    </section>
  );
}

/** The question for another kind, with what that kind cannot do without (the joints of a skeleton), to be edited. */
function answeredWith(field: Field, kind: string, { kinds, colors }: Given): Field {
  const next = kinds.find((each) => each.name === kind);
  const kept = { ...bare(field), ...next?.options, kind };
  if (next?.labels === false) return { ...kept, labels: [] };
  const labels = field.labels.length ? field.labels : [newLabel([], { colors, taken: [] })];
  return { ...kept, labels: next?.regions ? labels : labels.map(({ attributes: _of, ...label }) => label) };
}

function withoutAbout({ about: _gone, ...rest }: Field): Field {
  return rest as Field;
}

/** What every kind understands; switches of one kind mean nothing to another. */
function bare({ name, kind, title, description, required, visible_when, about, labels }: Field): Field {
  const optional = { description, visible_when, about };
  const said = Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined));
  return { name, kind, title, required, ...said, labels };
}

interface LabelsProps {
  at: string;
  labels: Label[];
  /** Each may name the one above it. */
  tree: boolean;
  /** Each may ask something of its regions. */
  regions: boolean;
  /** What each may join. */
  rules?: ((label: string, at: string) => ComponentChildren) | undefined;
  stock: Stock;
  set(labels: Label[]): void;
}

function Labels({ at, labels, tree, regions, rules, stock, set }: LabelsProps) {
  const opened = useSignal<ReadonlySet<number>>(new Set());
  const meant = useSignal<ReadonlySet<number>>(new Set());
  const dragged = useSignal<number | null>(null);
  const over = useSignal<number | null>(null);
  const twice = repeated(labels);
  /** In another order, or fewer: what is open stays so at its label. */
  const rearrange = (next: Label[]) => {
    opened.value = whereNow(opened.value, labels, next);
    meant.value = whereNow(meant.value, labels, next);
    set(next);
  };
  const drop = (to: number) => {
    if (dragged.value !== null) rearrange(moved(labels, dragged.value, to));
    dragged.value = over.value = null;
  };
  const remove = (button: HTMLElement, i: number) => {
    // The last row goes with the button that has the focus.
    if (i === labels.length - 1) button.closest("[role=listitem]")?.previousElementSibling?.querySelector<HTMLElement>("input.mono")?.focus();
    rearrange(without(labels, i));
  };
  return (
    <>
      <div class={tree ? "label-rows with-parents" : "label-rows"} role="list">
        <div class="label-row label-head small muted" aria-hidden="true">
          <span /><span>{gettext("Colour")}</span><span>{gettext("Name in the data")}</span><span>{gettext("Chinese title")}</span><span>{gettext("English title")}</span>{tree && <span>{gettext("Below")}</span>}<span>{gettext("Key")}</span><span />
        </div>
        {labels.map((label, i) => (
          <div
            key={i}
            role="listitem"
            class={`label-row${over.value === i && dragged.value !== i ? " drop" : ""}`}
            onDragOver={(event) => { event.preventDefault(); over.value = i; }}
            onDrop={(event) => { event.preventDefault(); drop(i); }}
          >
            <span
              class="grip"
              draggable
              title={gettext("Drag to another place")}
              onDragStart={(event) => { dragged.value = i; event.dataTransfer?.setData("text/plain", label.name); }}
              onDragEnd={() => (dragged.value = over.value = null)}
            ><Icon name={grip} /></span>
            <input type="color" data-at={`${at}[${i}].color`} aria-label={gettext("Colour")} value={label.color ?? "#1d4ed8"} onInput={(event) => set(changed(labels, i, { ...label, color: event.currentTarget.value }))} />
            <input
              class="mono"
              data-at={`${at}[${i}].name`}
              aria-label={gettext("Name in the data")}
              aria-invalid={twice.has(label.name.trim()) ? "true" : undefined}
              value={label.name}
              required
              onInput={(event) => set(changed(labels, i, { ...label, name: event.currentTarget.value }))}
              onPaste={(event) => {
                const text = event.clipboardData?.getData("text") ?? "";
                if (!text.trim().includes("\n")) return;
                event.preventDefault();
                rearrange(pasted(labels, i, text, stock));
              }}
            />
            <input data-at={`${at}[${i}].title.zh`} lang="zh" aria-label={gettext("Chinese title")} value={label.title?.zh ?? ""} onInput={(event) => set(changed(labels, i, { ...label, title: { ...label.title, zh: event.currentTarget.value } }))} />
            <input data-at={`${at}[${i}].title.en`} lang="en" aria-label={gettext("English title")} value={label.title?.en ?? ""} onInput={(event) => set(changed(labels, i, { ...label, title: { ...label.title, en: event.currentTarget.value } }))} />
            {tree && (
              <select
                data-at={`${at}[${i}].parent`}
                aria-label={gettext("Below")}
                value={label.parent ?? ""}
                onChange={(event) => set(changed(labels, i, { ...label, parent: event.currentTarget.value }))}
              >
                <option value="" />
                {labels.filter((each) => each !== label && each.name).map((each) => <option key={each.name} value={each.name}>{each.title?.zh || each.title?.en || each.name}</option>)}
              </select>
            )}
            <input class="shortcut mono" data-at={`${at}[${i}].key`} aria-label={gettext("Key")} maxLength={1} value={label.key ?? ""} onInput={(event) => set(changed(labels, i, { ...label, key: event.currentTarget.value.toLowerCase() }))} />
            <span class="row nowrap">
              <Arrows move={(by) => rearrange(moved(labels, i, i + by))} of={label.name} />
              <button
                type="button"
                class="quiet"
                aria-expanded={meant.value.has(i)}
                aria-label={`${rules ? gettext("Definition, examples and rules") : gettext("Definition and examples")}: ${label.name}`}
                title={rules ? gettext("Definition, examples and rules") : gettext("Definition and examples")}
                onClick={() => (meant.value = meant.value.has(i) ? new Set([...meant.value].filter((at) => at !== i)) : new Set([...meant.value, i]))}
              >
                <Icon name={info} />{label.description || label.examples?.length ? "•" : ""}
              </button>
              {regions && (
                <button
                  type="button"
                  class="quiet"
                  aria-expanded={opened.value.has(i)}
                  aria-label={`${gettext("What is asked of its regions")}: ${label.name}`}
                  title={gettext("What is asked of its regions")}
                  onClick={() => (opened.value = opened.value.has(i) ? new Set([...opened.value].filter((at) => at !== i)) : new Set([...opened.value, i]))}
                >
                  <Icon name={sliders} />{label.attributes?.length ? label.attributes.length : ""}
                </button>
              )}
              <button type="button" class="quiet danger" aria-label={`${gettext("Remove")} ${label.name}`} title={gettext("Remove")} disabled={labels.length === 1} onClick={(event) => remove(event.currentTarget, i)}><Icon name="x" /></button>
            </span>
            {label.formerly && label.formerly.length > 0 && (
              <div class="of-label former-names small muted">
                {gettext("Formerly")}: <span class="mono">{label.formerly.join(", ")}</span>
                <button type="button" class="quiet" title={gettext("Answers with these names count under them again")} onClick={() => set(changed(labels, i, withoutFormer(label)))}>{gettext("Take back")}</button>
              </div>
            )}
            {meant.value.has(i) && (
              <div class="of-label stack">
                <Meaning at={`${at}[${i}]`} label={label} set={(next) => set(changed(labels, i, next))} />
                {rules?.(label.name, `${at}[${i}]`)}
              </div>
            )}
            {regions && opened.value.has(i) && (
              <div class="of-label">
                <Attributes at={`${at}[${i}].attributes`} attributes={label.attributes ?? []} set={(attributes) => set(changed(labels, i, { ...label, attributes }))} />
              </div>
            )}
          </div>
        ))}
      </div>
      {twice.size > 0 && <p class="errorlist" role="alert">{gettext("Two labels have the same name. Give each a name of its own.")}</p>}
      <div class="row">
        <button type="button" class="button small" onClick={() => set([...labels, newLabel(labels, stock)])}>＋ {gettext("Add a label")}</button>
        <span class="small muted">{gettext("Several lines pasted into a name make several labels.")}</span>
      </div>
    </>
  );
}

/** Where those that are open lie in a list that was put in another order. */
function whereNow(at: ReadonlySet<number>, before: readonly Label[], after: readonly Label[]): ReadonlySet<number> {
  return new Set([...at].map((i) => after.indexOf(before[i]!)).filter((i) => i >= 0));
}

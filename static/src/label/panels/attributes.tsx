/**
 * What is asked of the selected region beside its label.
 *
 * A key leads here and Esc back to the picture or the text. Inside, Tab goes from one attribute to the next, digits
 * choose, Space switches, and Enter goes on to the next attribute and after the last one back.
 */
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext, titleIn } from "../../lib/i18n";
import { answerTo, attributesOf, withAttribute } from "../attributes";
import type { Desk } from "../desk";
import type { Attribute, Field, Region } from "../types";
import { NumberField, TextField } from "./fields";
import { isComposing, onward, toSurface } from "./moving";

/** With more options than digits a list that folds out is quicker. */
const DIGITS = 9;

export function Attributes({ desk }: { desk: Desk }) {
  const selected = desk.sheet.selected.value;
  const found = desk.sheet.find(selected);
  const field = selected && desk.schema.fields.find(({ name }) => name === selected.field);
  if (!found || !field) return null;
  const region = desk.kindOf(field).changing?.now(desk, found) ?? found;
  const asked = attributesOf(field, region);
  return asked.length ? <Panel key={region.id} desk={desk} field={field} region={region} asked={asked} /> : null;
}

interface Props {
  readonly desk: Desk;
  readonly field: Field;
  readonly region: Region;
}

function Panel({ desk, field, region, asked }: Props & { asked: readonly Attribute[] }) {
  const root = useRef<HTMLElement>(null);
  useLayoutEffect(() => desk.keys.bind("attributes", () => void onward(rowsOf(root.current), null)), [desk]);
  const locked = desk.sheet.locked.value.has(region.id);
  return (
    <section ref={root} class="attributes" aria-label={gettext("Attributes of the selected region")} onKeyDown={press}>
      <h2>
        <span class="label-title">{desk.look(field, region.label).title}</span>
        <kbd>{desk.keys.hint("attributes")}</kbd>
      </h2>
      <fieldset disabled={locked}>
        {asked.map((attribute) => (
          <Row key={attribute.name} desk={desk} field={field} region={region} attribute={attribute} />
        ))}
      </fieldset>
    </section>
  );
}

function Row({ desk, field, region, attribute }: Props & { attribute: Attribute }) {
  const title = titleIn(desk.language, attribute.title, attribute.name);
  const value = answerTo(attribute, region.attributes ?? {});
  const { changing } = desk.kindOf(field);
  const changes = changing?.changes(field, attribute.name) ?? false;
  // As it lies in the answer: what is asked here may hold at this moment only.
  const whole = desk.sheet.find({ field: field.name, id: region.id })!;
  const since = changes ? changing!.since(desk, whole, attribute.name) : "";
  const set = (next: unknown) => {
    const said = changes ? changing!.say(desk, whole, attribute.name, next) : withAttribute(whole, attribute.name, next);
    if (said) desk.sheet.put(field.name, said, `attribute/${region.id}/${attribute.name}/${changes ? changing!.moment(desk) : ""}`);
  };
  if (attribute.kind === "switch") {
    return (
      <label class="attribute switch">
        <input type="checkbox" form="answers" checked={value === true} onChange={(event) => set(event.currentTarget.checked)} />
        {title}
        {since && <small>{since}</small>}
      </label>
    );
  }
  return (
    <div class="attribute">
      <span>
        {title}
        {attribute.required && <span class="required" title={gettext("An answer is required")}> *</span>}
        {since && <small>{since}</small>}
      </span>
      {attribute.kind === "choice" ? (
        <Choice desk={desk} attribute={attribute} title={title} value={value} set={set} />
      ) : attribute.kind === "number" ? (
        <NumberField
          label={title}
          value={value as number | undefined}
          minimum={attribute.minimum}
          maximum={attribute.maximum}
          required={attribute.required}
          set={set}
        />
      ) : (
        <TextField label={title} value={value as string | undefined} required={attribute.required} set={set} />
      )}
    </div>
  );
}

interface ChoiceProps {
  readonly desk: Desk;
  readonly attribute: Attribute;
  readonly title: string;
  readonly value: unknown;
  set(value: unknown): void;
}

function Choice({ desk, attribute, title, value, set }: ChoiceProps) {
  const options = (attribute.labels ?? []).map(({ name, title: titles }) => ({ name, title: titleIn(desk.language, titles, name) }));
  if (options.length > DIGITS) {
    return (
      <select form="answers" aria-label={title} value={String(value ?? "")} onChange={(event) => set(event.currentTarget.value)}>
        <option value="" />
        {options.map((option) => (
          <option key={option.name} value={option.name}>
            {option.title}
          </option>
        ))}
      </select>
    );
  }
  return (
    <div class="chips" role="radiogroup" aria-label={title} aria-required={attribute.required}>
      {options.map((option, i) => (
        <label class="chip" key={option.name}>
          <input
            type="radio"
            name={`attribute-${attribute.name}`}
            form="answers"
            data-digit={i + 1}
            checked={value === option.name}
            // A second press takes the answer back.
            onClick={() => value === option.name && set(undefined)}
            onChange={() => set(option.name)}
          />
          {option.title}
          <kbd>{i + 1}</kbd>
        </label>
      ))}
    </div>
  );
}

function press(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target as HTMLElement;
  const leave = event.key === "Escape" || (event.key === "Enter" && !onward(rowsOf(event.currentTarget), target));
  if (leave) toSurface();
  const digit = target.closest(".chips")?.querySelector<HTMLElement>(`[data-digit="${event.key}"]`);
  digit?.click();
  digit?.focus();
  if (leave || digit || event.key === "Enter") event.preventDefault();
  // Letters and digits that mean nothing here must not choose a label either.
  if (leave || event.key === "Enter" || event.key.length === 1) event.stopPropagation();
}

function rowsOf(root: HTMLElement | null): readonly Element[] {
  return [...(root?.querySelectorAll(".attribute") ?? [])];
}

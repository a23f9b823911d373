/**
 * The questions that are asked, each with the panel of its kind. Those about one response stand below it, those that
 * need room below the text, all others beside it.
 *
 * A key leads to the first question without an answer, and from one question to the next. In a field to write in, Enter
 * goes on to the next question and Esc back to what is labelled; where a text has several lines, Enter makes one.
 */
import { useLayoutEffect } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import { isEmpty } from "../conditions";
import type { Desk, Look } from "../desk";
import type { Field } from "../types";
import { isComposing, onward, toSurface } from "./moving";

export function Questions({ desk, found }: { desk: Desk; found: readonly Look[] }) {
  const next = () => {
    const all = parts();
    if (all.some((part) => part.contains(document.activeElement)) && onward(all, document.activeElement)) return true;
    return onward(all.filter((part) => !part.hasAttribute("data-answered")), null) || onward(all, null);
  };
  useLayoutEffect(() => desk.keys.bind("questions", next), [desk]);
  const beside = desk.asked.value.filter((field) => !field.about && !desk.kindOf(field).wide);
  return <List desk={desk} fields={beside} found={found} />;
}

/** The questions about one response. */
export function AboutOne({ desk, about }: { desk: Desk; about: string }) {
  return <List desk={desk} fields={desk.asked.value.filter((field) => field.about === about)} found={desk.looks} />;
}

/** The questions that need room. */
export function Wide({ desk }: { desk: Desk }) {
  const wide = desk.asked.value.filter((field) => !field.about && desk.kindOf(field).wide);
  return wide.length ? <List desk={desk} fields={wide} found={desk.looks} class="wide" /> : null;
}

interface ListProps {
  readonly desk: Desk;
  readonly fields: readonly Field[];
  readonly found: readonly Look[];
  readonly class?: string;
}

function List({ desk, fields, found, class: name = "" }: ListProps) {
  return (
    <div class={`questions ${name}`} onKeyDown={press}>
      {fields.map((field) => (
        <Question key={field.name} desk={desk} field={field} found={found} />
      ))}
    </div>
  );
}

function Question({ desk, field, found }: { desk: Desk; field: Field; found: readonly Look[] }) {
  const { Panel } = desk.kindOf(field);
  const shown = new Set(found.filter((look) => look.field === field).map((look) => look.label.name));
  const complaint = desk.complaints.value.find((one) => one.field === field);
  const answered = !isEmpty(desk.sheet.answer(field.name));
  return (
    <section class="question" data-answered={answered || undefined} aria-labelledby={`question-${field.name}`}>
      <h2 id={`question-${field.name}`}>
        {desk.titleOf(field)}
        {field.required && <span class="required" title={gettext("An answer is required")}> *</span>}
      </h2>
      {field.description && <p class="hint">{field.description}</p>}
      {complaint && <p class="complaint">{complaint.sentence}</p>}
      {desk.suggesting && <desk.suggesting.Hint desk={desk} field={field} />}
      <Panel desk={desk} field={field} shown={shown} />
    </section>
  );
}

function parts(): Element[] {
  return [...document.querySelectorAll(".workspace .question")];
}

function press(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  const isText = target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && !isButton(target));
  if (!isText || isComposing(event) || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape") toSurface();
  else if (event.key !== "Enter" || target instanceof HTMLTextAreaElement) return;
  else if (!onward(parts(), target)) toSurface();
  event.preventDefault();
  event.stopPropagation();
}

function isButton({ type }: HTMLInputElement): boolean {
  return ["radio", "checkbox", "button", "color", "range"].includes(type);
}

/** One label of a question, with its colour, its key and what it means. */
import type { ComponentChildren } from "preact";
import type { Look } from "../desk";
import { explains } from "./explain";

export function LabelText({ look, count }: { look: Look; count?: number }) {
  return (
    <>
      <span class="swatch" style={{ background: look.style.color }} />
      <span class="label-title">{look.title}</span>
      {count ? <span class="count">{count}</span> : null}
      {look.key ? <kbd>{look.key.toUpperCase()}</kbd> : null}
    </>
  );
}

/** Pressing a label must not take the focus away from the picture or the text. */
export function keepFocus(event: Event): void {
  event.preventDefault();
}

export function Option(props: { look: Look; children: ComponentChildren }) {
  return (
    <label class="option" {...explains(props.look)}>
      {props.children}
      <LabelText look={props.look} />
    </label>
  );
}

/** The guideline beside the task. It goes to where it speaks of the label in question. */
import { useSignalEffect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { headingFor } from "../guidance";

export function Guideline({ desk, html }: { desk: Desk; html: string }) {
  const box = useRef<HTMLElement>(null);
  const go = (field: string, label: string) => box.current && goTo(box.current, desk, field, label);
  useSignalEffect(() => {
    const selected = desk.sheet.selected.value;
    const region = desk.sheet.find(selected);
    const armed = desk.armed.value;
    if (selected && region) go(selected.field, region.label);
    else if (armed) go(armed.field.name, armed.label);
  });
  useLayoutEffect(
    () =>
      desk.sheet.listen((changes) => {
        for (const { field, after } of changes) if (typeof after === "string") go(field, after);
      }),
    [desk],
  );
  return (
    <section ref={box} class="guideline" tabIndex={0} aria-label={gettext("Guideline")}>
      {/* The server renders it from Markdown and removes everything but plain formatting. */}
      <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
    </section>
  );
}

/** Nothing moves when the guideline has no place for this label: what was being read stays. */
function goTo(box: HTMLElement, desk: Desk, field: string, name: string): void {
  const label = desk.field(field)?.labels?.find((one) => one.name === name);
  const headings = [...box.querySelectorAll<HTMLElement>("h1, h2, h3, h4, h5, h6")];
  const found = label && headings[headingFor(headings.map((heading) => heading.textContent ?? ""), label)];
  if (!found) return;
  for (const heading of headings) heading.classList.toggle("current", heading === found);
  box.scrollTop = found.offsetTop - 8;
}

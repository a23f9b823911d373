/** A prompt and its responses side by side, each with the questions that are about it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import { AboutOne } from "../panels/questions";
import { TextSurface } from "../text/surface";
import { type Item, itemsOf } from "./items";

export function ResponsesSurface({ desk }: { desk: Desk }) {
  const root = useRef<HTMLDivElement>(null);
  // Where parts of the prompt are marked it is shown as the exact text, and that is what the keys work on.
  const marked = fieldsWith(desk, "passage").length > 0;
  useLayoutEffect(() => {
    if (desk.takesFocus && !marked) root.current!.focus({ preventScroll: true });
  }, []);
  const items = itemsOf(desk.task);
  return (
    <>
      {marked && <TextSurface desk={desk} />}
      <div
        ref={root}
        class={marked ? "responses-surface" : "surface responses-surface"}
        tabIndex={0}
        role="document"
        aria-label={desk.task.name}
      >
        {!marked && <Prompt desk={desk} />}
        <div class="responses">
          {items.map((item) => (
            <Response key={item.key} desk={desk} item={item} />
          ))}
        </div>
      </div>
    </>
  );
}

function Prompt({ desk }: { desk: Desk }) {
  return (
    <section class="prompt" aria-label={gettext("Prompt")}>
      {desk.task.responses!.prompt.map(({ speaker, html }, i) => (
        <div class="turn" key={i}>
          {speaker && <span class="speaker">{speaker}</span>}
          {/* The server renders it from Markdown and removes everything but plain formatting. */}
          <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />
        </div>
      ))}
    </section>
  );
}

function Response({ desk, item }: { desk: Desk; item: Item }) {
  const chosen = desk.schema.fields.some((field) => {
    const answer = desk.sheet.answer(field.name) as { winner?: string } | undefined;
    return field.kind === "preference" && answer?.winner === item.key;
  });
  return (
    <article class={`response ${chosen ? "chosen" : ""}`} aria-label={item.letter}>
      <h2>{item.letter}</h2>
      <div class="prose" dangerouslySetInnerHTML={{ __html: item.html }} />
      <AboutOne desk={desk} about={item.key} />
    </article>
  );
}

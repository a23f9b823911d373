/** The text in the page, with the turns of a dialogue that came before it. */
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import { Told } from "../panels/told";
import { askFor } from "./linking";
import { TextStage } from "./stage";

interface Turn {
  readonly speaker?: string;
  readonly text: string;
}

export function TextSurface({ desk }: { desk: Desk }) {
  const root = useRef<HTMLDivElement>(null);
  const page = useRef<HTMLDivElement>(null);
  const badges = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const arcs = useRef<SVGSVGElement>(null);
  const heads = useRef<HTMLDivElement>(null);
  const { context, speaker } = desk.task.meta;
  useLayoutEffect(() => {
    const elements = {
      root: root.current!,
      page: page.current!,
      badges: badges.current!,
      arcs: arcs.current!,
      heads: heads.current!,
      bar: bar.current!,
    };
    elements.root.scrollTop = 0;
    const stage = new TextStage(desk, elements);
    if (desk.takesFocus) elements.root.focus({ preventScroll: true });
    return () => stage.close();
  }, []);
  return (
    <div class="text-frame">
      <div ref={root} class="surface text-surface" tabIndex={0} role="document" aria-label={desk.task.name}>
        <Before turns={turnsOf(context)} />
        <div class={typeof speaker === "string" ? "turn current" : "turn"}>
          {typeof speaker === "string" && <span class="speaker">{speaker}</span>}
          <div class="sheet-of-text">
            <div ref={page} class={fieldsWith(desk, "link").length ? "page with-arcs" : "page"} lang="zh" />
            <div ref={badges} class="badges" aria-hidden="true" />
            <div ref={heads} class="heads" aria-hidden="true" />
            <svg ref={arcs} class="arcs" aria-hidden="true" />
            <div ref={bar} class="bar" hidden />
          </div>
        </div>
      </div>
      <Told desk={desk} asked={askFor(desk)} />
    </div>
  );
}

function Before({ turns }: { turns: readonly Turn[] }) {
  if (!turns.length) return null;
  return (
    <section class="before" aria-label={gettext("Earlier in the conversation")}>
      {turns.map((turn, i) => (
        <div class="turn" key={i}>
          {turn.speaker && <span class="speaker">{turn.speaker}</span>}
          <p>{turn.text}</p>
        </div>
      ))}
    </section>
  );
}

/** What was imported beside the text may be anything: only what looks like turns is shown as turns. */
function turnsOf(context: unknown): Turn[] {
  if (!Array.isArray(context)) return [];
  return context.filter((turn): turn is Turn => typeof turn?.text === "string");
}

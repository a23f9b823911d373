/**
 * What is said, beside the segments it is said in: a line for each, in the order of time. Writing plays nothing by
 * itself; the segment is played by a key that input methods leave alone. Enter goes on to the next line.
 */
import { useComputed } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { fill, gettext } from "../../lib/i18n";
import { Windowed } from "../../lib/windowed";
import { fieldsWith } from "../kind";
import { isComposing, toSurface } from "../panels/moving";
import type { Region } from "../types";
import { clock } from "./axis";
import { isSelected, type Segment } from "./segments";
import type { TimeStage } from "./stage";

const ROW_HEIGHT = 50;

export function Transcripts({ stage }: { stage: TimeStage }) {
  const { desk } = stage;
  const fields = fieldsWith(desk, "time").filter(({ transcript }) => transcript && transcript !== "off");
  const segments = useComputed(() =>
    stage.laid.value.segments.filter(({ field }) => fields.includes(field)).toSorted((a, b) => a.start - b.start || a.end - b.end),
  ).value;
  const root = useRef<HTMLElement>(null);
  const selected = desk.sheet.selected.value;
  const current = segments.findIndex((one) => isSelected(one, selected));
  useLayoutEffect(() => {
    if (!fields.length) return;
    return desk.keys.bindAll({
      transcribe: () => {
        const input = root.current?.querySelector<HTMLElement>(".transcript.selected textarea");
        input?.focus();
        return Boolean(input);
      },
      "play-segment": () => stage.playChosen(),
    });
  }, [stage]);
  if (!fields.length) return null;
  const go = (by: 1 | -1) => {
    const next = segments[current + by];
    if (!next) return false;
    desk.sheet.select({ field: next.field.name, id: next.region.id });
    requestAnimationFrame(() => desk.keys.run("transcribe"));
    return true;
  };
  return (
    <section ref={root} class="transcripts" aria-label={gettext("What is said")}>
      {segments.length ? (
        <Windowed
          items={segments}
          rowHeight={ROW_HEIGHT}
          keyOf={(one) => `${one.field.name}/${one.region.id}`}
          row={(one) => <Line stage={stage} segment={one} selected={isSelected(one, selected)} go={go} />}
          current={current}
          label={gettext("What is said")}
        />
      ) : (
        <p class="hint">{gettext("Mark a segment; what is said in it is written here.")}</p>
      )}
    </section>
  );
}

interface LineProps {
  readonly stage: TimeStage;
  readonly segment: Segment;
  readonly selected: boolean;
  go(by: 1 | -1): boolean;
}

function Line({ stage, segment, selected, go }: LineProps) {
  const { field, region, look } = segment;
  const { sheet } = stage.desk;
  const input = useRef<HTMLTextAreaElement>(null);
  const text = segment.kind.text?.(region) ?? "";
  useLayoutEffect(() => {
    // What stands in the field changes only when the answer changed elsewhere, never under the hand: even to set its
    // default again would make an input method write its letters and start anew.
    if (input.current && input.current.value !== text) input.current.value = text;
  }, [text]);
  const write = (value: string) => {
    const now = sheet.find<Region & { text?: string }>({ field: field.name, id: region.id });
    if (!now || (now.text ?? "") === value) return;
    const { text: _before, ...rest } = now;
    const written: Region = value ? { ...rest, ...{ text: value } } : rest;
    sheet.put(field.name, written, `transcript/${region.id}`);
  };
  const press = (event: KeyboardEvent) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (!go(1)) toSurface();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      toSurface();
    }
  };
  const select = () => {
    if (!selected) sheet.select({ field: field.name, id: region.id });
  };
  const where = `${clock(segment.start)}–${clock(segment.end)}`;
  return (
    <div class={`transcript ${selected ? "selected" : ""}`}>
      <button type="button" class="transcript-time" tabIndex={-1} title={where} onMouseDown={(event) => event.preventDefault()} onClick={select}>
        <span class="swatch" style={{ background: look.style.color }} />
        {clock(segment.start, 2)}
        <span class="label-title">{look.title}</span>
      </button>
      <textarea
        ref={input}
        rows={2}
        form="answers"
        lang="zh"
        maxLength={10_000}
        disabled={sheet.locked.value.has(region.id)}
        aria-label={fill(gettext("What is said at %(time)s"), { time: where })}
        aria-required={field.transcript === "required"}
        onFocus={select}
        onInput={(event) => write(event.currentTarget.value)}
        onKeyDown={press}
      />
    </div>
  );
}

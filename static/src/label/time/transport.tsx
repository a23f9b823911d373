/** The buttons below the strip: play, speed, the loop, the zoom, and the time. */
import { fill, gettext } from "../../lib/i18n";
import { RATES } from "./clock";
import { Glyph, type GlyphName } from "./glyph";
import { TIME_ACTIONS } from "./actions";
import type { TimeStage } from "./stage";

export function Transport({ stage }: { stage: TimeStage }) {
  const { canPlay, playing, loop } = stage.clock;
  const chosen = stage.desk.passage.value ?? (stage.desk.sheet.selected.value && stage.selected());
  return (
    <div class="time-transport" role="toolbar" aria-label={gettext("Playing and zooming")}>
      {canPlay && (
        <>
          <Press stage={stage} id="play" glyph={playing.value ? "pause" : "play"} pressed={playing.value} />
          <Press stage={stage} id="play-selected" glyph="playSelected" disabled={!chosen} />
          <Press stage={stage} id="loop" glyph="loop" pressed={loop.value !== null} disabled={!chosen && !loop.value} />
          <Speed stage={stage} />
        </>
      )}
      <Now stage={stage} />
      <span class="time-chosen">{chosen ? reading(stage, chosen.start, chosen.end) : ""}</span>
      <Press stage={stage} id="mark-start" glyph="markStart" pressed={stage.markedFrom.value !== null} />
      <Press stage={stage} id="mark-end" glyph="markEnd" disabled={stage.markedFrom.value === null} />
      <Press stage={stage} id="time-out" glyph="zoomOut" />
      <Press stage={stage} id="time-in" glyph="zoomIn" />
      <Press stage={stage} id="time-fit" glyph="fit" />
    </div>
  );
}

function reading(stage: TimeStage, start: number, end: number): string {
  return `${stage.read(start)} – ${stage.read(end)} · ${fill(gettext("%(seconds)s s"), { seconds: (end - start).toFixed(3) })}`;
}

function Now({ stage }: { stage: TimeStage }) {
  return (
    <span class="time-now">
      <strong>{stage.read(stage.clock.time.value)}</strong> / {stage.read(stage.duration)}
    </span>
  );
}

function Speed({ stage }: { stage: TimeStage }) {
  const { rate } = stage.clock;
  const keys = [stage.desk.keys.hint("slower"), stage.desk.keys.hint("faster")].filter(Boolean).join(" ");
  return (
    <select
      class="time-speed"
      aria-label={gettext("Speed")}
      title={`${gettext("Speed")} (${keys})`}
      value={String(rate.value)}
      onChange={(event) => {
        rate.value = Number(event.currentTarget.value);
        document.querySelector<HTMLElement>(".surface")?.focus({ preventScroll: true });
      }}
    >
      {RATES.map((one) => (
        <option key={one} value={String(one)}>
          {one} ×
        </option>
      ))}
    </select>
  );
}

interface Props {
  readonly stage: TimeStage;
  readonly id: string;
  readonly glyph: GlyphName;
  readonly pressed?: boolean;
  readonly disabled?: boolean;
}

function Press({ stage, id, glyph, pressed, disabled }: Props) {
  const title = TIME_ACTIONS.find((action) => action.id === id)!.title();
  const hint = stage.desk.keys.hint(id);
  return (
    <button
      type="button"
      class="tool"
      title={hint ? `${title} (${hint})` : title}
      aria-label={title}
      aria-pressed={pressed}
      disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => stage.desk.keys.run(id)}
    >
      <Glyph name={glyph} />
    </button>
  );
}

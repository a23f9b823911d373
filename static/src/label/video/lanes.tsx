/** The tracks below the ruler, a row each: where each is seen, where it is hidden, and its key frames. */
import { effect } from "@preact/signals";
import { useLayoutEffect, useRef } from "preact/hooks";
import { gettext } from "../../lib/i18n";
import type { Desk, Look } from "../desk";
import { type Colours, coloursOf } from "../time/paint";
import type { TimeStage } from "../time/stage";
import type { Field } from "../types";
import { filmOf } from "./film";
import { isOccluded, stretches, type Track } from "./keyframes";
import type { Player } from "./player";

export const LANE = 20;
/** Half the width of a key frame's mark. */
const MARK = 4.5;
/** Marks nearer to each other than this are one band. */
const APART = 3;

interface Row {
  readonly field: Field;
  readonly track: Track;
  readonly look: Look;
  /** The key of what is only suggested. */
  readonly suggestion?: string;
}

/** Those of the answer, and below them what models suggest. */
export function rowsOf(desk: Desk): readonly Row[] {
  const suggested = desk.suggesting?.pending.value.map(({ field, region, key }) => ({ field, region, suggestion: key })) ?? [];
  return [...desk.allRegions(), ...suggested].flatMap(({ field, region, ...more }) => {
    if (!region || !("keyframes" in region)) return [];
    const suggestion = "suggestion" in more ? { suggestion: more.suggestion } : {};
    return [{ field, track: region as Track, look: desk.look(field, region.label), ...suggestion }];
  });
}

function isTaken(desk: Desk, { field, track, suggestion }: Row): boolean {
  const selected = desk.sheet.selected.value;
  if (suggestion) return desk.suggesting!.current.value?.key === suggestion;
  return selected?.id === track.id && selected.field === field.name;
}

export function TrackLanes({ stage, player }: { stage: TimeStage; player: Player }) {
  const { desk } = stage;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const count = rowsOf(desk).length;
  void desk.sheet.value.value;
  useLayoutEffect(() => follow(stage, scroller.current!, canvas.current!), [stage]);
  const hold = (event: PointerEvent) => press(event, stage, player, scroller.current!);
  return (
    <div
      ref={scroller}
      class="track-lanes"
      role="presentation"
      title={count ? "" : gettext("Draw a box around something: its track appears here.")}
      onPointerDown={hold}
      onPointerMove={(event) => event.buttons === 1 && scrub(event, stage, player, scroller.current!)}
    >
      <canvas ref={canvas} />
      <div style={{ height: `${count * LANE}px` }} />
    </div>
  );
}

/** A press on a row takes its track, and goes to that moment; near a key frame exactly there. */
function press(event: PointerEvent, stage: TimeStage, player: Player, scroller: HTMLElement): void {
  if (event.button !== 0) return;
  event.stopPropagation();
  event.preventDefault();
  scroller.setPointerCapture(event.pointerId);
  document.querySelector<HTMLElement>(".surface")?.focus({ preventScroll: true });
  const { top, left } = scroller.getBoundingClientRect();
  const row = rowsOf(stage.desk)[Math.floor((event.clientY - top + scroller.scrollTop) / LANE)];
  player.pause();
  if (row) {
    if (row.suggestion) stage.desk.suggesting!.choose(row.suggestion);
    else stage.desk.sheet.select({ field: row.field.name, id: row.track.id });
    const at = event.clientX - left;
    const { timing } = player.film;
    const near = row.track.keyframes.find(({ frame }) => Math.abs(stage.toPlace(timing.middle(frame)) - at) <= MARK + 1);
    if (near) return player.goTo(near.frame);
  }
  scrub(event, stage, player, scroller);
}

function scrub(event: PointerEvent, stage: TimeStage, player: Player, scroller: HTMLElement): void {
  event.stopPropagation();
  player.seek(stage.toTime(event.clientX - scroller.getBoundingClientRect().left));
}

/** Paint, and paint again at the next frame after something that was painted has changed. */
function follow(stage: TimeStage, scroller: HTMLElement, canvas: HTMLCanvasElement): () => void {
  const { desk } = stage;
  const context = canvas.getContext("2d")!;
  let colours = coloursOf(scroller);
  let asked = 0;
  const draw = () => {
    asked = 0;
    const ratio = devicePixelRatio || 1;
    const { clientWidth: width, clientHeight: height } = scroller;
    if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio);
    if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio);
    canvas.style.height = `${height}px`;
    canvas.style.marginBottom = `${-height}px`;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paint(context, stage, { width, height, top: scroller.scrollTop }, colours);
  };
  const ask = () => {
    asked ||= requestAnimationFrame(draw);
  };
  const sized = new ResizeObserver(() => {
    colours = coloursOf(scroller);
    ask();
  });
  sized.observe(scroller);
  scroller.addEventListener("scroll", ask);
  const endings = [
    effect(() => {
      void [stage.view.value, stage.width.value, stage.clock.time.value, desk.sheet.value.value];
      void [desk.sheet.selected.value, desk.sheet.hidden.value, desk.suggesting?.pending.value, desk.suggesting?.current.value];
      ask();
    }),
    effect(() => reveal(desk, scroller)),
  ];
  return () => {
    endings.forEach((end) => end());
    sized.disconnect();
    scroller.removeEventListener("scroll", ask);
    cancelAnimationFrame(asked);
  };
}

/** The row of the selected track comes into sight. */
function reveal(desk: Desk, scroller: HTMLElement): void {
  const at = rowsOf(desk).findIndex((row) => isTaken(desk, row));
  if (at < 0) return;
  const [top, bottom] = [at * LANE, (at + 1) * LANE - scroller.clientHeight];
  if (scroller.scrollTop > top) scroller.scrollTop = top;
  else if (scroller.scrollTop < bottom) scroller.scrollTop = bottom;
}

interface Sizes {
  readonly width: number;
  readonly height: number;
  readonly top: number;
}

function paint(canvas: CanvasRenderingContext2D, stage: TimeStage, sizes: Sizes, colours: Colours): void {
  const { desk } = stage;
  canvas.clearRect(0, 0, sizes.width, sizes.height);
  canvas.font = "11px system-ui, sans-serif";
  canvas.textBaseline = "middle";
  rowsOf(desk).forEach((row, i) => {
    const y = i * LANE - sizes.top;
    if (y + LANE < 0 || y > sizes.height) return;
    canvas.globalAlpha = !row.suggestion && desk.sheet.hidden.peek().has(row.track.id) ? 0.35 : 1;
    paintRow(canvas, stage, row, { y, width: sizes.width, taken: isTaken(desk, row) }, colours);
  });
  canvas.globalAlpha = 1;
}

interface Place {
  readonly y: number;
  readonly width: number;
  readonly taken: boolean;
}

function paintRow(canvas: CanvasRenderingContext2D, stage: TimeStage, row: Row, place: Place, colours: Colours): void {
  const { timing, frames } = filmOf(stage.desk);
  const { y, width, taken } = place;
  const alpha = canvas.globalAlpha;
  const middle = y + LANE / 2;
  const left = (frame: number) => stage.toPlace(frame < frames ? timing.start(frame) : stage.duration);
  if (taken) {
    canvas.fillStyle = colours.accent;
    canvas.globalAlpha = alpha * 0.14;
    canvas.fillRect(0, y, width, LANE);
  }
  canvas.fillStyle = row.look.style.color;
  for (const [from, to] of stretches(row.track, frames)) {
    canvas.globalAlpha = alpha * (taken ? 0.55 : 0.35);
    for (const [start, end, hidden] of pieces(row.track, from, to)) {
      const [x, next] = [left(start), left(end)];
      if (next < 0 || x > width) continue;
      // Where it is hidden behind something, a line only; what is only suggested is dashed.
      if (row.suggestion) dashed(canvas, x, next, hidden ? [middle] : [y + 5, y + LANE - 5], row.look.style.color);
      else if (hidden) canvas.fillRect(x, middle - 1, Math.max(next - x, 1), 2);
      else canvas.fillRect(x, y + 5, Math.max(next - x, 1), LANE - 10);
    }
  }
  canvas.globalAlpha = alpha;
  let last = -Infinity;
  for (const { frame, outside } of row.track.keyframes) {
    const x = stage.toPlace(timing.middle(frame));
    if (x - last < APART || x < -MARK || x > width + MARK) continue;
    last = x;
    paintMark(canvas, x, middle, outside ? "" : row.look.style.color, row.look.style.color);
  }
  canvas.fillStyle = colours.text;
  canvas.globalAlpha = alpha * 0.8;
  const label = row.suggestion ? `${row.look.title} ?` : `${row.look.title} ${row.track.id}`;
  const first = Math.max(left(row.track.keyframes[0]!.frame) + MARK + 4, 4);
  const room = canvas.measureText(label).width;
  canvas.fillText(label, first + room < width ? first : Math.max(4, left(row.track.keyframes[0]!.frame) - room - MARK - 4), middle);
  canvas.globalAlpha = alpha;
}

function dashed(canvas: CanvasRenderingContext2D, from: number, to: number, heights: readonly number[], colour: string): void {
  canvas.globalAlpha = 1;
  canvas.strokeStyle = colour;
  canvas.lineWidth = 1.5;
  canvas.setLineDash([5, 4]);
  canvas.beginPath();
  for (const y of heights) {
    canvas.moveTo(from, y);
    canvas.lineTo(to, y);
  }
  canvas.stroke();
  canvas.setLineDash([]);
}

/** A stretch cut where the thing goes behind something, or comes out. */
function pieces(track: Track, from: number, to: number): readonly (readonly [start: number, end: number, hidden: boolean])[] {
  const cuts = track.keyframes.map(({ frame }) => frame).filter((frame) => frame > from && frame < to);
  const found: [number, number, boolean][] = [];
  [from, ...cuts].forEach((start, i) => {
    const hidden = isOccluded(track, start);
    const last = found.at(-1);
    const end = cuts[i] ?? to;
    if (last?.[2] === hidden) last[1] = end;
    else found.push([start, end, hidden]);
  });
  return found;
}

function paintMark(canvas: CanvasRenderingContext2D, x: number, y: number, fill: string, line: string): void {
  canvas.beginPath();
  canvas.moveTo(x, y - MARK);
  canvas.lineTo(x + MARK, y);
  canvas.lineTo(x, y + MARK);
  canvas.lineTo(x - MARK, y);
  canvas.closePath();
  canvas.fillStyle = fill || "#ffffff";
  canvas.strokeStyle = fill ? "#ffffff" : line;
  canvas.lineWidth = 1.5;
  canvas.fill();
  canvas.stroke();
  canvas.fillStyle = line;
}

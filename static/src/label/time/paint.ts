/** Painting over the pictures: the ruler, the rows of segments, what is selected, and the cursor. */
import { ticks } from "./axis";
import { isSelected, type Segment } from "./segments";
import type { TimeStage } from "./stage";

/** Heights in pixels. */
export const RULER = 22;
export const ROW = 26;
const GAP = 3;

export interface Colours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
}

export interface Sizes {
  readonly width: number;
  readonly height: number;
  /** Where the rows of segments begin. */
  readonly lanes: number;
}

export function coloursOf(element: Element): Colours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  // `light-dark()` is resolved only where a colour is used.
  return { text: style.color, muted: resolved(element, read("--muted")), line: resolved(element, read("--line-strong")), accent: resolved(element, read("--accent")) };
}

function resolved(element: Element, colour: string): string {
  const probe = element.appendChild(document.createElement("i"));
  probe.style.color = colour;
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}

export function paint(canvas: CanvasRenderingContext2D, stage: TimeStage, sizes: Sizes, colours: Colours): void {
  const { width, height } = sizes;
  canvas.clearRect(0, 0, width, height);
  canvas.font = "12px system-ui, sans-serif";
  canvas.textBaseline = "middle";
  paintRuler(canvas, stage, sizes, colours);
  paintLanes(canvas, stage, sizes, colours);
  paintStretch(canvas, stage, sizes, colours);
  const selected = stage.desk.sheet.selected.value;
  const { start, end } = stage.view.value;
  const seen = stage.laid.value.segments.map((one) => stage.shown(one)).filter((one) => one.end >= start && one.start <= end);
  for (const one of seen) if (!stage.isHidden(one) && !isSelected(one, selected)) paintSegment(canvas, stage, sizes, one, false);
  for (const one of seen) if (!stage.isHidden(one) && isSelected(one, selected)) paintSegment(canvas, stage, sizes, one, true);
  const current = stage.desk.suggesting?.current.value?.key;
  for (const one of stage.laid.value.suggested) paintSuggested(canvas, stage, sizes, colours, one, one.suggestion === current);
  paintCursor(canvas, stage, sizes, colours);
}

function paintSuggested(canvas: CanvasRenderingContext2D, stage: TimeStage, sizes: Sizes, colours: Colours, one: Segment, current: boolean): void {
  const [left, right] = [stage.toPlace(one.start), stage.toPlace(one.end)];
  const x = Math.max(left, -4);
  const wide = Math.max(Math.min(right, sizes.width + 4) - x, 1);
  if (right < 0 || left > sizes.width) return;
  const { color, badge } = one.look.style;
  const [y, high] = [sizes.lanes + one.row * ROW + GAP, ROW - 2 * GAP + 1];
  canvas.save();
  canvas.fillStyle = canvas.strokeStyle = color;
  canvas.globalAlpha = current ? 0.3 : 0.08;
  canvas.fillRect(x, y, wide, high);
  canvas.globalAlpha = 1;
  canvas.lineWidth = current ? 2.5 : 1.5;
  canvas.setLineDash([5, 3]);
  canvas.strokeRect(x + 1, y + 1, Math.max(wide - 2, 0), high - 2);
  canvas.beginPath();
  canvas.rect(x, y, wide, high);
  canvas.clip();
  canvas.fillStyle = colours.text;
  if (wide >= 18) canvas.fillText(`? ${badge}`, Math.max(x, 0) + 5, y + high / 2 + 0.5);
  canvas.restore();
}

function paintRuler(canvas: CanvasRenderingContext2D, stage: TimeStage, { width }: Sizes, colours: Colours): void {
  canvas.lineWidth = 1;
  canvas.strokeStyle = colours.line;
  canvas.fillStyle = colours.muted;
  canvas.beginPath();
  for (const { at, words } of (stage.timing.ticks ?? ticks)(stage.view.value, width)) {
    const x = Math.round(stage.toPlace(at)) + 0.5;
    canvas.moveTo(x, words ? RULER - 8 : RULER - 4);
    canvas.lineTo(x, RULER);
    if (words) canvas.fillText(words, x + 4, RULER / 2 - 1);
  }
  canvas.moveTo(0, RULER - 0.5);
  canvas.lineTo(width, RULER - 0.5);
  canvas.stroke();
}

function paintLanes(canvas: CanvasRenderingContext2D, stage: TimeStage, { width, lanes }: Sizes, colours: Colours): void {
  canvas.strokeStyle = colours.line;
  canvas.beginPath();
  for (const { first } of stage.laid.value.lanes) {
    const y = lanes + first * ROW + 0.5;
    canvas.moveTo(0, y);
    canvas.lineTo(width, y);
  }
  canvas.stroke();
  if (stage.laid.value.lanes.length < 2) return;
  canvas.fillStyle = colours.muted;
  for (const { first, title } of stage.laid.value.lanes) canvas.fillText(title, 6, lanes + first * ROW + ROW / 2);
}

function paintSegment(canvas: CanvasRenderingContext2D, stage: TimeStage, sizes: Sizes, one: Segment, selected: boolean): void {
  const { color, ink, badge } = one.look.style;
  const [left, right] = [stage.toPlace(one.start), stage.toPlace(one.end)];
  const x = Math.max(left, -4);
  const wide = Math.max(Math.min(right, sizes.width + 4) - x, 1);
  canvas.fillStyle = color;
  canvas.globalAlpha = selected ? 0.24 : 0.1;
  canvas.fillRect(x, RULER, wide, sizes.lanes - RULER);
  canvas.globalAlpha = 1;
  if (selected) {
    canvas.fillRect(left - 0.5, RULER, 1, sizes.lanes - RULER);
    canvas.fillRect(right - 0.5, RULER, 1, sizes.lanes - RULER);
  }
  const y = sizes.lanes + one.row * ROW + GAP;
  const high = ROW - 2 * GAP + 1;
  canvas.globalAlpha = selected ? 1 : 0.78;
  canvas.beginPath();
  canvas.roundRect(x, y, wide, high, Math.min(3, wide / 2));
  canvas.fill();
  canvas.globalAlpha = 1;
  if (selected) {
    canvas.strokeStyle = ink;
    canvas.strokeRect(x + 1.5, y + 1.5, Math.max(wide - 3, 0), high - 3);
  }
  if (wide < 18) return;
  canvas.save();
  canvas.clip();
  canvas.fillStyle = ink;
  const said = one.kind.text?.(one.region);
  canvas.fillText(said ? `${badge}  ${said}` : badge, Math.max(x, 0) + 5, y + high / 2 + 0.5);
  canvas.restore();
}

function paintStretch(canvas: CanvasRenderingContext2D, stage: TimeStage, sizes: Sizes, colours: Colours): void {
  const bands = [
    { stretch: stage.clock.loop.value, alpha: 0.1 },
    { stretch: stage.desk.passage.value, alpha: 0.22 },
  ];
  canvas.fillStyle = colours.accent;
  for (const { stretch, alpha } of bands) {
    if (!stretch) continue;
    const [left, right] = [stage.toPlace(stretch.start), stage.toPlace(stretch.end)];
    canvas.globalAlpha = alpha;
    canvas.fillRect(left, 0, right - left, sizes.height);
    canvas.globalAlpha = 1;
    canvas.fillRect(left - 0.5, 0, 1, sizes.height);
    canvas.fillRect(right - 0.5, 0, 1, sizes.height);
  }
}

function paintCursor(canvas: CanvasRenderingContext2D, stage: TimeStage, { height, width }: Sizes, colours: Colours): void {
  const x = Math.round(stage.toPlace(stage.clock.time.value));
  if (x < -8 || x > width + 8) return;
  canvas.fillStyle = colours.text;
  canvas.fillRect(x, 0, 1, height);
  canvas.beginPath();
  canvas.moveTo(x - 4, 0);
  canvas.lineTo(x + 5, 0);
  canvas.lineTo(x + 0.5, 7);
  canvas.fill();
}

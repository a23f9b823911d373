/** Painting the channels of a series one below the other, each in its own scale, with the values under the cursor. */
import type { TimeStage } from "../time/stage";
import { type Drawn, drawnOf, heightOf, marksOf, said, scaleOf, type Scale, type Source } from "./lines";

export interface Colours {
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly accent: string;
  readonly back: string;
}

export interface Sizes {
  readonly width: number;
  readonly height: number;
}

const GAP = 10;
const MARK = 44;
/** A line is not drawn over what is so many usual steps long. */
const BREAK = 1.5;
const DOTS_FROM = 9;

export interface Picture {
  readonly source: Source | null;
  readonly names: readonly string[];
  /** Seconds between two rows, usually. */
  readonly step: number;
  /** Where the pointer is, in seconds; else the values at the cursor are shown. */
  readonly pointed: number | null;
  /** The measurement at a moment, in words. */
  value(channel: number, time: number): string;
}

export function paintSeries(canvas: CanvasRenderingContext2D, stage: TimeStage, picture: Picture, sizes: Sizes, colours: Colours): void {
  const { width, height } = sizes;
  canvas.clearRect(0, 0, width, height);
  canvas.font = "12px system-ui, sans-serif";
  canvas.textBaseline = "middle";
  const high = height / Math.max(picture.names.length, 1);
  picture.names.forEach((name, channel) => {
    const top = channel * high;
    if (channel) {
      canvas.fillStyle = colours.line;
      canvas.fillRect(0, Math.round(top), width, 1);
    }
    paintChannel(canvas, stage, picture, { channel, name, top, high, width }, colours);
  });
  paintPointed(canvas, stage, picture.pointed, sizes, colours);
}

interface Lane {
  readonly channel: number;
  readonly name: string;
  readonly top: number;
  readonly high: number;
  readonly width: number;
}

function paintChannel(canvas: CanvasRenderingContext2D, stage: TimeStage, picture: Picture, lane: Lane, colours: Colours): void {
  const { start, end } = stage.view.peek();
  const drawn = picture.source && drawnOf(picture.source, lane.channel, start, end, lane.width);
  const scale = drawn && scaleOf(drawn);
  const room = Math.min(GAP, lane.high / 6);
  if (drawn && scale) {
    const [top, height] = [lane.top + room, lane.high - 2 * room];
    paintMarks(canvas, scale, top, height, lane.width, colours);
    canvas.save();
    canvas.beginPath();
    canvas.rect(0, lane.top, lane.width, lane.high);
    canvas.clip();
    canvas.strokeStyle = canvas.fillStyle = colours.accent;
    canvas.lineWidth = 1.2;
    canvas.lineJoin = "round";
    const y = (value: number) => heightOf(value, scale, top, height);
    if (drawn.single) paintSingle(canvas, stage, drawn, y, picture.step);
    else paintEnds(canvas, stage, drawn, y);
    canvas.restore();
  }
  paintName(canvas, stage, picture, lane, colours);
}

function paintSingle(canvas: CanvasRenderingContext2D, stage: TimeStage, { times, ends }: Drawn, y: (value: number) => number, step: number): void {
  const apart = stage.toPlace(step) - stage.toPlace(0);
  canvas.beginPath();
  let before = NaN;
  for (let i = 0; i < times.length; i++) {
    const [time, value] = [times[i]!, ends[i]!];
    if (Number.isNaN(value)) before = NaN;
    else {
      const x = stage.toPlace(time);
      if (time - before <= BREAK * step) canvas.lineTo(x, y(value));
      else canvas.moveTo(x, y(value));
      before = time;
    }
  }
  canvas.stroke();
  if (apart < DOTS_FROM) return;
  for (let i = 0; i < times.length; i++) {
    if (!Number.isNaN(ends[i]!)) canvas.fillRect(stage.toPlace(times[i]!) - 2, y(ends[i]!) - 2, 4, 4);
  }
}

/** Cells that share a column of pixels are drawn as one stroke; neighbours are joined. */
function paintEnds(canvas: CanvasRenderingContext2D, stage: TimeStage, { times, ends }: Drawn, y: (value: number) => number): void {
  canvas.beginPath();
  let joined = false;
  for (let i = 0; i < times.length; ) {
    const x = Math.round(stage.toPlace(times[i]!));
    let [least, greatest] = [Infinity, -Infinity];
    for (; i < times.length && Math.round(stage.toPlace(times[i]!)) === x; i++) {
      if (ends[2 * i]! < least) least = ends[2 * i]!;
      if (ends[2 * i + 1]! > greatest) greatest = ends[2 * i + 1]!;
    }
    if (least > greatest) joined = false;
    else {
      if (joined) canvas.lineTo(x + 0.5, y(greatest));
      else canvas.moveTo(x + 0.5, y(greatest));
      canvas.lineTo(x + 0.5, Math.max(y(least), y(greatest) + 0.6));
      joined = true;
    }
  }
  canvas.stroke();
}

function paintMarks(canvas: CanvasRenderingContext2D, scale: Scale, top: number, height: number, width: number, colours: Colours): void {
  for (const mark of marksOf(scale, Math.max(1, Math.floor(height / MARK)))) {
    const y = Math.round(heightOf(mark, scale, top, height)) + 0.5;
    canvas.globalAlpha = 0.35;
    canvas.fillStyle = colours.line;
    canvas.fillRect(0, y - 0.5, width, 1);
    canvas.globalAlpha = 1;
    if (height < MARK) continue;
    canvas.fillStyle = colours.muted;
    canvas.textAlign = "right";
    canvas.fillText(said(mark, 6), width - 6, y - 7 < top ? y + 8 : y - 7);
    canvas.textAlign = "left";
  }
}

/** The name of the channel, and its value under the pointer or at the cursor. */
function paintName(canvas: CanvasRenderingContext2D, stage: TimeStage, picture: Picture, { channel, name, top, high }: Lane, colours: Colours): void {
  const value = picture.value(channel, picture.pointed ?? stage.clock.time.peek());
  const words = `${name}  ${value}`;
  const y = top + Math.min(13, high / 2);
  canvas.fillStyle = colours.back;
  canvas.globalAlpha = 0.8;
  canvas.fillRect(4, y - 9, canvas.measureText(words).width + 8, 18);
  canvas.globalAlpha = 1;
  canvas.fillStyle = colours.muted;
  canvas.fillText(name, 8, y);
  canvas.fillStyle = colours.text;
  canvas.fillText(value, 8 + canvas.measureText(`${name}  `).width, y);
}

function paintPointed(canvas: CanvasRenderingContext2D, stage: TimeStage, pointed: number | null, { width, height }: Sizes, colours: Colours): void {
  if (pointed === null) return;
  const x = Math.round(stage.toPlace(pointed));
  canvas.fillStyle = colours.muted;
  canvas.globalAlpha = 0.5;
  canvas.fillRect(x, 0, 1, height);
  canvas.globalAlpha = 1;
  const words = stage.read(pointed);
  const wide = canvas.measureText(words).width;
  const left = Math.min(Math.max(x + 6, 4), width - wide - 10);
  canvas.fillStyle = colours.back;
  canvas.fillRect(left - 4, height - 20, wide + 8, 18);
  canvas.fillStyle = colours.text;
  canvas.fillText(words, left, height - 11);
}

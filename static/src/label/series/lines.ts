/** What of a series is drawn: for each column of pixels the least and the greatest value, or each measurement. */

/** Numbers of one channel in the order of time; NaN where nothing was measured. */
export interface Source {
  readonly rows: number;
  readonly levels: readonly number[];
  rowAt(time: number): number;
  timeOf(row: number): number | null;
  values(channel: number, from: number, to: number): Float32Array | Float64Array | null;
  cells(every: number, channel: number, from: number, to: number): Float32Array | null;
}

/** `ends`: of each piece the least and the greatest value; `times`: when each begins. */
export interface Drawn {
  readonly times: Float64Array;
  readonly ends: Float32Array | Float64Array;
  /** Single measurements: a line joins them. */
  readonly single: boolean;
}

/** So many cells, or measurements, a pixel are drawn at most: a level joins sixteen of the one below. */
const MOST = 16;

/** What is here of a part of a channel, as fine as a window of this width can show. */
export function drawnOf(source: Source, channel: number, start: number, end: number, width: number): Drawn | null {
  const first = Math.max(source.rowAt(start) - 1, 0);
  const after = Math.min(source.rowAt(end) + 2, source.rows);
  if (after - first <= width * MOST) {
    const values = source.values(channel, first, after);
    const times = values && timesOf(source, first, after, 1);
    if (values && times) return { times, ends: values, single: true };
  }
  for (const every of source.levels) {
    const [from, to] = [Math.floor(first / every), Math.ceil(after / every)];
    if (to - from > width * MOST) continue;
    const ends = source.cells(every, channel, from, to);
    const times = ends && timesOf(source, from, to, every);
    if (ends && times) return { times, ends, single: false };
  }
  return null;
}

function timesOf(source: Source, from: number, to: number, every: number): Float64Array | null {
  const times = new Float64Array(to - from);
  for (let cell = from; cell < to; cell++) {
    const time = source.timeOf(cell * every);
    if (time === null) return null;
    times[cell - from] = time;
  }
  return times;
}

export interface Scale {
  readonly least: number;
  readonly greatest: number;
}

/** From the least to the greatest value that is seen, with some room; null when nothing was measured. */
export function scaleOf({ ends }: Drawn): Scale | null {
  let [least, greatest] = [Infinity, -Infinity];
  for (const value of ends) {
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least > greatest) return null;
  const room = greatest > least ? (greatest - least) * 0.06 : Math.max(Math.abs(least) * 0.05, 0.5);
  return { least: least - room, greatest: greatest + room };
}

export function heightOf(value: number, { least, greatest }: Scale, top: number, height: number): number {
  return top + height - ((value - least) / (greatest - least)) * height;
}

/** Round values of the scale, two to five of them. */
export function marksOf({ least, greatest }: Scale, most: number): number[] {
  const rough = (greatest - least) / Math.max(most, 1);
  const unit = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((times) => times * unit).find((one) => one >= rough) ?? rough;
  const marks: number[] = [];
  for (let n = Math.ceil(least / step); n * step <= greatest; n++) marks.push(Number((n * step).toPrecision(12)));
  return marks;
}

/** A number as short as it can be said, with so many digits at most. */
export function said(value: number | null, digits: number): string {
  if (value === null) return "…";
  return Number.isFinite(value) ? String(Number(value.toPrecision(digits))) : "–";
}

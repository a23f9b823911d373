/** Which part of the time is seen, and where on the screen a moment lies. Times are seconds, places pixels. */

/** The part of the time between the left and the right edge of the window. */
export interface View {
  readonly start: number;
  readonly end: number;
}

export interface Tick {
  readonly at: number;
  /** Its time in words; between those with words there are some without. */
  readonly words: string;
}

export const whole = (duration: number): View => ({ start: 0, end: Math.max(duration, 1e-6) });

export const lengthOf = ({ start, end }: View): number => end - start;

export function toPlace(view: View, width: number, time: number): number {
  return ((time - view.start) / lengthOf(view)) * width;
}

export function toTime(view: View, width: number, place: number): number {
  return view.start + (place / width) * lengthOf(view);
}

/** `factor` above 1 shows less time, larger; the moment `about` stays where it is. No less than `least` is shown. */
export function zoomed(view: View, factor: number, about: number, duration: number, least: number): View {
  const length = Math.min(Math.max(lengthOf(view) / factor, Math.min(least, duration)), duration);
  const share = (about - view.start) / lengthOf(view);
  return kept({ start: about - share * length, end: about + (1 - share) * length }, duration);
}

export function moved(view: View, by: number, duration: number): View {
  return kept({ start: view.start + by, end: view.end + by }, duration);
}

/** What is seen, moved no further than needed so that this stretch is seen with some room about it. */
export function revealed(view: View, start: number, end: number, duration: number): View {
  const length = lengthOf(view);
  if (start >= view.start && end <= view.end) return view;
  if (end - start >= length) return kept({ start: start - length / 10, end: start + (length * 9) / 10 }, duration);
  const room = Math.min((length - (end - start)) / 2, length / 10);
  const by = start < view.start ? start - room - view.start : end + room - view.end;
  return moved(view, by, duration);
}

/** A stretch with a quarter of its length on both sides. */
export function around(start: number, end: number, duration: number, least: number): View {
  const length = Math.min(Math.max((end - start) * 1.5, least), duration);
  const middle = (start + end) / 2;
  return kept({ start: middle - length / 2, end: middle + length / 2 }, duration);
}

/** Inside what there is, with its length. */
function kept({ start, end }: View, duration: number): View {
  const length = Math.min(end - start, duration);
  const first = Math.min(Math.max(start, 0), duration - length);
  return { start: first, end: first + length };
}

const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200, 86400];
const WORDS_EVERY = 90;

/** Round moments that are seen, those with words not too near to each other. */
export function ticks(view: View, width: number): readonly Tick[] {
  const second = width / lengthOf(view);
  const step = STEPS.find((length) => length * second >= WORDS_EVERY) ?? 86400 * Math.ceil(WORDS_EVERY / (86400 * second));
  const minor = step / 5;
  const found: Tick[] = [];
  for (let n = Math.ceil(view.start / minor); n * minor <= view.end; n++) {
    found.push({ at: n * minor, words: n % 5 ? "" : clock(n * minor, decimalsOf(step)) });
  }
  return found;
}

const decimalsOf = (step: number): number => (step >= 1 ? 0 : step >= 0.1 ? 1 : step >= 0.01 ? 2 : 3);

/** A time as it is read: 0:04.250, 12:30.000, 1:02:30.000. */
export function clock(seconds: number, decimals = 3): string {
  const unit = 10 ** decimals;
  const all = Math.round(Math.abs(seconds) * unit);
  const rest = (all % (60 * unit)) / unit;
  const minutes = Math.floor(all / (60 * unit));
  const last = rest.toFixed(decimals).padStart(decimals ? decimals + 3 : 2, "0");
  const hours = Math.floor(minutes / 60);
  const read = hours ? `${hours}:${String(minutes % 60).padStart(2, "0")}:${last}` : `${minutes}:${last}`;
  return seconds < 0 ? `−${read}` : read;
}

/** The ruler of a series whose times have a date: round days, hours and seconds of its own clock. */
import { lengthOf, type Tick, type View } from "../time/axis";

const DAY = 86_400;
const STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200];
const DAYS = [1, 2, 7, 14, 28, 91, 182, 364];
const WORDS_EVERY = 96;

/** `origin`: the first time in microseconds since 1970. */
export function dateTicks(view: View, width: number, origin: number): readonly Tick[] {
  const second = width / lengthOf(view);
  const rough = WORDS_EVERY / second;
  const step = [...STEPS, ...DAYS.map((days) => days * DAY)].find((one) => one >= rough) ?? 364 * DAY * Math.ceil(rough / (364 * DAY));
  const minor = step / (step === 7 * DAY ? 7 : 5);
  const each = Math.round(step / minor);
  const first = origin / 1e6;
  const found: Tick[] = [];
  for (let n = Math.ceil((first + view.start) / minor - 1e-9); n * minor - first <= view.end; n++) {
    found.push({ at: n * minor - first, words: n % each ? "" : words(n * minor, step) });
  }
  return found;
}

function words(seconds: number, step: number): string {
  const date = new Date(Math.round(seconds * 1000));
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  const time = `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  if (step >= 28 * DAY) return `${date.getUTCFullYear()}-${day}`;
  if (step >= DAY) return day;
  if (step >= 60) return time === "00:00" ? day : time;
  const rest = two(date.getUTCSeconds()) + (step < 1 ? (date.getUTCMilliseconds() / 1000).toFixed(3).slice(1) : "");
  return `${time}:${rest}`;
}

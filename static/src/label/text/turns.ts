/** The turns of a dialogue, as its import has stored them beside the text. */
import type { CodePoints } from "../../lib/codepoints";

export interface Turn {
  /** In UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly speaker: string;
  readonly time: string;
}

/** None where the task is no dialogue. What was imported may be anything: only places in the text count. */
export function turnsOf(meta: Readonly<Record<string, unknown>>, text: CodePoints): readonly Turn[] {
  if (!Array.isArray(meta.turns)) return [];
  const turns: Turn[] = [];
  let before = 0;
  for (const { start, end, speaker, time } of meta.turns as Record<string, unknown>[]) {
    if (!isPlace(start) || !isPlace(end) || start < before || end < start || end > text.length) return [];
    before = end;
    turns.push({
      start: text.toUnits(start),
      end: text.toUnits(end),
      speaker: typeof speaker === "string" ? speaker : "",
      time: typeof time === "number" ? clock(time) : typeof time === "string" ? time : "",
    });
  }
  return turns;
}

/** The turn that holds a position; the last that begins before it. */
export function turnAt(turns: readonly Turn[], position: number): number {
  let low = 0;
  let high = turns.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (turns[middle]!.start <= position) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function isPlace(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0;
}

/** Seconds as people read them: 75.4 is 1:15. */
function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

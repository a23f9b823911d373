/** Times as they stand in the file: seconds of the axis back to timestamps, to seconds since 1970, to rows. */
import type { Asset } from "../types";
import { clock } from "./axis";

/** What the import says of the times of a series. */
export interface TimeFacts {
  readonly kind: "iso" | "epoch" | "seconds" | "index";
  /** The first time as it stands. */
  readonly first: string;
  /** Seconds that one of its numbers takes. */
  readonly unit: number;
}

const MICRO = 1_000_000;
const ISO = /^(\d{4})([-/])(\d{1,2})[-/](\d{1,2})(?:([T ])(\d{1,2}):(\d{2})(?::(\d{2})(?:([.,])(\d+))?)?)?(\s*(?:Z|[-+]\d{2}:?\d{2}))?$/;
const DIGITS = 15;

export function timeFacts(asset: Asset | null): TimeFacts | null {
  return (asset?.facts?.time as TimeFacts | undefined) ?? null;
}

/** A moment for people: as it stands in the file, or by the clock. */
export function reading(asset: Asset | null, seconds: number): string {
  const facts = timeFacts(asset);
  return (facts && stampOf(facts, seconds)) ?? clock(seconds);
}

/** The time of the file so many seconds after its first. */
export function stampOf(facts: TimeFacts, seconds: number): string | null {
  if (facts.kind === "iso") return isoOf(facts.first, seconds);
  const value = Number(facts.first) + seconds / facts.unit;
  return facts.kind === "index" ? String(Math.round(value)) : String(Number(value.toPrecision(DIGITS)));
}

/** Microseconds since 1970 of the first time, its zone left aside; null where it is no date. */
export function originOf({ kind, first, unit }: TimeFacts): number | null {
  if (kind === "epoch") return Number(first) * unit * MICRO;
  const found = kind === "iso" ? ISO.exec(first) : null;
  if (!found) return null;
  const [, year, , month, day, , hour, minute, second, , fraction] = found;
  const whole = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour ?? 0), Number(minute ?? 0), Number(second ?? 0));
  return whole * 1000 + Number((fraction ?? "").padEnd(6, "0").slice(0, 6));
}

function isoOf(first: string, seconds: number): string | null {
  const found = ISO.exec(first);
  const origin = originOf({ kind: "iso", first, unit: 1 / MICRO });
  if (!found || origin === null) return null;
  const [, , sign, , , between, , , second, point, fraction, zone] = found;
  const micros = origin + Math.round(seconds * MICRO);
  const date = new Date(Math.floor(micros / MICRO) * 1000);
  const rest = micros - Math.floor(micros / MICRO) * MICRO;
  const two = (value: number) => String(value).padStart(2, "0");
  const day = [String(date.getUTCFullYear()).padStart(4, "0"), two(date.getUTCMonth() + 1), two(date.getUTCDate())].join(sign);
  const [h, m, s] = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()];
  const digits = Math.max(fraction?.length ?? 0, rest ? String(rest).padStart(6, "0").replace(/0+$/, "").length : 0);
  const exact = digits ? (point ?? ".") + String(rest).padStart(6, "0").padEnd(digits, "0").slice(0, digits) : "";
  const needsTime = between !== undefined || h || m || s || rest;
  const needsSeconds = second !== undefined || between === undefined || s || rest;
  const time = needsTime ? `${between ?? " "}${two(h)}:${two(m)}${needsSeconds ? `:${two(s)}${exact}` : ""}` : "";
  return `${day}${time}${zone ?? ""}`;
}

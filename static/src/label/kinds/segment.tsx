/** Segments of time, in seconds: of a recording, a film, a series of measurements. */
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import type { Kind, TimeKind } from "../kind";
import { countByLabel, Palette } from "../panels/palette";
import { clock } from "../time/axis";
import { reading } from "../time/stamps";
import type { Field, Region } from "../types";

export interface SegmentRegion extends Region {
  readonly start: number;
  readonly end: number;
  /** What is said in it. */
  readonly text?: string;
  readonly channel?: string;
}

const time: TimeKind<SegmentRegion> = {
  times: ({ start, end }) => [start, end],
  make: (start, end, channel) => ({ start, end, ...(channel ? { channel } : {}) }),
  reshape: (region, start, end) => ({ ...region, start, end }),
  channel: ({ channel }) => channel,
  text: ({ text }) => text,
};

/** Stretch first or label first: what is selected gets the label, otherwise the label waits for the next stretch. */
function choose(desk: Desk, field: Field, label: string): void {
  const stretch = desk.passage.peek();
  if (stretch) {
    desk.passage.value = null;
    desk.add(field, label, time.make(stretch.start, stretch.end, field.by_channel ? channelFor(desk, stretch.channel) : undefined));
    return;
  }
  if (desk.relabel(field, label)) return;
  const armed = desk.armed.peek();
  const again = armed?.field === field && armed.label === label;
  desk.armed.value = again ? null : { field, label };
  const title = desk.look(field, label).title;
  desk.say(again ? gettext("No label chosen") : fill(gettext("Next stretch: %(label)s"), { label: title }));
}

/** The channel it was selected in, or the first. */
function channelFor(desk: Desk, channel: string | undefined): string {
  return channel ?? channelsOf(desk)[0] ?? "1";
}

/** The channels of the task's file by name; those that have only a number are called 1, 2, … */
export function channelsOf(desk: Desk): readonly string[] {
  const given = desk.task.asset?.facts?.channels;
  if (typeof given === "number") return Array.from({ length: given }, (_, n) => String(n + 1));
  return Array.isArray(given) ? given.map(String) : [];
}

/** What the schema does not allow: segments that overlap, are too short, or have nothing written beside them. */
function problem(_desk: Desk, field: Field, answer: unknown): string | null {
  const segments = answer as readonly SegmentRegion[];
  const short = segments.find(({ start, end }) => end - start < (field.shortest ?? 0) * (1 - 1e-9));
  if (short) {
    const values = { time: clock(short.start), seconds: field.shortest! };
    return fill(gettext("The segment at %(time)s is shorter than %(seconds)s seconds."), values);
  }
  const silent = field.transcript === "required" && segments.find(({ text }) => !text?.trim());
  if (silent) return fill(gettext("Write what is said at %(time)s."), { time: clock(silent.start) });
  return field.overlapping === false ? overlap(segments) : null;
}

function overlap(segments: readonly SegmentRegion[]): string | null {
  const ends = new Map<string, SegmentRegion>();
  for (const two of segments.toSorted((a, b) => a.start - b.start)) {
    const one = ends.get(two.channel ?? "");
    if (one && two.start < one.end) {
      const values = { one: clock(one.start), two: clock(two.start) };
      return fill(gettext("The segments at %(one)s and %(two)s overlap, which is not allowed here. Shorten or delete one."), values);
    }
    ends.set(two.channel ?? "", two);
  }
  return null;
}

export const KIND: Kind = {
  name: "segment",
  problem,
  Panel: Palette,
  choose,
  summary: countByLabel,
  describe(region, desk) {
    const { start, end, channel, text } = region as SegmentRegion;
    const read = (time: number) => reading(desk.task.asset, time);
    return [`${read(start)}–${read(end)}`, channel, text].filter(Boolean).join(" · ");
  },
  time: time as unknown as TimeKind,
};

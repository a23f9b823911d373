/** The segments on the desk: of which field, in which row, and which of them is meant by a place. */
import type { Desk, Look } from "../desk";
import { fieldsWith, type TimeKind } from "../kind";
import type { Selected } from "../sheet";
import type { Field, Region } from "../types";

export interface Segment {
  readonly field: Field;
  readonly region: Region;
  readonly kind: TimeKind;
  readonly look: Look;
  readonly start: number;
  readonly end: number;
  readonly channel: string;
  /** Counted from above; segments of one row share no time. */
  readonly row: number;
  /** The key of what is only suggested. */
  readonly suggestion?: string;
}

/** A group of rows: one for each field, and in it one for each channel that it names. */
export interface Lane {
  readonly title: string;
  readonly field: Field;
  readonly channel: string;
  readonly first: number;
  readonly rows: number;
}

export interface Laid {
  /** In the order of their starts, lane after lane. */
  readonly segments: readonly Segment[];
  /** What models suggest, in rows below those of its lane. */
  readonly suggested: readonly Segment[];
  readonly lanes: readonly Lane[];
  readonly rows: number;
}

export type Edge = "start" | "end";

/** All segments in rows. Of one lane, a segment lies in the first row that is free at its start. */
export function laid(desk: Desk, channels: readonly string[]): Laid {
  const segments: Segment[] = [];
  const suggested: Segment[] = [];
  const lanes: Lane[] = [];
  let row = 0;
  for (const field of fieldsWith(desk, "time")) {
    const kind = desk.kindOf(field).time!;
    const all = desk.sheet.regions(field.name).map((region) => read(desk, field, kind, region));
    const open = (desk.suggesting?.pending.value ?? []).filter((one) => one.field === field && one.region);
    const ghosts = open.map((one) => ({ ...read(desk, field, kind, one.region!), suggestion: one.key }));
    const names = field.by_channel ? channels : [""];
    for (const channel of names) {
      const those = all.filter((one) => !field.by_channel || one.channel === channel);
      const above = inRows(those, row, segments);
      const below = inRows(ghosts.filter((one) => !field.by_channel || one.channel === channel), row + above, suggested);
      const rows = Math.max(above + below, 1);
      const title = channel ? `${desk.titleOf(field)} · ${channel}` : desk.titleOf(field);
      lanes.push({ title, field, channel, first: row, rows });
      row += rows;
    }
  }
  return { segments, suggested, lanes, rows: row };
}

/** Put each in the first row that is free at its start; how many rows that took. */
function inRows(those: readonly Segment[], first: number, into: Segment[]): number {
  const ends: number[] = [];
  for (const one of those.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const free = ends.findIndex((end) => end <= one.start);
    const at = free < 0 ? ends.length : free;
    ends[at] = one.end;
    into.push({ ...one, row: first + at });
  }
  return ends.length;
}

function read(desk: Desk, field: Field, kind: TimeKind, region: Region): Segment {
  const [start, end] = kind.times(region);
  const channel = kind.channel?.(region) ?? "";
  return { field, region, kind, look: desk.look(field, region.label), start, end, channel, row: 0 };
}

export function isSelected(one: Segment, selected: Selected | null): boolean {
  return selected?.id === one.region.id && selected.field === one.field.name;
}

/** The segment at a moment: the shortest, or after a repeated click the next longer one. */
export function meantAt(found: readonly Segment[], time: number, row: number | null, deeperThan: string | null): Segment | null {
  const hits = found
    .filter((one) => one.start <= time && time < one.end && (row === null || one.row === row))
    .sort((a, b) => a.end - a.start - (b.end - b.start));
  const at = hits.findIndex(({ region }) => region.id === deeperThan);
  return hits[(at + 1) % (hits.length || 1)] ?? null;
}

/** The border within `slack` seconds of a moment; the nearest, and the selected segment's before others'. */
export function edgeAt(
  found: readonly Segment[],
  time: number,
  slack: number,
  row: number | null,
  selected: Selected | null,
): { segment: Segment; edge: Edge } | null {
  let best: { segment: Segment; edge: Edge; away: number } | null = null;
  for (const segment of found) {
    const own = isSelected(segment, selected);
    if (row === null ? !own : segment.row !== row) continue;
    for (const edge of ["start", "end"] as const) {
      const away = Math.abs(segment[edge] - time) - (own ? slack : 0);
      if (away <= (own ? 0 : slack) && (!best || away < best.away)) best = { segment, edge, away };
    }
  }
  return best;
}

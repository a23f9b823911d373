/** Copies of regions and answers: within a task, from one task to another, from the task before. */
import { fill, gettext, ngettext } from "../lib/i18n";
import type { Clipboard } from "./clipboard";
import type { Desk } from "./desk";
import type { Point, Size } from "./image/geometry";
import { type ShapeKind, shapeOf } from "./image/shape";
import { isEmpty } from "./kind";
import { same } from "./keep/drafts";
import type { AnswerChange, Selected } from "./sheet";
import type { Field, Region, Value } from "./types";

/** A copy in the same image lies this far from its original, as a part of the longer side. */
const ASIDE = 0.015;

export function paste(desk: Desk, clipboard: Clipboard): void {
  const { held } = clipboard;
  if (!held) return;
  const field = fieldFor(desk, held.field, held.kind, held.region.label);
  const put = field && (place(desk, field, held.region, held.task === desk.task.id) ?? atCursor(desk, field, held.region));
  if (!field || !put) desk.say(gettext("The copied region has no place in this task."));
  else {
    const region = desk.add(field, held.region.label, put);
    // Pasted again, the next one lies beside this one, not on it.
    clipboard.held = { ...held, field: field.name, region, task: desk.task.id };
  }
}

/**
 * Beside the original on an image, after it in time. In a text it lies over it: with another label, the same words say
 * two things.
 */
export function duplicate(desk: Desk): void {
  const selected = desk.sheet.selected.peek();
  const region = desk.sheet.find(selected);
  if (!selected || !region) return;
  const field = desk.field(selected.field);
  const put = place(desk, field, region, true) ?? after(desk, field, region) ?? over(desk, field, region);
  if (put) desk.add(field, region.label, put);
  else desk.tell(gettext("There is no room here for a copy of this region."));
}

/** Take over what another task holds, as one step of undo: regions are added, open questions answered. */
export function copyAll(desk: Desk, value: Value): void {
  const changes: AnswerChange[] = [];
  let [regions, answers] = [0, 0];
  let last: Selected | null = desk.sheet.selected.peek();
  for (const field of desk.schema.fields) {
    const [before, theirs] = [desk.sheet.value.peek()[field.name], value[field.name]];
    if (isEmpty(theirs)) continue;
    if (desk.kindOf(field).describe) {
      const added = regionsFrom(desk, field, theirs as readonly Region[]);
      if (!added.length) continue;
      changes.push({ field: field.name, before, after: [...desk.sheet.regions(field.name), ...added] });
      regions += added.length;
      last = null;
    } else if (isEmpty(before)) {
      changes.push({ field: field.name, before, after: theirs });
      answers++;
    }
  }
  if (changes.length) desk.sheet.edit(changes, last);
  desk.say(changes.length ? sayCopied(regions, answers) : gettext("The task before has nothing that fits here."));
}

/** Those that are not here already, with numbers of their own. */
function regionsFrom(desk: Desk, field: Field, theirs: readonly Region[]): Region[] {
  const here = desk.sheet.regions(field.name).map(anonymous);
  const fresh = theirs.filter((region) => isKnown(field, region.label) && !here.some((one) => same(one, anonymous(region))));
  return fresh.flatMap((region) => {
    const put = desk.kindOf(field).shape ? place(desk, field, region, false) : null;
    return put ? [{ ...put, id: desk.sheet.freshId(), label: region.label }] : [];
  });
}

/** The region where it belongs on this desk; null when there is no such place. */
function place(desk: Desk, field: Field, region: Region, sameTask: boolean): object | null {
  const { passage } = desk.kindOf(field);
  const shape = shapeOf(desk, field);
  const { id: _id, label: _label, ...rest } = region;
  if (shape && desk.task.asset) {
    const { width, height } = desk.task.asset;
    const by = sameTask ? Math.max(4, Math.round(Math.max(width, height) * ASIDE)) : 0;
    return onImage(region, shape, { x: by, y: by }, { width, height });
  }
  const stretch = desk.passage.peek();
  if (!passage || !stretch) return null;
  const [start, end] = [desk.text.fromUnits(stretch.start), desk.text.fromUnits(stretch.end)];
  desk.passage.value = null;
  const { parts: _parts, ...kept } = rest as { parts?: unknown };
  return { ...kept, ...passage.make(desk.text, start, end) };
}

/** A segment of the same length from the cursor on, which goes to its end: pasted again, the next one follows. */
function atCursor(desk: Desk, field: Field, region: Region): object | null {
  const { strip } = desk;
  const put = strip ? inTime(desk, field, region, strip.clock.time.peek()) : null;
  if (strip && put) strip.moveTo(desk.kindOf(field).time!.times(put as Region)[1]);
  return put;
}

/** A segment of the same length where this one ends, or before it where there is no time left. */
function after(desk: Desk, field: Field, region: Region): object | null {
  const { strip } = desk;
  const times = strip && desk.kindOf(field).time?.times(region);
  if (!times) return null;
  const [start, end] = times;
  const before = start - (end - start);
  if (end + (end - start) <= strip.duration) return inTime(desk, field, region, end);
  return before < 0 ? null : inTime(desk, field, region, before);
}

/** What is said in a segment is said in no other, so it is left behind. */
function inTime({ strip, kinds }: Desk, field: Field, region: Region, from: number): object | null {
  const kind = kinds.get(field.kind)!.time;
  if (!strip || !kind) return null;
  const [start, end] = kind.times(region);
  const channel = kind.channel?.(region);
  if (end - start > strip.duration || (channel !== undefined && !strip.timing.channels.includes(channel))) return null;
  const { id: _id, label: _label, text: _said, ...rest } = strip.movedBy({ kind, region, start, end }, from - start) as Region & { text?: string };
  return rest;
}

function over(desk: Desk, field: Field, region: Region): object | null {
  if (!desk.kindOf(field).passage || field.overlapping === false) return null;
  const { id: _id, label: _label, ...rest } = region;
  return rest;
}

function onImage(region: Region, shape: ShapeKind, by: Point, frame: Size): object | null {
  const moved = (shape.shift ?? shape.move)(region, by, frame);
  if (!moved) return null;
  const { left, top, right, bottom } = shape.bounds(moved);
  const outside = left > frame.width || top > frame.height || right < 0 || bottom < 0;
  const larger = right - left > frame.width || bottom - top > frame.height;
  if (outside || larger) return null;
  const { id: _id, label: _label, ...draft } = moved;
  return draft;
}

function fieldFor(desk: Desk, name: string, kind: string, label: string): Field | undefined {
  const fitting = desk.schema.fields.filter((field) => field.kind === kind && isKnown(field, label));
  return fitting.find((field) => field.name === name) ?? fitting[0];
}

function isKnown(field: Field, label: string): boolean {
  return (field.labels ?? []).some(({ name }) => name === label);
}

function anonymous({ id: _id, ...rest }: Region): object {
  return rest;
}

function sayCopied(regions: number, answers: number): string {
  const parts = [
    regions ? fill(ngettext("%(count)s region", "%(count)s regions", regions), { count: regions }) : "",
    answers ? fill(ngettext("%(count)s answer", "%(count)s answers", answers), { count: answers }) : "",
  ];
  return fill(gettext("Copied: %(what)s"), { what: parts.filter(Boolean).join(", ") });
}

/**
 * What runs in time, on the desk: which part of it is seen, where its cursor stands, and the segments on it. Audio,
 * video and series put their own pictures into it; pointer, keys and painting are in their own files.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import type { Region } from "../types";
import { around, lengthOf, moved, revealed, type Tick, toPlace, toTime, type View, whole, zoomed } from "./axis";
import type { Clock, Stretch } from "./clock";
import { reading } from "./stamps";
import { type Edge, isSelected, type Laid, laid, type Segment } from "./segments";

/** What a medium says of the time it runs in. */
export interface Timing {
  /** In seconds. */
  readonly duration: number;
  /** The least that the cursor moves by, in seconds: an arrow key. */
  readonly step: number;
  /** The least that can be shown, in seconds. */
  readonly least: number;
  /** The nearest moment that can be a border: a sample, a frame, a row. */
  snap(time: number): number;
  /** The moment so many steps later, where steps are not all equally long. */
  later?(time: number, steps: number): number;
  /** Round moments to write above what is seen, where time has a date. */
  ticks?(view: View, width: number): readonly Tick[];
  /** The channels by name, for fields that divide by them. */
  readonly channels: readonly string[];
}

/** So near, in pixels, a border snaps to another border or to the cursor. */
const NEAR = 6;

export class TimeStage {
  readonly view: Signal<View>;
  /** Width of the window in pixels. */
  readonly width = signal(1);
  readonly laid: ReadonlySignal<Laid>;
  /** The selected segment while it is dragged: on the sheet only when it is let go. */
  readonly moving: Signal<{ readonly segment: Segment; readonly region: Region } | null> = signal(null);
  /** Where the stretch begins that is being marked by keys. */
  readonly markedFrom: Signal<number | null> = signal(null);
  private readonly endings: (() => void)[] = [];

  constructor(
    readonly desk: Desk,
    readonly clock: Clock,
    readonly timing: Timing,
  ) {
    desk.strip = this;
    this.view = signal(whole(timing.duration));
    this.laid = computed(() => {
      void desk.sheet.value.value;
      return laid(desk, timing.channels);
    });
    this.endings.push(
      effect(() => this.revealSelected()),
      effect(() => this.followCursor()),
      effect(() => this.growMark()),
    );
  }

  close(): void {
    this.endings.forEach((end) => end());
    this.clock.close();
  }

  get duration(): number {
    return this.timing.duration;
  }

  toPlace(time: number): number {
    return toPlace(this.view.value, this.width.value, time);
  }

  toTime(place: number): number {
    return toTime(this.view.peek(), this.width.peek(), place);
  }

  /** Seconds that one pixel of the screen takes. */
  get pixel(): number {
    return lengthOf(this.view.peek()) / this.width.peek();
  }

  zoom(factor: number, about: number = this.middle()): void {
    this.view.value = zoomed(this.view.peek(), factor, about, this.duration, this.timing.least);
  }

  /** By a share of what is seen. */
  pan(share: number): void {
    this.view.value = moved(this.view.peek(), share * lengthOf(this.view.peek()), this.duration);
  }

  look(view: View): void {
    this.view.value = moved(view, 0, this.duration);
  }

  showAll(): void {
    this.view.value = whole(this.duration);
  }

  showSelected(): boolean {
    const found = this.selected();
    const stretch = found ?? this.desk.passage.peek();
    if (!stretch) return false;
    this.view.value = around(stretch.start, stretch.end, this.duration, this.timing.least);
    return true;
  }

  /** Where zooming by keys happens: at the cursor, when it can be seen. */
  private middle(): number {
    const { start, end } = this.view.peek();
    const now = this.clock.time.peek();
    return now >= start && now <= end ? now : (start + end) / 2;
  }

  /** A moment that may be a border, inside what there is. Near other borders and the cursor it is there. */
  snap(time: number, free = true, except: Segment | null = null): number {
    const exact = Math.min(Math.max(this.timing.snap(time), 0), this.duration);
    if (free) return exact;
    const borders = this.laid
      .peek()
      .segments.filter((one) => one !== except)
      .flatMap(({ start, end }) => [start, end]);
    const near = [...borders, this.clock.time.peek(), 0, this.duration]
      .map((at) => ({ at, away: Math.abs(at - time) }))
      .filter(({ away }) => away <= NEAR * this.pixel)
      .sort((a, b) => a.away - b.away);
    return near[0] ? Math.min(Math.max(near[0].at, 0), this.duration) : exact;
  }

  selected(): Segment | null {
    const selected = this.desk.sheet.selected.peek();
    return this.laid.peek().segments.find((one) => isSelected(one, selected)) ?? null;
  }

  /** The segment as it is seen: while it is dragged, as the hand has it. */
  shown(segment: Segment): Segment {
    const moving = this.moving.value;
    if (!moving || moving.segment.region.id !== segment.region.id || moving.segment.field !== segment.field) return segment;
    const [start, end] = segment.kind.times(moving.region);
    return { ...segment, region: moving.region, start, end };
  }

  isLocked(segment: Segment): boolean {
    return this.desk.sheet.locked.peek().has(segment.region.id);
  }

  isHidden(segment: Segment): boolean {
    return this.desk.sheet.hidden.value.has(segment.region.id);
  }

  /** The segment with one border elsewhere; a border is never dragged beyond the other one. */
  withEdge(segment: Segment, edge: Edge, to: number): Region {
    const least = Math.max(segment.field.shortest ?? 0, this.timing.step / 1000);
    const { start, end } = segment;
    return edge === "start"
      ? segment.kind.reshape(segment.region, Math.min(to, Math.max(0, this.timing.snap(end - least))), end)
      : segment.kind.reshape(segment.region, start, Math.max(to, Math.min(this.duration, this.timing.snap(start + least))));
  }

  /** The whole segment later by so many seconds, with its length. */
  movedBy(segment: Pick<Segment, "kind" | "region" | "start" | "end">, by: number): Region {
    const { start, end } = segment;
    const first = Math.min(Math.max(start + by, 0), this.duration - (end - start));
    const from = this.timing.snap(first);
    return segment.kind.reshape(segment.region, from, Math.min(this.timing.snap(from + (end - start)), this.duration));
  }

  put(segment: Segment, region: Region, mark = ""): void {
    const [start, end] = segment.kind.times(region);
    if (!(end > start)) return;
    this.desk.sheet.put(segment.field.name, region, mark);
  }

  /** Move a border of the selected segment by steps, or to the cursor. */
  nudge(edge: Edge, by: number | null): boolean {
    const segment = this.selected();
    if (!segment || this.isLocked(segment)) return false;
    const to = by === null ? this.clock.time.peek() : this.later(segment[edge], by);
    const region = this.withEdge(segment, edge, this.snap(to));
    this.put(segment, region, by === null ? "" : `time-${edge}/${segment.region.id}`);
    const [start, end] = segment.kind.times(region);
    const at = edge === "start" ? start : end;
    if (by !== null) this.view.value = revealed(this.view.peek(), at, at, this.duration);
    this.desk.say(this.read(at));
    return true;
  }

  /** The cursor by so many steps, or seconds. */
  step(seconds: number): void {
    this.moveTo(this.clock.time.peek() + seconds);
  }

  /** The cursor by so many of the least steps. */
  steps(count: number): void {
    this.moveTo(this.later(this.clock.time.peek(), count));
  }

  /** How a moment is read: as it stands in the file, where that says when it was. */
  read(time: number): string {
    return reading(this.desk.task.asset, time);
  }

  private later(time: number, steps: number): number {
    return this.timing.later?.(time, steps) ?? time + steps * this.timing.step;
  }

  moveTo(time: number): void {
    this.clock.seek(this.snap(time));
    const at = this.clock.time.peek();
    this.view.value = revealed(this.view.peek(), at, at, this.duration);
    if (!this.clock.playing.peek()) this.desk.say(this.read(at));
  }

  /** Begin a stretch at the cursor; it grows with it. */
  markStart(): void {
    batch(() => {
      this.desk.sheet.select(null);
      this.markedFrom.value = this.snap(this.clock.time.peek());
    });
    this.desk.say(fill(gettext("From %(time)s"), { time: this.read(this.markedFrom.peek()!) }));
  }

  /** End it here: it gets the label in the hand, or waits for one. */
  markEnd(): boolean {
    const from = this.markedFrom.peek();
    if (from === null) return false;
    this.markedFrom.value = null;
    this.stretch(from, this.clock.time.peek());
    return true;
  }

  /** A stretch was marked: with a label in the hand it is a segment already. */
  stretch(one: number, other: number, channel?: string): void {
    const [start, end] = [this.snap(Math.min(one, other)), this.snap(Math.max(one, other))];
    if (!(end > start)) {
      this.desk.passage.value = null;
      return;
    }
    this.desk.passage.value = { start, end, channel };
    const armed = this.desk.armed.peek();
    if (armed && this.desk.kindOf(armed.field).time) this.label();
    else this.desk.say(fill(gettext("%(start)s to %(end)s selected"), { start: this.read(start), end: this.read(end) }));
  }

  /** What is selected gets the label in the hand, or the only one there is. */
  label(): boolean {
    if (!this.desk.passage.peek()) return false;
    const fields = fieldsWith(this.desk, "time");
    const only = fields.length === 1 && fields[0]!.labels.length === 1 ? { field: fields[0]!, label: fields[0]!.labels[0]!.name } : null;
    const chosen = this.desk.armed.peek() ?? only;
    if (!chosen || !this.desk.kindOf(chosen.field).time) return false;
    this.desk.choose(chosen.field, chosen.label);
    return true;
  }

  /** What is played by itself: the selected stretch or segment. */
  chosen(): Stretch | null {
    const found = this.desk.passage.peek() ?? this.selected();
    return found ? { start: found.start, end: found.end } : null;
  }

  playChosen(): boolean {
    const chosen = this.chosen();
    if (!chosen || !this.clock.canPlay) return false;
    this.clock.play(chosen);
    return true;
  }

  toggleLoop(): boolean {
    if (!this.clock.canPlay) return false;
    if (this.clock.loop.peek()) {
      this.clock.loop.value = null;
      return true;
    }
    const chosen = this.chosen();
    if (!chosen) return false;
    this.clock.loop.value = chosen;
    this.clock.play();
    return true;
  }

  /** A segment selected from the list or by Tab comes into sight, and the cursor goes to its start. */
  private revealSelected(): void {
    const selected = this.desk.sheet.selected.value;
    const suggested = this.desk.suggesting?.current.value?.key;
    const { segments, suggested: ghosts } = this.laid.peek();
    const segment = suggested ? ghosts.find((one) => one.suggestion === suggested) : segments.find((one) => isSelected(one, selected));
    if (!segment) return;
    this.view.value = revealed(this.view.peek(), segment.start, segment.end, this.duration);
    const now = this.clock.time.peek();
    if (!this.clock.playing.peek() && (now < segment.start || now > segment.end)) this.clock.seek(segment.start);
  }

  /** While it plays, a page is turned when the cursor leaves what is seen. */
  private followCursor(): void {
    const now = this.clock.time.value;
    const view = this.view.peek();
    if (!this.clock.playing.peek() || this.moving.peek() || (now >= view.start && now <= view.end)) return;
    this.look({ start: now, end: now + lengthOf(view) });
  }

  private growMark(): void {
    const from = this.markedFrom.value;
    if (from === null) return;
    const now = this.snap(this.clock.time.value);
    this.desk.passage.value = now === from ? null : { start: Math.min(from, now), end: Math.max(from, now) };
  }
}

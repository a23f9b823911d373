/** What is done to the regions of a text: they get labels, edges, further parts, and equal strings theirs. */
import { fill, gettext, ngettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { fieldsWith, type PassageKind } from "../kind";
import type { Selected } from "../sheet";
import type { Field, Region } from "../types";
import type { Cursor } from "./cursor";
import { occurrences } from "./equal";
import { Marks } from "./marks";
import { type Part, stretched, toggled } from "./parts";

export type Edge = "start" | "end";

/** The selected region with its parts in UTF-16 units. */
interface Held {
  readonly selected: Selected;
  readonly field: Field;
  readonly kind: PassageKind;
  readonly region: Region;
  readonly parts: readonly Part[];
}

export class Editing {
  constructor(
    private readonly desk: Desk,
    private readonly cursor: Cursor,
  ) {}

  /** A label that was chosen before goes to what has just been selected. */
  labelArmed(): boolean {
    const armed = this.desk.armed.peek();
    if (!armed || !this.desk.passage.peek() || !this.desk.kindOf(armed.field).passage) return false;
    this.desk.choose(armed.field, armed.label);
    return true;
  }

  /** Enter: the chosen label, or the only one there is, goes to the selected text. */
  labelSelection(): boolean {
    if (!this.desk.passage.peek()) return false;
    if (this.labelArmed()) return true;
    const [field, another] = fieldsWith(this.desk, "passage");
    if (!field || another || field.labels.length !== 1) {
      this.desk.say(gettext("Press the key of a label."));
      return true;
    }
    this.desk.choose(field, field.labels[0]!.name);
    return true;
  }

  /** Move one edge of the selected region by a character. */
  step(edge: Edge, by: 1 | -1): boolean {
    const held = this.held();
    if (!held) return false;
    const [start, end] = hull(held.parts);
    const borders: Part = edge === "start" ? [this.next(start, by), end] : [start, this.next(end, by)];
    return this.reshape(held, stretched(held.parts, borders), `stretch ${held.region.id} ${edge}`);
  }

  /** The nearer edge of the selected region comes here. */
  stretchTo(to: number): boolean {
    const held = this.held();
    if (!held) return false;
    const [start, end] = hull(held.parts);
    const borders: Part = Math.abs(to - start) < Math.abs(to - end) ? [to, end] : [start, to];
    return this.reshape(held, stretched(held.parts, borders));
  }

  /** What is selected becomes a part of the selected region; what was one is taken out of it. */
  addPart(): boolean {
    const passage = this.desk.passage.peek();
    const held = passage && this.held();
    if (!held) return false;
    const parts = toggled(held.parts, [passage.start, passage.end]);
    if (held.field.discontinuous === false && parts.length > 1) {
      this.desk.tell(gettext("Regions in several parts are not allowed here."));
      return true;
    }
    this.desk.passage.value = null;
    if (parts.length) return this.reshape(held, parts);
    this.desk.tell(gettext("This is the only part of the region. Delete the region instead."));
    return true;
  }

  /** Every string equal to the selected region's gets its label, except where a region of the question lies already. */
  labelEqual(): boolean {
    const held = this.held();
    if (!held) {
      this.desk.tell(gettext("Select a region first: all strings equal to it then get its label."));
      return true;
    }
    const { field, kind, region, parts } = held;
    if (parts.length > 1) {
      this.desk.tell(gettext("This works with regions in one part only."));
      return true;
    }
    const { sheet, text } = this.desk;
    const [start, end] = parts[0]!;
    const regions = sheet.regions(field.name);
    const taken = Marks.all(this.desk, field);
    let skipped = -1;
    const added: Region[] = [];
    for (const at of occurrences(text.text, text.text.slice(start, end))) {
      const stop = at + end - start;
      if (taken.between(at, stop).length) skipped++;
      else added.push({ ...kind.make(text, text.fromUnits(at), text.fromUnits(stop)), id: sheet.freshId(), label: region.label });
    }
    const changes = added.map((after, i) => ({ field: field.name, at: regions.length + i, before: null, after }));
    if (changes.length) sheet.edit(changes, held.selected);
    this.desk.tell(counted(added.length, Math.max(skipped, 0), this.desk.look(field, region.label).title));
    return true;
  }

  private reshape(held: Held, parts: readonly Part[], mark = ""): boolean {
    const { field, kind, region, selected } = held;
    const { text, sheet } = this.desk;
    if (parts.some(([start, end]) => start >= end)) return true;
    const after = kind.reshape(text, region, parts.map(([start, end]) => [text.fromUnits(start), text.fromUnits(end)]));
    sheet.put(selected.field, after, mark);
    this.desk.say(fill(gettext("Now: %(what)s"), { what: this.desk.describe(field, after) }));
    return true;
  }

  private next(position: number, by: 1 | -1): number {
    return this.cursor.next(position, by, "grapheme");
  }

  /** The selected region, if its edges may be moved. */
  private held(): Held | null {
    const { sheet, text } = this.desk;
    const selected = sheet.selected.peek();
    const region = sheet.find(selected);
    const field = selected && this.desk.field(selected.field);
    const kind = field && this.desk.kindOf(field).passage;
    if (!kind || !region || sheet.locked.peek().has(region.id)) return null;
    const parts = kind.parts(region).map(([start, end]): Part => [text.toUnits(start), text.toUnits(end)]);
    return { selected, field, kind, region, parts };
  }
}

function hull(parts: readonly Part[]): Part {
  return [parts[0]![0], parts.at(-1)![1]];
}

function counted(added: number, skipped: number, label: string): string {
  const more = ngettext("%(count)s more labelled %(label)s.", "%(count)s more labelled %(label)s.", added);
  const sentence = fill(more, { count: added, label });
  if (!skipped) return sentence;
  const left = ngettext("%(count)s had a region already.", "%(count)s had regions already.", skipped);
  return `${sentence} ${fill(left, { count: skipped })}`;
}

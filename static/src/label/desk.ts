/** The desk: one task, its sheet, and what the hand holds — the tool, the label for the next region. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { CodePoints } from "../lib/codepoints";
import { fill, gettext, titleIn } from "../lib/i18n";
import type { Keys } from "../lib/keys";
import { Ring } from "../lib/ring";
import { colourOf, inkOn } from "./colour";
import type { Style } from "./image/paint";
import { reading } from "./attributes";
import { complaintsOf } from "./checking";
import { askedFields, isEmpty } from "./conditions";
import type { Kind, Kinds } from "./kind";
import { Sight } from "./image/sight";
import { isAbout } from "./responses/items";
import { type LabelKey, labelKeys } from "./labelkeys";
import { use } from "./panels/recent";
import { type Selected, Sheet } from "./sheet";
import type { Suggesting } from "./suggested";
import type { Link } from "./text/linking";
import type { TimeStage } from "./time/stage";
import { type Turn, turnsOf } from "./text/turns";
import type { Field, Label, Region, SchemaBody, Task, Value } from "./types";

export interface Armed {
  readonly field: Field;
  readonly label: string;
}

/** A stretch that is selected and has no label yet: of the text in UTF-16 units, of time in seconds. */
export interface Passage {
  readonly start: number;
  readonly end: number;
  /** Of time: the channel it was selected in. */
  readonly channel?: string | undefined;
}

export interface Complaint {
  readonly field: Field;
  readonly sentence: string;
  /** The region it is about. */
  readonly selected?: Selected;
}

export interface Look {
  readonly field: Field;
  readonly label: Label;
  readonly title: string;
  readonly key: string;
  readonly style: Style;
  /** Position among all labels of the schema: the number under which painters know the style. */
  readonly index: number;
}

export interface Setting {
  readonly schema: SchemaBody;
  /** Of the schema. */
  readonly version?: number;
  readonly kinds: Kinds;
  readonly language: string;
  readonly worker: string;
  /** Where the worker is that reads the colours of images. */
  readonly eye?: string | undefined;
  readonly keys: Keys;
  /** The surface takes the focus when it appears, so that the keyboard works at once. */
  readonly takesFocus: boolean;
  readonly sight?: Sight;
}

export class Desk {
  readonly schema: SchemaBody;
  readonly kinds: Kinds;
  readonly language: string;
  readonly worker: string;
  readonly eye: string;
  readonly keys: Ring;
  readonly takesFocus: boolean;
  readonly sight: Sight;
  readonly sheet: Sheet;
  readonly text: CodePoints;
  /** Of a dialogue; none of any other text. */
  readonly turns: readonly Turn[];
  readonly labelKeys: readonly LabelKey[];
  readonly looks: readonly Look[];
  /** The label the next region gets. */
  readonly armed: Signal<Armed | null> = signal(null);
  readonly tool: Signal<"select" | "draw"> = signal("select");
  readonly passage: Signal<Passage | null> = signal(null);
  /** Number of the turn at hand, from 0 on. */
  readonly turn = signal(0);
  /** The label that the search points at. */
  readonly pointed: Signal<Look | null> = signal(null);
  /** Two regions of the text that are being related. */
  readonly link: Signal<Link | null> = signal(null);
  /** Shapes are not shown while the key for the bare image is held. */
  readonly bare = signal(false);
  /** What a screen reader hears. */
  readonly said = signal("");
  /** What everybody sees for a moment: what an action did, or why it could not. */
  readonly told = signal("");
  readonly complaints: Signal<readonly Complaint[]> = signal([]);
  /** All questions are answered by one press each. */
  readonly single: boolean;
  readonly answered: ReadonlySignal<boolean>;
  /** Regions that something is said about. */
  readonly commented: Signal<readonly Selected[]> = signal([]);
  /** What models suggest, where they do. */
  suggesting: Suggesting | null = null;
  /** What time runs on, where it does. */
  strip?: TimeStage;
  /** The questions that are asked now: some wait for what others say. */
  readonly asked: ReadonlySignal<readonly Field[]>;
  private readonly byName: ReadonlyMap<string, Look>;

  constructor(
    readonly setting: Setting,
    readonly task: Task,
    value: Value,
  ) {
    this.kinds = setting.kinds;
    const fields = setting.schema.fields.filter((field) => isAbout(field, task));
    this.schema = { ...setting.schema, fields: fields.map((field) => this.complete(field)) };
    this.language = setting.language;
    this.worker = setting.worker;
    this.eye = setting.eye ?? "";
    this.keys = new Ring(setting.keys);
    this.takesFocus = setting.takesFocus;
    this.sight = setting.sight ?? new Sight();
    this.sheet = new Sheet(value);
    this.text = new CodePoints(task.text ?? "");
    this.turns = turnsOf(task.meta, this.text);
    this.labelKeys = labelKeys(this.schema.fields, this.keys.taken);
    this.looks = this.lookAtAll();
    this.byName = new Map(this.looks.map((look) => [`${look.field.name}\n${look.label.name}`, look]));
    this.single = this.schema.fields.every((field) => {
      const { single } = this.kindOf(field);
      return typeof single === "function" ? single(field) : single;
    });
    this.asked = computed(() => askedFields(this.schema.fields, this.sheet.value.value));
    this.answered = computed(() => this.asked.value.every((field) => !isEmpty(this.sheet.answer(field.name))));
    this.sheet.follow = (changes) =>
      this.schema.fields.flatMap((field) => this.kindOf(field).follow?.(this, field, changes) ?? []);
    this.takeFirstTool();
  }

  kindOf(field: Field): Kind {
    const kind = this.kinds.get(field.kind);
    if (!kind) throw new Error(`The workspace knows no kind of label called ${field.kind}`);
    return kind;
  }

  field(name: string): Field {
    return this.schema.fields.find((field) => field.name === name)!;
  }

  titleOf(field: Field): string {
    return titleIn(this.language, field.title, field.name);
  }

  /** How a label looks. One that the schema no longer has is shown by its name, in grey. */
  look(field: Field, name: string): Look {
    const known = this.byName.get(`${field.name}\n${name}`);
    if (known) return known;
    const style = { color: "#6b7280", ink: "#ffffff", badge: name };
    return { field, label: { name }, title: name, key: "", style, index: this.looks.length };
  }

  choose(field: Field, label: string): void {
    use(field, label);
    this.kindOf(field).choose(this, field, label);
  }

  /** The keys of the labels choose on this desk from now on. */
  takeLabelKeys(): void {
    const choices = this.labelKeys.map(({ key, field, label }) => [key, () => this.choose(field, label)] as const);
    this.keys.bindLabels(new Map(choices));
  }

  say(sentence: string): void {
    // The same sentence twice is only heard twice when the text changes.
    this.said.value = this.said.peek() === sentence ? `${sentence} ` : sentence;
  }

  tell(sentence: string): void {
    this.told.value = sentence;
    this.say(sentence);
  }

  /** Give the selected region another label; false when nothing of this field is selected. */
  relabel(field: Field, label: string): boolean {
    const selected = this.sheet.selected.peek();
    const region = selected?.field === field.name ? this.sheet.find(selected) : undefined;
    if (!region || this.sheet.locked.peek().has(region.id)) return false;
    const changes = region.label !== label;
    if (changes) this.sheet.put(field.name, { ...region, label });
    // Seen as well as heard: who meant the next region finds out at once.
    (changes ? this.tell : this.say).call(this, fill(gettext("Now labelled %(label)s"), { label: this.look(field, label).title }));
    return true;
  }

  add(field: Field, label: string, draft: object): Region {
    const region = { id: this.sheet.freshId(), label, ...draft } as Region;
    this.sheet.put(field.name, region);
    const title = this.look(field, label).title;
    this.say(fill(gettext("Added %(label)s, %(what)s"), { label: title, what: this.describe(field, region) }));
    return region;
  }

  describe(field: Field, region: Region): string {
    const parts = [this.kindOf(field).describe?.(region, this), reading(this.language, field, region)];
    return parts.filter(Boolean).join(" · ");
  }

  removeSelected(): boolean {
    const selected = this.sheet.selected.peek();
    const region = this.sheet.find(selected);
    if (!selected || !region) return false;
    if (this.sheet.locked.peek().has(region.id)) {
      this.tell(gettext("This region is locked."));
      return true;
    }
    this.sheet.remove(selected);
    this.say(gettext("Region deleted"));
    return true;
  }

  /** Delete all regions but the locked ones, as one step. */
  removeAll(): boolean {
    const locked = this.sheet.locked.peek();
    const fields = new Set(this.allRegions().map(({ field }) => field.name));
    const changes = [...fields].map((field) => {
      const before = this.sheet.regions(field);
      return { field, before, after: before.filter(({ id }) => locked.has(id)) };
    });
    const gone = changes.filter(({ before, after }) => before.length > after.length);
    if (!gone.length) return false;
    this.sheet.edit(gone, null);
    this.say(gettext("All regions deleted. Undo brings them back."));
    return true;
  }

  /** Regions of all fields, in the order of the schema. */
  allRegions(): { selected: Selected; field: Field; region: Region }[] {
    return this.schema.fields
      .filter((field) => this.kindOf(field).describe)
      .flatMap((field) =>
        this.sheet.regions(field.name).map((region) => ({
          field,
          region,
          selected: { field: field.name, id: region.id },
        })),
      );
  }

  /** The next region or the one before, around the end. */
  step(by: 1 | -1): boolean {
    const regions = this.allRegions().filter(({ region }) => !this.sheet.hidden.peek().has(region.id));
    if (!regions.length) return false;
    const now = this.sheet.selected.peek();
    const at = regions.findIndex(({ selected }) => selected.id === now?.id && selected.field === now.field);
    const from = at < 0 && by < 0 ? 0 : at;
    const next = regions[(from + by + regions.length) % regions.length]!;
    this.sheet.select(next.selected);
    this.sayRegion(next.field, next.region);
    return true;
  }

  isCommented(id: string): boolean {
    return this.commented.value.some((one) => one.id === id);
  }

  sayRegion(field: Field, region: Region): void {
    this.say(`${this.look(field, region.label).title}, ${this.describe(field, region)}`);
  }

  /** Look for what is missing; true when the task can be submitted. */
  check(): boolean {
    const complaints = complaintsOf(this);
    this.complaints.value = complaints;
    if (complaints[0]) this.say(complaints[0].sentence);
    const region = complaints.find(({ selected }) => selected)?.selected;
    if (region) this.sheet.select(region);
    return complaints.length === 0;
  }

  /** What is submitted: the answers to the questions that are asked. */
  answers(): Value {
    const value = this.sheet.value.peek();
    const given = this.asked.peek().filter(({ name }) => name in value);
    return Object.fromEntries(given.map(({ name }) => [name, value[name]]));
  }

  /** Where the schema has no labels, the kind may have some of its own. */
  private complete(field: Field): Field {
    return field.labels?.length ? field : { ...field, labels: this.kindOf(field).labels?.(field, this.task) ?? [] };
  }

  private lookAtAll(): Look[] {
    const keyOf = new Map(this.labelKeys.map(({ key, field, label }) => [`${field.name}\n${label}`, key]));
    const all = this.schema.fields.flatMap((field) => (field.labels ?? []).map((label) => ({ field, label })));
    return all.map(({ field, label }, index) => {
      const title = titleIn(this.language, label.title, label.name);
      const key = keyOf.get(`${field.name}\n${label.name}`) ?? "";
      const color = colourOf(label.color, index);
      const badge = [key.toUpperCase(), title.length > 14 ? `${title.slice(0, 13)}…` : title].filter(Boolean).join(" ");
      return { field, label, title, key, index, style: { color, ink: inkOn(color), badge } };
    });
  }

  private takeFirstTool(): void {
    const field = this.schema.fields.find((candidate) => this.kindOf(candidate).shape && candidate.labels[0]);
    if (!field) return;
    this.armed.value = { field, label: field.labels[0]!.name };
    this.tool.value = "draw";
  }
}

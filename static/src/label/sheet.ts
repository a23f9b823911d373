/**
 * The sheet on the desk: the answers to one task while a person works on it.
 *
 * Values are never changed in place. An edit is a list of changes that knows the way back, so undo has no limit and
 * costs what was edited, not what the task holds; who paints hears exactly what changed.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Region, Value } from "./types";

/** One answer before and after. `undefined` means not answered. */
export interface AnswerChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One region before and after: `before` null was added, `after` null was removed. `at` is its place in the list. */
export interface RegionChange {
  readonly field: string;
  readonly at: number;
  readonly before: Region | null;
  readonly after: Region | null;
}

export type Change = AnswerChange | RegionChange;

export interface Selected {
  readonly field: string;
  readonly id: string;
}

interface Step {
  readonly changes: readonly Change[];
  readonly selectedBefore: Selected | null;
  readonly selectedAfter: Selected | null;
  /** Edits with the same mark, made in a row, undo as one: an arrow key held down, a name being typed. */
  readonly mark: string;
  readonly at: number;
}

const IN_A_ROW_MS = 800;
const NONE: readonly Region[] = [];

export type Listener = (changes: readonly Change[]) => void;

export class Sheet {
  readonly value: Signal<Value>;
  readonly selected: Signal<Selected | null> = signal(null);
  readonly hidden: Signal<ReadonlySet<string>> = signal(new Set<string>());
  readonly locked: Signal<ReadonlySet<string>> = signal(new Set<string>());
  readonly canUndo: ReadonlySignal<boolean>;
  readonly canRedo: ReadonlySignal<boolean>;
  /** Counts the edits, so that a draft can tell whether it is the latest. */
  readonly edits = signal(0);
  private readonly done: Signal<readonly Step[]> = signal([]);
  private readonly undone: Signal<readonly Step[]> = signal([]);
  private readonly listeners = new Set<Listener>();
  /** What else changes with an edit, in the same step. */
  follow: (changes: readonly Change[]) => readonly Change[] = () => [];

  constructor(initial: Value = {}) {
    this.value = signal(initial);
    this.canUndo = computed(() => this.done.value.length > 0);
    this.canRedo = computed(() => this.undone.value.length > 0);
  }

  /** Hear the changes of every edit, undo and redo. Returns how to stop. */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  }

  answer(field: string): unknown {
    return this.value.value[field];
  }

  regions<R extends Region = Region>(field: string): readonly R[] {
    return (this.value.value[field] as readonly R[] | undefined) ?? (NONE as readonly R[]);
  }

  find<R extends Region = Region>(selected: Selected | null): R | undefined {
    return selected ? this.regions<R>(selected.field).find((region) => region.id === selected.id) : undefined;
  }

  set(field: string, after: unknown, mark = ""): void {
    const before = this.value.peek()[field];
    if (before !== after) this.edit([{ field, before, after }], this.selected.peek(), mark);
  }

  /** Add a region, or put a new version in the place of the one with its id. The region becomes the selected one. */
  put(field: string, region: Region, mark = ""): void {
    const regions = this.regions(field);
    const at = regions.findIndex((other) => other.id === region.id);
    const change = at < 0 ? { at: regions.length, before: null } : { at, before: regions[at]! };
    this.edit([{ field, after: region, ...change }], { field, id: region.id }, mark);
  }

  remove(selected: Selected): void {
    const regions = this.regions(selected.field);
    const at = regions.findIndex((region) => region.id === selected.id);
    if (at >= 0) this.edit([{ field: selected.field, at, before: regions[at]!, after: null }], null);
  }

  /** Replace all answers as one undoable step (a draft from elsewhere, the other side of a conflict). */
  replace(value: Value): void {
    const now = this.value.peek();
    const fields = new Set([...Object.keys(now), ...Object.keys(value)]);
    const changes = [...fields].map((field) => ({ field, before: now[field], after: value[field] }));
    this.edit(changes, null);
  }

  /** The regions of a field as they will be after changes that are not made yet. */
  regionsAfter<R extends Region = Region>(field: string, changes: readonly Change[]): readonly R[] {
    let regions = [...this.regions(field)];
    for (const change of changes) {
      if (change.field !== field) continue;
      if ("at" in change) splice(regions, change);
      else regions = [...((change.after as Region[] | undefined) ?? [])];
    }
    return regions as unknown as readonly R[];
  }

  edit(wanted: readonly Change[], selectedAfter: Selected | null, mark = ""): void {
    const changes = [...wanted, ...this.follow(wanted)];
    const step: Step = { changes, selectedBefore: this.selected.peek(), selectedAfter, mark, at: Date.now() };
    batch(() => {
      this.apply(changes, selectedAfter);
      this.done.value = joined(this.done.peek(), step);
      this.undone.value = [];
    });
  }

  undo(): void {
    const step = this.done.peek().at(-1);
    if (!step) return;
    batch(() => {
      this.apply(step.changes.toReversed().map(inverse), step.selectedBefore);
      this.done.value = this.done.peek().slice(0, -1);
      this.undone.value = [...this.undone.peek(), step];
    });
  }

  redo(): void {
    const step = this.undone.peek().at(-1);
    if (!step) return;
    batch(() => {
      this.apply(step.changes, step.selectedAfter);
      this.undone.value = this.undone.peek().slice(0, -1);
      this.done.value = [...this.done.peek(), step];
    });
  }

  select(selected: Selected | null): void {
    const now = this.selected.peek();
    if (now?.id !== selected?.id || now?.field !== selected?.field) this.selected.value = selected;
  }

  /** Hide all but one of these; called again, what was hidden before is hidden again. */
  isolate(id: string | null, ids: readonly string[]): boolean {
    const { beside } = this;
    if (beside === null && id === null) return false;
    this.beside = beside === null ? this.hidden.peek() : null;
    this.hidden.value = beside ?? new Set(ids.filter((other) => other !== id));
    return true;
  }

  toggle(what: "hidden" | "locked", ids: readonly string[]): void {
    if (what === "hidden") this.beside = null;
    const now = new Set(this[what].peek());
    const all = ids.every((id) => now.has(id));
    for (const id of ids) all ? now.delete(id) : now.add(id);
    this[what].value = now;
  }

  /** An id no region of this sheet has or had in this session. */
  freshId(): string {
    const regions = Object.values(this.value.peek()).flatMap((answer) => (Array.isArray(answer) ? answer : []));
    for (const region of regions) this.lastId = Math.max(this.lastId, numberOf(region?.id));
    return `r${++this.lastId}`;
  }

  private lastId = 0;
  /** What was hidden before one region was shown alone. */
  private beside: ReadonlySet<string> | null = null;

  private apply(changes: readonly Change[], selected: Selected | null): void {
    const next: Record<string, unknown> = { ...this.value.peek() };
    const copied = new Set<string>();
    for (const change of changes) {
      if ("at" in change) {
        if (!copied.has(change.field)) next[change.field] = [...((next[change.field] as Region[] | undefined) ?? [])];
        copied.add(change.field);
        splice(next[change.field] as Region[], change);
      } else next[change.field] = change.after;
      const answer = next[change.field];
      if (answer === undefined || (Array.isArray(answer) && answer.length === 0)) {
        delete next[change.field];
        copied.delete(change.field);
      }
    }
    this.value.value = next;
    this.selected.value = selected;
    this.edits.value++;
    for (const listener of this.listeners) listener(changes);
  }
}

function splice(regions: Region[], { at, before, after }: RegionChange): void {
  if (before && after) regions[at] = after;
  else if (after) regions.splice(at, 0, after);
  else regions.splice(at, 1);
}

export function inverse<C extends Change>(change: C): C {
  return { ...change, before: change.after, after: change.before };
}

function joined(steps: readonly Step[], step: Step): readonly Step[] {
  const last = steps.at(-1);
  if (!last || !step.mark || last.mark !== step.mark || step.at - last.at > IN_A_ROW_MS) return [...steps, step];
  const changes = [...last.changes, ...step.changes];
  return [...steps.slice(0, -1), { ...step, changes, selectedBefore: last.selectedBefore }];
}

function numberOf(id: unknown): number {
  return Number(/^r(\d+)$/.exec(String(id))?.[1] ?? 0);
}

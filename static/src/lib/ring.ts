/**
 * The keys of one part of the page, in force or held back all together: a task that is made ready behind the one on
 * the desk binds what it needs without answering to any key yet.
 */
import { signal } from "@preact/signals";
import type { Action, Handler, Keys } from "./keys";

interface Bound {
  readonly id: string;
  readonly handler: Handler;
  undo: (() => void) | null;
}

export class Ring {
  private readonly bound = new Set<Bound>();
  private held = false;
  /** Counts how often it came into force: what was drawn before may have to look again. */
  readonly entered = signal(0);

  constructor(readonly keys: Keys) {}

  bind(id: string, handler: Handler): () => void {
    const entry: Bound = { id, handler, undo: this.held ? null : this.keys.bind(id, handler) };
    this.bound.add(entry);
    return () => {
      entry.undo?.();
      this.bound.delete(entry);
    };
  }

  bindAll(handlers: Readonly<Record<string, Handler>>): () => void {
    const unbind = Object.entries(handlers).map(([id, handler]) => this.bind(id, handler));
    return () => unbind.forEach((undo) => undo());
  }

  /** From now on nothing that is bound here answers. */
  hold(): void {
    this.held = true;
    for (const entry of this.bound) {
      entry.undo?.();
      entry.undo = null;
    }
  }

  release(): void {
    if (!this.held) return;
    this.held = false;
    for (const entry of this.bound) entry.undo = this.keys.bind(entry.id, entry.handler);
    this.entered.value++;
  }

  bindLabels(handlers: ReadonlyMap<string, Handler>): void {
    this.keys.bindLabels(handlers);
  }

  run(id: string): void {
    this.keys.run(id);
  }

  hint(id: string): string {
    return this.keys.hint(id);
  }

  list(): readonly Action[] {
    return this.keys.list();
  }

  get taken(): ReadonlySet<string> {
    return this.keys.taken;
  }
}

/**
 * Drafts: every edit is on the disk of this device within a third of a second, and on the server within five.
 * A hidden page saves at once: it may never come back.
 */
import { type Signal, signal } from "@preact/signals";
import type { Desk } from "../desk";
import type { AssignmentDoc, Value } from "../types";
import { CopyHere, CopyThere, type DraftServer } from "./copies";
import type { LocalDraft, Shelf } from "./shelf";
import { today } from "./today";

const LOCAL_MS = 300;
const SERVER_MS = 5000;

export interface Opened {
  readonly value: Value;
  readonly seconds: number;
  /** Another version that was also begun, on another device or before a later submission. */
  readonly other: { readonly value: Value; readonly savedAt: string } | null;
}

/** Which version to go on with: what this device holds and the server has not seen wins, the other one is offered. */
export function choose(doc: AssignmentDoc, local: LocalDraft | null): Opened {
  const server = doc.draft;
  const stored = { value: server?.value ?? doc.value ?? {}, savedAt: server?.saved_at ?? "" };
  if (!local) return { value: stored.value, seconds: 0, other: null };
  const value = today(local.value);
  const { seconds } = local;
  const known = local.revision === doc.revision && local.synced === (server?.saved_at ?? null);
  if (known || same(value, stored.value)) return { value, seconds, other: null };
  // The server's copy is newer, and this device has nothing that was not sent.
  if (local.synced !== null && server) return { value: server.value, seconds, other: null };
  return { value, seconds, other: stored.savedAt || doc.value ? stored : null };
}

export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || !a || !b) return false;
  const [keys, others] = [Object.keys(a), Object.keys(b)];
  if (keys.length !== others.length || Array.isArray(a) !== Array.isArray(b)) return false;
  return keys.every((key) => same((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

/** Follows the edits of one task at a time. */
export class Drafts {
  /** The server has not got the latest edit yet. */
  readonly pending: Signal<boolean> = signal(false);
  private doc: AssignmentDoc | null = null;
  private desk: Desk | null = null;
  private seconds: () => number = () => 0;
  private localTimer = 0;
  private serverTimer = 0;
  private synced: string | null = null;
  private written = 0;
  private sent = 0;
  private stop = () => {};

  private readonly here: CopyHere;
  private readonly there: CopyThere;

  constructor(
    shelf: Shelf,
    private readonly user: number,
    server: DraftServer,
  ) {
    this.here = new CopyHere(shelf);
    this.there = new CopyThere(server);
    document.addEventListener("visibilitychange", () => document.hidden && void this.flush(true));
    addEventListener("pagehide", () => void this.flush(true));
  }

  follow(desk: Desk, doc: AssignmentDoc, synced: string | null, seconds: () => number): void {
    this.forget();
    this.desk = desk;
    this.doc = doc;
    this.synced = synced;
    this.seconds = seconds;
    this.written = this.sent = desk.sheet.edits.peek();
    this.there.know(doc.draft);
    this.stop = desk.sheet.listen(() => this.schedule());
  }

  /** The task is finished or left: no timer may save it any more. */
  forget(): void {
    this.stop();
    clearTimeout(this.localTimer);
    clearTimeout(this.serverTimer);
    this.localTimer = this.serverTimer = 0;
    this.desk = this.doc = null;
    this.here.forget();
    this.there.know(null);
    this.pending.value = false;
  }

  /** Save now what is not saved: on this device, then on the server. */
  async flush(closing = false): Promise<void> {
    await Promise.all([this.writeHere(), this.sendThere(closing)]);
  }

  private schedule(): void {
    this.pending.value = true;
    clearTimeout(this.localTimer);
    this.localTimer = window.setTimeout(() => void this.writeHere(), LOCAL_MS);
    this.serverTimer ||= window.setTimeout(() => void this.sendThere(false), SERVER_MS);
  }

  private async writeHere(): Promise<void> {
    const { desk, doc } = this;
    clearTimeout(this.localTimer);
    if (!desk || !doc || this.written === desk.sheet.edits.peek()) return;
    this.written = desk.sheet.edits.peek();
    await this.put(desk, doc, this.sent === this.written ? this.synced : null);
  }

  private async sendThere(closing: boolean): Promise<void> {
    const { desk, doc } = this;
    clearTimeout(this.serverTimer);
    this.serverTimer = 0;
    const edits = desk?.sheet.edits.peek() ?? 0;
    if (!desk || !doc || this.sent === edits) return;
    try {
      const saved = await this.there.send(doc.id, desk.sheet.value.peek(), this.seconds(), closing);
      if (this.doc !== doc) return;
      this.sent = edits;
      this.synced = saved;
      this.pending.value = desk.sheet.edits.peek() !== edits;
      if (!this.pending.peek()) await this.put(desk, doc, saved);
    } catch {
      // This device has it. The server gets it with the next edit, the next round or the submission.
      if (this.doc === doc) this.serverTimer ||= window.setTimeout(() => void this.sendThere(false), SERVER_MS);
    }
  }

  private put(desk: Desk, doc: AssignmentDoc, synced: string | null): Promise<void> {
    return this.here.write({
      user: this.user,
      assignment: doc.id,
      value: desk.sheet.value.peek(),
      revision: doc.revision,
      seconds: this.seconds(),
      savedAt: Date.now(),
      synced,
    });
  }
}

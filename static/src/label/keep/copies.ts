/** The two copies of a draft, on this device and on the server: small ones are written whole, of large ones what changed. */
import { Refusal } from "../../lib/http";
import { randomKey } from "../../lib/key";
import type { Value } from "../types";
import { LARGE, type Patch, patchOf, weigh } from "./patches";
import type { LocalDraft, Shelf } from "./shelf";

/** The part of the API that drafts need. */
export interface DraftServer {
  draft(assignment: number, value: Value, seconds: number, closing: boolean): Promise<string>;
  patchDraft(assignment: number, base: string, patch: Patch, seconds: number, closing: boolean): Promise<string>;
}

/** The copy on this device. One writing follows the other: what was edited last is written last. */
export class CopyHere {
  private base: { readonly stamp: string; readonly value: Value; readonly number: number; readonly weight: number } | null = null;
  private writing: Promise<void> | null = null;

  constructor(private readonly shelf: Shelf) {}

  /** Another task: nothing is known of its copy. */
  forget(): void {
    this.base = null;
  }

  write(draft: LocalDraft): Promise<void> {
    const before = this.writing;
    const mine = (before ? before.catch(() => undefined).then(() => this.put(draft)) : this.put(draft)).finally(() => {
      if (this.writing === mine) this.writing = null;
    });
    this.writing = mine;
    return mine;
  }

  private async put(draft: LocalDraft): Promise<void> {
    if (await this.patch(draft)) return;
    const stamp = randomKey();
    this.base = { stamp, value: draft.value, number: 0, weight: 0 };
    await this.shelf.putDraft({ ...draft, stamp });
  }

  private async patch(draft: LocalDraft): Promise<boolean> {
    const { base } = this;
    const { user, assignment, value, seconds, savedAt, synced } = draft;
    const whole = weigh(value);
    if (!base || whole < LARGE) return false;
    const patch = patchOf(base.value, value);
    const weight = base.weight + weigh(patch);
    // By then reading them costs more than writing the whole once more.
    if (weight > whole) return false;
    const { stamp, number } = { stamp: base.stamp, number: base.number + 1 };
    this.base = { stamp, value, number, weight };
    return this.shelf.patchDraft(user, assignment, { stamp, number, patch, seconds, savedAt, synced });
  }
}

/** The copy on the server. */
export class CopyThere {
  private base: { readonly value: Value; readonly savedAt: string } | null = null;

  constructor(private readonly server: DraftServer) {}

  /** What the server has, as far as is known. If it is another one by now, it says so. */
  know(draft: { readonly value: Value; readonly saved_at: string } | null): void {
    this.base = draft?.saved_at ? { value: draft.value, savedAt: draft.saved_at } : null;
  }

  async send(assignment: number, value: Value, seconds: number, closing: boolean): Promise<string> {
    const asked = this.base;
    const savedAt = await this.patch(assignment, value, seconds, closing).catch((error: unknown) => {
      // The server has another draft than was thought, or the patch does not fit it: it gets the whole.
      if (error instanceof Refusal && (error.status === 409 || error.status === 400)) return null;
      throw error;
    });
    const done = savedAt ?? (await this.server.draft(assignment, value, seconds, closing));
    if (this.base === asked) this.base = { value, savedAt: done };
    return done;
  }

  private async patch(assignment: number, value: Value, seconds: number, closing: boolean): Promise<string | null> {
    const whole = weigh(value);
    if (!this.base || whole < LARGE) return null;
    const patch = patchOf(this.base.value, value);
    if (weigh(patch) > whole / 2) return null;
    return this.server.patchDraft(assignment, this.base.savedAt, patch, seconds, closing);
  }
}

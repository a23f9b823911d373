/**
 * The tasks that are ready: some are fetched before they are needed, each is worked on in one tab only,
 * and none comes twice, however late the server hears that it is finished.
 */
import type { Api } from "./api";
import type { Outbox } from "./keep/outbox";
import type { Tabs } from "./keep/tabs";
import type { Asset, AssignmentDoc } from "./types";

const AHEAD = 5;
const REFILL_BELOW = 3;
/** An image that is not there by now appears on the stage when it comes. */
const PATIENCE_MS = 150;

export interface QueueParts {
  readonly api: Api;
  readonly outbox: Outbox;
  readonly tabs: Tabs;
  readonly user: number;
}

export class Queue {
  private ready: AssignmentDoc[] = [];
  private readonly finished = new Set<number>();
  private release: (() => void) | null = null;
  /** Found and held, not yet in hand. */
  private coming: { readonly doc: AssignmentDoc; readonly release: () => void } | null = null;
  private filling: Promise<void> | null = null;

  constructor(private readonly parts: QueueParts) {}

  get isEmpty(): boolean {
    return this.ready.length === 0;
  }

  get held(): readonly AssignmentDoc[] {
    return this.ready;
  }

  /** Work of the last visit that is being sent now may still be offered by the server. */
  recallOutbox(): void {
    for (const parcel of this.parts.outbox.parcels.peek()) {
      if (parcel.state === "waiting") this.finished.add(parcel.assignment);
    }
  }

  isFinished(id: number): boolean {
    return this.finished.has(id);
  }

  finish(id: number): void {
    this.finished.add(id);
    this.ready = this.ready.filter((doc) => doc.id !== id);
  }

  /** A finished task is work again. */
  reopen(id: number): void {
    this.finished.delete(id);
  }

  /** Find the next task that no other tab is busy with and hold it beside the one in hand; those stay where they are. */
  async seek(): Promise<AssignmentDoc | null> {
    if (this.coming && !this.isGone(this.coming.doc.id)) return this.coming.doc;
    this.coming?.release();
    this.coming = null;
    for (const doc of [...this.ready]) {
      const release = await this.take(doc.id);
      if (!release) continue;
      this.coming = { doc, release };
      return doc;
    }
    return null;
  }

  /** Take the next task in hand. */
  async next(): Promise<AssignmentDoc | null> {
    const doc = await this.seek();
    if (!doc) return null;
    this.release = this.coming!.release;
    this.coming = null;
    this.ready = this.ready.filter((other) => other.id !== doc.id);
    // When this fails there is still something to do, and it is tried again with the next task.
    if (this.ready.length < REFILL_BELOW) this.refill().catch(() => undefined);
    return doc;
  }

  /** Take this very task, even if another tab is busy with it; false when one is. */
  async insistOn(id: number): Promise<boolean> {
    this.ready = this.ready.filter((doc) => doc.id !== id);
    this.finished.delete(id);
    if (this.coming?.doc.id === id) this.release = this.coming.release;
    else this.release = await this.parts.tabs.take(this.parts.user, id);
    if (this.coming?.doc.id === id) this.coming = null;
    this.parts.tabs.tell({ reopened: id });
    return this.release !== null;
  }

  /** Let go of the task in hand; one that is not finished goes back to where it is given. */
  letGo(doc: AssignmentDoc | null, where: "first" | "last"): void {
    this.release?.();
    this.release = null;
    if (!doc || this.finished.has(doc.id)) return;
    this.ready = this.ready.filter((other) => other.id !== doc.id);
    if (where === "first") this.ready.unshift(doc);
    else this.ready.push(doc);
  }

  /** Fetch tasks until there are enough, or none is left. */
  refill(): Promise<void> {
    this.filling ??= this.claim().finally(() => {
      this.filling = null;
    });
    return this.filling;
  }

  private async take(id: number): Promise<(() => void) | null> {
    const { tabs, outbox, user } = this.parts;
    const [release] = await Promise.all([tabs.take(user, id), outbox.reload()]);
    if (release && this.isGone(id)) {
      release();
      return null;
    }
    return release;
  }

  private isGone(id: number): boolean {
    return this.isAway(id) || this.finished.has(id);
  }

  private isAway(id: number): boolean {
    return this.parts.outbox.parcels.peek().some((parcel) => parcel.assignment === id);
  }

  private async claim(): Promise<void> {
    const { assignments } = await this.parts.api.claim(AHEAD + 1);
    // Those claimed under older labels are taken as they are now.
    this.ready = this.ready.filter((doc) => !assignments.some(({ id, schema }) => id === doc.id && schema > doc.schema));
    const fresh = assignments.filter((doc) => this.isNew(doc));
    this.ready.push(...fresh);
    fresh.forEach(load);
  }

  private isNew(doc: AssignmentDoc): boolean {
    if (this.isAway(doc.id) || this.ready.some((other) => other.id === doc.id)) return false;
    // Returned by a reviewer after it was finished here: it is work again.
    if (doc.state === "returned") this.finished.delete(doc.id);
    return !this.finished.has(doc.id);
  }
}

/** Images of ready tasks as they came over the network; held, so that the browser keeps them too. */
const images = new Map<number, HTMLImageElement>();

function load({ id, task }: AssignmentDoc): HTMLImageElement | null {
  // What runs in time is fetched piece by piece when it is there to be heard: an hour is a hundred megabytes.
  if (!task.asset || task.media !== "image") return null;
  const image = images.get(id) ?? new Image();
  image.src ||= firstOf(task.asset);
  images.delete(id);
  images.set(id, image);
  for (const old of [...images.keys()].slice(0, -2 * AHEAD)) images.delete(old);
  return image;
}

/** What is seen of an image first: all of it, or of one in tiles the last, which shows it whole. */
function firstOf({ url, tiles }: Asset): string {
  return tiles ? `${tiles.url}/${tiles.levels - 1}/0/0` : url;
}

/** Decode the image of a task before it is shown, but never hold a task back for it for long. */
export async function prepare(doc: AssignmentDoc): Promise<void> {
  const decoded = load(doc)
    ?.decode()
    .catch(() => void images.delete(doc.id));
  if (decoded) await Promise.race([decoded, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
}

/**
 * The outbox: finished work goes here first, then to the server, and leaves only when the server has it.
 *
 * One tab of the browser sends at a time (a lock decides which); if it dies, the next one goes on. Nothing is ever
 * dropped: what the server refuses stays, with the reason, until the person decides.
 */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { randomKey } from "../../lib/key";
import { judge, nextOf, type Parcel, patience } from "./parcel";
import type { Shelf } from "./shelf";

export interface Carrier {
  /** Resolves when the server has taken the parcel, throws what went wrong otherwise. */
  send(parcel: Parcel): Promise<void>;
  /** Run `work` while no other tab does. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Tell the other tabs that the shelf has changed. */
  tell(): void;
  /** After so many milliseconds, or when `wake` is called with nothing more to wait for. */
  pause(ms: number): { done: Promise<void>; end: () => void };
}

export type Sending = "idle" | "sending" | "waiting" | "sign-in";

/** While signed out, look again this often whether another tab has signed in. */
const SIGNED_OUT_MS = 5_000;

export class Outbox {
  readonly parcels: Signal<readonly Parcel[]> = signal([]);
  readonly sending: Signal<Sending> = signal("idle");
  readonly waiting: ReadonlySignal<number>;
  readonly undecided: ReadonlySignal<readonly Parcel[]>;
  private running = false;
  private again = false;
  private failures = 0;
  private rest: { done: Promise<void>; end: () => void } | null = null;
  /** The parcel being sent now; resolves to whether the server has taken it. */
  private inFlight: { readonly id: string; readonly taken: Promise<boolean> } | null = null;

  constructor(
    private readonly shelf: Shelf,
    private readonly user: number,
    private readonly carrier: Carrier,
  ) {
    this.waiting = computed(() => this.parcels.value.filter((parcel) => parcel.state === "waiting").length);
    this.undecided = computed(() => this.parcels.value.filter((parcel) => parcel.state !== "waiting"));
  }

  /** Resolves when the parcel is safe on this device; sending goes on by itself. */
  async post(parcel: Parcel): Promise<void> {
    await this.shelf.putParcel(parcel);
    // The next task waits for this: the shelf need not be read to know what has just been put there.
    const others = this.parcels.peek().filter(({ id }) => id !== parcel.id);
    if (parcel.user === this.user) this.parcels.value = [...others, parcel];
    this.carrier.tell();
    void this.flush();
  }

  /** Take a parcel back before it is sent; false when it is gone. What is under way may come back by itself. */
  async recall(id: string): Promise<boolean> {
    if (this.inFlight?.id === id && (await this.inFlight.taken)) return false;
    if (!this.parcels.peek().some((parcel) => parcel.id === id)) return false;
    await this.shelf.removeParcel(id);
    await this.changed();
    return true;
  }

  /** Send an undecided parcel again, as it is now meant. */
  async resend(parcel: Parcel, revision: number): Promise<void> {
    await this.discard(parcel);
    await this.post({ ...parcel, id: randomKey(), revision, state: "waiting", refusal: null });
  }

  /** Let go of an undecided parcel. What waited behind it goes on. */
  async discard(parcel: Parcel): Promise<void> {
    await this.shelf.removeParcel(parcel.id);
    await this.changed();
    void this.flush();
  }

  async reload(): Promise<void> {
    const all = await this.shelf.parcels();
    this.parcels.value = all.filter((parcel) => parcel.user === this.user).sort((a, b) => a.madeAt - b.madeAt);
  }

  /** Send what waits. Called when something was posted, when the network is back, when the person has signed in. */
  async flush(): Promise<void> {
    this.rest?.end();
    this.again = true;
    if (this.running) return;
    this.running = true;
    try {
      while (this.again) {
        this.again = false;
        // A reading that began before the last post may have ended after it: only the shelf knows what waits.
        await this.reload();
        if (nextOf(this.parcels.peek())) await this.carrier.alone(() => this.drain());
      }
    } finally {
      this.running = false;
    }
  }

  private async drain(): Promise<void> {
    await this.reload();
    for (let parcel = nextOf(this.parcels.peek()); parcel; parcel = nextOf(this.parcels.peek())) {
      const verdict = await this.attempt(parcel);
      if (verdict.to === "delivered") await this.take(parcel);
      else if (verdict.to === "keep") {
        await this.shelf.putParcel({ ...parcel, state: verdict.state, refusal: verdict.said });
        await this.changed();
      } else await this.hold(verdict.to);
      await this.reload();
    }
    this.sending.value = "idle";
  }

  private async attempt(parcel: Parcel) {
    if (this.sending.peek() !== "sign-in") this.sending.value = "sending";
    const sent = this.carrier.send(parcel).then(
      () => null,
      (reason: unknown) => reason,
    );
    this.inFlight = { id: parcel.id, taken: sent.then((error) => error === null) };
    const error = await sent;
    this.inFlight = null;
    return judge(parcel, error);
  }

  private async take(parcel: Parcel): Promise<void> {
    this.failures = 0;
    this.sending.value = "sending";
    await this.shelf.removeParcel(parcel.id);
    await this.changed();
  }

  private async hold(why: "wait" | "sign-in"): Promise<void> {
    this.sending.value = why === "wait" ? "waiting" : "sign-in";
    this.rest = this.carrier.pause(why === "wait" ? patience(++this.failures) : SIGNED_OUT_MS);
    await this.rest.done;
    this.rest = null;
  }

  private async changed(): Promise<void> {
    await this.reload();
    this.carrier.tell();
  }
}

/** A finished piece of work on its way to the server, and what an answer of the server means for it. */
import { Refusal } from "../../lib/http";
import { DECIDED } from "../suggested";
import type { Value } from "../types";

export interface Parcel {
  /** The idempotency key: sent twice it is stored once. */
  readonly id: string;
  readonly user: number;
  readonly project: number;
  /** 0: of none. */
  readonly assignment: number;
  /** What a comment is about. */
  readonly task?: number;
  /** What the person knows the task by. */
  readonly name: string;
  readonly action: "submit" | "skip" | "comment";
  readonly body: Readonly<Record<string, unknown>>;
  /** The revision the work began from; another one on the server is a conflict. */
  readonly revision: number;
  readonly madeAt: number;
  readonly state: "waiting" | "conflict" | "refused";
  readonly refusal: Said | null;
}

export interface Said {
  readonly status: number;
  readonly message: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export type Verdict =
  | { readonly to: "delivered" }
  /** Try again later: nobody answered, or the server could not. */
  | { readonly to: "wait" }
  /** The session has ended: nothing can be sent before the person signs in. */
  | { readonly to: "sign-in" }
  /** Needs the person. It stays where it is, whatever happens. */
  | { readonly to: "keep"; readonly state: "conflict" | "refused"; readonly said: Said };

const LATER = new Set([408, 425, 429]);
const SIGNED_OUT = new Set(["not_signed_in", "csrf"]);

/** What becomes of a parcel after an attempt; `error` is null when the server took it. */
export function judge(parcel: Parcel, error: unknown): Verdict {
  if (error === null) return { to: "delivered" };
  if (!(error instanceof Refusal)) return { to: "wait" };
  const { status, code, message, detail } = error;
  if (status >= 500 || LATER.has(status)) return { to: "wait" };
  if (status === 401 || (status === 403 && SIGNED_OUT.has(code))) return { to: "sign-in" };
  const said = { status, message, detail };
  if (status !== 409 && status !== 412) return { to: "keep", state: "refused", said };
  // The skip had arrived before; only its answer was lost.
  if (parcel.action === "skip" && detail.state === "skipped") return { to: "delivered" };
  return { to: "keep", state: "conflict", said };
}

const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait after so many failures in a row. Chance keeps a crowd from returning all at once. */
export function patience(failures: number, chance = Math.random()): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return full * (0.75 + 0.25 * chance);
}

/** The parcel to send next: the oldest waiting one, but none that lies behind an undecided one of the same assignment. */
export function nextOf(parcels: readonly Parcel[]): Parcel | null {
  const held = new Set<number>();
  for (const parcel of parcels.toSorted((a, b) => a.madeAt - b.madeAt)) {
    if (parcel.state === "waiting" && !held.has(parcel.assignment)) return parcel;
    if (parcel.state !== "waiting" && parcel.assignment) held.add(parcel.assignment);
  }
  return null;
}

/** A submission as the value of a draft: with what was decided of suggestions. */
export function valueIn({ body }: Parcel): Value {
  const value = (body.value as Value | undefined) ?? {};
  return body.suggestions ? { ...value, [DECIDED]: body.suggestions } : value;
}

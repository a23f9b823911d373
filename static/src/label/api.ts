/** The labelling API of the server. */
import { ask, type Call } from "../lib/http";
import type { Parcel } from "./keep/parcel";
import type { Patch } from "./keep/patches";
import type { AssignmentDoc, Config, LabellingDoc, Value } from "./types";

/** Browsers let 64 kB outlive the page. */
const MOST_WHILE_CLOSING = 60_000;

interface Work {
  readonly results: readonly { readonly id: number; readonly state: string }[];
}

export class Api {
  /** Told which version of the labels is in force, whenever the server says so. */
  heard: (schema: number) => void = () => undefined;

  constructor(private readonly urls: Config["urls"]) {}

  labelling(): Promise<LabellingDoc> {
    return ask(this.urls.labelling);
  }

  claim(count: number): Promise<{ assignments: AssignmentDoc[]; empty: boolean }> {
    return ask(this.urls.claim, { method: "POST", body: { count } });
  }

  assignment(id: number): Promise<AssignmentDoc> {
    return ask(this.of(id));
  }

  reopen(id: number): Promise<AssignmentDoc> {
    return ask(`${this.of(id)}/reopen`, { method: "POST", body: {} });
  }

  renew(id: number): Promise<{ lease_until: string }> {
    return ask(`${this.of(id)}/renew`, { method: "POST", body: {} });
  }

  work(): Promise<Work> {
    return ask(this.urls.work);
  }

  async changeMe(change: { single_keys: boolean }): Promise<void> {
    await ask(this.urls.me, { method: "PATCH", body: change, keepalive: true });
  }

  async draft(id: number, value: Value, seconds: number, closing: boolean): Promise<string> {
    const body = { value, seconds };
    const call = { method: "PUT", body, keepalive: closing && JSON.stringify(value).length < MOST_WHILE_CLOSING };
    return this.saved(id, call);
  }

  /** Only what changed since the draft that was saved at `base`. */
  async patchDraft(id: number, base: string, patch: Patch, seconds: number, closing: boolean): Promise<string> {
    const body = { base, patch, seconds };
    const call = { method: "PATCH", body, keepalive: closing && JSON.stringify(body).length < MOST_WHILE_CLOSING };
    return this.saved(id, call);
  }

  async send(parcel: Parcel): Promise<void> {
    const headers = { "Idempotency-Key": parcel.id, "If-Match": `"${parcel.revision}"` };
    const { action, task } = parcel;
    const url = action === "comment" ? this.urls.comments.replace("{id}", String(task)) : `${this.of(parcel.assignment)}/${action}`;
    await this.hear(url, { method: "POST", headers, body: parcel.body });
  }

  private async saved(id: number, call: Call): Promise<string> {
    return (await this.hear(`${this.of(id)}/draft`, call)).saved_at!;
  }

  private async hear(url: string, call: Call): Promise<{ readonly saved_at?: string }> {
    const answer = await ask<{ saved_at?: string; schema?: number }>(url, call);
    this.heard(answer.schema ?? 0);
    return answer;
  }

  private of(id: number): string {
    return this.urls.assignment.replace("{id}", String(id));
  }
}

/** What is said about the task on the desk: read from the server, with what was said here and is still on its way. */
import { type Signal, signal } from "@preact/signals";
import { ask, Refusal } from "../../lib/http";
import { gettext } from "../../lib/i18n";
import { randomKey } from "../../lib/key";
import type { Desk } from "../desk";
import type { Parcel } from "../keep/parcel";
import type { Session } from "../session";

export interface Person {
  readonly id: number;
  readonly name: string;
  readonly username?: string;
}

export interface Comment {
  readonly id: number;
  readonly region: string;
  readonly author: Person;
  readonly body: string;
  readonly mentions: readonly Person[];
  readonly created_at: string;
  readonly resolved_at: string | null;
}

interface Page<T> {
  readonly results: readonly T[];
  readonly next?: string | null;
}

const threads = new WeakMap<Desk, Thread>();
/** Of the project: asked for once a page. */
let people: Promise<readonly Person[]> | null = null;

export function threadOf(session: Session, desk: Desk): Thread {
  const known = threads.get(desk) ?? new Thread(session, desk);
  threads.set(desk, known);
  return known;
}

/** Signed out, no longer in the project, or not reached at all. */
function reasonOf(error: unknown): string {
  return error instanceof Refusal ? error.message : gettext("No connection to the server. Try again when it is back.");
}

export class Thread {
  readonly said: Signal<readonly Comment[]> = signal([]);
  /** Why the server did not tell; what is shown may be old. */
  readonly trouble = signal("");
  /** Said here since the page was opened: it stays in sight, also where it may be read again only after the answer. */
  private readonly own: Signal<readonly Parcel[]> = signal([]);

  constructor(
    private readonly session: Session,
    private readonly desk: Desk,
  ) {
    this.own.value = session.parts.outbox.parcels.peek().filter((parcel) => parcel.task === desk.task.id);
  }

  async load(): Promise<void> {
    try {
      const found: Comment[] = [];
      let cursor: string | null | undefined = "";
      do {
        const page: Page<Comment> = await ask(`${this.url()}${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
        found.push(...page.results);
        cursor = page.next;
      } while (cursor);
      this.said.value = found;
      this.trouble.value = "";
    } catch (error) {
      this.trouble.value = reasonOf(error);
    }
    this.mark();
  }

  /** What was said here and is not among what the server has told. */
  pending(): readonly Parcel[] {
    const waiting = new Set(this.session.parts.outbox.parcels.value.map(({ id }) => id));
    const mine = this.said.value.filter(({ author }) => author.id === this.session.parts.config.user.id);
    return this.own.value.filter(({ id, body }) => waiting.has(id) || !mine.some((one) => one.body === body.body));
  }

  isOnItsWay(parcel: Parcel): boolean {
    return this.session.parts.outbox.parcels.value.some(({ id }) => id === parcel.id);
  }

  async say(body: string, region: string): Promise<void> {
    const { config, outbox } = this.session.parts;
    const parcel: Parcel = {
      id: randomKey(),
      user: config.user.id,
      project: config.project,
      // Of no assignment: no task waits for it, and it waits for none.
      assignment: 0,
      task: this.desk.task.id,
      name: this.desk.task.name,
      action: "comment",
      body: { body, region },
      revision: 0,
      madeAt: Date.now(),
      state: "waiting",
      refusal: null,
    };
    this.own.value = [...this.own.peek(), parcel];
    this.mark();
    await outbox.post(parcel);
  }

  async resolve(comment: Comment): Promise<void> {
    try {
      await ask(`/api/comments/${comment.id}/resolve`, { method: "POST", body: { resolved: !comment.resolved_at } });
    } catch (error) {
      return this.session.tellPerson({ sentence: reasonOf(error) });
    }
    await this.load();
  }

  /** The person looks at it now. */
  async read(): Promise<void> {
    if (!this.session.unread.peek()) return;
    this.session.unread.value = 0;
    await ask(`${this.url()}/read`, { method: "POST", body: {} }).catch(() => undefined);
  }

  people(): Promise<readonly Person[]> {
    people ??= ask<Page<Person>>(this.session.parts.config.urls.call).then(
      ({ results }) => results,
      () => {
        people = null;
        return [];
      },
    );
    return people;
  }

  private url(): string {
    return this.session.parts.config.urls.comments.replace("{id}", String(this.desk.task.id));
  }

  /** Ids are those of somebody's own answer: others' comments are about this one only if they speak to this person. */
  private mark(): void {
    const { id } = this.session.parts.config.user;
    const open = this.said.peek().filter(({ author, mentions, resolved_at }) => !resolved_at && (author.id === id || mentions.some((one) => one.id === id)));
    const regions = [...open.map(({ region }) => region), ...this.own.peek().map(({ body }) => String(body.region ?? ""))];
    const wanted = new Set(regions);
    this.desk.commented.value = this.desk.allRegions().flatMap(({ selected }) => (wanted.has(selected.id) ? [selected] : []));
  }
}

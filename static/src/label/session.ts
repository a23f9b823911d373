/**
 * A working session: one task on the desk, the next ones ready, finished ones on their way.
 * The next task never waits for the network; going back reaches what was finished before.
 */
import { batch, effect, type Signal, signal } from "@preact/signals";
import { Refusal, Unreachable } from "../lib/http";
import { fill, gettext } from "../lib/i18n";
import { randomKey } from "../lib/key";
import type { Keys } from "../lib/keys";
import { Ahead } from "./ahead";
import type { Api } from "./api";
import { type Clipboard, copyAll } from "./clipboard";
import type { Desk, Setting } from "./desk";
import { Sight } from "./image/sight";
import { warmUp } from "./image/threads";
import { choose, type Drafts } from "./keep/drafts";
import type { Outbox } from "./keep/outbox";
import { type Parcel, valueIn } from "./keep/parcel";
import { today } from "./keep/today";
import type { Shelf } from "./keep/shelf";
import type { Tabs } from "./keep/tabs";
import { loadKinds } from "./kind";
import { fetchParts } from "./panels/some";
import { Queue } from "./queue";
import type { Stopwatch } from "./stopwatch";
import { fetchAhead, loadSurface } from "./surface";
import { Trail } from "./trail";
import type { AssignmentDoc, Config, LabellingDoc, Progress, Value } from "./types";

export type Phase =
  | { readonly name: "loading" }
  | { readonly name: "working" }
  /** `others`: tasks are left, but other people hold them now. */
  | { readonly name: "empty"; readonly others: boolean }
  | { readonly name: "offline" }
  | { readonly name: "failed"; readonly sentence: string };

export interface Notice {
  readonly sentence: string;
  readonly action?: { readonly title: string; readonly run: () => void };
}

export interface Parts {
  readonly config: Config;
  readonly api: Api;
  readonly shelf: Shelf;
  readonly outbox: Outbox;
  readonly drafts: Drafts;
  readonly tabs: Tabs;
  readonly stopwatch: Stopwatch;
  readonly keys: Keys;
}

/** Desks of finished tasks that stay as they were left, with their undo. */
const REMEMBERED = 10;
/** The task just shown is painted first. */
const WARM_AFTER_MS = 100;
const LOOK_AGAIN_MS = 15_000;

export class Session {
  readonly phase: Signal<Phase> = signal({ name: "loading" });
  readonly labelling: Signal<LabellingDoc | null> = signal(null);
  readonly progress: Signal<Progress | null> = signal(null);
  /** The task on the desk. A finished one lies there until the next takes its place. */
  readonly doc: Signal<AssignmentDoc | null> = signal(null);
  readonly desk: Signal<Desk | null> = signal(null);
  readonly ahead: Ahead;
  readonly notice: Signal<Notice | null> = signal(null);
  /** Comments on the task that name this person, and were not looked at. */
  readonly unread = signal(0);
  readonly clipboard: Clipboard = { held: null };
  private readonly sight: Sight;
  private readonly queue: Queue;
  private readonly trail: Trail;
  private readonly desks = new Map<number, { desk: Desk; doc: AssignmentDoc; seconds: number }>();
  private setting: Setting | null = null;
  private retry = 0;
  private turning = false;
  /** The version of the labels that is in force, as far as is known; none before there is a project. */
  private latest = Infinity;

  constructor(readonly parts: Parts) {
    this.queue = new Queue({ ...parts, user: parts.config.user.id });
    this.ahead = new Ahead(parts.shelf, parts.config.user.id);
    this.trail = new Trail(parts.api);
    this.sight = new Sight(`biaozhu-sight-${parts.config.project}`);
    parts.api.heard = (schema) => void this.relabel(schema).catch(() => undefined);
    this.lookAgainWhenSent();
  }

  /** The server gives the next tasks for what it has received: with nothing on the desk, do not wait for the clock. */
  private lookAgainWhenSent(): void {
    let waiting = 0;
    effect(() => {
      const before = waiting;
      waiting = this.parts.outbox.parcels.value.length;
      if (waiting < before && this.phase.peek().name === "empty") void this.lookAgain();
    });
  }

  async start(): Promise<void> {
    this.queue.recallOutbox();
    await this.guard(async () => {
      await this.loadProject();
      const wanted = this.parts.config.assignment;
      if (wanted !== null) await this.open(wanted);
      else await this.next();
    });
  }

  /** Submit what is on the desk and show the next task; false when something is missing. */
  async submit(): Promise<boolean> {
    const desk = this.desk.peek();
    if (!desk?.check()) return false;
    const body = {
      value: desk.answers(),
      schema: desk.setting.version,
      seconds: this.parts.stopwatch.seconds(),
      ...(desk.suggesting ? { suggestions: desk.suggesting.told() } : {}),
    };
    return this.turn(() => this.finish("submit", body));
  }

  async skip(reason: string, note: string): Promise<boolean> {
    return this.turn(() => this.finish("skip", { reason, note }));
  }

  /** Back to the task finished before this one. */
  async back(): Promise<boolean> {
    return this.turn(async () => {
      const id = await this.trail.before(this.doc.peek()?.id ?? null);
      if (id !== null) await this.open(id);
      else this.tellPerson({ sentence: gettext("There is no finished task before this one.") });
    });
  }

  /** Leave the task as it is, its draft kept, and go on. */
  async forward(): Promise<boolean> {
    return this.turn(() => this.next());
  }

  /** Take over what the task before holds. */
  async copyPrevious(): Promise<void> {
    await this.guard(async () => {
      const desk = this.desk.peek();
      const id = await this.trail.before(this.doc.peek()?.id ?? null);
      if (!desk || id === null) return this.tellPerson({ sentence: gettext("There is no finished task before this one.") });
      const kept = this.desks.get(id)?.desk.sheet.value.peek();
      const value = kept ?? (await this.parts.api.assignment(id)).value ?? {};
      if (this.desk.peek() === desk) await copyAll(desk, value);
    });
  }

  /** The network is back, or the person wants to look again. */
  async lookAgain(): Promise<void> {
    clearTimeout(this.retry);
    if (this.phase.peek().name === "working") return;
    if (!this.labelling.peek()) await this.start();
    else await this.turn(() => this.next());
  }

  /** Another tab has finished this one. */
  heardDone(assignment: number): void {
    if (this.openDoc()?.id !== assignment || this.phase.peek().name !== "working") this.queue.finish(assignment);
    else this.tellPerson({ sentence: gettext("This task was just submitted in another tab.") });
  }

  heardReopened(assignment: number): void {
    this.queue.reopen(assignment);
  }

  async renewLeases(): Promise<void> {
    const held = [this.openDoc(), ...this.queue.held].filter((doc) => doc?.lease_until);
    await Promise.allSettled(held.map((doc) => this.parts.api.renew(doc!.id)));
  }

  /** Open a task anew with a value over what the server has of it; true when it lies on the desk, undo shows the other. */
  async openOver(assignment: number, value: Value): Promise<boolean> {
    let open = false;
    await this.turn(async () => {
      const doc = await this.editable(await this.parts.api.assignment(assignment));
      await this.parts.shelf.removeDraft(this.parts.config.user.id, assignment);
      this.desks.delete(doc.id);
      await this.putBack("first");
      await this.queue.insistOn(doc.id);
      await this.show({ ...doc, draft: null });
      this.desk.peek()?.sheet.replace(today(value));
      open = true;
    });
    return open;
  }

  tellPerson(notice: Notice | null): void {
    this.notice.value = notice;
    if (notice) this.desk.peek()?.say(notice.sentence);
  }

  private async loadProject(): Promise<void> {
    const labelling = await this.parts.api.labelling();
    if (!labelling.schema) {
      throw new Refusal(404, "no_schema", gettext("This project has no labels yet. Ask a project lead to add some."));
    }
    const { id: version, body: schema } = labelling.schema;
    const wanted = schema.fields.map((field) => field.kind);
    const [kinds] = await Promise.all([loadKinds(wanted), loadSurface(schema.media), fetchParts(schema)]);
    const { language, worker, eye } = this.parts.config;
    if ([...kinds.values()].some((kind) => kind.shape)) warmUp(worker);
    this.setting = { schema, version, kinds, language, worker, eye, keys: this.parts.keys, takesFocus: true, sight: this.sight };
    this.latest = version;
    batch(() => {
      this.labelling.value = labelling;
      this.progress.value = labelling.progress;
    });
  }

  /** The labels were changed: what nobody has begun gets the new ones, also the task that was just laid on the desk. */
  private async relabel(version: number): Promise<void> {
    if (version <= this.latest) return;
    this.latest = version;
    await this.loadProject();
    await this.queue.refill();
    await this.turn(async () => {
      const doc = this.openDoc();
      if (!doc || !this.isOutdated(this.desk.peek())) return;
      await this.show(await this.parts.api.assignment(doc.id));
      this.tellPerson({ sentence: gettext("The labels have changed.") });
    });
  }

  private isOutdated(desk: Desk | null | undefined): boolean {
    return !!desk && desk.setting.version !== this.latest && !desk.sheet.edits.peek();
  }

  private async finish(action: Parcel["action"], body: Parcel["body"]): Promise<void> {
    const doc = this.doc.peek();
    const desk = this.desk.peek();
    if (!doc || !desk) return;
    const { outbox, shelf, drafts, config, tabs, stopwatch } = this.parts;
    drafts.forget();
    // The other tabs hear of it, and the outbox holds it, before this tab lets go of the task.
    tabs.tell({ done: doc.id });
    const posted = outbox.post({
      id: randomKey(),
      user: config.user.id,
      project: config.project,
      assignment: doc.id,
      name: doc.task.name,
      action,
      body,
      revision: doc.revision,
      madeAt: Date.now(),
      state: "waiting",
      refusal: null,
    });
    // While the disk writes, the next task is made ready.
    await Promise.all([posted, this.queue.seek().then((next) => this.ahead.foresee(next))]);
    this.remember(doc, desk, stopwatch.seconds());
    this.count(doc, action);
    this.queue.finish(doc.id);
    this.trail.add(doc.id);
    try {
      await this.next();
    } finally {
      void shelf.removeDraft(config.user.id, doc.id);
    }
  }

  private count(doc: AssignmentDoc, action: Parcel["action"]): void {
    const now = this.progress.peek();
    if (!now || doc.revision > 0) return;
    const done = now.done_by_me + (action === "submit" ? 1 : 0);
    this.progress.value = { ...now, done_by_me: done, in_hand: now.in_hand - 1 };
  }

  private async next(): Promise<void> {
    await this.putBack("last");
    if (this.queue.isEmpty) {
      // Nothing is ready, so there is something to wait for: a finished task must not look as if it were still open.
      this.phase.value = { name: "loading" };
      await this.queue.refill();
    }
    let doc = await this.queue.next();
    if (!doc && !this.queue.isEmpty) {
      // What is ready is in the hands of other tabs; the server may have more.
      this.phase.value = { name: "loading" };
      await this.queue.refill();
      doc = await this.queue.next();
    }
    if (doc) await this.show(doc);
    else await this.nothing();
  }

  private async open(id: number): Promise<void> {
    const doc = await this.fetch(id);
    const kept = this.desks.get(id);
    if (kept && kept.doc.revision + 1 < doc.revision) this.desks.delete(id);
    await this.putBack("first");
    const isMine = await this.queue.insistOn(id);
    await this.show(doc);
    if (!isMine) {
      this.tellPerson({ sentence: gettext("This task is also open in another tab. What is submitted first counts.") });
    }
  }

  /** A task to be taken up again. What is not sent yet comes back from the outbox, without asking anyone if it can. */
  private async fetch(id: number): Promise<AssignmentDoc> {
    const { outbox, api } = this.parts;
    const kept = this.desks.get(id);
    const waiting = outbox.parcels.peek().find((parcel) => parcel.assignment === id && parcel.state === "waiting");
    if (kept && waiting && (await outbox.recall(waiting.id))) return kept.doc;
    const doc = await api.assignment(id);
    if (!waiting || !(await outbox.recall(waiting.id))) return this.editable(doc);
    return { ...doc, draft: { value: today(valueIn(waiting)), revision: waiting.revision, saved_at: "" } };
  }

  private async editable(doc: AssignmentDoc): Promise<AssignmentDoc> {
    return doc.state === "leased" || doc.state === "returned" ? doc : this.parts.api.reopen(doc.id);
  }

  /** What is on the desk goes back into the queue, with its draft. */
  private async putBack(where: "first" | "last"): Promise<void> {
    const doc = this.openDoc();
    const desk = this.desk.peek();
    await this.parts.drafts.flush();
    this.parts.drafts.forget();
    if (doc && desk) this.remember(doc, desk, this.parts.stopwatch.seconds());
    this.queue.letGo(doc, where);
  }

  /** The task on the desk, unless it is finished and only waits for the next one to take its place. */
  private openDoc(): AssignmentDoc | null {
    const doc = this.doc.peek();
    return doc && !this.queue.isFinished(doc.id) ? doc : null;
  }

  private remember(doc: AssignmentDoc, desk: Desk, seconds: number): void {
    this.desks.delete(doc.id);
    this.desks.set(doc.id, { desk, doc, seconds });
    for (const id of [...this.desks.keys()].slice(0, -REMEMBERED)) this.desks.delete(id);
  }

  private async show(doc: AssignmentDoc): Promise<void> {
    const { drafts, stopwatch } = this.parts;
    // The labels were changed after this page was loaded.
    if (doc.value === null && doc.schema > this.setting!.version!) await this.loadProject();
    if (this.isOutdated(this.desks.get(doc.id)?.desk)) this.desks.delete(doc.id);
    const kept = this.desks.get(doc.id);
    const local = await this.ahead.localOf(doc);
    const opened = choose(doc, local);
    const desk = kept?.desk ?? this.ahead.deskFor(doc, this.setting!, local, opened.value);
    stopwatch.start(kept?.seconds ?? opened.seconds);
    drafts.follow(desk, doc, local?.synced ?? doc.draft?.saved_at ?? null, () => stopwatch.seconds());
    // Before anything is drawn: the buttons show the keys that labels leave them.
    desk.takeLabelKeys();
    batch(() => {
      this.notice.value = null;
      this.doc.value = doc;
      this.unread.value = doc.comments.unread;
      this.desk.value = desk;
      this.phase.value = { name: "working" };
    });
    setTimeout(() => void this.makeReady(), WARM_AFTER_MS);
    if (doc.note) this.tellPerson({ sentence: fill(gettext("Returned by the reviewer: %(note)s"), { note: doc.note }) });
    if (!kept && opened.other) this.offer(desk, opened.other);
  }

  private async makeReady(): Promise<void> {
    const { held } = this.queue;
    const [doc] = held;
    fetchAhead(this.labelling.peek()!.project.media, held.map(({ task }) => task), this.doc.peek()?.task);
    if (doc) await this.ahead.makeReady(doc, this.setting!, this.desks.get(doc.id)?.desk, () => this.queue.held[0] === doc);
  }

  private offer(desk: Desk, other: { value: Value }): void {
    const take = () => {
      desk.sheet.replace(other.value);
      this.tellPerson(null);
    };
    this.tellPerson({
      sentence: gettext("Another version of this task was saved elsewhere. This is the one from this device."),
      action: { title: gettext("Take the other one"), run: take },
    });
  }

  private async nothing(): Promise<void> {
    let others = !this.queue.isEmpty;
    // What is still being sent is counted here already, and by the server later.
    const counted = this.parts.outbox.waiting.peek() ? this.progress.peek() : null;
    try {
      const { progress } = await this.parts.api.labelling();
      this.progress.value = counted ? { ...progress, done_by_me: counted.done_by_me, in_hand: counted.in_hand } : progress;
      others ||= progress.others_at_work || progress.open_to_me > 0;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
    }
    this.clear({ name: "empty", others });
  }

  private clear(phase: Phase): void {
    this.parts.keys.bindLabels(new Map());
    batch(() => {
      this.desk.value = null;
      this.doc.value = null;
      this.phase.value = phase;
    });
    clearTimeout(this.retry);
    if (phase.name !== "failed") this.retry = window.setTimeout(() => void this.lookAgain(), LOOK_AGAIN_MS);
  }

  /** One turn of the page at a time: a key held down must not submit the task after. */
  private async turn(act: () => Promise<void>): Promise<boolean> {
    if (this.turning) return false;
    // What is typed between two tasks belongs to neither.
    this.turning = this.parts.keys.paused = true;
    try {
      await this.guard(act);
    } finally {
      this.turning = this.parts.keys.paused = false;
    }
    return true;
  }

  private async guard(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refusal || error instanceof Unreachable)) reportError(error);
      this.explain(error);
    }
  }

  /** What went wrong is said where the person looks: beside the task, or on the page when there is none. */
  private explain(error: unknown): void {
    const offline = error instanceof Unreachable;
    const away = gettext("No connection to the server. Try again when it is back.");
    const sentence = offline ? away : error instanceof Error ? error.message : String(error);
    if (this.openDoc() && this.phase.peek().name === "working") this.tellPerson({ sentence });
    else this.clear(offline ? { name: "offline" } : { name: "failed", sentence });
  }
}

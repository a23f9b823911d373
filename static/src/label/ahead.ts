/**
 * The next task, made ready while a person works on the one before: what it needs is gathered, its desk is furnished,
 * and where its medium allows it is drawn outside the page.
 */
import { type Signal, signal } from "@preact/signals";
import { Desk, type Setting } from "./desk";
import { choose } from "./keep/drafts";
import type { LocalDraft, Shelf } from "./keep/shelf";
import { Facts, isDescribed } from "./panels/some";
import { prepare } from "./queue";
import { DECIDED } from "./suggested";
import type { suggest as Suggest } from "./suggest/suggesting";
import type { AssignmentDoc, Value } from "./types";

/** A desk made ready, and what it was made of: it is shown only if all of that still holds. */
interface Ready {
  readonly doc: AssignmentDoc;
  readonly setting: Setting;
  readonly savedAt: number | null;
  readonly desk: Desk;
}

/** Media whose surfaces may be drawn outside the page. */
const DRAWN_AHEAD: ReadonlySet<string> = new Set(["image"]);

export class Ahead {
  /** The desk to be drawn outside the page. */
  readonly desk: Signal<Desk | null> = signal(null);
  private ready: Ready | null = null;
  private foreseen: { readonly id: number; readonly local: LocalDraft | null } | null = null;

  constructor(
    private readonly shelf: Shelf,
    private readonly user: number,
  ) {}

  /** Gather what the next task needs, to be shown at once. */
  async foresee(doc: AssignmentDoc | null): Promise<void> {
    this.foreseen = doc && { id: doc.id, local: await this.gather(doc) };
  }

  /** What was gathered for this task, or is now. */
  async localOf(doc: AssignmentDoc): Promise<LocalDraft | null> {
    const local = this.foreseen?.id === doc.id ? this.foreseen.local : await this.gather(doc);
    this.foreseen = null;
    return local;
  }

  /** Only of one task: a large image fills the memory. `isNext` says whether it still is when its needs are there. */
  async makeReady(doc: AssignmentDoc, setting: Setting, kept: Desk | undefined, isNext: () => boolean): Promise<void> {
    if (this.ready?.doc === doc) return;
    const local = await this.gather(doc);
    if (!isNext() || !DRAWN_AHEAD.has(doc.task.media)) return;
    const desk = kept ?? furnished(setting, doc, choose(doc, local).value);
    this.ready = { doc, setting, savedAt: local?.savedAt ?? null, desk };
    this.desk.value = desk;
  }

  /** The desk made ready for this task if nothing has changed since, or a new one with this value. */
  deskFor(doc: AssignmentDoc, setting: Setting, local: LocalDraft | null, value: Value): Desk {
    const { ready } = this;
    const holds = ready?.doc === doc && ready.setting === setting && ready.savedAt === (local?.savedAt ?? null);
    return holds ? ready.desk : furnished(setting, doc, value);
  }

  /** What a task needs to be shown: its draft on this device, its image decoded, what models suggest. */
  private async gather(doc: AssignmentDoc): Promise<LocalDraft | null> {
    const suggestions = doc.predictions.length > 0 ? learnToSuggest() : null;
    const facts = isDescribed(doc.task) ? Facts.load().catch(() => undefined) : null;
    const [local] = await Promise.all([this.shelf.draft(this.user, doc.id), prepare(doc), suggestions, facts]);
    return local;
  }
}

let suggest: typeof Suggest | null = null;

/** Without network there are no suggestions this time: the task can be worked on all the same. */
async function learnToSuggest(): Promise<void> {
  suggest ??= await import("./suggest/suggesting").then((part) => part.suggest, () => null);
}

/** A desk with what models suggest for its task, and what was decided of it with the answer in force. */
function furnished(setting: Setting, doc: AssignmentDoc, value: Value): Desk {
  const before = Object.fromEntries(doc.predictions.flatMap(({ id, decided }) => (decided ? [[id, decided]] : [])));
  const isKnown = doc.draft !== null || DECIDED in value || !Object.keys(before).length;
  const desk = new Desk(setting, doc.task, isKnown ? value : { ...value, [DECIDED]: before });
  if (suggest && doc.predictions.length) desk.suggesting = suggest(desk, doc.predictions);
  return desk;
}

/** The suggestions for one task: which are open, which is in question, and what happens when one is decided. */
import { computed, signal } from "@preact/signals";
import { fill, gettext } from "../../lib/i18n";
import type { Desk } from "../desk";
import { isEmpty } from "../conditions";
import { same } from "../keep/drafts";
import type { Change, RegionChange } from "../sheet";
import { DECIDED, type Suggesting, type Suggestion } from "../suggested";
import type { Prediction, Region } from "../types";
import { type Decision, decidedIn, decisionOn, idsNow, type Which, withDecisions } from "./deciding";
import { Ghosts } from "./image";
import { Hint, List } from "./panel";
import { arcsOf, marksOf } from "./text";

export function suggest(desk: Desk, predictions: readonly Prediction[]): Suggesting {
  return new Suggestions(desk, predictions);
}

class Suggestions implements Suggesting {
  readonly Hint = Hint;
  readonly List = List;
  private readonly all: readonly Suggestion[];
  private readonly wanted = signal<string | null>(null);
  readonly pending = computed(() => {
    const asked = new Set(this.desk.asked.value);
    return this.all.filter((one) => asked.has(one.field) && this.isOpen(one));
  });
  readonly current = computed(() => this.pending.value.find(({ key }) => key === this.wanted.value) ?? null);
  readonly marks = computed(() => marksOf(this.desk, this.pending.value));
  readonly arcs = computed(() => arcsOf(this.desk, this.pending.value));

  constructor(
    private readonly desk: Desk,
    private readonly predictions: readonly Prediction[],
  ) {
    this.all = predictions.flatMap((prediction) => suggestionsOf(desk, prediction));
  }

  readonly keys = {
    "confirm-suggestion": () => this.onCurrent((one) => this.confirm([one])),
    "reject-suggestion": () => this.onCurrent((one) => this.reject([one])),
    "least-certain": () => this.next(),
    "confirm-all": () => this.confirm(this.pending.peek()),
    "reject-all": () => this.reject(this.pending.peek()),
    escape: () => {
      if (!this.current.peek()) return false;
      this.wanted.value = null;
      return true;
    },
  };

  choose(key: string): void {
    this.desk.sheet.select(null);
    this.wanted.value = key;
  }

  readonly decide = (what: "confirm" | "reject", one: Suggestion): void => void this[what]([one]);

  onImage = (stage: ConstructorParameters<typeof Ghosts>[0]) => new Ghosts(stage, this);

  told(): Record<string, unknown> {
    const decided = decidedIn(this.desk.sheet.value.peek());
    return Object.fromEntries(this.predictions.map(({ id }) => [id, decided[id] ?? {}]));
  }

  /** With none in question the first press shows the least certain one: nobody decides what they have not seen. */
  private onCurrent(act: (one: Suggestion) => boolean): boolean {
    const one = this.current.peek();
    return one ? act(one) : this.next();
  }

  /** The least certain one; from there to the next in that order. */
  private next(): boolean {
    const order = byCertainty(this.pending.peek());
    if (!order.length) return false;
    const at = order.findIndex(({ key }) => key === this.wanted.peek());
    const one = order[(at + 1) % order.length]!;
    this.desk.sheet.select(null);
    this.wanted.value = one.key;
    this.desk.say(fill(gettext("Suggested: %(what)s"), { what: reading(this.desk, one) }));
    return true;
  }

  private confirm(wanted: readonly Suggestion[]): boolean {
    const { desk } = this;
    const value = desk.sheet.value.peek();
    const before = decidedIn(value);
    const decisions: Decision[] = [];
    const changes: Change[] = [];
    const fresh = new Map<string, string>();
    const put = (one: Suggestion): string | null => {
      const region = one.region!;
      const known = fresh.get(one.key) ?? idsNow(before, one.prediction.id, value)(one.field.name, region.id);
      if (known) return known;
      const made = this.remade(one, put);
      if (!made) return null;
      const id = desk.sheet.freshId();
      fresh.set(one.key, id);
      const at = desk.sheet.regions(one.field.name).length + changes.filter(({ field }) => field === one.field.name).length;
      changes.push({ field: one.field.name, at, before: null, after: { ...made, id } } satisfies RegionChange);
      decisions.push({ ...which(one), became: id });
      return id;
    };
    let refused = 0;
    for (const one of wanted) {
      if (one.region) refused += put(one) === null ? 1 : 0;
      else {
        const { adopt } = desk.kindOf(one.field);
        const now = changes.findLast((change) => change.field === one.field.name)?.after ?? value[one.field.name];
        changes.push({ field: one.field.name, before: now, after: adopt && !isEmpty(now) ? adopt(now, one.answer) : one.answer });
        decisions.push({ ...which(one), became: true });
      }
    }
    if (refused) desk.tell(gettext("What this relation joins was rejected or deleted. Reject it as well, or draw it yourself."));
    if (!decisions.length) return refused > 0;
    this.write(changes, decisions);
    this.tell(fill(gettext("Confirmed: %(count)s"), { count: decisions.length }), wanted.length);
    return true;
  }

  private reject(wanted: readonly Suggestion[]): boolean {
    if (!wanted.length) return false;
    const names = new Set(wanted.map(({ key }) => key));
    // What joins a rejected region cannot be taken over any more.
    const loose = this.pending.peek().filter((one) => !names.has(one.key) && this.ends(one).some((end) => end && names.has(end.key)));
    const decisions = [...wanted, ...loose].map((one) => ({ ...which(one), became: null }));
    this.write([], decisions);
    this.tell(fill(gettext("Rejected: %(count)s"), { count: decisions.length }), wanted.length);
    return true;
  }

  private write(changes: readonly Change[], decisions: readonly Decision[]): void {
    const { sheet } = this.desk;
    const before = sheet.value.peek()[DECIDED];
    const after = withDecisions(decidedIn(sheet.value.peek()), decisions);
    sheet.edit([...changes, { field: DECIDED, before, after }], sheet.selected.peek());
  }

  private tell(sentence: string, count: number): void {
    if (count > 1 || !this.pending.peek().length) return this.desk.say(sentence);
    this.wanted.value = null;
    this.next();
  }

  /** The region as the answer will hold it: one that joins others names them as they are called there. */
  private remade(one: Suggestion, put: (one: Suggestion) => string | null): Region | null {
    const { link } = this.desk.kindOf(one.field);
    if (!link) return one.region;
    const [from, to] = link.ends(one.region!).map(({ field }, i) => {
      const end = this.ends(one)[i];
      return { field, id: (end && this.isRejected(end) ? null : end && put(end)) ?? "" };
    });
    return from?.id && to?.id ? ({ ...one.region!, ...link.make(from, to) } as Region) : null;
  }

  /** The suggestions that a suggested relation joins. */
  private ends(one: Suggestion): (Suggestion | undefined)[] {
    const { link } = this.desk.kindOf(one.field);
    if (!link || !one.region) return [];
    return link.ends(one.region).map(({ field, id }) =>
      this.all.find((other) => other.prediction === one.prediction && other.field.name === field && other.region?.id === id),
    );
  }

  private isRejected(one: Suggestion): boolean {
    const { value } = this.desk.sheet;
    const decision = decisionOn(decidedIn(value.peek()), which(one));
    return decision === null || (typeof decision === "string" && !idsNow(decidedIn(value.peek()), one.prediction.id, value.peek())(one.field.name, one.region!.id));
  }

  private isOpen(one: Suggestion): boolean {
    const value = this.desk.sheet.value.value;
    if (decisionOn(decidedIn(value), which(one)) !== undefined) return false;
    if (one.region) return true;
    // What the person has answered is decided; what can be filled up stays open until nothing is left to fill.
    const now = value[one.field.name];
    const { adopt } = this.desk.kindOf(one.field);
    return isEmpty(now) || (adopt !== undefined && !same(adopt(now, one.answer), now));
  }
}

/** What of a prediction this desk can show. */
function suggestionsOf(desk: Desk, prediction: Prediction): Suggestion[] {
  return desk.schema.fields.flatMap((field): Suggestion[] => {
    const answer = prediction.value[field.name];
    const scores = prediction.scores[field.name];
    const one = { prediction, field, answer };
    const key = `${prediction.id}/${field.name}`;
    if (isEmpty(answer)) return [];
    if (!desk.kindOf(field).describe) {
      return [{ ...one, key, region: null, score: typeof scores === "number" ? scores : prediction.score }];
    }
    const of = typeof scores === "object" ? scores : {};
    return (answer as readonly Region[]).map((region) => ({ ...one, key: `${key}/${region.id}`, region, score: of[region.id] ?? prediction.score }));
  });
}

export function byCertainty(suggestions: readonly Suggestion[]): readonly Suggestion[] {
  return suggestions.toSorted((a, b) => (a.score ?? 1) - (b.score ?? 1));
}

/** In words: what is suggested and how sure the model is. */
export function reading(desk: Desk, { field, region, answer, score }: Suggestion): string {
  const kind = desk.kindOf(field);
  const what = region ? desk.look(field, region.label).title : `${desk.titleOf(field)}: ${kind.summary(desk, field, answer)}`;
  return [what, percent(score)].filter(Boolean).join(", ");
}

export function percent(score: number | null): string {
  return score === null ? "" : `${Math.round(score * 100)} %`;
}

function which({ prediction, field, region }: Suggestion): Which {
  return { prediction: prediction.id, field: field.name, region: region?.id ?? null };
}

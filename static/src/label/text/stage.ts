/** The text of a task on the desk: what is seen, selected and marked, and what mouse and keys do with it. */
import { effect, untracked } from "@preact/signals";
import { gettext } from "../../lib/i18n";
import type { Handler } from "../../lib/keys";
import type { Desk } from "../desk";
import type { Selected } from "../sheet";
import type { Suggestion } from "../suggested";
import { Arcs } from "./arcs";
import { Cursor } from "./cursor";
import { Editing } from "./editing";
import { Glow } from "./glow";
import { cancelLink, startLink, takeSelected } from "./linking";
import { Heads } from "./heads";
import { Marks } from "./marks";
import { Mouse, pick } from "./mouse";
import { resize, snapping, textSize } from "./preferences";
import { Reader } from "./reader";
import { turnAt } from "./turns";

export interface TextElements {
  /** Scrolls and takes the focus. */
  readonly root: HTMLElement;
  readonly page: HTMLElement;
  readonly badges: HTMLElement;
  readonly arcs: SVGSVGElement;
  readonly heads: HTMLElement;
  readonly bar: HTMLElement;
}

type Way = (by: 1 | -1) => void | boolean;

export class TextStage {
  readonly reader: Reader;
  private readonly glow: Glow;
  private readonly arcs: Arcs;
  private readonly heads: Heads;
  private readonly cursor: Cursor;
  private readonly editing: Editing;
  private readonly mouse: Mouse;
  private marks: Marks;
  private readonly endings: (() => void)[] = [];
  private asked = 0;

  constructor(
    private readonly desk: Desk,
    private readonly elements: TextElements,
  ) {
    const { root, page, badges, bar } = elements;
    this.reader = new Reader(desk.task.text ?? "", root, page, desk.turns);
    this.glow = new Glow(desk, this.reader, badges);
    this.arcs = new Arcs(desk, this.reader, elements.arcs);
    this.heads = new Heads(desk, this.reader, elements.heads);
    this.cursor = new Cursor(desk, this.reader, bar);
    this.editing = new Editing(desk, this.cursor);
    this.marks = Marks.of(desk);
    this.mouse = new Mouse({
      desk,
      root,
      reader: this.reader,
      cursor: this.cursor,
      editing: this.editing,
      marks: () => this.marks,
      changed: () => this.askFrame(),
    });
    this.endings.push(
      effect(() => this.remark()),
      effect(() => this.ask()),
      effect(() => this.revealSelected()),
      effect(() => this.letGo()),
      effect(() => this.followTurn()),
      effect(() => this.resize()),
      desk.keys.bindAll(this.actions()),
      this.listen(),
    );
  }

  close(): void {
    this.endings.forEach((end) => end());
    cancelAnimationFrame(this.asked);
    this.glow.close();
    this.reader.close();
  }

  private remark(): void {
    void [this.desk.sheet.value.value, this.desk.sheet.hidden.value, this.desk.suggesting?.pending.value];
    this.marks = Marks.of(this.desk);
    this.arcs.collect();
  }

  /** Everything the colours and badges depend on; one frame shows it all. */
  private ask(): void {
    void [this.desk.sheet.value.value, this.desk.sheet.hidden.value, this.desk.sheet.selected.value];
    void [this.desk.commented.value, this.desk.suggesting?.current.value, this.desk.passage.value, this.desk.turn.value, this.desk.link.value, this.reader.rendered.value, this.reader.layouts.value];
    this.askFrame();
  }

  private askFrame(): void {
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0;
      this.reader.follow();
      this.glow.paint(this.marks);
      this.glow.label(this.marks);
      this.arcs.draw();
      this.heads.draw();
      this.cursor.draw();
    });
  }

  private revealSelected(): void {
    const selected = this.desk.sheet.selected.value;
    const suggested = this.desk.suggesting?.current.value;
    const start = untracked(() => (suggested ? this.beginningOf(suggested) : selected && this.startOf(selected)));
    if (start !== null) this.reader.reveal(this.desk.text.toUnits(start));
  }

  /** Where a region begins, in code points; of a relation, where its first end does. */
  private startOf(selected: Selected): number | null {
    const region = this.desk.sheet.find(selected);
    if (!region) return null;
    const { passage, link } = this.desk.kindOf(this.desk.field(selected.field));
    return passage?.parts(region)[0]?.[0] ?? (link ? this.startOf(link.ends(region)[0]) : null);
  }

  private beginningOf({ key }: Suggestion): number | null {
    const { marks, arcs } = this.desk.suggesting!;
    const units = marks.peek().find(({ suggestion }) => suggestion === key)?.start ?? arcs.peek().find(({ suggestion }) => suggestion === key)?.from[0];
    return units === undefined ? null : this.desk.text.fromUnits(units);
  }

  /** What has got its label, or was let go with Esc, is no longer selected for the browser either. */
  private letGo(): void {
    if (!this.desk.passage.value && !this.mouse.selecting) this.cursor.collapse();
  }

  /** Another turn came to hand: the cursor goes there. */
  private followTurn(): void {
    const { turns, turn } = this.desk;
    const wanted = turns[turn.value];
    if (wanted && turnAt(turns, this.cursor.focus) !== turn.value) {
      untracked(() => this.cursor.set(wanted.start, wanted.start));
    }
  }

  private stepTurn(by: 1 | -1): boolean {
    const { turns, turn } = this.desk;
    const to = turn.peek() + by;
    if (turns[to]) turn.value = to;
    return turns.length > 0;
  }

  private resize(): void {
    this.elements.root.style.setProperty("--text-size", `${textSize.value}px`);
    untracked(() => this.reader.relay());
  }

  private listen(): () => void {
    const { root, badges, arcs } = this.elements;
    const off = new AbortController();
    const { signal } = off;
    root.addEventListener("scroll", () => this.askFrame(), { signal, passive: true });
    root.addEventListener("focus", () => this.askFrame(), { signal });
    root.addEventListener("blur", () => this.askFrame(), { signal });
    for (const above of [badges, arcs]) above.addEventListener("click", (event) => this.press(event), { signal });
    this.mouse.listen(signal);
    return () => off.abort();
  }

  private press(event: Event): void {
    const node = (event.target as Element).closest<HTMLElement | SVGElement>("[data-region]");
    if (node?.dataset.suggestion) this.desk.suggesting?.choose(node.dataset.suggestion);
    else if (node) pick(this.desk, { field: node.dataset.field!, id: node.dataset.region! });
  }

  private actions(): Record<string, Handler> {
    const { cursor, editing } = this;
    return {
      ...this.eachWay("caret", (by) => cursor.step(by, "grapheme", false), (by) => cursor.line(by, false)),
      ...this.eachWay("extend", (by) => cursor.step(by, "grapheme", true), (by) => cursor.line(by, true)),
      ...this.eachWay("caret-word", (by) => cursor.step(by, "word", false)),
      ...this.eachWay("extend-word", (by) => cursor.step(by, "word", true)),
      ...this.eachWay("span-end", (by) => editing.step("end", by)),
      ...this.eachWay("span-start", (by) => editing.step("start", by)),
      "caret-line-start": () => this.focused(() => cursor.paragraphEdge(-1)),
      "caret-line-end": () => this.focused(() => cursor.paragraphEdge(1)),
      "label-selection": () => editing.labelSelection() || (this.desk.link.peek() !== null && takeSelected(this.desk)),
      link: () => startLink(this.desk),
      "cancel-link": () => cancelLink(this.desk),
      "add-part": () => editing.addPart(),
      "label-equal": () => editing.labelEqual(),
      "next-turn": () => this.stepTurn(1),
      "previous-turn": () => this.stepTurn(-1),
      "snap-words": () => this.toggleSnapping(),
      "text-larger": () => resize(1),
      "text-smaller": () => resize(-1),
    };
  }

  private toggleSnapping(): void {
    snapping.value = !snapping.peek();
    this.desk.tell(snapping.peek() ? gettext("The mouse selects whole words.") : gettext("The mouse selects single characters."));
  }

  private eachWay(id: string, across: Way, down?: Way): Record<string, Handler> {
    const found: Record<string, Handler> = {
      [`${id}-left`]: () => this.focused(() => across(this.cursor.forwards() ? -1 : 1)),
      [`${id}-right`]: () => this.focused(() => across(this.cursor.forwards() ? 1 : -1)),
    };
    if (down) {
      found[`${id}-up`] = () => this.focused(() => down(-1));
      found[`${id}-down`] = () => this.focused(() => down(1));
    }
    return found;
  }

  private focused(act: () => void | boolean): boolean {
    if (document.activeElement !== this.elements.root) return false;
    return act() !== false;
  }
}

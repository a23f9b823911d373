/** The cursor in the text: where the keyboard is, and what it has selected. */
import type { Desk } from "../desk";
import { paragraphAt } from "./paragraphs";
import type { Reader } from "./reader";
import { turnAt } from "./turns";
import { boundary } from "./words";

export type Step = "grapheme" | "word";

export class Cursor {
  /** Where the selection began, and where the cursor is. Equal when nothing is selected. */
  anchor = 0;
  focus = 0;
  /** The column the cursor keeps while it goes up and down. */
  private column: number | null = null;

  constructor(
    private readonly desk: Desk,
    private readonly reader: Reader,
    private readonly bar: HTMLElement,
  ) {}

  set(anchor: number, focus: number): void {
    this.anchor = anchor;
    this.focus = focus;
    this.column = null;
    this.publish();
  }

  /** Take over what the person selected with the mouse. */
  adopt(): void {
    const selection = document.getSelection();
    if (!selection?.anchorNode || !selection.focusNode) return;
    const anchor = this.reader.position(selection.anchorNode, selection.anchorOffset);
    const focus = this.reader.position(selection.focusNode, selection.focusOffset);
    if (anchor === null || focus === null) return;
    this.anchor = anchor;
    this.focus = focus;
    this.column = null;
    this.tell();
  }

  /** Select nothing; the cursor stays where it is. */
  collapse(): void {
    if (this.anchor === this.focus) return;
    this.anchor = this.focus;
    const selection = document.getSelection();
    if (selection?.focusNode && this.reader.position(selection.focusNode, selection.focusOffset) !== null) {
      selection.collapse(selection.focusNode, selection.focusOffset);
    }
  }

  step(by: 1 | -1, granularity: Step, extend: boolean): void {
    if (!extend && this.anchor !== this.focus) {
      const [start, end] = [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)];
      return this.set(by > 0 ? end : start, by > 0 ? end : start);
    }
    const to = this.next(this.focus, by, granularity);
    this.set(extend ? this.anchor : to, to);
  }

  line(by: 1 | -1, extend: boolean): void {
    this.reader.reveal(this.focus);
    const box = this.reader.box(this.focus, this.focus);
    if (!box) return;
    const column = this.column ?? box.left;
    const to = this.below(column, box, by);
    this.set(extend ? this.anchor : to, to);
    this.column = column;
  }

  paragraphEdge(by: 1 | -1): void {
    const { start, end } = this.reader.pieces[paragraphAt(this.reader.pieces, this.focus)]!;
    const to = by > 0 ? end : start;
    this.set(to, to);
  }

  /** One step from a position, over the line break at the end of a paragraph. */
  next(position: number, by: 1 | -1, granularity: Step): number {
    const { pieces, text } = this.reader;
    const index = paragraphAt(pieces, position);
    const { start, end } = pieces[index]!;
    const inside = boundary(text.slice(start, end), Math.min(position, end) - start, by, granularity);
    if (inside !== null) return start + inside;
    return by > 0 ? (pieces[index + 1]?.start ?? end) : (pieces[index - 1]?.end ?? start);
  }

  /** Whether the text under the cursor runs to the right. */
  forwards(): boolean {
    return !this.reader.isRightToLeft(this.focus);
  }

  /** Let the bar stand where the cursor is. */
  draw(): void {
    const box = this.reader.box(this.focus, this.focus);
    const page = this.bar.parentElement!.getBoundingClientRect();
    this.bar.hidden = !box || document.activeElement !== this.reader.root;
    if (!box) return;
    this.bar.style.height = `${box.height}px`;
    this.bar.style.transform = `translate(${box.left - page.left}px, ${box.top - page.top}px)`;
  }

  /** The position one line up or down: the first try that leaves the line. */
  private below(column: number, box: DOMRect, by: 1 | -1): number {
    for (let distance = 12; distance <= 96; distance += 12) {
      const y = by > 0 ? box.bottom + distance : box.top - distance;
      const found = this.reader.at(column, y);
      const there = found === null ? null : this.reader.box(found, found);
      if (found !== null && there && (by > 0 ? there.top > box.top + 2 : there.top < box.top - 2)) return found;
    }
    const index = paragraphAt(this.reader.pieces, this.focus);
    return this.reader.pieces[index + by]?.start ?? this.reader.pieces[index]![by > 0 ? "end" : "start"];
  }

  private publish(): void {
    this.reader.reveal(this.focus);
    const [anchor, focus] = [this.reader.place(this.anchor), this.reader.place(this.focus)];
    if (anchor && focus) {
      document.getSelection()?.setBaseAndExtent(anchor.node, anchor.offset, focus.node, focus.offset);
    }
    this.tell();
    this.draw();
  }

  private tell(): void {
    if (this.desk.turns.length) this.desk.turn.value = turnAt(this.desk.turns, this.focus);
    const [start, end] = [Math.min(this.anchor, this.focus), Math.max(this.anchor, this.focus)];
    this.desk.passage.value = start < end ? { start, end } : null;
  }
}

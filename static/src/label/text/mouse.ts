/** What the mouse does in a text: it selects, picks regions, moves their edges and adds parts to them. */
import type { Desk } from "../desk";
import type { Selected } from "../sheet";
import type { Cursor } from "./cursor";
import type { Editing } from "./editing";
import type { Marks } from "./marks";
import { paragraphAt } from "./paragraphs";
import { takeEnd } from "./linking";
import { snapping } from "./preferences";
import type { Reader } from "./reader";
import { around, snapped } from "./words";

interface Parts {
  readonly desk: Desk;
  readonly root: HTMLElement;
  readonly reader: Reader;
  readonly cursor: Cursor;
  readonly editing: Editing;
  readonly marks: () => Marks;
  /** Something else is shown now. */
  readonly changed: () => void;
}

const AGAIN_MS = 400;
const AGAIN_PX = 5;

export class Mouse {
  /** The button is down and selects. Only meanwhile may the browser's selection speak; else a search box would end it. */
  selecting = false;
  /** There was a selection when the button went down: with Shift it goes on. */
  private goesOn = false;
  private lastClick = { at: 0, x: 0, y: 0, count: 0 };

  constructor(private readonly parts: Parts) {}

  listen(signal: AbortSignal): void {
    const { root, cursor } = this.parts;
    root.addEventListener("dragstart", (event) => event.preventDefault(), { signal });
    root.addEventListener("pointerdown", (event) => this.down(event), { signal });
    document.addEventListener("selectionchange", () => this.selecting && cursor.adopt(), { signal });
  }

  private down(event: PointerEvent): void {
    if (event.button !== 0 || isButton(event)) return;
    this.selecting = true;
    this.goesOn = event.shiftKey && this.parts.desk.passage.peek() !== null;
    // A press inside selected text would wait whether the text is dragged away; here it begins a new selection.
    if (!event.shiftKey) document.getSelection()?.removeAllRanges();
    addEventListener("pointerup", (released) => this.up(released), { once: true });
  }

  private up(event: PointerEvent): void {
    const { desk, cursor, editing, changed } = this.parts;
    cursor.adopt();
    this.selecting = false;
    const to = cursor.focus;
    this.snap();
    if (event.shiftKey && !this.goesOn && editing.stretchTo(this.edgeAt(to))) desk.passage.value = null;
    else if (cursor.anchor === cursor.focus) this.click(event);
    else if (event.ctrlKey || event.metaKey || event.altKey) editing.addPart();
    editing.labelArmed();
    changed();
  }

  /** Grow what was selected to whole words, where that is wanted. */
  private snap(): void {
    const { cursor, reader } = this.parts;
    if (!snapping.peek() || cursor.anchor === cursor.focus) return;
    const { anchor, focus } = cursor;
    const [start, end] = [this.wordEdge(Math.min(anchor, focus), "start"), this.wordEdge(Math.max(anchor, focus), "end")];
    if (reader.text.slice(start, end)) cursor.set(anchor < focus ? start : end, anchor < focus ? end : start);
  }

  /** Where an edge goes that was dropped here: into no word, where whole words are wanted. */
  private edgeAt(position: number): number {
    return snapping.peek() ? this.wordEdge(position, "end") : position;
  }

  private wordEdge(position: number, edge: "start" | "end"): number {
    const { pieces, text } = this.parts.reader;
    const piece = pieces[paragraphAt(pieces, edge === "end" ? Math.max(0, position - 1) : position)]!;
    const inside = text.slice(piece.start, piece.end);
    const at = position - piece.start;
    if (at <= 0 || at >= inside.length) return position;
    return piece.start + (edge === "start" ? snapped(inside, at, at + 1)[0] : snapped(inside, at - 1, at)[1]);
  }

  /** One click picks a region, two select a word, three a sentence. */
  private click(event: PointerEvent): void {
    const { desk, reader, marks } = this.parts;
    const at = reader.characterAt(event.clientX, event.clientY);
    const clicks = this.countClicks(event);
    if (clicks > 1 && at !== null) return this.selectAround(at, clicks > 2 ? "sentence" : "word");
    const { sheet } = desk;
    const hit = at === null ? null : marks().meant(at, sheet.selected.peek()?.id ?? null);
    if (hit?.suggestion) return desk.suggesting?.choose(hit.suggestion);
    if (!hit || sheet.locked.peek().has(hit.region.id)) return sheet.select(null);
    pick(desk, { field: hit.field.name, id: hit.region.id });
  }

  private countClicks({ clientX: x, clientY: y }: PointerEvent): number {
    const last = this.lastClick;
    const again = Date.now() - last.at < AGAIN_MS && Math.hypot(x - last.x, y - last.y) < AGAIN_PX;
    this.lastClick = { at: Date.now(), x, y, count: again ? last.count + 1 : 1 };
    return this.lastClick.count;
  }

  private selectAround(at: number, what: "word" | "sentence"): void {
    const { desk, reader, cursor } = this.parts;
    const { start, end } = reader.pieces[paragraphAt(reader.pieces, at)]!;
    const [from, to] = around(reader.text.slice(start, end), at - start, what);
    desk.sheet.select(null);
    cursor.set(start + from, start + to);
  }
}

/** A region was clicked: it is selected, and an end of the relation that is being made. */
export function pick(desk: Desk, selected: Selected): void {
  desk.sheet.select(selected);
  takeEnd(desk, selected);
}

/** What lies upon the text and can be pressed is no text. */
function isButton(event: Event): boolean {
  return event.target instanceof Element && event.target.closest(".badge, .on-text, button") !== null;
}

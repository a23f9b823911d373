/**
 * The text on the screen: paragraphs in the page, only those near the window when the text is long.
 * It answers where a position lies on the screen, and which position lies at a point.
 */
import { type Signal, signal } from "@preact/signals";
import { clamp } from "../image/geometry";
import { type Turn, turnAt } from "./turns";
import { type Paragraph, paragraphAt, paragraphs } from "./paragraphs";

/** Texts shorter than this stay in the page as a whole: searching the page and screen readers then see all of it. */
const WHOLE_BELOW = 200_000;
/** Pixels rendered beyond the edges of the window. */
const BEYOND = 1000;
/** Colours that speakers take turns with. */
const VOICES = 4;

export interface Place {
  readonly node: Text;
  readonly offset: number;
}

export class Reader {
  readonly pieces: readonly Paragraph[];
  readonly windowed: boolean;
  /** First and last paragraph in the page. */
  readonly rendered: Signal<readonly [first: number, last: number]>;
  /** Counts the times the text was laid out anew, for what is positioned upon it. */
  readonly layouts = signal(0);
  private readonly nodes = new Map<number, HTMLElement>();
  private readonly above = document.createElement("div");
  private readonly below = document.createElement("div");
  private readonly heights = new Map<number, number>();
  private tops: Float64Array;
  private width = 0;
  /** Height of a line and of its letters. */
  private line = 34;
  private letter = 16;
  private readonly observer: ResizeObserver;
  private readonly voices: readonly string[];

  constructor(
    readonly text: string,
    /** Scrolls. */
    readonly root: HTMLElement,
    /** Holds the paragraphs and nothing else. */
    private readonly page: HTMLElement,
    private readonly turns: readonly Turn[],
  ) {
    this.pieces = paragraphs(text);
    this.voices = [...new Set(turns.map((turn) => turn.speaker))];
    this.windowed = text.length > WHOLE_BELOW;
    this.tops = new Float64Array(this.pieces.length + 1);
    this.rendered = signal([0, -1]);
    this.page.replaceChildren(this.above, this.below);
    this.observer = new ResizeObserver(() => this.resized());
    this.observer.observe(page);
    if (!this.windowed) this.render(0, this.pieces.length - 1);
  }

  close(): void {
    this.observer.disconnect();
  }

  /** Render what a scrolled window needs. Called on every scroll; does nothing when it is all there. */
  follow(): void {
    if (!this.windowed) return;
    this.measure();
    const top = this.root.scrollTop - this.page.offsetTop;
    const first = this.pieceAt(top - BEYOND);
    const last = this.pieceAt(top + this.root.clientHeight + BEYOND);
    const [oldFirst, oldLast] = this.rendered.peek();
    if (first !== oldFirst || last !== oldLast) this.render(first, last);
  }

  /** Paragraphs that can be seen now, as positions in the text. */
  visible(): [start: number, end: number] {
    const { top, bottom } = this.root.getBoundingClientRect();
    const [first, last] = this.rendered.peek();
    const from = this.firstBelow(first, last, top);
    const to = Math.max(from, this.firstBelow(from, last + 1, bottom) - 1);
    return [this.pieces[from]!.start, this.pieces[Math.min(to, last)]!.end];
  }

  /** Where a position lies in the page, or null when its paragraph is not rendered. */
  place(position: number): Place | null {
    const index = paragraphAt(this.pieces, position);
    const node = this.nodes.get(index)?.firstChild;
    const piece = this.pieces[index]!;
    return node instanceof Text ? { node, offset: clamp(position - piece.start, 0, piece.end - piece.start) } : null;
  }

  /** The range of the page for a stretch of the text, cut off at what is rendered. */
  stretch(start: number, end: number): StaticRange | null {
    const [first, last] = this.rendered.peek();
    if (last < first) return null;
    const from = this.place(Math.max(start, this.pieces[first]!.start));
    const to = this.place(Math.min(end, this.pieces[last]!.end));
    if (!from || !to) return null;
    return new StaticRange({
      startContainer: from.node,
      startOffset: from.offset,
      endContainer: to.node,
      endOffset: to.offset,
    });
  }

  /** The position of a point of the page's tree, or null when it is not in the text. */
  position(node: Node, offset: number): number | null {
    const element = (node instanceof Element ? node : node.parentElement)?.closest<HTMLElement>("[data-piece]");
    if (!element || !this.page.contains(element)) return null;
    const piece = this.pieces[Number(element.dataset.piece)]!;
    if (node instanceof Text) return Math.min(piece.start + offset, piece.end);
    return offset === 0 ? piece.start : piece.end;
  }

  /** The boundary between characters nearest to a point of the screen. */
  at(x: number, y: number): number | null {
    const found = caretAt(x, y);
    return found && this.position(found.node, found.offset);
  }

  /** The character under a point of the screen, not merely the nearest boundary. */
  characterAt(x: number, y: number): number | null {
    const near = this.at(x, y);
    if (near === null) return null;
    for (const position of [near, near - 1]) {
      const box = position >= 0 ? this.box(position, position + 1) : null;
      if (box && x >= box.left && x <= box.right && y >= box.top - 2 && y <= box.bottom + 2) return position;
    }
    return null;
  }

  /** Where a stretch of one line lies on the screen. For an empty one: where the cursor would stand. */
  box(start: number, end: number): DOMRect | null {
    const from = this.place(start);
    const to = this.place(end);
    if (!from || !to) return null;
    const range = document.createRange();
    range.setStart(from.node, from.offset);
    range.setEnd(from.node, to.node === from.node ? to.offset : from.node.length);
    return range.getClientRects()[0] ?? from.node.parentElement!.getBoundingClientRect();
  }

  /** Whether the paragraph of a position runs from right to left. */
  isRightToLeft(position: number): boolean {
    const node = this.nodes.get(paragraphAt(this.pieces, position));
    return node !== undefined && getComputedStyle(node).direction === "rtl";
  }

  /** The letters have another size: every remembered height is wrong, but what was seen first stays in sight. */
  relay(): void {
    this.line = Number.parseFloat(getComputedStyle(this.page).lineHeight) || this.line;
    this.letter = Number.parseFloat(getComputedStyle(this.page).fontSize) || this.letter;
    const [first, last] = this.rendered.peek();
    if (last < first) return;
    const [start] = this.visible();
    this.heights.clear();
    this.follow();
    if (this.root.scrollTop > 0) this.reveal(start);
    this.layouts.value++;
  }

  /** Scroll a position into the window. */
  reveal(position: number): void {
    const index = paragraphAt(this.pieces, position);
    if (!this.nodes.has(index)) {
      this.root.scrollTop = this.tops[index]! + this.page.offsetTop - this.root.clientHeight / 3;
      this.follow();
    }
    const box = this.box(position, position);
    const { top, bottom } = this.root.getBoundingClientRect();
    if (!box) return;
    if (box.top < top + this.line) this.root.scrollTop += box.top - top - 2 * this.line;
    else if (box.bottom > bottom - this.line) this.root.scrollTop += box.bottom - bottom + 2 * this.line;
  }

  private render(first: number, last: number): void {
    for (const [index, node] of this.nodes)
      if (index < first || index > last) {
        node.remove();
        this.nodes.delete(index);
      }
    let before: ChildNode = this.above;
    for (let index = first; index <= last; index++) {
      const node = this.nodes.get(index) ?? this.paragraph(index);
      if (before.nextSibling !== node) before.after(node);
      before = node;
    }
    this.rendered.value = [first, last];
    this.space();
  }

  private paragraph(index: number): HTMLElement {
    const { start, end, continued } = this.pieces[index]!;
    const node = document.createElement("div");
    node.className = continued ? "para continued" : "para";
    node.dataset.piece = String(index);
    // Each paragraph runs the way its first letter does; what runs the other way inside it is arranged by the browser.
    node.dir = "auto";
    this.head(node, start);
    // One text node of exactly the stored characters: offsets in it are offsets in the text.
    node.append(document.createTextNode(this.text.slice(start, end)));
    this.nodes.set(index, node);
    return node;
  }

  /** The paragraph in the page that holds a position. */
  paragraphOf(position: number): HTMLElement | undefined {
    return this.nodes.get(paragraphAt(this.pieces, position));
  }

  /** Let the paragraphs of one turn stand out. */
  markTurn(number: number): void {
    for (const node of this.nodes.values()) node.classList.toggle("at-hand", node.dataset.turn === String(number));
  }

  /** The first paragraph of a turn says who speaks and when. It is drawn, not written: the text stays what is stored. */
  private head(node: HTMLElement, start: number): void {
    if (!this.turns.length) return;
    const number = turnAt(this.turns, start);
    const turn = this.turns[number]!;
    node.dataset.turn = String(number);
    node.dataset.voice = String(this.voices.indexOf(turn.speaker) % VOICES);
    if (turn.start !== start) return;
    node.classList.add("opens");
    node.dataset.head = [number + 1, turn.speaker, turn.time].filter(Boolean).join(" · ");
  }

  /** The room that paragraphs outside the page would take. */
  private space(): void {
    if (!this.windowed) return;
    const [first, last] = this.rendered.peek();
    this.above.style.height = `${this.tops[first]}px`;
    this.below.style.height = `${this.tops[this.pieces.length]! - this.tops[last + 1]!}px`;
  }

  /** Remember the heights of what is rendered, guess the others, and add them up. */
  private measure(): void {
    for (const [index, node] of this.nodes) this.heights.set(index, node.offsetHeight);
    const perLine = Math.max(10, Math.floor(this.width / this.letter));
    let top = 0;
    this.pieces.forEach(({ start, end }, index) => {
      this.tops[index] = top;
      top += this.heights.get(index) ?? this.line * Math.max(1, Math.ceil((end - start) / perLine));
    });
    this.tops[this.pieces.length] = top;
    this.space();
  }

  private pieceAt(top: number): number {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.tops[middle]! <= top) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The first rendered paragraph whose lower edge lies below a height on the screen. */
  private firstBelow(first: number, last: number, y: number): number {
    let low = first;
    let high = last;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.nodes.get(middle)!.getBoundingClientRect().bottom > y) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  private resized(): void {
    const width = this.page.clientWidth;
    if (width !== this.width) {
      this.width = width;
      // Another width means other lines: every remembered height is wrong.
      this.heights.clear();
      this.follow();
    }
    this.layouts.value++;
  }
}

type CaretDocument = Document & {
  caretPositionFromPoint?: (x: number, y: number) => { offsetNode: Node; offset: number } | null;
};

function caretAt(x: number, y: number): { node: Node; offset: number } | null {
  const position = (document as CaretDocument).caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : null;
}

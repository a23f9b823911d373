/**
 * The colours of labels in the text: one CSS highlight for each label, so painting costs nothing per region.
 * Overlapping regions blend, and a badge with digit and name stands where each one begins.
 */
import type { Desk } from "../desk";
import type { Mark, Marks } from "./marks";
import type { Reader } from "./reader";

const BADGE_HEIGHT = 15;

/** Style rules for `::highlight()`, of the schema that is on the desk. */
const sheet = new CSSStyleSheet();

export class Glow {
  private readonly names: readonly string[];

  constructor(
    private readonly desk: Desk,
    private readonly reader: Reader,
    private readonly badges: HTMLElement,
  ) {
    this.names = desk.looks.flatMap(({ index }) => [`label-${index}`, `suggested-${index}`]);
    if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
    sheet.replaceSync(desk.looks.map(({ index, style }) => rule(`label-${index}`, style.color, 30, "solid") + rule(`suggested-${index}`, style.color, 10, "dashed")).join("\n"));
  }

  /** Colour the regions of all that is rendered. */
  paint(marks: Marks): void {
    const [first, last] = this.reader.rendered.peek();
    if (last < first || !CSS.highlights) return;
    const start = this.reader.pieces[first]!.start;
    const seen = marks.between(start, this.reader.pieces[last]!.end);
    const ranges = new Map<string, StaticRange[]>(this.names.map((name) => [name, []]));
    for (const mark of seen) {
      const range = this.reader.stretch(mark.start, mark.end);
      if (range) ranges.get(`${mark.suggestion ? "suggested" : "label"}-${this.desk.look(mark.field, mark.region.label).index}`)?.push(range);
    }
    for (const [name, list] of ranges) {
      if (list.length) CSS.highlights.set(name, new Highlight(...list));
      else CSS.highlights.delete(name);
    }
    const selected = this.desk.sheet.selected.peek();
    const current = this.desk.suggesting?.current.peek()?.key;
    const isSelected = (mark: Mark) =>
      mark.suggestion ? mark.suggestion === current : mark.region.id === selected?.id && mark.field.name === selected.field;
    this.paintOne("selected", seen.filter(isSelected));
    const source = this.desk.link.peek()?.from;
    this.paintOne("source", seen.filter((mark) => !mark.suggestion && mark.region.id === source?.id && mark.field.name === source.field));
    const passage = this.desk.passage.peek();
    this.paintOne("passage", passage ? [passage] : []);
  }

  /** Put a badge at the beginning of each region that can be seen now. */
  label(marks: Marks): void {
    const { left, top } = this.badges.getBoundingClientRect();
    const [start, end] = this.reader.visible();
    const starting = marks.between(start, end + 1).filter((mark) => mark.first && mark.start >= start);
    const places = starting.map((mark) => this.reader.box(mark.start, mark.start + 1));
    const nodes = starting.map((mark) => this.badge(mark));
    this.badges.replaceChildren(...nodes);
    const widths = nodes.map((node) => node.offsetWidth);
    const taken = new Map<number, number>();
    nodes.forEach((node, i) => {
      const box = places[i];
      if (!box) return;
      const line = Math.round(box.top - top);
      // A region that runs to the left begins at its right end.
      const edge = this.reader.isRightToLeft(starting[i]!.start) ? box.right - widths[i]! : box.left;
      // Regions that begin at the same place: their badges stand side by side.
      const x = Math.max(edge - left, taken.get(line) ?? 0);
      taken.set(line, x + widths[i]! + 2);
      node.style.transform = `translate(${x}px, ${line - BADGE_HEIGHT + 3}px)`;
    });
  }

  close(): void {
    for (const name of [...this.names, "selected", "source", "passage"]) CSS.highlights?.delete(name);
    this.badges.replaceChildren();
  }

  private badge(mark: Mark): HTMLElement {
    const { style } = this.desk.look(mark.field, mark.region.label);
    const node = document.createElement("span");
    const commented = !mark.suggestion && this.desk.isCommented(mark.region.id);
    node.className = `badge${mark.suggestion ? " suggested" : ""}${commented ? " commented" : ""}`;
    node.dataset.region = mark.region.id;
    node.dataset.field = mark.field.name;
    if (mark.suggestion) node.dataset.suggestion = mark.suggestion;
    node.textContent = mark.suggestion ? `? ${style.badge}` : style.badge;
    node.style.background = style.color;
    node.style.color = style.ink;
    return node;
  }

  private paintOne(name: string, stretches: readonly { start: number; end: number }[]): void {
    const ranges = stretches.map(({ start, end }) => this.reader.stretch(start, end)).filter((range) => range !== null);
    if (!ranges.length) return void CSS.highlights.delete(name);
    const highlight = new Highlight(...ranges);
    highlight.priority = 100;
    CSS.highlights.set(name, highlight);
  }
}

function rule(name: string, color: string, strength: number, line: string): string {
  return `::highlight(${name}) { background-color: color-mix(in srgb, ${color} ${strength}%, transparent);
    text-decoration: underline ${line} 2px ${color}; }`;
}

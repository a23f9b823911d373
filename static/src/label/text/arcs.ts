/** The relations of a text, as arrows above it: only those with an end in the window are in the page. */
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import type { Selected } from "../sheet";
import type { Field, Region } from "../types";
import type { Reader } from "./reader";

const SVG = "http://www.w3.org/2000/svg";
/** The tip of an arrow, in pixels. */
const TIP = 5;
/** Arrows end above the names of the regions. */
const BADGE = 12;
const LOWEST = 14;
const HIGHEST = 24;

export interface Arc {
  readonly field: Field;
  readonly region: Region;
  /** In UTF-16 units, where each end begins and ends. */
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  /** The key of what is only suggested. */
  readonly suggestion?: string;
}

interface Box {
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
}

export class Arcs {
  private arcs: readonly Arc[] = [];

  constructor(
    private readonly desk: Desk,
    private readonly reader: Reader,
    private readonly svg: SVGSVGElement,
  ) {}

  /** Look again which relations there are. */
  collect(): void {
    const { desk } = this;
    const hidden = desk.sheet.hidden.peek();
    const places = new Map<string, readonly [number, number]>();
    this.arcs = fieldsWith(desk, "link").flatMap((field) => {
      const { ends } = desk.kindOf(field).link!;
      const regions = desk.sheet.regions(field.name).filter((region) => !hidden.has(region.id));
      if (regions.length && !places.size) this.place(places, desk.kindOf(field).link!.among(field));
      return regions.flatMap((region) => {
        const [from, to] = ends(region).map((end) => (hidden.has(end.id) ? undefined : places.get(keyOf(end))));
        return from && to ? [{ field, region, from, to }] : [];
      });
    });
    this.arcs = [...this.arcs, ...(desk.suggesting?.arcs.peek() ?? [])];
  }

  /** Draw what can be seen now. */
  draw(): void {
    const [start, end] = this.reader.visible();
    const meets = ([first, last]: readonly [number, number]) => first < end && last > start;
    const seen = this.arcs.filter(({ from, to }) => meets(from) || meets(to));
    const { left, top } = this.svg.parentElement!.getBoundingClientRect();
    const shift = (part: readonly [number, number]): Box | null => {
      const box = this.reader.box(part[0], part[1]);
      return box && { x: (box.left + box.right) / 2 - left, top: box.top - top - BADGE, bottom: box.bottom - top };
    };
    const taken: Label[] = [];
    const nodes = seen.flatMap((arc) => {
      const [from, to] = [shift(arc.from), shift(arc.to)];
      const away = (part: readonly [number, number], other: Box): Box => {
        // An end far away: the arrow leads towards it, out of the window.
        const y = other.top + (part[0] < start ? -1 : 1) * this.reader.root.clientHeight;
        return { x: other.x, top: y, bottom: y };
      };
      if (!from && !to) return [];
      return [this.arrow(arc, from ?? away(arc.from, to!), to ?? away(arc.to, from!), taken)];
    });
    this.svg.replaceChildren(...nodes);
  }

  private arrow(arc: Arc, from: Box, to: Box, taken: Label[]): SVGElement {
    const { field, region, suggestion } = arc;
    const { style, title } = this.desk.look(field, region.label);
    const selected = suggestion
      ? suggestion === this.desk.suggesting?.current.peek()?.key
      : same(this.desk.sheet.selected.peek(), { field: field.name, id: region.id });
    const look = `arc on-text${selected ? " selected" : ""}${suggestion ? " suggested" : ""}`;
    const names = { "data-region": region.id, "data-field": field.name, ...(suggestion ? { "data-suggestion": suggestion } : {}) };
    const group = make("g", { class: look, ...names });
    const { path, middle, begins, ends } = free(from, to, title, taken);
    group.append(make("path", { d: path, class: "reach" }), make("path", { d: path, stroke: style.color, class: "line" }));
    group.append(tip(ends, style.color));
    if (this.desk.kindOf(field).link!.isSymmetric(field, region.label)) group.append(tip(begins, style.color));
    const text = make("text", { x: middle.x, y: middle.y });
    text.textContent = title;
    group.append(text);
    return group;
  }

  private place(places: Map<string, readonly [number, number]>, name: string): void {
    const { desk } = this;
    const field = desk.field(name);
    const passage = field && desk.kindOf(field).passage;
    if (!passage) return;
    for (const region of desk.sheet.regions(name)) {
      const [start, end] = passage.parts(region)[0]!;
      places.set(keyOf({ field: name, id: region.id }), [desk.text.toUnits(start), desk.text.toUnits(end)]);
    }
  }
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where an arrow touches, and from which side: 1 from above, -1 from below. */
interface Touch extends Point {
  readonly side: 1 | -1;
}

interface Course {
  readonly path: string;
  readonly middle: Point;
  readonly begins: Touch;
  readonly ends: Touch;
}

/** The name of an arrow, as far as others must keep away from it. */
interface Label extends Point {
  readonly half: number;
}

const LETTER = 10;
const LINE = 11;
const TRIES = 6;

/** The lowest course whose name covers no other's. */
function free(from: Box, to: Box, title: string, taken: Label[]): Course {
  const half = ([...title].length * LETTER) / 2;
  const collides = ({ middle }: Course) =>
    taken.some((other) => Math.abs(other.x - middle.x) < other.half + half && Math.abs(other.y - middle.y) < LINE);
  let found = course(from, to, 0);
  for (let level = 1; level < TRIES && collides(found); level++) found = course(from, to, level);
  taken.push({ ...found.middle, half });
  return found;
}

/** Above the line when both ends stand in one; otherwise from the upper end down to the lower one. Levels bend it more. */
export function course(from: Box, to: Box, level: number): Course {
  const oneLine = Math.abs(from.top - to.top) < (from.bottom - from.top) / 2;
  const [begins, ends] = oneLine ? [above(from), above(to)] : from.top < to.top ? [below(from), above(to)] : [above(from), below(to)];
  const height = oneLine ? Math.min(HIGHEST, LOWEST + Math.abs(from.x - to.x) / 12) : Math.min(60, Math.abs(ends.y - begins.y) / 2 + 10);
  const bend = height + (level * LINE * 4) / 3;
  const [one, two] = [begins.y - begins.side * bend, ends.y - ends.side * (oneLine ? bend : height)];
  const path = `M${begins.x} ${begins.y}C${begins.x} ${one} ${ends.x} ${two} ${ends.x} ${ends.y}`;
  // The middle of a Bézier curve.
  const middle = { x: (begins.x + ends.x) / 2, y: (begins.y + 3 * one + 3 * two + ends.y) / 8 };
  return { path, middle, begins, ends };
}

function above({ x, top }: Box): Touch {
  return { x, y: top, side: 1 };
}

function below({ x, bottom }: Box): Touch {
  return { x, y: bottom, side: -1 };
}

function tip({ x, y, side }: Touch, color: string): SVGElement {
  const back = y - side * TIP * 1.4;
  return make("path", { d: `M${x} ${y}L${x - TIP} ${back}H${x + TIP}Z`, fill: color });
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

function keyOf({ field, id }: Selected): string {
  return `${field}\n${id}`;
}

function same(one: Selected | null, two: Selected): boolean {
  return one?.id === two.id && one.field === two.field;
}

/** The shapes of one sheet as the painter and the hit test know them, kept up to date change by change. */
import type { Desk } from "../desk";
import { fieldsWith } from "../kind";
import type { Change } from "../sheet";
import type { Field, Region } from "../types";
import type { Brush, Stroke } from "./brush";
import type { Bounds, Outline, Point } from "./geometry";
import { meant, shapeOf, type ShapeKind } from "./shape";
import { Spatial } from "./spatial";

export interface Shape {
  readonly key: number;
  readonly field: Field;
  readonly region: Region;
  readonly kind: ShapeKind;
}

export class Layer {
  private readonly fields: ReadonlyMap<string, Field>;
  private readonly shapes = new Map<number, Shape>();
  private readonly keys = new Map<string, number>();
  private readonly places = new Spatial();
  private brush: Brush | null = null;

  constructor(private readonly desk: Desk) {
    this.fields = new Map(fieldsWith(desk, "shape").map((field) => [field.name, field]));
    for (const field of this.fields.values()) for (const region of desk.sheet.regions(field.name)) this.put(field, region);
  }

  /** Send everything to a painter that knows nothing yet, and from then on what changes. */
  attach(brush: Brush): void {
    this.brush = brush;
    brush.clear();
    if ([...this.fields.values()].some((field) => shapeOf(this.desk, field)?.pixels)) brush.expectMasks();
    const grey = { color: "#6b7280", ink: "#ffffff", badge: "?" };
    const styles = [...this.desk.looks.map((look) => look.style), grey];
    const suggested = styles.map((style) => ({ ...style, badge: `? ${style.badge}`, dashed: true }));
    brush.restyle(this.desk.suggesting ? [...styles, ...suggested] : styles);
    brush.put([...this.shapes.values()].map((shape) => this.stroke(shape)));
  }

  follow(changes: readonly Change[]): void {
    const strokes: Stroke[] = [];
    for (const change of changes) {
      const field = this.fields.get(change.field);
      if (!field) continue;
      if ("at" in change) strokes.push(this.change(field, change.before, change.after));
      else strokes.push(...this.replace(field));
    }
    this.brush?.put(strokes);
  }

  /** Regions that were hidden or shown again look different, though they have not changed. */
  refresh(ids: Iterable<string>): void {
    const wanted = new Set(ids);
    const shapes = [...this.shapes.values()].filter((shape) => wanted.has(shape.region.id));
    this.brush?.put(shapes.map((shape) => this.stroke(shape)));
  }

  /** Regions that move with time lie elsewhere now. */
  followTime(): void {
    const moving = [...this.shapes.values()].filter(({ kind }) => kind.seen);
    this.brush?.put(moving.map((shape) => this.stroke(this.put(shape.field, shape.region))));
  }

  keyOf(field: string, id: string): number | undefined {
    return this.keys.get(`${field}\n${id}`);
  }

  shape(field: string, id: string): Shape | undefined {
    const key = this.keyOf(field, id);
    return key === undefined ? undefined : this.shapes.get(key);
  }

  /** The shape a click means; hidden and locked ones never take it. */
  hit(point: Point, slack: number, deeperThan: string | null = null): Shape | null {
    const around: Bounds = { left: point.x - slack, top: point.y - slack, right: point.x + slack, bottom: point.y + slack };
    const free = this.places
      .search(around)
      .map((key) => this.shapes.get(key)!)
      .filter(({ region }) => !this.isOff(region));
    const byRegion = new Map(free.map((shape) => [shape.region, shape]));
    const region = meant((one) => byRegion.get(one)!.kind, [...byRegion.keys()], point, slack, deeperThan);
    return region ? byRegion.get(region)! : null;
  }

  /** Outlines of the shapes that can be seen near a point, but for one. */
  near(point: Point, reach: number, but: number | undefined): Outline[] {
    const around: Bounds = { left: point.x - reach, top: point.y - reach, right: point.x + reach, bottom: point.y + reach };
    const { hidden } = this.desk.sheet;
    return this.places
      .search(around)
      .filter((key) => key !== but)
      .map((key) => this.shapes.get(key)!)
      .filter(({ region }) => !hidden.peek().has(region.id))
      .map(({ kind, region }) => kind.outline(region));
  }

  private isOff({ id }: Region): boolean {
    return this.desk.sheet.hidden.peek().has(id) || this.desk.sheet.locked.peek().has(id);
  }

  private change(field: Field, before: Region | null, after: Region | null): Stroke {
    if (after) return this.stroke(this.put(field, after));
    const key = this.keyFor(field, before!);
    this.shapes.delete(key);
    this.places.remove(key);
    return { key, style: -1, outline: null };
  }

  private replace(field: Field): Stroke[] {
    const old = [...this.shapes.values()].filter((shape) => shape.field === field);
    const gone = old.map(({ region }) => this.change(field, region, null));
    return [...gone, ...this.desk.sheet.regions(field.name).map((region) => this.stroke(this.put(field, region)))];
  }

  private put(field: Field, region: Region): Shape {
    const shape = { key: this.keyFor(field, region), field, region, kind: shapeOf(this.desk, field)! };
    this.shapes.set(shape.key, shape);
    if (shape.kind.seen?.(region) === false) this.places.remove(shape.key);
    else this.places.set(shape.key, shape.kind.bounds(region));
    return shape;
  }

  private stroke({ key, field, region, kind }: Shape): Stroke {
    const hidden = this.desk.sheet.hidden.peek().has(region.id) || kind.seen?.(region) === false;
    const style = this.desk.look(field, region.label).index;
    return { key, style, outline: hidden ? null : kind.outline(region), pixels: kind.pixels?.(region) };
  }

  private keyFor(field: Field, region: Region): number {
    const name = `${field.name}\n${region.id}`;
    const key = this.keys.get(name) ?? this.keys.size;
    this.keys.set(name, key);
    return key;
  }
}

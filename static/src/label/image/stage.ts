/** The image with its shapes: what is seen of it, and what lies in the hand. Pointer and keys are in their own files. */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import { gettext } from "../../lib/i18n";
import type { Desk, Look } from "../desk";
import { fieldsWith } from "../kind";
import type { Selected } from "../sheet";
import type { Ghosts } from "../suggested";
import type { Field, Region } from "../types";
import type { Base } from "./base";
import { Brush, type Stroke } from "./brush";
import { bringIntoSight, fit, keepInSight, overlaps, type Point, shown, type Size, toValue, type View, zoomAt } from "./geometry";
import { Layer, type Shape } from "./layer";
import { type InHand, isBlank, paintOverlay, type Scene } from "./overlay";
import type { Painting } from "./painting";
import { type Drawing, shapeOf, type ShapeKind } from "./shape";
import { snapped, snapping } from "./snap";

export interface Elements {
  readonly root: HTMLElement;
  readonly base: Base;
  readonly shapes: HTMLCanvasElement;
  readonly overlay: HTMLCanvasElement;
}

/** So near, in pixels of the screen, a point snaps. */
const SNAP = 9;

const TIMED: ReadonlySet<string> = new Set(["video"]);

export class Stage {
  readonly frame: Size;
  readonly layer: Layer;
  readonly window: Signal<Size> = signal({ width: 1, height: 1 });
  readonly view: Signal<View> = signal({ scale: 1, x: 0, y: 0 });
  /** The selected region while it is dragged: on the sheet only when it is let go. */
  readonly moving: Signal<Region | null> = signal(null);
  readonly drawing: Signal<Drawing | null> = signal(null);
  /** Counts the points of the drawing, which changes in place. */
  readonly drawn = signal(0);
  readonly under: Signal<Shape | null> = signal(null);
  /** The point of the selected shape that keys act on, by the name of its handle. */
  readonly vertex: Signal<string | null> = signal(null);
  /** Where the pointer is on the screen, while it is over the image. */
  readonly pointer: Signal<Point | null> = signal(null);
  /** The place that the pointer's point snapped to. */
  readonly caught: Signal<Point | null> = signal(null);
  readonly inHand: ReadonlySignal<InHand | null>;
  /** Tools that paint, if the schema has a kind with such. */
  painting: Painting | null = null;
  /** What models suggest, where they do. */
  readonly ghosts: Ghosts | null;
  private readonly brush: Brush;
  private readonly endings: (() => void)[] = [];
  private fitted = true;
  private frameAsked = 0;
  /** Space plays, and the arrows go through time. */
  readonly isTimed: boolean;
  /** The region that what is being drawn will be cut out of. */
  private cutFrom: Selected | null = null;

  constructor(
    readonly desk: Desk,
    readonly elements: Elements,
    workerUrl: string,
    onPainterLost: () => void,
  ) {
    const { width, height } = desk.task.asset!;
    this.frame = { width, height };
    this.isTimed = TIMED.has(desk.task.media);
    // Drawn before it is in the page: the window will be as large as that of the task before.
    if (desk.sight.room) {
      this.window.value = desk.sight.room;
      this.showAll();
    }
    this.layer = new Layer(desk);
    this.brush = new Brush(elements.shapes, workerUrl, onPainterLost);
    this.layer.attach(this.brush);
    this.inHand = computed(() => this.lookInHand());
    this.ghosts = desk.suggesting?.onImage(this) ?? null;
    this.endings.push(desk.sheet.listen((changes) => this.layer.follow(changes)));
    this.endings.push(this.followHidden(), this.followWindow(), effect(() => this.ask()), effect(() => this.revealSelected()));
    const selected = computed(() => `${desk.sheet.selected.value?.field}/${desk.sheet.selected.value?.id}`);
    this.endings.push(selected.subscribe(() => void (this.vertex.value = null)));
  }

  /** Let the painting tools listen; returns how to stop. After the other keys are bound, so that theirs lie on top. */
  startPainting(): () => void {
    const kinds = fieldsWith(this.desk, "shape").map((field) => shapeOf(this.desk, field)!);
    this.painting = kinds.find(({ paint }) => paint)?.paint?.(this) ?? null;
    return () => this.painting?.close();
  }

  close(): void {
    this.ghosts?.close();
    this.endings.forEach((end) => end());
    cancelAnimationFrame(this.frameAsked);
    this.brush.close();
    this.elements.base.close();
  }

  paintGhosts(strokes: readonly Stroke[]): void {
    this.brush.put(strokes);
    this.drawn.value = this.drawn.peek() + 1;
  }

  /** Another moment is on the screen: what moves with time lies elsewhere. */
  followTime(): void {
    this.layer.followTime();
    this.drawn.value++;
  }

  showAll(): void {
    this.fitted = true;
    this.view.value = fit(this.frame, this.window.peek());
  }

  zoom(factor: number, at: Point = this.middle()): void {
    const smallest = fit(this.frame, this.window.peek()).scale / 2;
    this.look(zoomAt(this.view.peek(), factor, at, smallest));
  }

  /** By whole pixels of the screen: so what is painted stays sharp when it is only moved. */
  pan(from: View, x: number, y: number): void {
    const whole = (by: number) => Math.round(by * devicePixelRatio) / devicePixelRatio;
    this.look({ scale: from.scale, x: from.x + whole(x), y: from.y + whole(y) });
  }

  look(view: View): void {
    this.fitted = false;
    this.view.value = keepInSight(view, this.frame, this.window.peek());
  }

  /** A region selected from the list or by Tab comes into sight; what can be seen already moves nothing. */
  private revealSelected(): void {
    const selected = this.desk.sheet.selected.value;
    const shape = selected && this.layer.shape(selected.field, selected.id);
    // What moves with time does not take the view along.
    const bounds = shape && untracked(() => (shape.kind.seen?.(shape.region) === false ? null : shape.kind.bounds(shape.region)));
    if (!bounds) return;
    const window = this.window.peek();
    if (overlaps(bounds, shown(this.view.peek(), window))) return;
    this.look(bringIntoSight(this.view.peek(), bounds, window));
  }

  middle(): Point {
    const { width, height } = this.window.peek();
    return { x: width / 2, y: height / 2 };
  }

  /** The value under a point of the screen; where points snap, of the place that is meant. `other`: Ctrl is held. */
  aim(at: Point, other: boolean, but?: number): Point {
    const view = this.view.peek();
    const point = toValue(view, at);
    const reach = SNAP / view.scale;
    const snaps = snapping.peek() !== other;
    this.caught.value = snaps ? snapped(point, reach, this.frame, this.layer.near(point, reach, but)) : null;
    return this.caught.peek() ?? point;
  }

  /** The field and label the next shape gets, if it can be drawn here. */
  armed(): { field: Field; kind: ShapeKind; look: Look } | null {
    const { desk } = this;
    const cutFrom = this.cutFrom && { field: desk.field(this.cutFrom.field), label: desk.sheet.find(this.cutFrom)?.label };
    const armed = cutFrom ?? desk.armed.value;
    const kind = armed?.label === undefined ? undefined : shapeOf(desk, armed.field);
    return kind ? { field: armed!.field, kind, look: desk.look(armed!.field, armed!.label!) } : null;
  }

  /** Begin to draw: a shape of its own, or one that is cut out of a region. */
  start(cutFrom: Selected | null = null): Drawing | null {
    this.cutFrom = cutFrom;
    const armed = this.armed();
    if (!armed) return null;
    const drawing = armed.kind.tool.start(this.frame);
    batch(() => {
      this.desk.sheet.select(null);
      this.drawing.value = drawing;
    });
    return drawing;
  }

  finish(): boolean {
    const drawing = this.drawing.peek();
    return drawing !== null && this.take(drawing.result());
  }

  /** What was drawn, or put down whole, goes on the sheet. */
  take(draft: object | null): boolean {
    const { cutFrom } = this;
    const armed = this.armed();
    if (!armed) return false;
    this.cancel();
    const region = cutFrom && this.desk.sheet.find(cutFrom);
    if (draft && region && armed.kind.cut) this.desk.sheet.put(cutFrom.field, armed.kind.cut(region, draft));
    else if (draft) this.desk.add(armed.field, armed.look.label.name, draft);
    return true;
  }

  cancel(): boolean {
    const had = this.drawing.peek() !== null;
    this.drawing.value = null;
    this.caught.value = null;
    this.cutFrom = null;
    return had;
  }

  /** The region that the drawing will be cut out of, as the layer knows it. */
  cutting(): Shape | undefined {
    return this.cutFrom ? this.layer.shape(this.cutFrom.field, this.cutFrom.id) : undefined;
  }

  /** Put the dragged version of the selected region on the sheet. */
  settle(mark = ""): void {
    const moved = this.moving.peek();
    const selected = this.desk.sheet.selected.peek();
    batch(() => {
      this.moving.value = null;
      if (moved && selected) this.desk.sheet.put(selected.field, moved, mark);
    });
  }

  /** Delete a point of the selected region; the one behind it is taken then. */
  removeVertex(name: string): boolean {
    const inHand = this.inHand.peek();
    const vertices = inHand?.kind.vertices;
    if (!inHand || !vertices) return false;
    const left = inHand.locked ? null : vertices.remove(inHand.region, name);
    if (!left) {
      this.desk.say(inHand.locked ? gettext("This region is locked.") : gettext("The shape needs this point."));
      return true;
    }
    const at = vertices.names(inHand.region).indexOf(name);
    const names = vertices.names(left);
    this.moving.value = left;
    this.settle();
    if (this.vertex.peek()) this.vertex.value = names[Math.min(at, names.length - 1)]!;
    return true;
  }

  private lookInHand(): InHand | null {
    const { sheet } = this.desk;
    const selected = sheet.selected.value;
    // Reading the value makes this follow every edit of the selected region.
    const held = selected && sheet.value.value ? this.layer.shape(selected.field, selected.id) : undefined;
    if (!held || !selected || sheet.hidden.value.has(selected.id)) return null;
    const region = this.moving.value ?? sheet.find(selected) ?? held.region;
    if (held.kind.seen?.(region) === false) return null;
    const locked = sheet.locked.value.has(selected.id);
    const vertex = this.vertex.value;
    return { region, kind: held.kind, look: this.desk.look(held.field, region.label), locked, vertex };
  }

  private followHidden(): () => void {
    let before: ReadonlySet<string> = new Set();
    return this.desk.sheet.hidden.subscribe((now) => {
      this.layer.refresh([...before, ...now].filter((id) => before.has(id) !== now.has(id)));
      before = now;
      this.ask();
    });
  }

  private followWindow(): () => void {
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = this.elements.root;
      const now = this.window.peek();
      if (!width || !height || (width === now.width && height === now.height)) return;
      this.window.value = this.desk.sight.room = { width, height };
      if (this.fitted) this.showAll();
    });
    observer.observe(this.elements.root);
    return () => observer.disconnect();
  }

  /** Everything that is seen depends on these; however much changes, the next frame shows it once. */
  private ask(): void {
    void [this.view.value, this.window.value, this.inHand.value, this.drawing.value, this.drawn.value];
    void [this.desk.commented.value, this.ghosts?.current.value, this.pointer.value, this.caught.value, this.desk.sight.settings.value];
    void [this.under.value, this.desk.sheet.edits.value, this.desk.armed.value, this.desk.bare.value];
    this.frameAsked ||= requestAnimationFrame(() => {
      this.frameAsked = 0;
      this.show();
    });
  }

  private show(): void {
    const { base, shapes, overlay } = this.elements;
    const view = this.view.peek();
    const window = this.window.peek();
    base.show(view, window);
    shapes.hidden = this.desk.bare.peek();
    const selected = this.desk.sheet.selected.peek();
    const key = selected && this.inHand.peek() ? this.layer.keyOf(selected.field, selected.id) : undefined;
    this.brush.paint(view, window, key === undefined ? [] : [key], true);
    this.painting?.show(view, window);
    const scene = this.scene(view, window);
    const blank = isBlank(scene);
    if (!blank || !overlay.hidden) paintOverlay(overlay, scene);
    overlay.hidden = blank || this.desk.bare.peek();
  }

  /** The right upper corners of shapes that something is said about. */
  private commented(): Point[] {
    const { commented, sheet } = this.desk;
    const seen = commented.peek().filter(({ id }) => !sheet.hidden.peek().has(id));
    return seen.flatMap(({ field, id }) => {
      const shape = this.layer.shape(field, id);
      const bounds = shape?.kind.bounds(shape.region);
      return bounds ? [{ x: bounds.right, y: bounds.top }] : [];
    });
  }

  private scene(view: View, window: Size): Scene {
    const outline = this.drawing.peek()?.outline() ?? this.painting?.outline();
    const armed = this.armed();
    const under = this.under.peek();
    const selected = this.inHand.peek();
    const draws = armed !== null && (this.drawing.peek() !== null || this.desk.tool.peek() === "draw");
    const hovered = under && under.region.id !== selected?.region.id ? under : null;
    return {
      view,
      window,
      selected,
      drawn: outline && armed ? { outline, look: armed.look } : null,
      suggested: this.ghosts?.current.peek() ?? null,
      commented: this.commented(),
      under: hovered && {
        outline: hovered.kind.outline(hovered.region),
        look: this.desk.look(hovered.field, hovered.region.label),
      },
      pointer: draws ? this.pointer.peek() : null,
      crosshair: this.desk.sight.settings.peek().crosshair,
      next: this.drawing.peek()?.next ?? "",
      caught: this.caught.peek(),
    };
  }
}

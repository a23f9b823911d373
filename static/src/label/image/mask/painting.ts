/** Painting masks: what brush, fills and outlines do with the mask in the hand, by pointer and by keys. */
import { effect } from "@preact/signals";
import { fill, gettext } from "../../../lib/i18n";
import type { Selected } from "../../sheet";
import type { Field } from "../../types";
import { bringIntoSight, type Bounds, clampPoint, type Outline, type Point, type Size, toScreen, toValue, type View } from "../geometry";
import { Blind, TooFar } from "../base";
import type { Gesture, Painting } from "../painting";
import type { Stage } from "../stage";
import { type Ink, inkOf } from "./compose";
import { boundsOf, type Edges, merged, NOTHING } from "./edges";
import { inside, stroke } from "./figures";
import { Gaze } from "./gaze";
import { hand } from "./hand";
import { bindMask } from "./keys";
import { Outliner } from "./outliner";
import { Picture } from "./picture";
import { draftOf, type MaskRegion, pixelsOf, remember } from "./rle";

/** A click so near the first point, in pixels of the screen, closes the line. */
const CLOSING = 9;
/** The mask in the hand is a little fuller than the others. */
const IN_HAND = 0xa0;

/** A mask while it changes: of a region, or of one that begins with it. */
interface Work {
  readonly field: Field;
  readonly region: MaskRegion | null;
  edges: Edges;
}

export class MaskPainting implements Painting {
  private readonly frame: Size;
  private readonly picture = new Picture();
  private readonly circle = document.createElement("div");
  private readonly gaze: Gaze;
  private readonly endings: (() => void)[];
  private work: Work | null = null;
  private outliner: Outliner | null = null;
  /** Where the mask in the hand differs from what was shown last. */
  private dirty: Bounds | null = null;
  private pointer: Point | null = null;
  /** The brush that the keys move. */
  private cursor: Point | null = null;
  private penDown = false;
  /** How often the image is being looked at for colours and borders just now. */
  private looking = 0;

  constructor(private readonly stage: Stage) {
    const { elements, desk } = stage;
    this.frame = stage.frame;
    this.gaze = new Gaze(elements.base, this.frame, desk.eye);
    this.circle.className = "mask-brush";
    elements.root.insertBefore(this.picture.canvas, elements.overlay);
    elements.root.append(this.circle);
    this.endings = [bindMask(this, desk.keys), effect(() => this.followHand())];
  }

  close(): void {
    this.endings.forEach((end) => end());
    this.gaze.close();
    this.picture.canvas.remove();
    this.circle.remove();
  }

  // What the hand holds

  /** Is one of the painting tools in the hand? */
  held(): boolean {
    return this.stage.desk.tool.peek() === "draw" && this.stage.armed()?.field.kind === "mask";
  }

  take(tool: typeof hand.tool.value, erasing = hand.erasing.peek()): void {
    const { desk } = this.stage;
    const field = desk.schema.fields.find(({ kind, labels }) => kind === "mask" && labels.length > 0);
    if (desk.armed.peek()?.field.kind !== "mask" && field) desk.armed.value = { field, label: field.labels[0]!.name };
    this.cancel();
    hand.tool.value = tool;
    hand.erasing.value = erasing;
    desk.tool.value = "draw";
  }

  private followHand(): void {
    const { desk, drawn } = this.stage;
    const reads = desk.tool.value === "draw" && desk.armed.value?.field.kind === "mask";
    void [hand.size.value, hand.erasing.value];
    if (!reads) this.cancel();
    else if (hand.tool.value === "fill" || hand.tool.value === "smart") this.gaze.look().catch(() => undefined);
    drawn.value = drawn.peek() + 1;
  }

  // The pointer

  press(at: Point, other: boolean): Gesture | null {
    if (!this.held()) return null;
    this.cursor = null;
    this.penDown = false;
    this.pointer = at;
    const how = hand.erasing.peek() !== other ? "without" : "with";
    if (hand.tool.peek() === "brush") return this.brush(at, how);
    if (hand.tool.peek() === "fill") return { move() {}, drop() {}, release: (to) => void this.fill(to, how) };
    return this.draw(at, how);
  }

  hover(at: Point | null): boolean {
    if (at) this.cursor = null;
    this.pointer = at;
    this.outliner?.follow(at);
    return this.held();
  }

  private brush(at: Point, how: "with" | "without"): Gesture {
    let last = at;
    this.begin(at, how);
    const go = (to: Point) => {
      this.paint(stroke(last, to, hand.size.peek(), this.frame), how);
      last = to;
    };
    go(at);
    return {
      move: (points) => {
        points.forEach(go);
        this.pointer = last;
      },
      release: (to, dragged) => {
        if (dragged) go(to);
        this.commit();
      },
      drop: () => this.abandon(),
    };
  }

  /** A click sets a corner; what is dragged in one go is the whole area. */
  private draw(at: Point, how: "with" | "without"): Gesture {
    const fresh = !this.outliner;
    const closes = this.isClosing(at);
    if (!closes) this.point(at);
    let dragged = false;
    return {
      move: (points) => {
        dragged = true;
        if (hand.tool.peek() === "area") this.outliner?.trail(points);
        else this.outliner?.follow(points.at(-1)!);
        this.stage.drawn.value++;
      },
      release: () => {
        if (closes || (fresh && dragged && hand.tool.peek() === "area")) this.finish(how);
      },
      drop: () => this.cancel(),
    };
  }

  private isClosing(at: Point): boolean {
    const first = this.outliner?.first;
    const near = CLOSING / this.stage.view.peek().scale;
    return first !== undefined && Math.hypot(at.x - first.x, at.y - first.y) <= near;
  }

  // What pointer and keys both do

  /** Set a point of the line around an area. */
  point(at: Point): void {
    const outliner = (this.outliner ??= new Outliner());
    outliner.add(clampPoint(at, this.frame));
    this.stage.drawn.value++;
    if (hand.tool.peek() !== "smart") return;
    const step = Math.max(1, Math.round(1 / this.stage.view.peek().scale));
    const asked = outliner.last()!;
    void this.see(async () => {
      const seen = await this.gaze.ask({ waysTo: asked, step });
      if (this.outliner !== outliner || outliner.last() !== asked || !("ways" in seen)) return;
      outliner.along(seen.ways);
      this.stage.drawn.value++;
    });
  }

  async fill(at: Point, how: "with" | "without"): Promise<void> {
    const { x, y } = at;
    if (x < 0 || y < 0 || x >= this.frame.width || y >= this.frame.height) return;
    await this.see(async () => {
      const seen = await this.gaze.ask({ flood: at, tolerance: hand.tolerance.peek() });
      if (!("edges" in seen) || !this.held()) return;
      this.begin(at, how);
      this.paint(seen.edges, how);
      this.commit();
      if (seen.cut) this.stage.desk.tell(gettext("The fill ends where the image is not seen. Move on and fill again."));
    });
  }

  /** Fill what the line encloses, or else put the mask down, so that the next stroke begins another. */
  finish(how: "with" | "without" = hand.erasing.peek() ? "without" : "with"): boolean {
    if (!this.held()) return false;
    const { outliner } = this;
    if (!outliner) return this.putDown();
    const ring = outliner.ring();
    this.cancel();
    if (!ring) return true;
    this.begin(ring[0]!, how);
    this.paint(inside(ring, this.frame), how);
    this.commit();
    return true;
  }

  private putDown(): boolean {
    const { desk } = this.stage;
    this.penDown = false;
    if (!this.target()) return false;
    desk.sheet.select(null);
    const look = this.stage.armed()!.look;
    desk.say(fill(gettext("The next stroke begins a new region: %(label)s"), { label: look.title }));
    return true;
  }

  /** Give up what is not finished; false when everything is. */
  cancel(): boolean {
    const had = this.outliner !== null || this.penDown;
    this.outliner = null;
    this.penDown = false;
    if (had) this.stage.drawn.value++;
    return had;
  }

  back(): boolean {
    if (!this.outliner) return false;
    if (!this.outliner.back() || !this.outliner.started) this.cancel();
    this.stage.drawn.value++;
    return true;
  }

  /** Move the brush by keys; with the pen down it paints on its way. False when the keys are not the brush's. */
  go(by: Point): boolean {
    if (!this.held() || document.activeElement !== this.stage.elements.root) return false;
    const from = this.place();
    const to = clampPoint({ x: from.x + by.x, y: from.y + by.y }, { width: this.frame.width - 0.001, height: this.frame.height - 0.001 });
    this.cursor = to;
    this.outliner?.follow(to);
    if (this.penDown) this.stroke(from, to);
    this.reveal(to);
    this.stage.drawn.value++;
    return true;
  }

  /** What a press of the pointer does, where the brush is. */
  dab(): boolean {
    if (!this.held()) return false;
    const at = this.place();
    this.cursor = at;
    const tool = hand.tool.peek();
    if (tool === "fill") void this.fill(at, hand.erasing.peek() ? "without" : "with");
    else if (tool !== "brush") this.point(at);
    else {
      this.penDown = !this.penDown;
      if (this.penDown) this.stroke(at, at);
      this.stage.desk.say(this.penDown ? gettext("The brush is down: the arrow keys paint") : gettext("The brush is up"));
    }
    this.stage.drawn.value++;
    return true;
  }

  private stroke(from: Point, to: Point): void {
    const how = hand.erasing.peek() ? "without" : "with";
    this.begin(from, how);
    this.paint(stroke(from, to, hand.size.peek(), this.frame), how);
    this.commit(`paint ${this.stage.desk.sheet.selected.peek()?.id}`);
  }

  /** Where the brush is: at the keys' cursor, else under the pointer, else in the middle. */
  private place(): Point {
    const { stage } = this;
    const at = this.cursor ?? this.pointer ?? toValue(stage.view.peek(), stage.middle());
    return clampPoint({ x: Math.floor(at.x) + 0.5, y: Math.floor(at.y) + 0.5 }, this.frame);
  }

  private reveal({ x, y }: Point): void {
    const half = hand.size.peek() / 2;
    const around = { left: x - half, top: y - half, right: x + half, bottom: y + half };
    const { stage } = this;
    const view = bringIntoSight(stage.view.peek(), around, stage.window.peek());
    if (view.x !== stage.view.peek().x || view.y !== stage.view.peek().y) stage.look(view);
  }

  // The mask in the hand

  /** The selected mask, when it may be changed. */
  private target(): { selected: Selected; region: MaskRegion } | null {
    const { sheet } = this.stage.desk;
    const selected = sheet.selected.peek();
    if (!selected || this.stage.desk.field(selected.field).kind !== "mask") return null;
    const region = sheet.find<MaskRegion>(selected);
    const off = sheet.locked.peek().has(selected.id) || sheet.hidden.peek().has(selected.id);
    return region && !off ? { selected, region } : null;
  }

  private begin(at: Point, how: "with" | "without"): void {
    const { stage } = this;
    if (how === "without" && !this.target()) this.pick(at);
    const target = this.target();
    if (target) {
      const field = stage.desk.field(target.selected.field);
      this.work = { field, region: target.region, edges: pixelsOf(target.region).edges };
      return;
    }
    stage.desk.sheet.select(null);
    const { field } = stage.armed()!;
    this.work = { field, region: null, edges: NOTHING };
  }

  /** Erasing begins with the mask under the brush when none is selected. */
  private pick(at: Point): void {
    const { layer, desk } = this.stage;
    const hit = layer.hit(at, hand.size.peek() / 2);
    if (hit?.field.kind === "mask") desk.sheet.select({ field: hit.field.name, id: hit.region.id });
    else desk.say(gettext("Select the mask to erase from."));
  }

  private paint(patch: Edges, how: "with" | "without"): void {
    const { work } = this;
    if (!work || !patch.length) return;
    work.edges = merged(work.edges, patch, how);
    const { left, top, right, bottom } = boundsOf(patch, this.frame.height);
    const before = this.dirty ?? { left, top, right, bottom };
    this.dirty = {
      left: Math.min(left, before.left),
      top: Math.min(top, before.top),
      right: Math.max(right, before.right),
      bottom: Math.max(bottom, before.bottom),
    };
    this.stage.drawn.value++;
  }

  private commit(mark = ""): void {
    const { work, stage } = this;
    const { desk } = stage;
    this.work = null;
    if (!work) return;
    const { field, region, edges } = work;
    if (!region) {
      if (edges.length) desk.add(field, stage.armed()!.look.label.name, draftOf(edges, this.frame));
      return;
    }
    if (!edges.length) return desk.sheet.remove({ field: field.name, id: region.id });
    const next = remember({ ...region, ...draftOf(edges, this.frame) }, edges);
    if (next.counts !== region.counts) desk.sheet.put(field.name, next, mark);
  }

  private abandon(): void {
    this.work = null;
    this.dirty = null;
    this.stage.drawn.value++;
  }

  private async see(work: () => Promise<void>): Promise<void> {
    const { root } = this.stage.elements;
    root.ariaBusy = String(++this.looking > 0);
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Blind)) throw error;
      const far = gettext("This image is very large: its colours can be read from nearer. Zoom in first.");
      this.stage.desk.tell(error instanceof TooFar ? far : gettext("The colours of this image cannot be read. Brush and areas work."));
    } finally {
      root.ariaBusy = String(--this.looking > 0);
    }
  }

  // What is seen

  outline(): Outline | null {
    return this.outliner?.outline() ?? null;
  }

  show(view: View, window: Size): void {
    const { stage, work } = this;
    const inHand = stage.inHand.peek();
    const region = inHand?.kind.pixels ? (inHand.region as MaskRegion) : null;
    const edges = work ? work.edges : region && pixelsOf(region).edges;
    const pixels = edges?.length ? { edges, height: this.frame.height, bounds: boundsOf(edges, this.frame.height) } : null;
    this.picture.show(pixels, view, window, this.ink(), this.dirty);
    this.picture.canvas.hidden = stage.desk.bare.peek();
    this.dirty = null;
    this.showBrush(view);
  }

  private ink(): Ink {
    const look = this.stage.inHand.peek()?.look ?? this.stage.armed()?.look;
    return inkOf(look?.style.color ?? "#6b7280", IN_HAND);
  }

  private showBrush(view: View): void {
    const { circle } = this;
    const at = this.cursor ?? this.pointer;
    circle.hidden = !this.held() || !at || this.stage.desk.bare.peek();
    if (circle.hidden || !at) return;
    const isBrush = hand.tool.peek() === "brush";
    const side = isBrush ? Math.max(hand.size.peek() * view.scale, 3) : 9;
    const { x, y } = toScreen(view, at);
    circle.classList.toggle("erasing", hand.erasing.peek());
    circle.classList.toggle("down", this.penDown);
    circle.style.width = circle.style.height = `${side}px`;
    circle.style.transform = `translate(${x - side / 2}px, ${y - side / 2}px)`;
  }
}

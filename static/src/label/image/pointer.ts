/** What mouse, pen and finger do on the image. */
import { isWriting } from "../../lib/keys";
import { type Point, toValue } from "./geometry";
import { handleAt } from "./overlay";
import type { Gesture as PaintGesture } from "./painting";
import type { Handle, Hold } from "./shape";
import type { Stage } from "./stage";
import { vertexOf } from "./handles";

/** A press that goes no further than this many screen pixels is a click. */
const CLICK = 3;
/** How near the line of a shape a click still means it. */
const SLACK = 4;

/** What the pressed pointer is doing. */
interface Gesture {
  move(at: Point, event: PointerEvent): void;
  release(at: Point, dragged: boolean, event: PointerEvent): void;
  /** The system took the pointer away. */
  drop?(): void;
}

export class Pointer {
  private gesture: Gesture | null = null;
  private pressed: Point = { x: 0, y: 0 };
  private dragged = false;
  private spaceHeld = false;

  constructor(private readonly stage: Stage) {}

  /** Start listening; returns how to stop. */
  listen(): () => void {
    const { root } = this.stage.elements;
    const off = new AbortController();
    const { signal } = off;
    root.addEventListener("pointerdown", (event) => this.down(event), { signal });
    root.addEventListener("pointermove", (event) => this.over(event), { signal });
    root.addEventListener("pointerup", (event) => this.up(event), { signal });
    root.addEventListener("pointercancel", () => this.drop(), { signal });
    root.addEventListener("pointerleave", () => this.leave(), { signal });
    root.addEventListener("wheel", (event) => this.wheel(event), { signal, passive: false });
    // Chromium scrolls by the middle button unless told not to.
    root.addEventListener("mousedown", (event) => event.button === 1 && event.preventDefault(), { signal });
    addEventListener("keydown", (event) => this.space(event, true), { signal });
    addEventListener("keyup", (event) => this.space(event, false), { signal });
    addEventListener("blur", () => this.holdSpace(false), { signal });
    return () => off.abort();
  }

  private down(event: PointerEvent): void {
    const { root } = this.stage.elements;
    if (event.button > 1 || this.gesture) return;
    root.focus({ preventScroll: true });
    root.setPointerCapture(event.pointerId);
    this.pressed = this.at(event);
    this.dragged = false;
    this.gesture = event.button === 1 || this.spaceHeld ? this.pan() : this.begin(event);
  }

  private over(event: PointerEvent): void {
    const at = this.at(event);
    if (!this.gesture) return this.hover(at, event);
    const far = Math.hypot(at.x - this.pressed.x, at.y - this.pressed.y) > CLICK;
    this.dragged ||= far;
    if (this.dragged) this.gesture.move(at, event);
  }

  private up(event: PointerEvent): void {
    const { gesture } = this;
    this.gesture = null;
    gesture?.release(this.at(event), this.dragged, event);
    this.hover(this.at(event), event);
  }

  /** The system took the pointer away: nothing of the gesture counts. */
  private drop(): void {
    this.gesture?.drop?.();
    this.gesture = null;
    this.stage.moving.value = null;
    this.stage.cancel();
  }

  private begin(event: PointerEvent): Gesture {
    const { stage } = this;
    const painted = stage.painting?.press(this.value(this.pressed), event.altKey);
    if (painted) return this.paint(painted);
    const drawing = stage.drawing.peek();
    if (drawing) return this.draw(drawing.press(this.aim(this.pressed, event), this.hold(event)));
    const inHand = stage.inHand.peek();
    const handle = inHand && handleAt(inHand, stage.view.peek(), this.pressed);
    if (handle && event.altKey && inHand.kind.vertices && vertexOf(handle.name) === handle.name) return this.takeOut(handle);
    const draws = stage.desk.tool.peek() === "draw" && stage.armed() !== null;
    if (handle && !event.altKey) return this.reshape(handle, draws && this.clicks());
    const point = this.value(this.pressed);
    const inside = inHand && !inHand.locked && !event.altKey && inHand.kind.covers(inHand.region, point, this.slack());
    if (inside) return this.carry(draws && this.clicks());
    if (draws) return this.drawOrPick(event, event.altKey || this.clicks());
    return this.pick() ? this.carry(false) : this.pan();
  }

  /** Where the pointer was between two frames counts too: a fast stroke has no corners. */
  private paint(gesture: PaintGesture): Gesture {
    return {
      move: (at, event) => {
        const passed = event.getCoalescedEvents?.() ?? [];
        gesture.move(passed.length ? passed.map((one) => this.value(this.at(one))) : [this.value(at)]);
      },
      release: (at, dragged) => gesture.release(this.value(at), dragged),
      drop: () => gesture.drop(),
    };
  }

  /** Does the tool in the hand place points by clicks, whatever lies below? */
  private clicks(): boolean {
    return this.stage.armed()?.kind.tool.clicks ?? false;
  }

  /** Drag draws; a click on a shape picks it; a click beside all shapes sets the first corner. */
  private drawOrPick(event: PointerEvent, always: boolean): Gesture {
    const { stage } = this;
    const drawing = stage.start();
    if (!drawing) return this.pan();
    const going = this.draw(drawing.press(this.aim(this.pressed, event), this.hold(event)));
    stage.drawn.value++;
    return {
      move: going.move,
      release: (at, dragged, event) => {
        const found = dragged || always ? null : stage.layer.hit(this.value(at), this.slack());
        if (!found) return going.release(at, dragged, event);
        stage.cancel();
        stage.desk.sheet.select({ field: found.field.name, id: found.region.id });
      },
    };
  }

  private draw(finished: boolean): Gesture {
    const { stage } = this;
    const move = (at: Point, event: PointerEvent) => {
      stage.drawing.peek()?.move(this.aim(at, event));
      stage.drawn.value++;
    };
    return {
      move,
      release: (at, dragged, event) => {
        const done = stage.drawing.peek()?.release(this.aim(at, event), dragged);
        if (finished || done) stage.finish();
        else move(at, event);
      },
    };
  }

  /** Pull a handle. A click draws, or takes the point it stands for, or puts a new one where it stands. */
  private reshape(handle: Handle, clickDraws: boolean): Gesture {
    const { stage } = this;
    const { region, kind } = stage.inHand.peek()!;
    const selected = stage.desk.sheet.selected.peek()!;
    const own = stage.layer.keyOf(selected.field, region.id);
    const pull = (to: Point) => void (stage.moving.value = kind.drag(region, handle.name, to, stage.frame));
    return {
      move: (at, event) => pull(handle.look === "turn" ? this.value(at) : this.aim(at, event, own)),
      release: (at, dragged, event) => {
        if (!dragged && clickDraws) return this.drawOrPick(event, true).release(at, false, event);
        if (!dragged && handle.look === "between") pull(handle);
        stage.settle();
        stage.caught.value = null;
        stage.vertex.value = vertexOf(handle.name);
      },
    };
  }

  /** Alt + click on a point deletes it. */
  private takeOut({ name }: Handle): Gesture {
    return { move: () => undefined, release: (_at, dragged) => void (dragged || this.stage.removeVertex(name)) };
  }

  /** Carry the selected shape along. Without a drag it is a click, which draws, or goes one shape deeper. */
  private carry(clickDraws: boolean): Gesture {
    const { stage } = this;
    const { sheet } = stage.desk;
    const picked = sheet.selected.peek();
    const inHand = stage.inHand.peek();
    const first = this.value(this.pressed);
    return {
      move: (at) => {
        const to = this.value(at);
        if (inHand) stage.moving.value = inHand.kind.move(inHand.region, { x: to.x - first.x, y: to.y - first.y }, stage.frame);
      },
      release: (at, dragged, event) => {
        if (dragged) return stage.settle();
        if (this.justPicked) return;
        if (clickDraws) return this.drawOrPick(event, true).release(at, false, event);
        const next = stage.layer.hit(this.value(at), this.slack(), picked?.id ?? null);
        if (next) sheet.select({ field: next.field.name, id: next.region.id });
      },
    };
  }

  /** The shape under the pointer was selected by the press that is still going on. */
  private justPicked = false;

  private pick(): boolean {
    const { layer, desk } = this.stage;
    const found = layer.hit(this.value(this.pressed), this.slack());
    this.justPicked = found !== null;
    if (found) desk.sheet.select({ field: found.field.name, id: found.region.id });
    return found !== null;
  }

  private pan(): Gesture {
    const { stage } = this;
    const start = stage.view.peek();
    return {
      move: (at) => stage.pan(start, at.x - this.pressed.x, at.y - this.pressed.y),
      release: (_at, dragged, event) => {
        if (dragged || event.button !== 0 || this.spaceHeld) return;
        const { x, y } = this.value(this.pressed);
        if (!stage.ghosts?.pick(x, y, this.slack())) stage.desk.sheet.select(null);
      },
    };
  }

  private hover(at: Point, event: PointerEvent): void {
    const { stage } = this;
    const drawing = stage.drawing.peek();
    const draws = stage.desk.tool.peek() === "draw" && stage.armed() !== null;
    if (stage.painting?.hover(this.value(at))) {
      stage.under.value = stage.pointer.value = null;
      stage.elements.root.style.cursor = this.spaceHeld ? "grab" : "crosshair";
      stage.drawn.value++;
      return;
    }
    stage.pointer.value = at;
    if (drawing) {
      drawing.move(this.aim(at, event));
      stage.drawn.value++;
    } else if (draws) this.aim(at, event);
    const inHand = stage.inHand.peek();
    const handle = inHand && handleAt(inHand, stage.view.peek(), at);
    const picks = !drawing && !event.altKey && !(draws && this.clicks());
    stage.under.value = picks ? stage.layer.hit(this.value(at), this.slack()) : null;
    stage.elements.root.style.cursor = this.cursor(handle?.cursor ?? null, at);
    this.justPicked = false;
  }

  private cursor(handle: string | null, at: Point): string {
    const { stage } = this;
    if (this.spaceHeld) return "grab";
    if (handle) return handle;
    const inHand = stage.inHand.peek();
    if (inHand && !inHand.locked && inHand.kind.covers(inHand.region, this.value(at), this.slack())) return "move";
    if (stage.desk.tool.peek() === "draw" && stage.armed()) return "crosshair";
    return stage.under.peek() ? "pointer" : "default";
  }

  private leave(): void {
    this.stage.painting?.hover(null);
    this.stage.drawn.value++;
    this.stage.under.value = this.stage.pointer.value = this.stage.caught.value = null;
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    // A pinch on a touchpad arrives as a wheel with Ctrl, in much smaller steps.
    const speed = event.ctrlKey ? 0.01 : 0.0015;
    this.stage.zoom(Math.exp(-event.deltaY * lines * speed), this.at(event));
  }

  private space(event: KeyboardEvent, down: boolean): void {
    if (this.stage.isTimed || event.key !== " " || event.ctrlKey || event.isComposing || isWriting(event.target)) return;
    const { target } = event;
    if (target instanceof Element && target.closest("button, a, input, select, summary, dialog")) return;
    event.preventDefault();
    this.holdSpace(down);
  }

  private holdSpace(down: boolean): void {
    this.spaceHeld = down;
    this.stage.elements.root.style.cursor = down ? "grab" : "";
  }

  private at(event: MouseEvent): Point {
    const { left, top } = this.stage.elements.root.getBoundingClientRect();
    return { x: event.clientX - left, y: event.clientY - top };
  }

  private aim(at: Point, event: MouseEvent, but?: number): Point {
    return this.stage.aim(at, event.ctrlKey || event.metaKey, but);
  }

  private hold({ shiftKey }: MouseEvent): Hold {
    return { pixel: 1 / this.stage.view.peek().scale, shift: shiftKey };
  }

  private value(at: Point): Point {
    return toValue(this.stage.view.peek(), at);
  }

  private slack(): number {
    return SLACK / this.stage.view.peek().scale;
  }
}

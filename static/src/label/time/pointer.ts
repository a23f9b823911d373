/** What the pointer does on what runs in time: a click puts the cursor, a drag selects, a border is pulled. */
import { isSelected, meantAt, edgeAt, type Edge, type Segment } from "./segments";
import type { TimeStage } from "./stage";

/** A press that moves less is a click. */
const CLICK = 3;
/** So near, in pixels, a border is taken. */
const SLACK = 5;
const WHEEL = 0.0015;

type Held =
  | { readonly what: "edge"; readonly segment: Segment; readonly edge: Edge }
  | { readonly what: "segment"; readonly segment: Segment; readonly from: number }
  | { readonly what: "stretch"; readonly from: number; readonly channel: string | undefined }
  | { readonly what: "view"; readonly from: number; readonly start: number };

/** Which row of segments is at a height; null above the lanes, where the picture is. */
export type RowAt = (y: number) => { readonly row: number; readonly channel: string } | null;

export class TimePointer {
  private held: Held | null = null;
  private pressedAt = 0;
  private dragged = false;
  private clicked: string | null = null;

  constructor(
    private readonly stage: TimeStage,
    private readonly root: HTMLElement,
    private readonly rowAt: RowAt,
  ) {}

  listen(): () => void {
    const { root } = this;
    const on = <K extends keyof HTMLElementEventMap>(name: K, hear: (event: HTMLElementEventMap[K]) => void) => {
      root.addEventListener(name, hear);
      return () => root.removeEventListener(name, hear);
    };
    const wheel = (event: WheelEvent) => this.wheel(event);
    root.addEventListener("wheel", wheel, { passive: false });
    const endings = [
      () => root.removeEventListener("wheel", wheel),
      on("pointerdown", (event) => this.press(event)),
      on("pointermove", (event) => this.move(event)),
      on("pointerup", (event) => this.release(event)),
      on("pointercancel", () => this.letGo()),
      on("dblclick", () => void this.stage.showSelected()),
    ];
    return () => endings.forEach((end) => end());
  }

  private place(event: MouseEvent): { x: number; y: number; time: number } {
    const box = this.root.getBoundingClientRect();
    const x = event.clientX - box.left;
    return { x, y: event.clientY - box.top, time: this.stage.toTime(x) };
  }

  private press(event: PointerEvent): void {
    if (event.button > 1) return;
    const { x, y, time } = this.place(event);
    const { stage } = this;
    this.root.setPointerCapture(event.pointerId);
    this.pressedAt = x;
    this.dragged = false;
    if (event.button === 1) {
      event.preventDefault();
      this.held = { what: "view", from: x, start: stage.view.peek().start };
      return;
    }
    const at = this.rowAt(y);
    const selected = stage.desk.sheet.selected.peek();
    const open = this.visible();
    const border = edgeAt(open, time, SLACK * stage.pixel, at?.row ?? null, selected);
    if (border && !stage.isLocked(border.segment)) {
      stage.desk.sheet.select({ field: border.segment.field.name, id: border.segment.region.id });
      this.held = { what: "edge", ...border };
      return;
    }
    const under = at && meantAt(open, time, at.row, null);
    if (under && isSelected(under, selected) && !stage.isLocked(under)) {
      this.held = { what: "segment", segment: under, from: time };
      return;
    }
    this.held = { what: "stretch", from: time, channel: at?.channel || undefined };
  }

  private move(event: PointerEvent): void {
    const { x, y, time } = this.place(event);
    const { held, stage } = this;
    if (!held) return this.showCursor(time, y);
    this.dragged ||= Math.abs(x - this.pressedAt) >= CLICK;
    if (!this.dragged) return;
    const free = event.altKey;
    if (held.what === "view") {
      const length = stage.view.peek().end - stage.view.peek().start;
      const start = held.start - (x - held.from) * stage.pixel;
      stage.look({ start, end: start + length });
    } else if (held.what === "edge") {
      const to = stage.snap(time, free, held.segment);
      stage.moving.value = { segment: held.segment, region: stage.withEdge(held.segment, held.edge, to) };
    } else if (held.what === "segment") {
      stage.moving.value = { segment: held.segment, region: stage.movedBy(held.segment, time - held.from) };
    } else {
      const [from, to] = [stage.snap(held.from, free), stage.snap(time, free)];
      stage.desk.sheet.select(null);
      stage.desk.passage.value =
        from === to ? null : { start: Math.min(from, to), end: Math.max(from, to), channel: held.channel };
    }
  }

  private release(event: PointerEvent): void {
    const { held, stage } = this;
    this.held = null;
    const moving = stage.moving.peek();
    stage.moving.value = null;
    if (!held || held.what === "view") return;
    if (!this.dragged) return this.click(event);
    if (held.what === "stretch") {
      const passage = stage.desk.passage.peek();
      if (passage) stage.stretch(passage.start, passage.end, held.channel);
    } else if (moving) stage.put(moving.segment, moving.region);
  }

  private letGo(): void {
    this.held = null;
    this.stage.moving.value = null;
  }

  private click(event: PointerEvent): void {
    const { y, time } = this.place(event);
    const { stage } = this;
    const at = this.rowAt(y);
    const { sheet, passage } = stage.desk;
    passage.value = null;
    stage.clock.seek(stage.snap(time));
    const suggested = at && meantAt(stage.laid.peek().suggested, time, at.row, null);
    if (suggested) return stage.desk.suggesting!.choose(suggested.suggestion!);
    const now = sheet.selected.peek()?.id ?? null;
    const found = meantAt(this.visible(), time, at?.row ?? null, now === this.clicked ? now : null);
    this.clicked = found?.region.id ?? null;
    sheet.select(found && { field: found.field.name, id: found.region.id });
  }

  private visible(): readonly Segment[] {
    return this.stage.laid.peek().segments.filter((one) => !this.stage.desk.sheet.hidden.peek().has(one.region.id));
  }

  private showCursor(time: number, y: number): void {
    const selected = this.stage.desk.sheet.selected.peek();
    const row = this.rowAt(y)?.row ?? null;
    const border = edgeAt(this.visible(), time, SLACK * this.stage.pixel, row, selected);
    this.root.style.cursor = border && !this.stage.isLocked(border.segment) ? "ew-resize" : "";
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault();
    const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
    const { stage } = this;
    if (Math.abs(sideways) > (event.shiftKey ? 0 : Math.abs(event.deltaY))) stage.pan(sideways / stage.width.peek());
    else stage.zoom(Math.exp(-event.deltaY * WHEEL), this.place(event).time);
  }
}

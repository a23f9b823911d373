/** The few shapes in the hand, painted at once and in full: the selected one with its handles, the one being drawn. */
import type { Look } from "../desk";
import type { Region } from "../types";
import { type Outline, type Point, type Size, toScreen, type View } from "./geometry";
import { badgeFont, DASHES, paintBadge, paintDots, trace } from "./paint";
import type { Handle, ShapeKind } from "./shape";

export interface InHand {
  readonly region: Region;
  readonly kind: ShapeKind;
  readonly look: Look;
  readonly locked: boolean;
  /** The point of it that keys act on, by the name of its handle. */
  readonly vertex: string | null;
}

export interface Scene {
  readonly view: View;
  readonly window: Size;
  readonly selected: InHand | null;
  readonly under: { readonly outline: Outline; readonly look: Look } | null;
  /** The suggestion in question. */
  readonly suggested?: { readonly outline: Outline; readonly look: Look } | null;
  /** Where a mark says that there are comments. */
  readonly commented?: readonly Point[];
  readonly drawn: { readonly outline: Outline; readonly look: Look } | null;
  /** Where the pointer is, when its lines or words are wanted there. */
  readonly pointer: Point | null;
  readonly crosshair: boolean;
  /** What the next click places. */
  readonly next: string;
  /** The place that the pointer's point was drawn to. */
  readonly caught: Point | null;
}

const HANDLE = 8;
const DOT = 5;

/** Nothing in the hand and nothing to say: then there is no layer to lay over the picture, frame by frame. */
export function isBlank(scene: Scene): boolean {
  const { under, suggested, drawn, selected, commented, caught, pointer, crosshair, next } = scene;
  return !(under || suggested || drawn || selected || commented?.length || caught || (pointer && (crosshair || next)));
}

export function paintOverlay(canvas: HTMLCanvasElement, scene: Scene): void {
  const ratio = devicePixelRatio;
  const { view, window } = scene;
  const size = { width: Math.max(1, Math.round(window.width * ratio)), height: Math.max(1, Math.round(window.height * ratio)) };
  if (canvas.width !== size.width || canvas.height !== size.height) Object.assign(canvas, size);
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (scene.under) line(context, scene.under.outline, scene.under.look, view, 2.5, 0.2);
  context.setLineDash([7, 4]);
  if (scene.suggested) line(context, scene.suggested.outline, scene.suggested.look, view, 3, 0.16);
  context.setLineDash([]);
  if (scene.drawn) line(context, scene.drawn.outline, scene.drawn.look, view, 2, 0.12);
  if (scene.selected) paintSelected(context, scene.selected, view);
  for (const at of scene.commented ?? []) paintWords(context, "…", toScreen(view, at));
  if (scene.caught) paintCaught(context, toScreen(view, scene.caught));
  if (!scene.pointer) return;
  if (scene.crosshair) paintCrosshair(context, scene.pointer, window);
  if (scene.next) paintWords(context, scene.next, scene.pointer);
}

/** The handles that can be seen, so taken, at this zoom. */
export function handlesOf({ kind, region, locked }: InHand, view: View): readonly Handle[] {
  return locked ? [] : kind.handles(region, 1 / view.scale);
}

export function handleAt(inHand: InHand, view: View, at: Point): Handle | null {
  const near = (handle: Handle) => {
    const { x, y } = toScreen(view, handle);
    return Math.max(Math.abs(x - at.x), Math.abs(y - at.y)) <= HANDLE;
  };
  return handlesOf(inHand, view).find(near) ?? null;
}

function paintSelected(context: CanvasRenderingContext2D, inHand: InHand, view: View): void {
  const { kind, region, look } = inHand;
  const outline = kind.outline(region);
  if (!kind.pixels) line(context, outline, look, view, 3, 0.16);
  const bounds = kind.bounds(region);
  const { x, y } = toScreen(view, { x: bounds.left, y: bounds.top });
  context.font = badgeFont(1);
  context.textBaseline = "middle";
  paintBadge(context, look.style, x, y - 6, 1);
  for (const handle of handlesOf(inHand, view)) {
    const at = toScreen(view, handle);
    const taken = handle.name === inHand.vertex;
    paintHandle(context, handle, at, look.style.color, taken);
    if (taken && handle.title) paintWords(context, handle.title, at);
  }
}

/** A white line under the coloured one can be seen on any picture. */
function line(
  context: CanvasRenderingContext2D,
  outline: Outline,
  look: Look,
  view: View,
  width: number,
  fill: number,
): void {
  context.beginPath();
  trace(context, outline.rings, outline.closed, view);
  if (outline.closed && outline.rings.length) {
    context.globalAlpha = fill;
    context.fillStyle = look.style.color;
    context.fill("evenodd");
    context.globalAlpha = 1;
  }
  context.strokeStyle = "#ffffff";
  context.lineWidth = width + 2;
  context.stroke();
  context.strokeStyle = look.style.color;
  context.lineWidth = width;
  if (outline.dashed) context.setLineDash(DASHES);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = look.style.color;
  context.lineWidth = 1.5;
  if (outline.dots) paintDots(context, outline.dots, view, DOT, "full");
  if (outline.hollow) paintDots(context, outline.hollow, view, DOT, "hollow");
}

function paintHandle(context: CanvasRenderingContext2D, { look }: Handle, at: Point, color: string, taken: boolean): void {
  const size = look === "between" ? HANDLE - 3 : taken ? HANDLE + 3 : HANDLE;
  context.fillStyle = taken ? color : "#ffffff";
  context.strokeStyle = taken ? "#ffffff" : color;
  context.lineWidth = look === "between" ? 1.25 : 2;
  context.beginPath();
  if (look) context.arc(at.x, at.y, size / 2, 0, 2 * Math.PI);
  else context.rect(at.x - size / 2, at.y - size / 2, size, size);
  context.fill();
  context.stroke();
}

function paintCaught(context: CanvasRenderingContext2D, { x, y }: Point): void {
  for (const [color, width] of [["#ffffff", 4], ["#111111", 1.5]] as const) {
    context.strokeStyle = color;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, HANDLE, 0, 2 * Math.PI);
    context.stroke();
  }
}

/** Lines through the pointer, dark beside light, so that they can be seen on any picture. */
function paintCrosshair(context: CanvasRenderingContext2D, { x, y }: Point, { width, height }: Size): void {
  const [across, down] = [Math.round(x), Math.round(y)];
  context.fillStyle = "rgb(255 255 255 / .65)";
  context.fillRect(across, 0, 1, height);
  context.fillRect(0, down, width, 1);
  context.fillStyle = "rgb(0 0 0 / .65)";
  context.fillRect(across - 1, 0, 1, height);
  context.fillRect(0, down - 1, width, 1);
}

function paintWords(context: CanvasRenderingContext2D, words: string, { x, y }: Point): void {
  context.font = badgeFont(1.1);
  context.textBaseline = "middle";
  paintBadge(context, { color: "#111111", ink: "#ffffff", badge: words }, x + 12, y - 6, 1.1);
}

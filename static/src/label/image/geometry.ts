/**
 * Where things are. Values are pixels of the upright original, origin top left, in floating point.
 * A view says how they lie on the screen: screen = value × scale + offset.
 */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle by its edges. */
export interface Bounds {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Lines of a shape: one ring of points x, y, x, y, … for each part, filled even-odd when closed. */
export interface Outline {
  readonly rings: readonly (readonly number[])[];
  readonly closed: boolean;
  /** Single points that are painted as such, x, y, x, y, …; and those that are painted as circles only. */
  readonly dots?: readonly number[];
  readonly hollow?: readonly number[];
  /** Its lines are dashed: what it stands for is hidden behind something. */
  readonly dashed?: boolean;
}

const MAX_SCALE = 40;

export function toScreen(view: View, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

export function toValue(view: View, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** The part of the image that a window of this size shows. */
export function shown(view: View, window: Size): Bounds {
  const start = toValue(view, { x: 0, y: 0 });
  const end = toValue(view, { x: window.width, y: window.height });
  return { left: start.x, top: start.y, right: end.x, bottom: end.y };
}

/** The whole image, centred, never enlarged beyond its pixels twice. */
export function fit(image: Size, window: Size, margin = 16): View {
  const room = { width: Math.max(1, window.width - 2 * margin), height: Math.max(1, window.height - 2 * margin) };
  const scale = Math.min(room.width / image.width, room.height / image.height, 2);
  return {
    scale,
    x: (window.width - image.width * scale) / 2,
    y: (window.height - image.height * scale) / 2,
  };
}

/** Zoom so that what lies under a point of the screen stays there. */
export function zoomAt(view: View, factor: number, at: Point, smallest: number): View {
  const scale = clamp(view.scale * factor, Math.min(smallest, view.scale), MAX_SCALE);
  const by = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * by, y: at.y - (at.y - view.y) * by };
}

/** Keep at least a corner of the image in the window, so that it cannot get lost. */
export function keepInSight(view: View, image: Size, window: Size, margin = 48): View {
  return {
    scale: view.scale,
    x: clamp(view.x, margin - image.width * view.scale, window.width - margin),
    y: clamp(view.y, margin - image.height * view.scale, window.height - margin),
  };
}

/** The smallest move that brings a rectangle into the window, zooming out only if it does not fit. */
export function bringIntoSight(view: View, bounds: Bounds, window: Size, margin = 40): View {
  const width = Math.max(1, window.width - 2 * margin);
  const height = Math.max(1, window.height - 2 * margin);
  const fits = Math.min(width / (bounds.right - bounds.left || 1), height / (bounds.bottom - bounds.top || 1));
  const scale = Math.min(view.scale, fits);
  const centre = { x: window.width / 2, y: window.height / 2 };
  const zoomed = scale === view.scale ? view : zoomAt(view, scale / view.scale, centre, scale);
  const start = toScreen(zoomed, { x: bounds.left, y: bounds.top });
  const end = toScreen(zoomed, { x: bounds.right, y: bounds.bottom });
  return {
    scale,
    x: zoomed.x + shift(start.x, end.x, margin, window.width - margin),
    y: zoomed.y + shift(start.y, end.y, margin, window.height - margin),
  };
}

/** The CSS transform that turns a picture painted for one view into the same picture for another. */
export function between(painted: View, wanted: View): string {
  const by = wanted.scale / painted.scale;
  return `translate(${wanted.x - painted.x * by}px, ${wanted.y - painted.y * by}px) scale(${by})`;
}

export function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

export function clampPoint(point: Point, frame: Size): Point {
  return { x: clamp(point.x, 0, frame.width), y: clamp(point.y, 0, frame.height) };
}

export function overlaps(a: Bounds, b: Bounds): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
}

function shift(start: number, end: number, least: number, most: number): number {
  if (start < least) return least - start;
  return end > most ? most - end : 0;
}

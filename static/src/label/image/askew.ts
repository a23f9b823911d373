/** Rectangles that may be turned about their centre: boxes themselves, and the frames that ellipses lie in. */
import { type Bounds, clamp, clampPoint, type Point, type Size } from "./geometry";
import { round } from "./paths";
import type { Handle } from "./shape";

export interface Askew {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Degrees, clockwise. */
  readonly rotation: number;
}

interface Edges {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Smaller than this in either direction was a slip of the hand. */
export const LEAST = 1;
const HANDLES = ["nw", "n", "ne", "e", "se", "s", "sw", "w"] as const;
/** Handles in the middle of an edge only where there is room between the corners, in pixels of the screen. */
const ROOM = 34;
/** How far above the upper edge the grip for turning stands, in pixels of the screen. */
const GRIP = 26;
/** So near a multiple of 45 degrees that it is meant. */
const NEAR_STRAIGHT = 2;

export function corners(box: Askew): Point[] {
  const { left, top, right, bottom } = edgesOf(box);
  const plain = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];
  return box.rotation ? plain.map((point) => turned(point, centre(box), box.rotation)) : plain;
}

export function centre({ x, y, width, height }: Askew): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

export function turned(point: Point, about: Point, degrees: number): Point {
  if (!degrees) return point;
  const angle = (degrees * Math.PI) / 180;
  const [dx, dy] = [point.x - about.x, point.y - about.y];
  return {
    x: about.x + dx * Math.cos(angle) - dy * Math.sin(angle),
    y: about.y + dx * Math.sin(angle) + dy * Math.cos(angle),
  };
}

export function handles(box: Askew, pixel: number): Handle[] {
  const { left, top, right, bottom } = edgesOf(box);
  const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
  const shown = HANDLES.filter((name) => {
    if (name === "n" || name === "s") return box.width >= ROOM * pixel;
    return name === "e" || name === "w" ? box.height >= ROOM * pixel : true;
  });
  const edges = shown.map((name): Handle => {
    const x = name.includes("w") ? left : name.includes("e") ? right : middle.x;
    const y = name.includes("n") ? top : name.includes("s") ? bottom : middle.y;
    return { name, cursor: `${name}-resize`, ...turned({ x, y }, centre(box), box.rotation) };
  });
  const grip = turned({ x: middle.x, y: top - GRIP * pixel }, centre(box), box.rotation);
  return [...edges, { name: "turn", cursor: "grab", look: "turn", title: `${box.rotation}°`, ...grip }];
}

export function dragged<A extends Askew>(box: A, handle: string, to: Point, frame: Size): A {
  if (handle === "turn") return pointedAt(box, to, frame);
  const { x, y } = box.rotation ? turned(to, centre(box), -box.rotation) : clampPoint(to, frame);
  const edges = edgesOf(box);
  if (handle.includes("w")) edges.left = x;
  if (handle.includes("e")) edges.right = x;
  if (handle.includes("n")) edges.top = y;
  if (handle.includes("s")) edges.bottom = y;
  return shaped(box, edges, frame);
}

/** An upright box stays inside the image; of a turned one the centre does. */
export function moved<A extends Askew>(box: A, by: Point, frame: Size): A {
  return kept({ ...box, x: round(box.x + by.x), y: round(box.y + by.y) }, frame);
}

export function grown<A extends Askew>(box: A, by: Point, frame: Size): A {
  const { left, top, right, bottom } = edgesOf(box);
  return shaped(
    box,
    {
      left,
      top,
      right: clamp(right + by.x, left + LEAST, box.rotation ? Infinity : frame.width),
      bottom: clamp(bottom + by.y, top + LEAST, box.rotation ? Infinity : frame.height),
    },
    frame,
  );
}

/** Rotation is kept between -180 and 180, to a tenth of a degree. */
export function rotated<A extends Askew>(box: A, degrees: number, frame: Size): A {
  const around = (((box.rotation + degrees + 180) % 360) + 360) % 360;
  return kept({ ...box, rotation: Math.round((around - 180) * 10) / 10 + 0 }, frame);
}

export function boundsOf(box: Askew): Bounds {
  const points = corners(box);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

/** Is the point inside the upright frame of the box, give or take? */
export function inFrame(box: Askew, point: Point): Point {
  const { x, y } = turned(point, centre(box), -box.rotation);
  return { x: x - box.x, y: y - box.y };
}

export function placed({ left, top, right, bottom }: Edges): Pick<Askew, "x" | "y" | "width" | "height"> {
  const [x, y] = [round(left), round(top)];
  return { x, y, width: round(round(right) - x), height: round(round(bottom) - y) };
}

function edgesOf({ x, y, width, height }: Askew): Edges {
  return { left: x, top: y, right: x + width, bottom: y + height };
}

/** The box with other edges, given in its own upright frame; an edge pulled past the opposite one turns it over. */
function shaped<A extends Askew>(box: A, edges: Edges, frame: Size): A {
  const [left, right] = apart(Math.min(edges.left, edges.right), Math.max(edges.left, edges.right));
  const [top, bottom] = apart(Math.min(edges.top, edges.bottom), Math.max(edges.top, edges.bottom));
  const next = { ...box, ...placed({ left, top, right, bottom }) };
  if (!box.rotation) return next;
  // Turned boxes turn about their centre, which has moved: keep the corner that was not touched where it is.
  const middle = turned({ x: (left + right) / 2, y: (top + bottom) / 2 }, centre(box), box.rotation);
  return kept({ ...next, x: round(middle.x - next.width / 2), y: round(middle.y - next.height / 2) }, frame);
}

function apart(low: number, high: number): [number, number] {
  return [low, Math.max(high, low + LEAST)];
}

/** Turned so that its upper edge faces the point. */
function pointedAt<A extends Askew>(box: A, to: Point, frame: Size): A {
  const { x, y } = centre(box);
  const degrees = (Math.atan2(to.x - x, y - to.y) * 180) / Math.PI;
  const straight = Math.round(degrees / 45) * 45;
  const wanted = Math.abs(degrees - straight) <= NEAR_STRAIGHT ? straight : degrees;
  return rotated(box, wanted - box.rotation, frame);
}

function kept<A extends Askew>(box: A, frame: Size): A {
  const [halfWidth, halfHeight] = [box.width / 2, box.height / 2];
  if (box.rotation) {
    const x = round(clamp(box.x, -halfWidth, frame.width - halfWidth));
    return { ...box, x, y: round(clamp(box.y, -halfHeight, frame.height - halfHeight)) };
  }
  const [width, height] = [Math.min(box.width, frame.width), Math.min(box.height, frame.height)];
  const x = round(clamp(box.x, 0, frame.width - width));
  return { ...box, width, height, x, y: round(clamp(box.y, 0, frame.height - height)) };
}

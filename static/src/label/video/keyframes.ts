/**
 * Where a thing is between the frames in which somebody placed it.
 *
 * The server finds the same, to the last bit (`annotation/kinds/keyframes.py`, with the words for it): both pass
 * `tests/annotation/keyframes.json`. So the order of the operations here is not free.
 */
import type { Path } from "../image/paths";
import type { Region } from "../types";

export interface Key {
  readonly frame: number;
  readonly outside?: boolean;
  readonly occluded?: boolean;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly rotation?: number;
  readonly points?: Path;
}

export interface Track extends Region {
  readonly keyframes: readonly Key[];
}

/** What lies in one frame: the place without what key frames say beside it. */
export type Place = Pick<Key, "x" | "y" | "width" | "height" | "rotation" | "points">;

/** Number of the key frame that holds in a frame; -1 before the first. */
export function holding({ keyframes }: Track, frame: number): number {
  let [low, high] = [0, keyframes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (keyframes[middle]!.frame <= frame) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Where the thing is, or null where it is not to be seen. */
export function placeAt(track: Track, frame: number): Place | null {
  const at = holding(track, frame);
  const before = track.keyframes[at];
  return !before || before.outside ? null : placeFrom(before, track.keyframes[at + 1], frame);
}

/** Where it is or would be: outside of the picture, it is where it left it. */
export function placeFrom(before: Key, after: Key | undefined, frame: number): Place {
  if (!after || frame <= before.frame) return placeOf(before);
  const share = (frame - before.frame) / (after.frame - before.frame);
  if (before.points) {
    const points = before.points.map(([x, y], i) => {
      const [toX, toY] = after.points![i]!;
      return [even(x, toX, share), even(y, toY, share)] as const;
    });
    return { points };
  }
  const [one, two] = [before.rotation ?? 0, after.rotation ?? 0];
  return {
    x: even(before.x!, after.x!, share),
    y: even(before.y!, after.y!, share),
    width: even(before.width!, after.width!, share),
    height: even(before.height!, after.height!, share),
    rotation: one + turn(one, two) * share,
  };
}

export function isOccluded(track: Track, frame: number): boolean {
  return track.keyframes[holding(track, frame)]?.occluded ?? false;
}

/** What is said of the thing in this frame: of the whole track, and by key frames up to here. */
export function saidAt(track: Track, frame: number): Readonly<Record<string, unknown>> {
  const said = track.keyframes.slice(0, holding(track, frame) + 1).map(({ attributes }) => attributes);
  return Object.assign({}, track.attributes, ...said) as Record<string, unknown>;
}

/** The key frame whose word on this holds in a frame; null where none has said anything yet. */
export function sayingFrame(track: Track, frame: number, name: string): number | null {
  const said = track.keyframes.slice(0, holding(track, frame) + 1);
  return said.findLast(({ attributes }) => attributes && name in attributes)?.frame ?? null;
}

/** The stretches in which it is to be seen: first frame, and the one after the last. */
export function stretches({ keyframes }: Track, frames: number): readonly (readonly [from: number, to: number])[] {
  const found: [number, number][] = [];
  keyframes.forEach((key, i) => {
    if (key.outside) return;
    const to = keyframes[i + 1]?.frame ?? frames;
    const last = found.at(-1);
    if (last && last[1] === key.frame) last[1] = to;
    else found.push([key.frame, to]);
  });
  return found;
}

export function placeOf({ x, y, width, height, rotation = 0, points }: Key): Place {
  return points ? { points } : { x: x!, y: y!, width: width!, height: height!, rotation };
}

function even(one: number, two: number, share: number): number {
  return one + (two - one) * share;
}

/** Degrees from one angle to another, the shorter way round: from -180 to below 180. */
function turn(one: number, two: number): number {
  const by = two - one;
  return by - 360 * Math.floor((by + 180) / 360);
}

/** How the things that tracks follow are outlined, hit, moved and drawn: in one frame they are boxes or points. */
import type { Bounds, Outline, Point, Size } from "../image/geometry";
import type { Draft, Drawing, ShapeKind } from "../image/shape";
import type { Region } from "../types";
import { placed, until } from "./editing";
import { isOccluded, type Key, type Place, placeAt, placeOf, type Track } from "./keyframes";

/** The frame that is on the screen. Reading it makes signals follow. */
export interface Clock {
  readonly frame: { readonly value: number; peek(): number };
  /** How many there are. */
  readonly frames: number;
}

const NOTHING: Outline = { rings: [], closed: true };
const NOWHERE: Bounds = { left: 0, top: 0, right: 0, bottom: 0 };

/** `inner`: the shape that lies in a frame. */
export function trackShape<R extends Region & Place>(inner: ShapeKind<R>, clock: Clock, action: string): ShapeKind<Track> {
  const now = (track: Track): R | null => {
    const place = placeAt(track, clock.frame.value);
    return place && ({ id: track.id, label: track.label, ...place } as R);
  };
  const changed = (track: Track, change: (region: R) => R): Track => {
    const region = now(track);
    return region ? placed(track, clock.frame.peek(), placeOf({ frame: 0, ...change(region) })) : track;
  };
  const drawn = (draft: Draft<R> | null): Draft<Track> | null =>
    draft && { keyframes: [{ frame: clock.frame.peek(), ...placeOf({ frame: 0, ...(draft as Partial<Key>) }) }] };
  const shape: ShapeKind<Track> = {
    seen: (track) => now(track) !== null,

    outline(track) {
      const region = now(track);
      if (!region) return NOTHING;
      const outline = inner.outline(region);
      return isOccluded(track, clock.frame.peek()) ? { ...outline, dashed: true } : outline;
    },

    bounds: (track) => ifThere(now(track), NOWHERE, inner.bounds),
    area: (track) => ifThere(now(track), 0, inner.area),
    covers: (track, point, slack) => ifThere(now(track), false, (region) => inner.covers(region, point, slack)),
    handles: (track, pixel) => ifThere(now(track), [], (region) => inner.handles(region, pixel)),
    drag: (track, handle, to, frame) => changed(track, (region) => inner.drag(region, handle, to, frame)),
    move: (track, by, frame) => changed(track, (region) => inner.move(region, by, frame)),
    shift(track, by, frame) {
      const inFilm = until(track, clock.frames);
      if (!inFilm) return null;
      const keyframes = inFilm.keyframes.map((key) => {
        const moved = inner.move({ id: track.id, label: track.label, ...placeOf(key) } as R, by, frame);
        return { ...key, ...placeOf({ frame: 0, ...moved }) };
      });
      return { ...inFilm, keyframes };
    },
    grow: (track, by, frame) => changed(track, (region) => inner.grow(region, by, frame)),

    tool: {
      ...inner.tool,
      action,
      start: (frame: Size) => new TrackDrawing(inner.tool.start(frame), drawn),
      fill: (bounds: Bounds, frame: Size) => drawn(inner.tool.fill(bounds, frame))!,
    },
  };
  const { turn } = inner;
  if (!turn) return shape;
  return { ...shape, turn: (track, degrees, frame) => changed(track, (region) => turn(region, degrees, frame)) };
}

function ifThere<R, T>(region: R | null, otherwise: T, ask: (region: R) => T): T {
  return region ? ask(region) : otherwise;
}

/** What is drawn becomes the first key frame of a track. */
class TrackDrawing<R extends Region> implements Drawing<Track> {
  constructor(
    private readonly inner: Drawing<R>,
    private readonly drawn: (draft: Draft<R> | null) => Draft<Track> | null,
  ) {}

  press(at: Point, hold: Parameters<Drawing["press"]>[1]): boolean {
    return this.inner.press(at, hold);
  }

  move(to: Point): void {
    this.inner.move(to);
  }

  release(at: Point, dragged: boolean): boolean {
    return this.inner.release(at, dragged);
  }

  back(): boolean {
    return this.inner.back();
  }

  outline(): Outline | null {
    return this.inner.outline();
  }

  result(): Draft<Track> | null {
    return this.drawn(this.inner.result());
  }
}

/** What can be done to a track: each takes a track and gives the next version of it, or null where there is none. */
import { holding, type Key, type Place, placeFrom, saidAt, type Track } from "./keyframes";

/** The track with the thing placed here in this frame. What the frames before said of it goes on to hold. */
export function placed(track: Track, frame: number, place: Place): Track {
  return keyed(track, frame, place);
}

/** Make this frame a key frame, or make it none; null where nothing would be left of the track, or is there yet. */
export function toggledKey(track: Track, frame: number): Track | null {
  const at = holding(track, frame);
  const before = track.keyframes[at];
  if (!before) return null;
  if (before.frame !== frame) return keyed(track, frame, { outside: before.outside });
  const others = { ...track, keyframes: track.keyframes.filter((_key, i) => i !== at) };
  return begun(at ? others : from(track, 1));
}

/** A key frame here, placed as in the one before: it has stood still. What the frames before said goes on to hold. */
export function asBefore(track: Track, frame: number): Track | null {
  const before = track.keyframes.findLast((key) => key.frame < frame);
  return before && !before.outside ? keyed(track, frame, placeOnly(before)) : null;
}

/** From this frame on it is not to be seen, or to be seen again. */
export function toggledOutside(track: Track, frame: number): Track | null {
  const before = track.keyframes[holding(track, frame)];
  return before ? begun(keyed(track, frame, { outside: !before.outside, occluded: false })) : null;
}

/** From this frame on it is hidden behind something, or not. */
export function toggledOccluded(track: Track, frame: number): Track | null {
  const before = track.keyframes[holding(track, frame)];
  return before && !before.outside ? keyed(track, frame, { occluded: !before.occluded }) : null;
}

/** Something that may change on the way is said from this frame on; `undefined` takes it back. */
export function saying(track: Track, frame: number, name: string, value: unknown): Track | null {
  const before = track.keyframes[holding(track, frame)];
  if (!before) return null;
  const { [name]: _before, ...others } = before.frame === frame ? (before.attributes ?? {}) : {};
  const attributes = value === undefined ? others : { ...others, [name]: value };
  return keyed(track, frame, { attributes, outside: before.outside });
}

/** Two tracks out of one: the second begins in this frame. Null where one of them would have nothing to show. */
export function split(track: Track, frame: number, id: string): readonly [Track, Track] | null {
  const before = track.keyframes[holding(track, frame)];
  if (!before || before.outside || track.keyframes[0]!.frame >= frame) return null;
  const whole = keyed(track, frame, {});
  const cut = whole.keyframes;
  const at = cut.findIndex((key) => key.frame === frame);
  const ended = keyed({ ...track, keyframes: cut.slice(0, at) }, frame, { ...placeOnly(cut[at]!), outside: true, occluded: false });
  return [ended, { ...from(whole, at), id }];
}

/**
 * One track out of two of the same thing. The earlier one holds until the later one begins.
 * Null where the earlier one has more to show after that, so that they cannot be one thing.
 */
export function merged(one: Track, two: Track): Track | null {
  const [first, second] = one.keyframes[0]!.frame <= two.keyframes[0]!.frame ? [one, two] : [two, one];
  const begins = second.keyframes[0]!.frame;
  const kept = first.keyframes.filter((key) => key.frame < begins);
  const after = first.keyframes.slice(kept.length);
  const points = (track: Track) => track.keyframes[0]!.points?.length ?? 0;
  if (!kept.length || after.some((key) => !key.outside) || points(first) !== points(second)) return null;
  return { ...first, keyframes: [...kept, ...second.keyframes] };
}

/** What there is of a track in a film of so many frames: where it goes on beyond the last, it is on its way there. */
export function until(track: Track, frames: number): Track | null {
  const kept = track.keyframes.filter(({ frame }) => frame < frames);
  const last = kept.at(-1);
  if (!last) return null;
  if (kept.length === track.keyframes.length) return track;
  const ended = last.outside || last.frame === frames - 1 ? track : keyed(track, frames - 1, {});
  return { ...track, keyframes: ended.keyframes.filter(({ frame }) => frame < frames) };
}

/** Number of the frame of the key frame before or after this one. */
export function nextKey({ keyframes }: Track, frame: number, by: 1 | -1): number | null {
  const found = by > 0 ? keyframes.find((key) => key.frame > frame) : keyframes.findLast((key) => key.frame < frame);
  return found?.frame ?? null;
}

/** With a key frame here: as it is anyway but for the change. */
function keyed(track: Track, frame: number, change: Partial<Key>): Track {
  const at = holding(track, frame);
  const before = track.keyframes[at];
  const here = before?.frame === frame;
  const place = before ? placeFrom(before, track.keyframes[at + 1], frame) : {};
  const said = here ? before : { occluded: before?.occluded };
  const key = plain({ ...said, ...place, outside: false, ...change, frame });
  return { ...track, keyframes: track.keyframes.toSpliced(here ? at : at + 1, here ? 1 : 0, key) };
}

/** In the one form in which the server keeps it. */
function plain({ outside, occluded, attributes, ...key }: Partial<Key> & { frame: number }): Key {
  return {
    ...key,
    ...(outside ? { outside: true } : {}),
    ...(occluded ? { occluded: true } : {}),
    ...(attributes && Object.keys(attributes).length ? { attributes } : {}),
  };
}

/** A track begins where the thing is first seen. */
function begun(track: Track): Track | null {
  const first = track.keyframes.findIndex((key) => !key.outside);
  return first < 0 ? null : from(track, first);
}

/** Without the key frames before this one. What they said goes on to hold. */
function from(track: Track, at: number): Track {
  const [first, ...rest] = track.keyframes.slice(at);
  if (!first || !at) return first ? track : { ...track, keyframes: [] };
  const attributes = saidAt({ ...track, attributes: {} }, first.frame);
  return { ...track, keyframes: [plain({ ...first, attributes }), ...rest] };
}

function placeOnly({ x, y, width, height, rotation, points }: Key): Place {
  return points ? { points } : { x: x!, y: y!, width: width!, height: height!, rotation: rotation ?? 0 };
}

/** Where people's answers about things that move differ: how far they are apart in one frame. */
import { type Place, placeAt, type Track } from "../label/video/keyframes";

export interface Named extends Track {
  readonly title: string;
  readonly color: string;
}

/** `color` and `dash` are the person's; without them each track has that of its label. `settled`: the decided answer. */
export interface Answer {
  readonly of: string;
  readonly color?: string;
  readonly dash?: string;
  readonly settled?: boolean;
  readonly tracks: readonly Named[];
}

/** Frames that are looked at, evenly spaced where there are more. */
const LOOKED_AT = 400;
/** Points as far from each other as this, in pixels, have half in common. */
const NEAR = 10;

/** Of these frames the first one in which the answers are furthest apart. */
export function mostApart(answers: readonly Answer[], frames: readonly number[]): number | undefined {
  const heard = answers.filter(({ settled }) => !settled);
  const step = Math.ceil(frames.length / LOOKED_AT) || 1;
  let [best, most] = [frames[0], -1];
  for (let i = 0; i < frames.length; i += step) {
    const far = apart(heard, frames[i]!);
    if (far > most) [best, most] = [frames[i], far];
  }
  return best;
}

/** Things that only one of two people has count 1 each; what both have, by the part that it has not in common. */
export function apart(answers: readonly Answer[], frame: number): number {
  const seen = answers.map(({ tracks }) =>
    tracks.flatMap((track) => {
      const place = placeAt(track, frame);
      return place ? [{ label: track.label, place }] : [];
    }),
  );
  let sum = 0;
  seen.forEach((one, i) => seen.slice(i + 1).forEach((two) => (sum += between(one, two))));
  return sum;
}

interface Seen {
  readonly label: string;
  readonly place: Place;
}

/** The pairs that have most in common are the same thing. */
function between(one: readonly Seen[], two: readonly Seen[]): number {
  const pairs = one
    .flatMap((a, i) => two.map((b, j) => ({ i, j, alike: a.label === b.label ? common(a.place, b.place) : 0 })))
    .filter(({ alike }) => alike > 0)
    .sort((a, b) => b.alike - a.alike);
  const [left, right] = [new Set<number>(), new Set<number>()];
  let alike = 0;
  for (const pair of pairs) {
    if (left.has(pair.i) || right.has(pair.j)) continue;
    left.add(pair.i);
    right.add(pair.j);
    alike += pair.alike;
  }
  return one.length + two.length - left.size - alike;
}

/** Of boxes the shared area over that of both, as if upright; of points how near their middles are. */
function common(a: Place, b: Place): number {
  if (a.points || b.points) {
    if (!a.points || !b.points) return 0;
    const [[ax, ay], [bx, by]] = [middle(a.points), middle(b.points)];
    return 1 / (1 + Math.hypot(ax - bx, ay - by) / NEAR);
  }
  const wide = Math.min(a.x! + a.width!, b.x! + b.width!) - Math.max(a.x!, b.x!);
  const high = Math.min(a.y! + a.height!, b.y! + b.height!) - Math.max(a.y!, b.y!);
  const shared = Math.max(wide, 0) * Math.max(high, 0);
  return shared / (a.width! * a.height! + b.width! * b.height! - shared);
}

function middle(points: NonNullable<Place["points"]>): readonly [number, number] {
  const mean = (axis: 0 | 1) => points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  return [mean(0), mean(1)];
}

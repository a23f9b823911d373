/** What the keyboard does on a video: frames, key frames, and what becomes of the selected track in this one. */
import { fill, gettext } from "../../lib/i18n";
import type { Handler } from "../../lib/keys";
import type { Desk } from "../desk";
import type { Point } from "../image/geometry";
import type { Stage } from "../image/stage";
import type { Change, Selected } from "../sheet";
import type { Field } from "../types";
import { asBefore, merged, nextKey, split, toggledKey, toggledOccluded, toggledOutside } from "./editing";
import { type Film, filmOf } from "./film";
import { isOccluded, placeAt, type Track } from "./keyframes";
import type { Player } from "./player";

const FAR = 10;

const WAYS: Readonly<Record<string, Point>> = {
  left: { x: -1, y: 0 },
  right: { x: 1, y: 0 },
  up: { x: 0, y: -1 },
  down: { x: 0, y: 1 },
};

export interface Held {
  readonly field: Field;
  readonly track: Track;
  readonly locked: boolean;
}

/** The track that is selected, if what is selected is one. */
export function heldTrack(desk: Desk, selected: Selected | null = desk.sheet.selected.peek()): Held | null {
  const region = desk.sheet.find(selected);
  if (!selected || !region || !("keyframes" in region)) return null;
  return { field: desk.field(selected.field), track: region as Track, locked: desk.sheet.locked.peek().has(region.id) };
}

/** Bind the keys; after those of time and image, so that these lie on top. */
export function bindVideo(desk: Desk, player: Player, stage: Stage): () => void {
  const film = filmOf(desk);
  const step = (frames: number) => () => {
    player.step(frames);
    desk.say(fill(gettext("Frame %(frame)s"), { frame: player.going }));
  };
  return desk.keys.bindAll({
    "step-back": step(-1),
    "step-on": step(1),
    "steps-back": step(-FAR),
    "steps-on": step(FAR),
    "key-before": () => toKey(desk, player, -1),
    "key-after": () => toKey(desk, player, 1),
    "toggle-key": () => change(desk, film, toggledKey, gettext("A track needs a key frame in which it is seen.")),
    "as-before": () => change(desk, film, asBefore, gettext("No key frame before this one")),
    outside: () => change(desk, film, toggledOutside, gettext("A track needs a key frame in which it is seen.")),
    occluded: () => change(desk, film, toggledOccluded, gettext("It is not in the picture here.")),
    "split-track": () => splitHere(desk, film),
    "join-track": () => join(desk, film),
    "cancel-drawing": () => cancelJoin(desk, film),
    ...carrying(stage),
  });
}

function toKey(desk: Desk, player: Player, by: 1 | -1): boolean {
  const held = heldTrack(desk);
  if (!held) return false;
  const frame = nextKey(held.track, player.going, by);
  if (frame === null) desk.say(by > 0 ? gettext("No key frame after this one") : gettext("No key frame before this one"));
  else {
    player.pause();
    player.goTo(frame);
    desk.say(fill(gettext("Key frame %(frame)s"), { frame }));
  }
  return true;
}

type Edit = (track: Track, frame: number) => Track | null;

/** Let the selected track become another in this frame, or say why it cannot. */
export function change(desk: Desk, film: Film, edit: Edit, otherwise: string): boolean {
  const held = heldTrack(desk);
  if (!held) return false;
  if (held.locked) desk.tell(gettext("This region is locked."));
  else {
    const next = edit(held.track, film.frame.peek());
    if (next) {
      desk.sheet.put(held.field.name, next);
      desk.say(stateAt(next, film.frame.peek()));
    } else desk.tell(otherwise);
  }
  return true;
}

/** What a track is in a frame, in words. */
export function stateAt(track: Track, frame: number): string {
  if (!placeAt(track, frame)) return gettext("not in the picture");
  const key = track.keyframes.some((one) => one.frame === frame) ? gettext("key frame") : gettext("between key frames");
  return isOccluded(track, frame) ? `${key}, ${gettext("hidden")}` : key;
}

function splitHere(desk: Desk, film: Film): boolean {
  const held = heldTrack(desk);
  if (!held) return false;
  const parts = held.locked ? null : split(held.track, film.frame.peek(), desk.sheet.freshId());
  if (!parts) {
    desk.tell(gettext("A track is split in a frame after its first, where it is seen."));
    return true;
  }
  const { name } = held.field;
  const regions = desk.sheet.regions(name);
  const [first, second] = parts;
  const changes: Change[] = [
    { field: name, at: regions.indexOf(held.track), before: held.track, after: first },
    { field: name, at: regions.length, before: null, after: second },
  ];
  desk.sheet.edit(changes, { field: name, id: second.id });
  desk.tell(gettext("Split: the selected track begins here."));
  return true;
}

/** The next track that is selected will be joined to this one. */
function join(desk: Desk, film: Film): boolean {
  const held = heldTrack(desk);
  if (!held || held.locked) return false;
  film.joining.value = { field: held.field.name, id: held.track.id };
  desk.tell(gettext("Select the track of the same thing that it is joined with. Esc: leave it."));
  return true;
}

function cancelJoin(desk: Desk, film: Film): boolean {
  if (!film.joining.peek()) return false;
  film.joining.value = null;
  desk.tell(gettext("Not joined"));
  return true;
}

/** Join the track that waits for it with the one that is selected now. */
export function joinSelected(desk: Desk, film: Film): void {
  const waits = film.joining.peek();
  const selected = desk.sheet.selected.peek();
  if (!waits || !selected || (selected.id === waits.id && selected.field === waits.field)) return;
  film.joining.value = null;
  const [one, two] = [heldTrack(desk, waits), heldTrack(desk, selected)];
  const joined = one && two && one.field === two.field && !two.locked ? merged(one.track, two.track) : null;
  if (!one || !two || !joined) {
    desk.tell(gettext("Both are seen at the same time, so they cannot be one thing."));
    return;
  }
  const { name } = one.field;
  const regions = desk.sheet.regions(name);
  const gone = joined.id === one.track.id ? two.track : one.track;
  const kept = gone === one.track ? two.track : one.track;
  const at = regions.indexOf(gone);
  const changes: Change[] = [
    { field: name, at: regions.indexOf(kept), before: kept, after: joined },
    { field: name, at, before: gone, after: null },
  ];
  desk.sheet.edit(changes, { field: name, id: joined.id });
  desk.tell(gettext("Joined: one track now."));
}

function carrying(stage: Stage): Record<string, Handler> {
  const entries = Object.entries(WAYS).map(([way, by]): [string, Handler] => [
    `carry-${way}`,
    () => {
      const held = stage.inHand.peek();
      if (!held) return false;
      if (held.locked) return true;
      stage.moving.value = held.kind.move(held.region, by, stage.frame);
      stage.settle(`carry ${held.region.id}`);
      return true;
    },
  ]);
  return Object.fromEntries(entries);
}

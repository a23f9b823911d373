/** What is said of a track on its way: it holds from a key frame on until another one says otherwise. */
import { fill, gettext } from "../../lib/i18n";
import type { Changing } from "../kind";
import type { Field } from "../types";
import { saying } from "./editing";
import { filmOf } from "./film";
import { saidAt, sayingFrame, type Track } from "./keyframes";

export interface TrackField extends Field {
  readonly shape?: "box" | "points";
  /** How many points a track has in a frame at most. Unset is one. */
  readonly together?: number;
  /** Names of attributes that may change from key frame to key frame. */
  readonly changing?: readonly string[];
}

export const changing: Changing<Track> = {
  now: (desk, track) => ({ ...track, attributes: saidAt(track, filmOf(desk).frame.value) }),

  changes: (field, name) => (field as TrackField).changing?.includes(name) ?? false,

  moment: (desk) => String(filmOf(desk).frame.peek()),

  say(desk, track, name, value) {
    const frame = filmOf(desk).frame.peek();
    const given = value === "" ? undefined : value;
    const from = sayingFrame(track, frame, name);
    if (frame < track.keyframes[0]!.frame) desk.tell(fill(gettext("It is first seen in frame %(frame)s; say it there or later."), { frame: track.keyframes[0]!.frame }));
    else if (given === undefined && from !== frame) {
      if (from !== null) desk.tell(fill(gettext("This is said in frame %(frame)s; take it back there, or say something else here."), { frame: from }));
    } else return saying(track, frame, name, given);
    return null;
  },

  since(desk, track, name) {
    const frame = filmOf(desk).frame.value;
    const from = sayingFrame(track, frame, name);
    if (from === null) return fill(gettext("holds from frame %(frame)s on"), { frame: Math.max(frame, track.keyframes[0]!.frame) });
    return fill(from === frame ? gettext("said in this frame") : gettext("since frame %(frame)s"), { frame: from });
  },

  moments: (track) =>
    track.keyframes.map(({ frame }) => [
      { ...track, attributes: saidAt(track, frame) },
      fill(gettext("in frame %(frame)s"), { frame }),
    ]),
};

/** The line between picture and timeline: which frame it is, and what the selected track is in it. */
import arrowLeftToLine from "lucide-static/icons/chevron-first.svg";
import arrowRightToLine from "lucide-static/icons/chevron-last.svg";
import chevronLeft from "lucide-static/icons/chevron-left.svg";
import chevronRight from "lucide-static/icons/chevron-right.svg";
import diamond from "lucide-static/icons/diamond.svg";
import join from "lucide-static/icons/merge.svg";
import logOut from "lucide-static/icons/log-out.svg";
import layers from "lucide-static/icons/layers-2.svg";
import scissors from "lucide-static/icons/scissors.svg";
import { fill, gettext } from "../../lib/i18n";
import { type Drawing, Icon } from "../../lib/icons";
import { reading } from "../attributes";
import type { Desk } from "../desk";
import { TIME_ACTIONS } from "../time/actions";
import { VIDEO_ACTIONS } from "./actions";
import { filmOf } from "./film";
import { type Held, heldTrack, stateAt } from "./hands";
import { holding, isOccluded, placeAt, saidAt } from "./keyframes";
import type { Player } from "./player";

export function FrameBar({ desk, player }: { desk: Desk; player: Player }) {
  const film = filmOf(desk);
  const frame = film.frame.value;
  void desk.sheet.value.value;
  const held = heldTrack(desk, desk.sheet.selected.value);
  const at = held ? held.track.keyframes[holding(held.track, frame)] : undefined;
  const off = !held || !at || held.locked;
  const state = held ? `${desk.look(held.field, held.track.label).title} ${held.track.id}: ${saidOf(desk, held, frame)}` : "";
  const press = { desk };
  return (
    <div class="frame-bar" role="toolbar" aria-label={gettext("Frames and key frames")}>
      <Press {...press} id="key-before" drawing={arrowLeftToLine} disabled={!held} />
      <Press {...press} id="step-back" drawing={chevronLeft} title={gettext("One frame back")} />
      <FrameNumber desk={desk} player={player} frame={frame} />
      <Press {...press} id="step-on" drawing={chevronRight} title={gettext("One frame on")} />
      <Press {...press} id="key-after" drawing={arrowRightToLine} disabled={!held} />
      <span class="divider" />
      <Press {...press} id="toggle-key" drawing={diamond} pressed={at?.frame === frame} disabled={off} />
      <Press {...press} id="outside" drawing={logOut} pressed={at?.outside ?? false} disabled={off} />
      <Press {...press} id="occluded" drawing={layers} pressed={!!held && isOccluded(held.track, frame)} disabled={off || at?.outside} />
      <span class="divider" />
      <Press {...press} id="split-track" drawing={scissors} disabled={off || !placeAt(held!.track, frame)} />
      <Press {...press} id="join-track" drawing={join} pressed={film.joining.value !== null} disabled={!held || held.locked} />
      <span class="frame-state" title={state}>
        {state}
      </span>
    </div>
  );
}

/** What a track is in a frame, and what its attributes say there. */
function saidOf(desk: Desk, { field, track }: Held, frame: number): string {
  const said = reading(desk.language, field, { ...track, attributes: saidAt(track, frame) });
  return [stateAt(track, frame), said].filter(Boolean).join(" · ");
}

function FrameNumber({ desk, player, frame }: { desk: Desk; player: Player; frame: number }) {
  const { frames } = filmOf(desk);
  const back = () => document.querySelector<HTMLElement>(".surface")?.focus({ preventScroll: true });
  return (
    <label class="frame-number" title={gettext("Type a number to go there")}>
      <span class="visually-hidden">{gettext("Frame")}</span>
      <input
        key={frame}
        inputMode="numeric"
        defaultValue={String(frame)}
        size={String(frames).length + 1}
        data-frame={frame}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={(event) => {
          if (event.key === "Escape") back();
          if (event.key !== "Enter") return;
          const wanted = Number(event.currentTarget.value);
          if (Number.isInteger(wanted)) player.goTo(wanted);
          back();
        }}
      />
      <span>{fill(gettext("of 0–%(last)s"), { last: frames - 1 })}</span>
    </label>
  );
}

interface Props {
  readonly desk: Desk;
  readonly id: string;
  readonly drawing: string;
  readonly title?: string;
  readonly pressed?: boolean;
  readonly disabled?: boolean | undefined;
}

function Press({ desk, id, drawing, title: own, pressed, disabled }: Props) {
  const title = own ?? [...VIDEO_ACTIONS, ...TIME_ACTIONS].find((action) => action.id === id)!.title();
  const hint = desk.keys.hint(id);
  return (
    <button
      type="button"
      class="tool"
      title={hint ? `${title} (${hint})` : title}
      aria-label={title}
      aria-pressed={pressed}
      disabled={disabled}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => desk.keys.run(id)}
    >
      <Icon name={drawing as Drawing} />
    </button>
  );
}
